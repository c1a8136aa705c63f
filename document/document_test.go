package document_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"tutti/diag"
	"tutti/document"
)

// open is the root of a.yaml (or a.json, for a text that is JSON) among the files.
func open(t testing.TB, text string, others map[string]string) (document.Node, *document.Set) {
	t.Helper()
	name := "dir/a.yaml"
	if strings.HasPrefix(text, "{") {
		name = "dir/a.json"
	}
	set := document.NewSet(func(path string) ([]byte, error) {
		if !fs.ValidPath(path) {
			t.Errorf("the path %q was asked for", path)
		}
		if path == name {
			return []byte(text), nil
		}
		if other, ok := others[path]; ok {
			return []byte(other), nil
		}
		return nil, fs.ErrNotExist
	})
	return set.Open(name, diag.Pos{File: "tutti.yaml", Line: 1, Col: 1}), set
}

func TestNodes(t *testing.T) {
	for _, text := range []string{
		"a: {b: [x, {c: null}, true, 'true']}\nlist: [1, two]\n",
		`{"a": {"b": ["x", {"c": null}, true, "true"]},
"list": [1, "two"]}`,
	} {
		root, set := open(t, text, nil)
		if len(set.Found) > 0 {
			t.Fatal(set.Found)
		}
		b := root.Get("a").Get("b")
		var kinds []string
		for e := range b.Elems() {
			kinds = append(kinds, fmt.Sprint(e.IsMapping(), e.IsScalar(), e.IsTrue(), e.IsNull()))
		}
		if got, want := strings.Join(kinds, ", "), "false true false false, true false false false, false true true false, false true false false"; got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
		if !root.Get("list").Has("two") || root.Get("list").Has("three") {
			t.Errorf("%s: Has is wrong about the list", text)
		}
		if at := root.Get("list").Pos(); at.Line != 2 {
			t.Errorf("%s: the list stands at %s", text, at)
		}
		for name, nothing := range map[string]document.Node{"a member of a list": b.Get("x"), "no member": root.Get("z"), "of nothing": document.Node{}.Get("a")} {
			if nothing.OK() || nothing.Text() != "" || nothing.IsList() || nothing.Pos() != (diag.Pos{}) {
				t.Errorf("%s: %s is %v", text, name, nothing)
			}
		}
	}
}

// A mapping of thousands is searched as one of three is.
func TestLargeMappings(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "k%d: %d\n", i, i)
	}
	root, _ := open(t, b.String(), nil)
	for range 3 {
		for _, i := range []int{0, 63, 64, 4999} {
			if got := root.Get(fmt.Sprintf("k%d", i)).Text(); got != fmt.Sprint(i) {
				t.Errorf("k%d: got %q", i, got)
			}
		}
	}
	if root.Get("k5000").OK() {
		t.Error("a key that is not there was found")
	}
}

func TestReferences(t *testing.T) {
	others := map[string]string{
		"dir/b.json": `{"x": {"$ref": "sub/c.yaml#/list/1"}, "a~b/c": "odd", "props": {"$ref": {"type": "string"}}}`,
		"dir/sub/c.yaml": "list: [first, second]\nback: {$ref: '../a.yaml#/target'}\nwith: {$ref: '../b.json', x: beside}\n" +
			"circle: {$ref: '#/circle2'}\ncircle2: {$ref: '#/circle'}\n",
	}
	for _, c := range []struct{ ref, want string }{
		{"'#/target'", "here"},
		{"b.json#/x", "second"},
		{"'b.json#/a~0b~1c'", "odd"},
		{"'b.json#/a~0b%7E1c'", "odd"},
		{"'./sub/../b.json#/x'", "second"},
		{"'sub/c.yaml#/back'", "here"},
		{"'sub/c.yaml#/with/x'", "beside"},
		{"'../dir/b.json#/x'", "second"},
		{"'sub/c.yaml#/circle'", "! C506 at dir/a.yaml:1:6: this $ref leads back to itself"},
		{"'#/no'", `! C505 at dir/a.yaml:1:13: the $ref "#/no" points to nothing: "no" is not there`},
		{"'#no'", `! C505 at dir/a.yaml:1:13: the $ref "#no" is no JSON pointer`},
		{"'#/target/0'", `! C505 at dir/a.yaml:1:13: the $ref "#/target/0" points to nothing: "0" is not there`},
		{"'../../b.json'", `! C504 at dir/a.yaml:1:13: the $ref "../../b.json" leaves the project`},
		{"'no.json'", "! C501 at dir/a.yaml:1:13: the contract dir/no.json cannot be read: file does not exist"},
	} {
		root, set := open(t, "ref: {$ref: "+c.ref+"}\ntarget: here\n", others)
		got := set.Follow(root.Get("ref")).Text()
		if len(set.Found) > 0 {
			d := set.Found[0]
			got = fmt.Sprintf("! %s at %s: %s", d.Code, d.Pos, d.Message)
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.ref, got, c.want)
		}
	}
	root, set := open(t, `{"ref": {"$ref": "b.json#/props"}}`, others)
	if n := set.Follow(root.Get("ref")); !n.IsMapping() || n.Get("$ref").Get("type").Text() != "string" {
		t.Errorf("a property called $ref is taken for a reference: %v", set.Found)
	}
}

func TestWarn(t *testing.T) {
	root, set := open(t, "there: {$ref: '#/x'}\ngone: {$ref: '#/y'}\nfile: {$ref: no.yaml}\nx: 1\n", nil)
	set.Resolve(root.Get("gone").Ref())
	set.Warn(func() {
		if got := set.Resolve(root.Get("there").Ref()).Text(); got != "1" {
			t.Errorf("got %q", got)
		}
		set.Resolve(root.Get("file").Ref())
	})
	if len(set.Found) != 2 || set.Found[0].Severity != diag.Error || set.Found[1].Severity != diag.Warning {
		t.Errorf("got %v, want an error and a warning", set.Found)
	}
}

func TestValue(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a: [1, -1.50, 1e3, 0x1F, 0o17, +1, .5]", `[1,-1.50,1e3,31,15,1,0.5]`},
		{"a: {b: true, c: True, d: ~, e: null, f: , g: 'null', h: \"1\"}", `{"b":true,"c":"True","d":null,"e":null,"f":null,"g":"null","h":"1"}`},
		{"a: 2024-01-01", `"2024-01-01"`},
		{"a: |\n  two\n  lines\n", `"two\nlines\n"`},
		{"a: &x {b: [*y]}\n", "!"},
		{"x: &x [1]\na: [*x, *x]", "[[1],[1]]"},
		{"a: .inf", "! C510"},
		{"a: 0x1FFFFFFFFFFFFFFFFFFFF", `"0x1FFFFFFFFFFFFFFFFFFFF"`},
		{`{"a": {"b": [1.0, "\u00e9", null, false]}}`, `{"b":[1.0,"é",null,false]}`},
	} {
		root, set := open(t, c.text, nil)
		got := set.Value(root.Get("a")).String()
		if len(set.Found) > 0 {
			got = "! " + set.Found[0].Code
		}
		if got != c.want && (c.want != "!" || got[0] != '!') {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

// The pointer of a node leads back to it.
func TestPointers(t *testing.T) {
	root, set := open(t, "a/b: {c~d: [x, {e: [y]}], '': [[z]]}\nlist: [1, {k: 2}]\n", nil)
	pointers := 0
	var walk func(n document.Node)
	walk = func(n document.Node) {
		pointers++
		if back := set.Resolve(refTo(t, set, n.Pointer())); n != root && back.Pos() != n.Pos() {
			t.Errorf("%q leads to %s, not to %s", n.Pointer(), back.Pos(), n.Pos())
		}
		for _, m := range n.Members() {
			walk(m)
		}
		for e := range n.Elems() {
			walk(e)
		}
	}
	walk(root)
	if want := 14; pointers != want || len(set.Found) > 0 {
		t.Errorf("%d nodes, want %d; %v", pointers, want, set.Found)
	}
}

// refTo is a reference to a place in the document of open.
func refTo(t *testing.T, set *document.Set, pointer string) document.Node {
	t.Helper()
	return set.Take("ref.yaml", []byte("$ref: 'dir/a.yaml#"+pointer+"'")).Ref()
}

// Aliases make a small document stand for a large tree.
func TestAValueEnds(t *testing.T) {
	text := "a0: &a0 [x, x]\n"
	for i := range 40 {
		text += fmt.Sprintf("a%d: &a%[1]d [*a%d, *a%[2]d]\n", i+1, i)
	}
	root, set := open(t, text, nil)
	if v := set.Value(root.Get("a40")); !v.IsNull() || len(set.Found) != 1 || set.Found[0].Code != document.CodeSize {
		t.Errorf("got %.50s, %v", v, set.Found)
	}
}

func TestTake(t *testing.T) {
	set := document.NewSet(func(string) ([]byte, error) { return []byte("x: 1"), nil })
	root := set.Take("workflows/w.yaml", []byte("input: {$ref: 'openapi/a.yaml#/x'}"))
	if got := set.Follow(root.Get("input")).Text(); got != "1" || len(set.Found) > 0 {
		t.Errorf("got %q, %v", got, set.Found)
	}
	if root := set.Take("x.yaml", []byte("{")); root.OK() || len(set.Found) != 1 {
		t.Errorf("got %v, %v", root, set.Found)
	}
}

// FuzzOpen: whatever the text, opening it ends, with findings that have places or a tree that can be walked.
func FuzzOpen(f *testing.F) {
	for _, seed := range []string{
		"a: &x [1, *x]", "{\"a\": {\"$ref\": \"#/a\"}}", "{\"a\": [1e400, \"\\ud800\", {}]}", "? [a]\n: b", "<<: {a: b}", "a: !!binary x\n---\nb", "\xff", "{", "[[[[",
		"a: |2\n   x\n", "{\"a\":1,\"a\":2}", "%TAG ! x\n--- a", "- - - a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, set := open(t, text, nil)
		if !root.OK() && len(set.Found) == 0 {
			t.Error("neither a document nor a finding")
		}
		if root.OK() {
			set.Value(root)
			set.Follow(root.Get("a"))
		}
		for _, d := range set.Found {
			if d.Pos.Line < 1 || d.Pos.Col < 1 {
				t.Errorf("no place: %s", d)
			}
		}
	})
}
