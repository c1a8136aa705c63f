package tutti

import (
	"strings"
	"testing"

	"tutti/flow"
)

func TestData(t *testing.T) {
	v, found := Data("m.yaml", []byte("a: $with.id\nb: [1, \"x ${ $with.n }\"]\n"), "with")
	o, ok := v.(*flow.Object)
	if len(found) > 0 || !ok || len(o.Fields) != 2 {
		t.Fatalf("got %+v, %v", v, found)
	}
	if e, ok := o.Fields[0].Value.(*flow.Expr); !ok || e.Source != "$with.id" || e.Line != 1 {
		t.Errorf("a is %+v, want the expression $with.id at line 1", o.Fields[0].Value)
	}
	for src, want := range map[string]string{
		"a: of $with\n":  "m.yaml:1:7: error V102",
		"a: &x 1\n":      "anchors are not part of the language",
		"a: 1\n---\n{}":  "a second document",
		"":               "the file is empty",
		"a: {\n":         "m.yaml",
		"a: 1\na: 2\n":   "already in line 1",
		"a: ${ $with \n": "not closed",
	} {
		if _, found := Data("m.yaml", []byte(src), "with"); !strings.Contains(found.Error(), want) {
			t.Errorf("%q: got %v, want %q", src, found, want)
		}
	}
}
