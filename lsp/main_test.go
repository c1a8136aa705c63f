package lsp

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

// asServer makes the test's binary the server, for a client that starts a program.
const asServer = "TUTTI_TEST_LSP"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) == "" {
		goleak.VerifyTestMain(m)
		return
	}
	if err := Serve(context.Background(), os.Stdin, os.Stdout, Config{Log: log.New(os.Stderr, "", 0)}); err != nil {
		log.Fatal(err)
	}
}

// cursor stands for the cursor in the texts of tests.
const cursor = "‸"

// stock is a contract in which there is something to find.
const stock = `openapi: 3.1.0
info: { title: Stock, version: "1" }
servers: [ { url: "http://127.0.0.1:9" } ]
paths:
  /articles/{sku}:
    get:
      operationId: getArticle
      description: One article and how much of it there is.
      parameters:
        - { name: sku, in: path, required: true, description: The number on the shelf., schema: { type: string } }
        - { name: lang, in: query, schema: { enum: [de, en, pl] } }
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Article" }
        "404": { description: nobody knows it }
        "410": { description: it is gone }
  /orders:
    post:
      operationId: order
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [lines, speed]
              properties:
                speed: { enum: [slow, fast] }
                note: { type: string, description: For the driver. }
                lines:
                  type: array
                  items:
                    type: object
                    required: [sku, qty]
                    properties: { sku: { type: string }, qty: { type: integer }, gift: { type: boolean } }
      responses:
        "201":
          description: ok
          content:
            application/json:
              schema: { type: object, properties: { id: { type: string }, eta: { type: string } } }
components:
  schemas:
    Article:
      type: object
      required: [sku, available]
      properties:
        sku: { type: string }
        available: { type: boolean, description: Whether it can be sold today. }
        size: { enum: [small, large] }
        shelves:
          type: array
          items: { type: object, properties: { row: { type: integer }, left: { type: integer } } }
`

// shop are the files of a project; workflows/w.yaml is for the test.
func shop() map[string]string {
	return map[string]string{
		"tutti.yaml":            "project: shop\nenv: [STOCK_URL]\nservices:\n  stock: { openapi: openapi/stock.yaml, url: $env.STOCK_URL }\ngateway: { public: true }\n",
		"openapi/stock.yaml":    stock,
		"workflows/notify.yaml": "workflow: notify\non: { event: parcel.lost }\nsteps:\n  - emit: mail.wanted\n    data: { to: $input.mail }\n",
		"workflows/w.yaml":      "workflow: w\nsteps:\n  - wait: 1s\n",
	}
}

// folder writes files into a new folder and gives its path.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// opened is a view of a file of a project, with another text than is on the disk, and where the cursor is in it.
func opened(t testing.TB, dir, name, text string) (*view, position) {
	t.Helper()
	before, after, ok := strings.Cut(text, cursor)
	w := newWorkspace()
	uri := uriOf(filepath.Join(dir, filepath.FromSlash(name)))
	var p didOpenParams
	p.TextDocument.URI, p.TextDocument.Version, p.TextDocument.Text = uri, 1, before+after
	if err := w.open(p); err != nil {
		t.Fatal(err)
	}
	for _, l := range w.due() {
		w.keep(l, l.result())
	}
	look, found := w.look(uri)
	if !found {
		t.Fatalf("%s is not open", uri)
	}
	v, err := look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := position{}
	if ok {
		at = v.text.position(len(before))
	}
	return v, at
}

// workflow is a text of a workflow with some steps.
func workflow(steps string) string {
	return "workflow: w\non: { event: parcel.lost }\nretry:\n  flaky: { attempts: 3 }\n  rude: { attempts: 9 }\nsteps:\n" + steps
}
