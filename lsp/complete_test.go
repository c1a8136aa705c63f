package lsp

import (
	"slices"
	"strings"
	"testing"
)

// labels are what is offered at the cursor, in the order in which a client shows it.
func labels(t testing.TB, dir, name, text string) []string {
	t.Helper()
	v, at := opened(t, dir, name, text)
	got, err := complete(v, positionParams{Position: at})
	if err != nil {
		t.Fatal(err)
	}
	items := got.(completionList).Items
	slices.SortStableFunc(items, func(a, b completionItem) int { return strings.Compare(a.SortText, b.SortText) })
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = item.Label
	}
	return out
}

const article = "  - name: article\n    call: stock.getArticle\n    with: { sku: a }\n"

func TestComplete(t *testing.T) {
	dir := folder(t, shop())
	for name, c := range map[string]struct {
		text string
		want string // what must be offered, in this order
		not  string // what must not
	}{
		"keys of a file":           {"workflow: w\n‸", "steps version mode on", "workflow"},
		"keys of an empty step":    {workflow("  - ‸\n"), "call parallel name timeout", "with then"},
		"keys beside a call":       {workflow("  - call: stock.getArticle\n    ‸\n"), "if with accept timeout", "call emit until"},
		"what a for needs first":   {workflow("  - for: x\n    ‸\n"), "in steps concurrency", "for with"},
		"keys in braces":           {workflow("  - { call: stock.order, ‸ }\n"), "with body", "call"},
		"keys before others":       {workflow("  - ‸\n    with: { sku: a }\n"), "call emit", "with"},
		"a guard may get a verb":   {workflow("  - if: $input.x\n    ‸\n"), "then call fail else", "if"},
		"half a key":               {workflow("  - call: stock.getArticle\n    wi‸\n"), "with", ""},
		"keys of a catch":          {workflow("  - try: [ { wait: 1s } ]\n    catch:\n      - ‸\n"), "on retry then", "call"},
		"keys of a branch":         {workflow("  - parallel:\n      a:\n        ‸\n"), "call for", "steps"},
		"keys of a branch's steps": {workflow("  - parallel:\n      a:\n        - ‸\n"), "call for", "steps"},
		"keys of a policy":         {"workflow: w\nretry:\n  flaky:\n    ‸\nsteps:\n  - wait: 1s\n", "attempts backoff", "steps"},
		"keys of an undo":          {workflow("  - call: stock.order\n    compensate:\n      ‸\n"), "call emit run", ""},
		"keys of return":           {workflow("  - return: { ‸ }\n"), "status headers body", "call"},
		"a name of ours":           {workflow("  - set: { ‸ }\n"), "", "call with"},

		"operations":              {workflow("  - call: ‸\n"), "stock.getArticle stock.order", ""},
		"operations at the colon": {workflow("  - call:‸\n"), "stock.getArticle stock.order", ""},
		"operations of a service": {workflow("  - call: stock.‸\n"), "stock.getArticle stock.order", ""},
		"operations in braces":    {workflow("  - { call: sto‸, timeout: 1s }\n"), "stock.getArticle", ""},
		"workflows to run":        {workflow("  - run: ‸\n"), "notify w", ""},
		"policies":                {workflow("  - call: stock.order\n    retry: ‸\n"), "flaky rude", "attempts"},
		"events to wait for":      {workflow("  - await: ‸\n"), "mail.wanted parcel.lost", ""},
		"events to send":          {workflow("  - emit: pa‸\n"), "parcel.lost", ""},
		"events in a list":        {workflow("  - await: [ parcel.lost, ‸ ]\n"), "mail.wanted", ""},
		"errors":                  {workflow("  - try: [ { wait: 1s } ]\n    catch: [ { on: [‸] } ]\n"), "4xx timeout any", ""},
		"statuses":                {workflow("  - call: stock.getArticle\n    accept: [‸]\n"), "404 410", "200"},
		"words of a key":          {"workflow: w\nmode: ‸\nsteps:\n  - wait: 1s\n", "express durable", ""},
		"what to do on an error":  {workflow("  - wait: 1s\n    onError: ‸\n"), "fail continue", ""},
		"a flag":                  {workflow("  - call: stock.order\n    idempotent: ‸\n"), "true false", ""},

		"inputs":                      {workflow("  - call: stock.getArticle\n    with: { ‸ }\n"), "sku lang", ""},
		"inputs not yet given":        {workflow("  - call: stock.getArticle\n    with: { sku: a, ‸ }\n"), "lang", "sku"},
		"inputs in a block":           {workflow("  - call: stock.order\n    with:\n      ‸\n"), "speed lines note", ""},
		"inputs behind others":        {workflow("  - call: stock.order\n    with:\n      speed: slow\n      ‸\n"), "lines note", "speed"},
		"inputs with an open brace":   {workflow("  - call: stock.order\n    with: { ‸\n"), "speed lines note", ""},
		"fields of inner objects":     {workflow("  - call: stock.order\n    with:\n      lines:\n        - { sku: a, ‸ }\n"), "qty gift", "sku lines"},
		"words of an input":           {workflow("  - call: stock.order\n    with: { speed: ‸ }\n"), "slow fast $input", ""},
		"words of an input in quotes": {workflow("  - call: stock.order\n    with: { speed: \"‸\" }\n"), "slow fast", ""},
		"half a word of an input":     {workflow("  - call: stock.order\n    with: { speed: f‸ }\n"), "fast", ""},

		"variables":                 {workflow(article + "  - set: { a: $‸ }\n"), "$article $input $run", ""},
		"half a variable":           {workflow(article + "  - set: { a: $art‸ }\n"), "$article", ""},
		"variables of a condition":  {workflow(article + "  - if: ‸\n"), "$article $input", ""},
		"variables in a text":       {workflow(article + "  - set: { a: \"sku ${ ‸ }\" }\n"), "$article", ""},
		"variables in an open text": {workflow(article + "  - set: { a: \"sku ${ $‸\" }\n"), "$article", ""},
		"later steps are not seen":  {workflow("  - set: { a: $‸ }\n" + article), "$input", "$article"},
		"the element of a loop":     {workflow("  - for: x\n    in: [1]\n    steps: [ { set: { a: $‸ } } ]\n"), "$x $index", ""},
		"not in a text":             {workflow("  - fail: { title: Out of ‸ }\n"), "", "$input"},

		"fields of a step":            {workflow(article + "  - set: { a: $article.‸ }\n"), "sku available size shelves", "id"},
		"half a field":                {workflow(article + "  - set: { a: $article.ava‸ }\n"), "available", ""},
		"fields below":                {workflow(article + "  - set: { a: \"$article.shelves[0].‸\" }\n"), "row left", "sku"},
		"fields in a map":             {workflow(article + "  - set: { a: $article.shelves | map(.‸) }\n"), "row left", "sku"},
		"fields behind a pipe":        {workflow(article + "  - set: { a: $article | .‸ }\n"), "sku available", ""},
		"fields in a select":          {workflow(article + "  - set: { a: \"$article.shelves | map(select(.‸ > 1))\" }\n"), "row left", ""},
		"fields in a text":            {workflow(article + "  - set: { a: \"sku ${ $article.‸ }\" }\n"), "available", ""},
		"fields in a block":           {workflow(article + "  - set:\n      a: |\n        $article\n        | .‸\n"), "available", ""},
		"fields before others":        {workflow(article + "  - set: { a: $article.‸, b: 1 }\n"), "available", ""},
		"what is told of a step":      {workflow(article + "  - set: { a: $meta.‸ }\n"), "article", ""},
		"what is told of the step":    {workflow(article + "  - set: { a: $meta.article.‸ }\n"), "state status", ""},
		"what a run knows":            {workflow("  - set: { a: $run.‸ }\n"), "id time", ""},
		"words of a comparison":       {workflow(article + "  - if: $article.size == \"‸\"\n    wait: 1s\n"), "small large", ""},
		"fields of a loop's element":  {workflow(article + "  - for: shelf\n    in: $article.shelves\n    steps: [ { set: { a: $shelf.‸ } } ]\n"), "row left", ""},
		"functions":                   {workflow("  - set: { a: $input | ‸ }\n"), "map select", "now"},
		"broken elsewhere":            {workflow(article + "  - set: { a: $article.‸ }\n  - call: \"open\n    with: {\n"), "available", ""},
		"broken before":               {workflow("  - name: [\n" + article + "  - set: { a: $article.‸ }\n"), "available", ""},
		"two things half written":     {workflow(article + "  - set: { a: $article.‸ }\n  - \n"), "available", ""},
		"behind what ends with a dot": {workflow(article + "  - if: $article.‸"), "available", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := labels(t, dir, "workflows/w.yaml", c.text)
			if missing := inOrder(got, strings.Fields(c.want)); missing != "" {
				t.Errorf("%q is not offered in its place\ngot  %v\nwant %s", missing, got, c.want)
			}
			for _, not := range strings.Fields(c.not) {
				if slices.Contains(got, not) {
					t.Errorf("%q is offered: %v", not, got)
				}
			}
		})
	}
}

// public is a contract that clients see; the workflow w serves its operation w.
const public = `openapi: 3.1.0
info: { title: Shop, version: "1" }
paths:
  /w:
    post:
      operationId: w
      requestBody:
        content: { application/json: { schema: { type: object, properties: { cart: { type: array, items: { type: object, properties: { sku: { type: string } } } } } } } }
      responses:
        "200":
          description: ok
          content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string }, state: { enum: [paid, open] } } } } }
`

func TestCompleteByOtherFiles(t *testing.T) {
	files := shop()
	files["openapi/public.yaml"] = public
	files["tutti.yaml"] = strings.Replace(files["tutti.yaml"], "gateway: {", "gateway: { contract: openapi/public.yaml,", 1)
	files["workflows/part.yaml"] = "workflow: part\ninput: { type: object, properties: { size: { enum: [small, large] }, depth: { type: integer } } }\nsteps:\n  - return: { body: { weight: 5 } }\n"
	files["openapi/stock.yaml"] = strings.Replace(stock, "operationId: order\n", "operationId: order\n      parameters: [ { name: note, in: query, schema: { type: string } } ]\n", 1)
	dir := folder(t, files)
	w := func(steps string) string { return "workflow: w\non: { http: POST /w }\nsteps:\n" + steps }
	for name, c := range map[string]struct{ file, text, want string }{
		"input by the public contract":   {"workflows/w.yaml", w("  - set: { a: $input.‸ }\n"), "cart"},
		"below the input":                {"workflows/w.yaml", w("  - set: { a: $input.cart | map(.‸) }\n"), "sku"},
		"body of the answer":             {"workflows/w.yaml", w("  - return: { body: { ‸ } }\n"), "id state"},
		"words of the answer":            {"workflows/w.yaml", w("  - return: { body: { state: ‸ } }\n"), "paid open"},
		"input of another workflow":      {"workflows/w.yaml", w("  - run: part\n    with: { ‸ }\n"), "size depth"},
		"words of another workflow":      {"workflows/w.yaml", w("  - run: part\n    with: { size: ‸ }\n"), "small large"},
		"result of another workflow":     {"workflows/w.yaml", w("  - name: p\n    run: part\n  - set: { a: $p.‸ }\n"), "weight"},
		"input by the workflow's schema": {"workflows/part.yaml", "workflow: part\ninput: { type: object, properties: { size: { type: string } } }\nsteps:\n  - set: { a: $input.‸ }\n", "size"},
		"keys of a project":              {"tutti.yaml", "project: p\n‸", "env services gateway"},
		"keys of a service":              {"tutti.yaml", "project: p\nservices:\n  s:\n    ‸\n", "openapi url timeout retry responses"},
		"keys of a service in braces":    {"tutti.yaml", "project: p\nservices: { s: { ‸ } }\n", "openapi url"},
		"contracts":                      {"tutti.yaml", "project: p\nservices: { s: { openapi: ‸ } }\n", "openapi/public.yaml openapi/stock.yaml"},
		"half a contract":                {"tutti.yaml", "project: p\nservices:\n  s:\n    openapi: openapi/st‸\n", "openapi/stock.yaml"},
		"addresses":                      {"tutti.yaml", "project: p\nenv: [STOCK_URL]\nservices:\n  s:\n    url: $‸\n", "$env.STOCK_URL"},
		"words of the gateway":           {"tutti.yaml", "project: p\ngateway:\n  contract: a.yaml\n  requests: ‸\n", "enforce report ignore"},
		"inputs that clash":              {"workflows/w.yaml", w("  - call: stock.order\n    with: { ‸ }\n"), "body.note lines query.note speed"},
		"half an input that clashes":     {"workflows/w.yaml", w("  - call: stock.order\n    with:\n      body.n‸\n"), "body.note"},
		"nothing in a contract":          {"openapi/stock.yaml", "openapi: 3.1.0\n‸", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := labels(t, dir, c.file, c.text)
			slices.Sort(got)
			want := strings.Fields(c.want)
			slices.Sort(want)
			if missing := inOrder(got, want); missing != "" || len(want) == 0 && len(got) > 0 {
				t.Errorf("%q is missing: got %v, want %v", missing, got, want)
			}
		})
	}
}

// What is chosen replaces what was typed, and a colon that is missing is written.
func TestCompletionIsWritten(t *testing.T) {
	dir := folder(t, shop())
	for _, c := range []struct{ text, label, want string }{
		{workflow("  - ca‸\n"), "call", workflow("  - call: \n")},
		{workflow("  - ca‸: stock.order\n"), "call", workflow("  - call: stock.order\n")},
		{workflow("  - call:‸\n"), "stock.order", workflow("  - call: stock.order\n")},
		{workflow("  - call: stock.o‸\n"), "stock.order", workflow("  - call: stock.order\n")},
		{workflow("  - call: stock.o‸, # comment\n"), "stock.order", workflow("  - call: stock.order, # comment\n")},
		{workflow("  - for: x\n    st‸\n"), "steps", workflow("  - for: x\n    steps:\n")},
		{workflow("  - call: stock.order\n    with: { sp‸ }\n"), "speed", workflow("  - call: stock.order\n    with: { speed:  }\n")},
		{workflow(article + "  - set: { a: $art‸.sku }\n"), "$article", workflow(article + "  - set: { a: $article.sku }\n")},
		{workflow(article + "  - set: { a: \"π ${ $article.av‸ }\" }\n"), "available", workflow(article + "  - set: { a: \"π ${ $article.available }\" }\n")},
		{workflow(article + "  - set: { a: ‸ }\n"), "$article", workflow(article + "  - set: { a: $article }\n")},
	} {
		v, at := opened(t, dir, "workflows/w.yaml", c.text)
		got, err := complete(v, positionParams{Position: at})
		if err != nil {
			t.Fatal(err)
		}
		items := got.(completionList).Items
		i := slices.IndexFunc(items, func(i completionItem) bool { return i.Label == c.label })
		if i < 0 {
			t.Errorf("%q: %s is not offered", c.text, c.label)
			continue
		}
		if got := apply(t, v.text, []textEdit{*items[i].TextEdit}); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

// inOrder is the first of want that does not come after the one before it; "" if all do.
func inOrder(got, want []string) string {
	for _, w := range want {
		i := slices.Index(got, w)
		if i < 0 {
			return w
		}
		got = got[i+1:]
	}
	return ""
}
