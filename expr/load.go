package expr

import (
	"fmt"

	"github.com/itchyny/gojq"

	"tutti/value"
)

// load is a variable that the virtual machine takes, cut to the constant path behind it, so
// that only what is used gets decoded.
type load struct {
	slot int
	keys []string
}

// maxDigits bounds the text of a number in the virtual machine, whose big integers cost
// more than their length.
const maxDigits = 1000

// load is the decoded value of the i-th load, or an error that jq may catch.
func (m *meter) load(i int) any {
	if m.loaded == nil {
		m.loaded = make([]any, len(m.loads))
	}
	if m.loaded[i] == nil {
		m.loaded[i] = m.fetch(m.loads[i])
	}
	return m.loaded[i]
}

func (m *meter) fetch(l load) any {
	v := m.env.Var(l.slot)
	for _, key := range l.keys {
		switch v.Kind() {
		case value.Null:
			return nil
		case value.Object:
			v = v.Get(key)
		default:
			a := m.decode(v)
			if err, failed := a.(error); failed {
				return err
			}
			return &failure{message: "expected an object but got: " + preview(a)}
		}
	}
	return m.decode(v)
}

// decode charges for a variable before it is decoded.
func (m *meter) decode(v value.Value) any {
	f := footprintOf(v.Raw())
	m.seen(f.widest)
	m.decoded -= f.bytes
	switch {
	case f.digits > maxDigits:
		m.exceed(fmt.Sprintf("a number of more than %d digits", maxDigits))
	case m.decoded < 0:
		m.exceed(fmt.Sprintf("more than %d bytes of decoded variables", m.limits.Bytes*decodedShare))
	case m.look(len(v.Raw())):
		return v.Any()
	}
	return stop()
}

// footprint is what a JSON text takes when decoded.
type footprint struct {
	bytes  int
	widest int // the longest string, or the members of the largest object times memberBytes
	digits int // of the longest number
}

// footprintOf goes once through the text, which need not be valid.
func footprintOf(b []byte) footprint {
	var f footprint
	members := make([]int, 1, 16) // of the containers around
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '"':
			start := i
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			f.bytes += stringBytes + i - start
			f.widest = max(f.widest, i-start)
		case '{', '[':
			f.bytes += slotBytes
			if c == '{' {
				f.bytes += objectBytes
			}
			members = append(members, 0)
		case '}', ']':
			n := members[len(members)-1]
			if members = members[:max(1, len(members)-1)]; c == '}' {
				f.bytes += n * memberBytes / 2
				f.widest = max(f.widest, n*memberBytes)
			}
		case ',':
			members[len(members)-1]++
			f.bytes += slotBytes
		case ' ', '\t', '\n', '\r', ':':
		default:
			start := i
			for i+1 < len(b) && (isWord(b[i+1]) || b[i+1] == '.' || b[i+1] == '+' || b[i+1] == '-') {
				i++
			}
			f.bytes += slotBytes
			f.digits = max(f.digits, i-start+1)
		}
	}
	return f
}

// failure is an error of our natives, in the words of gojq where gojq has the same. Public is the message
// without data; if it is empty, withoutData makes one.
type failure struct{ message, public string }

func (f *failure) Error() string { return f.message }

// preview is how gojq's messages show a value.
func preview(v any) string {
	if v == nil {
		return "null"
	}
	return gojq.TypeOf(v) + " (" + gojq.Preview(v) + ")"
}
