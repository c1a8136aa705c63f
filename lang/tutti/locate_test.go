package tutti

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tutti/diag"
	"tutti/flow"
)

// TestPlaces looks for the letter Q of an expression, by its offset, in the file.
func TestPlaces(t *testing.T) {
	for _, src := range []string{
		"a: $Q",
		"a:   $x | Q",
		"a: é$x", // no expression
		"ü: $x | \"ż\" | Q",
		"a: { b: $x | Q, c: 1 }",
		"a: [ 1, $x | Q ]",
		"- - $x | Q",
		"a: $x |\n  Q",
		"a: $x\n\n  |  \n\t\n    Q",
		"a:\n  $x\n  | 1 Q",
		"a: $x  # no Q",
		"a: '$x | ''Q'",
		"a: '$x | ''''é'' Q'",
		"a: '$x\n  | Q'",
		"a: '$x  \n\n\n     | Q'",
		`a: "$x | Q"`,
		`a: "$x | \"\x41\u00e9\U0001F600\/\t Q\""`,
		"a: \"$x \\\n    Q\"",
		"a: \"$x \\\n\n   \\ Q\"",
		"a: \"$x\n\n  \\\"\n  Q\"",
		"a: |\n  $Q",
		"a: |\n  $x\n    | Q\n",
		"a: |\n\n\n  b ${ $x\n\n     Q }",
		"a: |+2\n    b ${ $x\n   Q }",
		"a: |-  # why\n  $x\n  Q\n\nb: 1",
		"a: >\n  $x\n  | Q",
		"a: >\n  $x\n\n  |\n  Q",
		"a: >-\n\n  b ${ $x\n     | 1\n   Q\n  | 2 }",
		"a: >\n    $x\n\n\n      | 1\n\n    Q",
		"a: Order ${ $x | Q } and",
		"a: \"Order \\\"${ $x\n  | Q }\\\"\"",
		"a: ${ $x } ${ Q }",
		"a: |\n  Dear ${ $x.name },\n  ${ $x\n     | Q }",
		"a: >\n  Dear ${ $x.name },\n  ${\n    Q }",
		"a: " + strings.Repeat("é", 1000) + " ${ Q }",
		"a: $x | \"" + strings.Repeat("é", 1000) + "\" | Q",
		"a: $x\r\n  |\r\n  Q",
		"a: |\r\n  $x\r\n  | Q\r\n",
		"a: \"$x\r\n  | \\\r\n  Q\"",
	} {
		found := false
		for _, e := range exprsOf(t, src) {
			offset := strings.IndexByte(e.Source, 'Q')
			if offset < 0 {
				continue
			}
			found = true
			if got, want := e.Place(offset), placeOf(src, strings.IndexByte(src, 'Q')); got != want {
				t.Errorf("source\n%s\nexpression %q: Q is at %v, want %v", src, e.Source, got, want)
			}
		}
		if wanted := strings.Contains(src, "Q") && !strings.Contains(src, "# no Q"); found != wanted {
			t.Errorf("source\n%s\nan expression with Q: %t, want %t", src, found, wanted)
		}
	}
}

// exprsOf are the expressions of a YAML text read as data.
func exprsOf(t *testing.T, src string) []*flow.Expr {
	p := &parser{}
	root := read("f.yaml", []byte(src), &p.diags)
	if root == nil {
		t.Fatalf("source\n%s\n%s", src, p.diags.Error())
	}
	var all []*flow.Expr
	flow.Exprs(p.value(root), func(e *flow.Expr) { all = append(all, e) })
	return all
}

func placeOf(src string, offset int) diag.Pos {
	before := src[:offset]
	line := strings.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: "f.yaml", Line: strings.Count(before, "\n") + 1, Col: utf8.RuneCountInString(before[line:]) + 1}
}

// TestPlacesOfAnyScalar writes scalars of all styles from pieces that matter to YAML.
func TestPlacesOfAnyScalar(t *testing.T) {
	pieces := map[string][]string{
		"":  {"a", "$x", "é", " ", "  ", "\n  ", "\n\n   ", " \n \n  ", "'", `"`, "#", ":", "\\", "\t", "[", "}"},
		"'": {"a", "$x", "é", " ", "  ", "\n", "\n  ", "\n\n   ", " \t\n  ", "''", `"`, " #", ": ", "\\", "\r\n"},
		`"`: {"a", "$x", "é", " ", "  ", "\n", "\n  ", "\n\n   ", " \n  ", "'", `\"`, " #", `\n`, `\x41`, `\u20ac`, `\U0001F600`, "\\\n", "\\\n  \n ", `\ `, `\t`, `\\`, `\/`},
		"|": {"a", "$x", "é", " ", "\n  ", "\n    ", "\n\n  ", "\n   \n  ", "#", ": ", "'", `"`, "\t", "\r\n  "},
	}
	pieces[">"] = pieces["|"]
	heads := map[string][]string{"": {""}, "'": {"'"}, `"`: {`"`}, "|": {"|\n  ", "|-\n  ", "|+\n\n  ", "|2\n  "}, ">": {">\n  ", ">-\n  ", ">+\n   ", ">2\n  "}}
	rapid.Check(t, func(t *rapid.T) {
		style := rapid.SampledFrom([]string{"", "'", `"`, "|", ">"}).Draw(t, "style")
		src := "k: " + rapid.SampledFrom(heads[style]).Draw(t, "head")
		src += strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces[style]), 1, 12).Draw(t, "pieces"), "")
		if style == "'" || style == `"` {
			src += style
		}
		var diags diag.List
		if root := read("f.yaml", []byte(src), &diags); root != nil {
			if err := checkPlaces(src, root); err != nil {
				t.Fatalf("source %q: %v", src, err)
			}
		}
	})
}

// checkPlaces holds each character of all scalars against the character of the
// file at its place; what an escape or a fold wrote is left out.
func checkPlaces(src string, n *node) error {
	d := &document{file: n.File, src: strings.TrimPrefix(src, "\ufeff"), diags: &diag.List{}}
	d.index()
	return d.checkPlaces(n)
}

func (d *document) checkPlaces(n *node) error {
	for _, i := range n.items {
		if err := d.checkPlaces(i); err != nil {
			return err
		}
	}
	for _, p := range n.pairs {
		if err := d.checkPlaces(p.key); err != nil {
			return err
		}
		if err := d.checkPlaces(p.value); err != nil {
			return err
		}
	}
	if n.shape != scalar || n.refused || n.text == "" {
		return nil
	}
	if !d.locate(n) {
		return fmt.Errorf("%v: the text %q was not found in the file", n.Pos, n.text)
	}
	for i, r := range n.text {
		at := n.at(i)
		got, _ := utf8.DecodeRuneInString(d.src[d.offset(at):])
		if got != r && r != ' ' && r != '\n' && (n.style != double || got != '\\') {
			return fmt.Errorf("%v: %q of %q is said to be at %v, where %q is", n.Pos, r, n.text, at, got)
		}
	}
	return nil
}
