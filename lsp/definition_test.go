package lsp

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// place is where a definition is: file:line: and the line from there on.
func place(t *testing.T, dir, name, text string) string {
	t.Helper()
	v, at := opened(t, dir, name, text)
	got, err := definition(v, positionParams{Position: at})
	if err != nil {
		t.Fatal(err)
	}
	if got == nil {
		return ""
	}
	l := got.(location)
	path := pathOf(l.URI)
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		t.Fatal(err)
	}
	in := v.textOf(path)
	line := in.line(l.Range.Start.Line)
	return fmt.Sprintf("%s:%d: %s", filepath.ToSlash(rel), l.Range.Start.Line+1, line[in.offset(l.Range.Start)-in.starts[l.Range.Start.Line]:])
}

func TestDefinition(t *testing.T) {
	dir := folder(t, shop())
	for name, c := range map[string]struct{ file, text, want string }{
		"variable":          {"", workflow(article + "  - set: { a: $arti‸cle }\n"), "workflows/w.yaml:7: article"},
		"meta of a step":    {"", workflow(article + "  - set: { a: $meta.arti‸cle.status }\n"), "workflows/w.yaml:7: article"},
		"element of a loop": {"", workflow("  - for: x\n    in: [1]\n    steps: [ { set: { a: $‸x } } ]\n"), "workflows/w.yaml:7: x"},
		"branch":            {"", workflow("  - parallel:\n      a: { call: stock.order }\n  - set: { b: $‸a }\n"), "workflows/w.yaml:8: a: { call: stock.order }"},
		"field":             {"", workflow(article + "  - set: { a: $article.avai‸lable }\n"), "openapi/stock.yaml:52: { type: boolean"},
		"field of a list":   {"", workflow(article + "  - set: { a: $article.shelves | map(.r‸ow) }\n"), "openapi/stock.yaml:56: { type: integer }, left"},
		"operation":         {"", workflow("  - call: stock.or‸der\n"), "openapi/stock.yaml:"},
		"service":           {"", workflow("  - call: st‸ock.order\n"), "tutti.yaml:4: stock: {"},
		"input":             {"", workflow("  - call: stock.getArticle\n    with: { s‸ku: a }\n"), "openapi/stock.yaml:10: { name: sku"},
		"policy":            {"", workflow("  - call: stock.order\n    retry: ru‸de\n"), "workflows/w.yaml:5: rude: { attempts: 9 }"},
		"workflow":          {"", workflow("  - run: no‸tify\n"), "workflows/notify.yaml:1: notify"},
		"$ref":              {"openapi/stock.yaml", strings.Replace(stock, "schemas/Article\"", "schemas/Art‸icle\"", 1), "openapi/stock.yaml:48: type: object"},
		"$ref of an input":  {"", "workflow: w\ninput: { $ref: openapi/stock.yaml#/components/sche‸mas/Article }\nsteps: [ { wait: 1s } ]\n", "openapi/stock.yaml:48: type: object"},
		"contract":          {"tutti.yaml", "project: shop\nservices:\n  stock: { openapi: openapi/st‸ock.yaml }\n", "openapi/stock.yaml:1: openapi: 3.1.0"},
		"of the language":   {"", workflow("  - set: { a: $in‸put }\n"), ""},
		"nothing":           {"", workflow("  - fail: { title: Out of st‸ock }\n"), ""},
		"no such operation": {"", workflow("  - call: stock.no‸body\n"), ""},
		"no such file":      {"tutti.yaml", "project: shop\nservices:\n  stock: { openapi: no‸where.yaml }\n", ""},
		"no such $ref":      {"openapi/stock.yaml", strings.Replace(stock, "schemas/Article\"", "schemas/No‸body\"", 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := c.file
			if file == "" {
				file = "workflows/w.yaml"
			}
			got := place(t, dir, file, c.text)
			if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestReferencesAndRename(t *testing.T) {
	dir := folder(t, shop())
	text := workflow("  - name: art‸icle\n    call: stock.getArticle\n    with: { sku: a }\n" +
		"  - if: $meta.article.status == 200\n    set: { a: \"${ $article.sku }\", b: \"${ {$article, $input} }\" }\n" +
		"  - set: { c: $a }\n")
	v, at := opened(t, dir, "workflows/w.yaml", text)
	for declaration, want := range map[bool]int{true: 4, false: 3} {
		p := referenceParams{positionParams: positionParams{Position: at}}
		p.Context.IncludeDeclaration = declaration
		got, err := references(v, p)
		if err != nil || len(got.([]location)) != want {
			t.Errorf("declaration %v: got %v, %v, want %d", declaration, got, err, want)
		}
	}
	renamed := func(to string) (string, error) {
		got, err := rename(v, renameParams{positionParams{Position: at}, to})
		if err != nil {
			return "", err
		}
		return apply(t, v.text, got.(workspaceEdit).Changes[v.uri]), nil
	}
	got, err := renamed("item")
	want := strings.NewReplacer("name: art‸icle", "name: item", "$meta.article", "$meta.item", "{$article,", "{article: $item,", "$article.sku", "$item.sku").Replace(text)
	if err != nil || got != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, got, want)
	}
	for to, want := range map[string]string{"a": "is taken", "1x": "is no name", "input": "of the language", "": "is no name"} {
		if _, err := renamed(to); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("to %q: got %v, want %q", to, err, want)
		}
	}
	if got, err := prepareRename(v, positionParams{Position: at}); err != nil || got == nil {
		t.Errorf("got %v, %v, want the place of the name", got, err)
	}
	v, at = opened(t, dir, "workflows/w.yaml", workflow("  - wait: ‸1s\n"))
	if got, err := prepareRename(v, positionParams{Position: at}); err != nil || got != nil {
		t.Errorf("a duration has no name: got %v, %v", got, err)
	}
}

// apply is a text with edits that do not overlap, in order.
func apply(t *testing.T, in *text, edits []textEdit) string {
	t.Helper()
	out := in
	for i := len(edits) - 1; i >= 0; i-- {
		var err error
		if out, err = out.apply(change{Range: &edits[i].Range, Text: edits[i].NewText}); err != nil {
			t.Fatal(err)
		}
	}
	return out.src
}

func TestSymbols(t *testing.T) {
	dir := folder(t, shop())
	v, _ := opened(t, dir, "workflows/w.yaml", workflow(article+
		"  - parallel:\n      left: { call: stock.order }\n      right:\n        - wait: 1s\n"+
		"  - name: sent\n    call: stock.order\n    compensate: { run: notify }\n"))
	got, err := symbols(v, documentParams{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	outline(got.([]documentSymbol), "", &lines)
	want := "article (call stock.getArticle) 6-8\n" +
		"w.steps[1] (parallel) 9-12\n" +
		"  left (call stock.order) 10-10\n" +
		"  w.steps[1].right[0] (wait) 12-12\n" +
		"sent (call stock.order) 13-15\n" +
		"  w.steps[2].compensate (run notify) 15-15"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	v, _ = opened(t, dir, "tutti.yaml", shop()["tutti.yaml"])
	got, err = symbols(v, documentParams{})
	if s := got.([]documentSymbol); err != nil || len(s) != 1 || s[0].Name != "stock" || s[0].Range.Start.Line != 3 {
		t.Errorf("got %v, %v, want the service", got, err)
	}
}

func outline(list []documentSymbol, indent string, to *[]string) {
	for _, s := range list {
		*to = append(*to, fmt.Sprintf("%s%s (%s) %d-%d", indent, s.Name, s.Detail, s.Range.Start.Line, s.Range.End.Line))
		outline(s.Children, indent+"  ", to)
	}
}
