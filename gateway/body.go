package gateway

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"tutti/fault"
	"tutti/value"
)

// received reads the whole body, before anything is done for the request.
func (g *Gateway) received(next step) step {
	return func(x *exchange) reply {
		if x.r.ContentLength == 0 {
			return next(x)
		}
		text, err := readBody(x.r, g.cfg.Limits.RequestBody)
		if err != nil {
			return g.unreadable(err)
		}
		x.read = true
		if len(text) == 0 {
			return next(x) // chunked, without a chunk
		}
		x.text, x.hasBody = text, true
		return next(x)
	}
}

var errTooLarge = errors.New("the body is too large")

// trusted is how many bytes memory is set aside for before they have come: many clients could
// announce large bodies and send nothing.
const trusted = 64 << 10

// readBody reads up to limit bytes, into memory of just that size if the client said how many.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	size := r.ContentLength
	switch {
	case size > limit:
		return nil, errTooLarge
	case size < 0:
		return readUnknown(r.Body, limit)
	case size <= trusted:
		text := make([]byte, size)
		_, err := io.ReadFull(r.Body, text)
		return text, err
	}
	first := make([]byte, trusted)
	if _, err := io.ReadFull(r.Body, first); err != nil {
		return nil, err
	}
	text := make([]byte, size)
	_, err := io.ReadFull(r.Body, text[copy(text, first):])
	return text, err
}

// readUnknown reads to the end, which must come within limit bytes.
func readUnknown(body io.Reader, limit int64) ([]byte, error) {
	text := make([]byte, 0, 4<<10)
	for {
		n, err := body.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		switch {
		case int64(len(text)) > limit:
			return nil, errTooLarge
		case errors.Is(err, io.EOF):
			return text, nil
		case err != nil:
			return nil, err
		case len(text) == cap(text):
			text = append(make([]byte, 0, 2*cap(text)), text...)
		}
	}
}

func (g *Gateway) unreadable(err error) reply {
	switch {
	case errors.Is(err, errTooLarge):
		return refuse(http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is over %d bytes", g.cfg.Limits.RequestBody))
	case errors.Is(err, os.ErrDeadlineExceeded):
		return refuse(http.StatusRequestTimeout, "the body did not come in time")
	default:
		f := fault.New(fault.Request, "the body cannot be read to its end", err)
		return problem(f)
	}
}

func notJSON(err error) string {
	var syntax *value.SyntaxError
	if !errors.As(err, &syntax) {
		return err.Error()
	}
	return fmt.Sprintf("line %d:%d: %s", syntax.Line, syntax.Col, syntax.Message)
}
