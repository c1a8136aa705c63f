package machine

import (
	"fmt"
	"slices"
	"time"

	"tutti/fault"
	"tutti/flow"
	"tutti/plan"
	"tutti/value"
)

// wait is a command that the host has not answered yet.
type wait struct {
	seq     int
	fiber   *fiber // who waits; nil: nobody any more, or it is a scope's timer
	scope   *scope // whose timer it is, or the failing scope that the answer matters to
	ins     int    // the instruction
	frame   *frame
	attempt int
	pause   bool // a timer between attempts or turns, or before a try starts again
	maybe   bool // an attempt before this one may have happened
	undoes  bool
}

// undoable tells whether what was asked leaves something behind.
func (w *wait) undoable(p *plan.Plan) bool { return p.Code[w.ins].Undo != nil }

// post gives a command to the host and notes that its answer is awaited.
func (m *Machine) post(c Command, w wait) {
	w.seq = c.Seq
	m.waits = append(m.waits, w)
	m.out = append(m.out, c)
}

// take finds what waits for an answer, and strikes it off.
func (m *Machine) take(seq int) (wait, bool) {
	i, ok := slices.BinarySearchFunc(m.waits, seq, func(w wait, s int) int { return w.seq - s })
	if !ok {
		return wait{}, false
	}
	w := m.waits[i]
	m.waits = slices.Delete(m.waits, i, i+1)
	return w, true
}

// ask asks the host for what an instruction waits for.
func (m *Machine) ask(f *fiber, ins *plan.Ins) *fault.Fault {
	return m.send(wait{fiber: f, ins: f.pc, frame: f.frame, attempt: 1, undoes: f.undoing()}, ins)
}

// undoing tells whether the fiber is part of a compensation.
func (f *fiber) undoing() bool {
	s := f.scope
	for s.parent != nil {
		s = s.parent
	}
	return s.undo != nil
}

// send makes the command of an instruction.
func (m *Machine) send(w wait, ins *plan.Ins) *fault.Fault {
	c := Command{Step: ins.Step, Attempt: w.attempt, Undoes: w.undoes}
	if ins.Op != plan.Call {
		c.Ask = &Ask{}
	}
	err := m.fill(&c, ins, w.frame)
	if err != nil {
		return err
	}
	m.seq++
	c.Seq, c.Key = m.seq, m.key(ins.Step, w.frame)
	if mutant == 7 && w.attempt > 1 {
		c.Key += "again"
	}
	m.post(c, w)
	return nil
}

func (m *Machine) fill(c *Command, ins *plan.Ins, f *frame) (err *fault.Fault) {
	switch ins.Op {
	case plan.Call:
		return fillCall(c, ins.Call, f)
	case plan.Wait:
		return fillTimer(c, ins.Wait, f)
	case plan.Await:
		c.Kind, c.Types = Await, ins.Wait.Types
		for _, h := range ins.Wait.Match {
			v, err := h.Value.Eval(f)
			if err != nil {
				return err
			}
			c.Match = append(c.Match, Field{h.Name, v})
		}
	case plan.Task:
		return fillTask(c, ins.Wait, f)
	case plan.Emit:
		c.Kind, c.Types, c.To = Emit, ins.Wait.Types, ins.Wait.To
		c.With, err = eval(ins.Wait.Data, f)
	case plan.Child:
		w := ins.Wait
		c.Kind, c.Workflow, c.Version, c.Detach = Child, w.Workflow, w.Version, w.Detach
		c.With, err = eval(w.Data, f)
	}
	return err
}

func fillCall(c *Command, call *plan.CallSpec, f *frame) (err *fault.Fault) {
	c.Kind, c.Call = Call, call
	if c.With, err = eval(call.With, f); err != nil {
		return err
	}
	if c.Body, err = eval(call.Body, f); err != nil {
		return err
	}
	if call.URL != nil {
		url, err := call.URL.Eval(f)
		if err != nil {
			return err
		}
		c.URL = url.Text()
	}
	c.Headers, err = headers(call.Headers, f)
	return err
}

func fillTimer(c *Command, w *plan.WaitSpec, f *frame) *fault.Fault {
	c.Kind = Timer
	v, err := w.For.Eval(f)
	if err != nil {
		return err
	}
	if d, bad := flow.ParseDuration(v.Text()); bad == nil && v.Kind() == value.String {
		c.Min, c.Max = d, d
		return nil
	}
	if seconds, ok := v.Int(); ok {
		c.Until = time.Unix(seconds, 0).UTC()
		return nil
	}
	t, bad := time.Parse(time.RFC3339, v.Text())
	if bad != nil {
		return &fault.Fault{Kind: fault.Expression, Detail: fmt.Sprintf("wait: %s is neither a duration nor a time", v)}
	}
	c.Until = t
	return nil
}

func fillTask(c *Command, w *plan.WaitSpec, f *frame) *fault.Fault {
	c.Kind, c.Task = Task, &TaskSpec{}
	title, err := w.Title.Eval(f)
	if err != nil {
		return err
	}
	c.Task.Title, _ = title.Scalar()
	for _, part := range []struct {
		from *plan.Template
		to   *value.Value
	}{{w.Form, &c.Task.Form}, {w.Users, &c.Task.Users}, {w.Roles, &c.Task.Roles}} {
		if *part.to, err = eval(part.from, f); err != nil {
			return err
		}
	}
	for _, e := range w.Escalate {
		users, err := eval(e.Users, f)
		if err != nil {
			return err
		}
		roles, err := eval(e.Roles, f)
		if err != nil {
			return err
		}
		c.Task.Escalate = append(c.Task.Escalate, Escalation{After: e.After, Users: users, Roles: roles})
	}
	return nil
}

func eval(t *plan.Template, f *frame) (value.Value, *fault.Fault) {
	if t == nil {
		return value.Value{}, nil
	}
	return t.Eval(f)
}

// duration evaluates a length of time: a text, or a number of seconds.
func duration(t *plan.Template, f *frame, what string) (time.Duration, *fault.Fault) {
	v, err := t.Eval(f)
	if err != nil {
		return 0, err
	}
	if seconds, ok := v.Float(); ok && seconds > 0 && seconds < 9e9 {
		return time.Duration(seconds * float64(time.Second)), nil
	}
	d, bad := flow.ParseDuration(v.Text())
	if bad != nil {
		return 0, &fault.Fault{Kind: fault.Expression, Detail: fmt.Sprintf("%s: %s is no duration", what, v)}
	}
	return d, nil
}

// headers evaluates header values; a null leaves its header out.
func headers(hs []plan.Header, f *frame) ([]Header, *fault.Fault) {
	var out []Header
	for _, h := range hs {
		v, err := h.Value.Eval(f)
		if err != nil {
			return nil, err
		}
		if v.IsNull() {
			continue
		}
		s, ok := v.Scalar()
		if !ok {
			return nil, &fault.Fault{Kind: fault.Expression, Detail: "header " + h.Name + " is of type " + v.Kind().String() + ", and a header is text"}
		}
		out = append(out, Header{h.Name, s})
	}
	return out, nil
}
