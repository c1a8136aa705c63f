package schema

import (
	"encoding/base64"
	"math"

	"tutti/value"
)

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

// ofText tells whether a text has the format; what the package does not know it has.
func (f formatID) ofText(text []byte) bool {
	if check := formatTexts[f]; check != nil {
		return check(string(text))
	}
	return true
}

var formatTexts = [...]func(string) bool{
	formatDateTime:        isDateTime,
	formatDate:            isDate,
	formatTime:            isTime,
	formatDuration:        isDuration,
	formatUUID:            isUUID,
	formatIPv4:            isIPv4,
	formatIPv6:            isIPv6,
	formatEmail:           isEmail,
	formatHostname:        isHostname,
	formatURI:             isURI,
	formatURIReference:    isURIReference,
	formatURITemplate:     isURITemplate,
	formatPointer:         isPointer,
	formatRelativePointer: isRelativePointer,
	formatRegex:           isRegex,
	formatByte:            isBase64,
	formatPassword:        nil,
}

// ofNumber tells whether a number has the format.
func (f formatID) ofNumber(n value.Value) bool {
	switch f {
	case formatInt32:
		i, ok := n.Int()
		return ok && math.MinInt32 <= i && i <= math.MaxInt32
	case formatInt64:
		_, ok := n.Int()
		return ok
	default:
		return true
	}
}

func isPointer(text string) bool {
	if text == "" {
		return true
	}
	for i := 0; i < len(text); i++ {
		if text[i] == '~' && (i+1 == len(text) || text[i+1] != '0' && text[i+1] != '1') {
			return false
		}
	}
	return text[0] == '/'
}

func isRelativePointer(text string) bool {
	n := digits(text)
	rest := text[n:]
	return n > 0 && (text[0] != '0' || n == 1) && (rest == "#" || isPointer(rest))
}

func isRegex(text string) bool {
	_, err := newPattern(text)
	return err == nil
}

func isBase64(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}

func isUUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (text[i] == '-') || !dash && !isHex(text[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }
