package public_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"tutti/openapi"
	"tutti/schema"
	"tutti/value"
)

// operationHeader carries the name of the operation that a test calls, so that the stub can hold what comes against it.
const operationHeader = "X-Stub-Operation"

// prefix is what stands before every path: the URL of a service may have one.
const prefix = "/some/prefix"

// stub plays the service of a document: it holds each request against the contract and answers from it.
type stub struct {
	ops  map[string]*served
	last heard
}

// served is one operation.
type served struct {
	*openapi.Operation
	path   *regexp.Regexp
	binder *openapi.Binder
	why    string // it has no binder
	answer answer
}

// heard is what came with the last request. The client reads it once it has the answer.
type heard struct {
	input value.Value // what the binder makes of the request
	json  bool        // the body is JSON
	wrong []string
}

func newStub(doc *openapi.Document) *stub {
	s := &stub{ops: map[string]*served{}}
	for _, o := range doc.Operations {
		op := &served{Operation: o, path: template(o), answer: answerOf(o)}
		var err error
		if op.binder, err = openapi.NewBinder(o, 0); err != nil {
			op.why = err.Error()
		}
		s.ops[o.Name] = op
	}
	return s
}

// template matches the paths of an operation, as they stand in a URL, and finds what stands at its places. Documents tell
// operations of one path apart by a fragment, which is never sent.
func template(o *openapi.Operation) *regexp.Regexp {
	path, _, _ := strings.Cut(o.Path, "#")
	places := regexp.MustCompile(`\{[^}]*\}`)
	literals, from := "", 0
	for _, at := range places.FindAllStringIndex(path, -1) {
		literals += regexp.QuoteMeta(path[from:at[0]]) + `([^/?#]+)`
		from = at[1]
	}
	return regexp.MustCompile(`^` + literals + regexp.QuoteMeta(path[from:]) + `$`)
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.last = heard{}
	op := s.ops[r.Header.Get(operationHeader)]
	if op == nil {
		http.Error(w, "no operation is named", http.StatusBadRequest)
		return
	}
	s.hear(op, r)
	op.answer.write(w, r)
}

func (s *stub) wrong(format string, args ...any) {
	s.last.wrong = append(s.last.wrong, fmt.Sprintf(format, args...))
}

// hear holds a request against the contract.
func (s *stub) hear(op *served, r *http.Request) {
	if r.Method != op.Method {
		s.wrong("the method is %s, not %s", r.Method, op.Method)
	}
	path := r.URL.EscapedPath()
	for _, server := range op.Servers { // its own come instead of the usual prefix
		if _, after, ok := strings.Cut(server.URL, "://"); ok {
			if _, own, ok := strings.Cut(after, "/"); ok && own != "" {
				path = strings.TrimPrefix(path, "/"+strings.TrimSuffix(own, "/"))
			}
		}
	}
	places := op.path.FindStringSubmatch(strings.TrimPrefix(path, prefix))
	if places == nil {
		s.wrong("the path %s does not fit %s", path, op.Path)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.wrong("the body cannot be read: %v", err)
	}
	if op.binder == nil {
		return
	}
	bound := op.binder.Bind(&openapi.Request{
		Path: places[1:], Query: r.URL.RawQuery, Headers: r.Header,
		ContentType: r.Header.Get("Content-Type"), Body: body, HasBody: len(body) > 0,
	}, true)
	if bound.Refused != 0 {
		s.wrong("it is refused with %d: %s", bound.Refused, bound.Why)
	}
	for _, m := range bound.Wrong {
		s.wrong("%s %s %s: %s", m.In, m.Name, m.Pointer, m.Message)
	}
	s.last.input = bound.Input
	s.last.json = openapi.IsJSON(r.Header.Get("Content-Type"))
}

// answer is what the stub answers with: an example of the contract, or a sample.
type answer struct {
	status  int
	media   string // "" without a body
	body    []byte
	value   value.Value // that the client should make of it
	missing bool        // the contract asks for a body that no value fits
}

// answerOf is the first success that the contract lists, or else the first answer.
func answerOf(o *openapi.Operation) answer {
	if len(o.Answers) == 0 {
		return answer{status: http.StatusNoContent}
	}
	chosen := o.Answers[0]
	for _, a := range o.Answers {
		if a.Status[0] == '2' {
			chosen = a
			break
		}
	}
	a := answer{status: statusOf(chosen.Status)}
	if len(chosen.Content) == 0 || o.Method == http.MethodHead || a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		return a
	}
	a.fill(preferred(chosen.Content))
	return a
}

func statusOf(listed string) int {
	switch {
	case listed == "default":
		return http.StatusOK
	case strings.HasSuffix(listed, "XX"):
		return int(listed[0]-'0') * 100
	}
	var n int
	fmt.Sscan(listed, &n)
	return n
}

// preferred is the first form that is JSON, or else the first.
func preferred(content []*openapi.Media) *openapi.Media {
	for _, m := range content {
		if openapi.IsJSON(m.Type) {
			return m
		}
	}
	return content[0]
}

// fill writes the body in a form.
func (a *answer) fill(m *openapi.Media) {
	a.media = m.Type
	switch {
	case openapi.IsJSON(m.Type) || m.Type == "*/*" || m.Type == "application/*":
		if strings.HasSuffix(m.Type, "*") {
			a.media = "application/json"
		}
		var ok bool
		a.value, ok = valueOf(m, schema.Response)
		a.body, a.missing = a.value.Raw(), !ok
	case openapi.IsText(m.Type):
		a.media = strings.Replace(m.Type, "*", "plain", 1) + "; charset=utf-8"
		a.body = []byte("some text")
		a.value = value.FromString("some text")
	default:
		a.media = strings.Replace(m.Type, "*", "stub", 1)
		a.body = []byte("bytes")
		a.value = value.FromString("Ynl0ZXM=")
	}
}

// valueOf is an example of the contract that keeps it, or else a sample.
func valueOf(m *openapi.Media, d schema.Direction) (value.Value, bool) {
	for _, v := range m.Examples {
		if m.Schema.Accepts(v, schema.Options{Direction: d, Formats: true}) {
			return v, true
		}
	}
	return schema.Sample(m.Schema, d)
}

func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	if a.media != "" {
		w.Header().Set("Content-Type", a.media)
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // a client that is gone is seen by the test
	}
}
