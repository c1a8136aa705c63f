package rest

import (
	"context"
	"testing"

	"tutti/connector"
	"tutti/flow"
	"tutti/value"
)

// BenchmarkDraft is what a call costs before net/http has it.
func BenchmarkDraft(b *testing.B) {
	c, found := Connector{}.Load(connector.Source{Path: "x.yaml", Name: flow.Name{Text: "s"}, Read: func(string) ([]byte, error) {
		return []byte(`
openapi: 3.1.0
paths:
  /stock/{sku}:
    post:
      operationId: check
      parameters: [{name: sku, in: path}, {name: n, in: query}]
      requestBody: {required: true, content: {application/json: {schema: {required: [items], properties: {items: {type: array}, note: {type: string}}}}}}
`), nil
	}})
	if c == nil {
		b.Fatal(found)
	}
	op := c.(*contract).find("check")
	to := &base{"http", "h", "/v1"}
	with, err := value.Scan([]byte(`{"sku":"abc-1","n":5,"items":[{"sku":"a","qty":2}],"note":"x"}`), 0)
	if err != nil {
		b.Fatal(err)
	}
	r := connector.Request{Operation: "check", With: with, Key: "run/1", Trace: "00-1-2-01"}
	b.ReportAllocs()
	for b.Loop() {
		d := draft{op: op}
		if f := d.write(&r, to.prefix); f != nil {
			b.Fatal(f)
		}
		if d.request(context.Background(), to, &r).ContentLength == 0 {
			b.Fatal("no body")
		}
	}
}
