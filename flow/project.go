package flow

import (
	"time"

	"tutti/diag"
)

// Project is the file tutti.yaml: services, gateway, policies.
type Project struct {
	File     string
	Name     Name
	Env      []Name // what of the environment the project may see
	Services []*Service
	Gateway  Gateway
}

// Service is an upstream that workflows call.
type Service struct {
	diag.Pos
	Name     Name
	Protocol string // "openapi": which key named the contract
	Contract Name   // path of the contract, relative to the project
	URL      Value  // a text over $env; nil: the contract's first server
	Timeout  time.Duration
	Retry    *Retry // of its calls, where a step has none; nil: one attempt
	// Responses: what an answer is that breaks the contract; zero: Enforce.
	Responses Breach
}

// Breach says what becomes of a message that breaks its contract.
type Breach string

// What becomes of it.
const (
	Enforce Breach = "enforce" // it is refused
	Report  Breach = "report"  // it passes, and is counted as drift
	Ignore  Breach = "ignore"  // nobody looks
)

// Or is b, or the default where nothing is said.
func (b Breach) Or(byDefault Breach) Breach {
	if b == "" {
		return byDefault
	}
	return b
}

// Gateway is what holds for all routes.
type Gateway struct {
	diag.Pos
	Public       bool   // every route declares that everybody may call it
	Contract     Name   // path of the document that clients see, relative to the project; zero: none
	Requests     Breach // of the contract; zero: Enforce
	Responses    Breach // likewise; zero: Report
	Uncompressed bool   // answers are not compressed for clients that can read them so
	CORS         *CORS  // nil: no pages of other origins
}
