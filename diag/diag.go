// Package diag says what is wrong in a file a user wrote, where, and how to mend it.
// It finds nothing by itself: the parsers and the checker fill it.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a file. Line and Col count from 1, Col in characters; zero means unknown.
type Pos struct {
	File string
	Line int
	Col  int
}

// String is the form that terminals and editors turn into a link: file:line:col.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Severity says whether a diagnostic stops a project from being served.
type Severity uint8

// The severities; an Error stops, a Warning does not.
const (
	Error Severity = iota
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one finding. Message says what is wrong without a final stop;
// Suggestion, if any, is the mend: `did you mean "call"?`.
type Diagnostic struct {
	Pos        Pos
	Severity   Severity
	Code       string
	Message    string
	Suggestion string
}

func (d Diagnostic) String() string {
	s := fmt.Sprintf("%s: %s %s: %s", d.Pos, d.Severity, d.Code, d.Message)
	if d.Suggestion != "" {
		s += " (" + d.Suggestion + ")"
	}
	return s
}

// List collects findings; the zero List is empty and ready to use.
type List []Diagnostic

// Errorf adds an error.
func (l *List) Errorf(p Pos, code, format string, args ...any) {
	l.Add(Diagnostic{Pos: p, Code: code, Message: fmt.Sprintf(format, args...)})
}

// Add adds a finding as it is.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// HasErrors tells whether any finding is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sort orders by file, line, column and code, and drops repetitions.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	*l = slices.Compact(*l)
}

// Err is nil when nothing in the list is an error, otherwise the list as an error.
func (l List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return l
}

// Error is every finding on a line of its own.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, d := range l {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}
