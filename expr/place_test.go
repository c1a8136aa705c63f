package expr

import (
	"strings"
	"testing"

	"github.com/itchyny/gojq"
	"pgregory.net/rapid"
)

// unplaced is what is wrong with the places of src; "" if nothing is, or src does not parse.
func unplaced(src string) string {
	e, err := parse(src, plain)
	if err != nil {
		return ""
	}
	p := placer{tokens: lex(src), end: len(src), spans: map[any]Span{}}
	p.query(e.tree)
	if p.lost || p.i != len(p.tokens) {
		return "the tokens do not fit the tree"
	}
	for node, span := range p.spans {
		text, begin := src[span.Start:span.End], ""
		switch n := node.(type) {
		case *gojq.Suffix:
			if n.Index != nil && n.Index.Name != "" {
				begin = "." + n.Index.Name
			}
		case *gojq.Term:
			if n.Type == gojq.TermTypeFunc {
				begin = n.Func.Name
			}
		case *gojq.ObjectKeyVal:
			begin = n.Key
		}
		if !strings.HasPrefix(text, begin) {
			return "the place of " + begin + " has " + text
		}
	}
	for i, r := range e.refs {
		if ref, ok := e.Ref(e.nodes[i]); !ok || ref.Offset != p.spans[e.nodes[i]].Start || ref.Name != r.Name {
			return "$" + r.Name + " is not where the ref is"
		}
	}
	return ""
}

func TestPlacesOfSeeds(t *testing.T) {
	more := []string{
		`def f(a; $b): a + $b; [f(1; 2)]`, `{"a": 1, if: 2, $x, (1 | tostring): 3,}`, `@base64 "a\(1)b\("c")"`, `. as {a: $q, $r, "s": [$t], ("u"): $v} | $q`,
		`.a.["b"].[0]."c"[1:2][:3][4:]`, `. .a | ..`, `label $out | (1, break $out)`, `-.a | - 1 # done`, `foreach .[] as $i (0; . + 1; [$i, .])`,
		`{a: 1 | 2, b: 3}`, "# c \\\n still\n.a", `if . then 1 elif 2 then 3 end`, `try .a catch .`, `.[]?.[]`, `{"a\(1)"}`, `"\("\(1)")"`, `$x[]?`, `{a:$x|length}`,
	}
	for _, src := range append(more, fuzzSeeds...) {
		if wrong := unplaced(src); wrong != "" {
			t.Errorf("%s: %s", src, wrong)
		}
	}
}

func TestPlacesOfRandomExpressions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t}
		for range 10 {
			if src := g.expression(4); unplaced(src) != "" {
				t.Fatalf("%s: %s", src, unplaced(src))
			}
		}
	})
}

func TestPlacesOfParts(t *testing.T) {
	e, err := Parse(`$stock.items | map(.prize * 2)`)
	if err != nil {
		t.Fatal(err)
	}
	places := e.Places()
	call := e.Tree().Right.Term
	for _, c := range []struct {
		node any
		want string
	}{
		{e.Tree(), `$stock.items | map(.prize * 2)`},
		{e.Tree().Left.Term, `$stock.items`},
		{e.Tree().Left.Term.SuffixList[0], `.items`},
		{call, `map(.prize * 2)`},
		{call.Func.Args[0].Left, `.prize`},
	} {
		span, ok := places.Of(c.node)
		if got := e.Source()[span.Start:span.End]; !ok || got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if _, ok := places.Of(&gojq.Query{}); ok {
		t.Error("a part of another tree has a place")
	}
}
