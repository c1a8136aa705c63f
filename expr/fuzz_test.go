package expr

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/itchyny/gojq"
	"pgregory.net/rapid"

	"tutti/value"
)

// The oracle is gojq as it is, without guards. It runs only what the guarded machine got through with a
// small budget, so that nothing can blow up.

// oracleLimits are small, and the oracle's context ends what still takes too long.
var oracleLimits = Limits{Steps: 5000, Bytes: 1 << 20}.orDefault()

// difference runs src on doc, as `.` and as $x, on all ways and tells in what they differ; "" if in nothing.
func difference(src string, doc value.Value) string {
	e, err := parse(src, plain)
	if err != nil {
		return ""
	}
	for _, ref := range e.refs {
		if ref.Name != "x" {
			return ""
		}
	}
	for _, t := range lex(src) {
		if _, refused := refusal(t.text); refused || strings.HasPrefix(t.text, "_") || strings.Contains(t.text, "::") ||
			t.text == "addtime" || t.text == "hmac" || t.text == "strptime" {
			return ""
		}
	}
	p := &Program{src: src, limits: oracleLimits}
	resolve := func(string) (int, bool) { return 0, true }
	probe := rewriter{prelude: prelude(), slot: resolve}
	if probe.query(e.tree); probe.barriers > 0 {
		return "" // gojq itself is wrong about these
	}
	compiled := p.compileMachine(e.tree, resolve)
	code, oracleCompiled := gojq.Compile(e.tree, gojq.WithVariables([]string{"$x"}))
	if (compiled == nil) != (oracleCompiled == nil) {
		return fmt.Sprintf("compiling: %v, gojq has %v", compiled, oracleCompiled)
	}
	if compiled != nil {
		return ""
	}
	m := newMeter(p.limits, testEnv{doc}, p.loads)
	input := doc.Any()
	got, gotErr := p.run(m, input, 1000)
	if m.over != "" {
		return ""
	}
	if len(got) > 0 {
		if _, ok := m.encode(got[len(got)-1]); !ok {
			return ""
		}
	}
	want, wantErr := runOracle(code, doc.Any(), doc.Any())
	if errors.Is(wantErr, context.DeadlineExceeded) {
		return ""
	}
	if !sameValues(got, want) {
		return fmt.Sprintf("the machine has %q, gojq %q", texts(got), texts(want))
	}
	if message(gotErr) != message(wantErr) {
		return fmt.Sprintf("the machine fails with %q, gojq with %q", message(gotErr), message(wantErr))
	}
	return fastDifference(p, e, doc, want, wantErr)
}

func fastDifference(p *Program, e *Expr, doc value.Value, want []any, wantErr error) string {
	p.compileFast(e.tree, func(string) (int, bool) { return 0, true })
	if p.fast == nil {
		return ""
	}
	fast := p.newFastEval(testEnv{doc})
	v, done := p.evalFast(fast, rawDatum(doc))
	if !done || fast.exceeded != "" {
		return ""
	}
	if _, err := value.Scan(v.Raw(), 0); err != nil {
		return fmt.Sprintf("the fast path made %q: %v", v, err)
	}
	if wantErr != nil || len(want) != 1 || !sameValues([]any{v.Any()}, want) {
		return fmt.Sprintf("the fast path has %q, gojq %q (%v)", v, texts(want), wantErr)
	}
	return ""
}

func runOracle(code *gojq.Code, input, x any) (outputs []any, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	for it := code.RunWithContext(ctx, input, x); len(outputs) < 1000; {
		v, ok := it.Next()
		if !ok {
			break
		}
		if err, failed := v.(error); failed {
			return outputs, err
		}
		outputs = append(outputs, v)
	}
	return outputs, nil
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return bounded(err)
}

func FuzzAgainstGojq(f *testing.F) {
	for _, src := range fuzzSeeds {
		f.Add(src, `{"a":{"b":[1,2.50,"x",null,true]},"k":"t\u00e9xt","n":-3,"items":[{"p":1.5,"q":2},{"p":3,"q":4}]}`)
	}
	f.Fuzz(func(t *testing.T, src, text string) {
		doc, err := value.Scan([]byte(text), 64)
		if err != nil || len(src) > 300 || len(text) > 1000 {
			t.Skip()
		}
		if d := difference(src, doc); d != "" {
			t.Errorf("%s\non %s\n%s", src, text, d)
		}
	})
}

// fuzzSeeds are cases that once differed, and one of each feature.
var fuzzSeeds = []string{
	`$x.a.b[0] + .n`, `.items | map(.p * .q) | add`, `[.items[] | select(.p > 2) | {p, "q": .q}]`, `"a\(.k)b\(.a)"`,
	`.a.b |= map(. // 0)`, `.items[0].p += 1`, `del(.items[0], .k)`, `[paths]`, `[.. | numbers]`, `to_entries`, `with_entries(.value |= tostring)`,
	`[.k | scan("[a-z]")]`, `.k | gsub("(?<c>[a-z])"; "<\(.c)>", "\(.c)")`, `[.k | splits("t")]`, `.k | test("T"; "i")`, `.k|sub("";"x";"g")`,
	`reduce .a.b[] as $v (0; . + 1)`, `foreach .a.b[] as [$v] (0; . + 1; [., $v])`, `. as {a: {b: [$h]}, k: $t} | [$h, $t]`,
	`. as [$a] ?// {a: $a} | $a`, `label $out | .a.b[] | if . == null then ., break $out else . end`, `try error(.a) catch .`,
	`[.a[]?, .n[]?, (.k | .[0]?)]`, `.items | group_by(.p > 2), sort_by(-.q), min_by(.p), unique_by(.z)`, `[limit(2; .a.b[])]`,
	`[tostream] | fromstream(.[])`, `.a.b | join("-")`, `.a | @json, @text, @html`, `.a.b | @csv, @tsv, @sh`, `.k | @base64 | @base64d`,
	`.k | explode | implode`, `.k | ascii_downcase, ascii_upcase, length, utf8bytelength`, `.items | INDEX(.p)`, `[combinations(2)]?`,
	`def f(g): [g, g]; f(.n)`, `def f($a; $b): $a + $b; f(1, 2; 10, 20)`, `.items[1:], .k[1:2], .items[:-1]`, `.items[1:] = [7]`, `.a.b[1:3] |= map(1)`,
	`getpath(["a", "b", 0])`, `[.a.b | to_entries[] | .key]`, `.n | -., +., abs, floor, sqrt`, `.items | walk(if type == "object" then del(.p) else . end)`,
	`.a.b | index(2.5), indices("x"), contains(["x"])`, `input`, `.a.b | first, last, nth(1)`, `isempty(.a.b[])`, `1 / 3, 7 % 3, 5 / 5, 1e3 * 2`,
	`.a // "none", (.zzz // "none"), (empty // 1)`, `{a: 1} * {a: {b: 2}}`, `[1, 2, 1] - [1]`, `"a,b" / ","`, `"ab" * 3`, `.a as $x | $x`,
	`map_values(empty)`, `.a.b[0, 1] |= empty`, `.items |= map(select(.p > 2))`, `[.items[] | .p as $p | .q as $q | $p * $q]`,
	`9007199254740993 + 0, -0, 1.0, 100000000000000000000 + 1`, `[.n, 0] | sort, min, max`, `infinite, -infinite, nan | tostring`,
	`pick(.a.b[1])`, `splits("a")?`, `ltrimstr("t")?`, `.k | ltrimstr("t"), rtrimstr("t"), trim, ltrim`, `@uri "x\(.k)y"`, `"\("a", "b") \(1, 2)"`,
	`{(.k, "z"): (1, 2)}`, `{"a\(1, 2)"}`, `.["a"]?["b"]`, `.a.b.c?`, `.a."b"`, `..[0]?`, `.a[.k]?`, `.items[.n]`,
}

func TestFuzzSeeds(t *testing.T) {
	doc := value.Trusted([]byte(`{"a":{"b":[1,2.50,"x",null,true]},"k":"t\u00e9xt","n":-3,"items":[{"p":1.5,"q":2},{"p":3,"q":4}]}`))
	for _, src := range fuzzSeeds {
		for _, d := range []value.Value{doc, doc.Get("a"), doc.Get("items"), doc.Get("k"), doc.Get("n"), {}} {
			if diff := difference(src, d); diff != "" {
				t.Errorf("%s\non %s\n%s", src, d, diff)
			}
		}
	}
}

func TestRandomExpressions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t}
		documents := 20 // rapid runs this 100 times
		if raceEnabled {
			documents = 2
		}
		for range documents {
			doc := value.Trusted([]byte(g.document(3)))
			for range 10 {
				src := g.expression(4)
				if d := difference(src, doc); d != "" {
					t.Fatalf("%s\non %s\n%s", src, doc, d)
				}
			}
		}
	})
}

// generator makes expressions and documents that often fit together.
type generator struct{ t *rapid.T }

func (g generator) pick(from ...string) string { return rapid.SampledFrom(from).Draw(g.t, "") }

func (g generator) chance(percent int) bool { return rapid.IntRange(1, 100).Draw(g.t, "") <= percent }

func (g generator) name() string { return g.pick("a", "b", "c", "p", "q", "k-1") }

func (g generator) number() string {
	return g.pick("0", "1", "-1", "2", "3", "10", "1.5", "2.50", "-0", "1e2", "0.1", "100", "1E-2", "12345678901234567",
		"1234567890123456789", "9223372036854775807", "0.30000000000000004", "1e21", "1.0", "-7", "9007199254740993", "1e-7", "123456789012345678901234567890")
}

func (g generator) text() string {
	return g.pick(`"x"`, `""`, `"a"`, `"b"`, `"tëxt"`, `"1"`, `"a\nb"`, `"\u0041\"q"`, `"😀 x"`, `"a,b"`, `"\\"`)
}

func (g generator) document(depth int) string {
	kinds := []string{"null", "bool", "number", "number", "text", "text", "array", "object", "object", "rows"}
	if depth == 0 {
		kinds = kinds[:6]
	}
	space := g.pick("", "", "", " ", "\n ")
	switch g.pick(kinds...) {
	case "null":
		return "null"
	case "bool":
		return g.pick("true", "false")
	case "number":
		return g.number()
	case "text":
		return g.text()
	case "array":
		parts := make([]string, rapid.IntRange(0, 4).Draw(g.t, ""))
		for i := range parts {
			parts[i] = g.document(depth - 1)
		}
		return "[" + strings.Join(parts, ","+space) + "]"
	case "rows":
		parts := make([]string, rapid.IntRange(1, 3).Draw(g.t, ""))
		for i := range parts {
			parts[i] = fmt.Sprintf(`{"a":%s,"b":%s}`, g.number(), g.document(0))
		}
		return "[" + strings.Join(parts, ","+space) + "]"
	default:
		var parts []string
		seen := map[string]bool{}
		for range rapid.IntRange(0, 4).Draw(g.t, "") {
			if n := g.name(); !seen[n] {
				seen[n] = true
				parts = append(parts, fmt.Sprintf("%s%q:%s%s", space, n, space, g.document(depth-1)))
			}
		}
		return "{" + strings.Join(parts, ",") + space + "}"
	}
}

func (g generator) path() string {
	base := g.pick("$x", "$x", ".", ".")
	path := base
	for i := range rapid.IntRange(0, 3).Draw(g.t, "") {
		dot := ""
		if base == "." && i == 0 {
			path = ""
			dot = "."
		}
		switch g.pick("name", "name", "name", "quoted", "index", "index", "iterate", "slice") {
		case "name":
			path += "." + g.pick("a", "b", "c", "p", "q")
		case "quoted":
			path += dot + fmt.Sprintf("[%q]", g.name())
		case "index":
			path += dot + "[" + g.pick("0", "1", "-1", "2", "5") + "]"
		case "slice":
			path += dot + "[" + g.pick("0:1", "1:", ":-1", "-2:") + "]"
		default:
			path += dot + "[]"
		}
		if g.chance(25) {
			path += "?"
		}
	}
	return path
}

func (g generator) expression(depth int) string {
	if depth == 0 {
		return g.pick(g.path(), g.path(), g.path(), g.number(), g.text(), "null", "true", "false", "[]", "{}", ".")
	}
	sub := func() string { return g.expression(depth - 1) }
	switch g.pick("leaf", "pipe", "pipe", "binary", "binary", "binary", "logic", "object", "array", "text", "if", "call", "call", "call", "map", "map",
		"bind", "unary", "comma", "paren", "index", "other") {
	case "leaf":
		return g.expression(0)
	case "pipe":
		return sub() + " | " + sub()
	case "binary":
		return "(" + sub() + ") " + g.pick("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "//", "+", "==") + " (" + sub() + ")"
	case "logic":
		return "(" + sub() + ") " + g.pick("and", "or", "//") + " (" + sub() + ")"
	case "object":
		return "{" + g.pick("a", "b", `"k-1"`) + ": (" + sub() + "), " + g.pick("a", "$x", `"c": 1`, "(\"z\"): 2", `"\(.a?)": 1`) + "}"
	case "array":
		return "[" + sub() + "]"
	case "text":
		return `"s\(` + sub() + `)-\(` + sub() + `)"`
	case "if":
		if g.chance(30) {
			return "if " + sub() + " then " + sub() + " end"
		}
		return "if " + sub() + " then " + sub() + " elif " + sub() + " then 1 else " + sub() + " end"
	case "call":
		return "(" + sub() + ") | " + g.pick("length", "keys", "add", "not", "type", "tostring", "tojson", "first", "last", "any", "all", "floor",
			"ceil", "round", "ascii_downcase", "ascii_upcase", `has("a")`, "has(0)", `join(",")`, `join("")`, `startswith("x")`, `endswith("x")`, "empty")
	case "map":
		return "(" + sub() + ") | " + g.pick("map", "select", "any", "all", "map", "first", "add") + "(" + sub() + ")"
	case "bind":
		return "(" + sub() + ") as $" + g.pick("v", "x") + " | " + g.pick(sub(), "[$v?, "+sub()+"]", "$x")
	case "unary":
		return g.pick("-", "+") + "(" + sub() + ")"
	case "comma":
		return "(" + sub() + "), (" + sub() + ")"
	case "index":
		return "(" + sub() + ")[" + sub() + "]"
	case "paren":
		return "(" + sub() + ")" + g.pick(".a", "[0]", "[]", ".b?", "[]?", "[-1]?")
	default:
		return g.machineOnly(sub)
	}
}

// machineOnly is what only the virtual machine knows, for the guards and our own functions.
func (g generator) machineOnly(sub func() string) string {
	switch g.pick("assign", "update", "try", "reduce", "call", "closure", "path", "format") {
	case "assign":
		return "(" + sub() + ") | (" + g.path() + ") " + g.pick("=", "|=", "+=", "-=", "*=", "//=", "|=") + " (" + sub() + ")"
	case "update":
		if g.chance(50) {
			return "(" + sub() + ") | " + g.pick("map_values", "walk", "paths", "to_entries | map") + "(" + sub() + ")"
		}
		// What calculates has no path. gojq looks for one in the operands too and fails a little earlier than
		// we do; so there are only paths here.
		return "(" + sub() + ") | " + g.pick("del", "path", "pick") + "(" + g.path() + g.pick("", " | select("+sub()+")") + ")"
	case "try":
		return "try (" + sub() + ") catch " + g.pick(".", "(. | length)", "0")
	case "reduce":
		return "reduce (" + sub() + ") as " + g.pick("$v", "[$v]", "{a: $v}") + " (" + sub() + "; " + sub() + ")"
	case "closure":
		return "(" + sub() + ") | " + g.pick("sort_by", "group_by", "unique_by", "min_by", "max_by", "with_entries", "INDEX", "first", "last", "isempty",
			"recurse", "add") + "(" + sub() + ")"
	case "path":
		return "(" + sub() + ") | " + g.pick(`getpath(["a", 0])`, `setpath(["a"]; 1)`, `setpath([0]; 1)`, `delpaths([["a"], [0]])`, "[paths]", "[tostream]",
			"to_entries", "from_entries", "[leaf_paths]", "[..]", "transpose", "flatten", "reverse", "sort", "unique", "min", "max", "combinations")
	case "format":
		return "(" + sub() + ") | " + g.pick("@json", "@text", "@csv", "@tsv", "@html", "@uri", "@sh", "@base64", "@base64d")
	default:
		return "(" + sub() + ") | " + g.pick(`split(",")`, `test("[a-x]")`, `[match("."; "g") | .offset]`, `sub("(?<l>[a-z])"; "<\(.l)>")`, `gsub("";"-")`,
			`gsub("a"; "b", "c")`, `[scan("[a-z]|")]`, `[splits(", *"; null)]`, `ascii_downcase`, `explode`, `implode`, `ltrimstr("a")`, `tonumber`, `fromjson`, `contains("a")`,
			`inside("abc")`, `index("a")`, `rindex("a")`, `indices(1)`, `indices([1])`, `tojson`, `abs`, `trim`, `splits("a")`, `capture("(?<x>.)")`, `limit(2; .[]?)`, `nth(1)`,
			`bsearch(1)`, `has("a")`, `toboolean`, `error`, `significand`, `utf8bytelength`, `todate`, `gmtime`, `IN(1, "a")`, `any(. == 1)`)
	}
}
