package rest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"tutti/connector"
	"tutti/fault"
)

func TestAnswers(t *testing.T) {
	long := strings.Repeat("é", 40_000)
	for _, c := range []struct {
		name, media, body string
		status            int
		encoding          string
		want              string // the body of the reply, or the detail of the fault behind "! "
	}{
		{name: "JSON", media: "application/json", body: ` {"a":1} `, want: `{"a":1}`},
		{name: "JSON by suffix", media: "Application/HAL+JSON; charset=utf-8", body: `1.50`, want: `1.50`},
		{name: "no type", media: "", body: `[1]`, want: `[1]`},
		{name: "text", media: "text/plain", body: "a\n", want: `"a\n"`},
		{name: "empty", media: "application/json", body: "", want: "null"},
		{name: "no content", status: 204, want: "null"},
		{name: "created", status: 201, media: "application/json", body: "{}", want: "{}"},
		{name: "only spaces", media: "application/json", body: " ", want: "! inventory.check answered something that is not JSON at 1:2: the text ends where a value should be"},
		{name: "broken", media: "application/json", body: "{\n \"a\": nul}", want: "! inventory.check answered something that is not JSON at 2:10: "},
		{name: "a key twice", media: "application/json", body: `{"a":1,"a":2}`, want: "! inventory.check answered something that is not JSON at 1:8: "},
		{name: "deep", media: "application/json", body: strings.Repeat("[", 200) + strings.Repeat("]", 200), want: "! inventory.check answered something that is not JSON at 1:129: "},
		{name: "bad text", media: "text/plain", body: "\xff", want: "! inventory.check answered text that is not UTF-8"},
		{name: "an image", media: "image/png", body: "\x89PNG\xff\x00", want: `"iVBOR/8A"`},
		{name: "a form", media: "application/x-www-form-urlencoded", body: "a=1&b=2", want: `"a=1&b=2"`},
		{name: "XML", media: "application/soap+xml; charset=UTF-8", body: "<a>\u00fc</a>", want: "\"<a>\u00fc</a>\""},
		{name: "lines of JSON", media: "application/x-ndjson", body: "1\n2\n", want: `"1\n2\n"`},
		{name: "western text", media: "text/plain; charset=ISO-8859-1", body: "\xfc \x80", want: "\"\u00fc \u20ac\""},
		{name: "wide text", media: `text/plain; charset="utf-16"`, body: "\xff\xfea\x00\x3d\xd8\x00\xde", want: "\"a\U0001F600\""},
		{name: "wide text, big end first", media: `text/plain; charset=utf-16be`, body: "\x00a", want: `"a"`},
		{name: "half a character", media: `text/plain; charset=utf-16`, body: "a", want: "! inventory.check answered text that is not UTF-16"},
		{name: "a mark before the text", media: "text/plain", body: "\uFEFFa", want: `"a"`},
		{name: "a charset", media: "text/plain; charset=koi8-r", body: "x", want: `! inventory.check answered text in the charset "koi8-r", which is not supported`},
		{name: "a stream", media: "text/event-stream", body: "data: x", want: `! inventory.check answered "text/event-stream", which is not supported`},
		{name: "parts", media: "multipart/mixed; boundary=x", body: "--x--", want: `! inventory.check answered "multipart/mixed", which is not supported`},
		{name: "HTML that says JSON", media: "application/json", body: "<html>", want: "! inventory.check answered something that is not JSON at 1:1: "},
		{name: "compressed", media: "application/json", encoding: "gzip", body: "x", want: "! inventory.check answered a body in an encoding, which was not asked for"},
		{name: "identity", media: "application/json", encoding: "identity", body: "1", want: "1"},
		{name: "large", media: "application/json", body: `"` + strings.Repeat("x", 1<<20) + `"`, want: "! inventory.check: the answer is larger than 1048576 bytes"},

		{name: "a problem", status: 409, media: "application/problem+json", body: `{"title":"no"}`, want: `{"title":"no"}`},
		{name: "error text", status: 500, media: "text/html", body: "<html>", want: `"<html>"`},
		{name: "error that says JSON", status: 502, media: "application/json", body: "<html>", want: `"<html>"`},
		{name: "error without a body", status: 503, want: "null"},
		{name: "error that is no text", status: 500, media: "image/png", body: "\x89PNG\xff", want: "null"},
		{name: "compressed error", status: 500, media: "text/plain", encoding: "br", body: "x", want: "null"},
		{name: "long error", status: 500, media: "text/plain", body: "a" + long, want: `"a` + long[:65534] + `"`},
		{name: "long JSON error", status: 500, media: "application/json", body: `"` + long + `"`, want: `"` + long + `"`},
		{name: "too long JSON error", status: 500, media: "application/json", body: `"` + strings.Repeat("x", 1<<20) + `"`, want: `"\"` + strings.Repeat("x", 65535) + `"`},
		{name: "redirect", status: 302, media: "text/plain", body: "there", want: `"there"`},
		{name: "not modified", status: 304, want: "null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := badAnswer{status: max(c.status, 200), media: c.media, encoding: c.encoding, body: c.body}
			if c.status > 0 {
				s.status = c.status
			}
			reply, err := s.call(t)
			want, fails := strings.CutPrefix(c.want, "! ")
			if fails {
				var f *fault.Fault
				if !errors.As(err, &f) || !strings.HasPrefix(f.Detail, want) || f.Processed != fault.Yes {
					t.Fatalf("got %v, want a fault that was processed: %s", err, want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := reply.Body.String(); got != want || reply.Status != s.status {
				t.Errorf("got %d %.100s (%d bytes), want %d %.100s (%d bytes)", reply.Status, got, len(got), s.status, want, len(want))
			}
		})
	}
}

// badAnswer is what a service answers.
type badAnswer struct {
	status                int
	media, encoding, body string
}

func (a badAnswer) call(t *testing.T) (connector.Reply, error) {
	c := serveLimited(t, connector.Settings{AnswerBody: 1 << 20}, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = nil
		if a.media != "" {
			w.Header().Set("Content-Type", a.media)
		}
		if a.encoding != "" {
			w.Header().Set("Content-Encoding", a.encoding)
		}
		if a.status >= 300 && a.status < 400 {
			w.Header().Set("Location", "/stock/other/check")
		}
		w.WriteHeader(a.status)
		io.WriteString(w, a.body)
	})
	return c.Invoke(t.Context(), connector.Request{Operation: "check", With: parse(t, `{"sku":"a","items":[]}`)})
}

func TestHeadersOfTheAnswer(t *testing.T) {
	c := serve(t, inventory, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["X-Two"] = []string{"a", "b"}
		w.Header().Set("X-Odd", "\xff")
		w.Header()["Date"] = nil
		w.WriteHeader(204)
	})
	reply, err := c.Invoke(t.Context(), connector.Request{Operation: "check", With: parse(t, `{"sku":"a","items":[]}`)})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := reply.Headers.Value().String(), `{"x-odd":"`+"\uFFFD"+`","x-two":"a, b"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := reply.Headers.Get("x-TWO"); got != "a" {
		t.Errorf("Get: got %q, want a", got)
	}
}
