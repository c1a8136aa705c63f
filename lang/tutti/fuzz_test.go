package tutti

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

func FuzzWorkflow(f *testing.F) {
	for _, c := range good {
		f.Add(c.src)
	}
	for _, src := range []string{
		"", "workflow: w\nsteps: [ { call: a.b, with: { a: \"${ $x }\" } } ]", "a: [&x b, *x, !t c, <<: d]\n? [e]\n: f", "a: \"\\x41\\\n  b\"\nc: 'd''\n\n  e'",
		"a: >2\n    b\n   c\n\nd: |+\n  e\n\n", "a: { b: GET /c/{d}, e: $f[0] }\ng: \"h\" + $i", "\ufeffa:\r\n  - b: c # d\r\n", "steps:\n  - if: $t | test(\"x #1\")\n  - parallel: { a: { for: b, in: [range(0, 1)] } }",
		"%TAG\n---\na", "[", "---", "a: 1\n---\nb: 2\n...", "\t- a", "steps: [ { set: { a: .inf, b: 0x1F, c: 1e999 } } ]",
	} {
		f.Add(src)
	}
	for _, file := range seeds(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, src string) {
		d, list := Workflow("f.yaml", []byte(src))
		again, same := Workflow("f.yaml", []byte(src))
		if !slices.Equal(list, same) || d != nil && dumpDefinition(d) != dumpDefinition(again) {
			t.Errorf("two readings differ:\n%v\n%v", list, same)
		}
		if d == nil && !list.HasErrors() {
			t.Error("no definition and no finding")
		}
		for _, finding := range list {
			checkWithin(t, src, finding.Pos, finding.String())
		}
		if d != nil {
			checkDefinition(t, src, d)
			if !list.HasErrors() {
				checkPrint(t, d)
			}
		}
		p, list := Project("f.yaml", []byte(src))
		if p == nil && !list.HasErrors() {
			t.Error("no project and no finding")
		}
		var diags diag.List
		if root := read("f.yaml", []byte(src), &diags); root != nil {
			if err := checkPlaces(src, root); err != nil {
				t.Error(err)
			}
		}
	})
}

// FuzzPrint puts one text wherever a definition has one.
func FuzzPrint(f *testing.F) {
	for _, s := range []string{
		"", "a", "null", "1.10", "0x1F", "on", "2026-12-24", "a: b", "a #b", "a:", " a", "a ", "$", "$$", "$input", "$5", "${", "${ $input }", "a$", "-", "- a", "? a", "!a", "&a", "*a", "@a", "`a`",
		"a, b", "[a]", "{a}", "a\nb", "a\n", "\n", "\n\na\n\n", " \n a", "a\n \nb", "a\tb", "a\u2028b", "\u0000\u007f\ufeff\ufffe\U0001F600\U000E0001", `"`, `'`, `\`, `a"b'c\d`, "#", "%", "|", ">", "---", "...", "<<",
		strings.Repeat("long ", 300), "é: ü", "x-a", "range(0; 12)", ".a", "a | b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		text := &flow.Literal{JSON: value.FromString(s)}
		spliced := &flow.Text{Lit: []string{s, s, "!"}, Exprs: []*flow.Expr{{Source: "$input.a"}, {Source: "[1, 2] # b"}}}
		all := &flow.Object{Fields: []flow.Field{{Name: flow.Name{Text: s}, Value: text}, {Name: flow.Name{Text: s + "2"}, Value: spliced}}}
		lists := &flow.Array{Items: []flow.Value{text, spliced, all, &flow.Array{Items: []flow.Value{all, text}}}}
		schema := &flow.Object{Fields: []flow.Field{{Name: flow.Name{Text: s}, Value: &flow.Array{Items: []flow.Value{text, &flow.Literal{}}}}}}
		set := &flow.Set{Fields: []flow.Field{{Name: flow.Name{Text: "a"}, Value: lists}, {Name: flow.Name{Text: "b"}, Value: all}, {Name: flow.Name{Text: "c"}, Value: text}, {Name: flow.Name{Text: "d"}, Value: spliced}}}
		loop := &flow.For{Name: flow.Name{Text: "i"}, In: lists, Steps: []*flow.Step{
			{Place: "w.steps[1].steps[0]", Do: &flow.Emit{Type: flow.Name{Text: "e"}, Data: text}},
		}}
		d := &flow.Definition{Name: flow.Name{Text: "w"}, Version: s, Input: schema, Steps: []*flow.Step{{Place: "w.steps[0]", Do: set}, {Place: "w.steps[1]", Do: loop}}}
		checkPrint(t, d)
	})
}

// seeds are the samples, where they are.
func seeds(f *testing.F) []string {
	entries, err := os.ReadDir(samples)
	if err != nil {
		return nil
	}
	var all []string
	for _, e := range entries {
		src, err := os.ReadFile(samples + "/" + e.Name())
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, string(src))
	}
	return all
}

// checkWithin holds a place to the file; behind the end of a line is allowed.
func checkWithin(t *testing.T, src string, at diag.Pos, what string) {
	lines := strings.Split(strings.TrimPrefix(src, "\ufeff"), "\n")
	if at.File != "f.yaml" || at.Line < 1 || at.Line > len(lines) || at.Col < 1 || at.Col > utf8.RuneCountInString(lines[at.Line-1])+1 {
		t.Errorf("a place outside of the file: %s", what)
	}
}

// checkDefinition holds all steps to what other packages may rely on.
func checkDefinition(t *testing.T, src string, d *flow.Definition) {
	expressionsOf(reflect.ValueOf(d), func(e *flow.Expr) {
		checkWithin(t, src, e.Place(0), "the expression "+e.Source)
		checkWithin(t, src, e.Place(len(e.Source)), "the end of the expression "+e.Source)
	}, func(s *flow.Step) {
		checkWithin(t, src, s.Pos, s.Label())
		if s.Place == "" || s.Do == nil {
			t.Errorf("the step %q has the place %q and does %T", s.Label(), s.Place, s.Do)
		}
	})
}

// expressionsOf finds all expressions and steps inside of anything.
func expressionsOf(v reflect.Value, see func(*flow.Expr), step func(*flow.Step)) {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		switch x := v.Interface().(type) {
		case *flow.Expr:
			see(x)
			return
		case *flow.Step:
			step(x)
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			expressionsOf(v.Elem(), see, step)
		}
	case reflect.Slice:
		for i := range v.Len() {
			expressionsOf(v.Index(i), see, step)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() || v.Type().Field(i).Anonymous {
				expressionsOf(v.Field(i), see, step)
			}
		}
	}
}
