package gateway

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"tutti/flow"
)

// blank is a connection that keeps nothing.
type blank struct{ header http.Header }

func (b *blank) Header() http.Header         { return b.header }
func (b *blank) Write(p []byte) (int, error) { return len(p), nil }
func (b *blank) WriteHeader(int)             {}

func (b *blank) SetReadDeadline(time.Time) error  { return nil }
func (b *blank) SetWriteDeadline(time.Time) error { return nil }

func BenchmarkChain(b *testing.B) {
	var e echo
	g := newGateway(b, Config{}, Route{Method: "POST", Path: "/orders/{id}/items", Workflow: "w", Run: &e})
	body := append(append([]byte(`{"items":["`), bytes.Repeat([]byte("x"), 1000)...), `"]}`...)
	for name, target := range map[string]string{"plain": "/orders/7/items", "query": "/orders/7/items?page=2&sort=name", "escaped": "/orders/a%20b/items"} {
		b.Run(name, func(b *testing.B) { benchmark(b, g, target, body) })
	}
}

// BenchmarkContract is BenchmarkChain where a contract says what the request and the answer must be.
func BenchmarkContract(b *testing.B) {
	op := operationOf(b, "/orders/{id}/items", "post", `parameters: [
      { in: path, name: id, required: true, schema: { type: integer } }, { in: query, name: page, schema: { type: integer, default: 1 } } ],
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [items], properties: { items: { type: array, items: {
        type: object, required: [sku, qty], properties: { sku: { type: string, minLength: 1 }, qty: { type: integer, minimum: 1 } } } } } } } } },
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, required: [items] } } } } }`)
	body := []byte(`{"items":[` + strings.Repeat(`{"sku":"mug-of-the-shop","qty":2},`, 30) + `{"sku":"tea","qty":1}]}`)
	for name, cfg := range map[string]Config{"enforced": {}, "ignored": {Requests: flow.Ignore, Responses: flow.Ignore}} {
		b.Run(name, func(b *testing.B) {
			benchmark(b, contracted(b, cfg, op, new(echo)), "/orders/7/items?page=2", body)
		})
	}
	b.Run("without", func(b *testing.B) {
		benchmark(b, newGateway(b, Config{}, Route{Method: "POST", Path: op.Path, Workflow: "w", Run: new(echo)}), "/orders/7/items?page=2", body)
	})
}

func benchmark(b *testing.B, g *Gateway, target string, body []byte) {
	in := bytes.NewReader(body)
	r, err := http.NewRequestWithContext(context.Background(), "POST", target, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.RequestURI, r.Body, r.ContentLength = target, io.NopCloser(in), int64(len(body))
	r.Header.Set("Content-Type", jsonType)
	w := &blank{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		in.Reset(body)
		clear(w.header)
		g.ServeHTTP(w, r)
	}
}

// BenchmarkConnection is a request from a client's write to its read, on one connection.
func BenchmarkConnection(b *testing.B) {
	l := listen(b)
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	var e echo
	go func() {
		done <- NewServer(newGateway(b, Config{}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: &e})).Serve(ctx, l)
	}()
	client := &http.Client{Transport: &http.Transport{}}
	b.ReportAllocs()
	for b.Loop() {
		r, err := client.Post("http://"+l.Addr().String()+"/orders", jsonType, bytes.NewReader([]byte(`{"n":1}`)))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			b.Fatal(err)
		}
		r.Body.Close()
	}
	client.CloseIdleConnections()
	stop()
	<-done
}
