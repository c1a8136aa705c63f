package connector

import (
	"slices"
	"strings"

	"tutti/value"
)

// Request is one call. With holds the inputs by name; Body is for a body that is no object.
type Request struct {
	Operation  string
	With       value.Value // an object, or null
	Body       value.Value
	HasBody    bool // Body is sent, even if it is null
	Headers    []Header
	Key        string // Idempotency-Key; "" for none
	Trace      string // traceparent (W3C Trace Context); "" for none
	TraceState string // tracestate beside it; "" for none
	RequestID  string // X-Request-Id, unless With or Headers set it; "" for none
}

// Header is one header that a workflow adds.
type Header struct{ Name, Value string }

// Reply is an answer of a service, whatever its status.
type Reply struct {
	Status  int
	Headers Headers
	Body    value.Value
}

// Headers are the headers of an answer as they came; they become a value only where one is asked for.
type Headers struct{ fields map[string][]string }

// HeadersOf takes over fields, which must not change any more.
func HeadersOf(fields map[string][]string) Headers { return Headers{fields} }

// Get is the first header of that name in any spelling, or "".
func (h Headers) Get(name string) string {
	for k, v := range h.fields {
		if len(v) > 0 && strings.EqualFold(k, name) {
			return v[0]
		}
	}
	return ""
}

// Value is an object of strings by name in lower case, in order of the names.
// Of a repeated header the values are joined by ", " (RFC 9110, section 5.3).
func (h Headers) Value() value.Value {
	names := make([]string, 0, len(h.fields))
	for k := range h.fields {
		names = append(names, k)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	b := value.NewBuilder(32 * len(names))
	b.BeginObject()
	for i, k := range names {
		if i > 0 && strings.EqualFold(k, names[i-1]) {
			continue
		}
		b.Name(strings.ToLower(k))
		b.Text(strings.ToValidUTF8(strings.Join(h.fields[k], ", "), "\uFFFD"))
	}
	b.EndObject()
	return b.Done()
}
