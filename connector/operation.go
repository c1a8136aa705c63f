package connector

import (
	"tutti/diag"
	"tutti/schema"
)

// Operation is what a contract says about one thing a service does.
type Operation struct {
	Name   string // what stands behind the dot of service.operation
	Doc    string // one line for people; "" if the contract has none
	At     diag.Pos
	Method string // GET, POST, …; "" where the protocol has none
	Path   string // as the contract writes it; "" where the protocol has none
	Inputs []Input

	HasBody    bool           // a request may carry a body
	OpenBody   bool           // the body takes fields beyond Inputs, or the contract does not say which
	Body       *schema.Schema // what the body must be, whole; nil: the contract does not say
	Answers    []Answer       // in order of the contract; none: it does not say
	Safe       bool           // the protocol says that a call changes nothing (RFC 9110, section 9.2.1)
	Idempotent bool           // the protocol says that twice is the same as once (RFC 9110, section 9.2.2)

	// Unsupported says why the operation cannot be called, "" if it can: a checker
	// reports it where a workflow uses the operation.
	Unsupported string
}

// Input is one name that `with` may hold.
//
// Where several inputs of an operation have the same name in the contract, say a parameter and a field, each is written out with
// its place: path.id, body.id.
type Input struct {
	Name     string // as `with` writes it
	In       Place
	Required bool
	ReadOnly bool           // only answers have it: a request may carry it in vain
	Schema   *schema.Schema // nil: the contract does not say
	Doc      string         // with Source.Docs; "" if the contract has none
	At       diag.Pos
	Nullable bool // null is sent; otherwise it is left out
	Clash    bool // Name is written out, since several inputs have the name

	Unsupported string // why it cannot be sent, "" if it can
}

// Answer is what an operation answers with a status.
type Answer struct {
	Status string         // "200", "2XX" or "default"
	Schema *schema.Schema // of the body in the form that is asked for, as a step has it; nil: the contract does not say
	Empty  bool           // the contract lists no body
	Forms  []Form         // that the body has, the one that is asked for first
	At     diag.Pos
}

// Form is one form of a body.
type Form struct {
	Media  string         // the media type, in lower case and without parameters; a range such as text/* stays one
	Schema *schema.Schema // of the value that is made of it; nil: the contract does not say
}

// Place is where an input travels.
type Place uint8

// The places.
const (
	InBody Place = iota
	InPath
	InQuery
	InHeader
	InCookie
)

func (p Place) String() string {
	switch p {
	case InPath:
		return "path"
	case InQuery:
		return "query"
	case InHeader:
		return "header"
	case InCookie:
		return "cookie"
	default:
		return "body"
	}
}

// Bare is the name that the contract gives the input.
func (in Input) Bare() string {
	if in.Clash {
		return in.Name[len(in.In.String())+1:]
	}
	return in.Name
}

// Input finds an input by name.
func (o *Operation) Input(name string) (Input, bool) {
	for _, in := range o.Inputs {
		if in.Name == name {
			return in, true
		}
	}
	return Input{}, false
}
