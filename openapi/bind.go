package openapi

import (
	"fmt"
	"net/textproto"
	"slices"
	"strings"

	"tutti/schema"
	"tutti/value"
)

// maxFindings is how many ways in which a request breaks its contract are told of.
const maxFindings = 20

// Request is what a client sent. Nothing in it is decoded yet.
type Request struct {
	Path        []string            // what stands at the places of the path, in their order
	Query       string              // without the question mark
	Headers     map[string][]string // by name, as net/http writes them
	ContentType string              // of the body
	Body        []byte
	HasBody     bool
}

// Mismatch is one way in which a message breaks its contract. It names members and parameters, never what they hold.
type Mismatch struct {
	In      string // path, query, header, cookie or body; status for an answer
	Name    string // of the parameter; "" for a body
	Pointer string // JSON pointer into it
	Message string
	Schema  string // file#/pointer of what it breaks
	Foreign bool   // the name is one that the contract does not know
}

// Bound is what a Binder makes of a request.
type Bound struct {
	Input value.Value
	Wrong []Mismatch // how the request breaks the contract; Input is made in spite of it, of what could be understood
	// Refused is the status for a request that cannot be understood at all, and Why says why; 0: it can.
	Refused int
	Why     string
}

// Binder makes $input of the requests to one operation, and holds its answers against the contract. It is safe for concurrent use.
type Binder struct {
	op     *Operation
	depth  int        // of JSON
	params []*binding // by place; of two with one name the first counts
	path   []*binding // those of the path, in order of their places
	byName map[string]*binding
	query  queryNames
	bodies []*bodyBinding // in order of the contract

	answers []*answerBinding
}

// binding is one parameter.
type binding struct {
	*Parameter
	at     int // in Binder.params
	reader *reader
	header string      // the name as net/http writes it
	absent value.Value // what it is when it is not there: the default
	filled bool        // there is a default
}

// NewBinder makes a Binder that takes JSON as deep as that; 0 is the default of package value. The error says what of the operation
// cannot be served.
func NewBinder(o *Operation, depth int) (*Binder, error) {
	if why := o.Unservable(); why != "" {
		return nil, fmt.Errorf("%s", why)
	}
	b := &Binder{op: o, depth: depth, byName: map[string]*binding{}}
	known := &readers{}
	params := slices.SortedStableFunc(slices.Values(o.Parameters), func(a, b *Parameter) int { return int(a.In) - int(b.In) })
	for i, p := range params {
		one := &binding{Parameter: p, at: i, reader: known.of(p.Schema), header: textproto.CanonicalMIMEHeaderKey(p.Name)}
		one.absent, one.filled = defaultOf(p.Schema)
		b.params = append(b.params, one)
		if b.byName[p.Name] == nil {
			b.byName[p.Name] = one
		}
	}
	for _, name := range Places(o.Path) {
		i := slices.IndexFunc(b.params, func(p *binding) bool { return p.In == InPath && p.Name == name })
		b.path = append(b.path, b.params[i])
	}
	b.query = namesOfQuery(b.params)
	if o.Body != nil {
		for _, m := range o.Body.Content {
			b.bodies = append(b.bodies, newBodyBinding(m, known))
		}
	}
	for _, a := range o.Answers {
		b.answers = append(b.answers, newAnswerBinding(a, known))
	}
	return b, nil
}

// Bind makes $input of a request: the parameters by their names, typed as the contract says, and the fields of the body; a body that
// is no object is called body. With check, the request is held against the contract.
func (b *Binder) Bind(r *Request, check bool) Bound {
	x := &bound{binder: b, request: r, check: check}
	if !x.parameters() || !x.body() {
		return x.Bound
	}
	x.assemble()
	return x.Bound
}

// bound is one request while it is taken apart.
type bound struct {
	Bound
	binder  *Binder
	request *Request
	check   bool
	given   []given // the parameters, in order of the binder
	whole   value.Value
	media   *bodyBinding // nil: there is no body
}

// given is the value of a parameter.
type given struct {
	*binding
	value value.Value
}

func (x *bound) refuse(status int, format string, args ...any) bool {
	x.Refused, x.Why = status, fmt.Sprintf(format, args...)
	return false
}

func (x *bound) wrong(m Mismatch) {
	if !x.check || len(x.Wrong) == maxFindings {
		return
	}
	if m.Schema == "" {
		m.Schema = x.binder.op.At.File + "#" + x.binder.op.Name + "/" + m.In
	}
	m.Name, m.Pointer, m.Message = cut(m.Name), cut(m.Pointer), cut(m.Message)
	x.Wrong = append(x.Wrong, m)
}

// cut bounds a text with names of the client's in it.
func cut(text string) string {
	const most = 300
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// validate holds a value against its schema.
func (x *bound) validate(v value.Value, s *schema.Schema, in, name string) {
	if !x.check || s == nil {
		return
	}
	for _, f := range s.Validate(v, schema.Options{Direction: schema.Request, Formats: true, Max: maxFindings}) {
		x.wrong(Mismatch{In: in, Name: name, Pointer: f.Instance, Message: f.Message, Schema: f.Schema})
	}
}

// defaultOf is the default of a schema or of what it refers to.
func defaultOf(s *schema.Schema) (value.Value, bool) {
	for range maxLevels {
		if v, ok := s.Default(); ok || s.Ref() == nil {
			return v, ok
		}
		s = s.Ref()
	}
	return value.Value{}, false
}
