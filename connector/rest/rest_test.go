package rest_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
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

// The first calls lower the operation, all at once.
func TestFirstCallsAtOnce(t *testing.T) {
	c := serve(t, inventory, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `1`)
	})
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			reply, err := c.Invoke(t.Context(), connector.Request{Operation: "check", With: parse(t, `{"items":[],"sku":"a"}`)})
			if err != nil || reply.Body.String() != `1` {
				t.Errorf("got %s, %v", reply.Body, err)
			}
		})
	}
	all.Wait()
}

// What a contract says of an operation is there for checks and editors, with places.
func TestWhatAnOperationSays(t *testing.T) {
	c, found := rest.Connector{}.Load(connector.Source{Docs: true, Path: "a.yaml", Read: func(string) ([]byte, error) {
		return []byte(`
openapi: 3.1.0
paths:
  /a/{id}:
    put:
      operationId: a
      parameters:
        - {name: id, in: path, description: Which one., schema: {type: integer}}
        - {name: id, in: query}
      requestBody:
        content:
          application/json:
            schema: {properties: {note: {type: string, description: "For people.\nMore."}, made: {readOnly: true}}}
      responses:
        "200": {content: {text/csv: {schema: {type: array}}, application/json: {schema: {type: object}}}}
        "201": {content: {application/pdf: {}}}
        "204": {}
        default: {content: {"*/*": {}}}
`), nil
	}})
	if c == nil {
		t.Fatal(found)
	}
	o, ok := c.Operation("a")
	if _, other := c.Operation("b"); !ok || other {
		t.Fatalf("a is there: %v, b is there: %v", ok, other)
	}
	if o.Method != "PUT" || o.Path != "/a/{id}" || o.Safe || !o.Idempotent || o.At.String() != "a.yaml:6:7" || o.Body.At().Line != 13 {
		t.Errorf("got %s %s at %s, body at %s", o.Method, o.Path, o.At, o.Body.At())
	}
	var got []string
	for _, in := range o.Inputs {
		got = append(got, fmt.Sprintf("%s=%s %s %q at %s readOnly %v", in.Name, in.Bare(), in.Schema.Types(), in.Doc, in.At, in.ReadOnly))
	}
	for _, a := range o.Answers {
		var forms []string
		for _, f := range a.Forms {
			forms = append(forms, f.Media+" "+f.Schema.Types().String())
		}
		got = append(got, fmt.Sprintf("%s %s empty %v: %s", a.Status, a.Schema.Types(), a.Empty, strings.Join(forms, ", ")))
	}
	want := []string{
		`path.id=id integer "Which one." at a.yaml:8:11 readOnly false`,
		`query.id=id  "" at a.yaml:9:11 readOnly false`,
		`note=note string "For people." at a.yaml:13:41 readOnly false`,
		`made=made  "" at a.yaml:13:98 readOnly true`,
		"200 object empty false: application/json object, text/csv string",
		"201 string empty false: application/pdf string",
		"204  empty true: ",
		"default  empty false: */* ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
