package rest

import (
	"fmt"
	"net/http"
	"strings"

	"tutti/connector"
	"tutti/diag"
	"tutti/fault"
	"tutti/value"
)

// draft is a request while `with` is taken apart. It lives for one call.
type draft struct {
	op      *operation
	path    []byte        // of the URL, from the prefix on; the query follows after a question mark
	query   []byte        // with a leading & per pair
	headers http.Header   // of the contract's parameters and the workflow; nil: none yet
	cookies []byte        // pairs
	body    []byte        // nil: none
	fields  bool          // body is an object that is still open
	parts   []part        // of a multipart body
	media   string        // the Content-Type of the body
	values  []value.Value // of path parameters, by index of the parameter
	given   []bool        // by index into op.needed

	// Room for what is usual, so that a call makes one piece of garbage less each.
	valueRoom [8]value.Value
	givenRoom [32]bool
	pathRoom  [256]byte
	queryRoom [128]byte
}

// refuse is a request that breaks the contract; it was not sent.
func (o *operation) refuse(format string, args ...any) *fault.Fault {
	f := fault.New(fault.Contract, o.target+": "+fmt.Sprintf(format, args...), nil)
	f.Processed = fault.No
	return f
}

// write puts the request together.
func (d *draft) write(r *connector.Request, prefix string) *fault.Fault {
	d.values, d.given, d.query = d.valueRoom[:0], d.givenRoom[:0], d.queryRoom[:0]
	d.values = append(d.values, make([]value.Value, len(d.op.params))...)
	d.given = append(d.given, make([]bool, len(d.op.needed))...)
	if f := d.split(r.With); f != nil {
		return f
	}
	for i, given := range d.given {
		if given {
			continue
		}
		if in, _ := d.op.Input(d.op.needed[i]); in.In != connector.InBody || !r.HasBody {
			return d.op.refuse("the %s input %q is required and has no value", in.In, in.Name)
		}
	}
	if f := d.finishBody(r); f != nil {
		return f
	}
	if f := d.fill(prefix); f != nil {
		return f
	}
	for _, h := range r.Headers {
		if f := d.header(h.Name, h.Value); f != nil {
			return f
		}
	}
	return nil
}

// split sends each member of `with` to its place, in one pass.
func (d *draft) split(with value.Value) *fault.Fault {
	if k := with.Kind(); k != value.Object && k != value.Null {
		return d.op.refuse("`with` must be an object, not %s", k)
	}
	for name, v := range with.Members() {
		in, known := d.op.inputs[name]
		switch {
		case !known && !d.op.OpenBody:
			return d.unknown(name)
		case in.clash:
			return d.clash(name)
		case !known:
			in = input{param: -1, field: -1, need: -1}
		case !in.nullable && v.IsNull():
			continue
		}
		if in.need >= 0 {
			d.given[in.need] = true
		}
		if in.param < 0 {
			d.field(in, name, v, len(with.Raw()))
			continue
		}
		if f := d.param(in.param, v); f != nil {
			return f
		}
	}
	return nil
}

// clash refuses a name that several inputs have.
func (d *draft) clash(name string) *fault.Fault {
	var all []string
	for _, in := range d.op.Inputs {
		if in.Bare() == name {
			all = append(all, in.Name)
		}
	}
	return d.op.refuse("several inputs are called %q; write %s", name, strings.Join(all, " or "))
}

func (d *draft) unknown(name string) *fault.Fault {
	names := make([]string, len(d.op.Inputs))
	for i, in := range d.op.Inputs {
		names[i] = in.Name
	}
	if s := diag.DidYouMean(name, names); s != "" {
		return d.op.refuse("it has no input %q (%s)", name, s)
	}
	return d.op.refuse("it has no input %q", name)
}

// param keeps a path parameter for later and writes any other.
func (d *draft) param(i int, v value.Value) *fault.Fault {
	p := &d.op.params[i]
	if p.unsupported != "" {
		return d.op.refuse("the %s parameter %q %s", p.in, p.name, p.unsupported)
	}
	switch p.in {
	case connector.InPath:
		d.values[i] = v
	case connector.InQuery:
		d.query = p.write(d.query, v)
	case connector.InCookie:
		d.cookies = p.write(d.cookies, v)
	case connector.InHeader:
		return d.header(p.name, p.plain(v))
	default:
		panic("rest: a field of the body is no parameter")
	}
	return nil
}

// fill writes the path and the query. A value cannot change which path is meant: separators in it are
// escaped, and it cannot be empty or make a segment "." or "..", which even escaped mean other paths.
func (d *draft) fill(prefix string) *fault.Fault {
	d.path = append(d.pathRoom[:0], prefix...)
	for _, piece := range d.op.path {
		d.path = append(d.path, piece.text...)
		if piece.param < 0 {
			break
		}
		p := &d.op.params[piece.param]
		before := len(d.path)
		if d.path = p.write(d.path, d.values[piece.param]); len(d.path) == before {
			return d.op.refuse("the path parameter %q is empty", p.name)
		}
	}
	if len(d.op.path) > 1 && dotted(string(d.path)) {
		return d.op.refuse(`the path parameters make a segment "." or "..", which would lead elsewhere`)
	}
	if d.query = append(d.query, d.op.query...); len(d.query) > 0 {
		d.path = append(append(d.path, '?'), d.query[1:]...)
	}
	return nil
}

// dotted tells whether a path has a segment that means "here" or "up".
func dotted(path string) bool {
	for s := range strings.SplitSeq(path, "/") {
		if s == "." || s == ".." {
			return true
		}
	}
	return false
}
