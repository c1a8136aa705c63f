package catalog

import (
	"tutti/diag"
	"tutti/flow"
)

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
