package schema

import "tutti/value"

// formatID is a format by number; most schemas that have one have one of these.
type formatID uint8

// The formats that Options.Formats asserts. formatOther is any other word.
const (
	formatNone formatID = iota
	formatOther
	formatDateTime
	formatDate
	formatTime
	formatDuration
	formatUUID
	formatIPv4
	formatIPv6
	formatEmail
	formatHostname
	formatURI
	formatURIReference
	formatURITemplate
	formatPointer
	formatRelativePointer
	formatRegex
	formatInt32
	formatInt64
	formatFloat
	formatDouble
	formatByte
	formatBinary
	formatPassword
)

var formatNames = [...]string{
	formatNone:            "",
	formatOther:           "",
	formatDateTime:        "date-time",
	formatDate:            "date",
	formatTime:            "time",
	formatDuration:        "duration",
	formatUUID:            "uuid",
	formatIPv4:            "ipv4",
	formatIPv6:            "ipv6",
	formatEmail:           "email",
	formatHostname:        "hostname",
	formatURI:             "uri",
	formatURIReference:    "uri-reference",
	formatURITemplate:     "uri-template",
	formatPointer:         "json-pointer",
	formatRelativePointer: "relative-json-pointer",
	formatRegex:           "regex",
	formatInt32:           "int32",
	formatInt64:           "int64",
	formatFloat:           "float",
	formatDouble:          "double",
	formatByte:            "byte",
	formatBinary:          "binary",
	formatPassword:        "password",
}

func (f formatID) String() string { return formatNames[f] }

func formatOf(word string) formatID {
	if word == "" {
		return formatNone
	}
	for i, name := range formatNames {
		if name == word {
			return formatID(i)
		}
	}
	return formatOther
}

func (f formatID) ofText(text []byte) bool { return true }

func (f formatID) ofNumber(n value.Value) bool { return true }
