package check

import (
	"tutti/diag"
	"tutti/flow"
)

// depthMeter finds the first place that is nested too deeply, and goes no deeper.
type depthMeter struct {
	values int // how deep values may be
	found  bool
	at     diag.Pos
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
	switch a := s.Do.(type) {
	case *flow.Call:
		d.value(a.With, 1)
		d.value(a.Body, 1)
		d.fields(a.Headers, 1)
	case *flow.Parallel:
		for _, b := range a.Branches {
			d.list(b.Steps, depth+1)
		}
	case *flow.For:
		d.value(a.In, 1)
		d.list(a.Steps, depth+1)
	case *flow.If:
		d.list(a.Then, depth+1)
		d.list(a.Else, depth+1)
	case *flow.Set:
		d.fields(a.Fields, 1)
	case *flow.Fail:
		d.value(a.Error, 1)
	case *flow.Return:
		d.value(a.Body, 1)
		d.fields(a.Headers, 1)
	}
	if s.Compensate != nil {
		d.step(s.Compensate, depth+1)
	}
}

func (d *depthMeter) fields(fs []flow.Field, depth int) {
	for _, f := range fs {
		d.value(f.Value, depth)
	}
}

func (d *depthMeter) value(v flow.Value, depth int) {
	if v == nil || d.tooDeep(v.At(), depth, d.values) {
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
