package rest_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/connector"
	"tutti/connector/rest"
	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

// load is the contract in text, which must be without findings.
func load(t testing.TB, text string) connector.Contract {
	t.Helper()
	c, found := loadFiles(map[string]string{"openapi/inventory.yaml": text})
	if len(found) > 0 {
		t.Fatalf("findings:\n%s", found.Error())
	}
	return c
}

func loadFiles(files map[string]string) (connector.Contract, diag.List) {
	return rest.Connector{}.Load(connector.Source{
		Name: flow.Name{Pos: diag.Pos{File: "tutti.yaml", Line: 4, Col: 3}, Text: "inventory"},
		Path: "openapi/inventory.yaml",
		Read: func(path string) ([]byte, error) {
			if text, ok := files[path]; ok {
				return []byte(text), nil
			}
			return nil, io.EOF
		},
	})
}

// serve is a connection to a service that answers with h.
func serve(t testing.TB, contract string, h http.HandlerFunc) connector.Conn {
	t.Helper()
	return serveAt(t, contract, "", h)
}

// serveLimited is the same with settings, whose URL it sets.
func serveLimited(t testing.TB, s connector.Settings, h http.HandlerFunc) connector.Conn {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return open(t, inventory, s)
}

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// serveAt is the same below a path.
func serveAt(t testing.TB, contract, prefix string, h http.HandlerFunc) connector.Conn {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return open(t, contract, connector.Settings{URL: s.URL + prefix})
}

func open(t testing.TB, contract string, s connector.Settings) connector.Conn {
	t.Helper()
	c, err := load(t, contract).Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func parse(t testing.TB, text string) value.Value {
	t.Helper()
	v, err := value.Scan([]byte(text), 0)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

const inventory = `
openapi: 3.1.0
info: {title: Inventory, version: "1"}
paths:
  /stock/{sku}/check:
    parameters:
      - {name: sku, in: path, required: true, schema: {type: string}}
    post:
      operationId: check
      summary: Is it there?
      parameters:
        - {name: warehouse, in: query, schema: {type: array, items: {type: string}}}
        - {name: X-Region, in: header, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [items]
              properties:
                items: {type: array, items: {}}
                note: {type: [string, "null"]}
                hint: {type: string}
      responses: {"200": {description: yes}}
`

func TestACallGoesWhereTheContractSays(t *testing.T) {
	var got string
	c := serve(t, inventory, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = strings.Join([]string{r.Method, r.RequestURI, r.Header.Get("X-Region"), r.Header.Get("Idempotency-Key"), r.Header.Get("Traceparent"), string(body)}, "\n")
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Write([]byte(` {"available": true, "total": 1.50} `))
	})
	reply, err := c.Invoke(t.Context(), connector.Request{
		Operation: "check", Key: "run/1", Trace: "00-1-2-01",
		With: parse(t, `{"items":[ {"id":1.0} ],"sku":"a/b?c","warehouse":["x","y z"],"note":null,"hint":null,"X-Region":"eu"}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "POST\n/stock/a%2Fb%3Fc/check?warehouse=x&warehouse=y%20z\neu\nrun/1\n00-1-2-01\n" + `{"items":[ {"id":1.0} ],"note":null}`
	if got != want {
		t.Errorf("the service got\n%s\nwant\n%s", got, want)
	}
	if reply.Status != 200 || reply.Body.String() != `{"available": true, "total": 1.50}` {
		t.Errorf("reply %d %s", reply.Status, reply.Body)
	}
	if ct := reply.Headers.Value().Get("content-type").Text(); ct != "application/json; charset=utf-8" {
		t.Errorf("content-type %q", ct)
	}
}
