package catalog

import (
	"context"
	"errors"
	"fmt"

	"tutti/connector"
	"tutti/diag"
	"tutti/expr"
	"tutti/flow"
	"tutti/plan"
	"tutti/value"
)

// Environment looks up a variable of the process's environment.
type Environment func(name string) (string, bool)

func (p *Project) envNames() []string {
	var out []string
	for _, n := range p.Flow.Env {
		out = append(out, n.Text)
	}
	return out
}

// Env gives the values of $env: of what tutti.yaml lists, what is set.
func (p *Project) Env(get Environment) map[string]value.Value {
	out := map[string]value.Value{}
	for _, name := range p.envNames() {
		if v, ok := get(name); ok {
			out[name] = value.FromString(v)
		}
	}
	return out
}

// address checks that a service's URL uses nothing but $env, and of that only
// what the project may see.
func (l *loader) address(s *flow.Service) {
	flow.Exprs(s.URL, func(e *flow.Expr) {
		p, err := expr.Parse(e.Source)
		if err != nil {
			l.diags.Errorf(e.Pos, CodeURL, "service %q: %v", s.Name.Text, err)
			return
		}
		for _, ref := range p.Refs() {
			l.envRef(e.Place(ref.Offset), ref)
		}
	})
}

func (l *loader) envRef(at diag.Pos, ref expr.Ref) {
	if ref.Name != "env" || len(ref.Path) == 0 {
		l.diags.Errorf(at, CodeURL, "in tutti.yaml only $env.NAME exists, not $%s", ref.Name)
		return
	}
	listed := l.project.envNames()
	for _, name := range listed {
		if name == ref.Path[0] {
			return
		}
	}
	mend := diag.DidYouMean(ref.Path[0], listed)
	if mend == "" {
		mend = fmt.Sprintf("add it: `env: [%s]`", ref.Path[0])
	}
	l.diags.Add(diag.Diagnostic{Pos: at, Code: CodeURL, Message: fmt.Sprintf("$env.%s is not listed under env", ref.Path[0]), Suggestion: mend})
}

// Connections are the open connections of a project, by service.
type Connections map[string]connector.Conn

// Close closes them all.
func (c Connections) Close() error {
	var errs []error
	for _, conn := range c {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

// Connect opens the services. Of a service named in urls that address is used
// instead of the project's. The findings tell of each address that is missing or
// wrong; then nothing stays open.
func (p *Project) Connect(ctx context.Context, get Environment, urls map[string]string) (Connections, diag.List) {
	out := Connections{}
	var found diag.List
	for _, s := range p.Services {
		url, err := p.url(s.Flow, get, urls)
		if err == nil {
			out[s.Flow.Name.Text], err = s.Contract.Open(ctx, connector.Settings{
				URL: url, AnswerBody: p.Limits.AnswerBody, JSONDepth: p.Limits.JSONDepth,
			})
		}
		if err != nil {
			delete(out, s.Flow.Name.Text)
			found.Errorf(s.Flow.Pos, CodeURL, "service %q: %v", s.Flow.Name.Text, err)
		}
	}
	if found.HasErrors() {
		_ = out.Close()
		return nil, found
	}
	return out, nil
}

func (p *Project) url(s *flow.Service, get Environment, urls map[string]string) (string, error) {
	if url, ok := urls[s.Name.Text]; ok {
		return url, nil
	}
	if s.URL == nil {
		return "", nil
	}
	names := map[string]value.Value{}
	for _, name := range p.envNames() {
		v, ok := get(name)
		if !ok && mentions(s.URL, name) {
			return "", fmt.Errorf("the environment variable %s is not set", name)
		}
		names["env."+name] = value.FromString(v)
	}
	v, err := plan.Constant(s.URL, names, p.Limits)
	if err != nil {
		return "", err
	}
	if v.Kind() != value.String {
		return "", fmt.Errorf("the url is a %s, not text", v.Kind())
	}
	return v.Text(), nil
}

// mentions tells whether $env.name stands in v.
func mentions(v flow.Value, name string) bool {
	found := false
	flow.Exprs(v, func(e *flow.Expr) {
		p, err := expr.Parse(e.Source)
		if err != nil {
			return
		}
		for _, ref := range p.Refs() {
			found = found || ref.Name == "env" && len(ref.Path) > 0 && ref.Path[0] == name
		}
	})
	return found
}
