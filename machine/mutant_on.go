//go:build mutant

package machine

var mutant int

// Mutants are the planted bugs, numbered from 1.
var Mutants = []string{
	"",
	"what finished first is undone first",
	"calls in flight are not waited for",
	"a try that ended well keeps its compensations",
	"the scopes inside a failed one are forgotten",
	"losers are not cancelled",
	"the run does not wait for the undo of losers",
	"every attempt has a key of its own",
	"the timer of a scope that is left goes on",
	"a try that starts again keeps its names",
	"a call without an answer is not undone",
	"a late answer is dropped",
	"a finally does not run when a scope around fails",
}

// Plant makes the machine have the bug n; 0: none.
func Plant(n int) { mutant = n }
