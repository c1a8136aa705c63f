package expr

import "fmt"

// Error says what is wrong with the text of an expression. Offset counts bytes from its start.
// Suggestion, if there is one, is what to write instead.
type Error struct {
	Offset     int
	Message    string
	Suggestion string
}

func (e *Error) Error() string {
	if e.Suggestion == "" {
		return e.Message
	}
	return fmt.Sprintf("%s (%s)", e.Message, e.Suggestion)
}
