package expr

import (
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"slices"

	"github.com/itchyny/gojq"
)

// editor changes one value at many paths, for `=`, `|=`, setpath, del and what is made of them.
// Values never change, so it copies each array and object on the way the first time, and then
// writes into its copy. gojq has the same thing inside; this one charges for what it copies and
// refuses `.[2e7] = 1` before there is an array of that length.
type editor struct {
	m     *meter
	root  any
	owned map[uintptr]any // the copies, which nobody else knows; kept, so that nothing else gets their address
	drops []any           // paths to delete in the end
}

// deleted stands for what is to be taken out by finish.
type deleted struct{}

func newEditor(m *meter, v any) *editor { return &editor{m: m, root: v, owned: map[uintptr]any{}} }

// set puts v at the path.
func (e *editor) set(path []any, v any) error {
	root, err := e.update(e.root, path, v)
	if err == nil {
		e.root = root
	}
	return err
}

// take is the value at the path. Its receiver may keep it, so it must not change any more.
func (e *editor) take(path []any) (any, error) {
	v := e.root
	for _, p := range path {
		var err error
		if v, err = e.child(v, p); err != nil {
			return nil, err
		}
	}
	if e.owns(v) {
		clear(e.owned)
	}
	return v, nil
}

// own notes a copy.
func (e *editor) own(v any) { e.owned[reflect.ValueOf(v).Pointer()] = v }

func (e *editor) owns(v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		_, ok := e.owned[reflect.ValueOf(v).Pointer()]
		return ok
	default:
		return false
	}
}

// child is v[p] for reading.
func (e *editor) child(v, p any) (any, error) {
	switch c := v.(type) {
	case map[string]any:
		if name, ok := p.(string); ok {
			return c[name], nil
		}
		if s, ok := p.(map[string]any); ok {
			if _, _, err := sliceBounds(s, 0); err != nil {
				return nil, err
			}
		}
	case []any:
		return e.childOfArray(c, p)
	case string:
		return e.childOfText(c, p)
	}
	return nil, pathError(v, p)
}

func (e *editor) childOfArray(v []any, p any) (any, error) {
	switch p := p.(type) {
	case []any:
		if places := e.m.arrayPlaces(v, p); places != nil {
			return places, nil
		}
		return nil, stop()
	case map[string]any:
		start, end, err := sliceBounds(p, len(v))
		if err != nil {
			return nil, err
		}
		return v[start:end], nil
	}
	i, ok := gojq.ToInt(p)
	if !ok {
		return nil, pathError(v, p)
	}
	if i < 0 {
		i += len(v)
	}
	if i < 0 || i >= len(v) {
		return nil, nil
	}
	return v[i], nil
}

// childOfText counts code points.
func (e *editor) childOfText(v string, p any) (any, error) {
	if !e.m.look(4*len(v)) || !e.m.make(4*len(v)) {
		return nil, stop()
	}
	points := []rune(v)
	if s, ok := p.(map[string]any); ok {
		start, end, err := sliceBounds(s, len(points))
		if err != nil {
			return nil, err
		}
		return string(points[start:end]), nil
	}
	i, ok := gojq.ToInt(p)
	if !ok {
		return nil, pathError(v, p)
	}
	if i < 0 {
		i += len(points)
	}
	if i < 0 || i >= len(points) {
		return nil, nil
	}
	return string(points[i]), nil
}

// pathError is nil where gojq finds null: every kind of step is possible on null.
func pathError(v, p any) error {
	switch p.(type) {
	case string:
		if _, ok := v.(map[string]any); !ok && v != nil {
			return &failure{message: "expected an object but got: " + preview(v)}
		}
	case int, float64, *big.Int, json.Number, map[string]any:
		if _, ok := v.([]any); !ok && v != nil {
			return &failure{message: "expected an array but got: " + preview(v)}
		}
	default:
		if _, ok := v.([]any); ok {
			return &failure{message: "expected a number for indexing an array but got: " + preview(p)}
		}
		return &failure{message: "expected a string for object key but got: " + preview(p)}
	}
	return nil
}

// update is v with n at the path.
func (e *editor) update(v any, path []any, n any) (any, error) {
	if len(path) == 0 {
		return n, nil
	}
	if _, ok := v.(deleted); ok {
		return v, nil
	}
	if err := pathError(v, path[0]); err != nil {
		return nil, err
	}
	switch p := path[0].(type) {
	case string:
		object, _ := v.(map[string]any)
		return e.updateMember(object, p, path[1:], n)
	case map[string]any:
		array, _ := v.([]any)
		return e.updateSlice(array, p, path[1:], n)
	default:
		array, _ := v.([]any)
		i, _ := gojq.ToInt(p)
		return e.updateElement(array, i, path[1:], n)
	}
}

func (e *editor) updateMember(v map[string]any, name string, path []any, n any) (any, error) {
	old, exists := v[name]
	if !exists && n == (deleted{}) {
		return orNil(v == nil, v), nil
	}
	u, err := e.update(old, path, n)
	if err != nil {
		return nil, err
	}
	if !e.owns(v) || v == nil {
		if !e.m.make(objectBytes + len(v)*memberBytes) {
			return nil, stop()
		}
		w := make(map[string]any, len(v)+1)
		for k, x := range v {
			w[k] = x
		}
		v = w
		e.own(v)
	}
	if !exists {
		e.m.bytes -= memberBytes
		e.m.seen((len(v) + 1) * memberBytes)
	}
	v[name] = u
	return v, nil
}

func (e *editor) updateElement(v []any, i int, path []any, n any) (any, error) {
	at := i
	if at < 0 {
		at += len(v)
	}
	switch {
	case at < 0 && n == (deleted{}):
		return orNil(v == nil, v), nil
	case at < 0:
		return nil, &failure{message: "array index should not be negative: " + gojq.Preview(i)}
	case at >= len(v) && n == (deleted{}):
		return orNil(v == nil, v), nil
	case at >= 0x20000000:
		return nil, &failure{message: "array index too large: " + gojq.Preview(i)}
	}
	var old any
	if at < len(v) {
		old = v[at]
	}
	u, err := e.update(old, path, n)
	if err != nil {
		return nil, err
	}
	w, err := e.writable(v, max(len(v), at+1))
	if err != nil {
		return nil, err
	}
	w[at] = u
	return w, nil
}

// writable is an array of our own with v's elements and the given length.
func (e *editor) writable(v []any, length int) ([]any, error) {
	if e.owns(v) && length <= cap(v) && cap(v) > 0 {
		return v[:length], nil
	}
	room := length
	if length > len(v) && len(v) > 0 {
		room += length / 2
	}
	if !e.m.make(room * slotBytes) {
		return nil, stop()
	}
	w := make([]any, length, room)
	copy(w, v)
	e.own(w)
	return w, nil
}

func (e *editor) updateSlice(v []any, bounds map[string]any, path []any, n any) (any, error) {
	start, end, err := sliceBounds(bounds, len(v))
	if err != nil {
		return nil, err
	}
	if start == end && n == (deleted{}) {
		return orNil(v == nil, v), nil
	}
	u, err := e.update(v[start:end:end], path, n)
	if err != nil {
		return nil, err
	}
	var middle []any
	switch u := u.(type) {
	case []any:
		middle = u
	case deleted:
		middle = slices.Repeat([]any{deleted{}}, end-start)
	default:
		return nil, &failure{message: "expected an array but got: " + preview(u)}
	}
	if len(middle) == end-start && e.owns(v) {
		copy(v[start:], middle)
		return v, nil
	}
	if !e.m.make((len(v) + 2*len(middle)) * slotBytes) {
		return nil, stop()
	}
	w := make([]any, 0, len(v)-(end-start)+len(middle))
	w = append(append(append(w, v[:start]...), middle...), v[end:]...)
	e.own(w)
	return w, nil
}

// orNil keeps a nil map or slice from becoming a value that is not null.
func orNil(isNil bool, v any) any {
	if isNil {
		return nil
	}
	return v
}

// sliceBounds are the places of {"start": …, "end": …} in an array of length n.
func sliceBounds(s map[string]any, n int) (start, end int, err error) {
	from, ok1 := s["start"]
	to, ok2 := s["end"]
	if !ok1 || !ok2 {
		return 0, 0, &failure{message: `expected "start" and "end" for slicing but got: ` + preview(s)}
	}
	end = n
	if from != nil {
		if start, err = bound(from, math.Floor); err != nil {
			return 0, 0, err
		}
		start = clamp(start, 0, n)
	}
	if to != nil {
		if end, err = bound(to, ceil); err != nil {
			return 0, 0, err
		}
		end = clamp(end, start, n)
	}
	return start, end, nil
}

func bound(v any, round func(float64) float64) (int, error) {
	f, ok := gojq.ToFloat64(v)
	if !ok {
		return 0, &failure{message: "expected a number for indexing an array but got: " + preview(v)}
	}
	if i, whole := v.(int); whole {
		return i, nil
	}
	n, _ := gojq.ToInt(round(f))
	return n, nil
}

// ceil is how gojq rounds the end of a slice: what would round to minus zero, and NaN, is the end.
func ceil(f float64) float64 {
	if -1 < f && f < 0 || math.IsNaN(f) {
		return math.Inf(1)
	}
	return math.Ceil(f)
}

func clamp(i, low, high int) int {
	if i < 0 {
		i += high
	}
	return min(max(i, low), high)
}

// finish deletes what was dropped and gives the result. Paths go in jq's order, so what stands around
// others goes first, and the elements of arrays move only at the end.
func (e *editor) finish() (any, error) {
	if len(e.drops) == 0 {
		return e.root, nil
	}
	if look, made := sortPrice(e.m, e.drops, nil); !e.m.look(look) || !e.m.make(made) {
		return nil, stop()
	}
	drops := slices.Clone(e.drops)
	slices.SortStableFunc(drops, gojq.Compare)
	for _, d := range drops {
		path, ok := d.([]any)
		if !ok {
			return nil, &failure{message: "expected an array but got: " + preview(d)}
		}
		if err := e.set(path, deleted{}); err != nil {
			return nil, err
		}
	}
	return e.sweep(e.root), nil
}

// sweep goes only through copies of our own, since deletions are nowhere else.
func (e *editor) sweep(v any) any {
	switch c := v.(type) {
	case deleted:
		return nil
	case map[string]any:
		if !e.owns(v) {
			return v
		}
		for k, x := range c {
			if x == (deleted{}) {
				delete(c, k)
			} else {
				c[k] = e.sweep(x)
			}
		}
	case []any:
		if !e.owns(v) {
			return v
		}
		kept := c[:0]
		for _, x := range c {
			if x != (deleted{}) {
				kept = append(kept, e.sweep(x))
			}
		}
		clear(c[len(kept):])
		return kept
	}
	return v
}
