package check

import (
	"slices"
	"strconv"
	"strings"

	"tutti/diag"
	"tutti/schema"
)

// Contracts is what the services of a project offer.
type Contracts interface {
	// Services lists the names of all services.
	Services() []string
	// Operations lists what a service offers. None means that its contract could
	// not be read: that has its own finding, and the service's calls have none.
	Operations(service string) []string
	Operation(service, name string) (Operation, bool)
}

// Operation is what the checker needs to know of an operation, be it one that a
// service offers or one of the public contract.
type Operation struct {
	Name         string
	Doc          string
	Method, Path string   // "" if the protocol has none
	At           diag.Pos // in the contract

	Inputs   []Input
	HasBody  bool           // a request may carry a body
	OpenBody bool           // the body takes fields beyond Inputs
	Body     *schema.Schema // what a body must be that is given whole; nil: not known

	Answers []Answer // in order of the contract; none: nothing is known of them
	Safe    bool     // it changes nothing

	Unsupported string // why it cannot be called; "" if it can
}

// Input is one name that `with` may hold.
type Input struct {
	Name        string
	Doc         string
	At          diag.Pos       // in the contract
	Schema      *schema.Schema // nil: any value
	Body        bool           // a field of the body, not a parameter
	Required    bool
	Nullable    bool   // null is sent; otherwise it is left out
	Clash       bool   // the name is written out, path.id or body.id, since several inputs have it
	Unsupported string // why it cannot be sent; "" if it can
}

// Answer is one answer that the contract lists.
type Answer struct {
	Status string         // "200", "2XX" or "default"
	Schema *schema.Schema // of the value; nil: any
	Empty  bool           // there is no body, so the value is null
}

// input finds an input by its name.
func (o *Operation) input(name string) (Input, bool) {
	i := slices.IndexFunc(o.Inputs, func(in Input) bool { return in.Name == name })
	if i < 0 {
		return Input{}, false
	}
	return o.Inputs[i], true
}

// writtenOut are the inputs that have a name in common, as `with` writes them.
func (o *Operation) writtenOut(name string) []string {
	var out []string
	for _, in := range o.Inputs {
		if _, bare, _ := strings.Cut(in.Name, "."); in.Clash && bare == name {
			out = append(out, in.Name)
		}
	}
	return out
}

// answer is what the contract says about a status: in so many words, by its class or
// by default.
func (o *Operation) answer(status int) (Answer, bool) {
	code := strconv.Itoa(status)
	for _, listed := range []string{code, code[:1] + "XX", "default"} {
		i := slices.IndexFunc(o.Answers, func(a Answer) bool { return a.Status == listed })
		if i >= 0 {
			return o.Answers[i], true
		}
	}
	return Answer{}, false
}

// statuses are the statuses that the contract lists.
func (o *Operation) statuses() []string {
	var out []string
	for _, a := range o.Answers {
		out = append(out, a.Status)
	}
	return out
}
