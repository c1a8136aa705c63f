package check

import (
	"tutti/diag"
	"tutti/flow"
)

// maxDepth bounds how deeply steps are nested. It is far above what can be read,
// and far below what would trouble a stack.
const maxDepth = 32

// tooDeep reports the first step or value that is nested too deeply; nothing
// else may walk such a definition.
func (c *checker) tooDeep(def *flow.Definition) bool {
	d := depthMeter{most: c.cfg.Limits.JSONDepth}
	d.value(def.Key, 1)
	d.list(def.Steps, 1)
	if d.found {
		c.errorf(d.at, CodeDepth, "make a part of it simpler", "nested too deeply: steps go %d deep at most, values %d", maxDepth, d.most)
	}
	return d.found
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
	d.values(s.Do)
	for _, l := range flow.Lists(s.Do) {
		d.list(l, depth+1)
	}
	if s.Compensate != nil {
		d.step(s.Compensate, depth+1)
	}
}

// values measures what an action takes beside steps.
func (d *depthMeter) values(do flow.Action) {
	switch a := do.(type) {
	case *flow.Call:
		d.all(a.With, a.Body, a.Cache, a.URL, a.Path)
		d.fields(a.Headers, 1)
	case *flow.For:
		d.all(a.In, a.Concurrency)
	case *flow.Repeat:
		d.all(a.Until, a.Every)
	case *flow.Switch:
		for _, k := range a.Cases {
			d.value(k.When, 1)
		}
	case *flow.Set:
		d.fields(a.Fields, 1)
	case *flow.Wait:
		d.value(a.For, 1)
	case *flow.Await:
		d.fields(a.Match, 1)
	case *flow.Human:
		d.all(a.Title, a.Form, a.Users, a.Roles)
		for _, e := range a.Escalate {
			d.all(e.Users, e.Roles)
		}
	case *flow.Emit:
		d.value(a.Data, 1)
	case *flow.Run:
		d.value(a.With, 1)
	case *flow.Fail:
		d.value(a.Error, 1)
	case *flow.Return:
		d.all(a.Status, a.Body)
		d.fields(a.Headers, 1)
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
