//go:build !mutant

package machine

// mutant is the number of the planted bug; there is none but in tests that must
// find each of them.
const mutant = 0
