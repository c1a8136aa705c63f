package expr

import (
	"bytes"
	"math"
	"strings"

	"github.com/itchyny/gojq"
)

// plain is d as gojq takes it.
func (e *fastEval) plain(d *datum) (any, bool) {
	switch d.kind {
	case dNull:
		return nil, true
	case dFalse, dTrue:
		return d.kind == dTrue, true
	case dInt:
		return int(d.int()), true
	case dFloat:
		return d.float(), true
	case dText:
		return d.text, true
	case dArray:
		list := make([]any, len(*d.list))
		for i := range *d.list {
			v, ok := e.plain(&(*d.list)[i])
			if !ok {
				return nil, false
			}
			list[i] = v
		}
		return list, e.spend(len(list)*slotBytes, len(list)*slotBytes)
	case dObject:
		pairs := *d.list
		object := make(map[string]any, len(pairs)/2)
		for i := 0; i < len(pairs); i += 2 {
			v, ok := e.plain(&pairs[i+1])
			if !ok {
				return nil, false
			}
			object[pairs[i].text] = v
		}
		return object, e.spend(objectBytes, objectBytes+len(pairs)*memberBytes/2)
	default:
		f := footprintOf(d.raw.Raw())
		if f.digits > maxDigits {
			return nil, e.leave()
		}
		if !e.spend(len(d.raw.Raw()), f.bytes) {
			return nil, false
		}
		return d.raw.Any(), true
	}
}

// compare is jq's order.
func (e *fastEval) compare(l, r datum) (int, bool) {
	a, b := l.rank(), r.rank()
	switch {
	case a != b:
		return a - b, true
	case a < rankNumber:
		return 0, true
	case a == rankNumber:
		return compareNumbers(e, l, r)
	case a == rankString:
		return e.compareTexts(l, r)
	}
	if x, y := l.raw.Raw(), r.raw.Raw(); l.kind == r.kind && l.list == nil && bytes.Equal(x, y) {
		return 0, e.spend(len(x), 0)
	}
	x, ok := e.plain(&l)
	if !ok {
		return 0, false
	}
	y, ok := e.plain(&r)
	if !ok {
		return 0, false
	}
	return gojq.Compare(x, y), true
}

func compareNumbers(e *fastEval, l, r datum) (int, bool) {
	x, ok1 := l.number()
	y, ok2 := r.number()
	if !ok1 || !ok2 {
		return 0, e.leave()
	}
	if x.kind == dInt && y.kind == dInt {
		switch {
		case x.int() < y.int():
			return -1, true
		case x.int() > y.int():
			return 1, true
		}
		return 0, true
	}
	switch a, b := x.float(), y.float(); {
	case a < b || math.IsNaN(a): // NaN is less than everything, itself included
		return -1, true
	case a == b:
		return 0, true
	default:
		return 1, true
	}
}

func (e *fastEval) compareTexts(l, r datum) (int, bool) {
	if !e.spend(min(l.size(), r.size()), 0) {
		return 0, false
	}
	a, plainA := l.plainText()
	b, plainB := r.plainText()
	switch {
	case plainA && plainB:
		return bytes.Compare(a, b), true
	case plainA && r.kind == dText && string(a) == r.text:
		return 0, true
	}
	x, _ := l.string()
	y, _ := r.string()
	return strings.Compare(x, y), true
}
