// Package connector is what every outside protocol has in common: a contract is loaded, opened as a connection
// and its operations are invoked. It knows no protocol and makes no policy: retries, timeouts and
// breakers belong to package call and to the machine.
package connector

import (
	"context"
	"time"

	"tutti/diag"
	"tutti/flow"
)

// Connector reads the contracts of one protocol. It has no state.
type Connector interface {
	// Load reads a contract and everything it refers to. The Contract is nil if the findings have errors.
	Load(s Source) (Contract, diag.List)
}

// Source is where the contract of a service lies.
type Source struct {
	Name flow.Name                         // the service, with the place in tutti.yaml where it is declared
	Path string                            // of the contract: relative to the project, with slashes
	Read func(path string) ([]byte, error) // reads a file of the project; Load asks for no path outside of it
	Docs bool                              // descriptions of inputs and schemas are kept, for editors
}

// Contract is what a service offers. It never changes, and may be used by many goroutines at once.
type Contract interface {
	// Names are those of the operations, in order of the contract.
	Names() []string
	// Operation is what the contract says of one of them. A large contract has thousands, of which a project uses a few.
	Operation(name string) (Operation, bool)
	// Open makes a connection; it need not touch the network. An error says what is wrong
	// with the settings, as in "it has no url": the caller names the service.
	Open(ctx context.Context, s Settings) (Conn, error)
}

// Settings are what a project says about a service beyond its contract. Zero values mean the defaults.
type Settings struct {
	URL         string        // "" for the contract's own
	DialTimeout time.Duration // of making one connection
	AnswerBody  int64         // bytes of one answer
	JSONDepth   int           // of one answer
}

// Conn calls a service. It may be used by many goroutines at once; who opened it closes it.
type Conn interface {
	// Invoke makes one attempt. The Reply of a service that refused has its status and is no error;
	// every error is a *fault.Fault that says whether the request may have been processed.
	// When ctx ends, Invoke ends.
	Invoke(ctx context.Context, r Request) (Reply, error)
	// Close ends what is idle; calls under way finish.
	Close() error
}
