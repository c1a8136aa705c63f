package connector

// Operation is what a contract says about one thing a service does.
type Operation struct {
	Name   string // what stands behind the dot of service.operation
	Doc    string // one line for people; "" if the contract has none
	Inputs []Input

	HasBody    bool // a request may carry a body
	OpenBody   bool // the body takes fields beyond Inputs, or the contract does not say which
	Idempotent bool // the protocol says that twice is the same as once (RFC 9110, section 9.2.2)

	// Unsupported says why the operation cannot be called, "" if it can: a checker
	// reports it where a workflow uses the operation.
	Unsupported string
}

// Input is one name that `with` may hold.
type Input struct {
	Name     string
	In       Place
	Required bool
	Nullable bool // null is sent; otherwise it is left out
	Clash    bool // several inputs have this name, say a parameter and a field, so `with` cannot say which

	Unsupported string // why it cannot be sent, "" if it can
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

// Input finds an input by name.
func (o *Operation) Input(name string) (Input, bool) {
	for _, in := range o.Inputs {
		if in.Name == name {
			return in, true
		}
	}
	return Input{}, false
}
