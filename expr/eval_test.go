package expr

import (
	"strings"
	"sync"
	"testing"

	"tutti/fault"
	"tutti/value"
)

// named are variables by name.
type named map[string]string

func (n named) resolve(name string) (int, bool) {
	_, ok := n[name]
	return int(name[0])<<8 | int(name[len(name)-1]), ok
}

func (n named) Var(slot int) value.Value {
	for name, text := range n {
		if s, _ := n.resolve(name); s == slot {
			return value.Trusted([]byte(text))
		}
	}
	panic("no such slot")
}

var shop = named{
	"cart":         `{"id":"c1","items":[{"sku":"a","price":2.50,"qty":2},{"sku":"b","price":1,"qty":3}], "note":null}`,
	"order":        `{"id":7,"big":12345678901234567890,"exact":1.10,"list":[1.0,2e0]}`,
	"meta.payment": `{"state":"done","status":201,"headers":{"x-request-id":"r1"}}`,
	"env.URL":      `"http://x"`,
	"secrets.key":  `"s3cr3t"`,
	"zero":         `0`,
}

func evalNamed(t *testing.T, src string, n named, lim Limits) (value.Value, *fault.Fault) {
	t.Helper()
	e, err := Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	p, err := e.Compile(n.resolve, lim)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return p.Eval(n)
}

func TestEval(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		// Untouched, the bytes stay as they are.
		{`$cart.items`, `[{"sku":"a","price":2.50,"qty":2},{"sku":"b","price":1,"qty":3}]`},
		{`$order.big`, `12345678901234567890`},
		{`$order.exact`, `1.10`},
		{`{a: $order.exact, b: [$order.list]}`, `{"a":1.10,"b":[[1.0,2e0]]}`},
		{`$cart.note.deeper.still`, `null`},
		{`$cart | {id, n: (.items | length)}`, `{"id":"c1","n":2}`},
		{`$cart.items | map(.price * .qty) | add`, `8`},
		{`$cart.items | sort_by(.price) | map(.sku)`, `["b","a"]`},
		{`$order.big + 1`, `12345678901234567891`},
		{`$order.exact + 0`, `1.1`},
		{`"order \($order.id): \($order.exact)"`, `"order 7: 1.10"`},
		{`$meta.payment.status`, `201`},
		{`$meta["payment"].headers["x-request-id"]`, `"r1"`},
		{`$meta.payment | .state == "done"`, `true`},
		{`$env.URL + "/a"`, `"http://x/a"`},
		{`"message" | hmac("sha256"; $secrets.key) | length`, `64`},
		{`[$cart.items[] | select(.qty > 2).sku]`, `["b"]`},
		{`$cart.items[0].price // 0`, `2.50`},
		{`$cart | .items[0].price = 3 | .items[0]`, `{"price":3,"qty":2,"sku":"a"}`},
		{`nan`, `null`},
		{`infinite`, `1.7976931348623157e+308`},
		{`1e1000`, `1.7976931348623157e+308`},
		{`null + 1`, `1`},
		{`null | length`, `0`},
	} {
		v, f := evalNamed(t, c.src, shop, Limits{})
		if f != nil {
			t.Errorf("%s: %v, want %s", c.src, f, c.want)
		} else if v.String() != c.want {
			t.Errorf("%s: got %s, want %s", c.src, v, c.want)
		}
	}
}

func TestEvalFaults(t *testing.T) {
	for _, c := range []struct {
		src    string
		kind   fault.Kind
		detail string
	}{
		{`$cart.items[]`, fault.Expression, "several values"},
		{`1, 2`, fault.Expression, "several values"},
		{`empty`, fault.Expression, "no value"},
		{`$cart.items[] | select(.qty > 9)`, fault.Expression, "no value"},
		{`$cart.id + 1`, fault.Expression, "$cart.id + 1: cannot add: string and number"},
		{`$cart.id.x`, fault.Expression, "expected an object but got: string"},
		{`$cart.note[]`, fault.Expression, "cannot iterate over: null"},
		{`1 / $zero`, fault.Expression, "cannot divide number by: number"},
		{`error("out of stock")`, fault.Expression, "out of stock"},
		{`error({code: 1})`, fault.Expression, `{"code":1}`},
		{`error(null)`, fault.Expression, "null"},
		{`$cart.id | tonumber`, fault.Expression, "tonumber cannot be applied to this value"},
		{`"x" | addtime("1 month")`, fault.Expression, "addtime takes an ISO 8601 duration"},
		{`"x" * 100000000`, fault.Limit, "bytes of data"},
		{`last(range(1e9))`, fault.Limit, "steps"},
	} {
		_, f := evalNamed(t, c.src, shop, Limits{})
		if f == nil || f.Kind != c.kind || !strings.Contains(f.Detail, c.detail) {
			t.Errorf("%s: got %v, want %s with %q", c.src, f, c.kind, c.detail)
		}
	}
}

func TestFaultsKeepSecrets(t *testing.T) {
	for _, src := range []string{
		`$secrets.key + 1`, `$secrets.key | tonumber`, `$secrets.key.a`, `$secrets.key | join(",")`, `{a: $secrets.key} | keys | .[0].x + $secrets.key`,
		`$secrets.key | test("(")`, `1 | startswith($secrets.key)`, `$secrets.key | strptime("%Y")`,
		`$secrets.key | addtime("P1D")`, `"2024-01-01T00:00:00Z" | addtime($secrets.key)`, `"a" | hmac($secrets.key; "k")`, `"a" | test("(" + $secrets.key)`,
		`[1] | .[$secrets.key]`, `{} | .[$secrets.key | explode]`, `$secrets.key | @csv`, `[$secrets.key] | implode`, `$secrets.key | fromjson`,
		`{} | setpath([0]; $secrets.key)`, `{a: 1} | .a.b = $secrets.key`, `$secrets.key | .[0] = 1`, `[[$secrets.key]] | join("")`,
	} {
		_, f := evalNamed(t, src, shop, Limits{})
		if f == nil {
			t.Errorf("%s: no fault", src)
		} else if strings.Contains(f.Error(), "s3cr3t") {
			t.Errorf("%s: the fault tells the secret: %v", src, f)
		}
	}
	// Data stays out of what clients see in any case.
	_, f := evalNamed(t, `$cart.id + 1`, shop, Limits{})
	if strings.Contains(f.Problem().String(), "c1") {
		t.Errorf("the problem document shows data: %s", f.Problem())
	}
}

func TestCompileUnknownVariable(t *testing.T) {
	for src, offset := range map[string]int{`1 + $nope`: 4, `$meta.nope.state`: 0, `$cart | $env.NOPE`: 8} {
		e, err := Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		_, err = e.Compile(shop.resolve, Limits{})
		if e, ok := err.(*Error); !ok || e.Offset != offset || !strings.Contains(e.Message, "there is no variable $") {
			t.Errorf("%s: got %v, want an error at %d", src, err, offset)
		}
	}
}

// TestStepsAreTheSame: the budget must end a replay where it ended the run.
func TestStepsAreTheSame(t *testing.T) {
	env, resolve := bombEnv()
	sources := append([]string{
		`$big | map(. * 2) | add`, `$big | map(select(. % 7 == 0)) | length`, `$wide | keys | length`, `$wide | to_entries | map(.value) | add`,
		`[$big[:500][] | {a: ., b: "\(.)"}] | group_by(.a % 3) | map(length)`, `$text | [match("a{100}"; "g")] | length`, `$wide | .member7 |= . + 1 | length`,
		`$wide | del(.member1, .member2) | length`, `[$wide | paths] | length`,
	}, someBombs(20)...)
	for _, src := range sources {
		e, err := Parse(src)
		if err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		p, err := e.Compile(resolve, Limits{Steps: 10_000, Bytes: 2 << 20})
		if err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		var first [4]int
		for i := range 3 {
			m := newMeter(p.limits, env, p.loads)
			p.evalMachine(m)
			now := [4]int{m.ticks, m.bytes}
			if p.fast != nil {
				fast := p.newFastEval(env)
				p.evalFast(fast, datum{})
				now[2], now[3] = fast.ticks, fast.bytes
			}
			if i == 0 {
				first = now
			} else if now != first {
				t.Errorf("%s: left %v, then %v", src, first, now)
			}
		}
	}
}

func TestLimits(t *testing.T) {
	deep := named{"x": strings.Repeat("[", 60) + strings.Repeat("]", 60)}
	for _, c := range []struct {
		src  string
		lim  Limits
		want fault.Kind // "" for none
	}{
		{`[[$x]]`, Limits{Depth: 62}, ""},
		{`[[[$x]]]`, Limits{Depth: 62}, fault.Limit},
		{`[[[$x]]] | . as [$a] | [$a] | sort`, Limits{Depth: 62}, fault.Limit},
		{`$x`, Limits{Steps: 1}, ""},
		{`[$x, $x, $x]`, Limits{Steps: 1}, fault.Limit},
		{`"0123456789" * 10`, Limits{Bytes: 1000}, ""},
		{`"0123456789" * 200`, Limits{Bytes: 1000}, fault.Limit},
		{`[range(100)] | length`, Limits{Steps: 10_000}, ""},
		{`[range(100)] | length`, Limits{Steps: 50}, fault.Limit},
	} {
		_, f := evalNamed(t, c.src, deep, c.lim)
		if got := kindOf(f); got != c.want {
			t.Errorf("%s under %+v: got %q, want %q (%v)", c.src, c.lim, got, c.want, f)
		}
	}
}

func kindOf(f *fault.Fault) fault.Kind {
	if f == nil {
		return ""
	}
	return f.Kind
}

// TestParallel is for the race detector: a Program is shared by all runs.
func TestParallel(t *testing.T) {
	for _, src := range []string{`$cart.items`, `$cart.items | map(.price * .qty) | add`, `$cart.items | sort_by(.sku) | map(.sku) | join("") | test("^a")`} {
		e, err := Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		p, err := e.Compile(shop.resolve, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		want, _ := p.Eval(shop)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 50 {
					if v, f := p.Eval(shop); f != nil || v.String() != want.String() {
						t.Errorf("%s: got %s %v, want %s", src, v, f, want)
					}
				}
			})
		}
		all.Wait()
	}
}
