package expr

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/itchyny/gojq"

	"tutti/value"
)

// evalConstant is the value of an expression without variables, or the fault's text.
func evalConstant(t *testing.T, src string) string {
	t.Helper()
	v, f := mustCompile(t, src).Eval(testEnv{value.Value{}})
	if f != nil {
		return "fault: " + f.Detail
	}
	return v.String()
}

func TestAddtime(t *testing.T) {
	for _, c := range []struct{ from, period, want string }{
		{`"2024-01-31T10:00:00Z"`, "P1M", `"2024-02-29T10:00:00Z"`},
		{`"2023-01-31T10:00:00Z"`, "P1M", `"2023-02-28T10:00:00Z"`},
		{`"2024-03-31T10:00:00Z"`, "-P1M", `"2024-02-29T10:00:00Z"`},
		{`"2024-02-29T00:00:00Z"`, "P1Y", `"2025-02-28T00:00:00Z"`},
		{`"2024-02-29T00:00:00Z"`, "P4Y", `"2028-02-29T00:00:00Z"`},
		{`"2024-12-31T23:59:59Z"`, "PT1S", `"2025-01-01T00:00:00Z"`},
		{`"2024-01-31T00:00:00Z"`, "P1M1D", `"2024-03-01T00:00:00Z"`},
		{`"2024-01-01T00:00:00Z"`, "P2W", `"2024-01-15T00:00:00Z"`},
		{`"2024-01-01T00:00:00Z"`, "P1DT12H30M15S", `"2024-01-02T12:30:15Z"`},
		{`"2024-01-01T00:00:00Z"`, "PT36H", `"2024-01-02T12:00:00Z"`},
		{`"2024-01-01T00:00:00Z"`, "PT0.25S", `"2024-01-01T00:00:00.25Z"`},
		{`"2024-01-01T00:00:00Z"`, "PT0,5S", `"2024-01-01T00:00:00.5Z"`},
		{`"2024-01-31T23:30:00+02:00"`, "P1M", `"2024-02-29T23:30:00+02:00"`},
		{`"2024-01-31T23:30:00.123Z"`, "P13M", `"2025-02-28T23:30:00.123Z"`},
		{`1706659200`, "P1M", `1709164800`},
		{`0`, "P1D", `86400`},
		{`0`, "-P1Y", `-31536000`},
		{`0.5`, "PT1S", `1.5`},
		{`"2024-01-01T00:00:00Z"`, "P0D", `"2024-01-01T00:00:00Z"`},

		{`"2024-01-01T00:00:00Z"`, "P", "fault"},
		{`"2024-01-01T00:00:00Z"`, "P1DT", "fault"},
		{`"2024-01-01T00:00:00Z"`, "1D", "fault"},
		{`"2024-01-01T00:00:00Z"`, "P1.5D", "fault"},
		{`"2024-01-01T00:00:00Z"`, "P1H", "fault"},
		{`"2024-01-01T00:00:00Z"`, "", "fault"},
		{`"2024-01-01T00:00:00Z"`, "P9000Y", "fault"},
		{`"2024-01-01"`, "P1D", "fault"},
		{`null`, "P1D", "fault"},
		{`1e300`, "P1D", "fault"},
	} {
		got := evalConstant(t, c.from+" | addtime("+strconv.Quote(c.period)+")")
		if got != c.want && !(c.want == "fault" && strings.HasPrefix(got, "fault: ")) {
			t.Errorf("%s plus %s: got %s, want %s", c.from, c.period, got, c.want)
		}
	}
}

// TestHMAC has the second test case of RFC 4231 and, for SHA-1, of RFC 2202.
func TestHMAC(t *testing.T) {
	for algorithm, want := range map[string]string{
		"sha1":   "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
		"sha256": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
		"sha512": "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554" +
			"9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
	} {
		if got := evalConstant(t, `"what do ya want for nothing?" | hmac("`+algorithm+`"; "Jefe")`); got != strconv.Quote(want) {
			t.Errorf("%s: got %s, want %q", algorithm, got, want)
		}
	}
	for _, src := range []string{`"a" | hmac("md5"; "k")`, `1 | hmac("sha256"; "k")`, `"a" | hmac("sha256"; null)`} {
		if got := evalConstant(t, src); !strings.HasPrefix(got, "fault: ") {
			t.Errorf("%s: got %s, want a fault", src, got)
		}
	}
}

// TestTimeZoneOfTheMachine: gojq asks the machine what CET is.
func TestTimeZoneOfTheMachine(t *testing.T) {
	local := time.Local
	time.Local = time.FixedZone("CET", 3600)
	t.Cleanup(func() { time.Local = local })
	for src, want := range map[string]string{
		`"2024-07-01 12:00 CET" | strptime("%Y-%m-%d %H:%M %Z") | mktime`:  `1719835200`,
		`"2024-07-01T12:00:00Z" | fromdate`:                                `1719835200`,
		`1719835200 | todate`:                                              `"2024-07-01T12:00:00Z"`,
		`1719835200 | gmtime | mktime`:                                     `1719835200`,
		`1719835200 | strftime("%A %d %B %Y %H:%M %Z")`:                    `"Monday 01 July 2024 12:00 UTC"`,
		`"10:20" | strptime("%H:%M") | .[3:5]`:                             `[10,20]`,
		`"2024-07-01T12:00:00+02:00" | strptime("%Y-%m-%dT%H:%M:%S%z")[3]`: `10`,
	} {
		if got := evalConstant(t, src); got != want {
			t.Errorf("%s: got %s, want %s", src, got, want)
		}
	}
}

// TestEveryFunctionIsKnown: a function is refused, or it has a price, or it is ours, or it costs nothing.
func TestEveryFunctionIsKnown(t *testing.T) {
	for _, sig := range functions() {
		name, arity, _ := strings.Cut(sig, "/")
		if _, refused := refusal(name); refused {
			continue
		}
		n, _ := strconv.Atoi(arity)
		args := make([]*gojq.Query, n)
		for i := range args {
			args[i] = number(i)
		}
		r := rewriter{prelude: prelude()}
		r.query(call(name, args...))
		if r.unknown != nil {
			t.Errorf("%s: %v", sig, r.unknown)
		}
		modes, free := inputFree(name, n)
		if free && len(modes) != n {
			t.Errorf("%s: modes %q", sig, modes)
		}
	}
	// And nothing is listed that gojq lacks.
	for _, g := range guards {
		if strings.Contains(g.name, "/") && !strings.HasPrefix(g.name, "_") && !has(functions(), g.name) {
			t.Errorf("a guard for %s, which does not exist", g.name)
		}
	}
	for sig := range prelude().index {
		if !strings.HasPrefix(sig, "__") && !has(functions(), sig) {
			t.Errorf("the prelude defines %s, which does not exist", sig)
		}
	}
}

func has(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// TestChoiceBeforeConstant: gojq 0.12.20 leaves a value on its stack here.
// TestFunctions: what is offered to people compiles, ours is among it, and what is refused is not.
func TestFunctions(t *testing.T) {
	names := Functions()
	for _, name := range []string{"addtime", "hmac", "map", "select", "length"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not listed", name)
		}
	}
	for _, name := range names {
		if _, refused := refusal(name); refused || strings.HasPrefix(name, "_") {
			t.Errorf("%s is listed", name)
		}
	}
}

func TestChoiceBeforeConstant(t *testing.T) {
	for src, want := range map[string]string{
		`[1] | {a: ((0 or (. | .)) | 5), b: 1}`:                                 `{"a":5,"b":1}`,
		`[1] | . as $x | {a: ((true or (. | $x)) | $x), b: 2} | tojson`:         `"{\"a\":[1],\"b\":2}"`,
		`[true, false][] as $c | {a: (if $c then 1 else 2 end | 3), b: 4}`:      "several",
		`[[true, false][] as $c | {a: (if $c then 1 else 2 end | 3)} | tojson]`: `["{\"a\":3}","{\"a\":3}"]`,
		`1 as $x | [$x | ((. and true) | 5), 6]`:                                `[5,6]`,
	} {
		got := evalConstant(t, src)
		if got != want && !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s", src, got, want)
		}
	}
}
