package openapi

import (
	"bytes"
	"regexp"
	"strings"

	"tutti/value"
)

// YAML writes a value as YAML with a line for each member.
func YAML(v value.Value) []byte {
	var b bytes.Buffer
	if v.Kind() != value.Object && v.Kind() != value.Array || v.Len() == 0 {
		writeScalar(&b, v)
		b.WriteByte('\n')
		return b.Bytes()
	}
	writeYAML(&b, v, 0, false)
	return b.Bytes()
}

// writeYAML writes an object or array that is not empty; inline, its first line has begun.
func writeYAML(b *bytes.Buffer, v value.Value, indent int, inline bool) {
	lead := func() {
		if !inline {
			b.WriteString(strings.Repeat(" ", indent))
		}
		inline = false
	}
	if v.Kind() == value.Array {
		for e := range v.Elems() {
			lead()
			b.WriteString("- ")
			if isBlock(e) {
				writeYAML(b, e, indent+2, true)
				continue
			}
			writeScalar(b, e)
			b.WriteByte('\n')
		}
		return
	}
	for name, m := range v.Members() {
		lead()
		writeText(b, name)
		b.WriteByte(':')
		if isBlock(m) {
			b.WriteByte('\n')
			writeYAML(b, m, indent+2, false)
			continue
		}
		b.WriteByte(' ')
		writeScalar(b, m)
		b.WriteByte('\n')
	}
}

func isBlock(v value.Value) bool {
	return (v.Kind() == value.Object || v.Kind() == value.Array) && v.Len() > 0
}

func writeScalar(b *bytes.Buffer, v value.Value) {
	switch v.Kind() {
	case value.String:
		writeText(b, v.Text())
	case value.Object:
		b.WriteString("{}")
	case value.Array:
		b.WriteString("[]")
	default:
		b.Write(v.Raw())
	}
}

// plainText is what no reader of YAML, old or new, takes for anything but text.
var plainText = regexp.MustCompile(`^[A-Za-z_/$][A-Za-z0-9_./$-]*( [A-Za-z0-9_./-]+)*$`)

func writeText(b *bytes.Buffer, s string) {
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
	default:
		if plainText.MatchString(s) {
			b.WriteString(s)
			return
		}
	}
	b.Write(value.AppendString(nil, s)) // JSON's strings are YAML's
}
