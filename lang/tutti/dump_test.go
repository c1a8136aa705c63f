package tutti

import (
	"fmt"
	"strings"

	"tutti/flow"
)

// dumpDefinition is a definition in a form to compare: a line for each step.
func dumpDefinition(d *flow.Definition) string {
	var b strings.Builder
	fmt.Fprintf(&b, "workflow %s", d.Name.Text)
	if d.Version != "" {
		fmt.Fprintf(&b, " version %s", d.Version)
	}
	if d.Mode != "" && d.Mode != flow.Express {
		fmt.Fprintf(&b, " mode %s", d.Mode)
	}
	b.WriteString(dumpNamed(" key", d.Key) + dumpNamed(" input", d.Input) + "\n")
	for _, t := range d.Triggers {
		if h, ok := t.(*flow.HTTP); ok {
			fmt.Fprintf(&b, "on %s %s public=%t\n", h.Method, h.Path, h.Public)
			continue
		}
		fmt.Fprintf(&b, "on %s\n", meaning(t))
	}
	dumpSteps(&b, "", d.Steps)
	return b.String()
}

func dumpSteps(b *strings.Builder, indent string, steps []*flow.Step) {
	for _, s := range steps {
		dumpStep(b, indent, "-", s)
	}
}

func dumpStep(b *strings.Builder, indent, bullet string, s *flow.Step) {
	fmt.Fprintf(b, "%s%s %d:%d %s:", indent, bullet, s.Line, s.Col, s.Label())
	if s.If != nil {
		fmt.Fprintf(b, " if %s", dumpValue(s.If))
	}
	if s.Timeout != nil {
		fmt.Fprintf(b, " timeout %s", dumpValue(s.Timeout))
	}
	if s.Retry != nil {
		fmt.Fprintf(b, " %s", meaning(s.Retry))
	}
	if s.Continue {
		b.WriteString(" continue")
	}
	inner := indent + "  "
	switch a := s.Do.(type) {
	case *flow.Call:
		fmt.Fprintf(b, " call %s%s%s", a.Target(), dumpNamed(" with", a.With), dumpNamed(" body", a.Body))
		fmt.Fprintf(b, "%s%s", dumpFields(" headers", a.Headers), strings.TrimSuffix(fmt.Sprintf(" accept %v", codes(a.Accept)), " accept []"))
		fmt.Fprintf(b, "%s%s%s%s", dumpNamed(" cache", a.Cache), dumpNamed(" url", a.URL), strings.TrimSuffix(" "+a.Method, " "), dumpNamed(" path", a.Path))
		if a.Idempotent != nil {
			fmt.Fprintf(b, " idempotent=%t", *a.Idempotent)
		}
		b.WriteByte('\n')
		for _, f := range a.Fallback {
			dumpStep(b, inner, "or", f)
		}
	case *flow.Parallel:
		fmt.Fprintf(b, " parallel%s\n", dumpJoin(a.Join, a.Concurrency))
		for _, br := range a.Branches {
			fmt.Fprintf(b, "%s%s:\n", inner, br.Name.Text)
			dumpSteps(b, inner+"  ", br.Steps)
		}
	case *flow.For:
		fmt.Fprintf(b, " for %s in %s%s%s\n", a.Name.Text, dumpValue(a.In), dumpJoin(a.Join, 0), dumpNamed(" concurrency", a.Concurrency))
		dumpSteps(b, inner, a.Steps)
	case *flow.Repeat:
		fmt.Fprintf(b, " repeat%s%s max %d\n", dumpNamed(" until", a.Until), dumpNamed(" every", a.Every), a.Max)
		dumpSteps(b, inner, a.Steps)
	case *flow.Switch:
		b.WriteString(" switch\n")
		for _, c := range a.Cases {
			fmt.Fprintf(b, "%swhen %s\n", indent, dumpValue(c.When))
			dumpSteps(b, inner, c.Then)
		}
		fmt.Fprintf(b, "%selse\n", indent)
		dumpSteps(b, inner, a.Else)
	case *flow.Try:
		b.WriteString(" try\n")
		dumpSteps(b, inner, a.Steps)
		for _, c := range a.Catch {
			fmt.Fprintf(b, "%scatch %s\n", indent, meaning(c.On))
			if c.Retry != nil {
				fmt.Fprintf(b, "%s%s\n", inner, meaning(c.Retry))
			}
			dumpSteps(b, inner, c.Then)
		}
		fmt.Fprintf(b, "%sfinally\n", indent)
		dumpSteps(b, inner, a.Finally)
	case *flow.If:
		b.WriteString(" then\n")
		dumpSteps(b, inner, a.Then)
		if a.Else != nil {
			fmt.Fprintf(b, "%selse\n", indent)
			dumpSteps(b, inner, a.Else)
		}
	case *flow.Set:
		fmt.Fprintf(b, " set%s\n", dumpFields("", a.Fields))
	case *flow.Fail:
		fmt.Fprintf(b, " fail %s\n", dumpValue(a.Error))
	case *flow.Return:
		fmt.Fprintf(b, " return%s%s%s\n", dumpNamed(" status", a.Status), dumpFields(" headers", a.Headers), dumpNamed(" body", a.Body))
	default:
		fmt.Fprintf(b, " %s\n", meaning(a))
	}
	if s.Compensate != nil {
		dumpStep(b, inner, "undo", s.Compensate)
	}
}

func dumpProject(p *flow.Project) string {
	var b strings.Builder
	fmt.Fprintf(&b, "project %s\n", p.Name.Text)
	for _, e := range p.Env {
		fmt.Fprintf(&b, "env %s\n", e.Text)
	}
	for _, s := range p.Services {
		fmt.Fprintf(&b, "service %d:%d %s: %s %s%s timeout %s", s.Line, s.Col, s.Name.Text, s.Protocol, s.Contract.Text, dumpNamed(" url", s.URL), s.Timeout)
		if s.Retry != nil {
			b.WriteString(" " + meaning(s.Retry))
		}
		b.WriteString(dumpWord(" responses ", string(s.Responses)))
		b.WriteByte('\n')
	}
	g := p.Gateway
	fmt.Fprintf(&b, "gateway public=%t%s%s%s\n", g.Public, dumpWord(" contract ", g.Contract.Text),
		dumpWord(" requests ", string(g.Requests)), dumpWord(" responses ", string(g.Responses)))
	if g.Uncompressed {
		b.WriteString("uncompressed\n")
	}
	if c := g.CORS; c != nil {
		fmt.Fprintf(&b, "cors %s | %s | %s | %t %s\n", named(c.Origins), named(c.Headers), named(c.Methods), c.Credentials, c.MaxAge)
	}
	return b.String()
}

// dumpWord is a word behind what it is, or nothing for none.
func dumpWord(name, word string) string {
	if word == "" {
		return ""
	}
	return name + word
}

func dumpJoin(j flow.Join, concurrency int) string {
	s := ""
	if j.Any > 0 {
		s += fmt.Sprintf(" join %d", j.Any)
	}
	if concurrency > 0 {
		s += fmt.Sprintf(" concurrency %d", concurrency)
	}
	return s
}

func dumpNamed(name string, v flow.Value) string {
	if v == nil {
		return ""
	}
	return name + " " + dumpValue(v)
}

func dumpFields(name string, fields []flow.Field) string {
	if len(fields) == 0 {
		return ""
	}
	return name + " " + dumpValue(&flow.Object{Fields: fields})
}

// dumpValue writes literals as JSON and expressions between « and ».
func dumpValue(v flow.Value) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case *flow.Literal:
		return string(v.JSON.Raw())
	case *flow.Expr:
		return "«" + v.Source + "»"
	case *flow.Text:
		s := fmt.Sprintf("%q", v.Lit[0])
		for i, e := range v.Exprs {
			s += "+" + dumpValue(e) + "+" + fmt.Sprintf("%q", v.Lit[i+1])
		}
		return s
	case *flow.Object:
		parts := make([]string, len(v.Fields))
		for i, f := range v.Fields {
			parts[i] = f.Name.Text + ": " + dumpValue(f.Value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case *flow.Array:
		parts := make([]string, len(v.Items))
		for i, e := range v.Items {
			parts[i] = dumpValue(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprintf("?%T", v)
}

func codes(statuses []flow.Status) []int {
	var out []int
	for _, s := range statuses {
		out = append(out, s.Code)
	}
	return out
}

func named(names []flow.Name) string {
	var texts []string
	for _, n := range names {
		texts = append(texts, n.Text)
	}
	return strings.Join(texts, " ")
}
