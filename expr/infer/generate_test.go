package infer

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// spec is a random contract: it can write itself down as a schema, and make values that keep to it.
type spec struct {
	kind     string // object, map, array, string, enum, integer, number, boolean, any, either
	nullable bool
	open     bool // of an object: it may have other members
	fields   []specField
	parts    []*spec // of array, map and either
	words    []string
}

type specField struct {
	name     string
	spec     *spec
	required bool
}

// generator draws specs, their values and expressions about them.
type generator struct{ t *rapid.T }

func (g generator) pick(from ...string) string { return rapid.SampledFrom(from).Draw(g.t, "") }

func (g generator) chance(percent int) bool { return g.upTo(100) <= percent }

func (g generator) upTo(n int) int { return rapid.IntRange(1, n).Draw(g.t, "") }

func (g generator) spec(depth int) *spec {
	kinds := []string{"string", "enum", "integer", "number", "boolean", "any", "object", "object", "object", "array", "array", "map", "either", "variant"}
	if depth == 0 {
		kinds = kinds[:6]
	}
	s := &spec{kind: g.pick(kinds...), nullable: g.chance(20)}
	switch s.kind {
	case "enum":
		s.words = []string{"open", "shut", "ajar"}[:g.upTo(3)]
	case "array", "map":
		s.parts = []*spec{g.spec(depth - 1)}
	case "either":
		s.parts = []*spec{g.spec(depth - 1), g.spec(depth - 1)}
	case "variant": // objects that a member tells apart
		s.kind = "either"
		for _, word := range []string{"open", "shut"} {
			s.parts = append(s.parts, &spec{kind: "object", fields: []specField{
				{"kind", &spec{kind: "enum", words: []string{word}}, true}, {"a", g.spec(depth - 1), true}, {word, g.spec(depth - 1), g.chance(50)},
			}})
		}
	case "object":
		s.open = g.chance(15)
		for _, name := range []string{"a", "b", "total", "name"} {
			if g.chance(60) {
				s.fields = append(s.fields, specField{name, g.spec(depth - 1), g.chance(60)})
			}
		}
	}
	return s
}

func (s *spec) schema() string {
	switch {
	case s.kind == "either":
		branches := []string{s.parts[0].schema(), s.parts[1].schema()}
		if s.nullable {
			branches = append(branches, `{"type":"null"}`)
		}
		return `{"anyOf":[` + strings.Join(branches, ",") + `]}`
	case s.kind == "any":
		return `{}`
	case s.kind == "enum" && s.nullable:
		return fmt.Sprintf(`{"enum":["%s",null]}`, strings.Join(s.words, `","`))
	case s.kind == "enum":
		return fmt.Sprintf(`{"enum":["%s"]}`, strings.Join(s.words, `","`))
	}
	kind, more := s.kind, ""
	switch kind {
	case "map":
		kind, more = "object", `,"additionalProperties":`+s.parts[0].schema()
	case "array":
		more = `,"items":` + s.parts[0].schema()
	case "object":
		more = s.members()
	}
	if s.nullable {
		return fmt.Sprintf(`{"type":[%q,"null"]%s}`, kind, more)
	}
	return fmt.Sprintf(`{"type":%q%s}`, kind, more)
}

func (s *spec) members() string {
	var properties, required []string
	for _, f := range s.fields {
		properties = append(properties, fmt.Sprintf("%q:%s", f.name, f.spec.schema()))
		if f.required {
			required = append(required, fmt.Sprintf("%q", f.name))
		}
	}
	all := `,"properties":{` + strings.Join(properties, ",") + `},"required":[` + strings.Join(required, ",") + `]`
	if s.open {
		all += `,"additionalProperties":true`
	}
	return all
}

// value is one that keeps to the contract.
func (g generator) value(s *spec) string {
	if s.nullable && g.chance(30) {
		return "null"
	}
	switch s.kind {
	case "string":
		return g.pick(`"x"`, `""`, `"5"`, `"open"`, `"a,b"`)
	case "enum":
		return fmt.Sprintf("%q", g.pick(s.words...))
	case "integer":
		return g.pick("0", "1", "-3", "7", "2.0")
	case "number":
		return g.pick("0", "1.5", "-2", "1e2")
	case "boolean":
		return g.pick("true", "false")
	case "any":
		return g.pick("null", "1", `"x"`, "[]", "{}", `{"a":[1]}`, "false")
	case "either":
		return g.value(s.parts[g.upTo(2)-1])
	case "array", "map":
		return g.container(s)
	default:
		var members []string
		for _, f := range s.fields {
			if f.required || g.chance(50) {
				members = append(members, fmt.Sprintf("%q:%s", f.name, g.value(f.spec)))
			}
		}
		if (s.open || len(s.fields) == 0) && g.chance(50) {
			members = append(members, `"key":1`)
		}
		return "{" + strings.Join(members, ",") + "}"
	}
}

func (g generator) container(s *spec) string {
	var parts []string
	for i := range g.upTo(4) - 1 {
		part := g.value(s.parts[0])
		if s.kind == "map" {
			part = fmt.Sprintf("%q:%s", []string{"a", "k", "total"}[i], part)
		}
		parts = append(parts, part)
	}
	if s.kind == "map" {
		return "{" + strings.Join(parts, ",") + "}"
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func (g generator) member() string {
	return g.pick("a", "a", "b", "total", "name", "nam", "key", "value")
}

// path mostly goes where the contract leads.
func (g generator) path(head string, s *spec) string {
	path := head
	if head == "." {
		path = ""
	}
	for range g.upTo(4) - 1 {
		step := "." + g.member()
		if s != nil && g.chance(80) {
			step, s = g.step(s)
		} else if g.chance(30) {
			step, s = g.pick("[0]", "[]", "[-1]", "[1:]", "[.a?]"), nil
		}
		if step == "" {
			break
		}
		if path == "" && step[0] == '[' {
			path = "."
		}
		if path += step; g.chance(10) {
			path += "?"
		}
	}
	if path == "" {
		return "."
	}
	return path
}

func (g generator) step(s *spec) (string, *spec) {
	switch {
	case s.kind == "object" && len(s.fields) > 0:
		f := s.fields[g.upTo(len(s.fields))-1]
		return g.pick("."+f.name, fmt.Sprintf("[%q]", f.name)), f.spec
	case s.kind == "array":
		return g.pick("[0]", "[]", "[-1]"), s.parts[0]
	case s.kind == "map":
		return ".k", s.parts[0]
	case s.kind == "either":
		return g.step(s.parts[g.upTo(2)-1])
	default:
		return "", nil
	}
}

// expression is one about $x, which has the spec; `.` has none that is known.
func (g generator) expression(s *spec, depth int) string {
	if depth == 0 {
		return g.pick(g.path("$x", s), g.path("$x", s), g.path("$x", s), g.path(".", nil), g.path(".", nil), "1", "1.5", "-2", `"x"`, `"open"`, `"5"`, "null",
			"true", "[]", "{}", ".", "[1, 2]", `{a: 1, "b": "x"}`)
	}
	sub := func() string { return g.expression(s, depth-1) }
	switch g.pick("leaf", "pipe", "pipe", "pipe", "binary", "binary", "logic", "object", "array", "if", "if", "call", "call", "call", "call", "closure",
		"closure", "bind", "comma", "suffix", "text", "assign", "try", "loop", "def", "unary", "narrow", "narrow") {
	case "leaf":
		return g.expression(s, 0)
	case "pipe":
		return "(" + sub() + " | " + sub() + ")"
	case "binary":
		return "(" + sub() + ") " + g.pick("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "==", "+") + " (" + sub() + ")"
	case "logic":
		return "(" + sub() + ") " + g.pick("and", "or", "//", "//") + " (" + sub() + ")"
	case "object":
		return "{" + g.pick("a", "b", `"name"`) + ": (" + sub() + "), " + g.pick("total", "$x", `"c": 1`, `("z"): 2`, `"\(.a?)": 1`, `(.name? // "q"): true`) + "}"
	case "array":
		return "[" + sub() + "]"
	case "if":
		return "if " + sub() + " then " + sub() + g.pick("", " elif "+sub()+" then 1", "") + g.pick("", " else "+sub()) + " end"
	case "closure":
		return "(" + sub() + ") | " + g.pick("map", "select", "map_values", "any", "all", "sort_by", "group_by", "unique_by", "min_by", "max_by", "with_entries",
			"first", "last", "isempty", "add", "INDEX", "map", "select", "del", "path", "pick", "recurse", "walk", "limit(2; ", "range") + "(" + sub() + ")"
	case "call":
		return "(" + sub() + ") | " + g.call()
	case "bind":
		return "(" + sub() + ") as " + g.pick("$v | ", "[$v] | ", "{a: $v} | ", "{$a} | $a as $v | ", "{total: [$v]} | ", "[$v] ?// $v | ") + g.pick(sub(), "$v", "$v.a", "[$v, "+sub()+"]")
	case "comma":
		return "(" + sub() + ", " + sub() + ")"
	case "suffix":
		return "(" + sub() + ")" + g.pick(".a", ".total", "[0]", "[]", ".b?", "[]?", "[1:]", `["name"]`)
	case "text":
		return `"s\(` + sub() + `)-\(` + sub() + `)"`
	case "assign":
		return "(" + sub() + ") | " + g.pick(".a", ".total", ".a.b", ".[]", ".a[]", ".[0]", ".new", "."+g.member()) + " " +
			g.pick("=", "|=", "+=", "-=", "//=", "|=") + " (" + sub() + ")"
	case "try":
		return g.pick("try ("+sub()+") catch "+g.pick(".", "0", sub()), "try ("+sub()+")")
	case "loop":
		return g.pick("reduce", "foreach") + " (" + sub() + ") as " + g.pick("$v", "[$v]", "{a: $v}") + " (" + sub() + "; " + g.pick(sub(), ". + $v", "{a: .a, b: $v}", ". + [$v]") + ")"
	case "def":
		return g.pick("def f: "+sub()+"; ", "def f(g): "+sub()+" | g; def f: f(.a); ", "def f($v): $v; def f: f("+sub()+"); ") + g.pick("f", sub()+" | f", "$x | f")
	case "unary":
		return "-(" + sub() + ")"
	default:
		return g.narrowed(s, sub)
	}
}

// narrowed asks about a path before it is used.
func (g generator) narrowed(s *spec, sub func() string) string {
	p := g.path("$x", s)
	if strings.Contains(p, "[]") {
		p = "$x"
	}
	ask := g.pick("%s == null", "%s != null", "%s", "%s | not", "(%s | type) == \"string\"", "(%s | type) != \"object\"", "%s | has(\"nam\")?", "(%s | length) > 0",
		"%s == \"open\"", "%s.kind? == \"open\"", "$x.kind == \"shut\"", "%s > 1", "%s != null and %[1]s != 1", "%s == null or (%[1]s | type) == \"array\"", "(%s | not) or true")
	return "if " + fmt.Sprintf(ask, p) + " then " + g.pick(p, p+" | "+sub(), sub()) + " else " + g.pick(p, p+".nam", sub()) + " end"
}

func (g generator) call() string {
	return g.pick("length", "keys", "add", "not", "type", "tostring", "tojson", "first", "last", "any", "all", "floor", "round", "fabs", "abs", "ascii_downcase",
		"ascii_upcase", `has("a")`, "has(0)", `join(",")`, `startswith("x")`, `endswith("x")`, "empty", "tonumber", "fromjson", "to_entries", "from_entries",
		"sort", "unique", "reverse", "min", "max", "flatten", "flatten(1)", "transpose", "values", "nulls", "strings", "numbers", "arrays", "objects", "scalars",
		`split(",")`, `split("a"; null)`, `test("x")`, `[match("(?<c>x)")]`, `capture("(?<a>x)")`, `[scan("x")]`, `sub("x"; "y")`, `gsub("(?<a>x)"; "\(.a)")`, `ltrimstr("x")`,
		`contains("x")`, `contains({})`, `inside("x")`, `index("x")`, `indices(1)`, `index([1])`, "explode", "implode", "[paths]", `getpath(["a"])`, `setpath(["a"]; 1)`,
		"delpaths([])", "@csv", "@json", "@text", "@base64", "tostream", "error", "isnan", "trim", `nth(1)`, "todate", "gmtime", "mktime", "[range(2)]",
		"utf8bytelength", "toboolean", `IN("open")`, `in({a: 1})`, "frexp", "fmin(.; 2)", `strftime("%Y")`, "combinations?", "to_entries | map(.value)",
		"[splits(\",\")]", "ascii_downcase | ltrimstr(\"x\")", "[limit(1; .[]?)]", "del(.a)", "del(.a, .b)", "..", "[..]", "max_by(.a)", "add(.[]?)")
}
