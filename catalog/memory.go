package catalog

import (
	"tutti/diag"
	"tutti/flow"
	"tutti/plan"
)

// Plans are the plans of all workflows, by name.
func (p *Project) Plans() map[string]*plan.Plan {
	out := map[string]*plan.Plan{}
	for _, w := range p.Workflows {
		out[w.Definition.Name.Text] = w.Plan
	}
	return out
}

// Operations are all operations of all services, as "service.operation".
func (p *Project) Operations() []string {
	var out []string
	for _, s := range p.Services {
		for _, op := range (contracts{p}).Operations(s.Flow.Name.Text) {
			out = append(out, s.Flow.Name.Text+"."+op)
		}
	}
	return out
}

// Reach is a workflow and all that it runs, and those run.
func (p *Project) Reach(name string) []*Workflow {
	var out []*Workflow
	seen := map[string]bool{}
	for todo := []string{name}; len(todo) > 0; todo = todo[1:] {
		w := p.Workflow(todo[0])
		if w == nil || seen[todo[0]] {
			continue
		}
		seen[todo[0]] = true
		out = append(out, w)
		todo = append(todo, w.Plan.Runs...)
	}
	return out
}

// NeedsDurable tells what of a workflow cannot run in memory, or not in this version.
func (w *Workflow) NeedsDurable() diag.List {
	d := w.Definition
	var found diag.List
	if d.Mode == flow.Durable {
		found.Errorf(d.Name.Pos, CodeDurable, "workflow %q is durable, and durable mode comes later; until then it runs with tutti run --simulate", d.Name.Text)
		return found
	}
	if d.Key != nil {
		found.Errorf(d.Key.At(), CodeDurable, "key comes with durable mode, which knows the open runs; until then it runs with tutti run --simulate")
	}
	walk(d.Steps, func(s *flow.Step) {
		switch a := s.Do.(type) {
		case *flow.Await:
			found.Errorf(s.Pos, CodeDurable, "await comes with durable mode, which keeps events; until then it runs with tutti run --simulate")
		case *flow.Human:
			found.Errorf(s.Pos, CodeDurable, "human comes with durable mode, which keeps tasks; until then it runs with tutti run --simulate")
		case *flow.Emit:
			found.Errorf(s.Pos, CodeDurable, "emit comes with durable mode, which keeps events; until then it runs with tutti run --simulate")
		case *flow.Call:
			if a.Cache != nil {
				found.Errorf(a.Cache.At(), CodeDurable, "cache comes with the policies of calls; until then it runs with tutti run --simulate")
			}
			if a.URL != nil {
				found.Errorf(a.URL.At(), CodeDurable, "url comes with calls without a contract; until then it runs with tutti run --simulate")
			}
		}
	})
	found.Sort()
	return found
}

// Unserved tells which triggers of a workflow a server would never act on.
func (w *Workflow) Unserved() diag.List {
	var found diag.List
	refuse := func(at diag.Pos, kind string) {
		found.Errorf(at, CodeDurable, "%s comes with durable mode; nothing else starts the workflow %q", kind, w.Definition.Name.Text)
	}
	for _, t := range w.Definition.Triggers {
		switch t := t.(type) {
		case *flow.HTTP:
		case *flow.Schedule:
			refuse(t.Pos, "schedule")
		case *flow.OnEvent:
			refuse(t.Pos, "event")
		case *flow.Webhook:
			refuse(t.Pos, "webhook")
		default:
			panic("catalog: unknown trigger")
		}
	}
	return found
}

// inherit gives the calls that say nothing of retries what their service says.
func (p *Project) inherit(d *flow.Definition) {
	services := contracts{p}
	walk(d.Steps, func(s *flow.Step) {
		c, ok := s.Do.(*flow.Call)
		if !ok || s.Retry != nil || c.Idempotent != nil && !*c.Idempotent {
			return
		}
		if service := services.find(c.Service.Text); service != nil {
			s.Retry = service.Flow.Retry
		}
	})
}

// walk calls yield for all steps, at every depth, with their compensations.
func walk(steps []*flow.Step, yield func(*flow.Step)) {
	for _, s := range steps {
		yield(s)
		for _, inside := range inner(s.Do) {
			walk(inside, yield)
		}
		if s.Compensate != nil {
			walk([]*flow.Step{s.Compensate}, yield)
		}
	}
}

// inner are the lists of steps in a step.
func inner(do flow.Action) [][]*flow.Step {
	var out [][]*flow.Step
	switch a := do.(type) {
	case *flow.Call:
		out = append(out, a.Fallback)
	case *flow.Parallel:
		for _, b := range a.Branches {
			out = append(out, b.Steps)
		}
	case *flow.For:
		out = append(out, a.Steps)
	case *flow.Repeat:
		out = append(out, a.Steps)
	case *flow.If:
		out = append(out, a.Then, a.Else)
	case *flow.Switch:
		for _, c := range a.Cases {
			out = append(out, c.Then)
		}
		out = append(out, a.Else)
	case *flow.Try:
		out = append(out, a.Steps, a.Finally)
		for _, c := range a.Catch {
			out = append(out, c.Then)
		}
	}
	return out
}
