package schema

import (
	"tutti/diag"
	"tutti/value"
)

// Options say how a value is looked at.
type Options struct {
	Direction Direction
	Formats   bool // the formats that the package knows are asserted; without it a format says nothing
	Max       int  // how many findings are enough; 0: 20
}

// Direction says which way a value goes: members that are readOnly need not be in a request, those that are writeOnly
// not in an answer.
type Direction uint8

// The directions.
const (
	Both Direction = iota
	Request
	Response
)

// Finding is one way in which a value breaks its schema. It names members, never what they hold.
type Finding struct {
	Instance string   // JSON pointer into the value
	Schema   string   // file#/pointer of the keyword
	At       diag.Pos // of the schema
	Message  string
}

// Validate is what is wrong with a value, nil if nothing is.
func (s *Schema) Validate(v value.Value, o Options) []Finding {
	return nil
}
