package rest_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/connector"
	"tutti/connector/conntest"
)

func TestConformance(t *testing.T) {
	conntest.Run(t, conntest.Rig{
		Open: func(t *testing.T, b conntest.Behaviour, s connector.Settings, arrived chan<- struct{}) connector.Conn {
			s.URL = badServer(t, b, arrived)
			c, err := load(t, inventory).Open(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		Request: connector.Request{Operation: "check", With: parse(t, `{"sku":"a","items":[1,2]}`)},
		Lacking: connector.Request{Operation: "check", With: parse(t, `{"sku":"a"}`)},
		Answer:  parse(t, `{"available":true}`),
	})
}

// badServer is the URL of a service that behaves as told.
func badServer(t *testing.T, b conntest.Behaviour, arrived chan<- struct{}) string {
	over := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		w.Header().Set("Content-Type", "application/json")
		switch b {
		case conntest.Hangs:
			select {
			case <-r.Context().Done():
			case <-over:
			}
		case conntest.Talks:
			io.WriteString(w, `"`+strings.Repeat("x", conntest.AnswerBody)+`"`)
		case conntest.Garbles:
			io.WriteString(w, `{"available": maybe}`)
		case conntest.CutsOff:
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, `{"available":`)
			hangUp(w, false)
		case conntest.Resets:
			hangUp(w, true)
		default:
			io.WriteString(w, `{"available":true}`)
		}
	}))
	t.Cleanup(func() { close(over); s.Close() })
	if b == conntest.Absent {
		s.Listener.Close()
	}
	return s.URL
}

// hangUp ends the connection under the answer, by a reset if hard.
func hangUp(w http.ResponseWriter, hard bool) {
	rc := http.NewResponseController(w)
	if !hard {
		rc.Flush()
	}
	c, _, err := rc.Hijack()
	if err != nil {
		panic(err)
	}
	if hard {
		c.(*net.TCPConn).SetLinger(0)
	}
	c.Close()
}
