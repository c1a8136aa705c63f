package catalog

import (
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

// versions checks that a workflow which runs another asks for the version that the
// project has: it has one of each.
func (l *loader) versions(d *flow.Definition) {
	walk(d.Steps, func(s *flow.Step) {
		r, ok := s.Do.(*flow.Run)
		if !ok || r.Version == "" {
			return
		}
		if w := l.project.Workflow(r.Workflow.Text); w != nil && w.Definition.Version != r.Version {
			l.diags.Errorf(r.Workflow.Pos, CodeVersion, "the workflow %q has version %q here, not %q", r.Workflow.Text, w.Definition.Version, r.Version)
		}
	})
}
