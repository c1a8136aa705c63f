package machine

import (
	"strconv"

	"tutti/plan"
)

// key names what is asked for its receiver, the same at every attempt and replay:
// run, step, turns of the loops around it, attempts of the tries around it. Parts
// that are empty at the end are left out.
func (m *Machine) key(step int, f *frame) string {
	s := &m.plan.Steps[step]
	key := make([]byte, 0, 64)
	key = append(append(append(key, m.id...), '/'), s.Label...)
	at := len(key)
	key = m.turns(append(key, '/'), f)
	if len(key) == at+1 && len(s.Tries) == 0 {
		return string(key[:at])
	}
	if len(s.Tries) == 0 {
		return string(key)
	}
	if len(key) == at+1 {
		key = append(key, '-')
	}
	for i, t := range s.Tries {
		sep := byte('.')
		if i == 0 {
			sep = '/'
		}
		made, _ := f.Var(t).Int()
		key = strconv.AppendInt(append(key, sep), made, 10)
	}
	return string(key)
}

// turns appends the numbers of the turns around, the outermost first.
func (m *Machine) turns(dst []byte, f *frame) []byte {
	if f == nil {
		return dst
	}
	dst = m.turns(dst, f.parent)
	if !m.plan.Frames[f.kind].Turn {
		return dst
	}
	if dst[len(dst)-1] != '/' {
		dst = append(dst, '.')
	}
	return append(dst, f.slots[plan.SlotIndex].Raw()...)
}
