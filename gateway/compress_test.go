package gateway

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"tutti/machine"
	"tutti/value"
)

// unpacked is a body as it was before it was written in a coding.
func unpacked(t *testing.T, coding, body string) string {
	t.Helper()
	in := io.Reader(strings.NewReader(body))
	switch coding {
	case "gzip":
		r, err := gzip.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		in = r
	case "br":
		in = brotli.NewReader(in)
	case "zstd":
		r, err := zstd.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		in = r
	}
	out, err := io.ReadAll(in)
	if err != nil {
		t.Fatalf("%s: %v", coding, err)
	}
	return string(out)
}

func TestCompressedAnswers(t *testing.T) {
	text := strings.Repeat("all the same. ", 400)
	long, short := value.FromString(text), value.FromString(strings.Repeat("x", worthIt-3))
	typed := func(media string, more ...string) []machine.Header {
		return header(append([]string{"Content-Type", media}, more...)...)
	}
	tests := []struct {
		name   string
		accept string
		result machine.Result
		coding string
		vary   bool
	}{
		{"gzip", "gzip", machine.Result{Body: long}, "gzip", true},
		{"br", "br", machine.Result{Body: long}, "br", true},
		{"zstd", "zstd", machine.Result{Body: long}, "zstd", true},
		{"as it is", "", machine.Result{Body: long}, "", true},
		{"deflate", "deflate", machine.Result{Body: long}, "", true},
		{"error", "gzip", machine.Result{Status: 500, Body: long}, "gzip", true},
		{"problem document", "gzip", machine.Result{Status: 400, Headers: typed(problemType), Body: long}, "gzip", true},
		{"just worth it", "gzip", machine.Result{Body: value.FromString(strings.Repeat("x", worthIt-2))}, "gzip", true},
		{"short", "gzip", machine.Result{Body: short}, "", false},
		{"nothing", "gzip", machine.Result{}, "", false},
		{"text", "gzip", machine.Result{Headers: typed("Text/HTML; charset=utf-8"), Body: long}, "gzip", true},
		{"SVG", "gzip", machine.Result{Headers: typed("image/svg+xml"), Body: long}, "gzip", true},
		{"events", "gzip", machine.Result{Headers: typed("text/event-stream"), Body: long}, "", false},
		{"part", "gzip", machine.Result{Status: 206, Body: long}, "", false},
		{"already", "gzip", machine.Result{Headers: header("content-encoding", "x"), Body: long}, "x", false},
		{"digest", "gzip", machine.Result{Headers: header("Repr-Digest", "x"), Body: long}, "", false},
		{"no-transform", "gzip", machine.Result{Headers: header("cache-control", "public, No-Transform"), Body: long}, "", false},
	}
	for _, test := range tests {
		for _, method := range []string{"GET", "HEAD"} {
			t.Run(test.name+" "+method, func(t *testing.T) {
				address := serving(t, Config{}, Route{Method: "GET", Path: "/o", Workflow: "w", Run: gives(test.result)})
				got := ask(t, address, method+" /o HTTP/1.1\r\nHost: shop\r\nAccept-Encoding: "+test.accept+"\r\nConnection: close\r\n\r\n")
				if coding := got.Header.Get("Content-Encoding"); coding != test.coding || (got.Header.Get("Vary") == "Accept-Encoding") != test.vary {
					t.Fatalf("got %q, Vary %q; want %q", coding, got.Header.Get("Vary"), test.coding)
				}
				length, _ := strconv.Atoi(got.Header.Get("Content-Length"))
				if test.coding == "gzip" && (length == 0 || length >= worthIt) {
					t.Errorf("Content-Length %d", length)
				}
				if method == "HEAD" {
					return
				}
				if length != len(got.body) {
					t.Errorf("Content-Length %d, but %d bytes", length, len(got.body))
				}
				if body := unpacked(t, test.coding, got.body); test.result.Body.Kind() == value.String && !strings.Contains(body, test.result.Body.Text()) {
					t.Errorf("got %.60q", body)
				}
			})
		}
	}
}

func TestTagsOfCompressedAnswers(t *testing.T) {
	body := value.FromString(strings.Repeat("x", 2000))
	for tag, want := range map[string]string{`"v1"`: `W/"v1"`, `W/"v1"`: `W/"v1"`} {
		address := serving(t, Config{}, Route{Method: "GET", Path: "/o", Workflow: "w", Run: gives(machine.Result{Headers: header("ETag", tag), Body: body})})
		for range 2 { // the headers belong to the workflow
			if got := ask(t, address, "GET /o HTTP/1.1\r\nHost: shop\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n").Header.Get("Etag"); got != want {
				t.Errorf("%s: got %s, want %s", tag, got, want)
			}
		}
		if got := ask(t, address, get("/o")).Header.Get("Etag"); got != tag {
			t.Errorf("%s as it is: got %s", tag, got)
		}
	}
}

// An answer that stands for one that may be compressed says what it varies with, beside what else it does.
func TestVaryOfNotModified(t *testing.T) {
	address := serving(t, Config{CORS: shop}, Route{Method: "GET", Path: "/o", Workflow: "w", Run: gives(machine.Result{Status: 304, Headers: header("ETag", `"v1"`)})})
	if got := strings.Join(ask(t, address, get("/o")).Header["Vary"], ", "); got != "Origin, Accept-Encoding" {
		t.Errorf("got Vary: %s", got)
	}
}

func TestUncompressed(t *testing.T) {
	body := value.FromString(strings.Repeat("x", 2000))
	address := serving(t, Config{Uncompressed: true}, Route{Method: "GET", Path: "/o", Workflow: "w", Run: gives(machine.Result{Body: body})})
	got := ask(t, address, "GET /o HTTP/1.1\r\nHost: shop\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
	if got.Header.Get("Content-Encoding") != "" || got.Header.Get("Vary") != "" || len(got.body) != 2002 {
		t.Errorf("got %v and %d bytes", got.Header, len(got.body))
	}
}

// The encoders are shared; no answer may end up in another one.
func TestCompressorIsShared(t *testing.T) {
	c := newCompressor()
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			body := bytes.Repeat([]byte(strconv.Itoa(i)+" "), 1000+100*i)
			for _, to := range codings {
				if got := unpacked(t, string(to), string(c.encode(body, to))); got != string(body) {
					t.Errorf("%s of body %d: got %.40q", to, i, got)
				}
			}
		})
	}
	all.Wait()
}

// BenchmarkCompress is 16 KiB of JSON in each coding.
func BenchmarkCompress(b *testing.B) {
	var body []byte
	for i := 0; len(body) < 16<<10; i++ {
		body = append(body, `{"sku":"mug-`+strconv.Itoa(i*7919%1000)+`","qty":`+strconv.Itoa(i%9)+`,"price":`+strconv.Itoa(i*31%5000)+`},`...)
	}
	c := newCompressor()
	for _, to := range codings {
		b.Run(string(to), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			var n int
			for b.Loop() {
				n = len(c.encode(body, to))
			}
			b.ReportMetric(float64(len(body))/float64(n), "ratio")
		})
	}
}

// BenchmarkUnasked is a body that could be compressed for a client that does not ask for it.
func BenchmarkUnasked(b *testing.B) {
	body := []byte(`{"items":["` + strings.Repeat("x", 4<<10) + `"]}`)
	for name, off := range map[string]bool{"on": false, "off": true} {
		b.Run(name, func(b *testing.B) {
			benchmark(b, newGateway(b, Config{Uncompressed: off}, Route{Method: "POST", Path: "/o", Workflow: "w", Run: new(echo)}), "/o", body)
		})
	}
}
