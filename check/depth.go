package check

import (
	"tutti/diag"
	"tutti/flow"
)

// maxDepth bounds how deeply steps are nested. It is far above what can be read,
// and far below what would trouble a stack.
const maxDepth = 32

// tooDeep finds the first step or value that is nested too deeply; nothing may walk
// such a definition.
func tooDeep(def *flow.Definition, values int) (diag.Pos, bool) {
	d := depthMeter{most: values}
	d.value(def.Key, 1)
	d.list(def.Steps, 1)
	return d.at, d.found
}

// depthMeter finds the first place that is nested too deeply, and goes no deeper.
type depthMeter struct {
	most  int // how deep values may be
	found bool
	at    diag.Pos
}

func (d *depthMeter) list(steps []*flow.Step, depth int) {
	for _, s := range steps {
		d.step(s, depth)
	}
}

func (d *depthMeter) step(s *flow.Step, depth int) {
	if d.tooDeep(s.Pos, depth, maxDepth) || s.Do == nil {
		return
	}
	d.all(s.If, s.Timeout)
	d.all(operands(s.Do)...)
	for _, l := range flow.Lists(s.Do) {
		d.list(l, depth+1)
	}
	if s.Compensate != nil {
		d.step(s.Compensate, depth+1)
	}
}

func (d *depthMeter) all(vs ...flow.Value) {
	for _, v := range vs {
		d.value(v, 1)
	}
}

func (d *depthMeter) fields(fs []flow.Field, depth int) {
	for _, f := range fs {
		d.value(f.Value, depth)
	}
}

func (d *depthMeter) value(v flow.Value, depth int) {
	if v == nil || d.tooDeep(v.At(), depth, d.most) {
		return
	}
	switch v := v.(type) {
	case *flow.Object:
		d.fields(v.Fields, depth+1)
	case *flow.Array:
		for _, i := range v.Items {
			d.value(i, depth+1)
		}
	}
}

func (d *depthMeter) tooDeep(p diag.Pos, depth, most int) bool {
	if depth > most && !d.found {
		d.found, d.at = true, p
	}
	return d.found
}
