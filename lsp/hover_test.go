package lsp

import (
	"strings"
	"testing"
)

func hoverText(t *testing.T, dir, name, text string) string {
	t.Helper()
	v, at := opened(t, dir, name, text)
	got, err := hoverAt(v, positionParams{Position: at})
	if err != nil {
		t.Fatal(err)
	}
	if got == nil {
		return ""
	}
	return got.(hover).Contents.Value
}

func TestHover(t *testing.T) {
	dir := folder(t, shop())
	for name, c := range map[string]struct{ text, want string }{
		"operation": {
			workflow("  - call: stock.get‸Article\n    with: { sku: a }\n"),
			"stock.getArticle   GET /articles/{sku}\n  sku: string\n  lang?: \"de\" |200: {|One article and how much of it there is.",
		},
		"service of an operation": {workflow("  - call: sto‸ck.order\n"), "stock.order   POST /orders|lines: [{|speed: |201: {"},
		"input":                   {workflow("  - call: stock.getArticle\n    with: { s‸ku: a }\n"), "sku: string|The number on the shelf."},
		"inner field":             {workflow("  - call: stock.order\n    with: { lines: [ { q‸ty: 1 } ] }\n"), "qty: integer"},
		"input of the body":       {workflow("  - call: stock.order\n    with: { no‸te: x }\n"), "note?: string|For the driver."},
		"key":                     {workflow("  - ca‸ll: stock.order\n"), "**call**: an operation: service.operation|Asks a service"},
		"key of a file":           {"work‸flow: w\nsteps: [ { wait: 1s } ]\n", "**workflow**|The name of the workflow."},
		"variable":                {workflow(article + "  - set: { a: $arti‸cle }\n"), "$article: {|the answer of stock.getArticle"},
		"at the dollar":           {workflow(article + "  - set: { a: ‸$article }\n"), "$article: {"},
		"behind the word":         {workflow(article + "  - set: { a: $article‸ }\n"), "$article: {"},
		"field":                   {workflow(article + "  - set: { a: $article.avai‸lable }\n"), "available: boolean|Whether it can be sold today."},
		"field of a field":        {workflow(article + "  - set: { a: \"$article.shelves[0].le‸ft\" }\n"), "left: integer"},
		"field in a map":          {workflow(article + "  - set: { a: $article.shelves | map(.r‸ow) }\n"), "row: integer"},
		"field in a text":         {workflow(article + "  - set: { a: \"is ${ $article.si‸ze }\" }\n"), "size: \"small\" "},
		"field in a folded block": {workflow(article + "  - set:\n      a: >\n        $article\n        | .ava‸ilable\n"), "available: boolean"},
		"variable of ours":        {workflow("  - set: { a: $in‸put }\n"), "$input|what the workflow was started with"},
		"workflow to run":         {workflow("  - run: not‸ify\n"), "workflow notify"},
		"name of a step":          {workflow("  - name: art‸icle\n    call: stock.getArticle\n    with: { sku: a }\n"), "$article: {"},
		"nothing in a text":       {workflow("  - fail: { title: Out of st‸ock }\n"), ""},
		"nothing in a comment":    {workflow("  # call sto‸ck\n  - wait: 1s\n"), ""},
		"nothing for a function":  {workflow("  - set: { a: $input | ma‸p(.x) }\n"), ""},
		"nothing unknown":         {workflow("  - call: stock.nob‸ody\n"), ""},
		"nothing for no variable": {workflow("  - set: { a: $nobo‸dy }\n"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := hoverText(t, dir, "workflows/w.yaml", c.text)
			if c.want == "" && got != "" {
				t.Errorf("got %s, want nothing", got)
			}
			for want := range strings.SplitSeq(c.want, "|") {
				if !strings.Contains(got, want) {
					t.Errorf("got\n%s\nwant %q in it", got, want)
				}
			}
		})
	}
	if got := hoverText(t, dir, "tutti.yaml", "project: shop\nserv‸ices: {}\n"); !strings.Contains(got, "The services behind") {
		t.Errorf("in tutti.yaml: got %s", got)
	}
	if got := hoverText(t, dir, "openapi/stock.yaml", strings.Replace(stock, "openapi:", "open‸api:", 1)); got != "" {
		t.Errorf("in a contract: got %s", got)
	}
}
