package gateway

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"tutti/machine"
	"tutti/openapi"
)

// worthIt is from how many bytes on a body is compressed; a smaller one fits into a packet anyway.
const worthIt = 1 << 10

// compressed writes answers in fewer bytes for clients that can read them so.
func (g *Gateway) compressed(next step) step {
	if g.cfg.Uncompressed {
		return next
	}
	c := newCompressor()
	return func(x *exchange) reply {
		answer := next(x)
		switch {
		case answer.status == http.StatusNotModified && find(answer.headers, "Etag") >= 0:
			answer.varies = true // as the answer that it stands for
		case answer.compressible():
			answer = c.shrink(answer, encodingFor(x.r.Header["Accept-Encoding"]))
		}
		return answer
	}
}

// compressible tells whether the body is one that gets smaller, and nobody has said what its bytes are.
func (r *reply) compressible() bool {
	if len(r.body) < worthIt || !statusHasBody(r.status) || r.status == http.StatusPartialContent || !isText(r.contentType) {
		return false
	}
	for _, h := range r.headers {
		switch {
		case fixesBytes(h.Name), strings.EqualFold(h.Name, "Cache-Control") && strings.Contains(strings.ToLower(h.Value), "no-transform"):
			return false
		}
	}
	return true
}

// fixesBytes tells the headers that are wrong once the bytes are others.
func fixesBytes(name string) bool {
	for _, fixed := range []string{"Content-Encoding", "Content-Range", "Content-Md5", "Digest", "Content-Digest", "Repr-Digest"} {
		if strings.EqualFold(name, fixed) {
			return true
		}
	}
	return false
}

// isText takes types of words; pictures, archives and the like are compressed already. Events go out one by one.
func isText(contentType string) bool {
	media, _, _ := strings.Cut(contentType, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	switch media {
	case "text/event-stream":
		return false
	case "application/xml", "application/javascript", "application/yaml", "application/x-yaml", "application/x-ndjson",
		"application/graphql", "application/wasm", "application/x-www-form-urlencoded":
		return true
	default:
		return strings.HasPrefix(media, "text/") || openapi.IsJSON(media) || strings.HasSuffix(media, "+xml") || strings.HasSuffix(media, "+yaml")
	}
}

// find is where a header is, -1 if it is not there.
func find(headers []machine.Header, name string) int {
	for i, h := range headers {
		if strings.EqualFold(h.Name, name) {
			return i
		}
	}
	return -1
}

// with is headers and one more. They may be those of other answers too, so they are copied.
func with(headers []machine.Header, name, text string) []machine.Header {
	return append(append(make([]machine.Header, 0, len(headers)+1), headers...), machine.Header{Name: name, Value: text})
}

// compressor keeps what encoders need, since making it costs more than using it.
type compressor struct {
	gzip, brotli sync.Pool
	zstd         *zstd.Encoder // for whole bodies only, so nothing has to be closed
}

// The levels are those at which a core still does 70 MB of JSON (br) to 200 MB (zstd, gzip) in a second.
const (
	gzipLevel   = 5
	brotliLevel = 3
	zstdWindow  = 1 << 20
)

func newCompressor() *compressor {
	c := new(compressor)
	c.gzip.New = func() any {
		w, err := gzip.NewWriterLevel(nil, gzipLevel)
		if err != nil {
			panic("gateway: gzip has no such level: " + err.Error())
		}
		return w
	}
	c.brotli.New = func() any { return brotli.NewWriterLevel(nil, brotliLevel) }
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(zstdWindow), zstd.WithLowerEncoderMem(true), zstd.WithAllLitEntropyCompression(true),
		zstd.WithEncoderCRC(false))
	if err != nil {
		panic("gateway: zstd refuses its options: " + err.Error())
	}
	c.zstd = encoder
	return c
}

// shrink is the answer in a coding, or as it was if that is not shorter. Either way caches learn that it could be another one.
func (c *compressor) shrink(r reply, to coding) reply {
	r.varies = true
	if to == identity {
		return r
	}
	body := c.encode(r.body, to)
	if len(body) >= len(r.body) {
		return r
	}
	r.body = body
	r.headers = with(r.headers, "Content-Encoding", string(to))
	if at := find(r.headers, "Etag"); at >= 0 && !strings.HasPrefix(r.headers[at].Value, "W/") {
		r.headers[at].Value = "W/" + r.headers[at].Value // a strong one would promise the same bytes
	}
	return r
}

func (c *compressor) encode(body []byte, to coding) []byte {
	switch to {
	case zstandard:
		return c.zstd.EncodeAll(body, make([]byte, 0, len(body)/3))
	case brotlied:
		return pooled(&c.brotli, body)
	case gzipped:
		return pooled(&c.gzip, body)
	default:
		panic("gateway: no such coding: " + string(to))
	}
}

// pooled writes a body with an encoder of a pool.
func pooled(pool *sync.Pool, body []byte) []byte {
	w := pool.Get().(interface {
		io.WriteCloser
		Reset(to io.Writer)
	})
	out := bytes.NewBuffer(make([]byte, 0, len(body)/3))
	w.Reset(out)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	w.Reset(io.Discard) // keeps no answer alive
	pool.Put(w)
	return out.Bytes()
}
