package machine_test

import (
	"fmt"
	"strings"
	"time"

	"tutti/fault"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// show prints what the machine wants, and how the run ended if it has.
func show(p *plan.Plan, m *machine.Machine, commands []machine.Command) string {
	out := commandsOf(p, commands)
	switch {
	case m.Ended():
		return out + showResult(m.Result()) + "\n"
	case out == "":
		return "waits\n"
	default:
		return out
	}
}

func commandsOf(p *plan.Plan, commands []machine.Command) string {
	var out strings.Builder
	for _, c := range commands {
		fmt.Fprintf(&out, "%v %d", c.Kind, c.Seq)
		showCommand(&out, p, c)
		out.WriteByte('\n')
	}
	return out.String()
}

// resultOf is all of a result, with faults as $error shows them.
func resultOf(m *machine.Machine) string {
	if !m.Ended() {
		return "open"
	}
	r := m.Result()
	faults := append([]*fault.Fault{}, r.Failed...)
	if r.Fault != nil {
		faults = append(faults, r.Fault)
	}
	out := fmt.Sprintf("%d %v %s", r.HTTPStatus(), r.Headers, r.Body.Raw())
	for _, f := range faults {
		out += "\n" + f.Value().String()
	}
	return out
}

func showCommand(out *strings.Builder, p *plan.Plan, c machine.Command) {
	switch c.Kind {
	case machine.Cancel:
		return
	case machine.Timer:
		fmt.Fprintf(out, " %s %s", p.Steps[c.Step].Label, due(c))
		return
	case machine.Call:
		fmt.Fprintf(out, " %s %s", p.Ops[c.Call.Op], c.With.Raw())
		showCall(out, c)
	case machine.Await:
		fmt.Fprintf(out, " %s", strings.Join(c.Types, "|"))
		for _, f := range c.Match {
			fmt.Fprintf(out, " %s==%s", f.Name, f.Value.Raw())
		}
	case machine.Task:
		fmt.Fprintf(out, " %q", c.Task.Title)
		optional(out, "form", c.Task.Form)
		optional(out, "users", c.Task.Users)
		optional(out, "roles", c.Task.Roles)
		for _, e := range c.Task.Escalate {
			fmt.Fprintf(out, " after %v", e.After)
			optional(out, "users", e.Users)
			optional(out, "roles", e.Roles)
		}
	case machine.Emit:
		fmt.Fprintf(out, " %s %s", c.Types[0], c.With.Raw())
		word(out, "to", c.To)
	case machine.Child:
		fmt.Fprintf(out, " %s %s", c.Workflow, c.With.Raw())
		word(out, "version", c.Version)
		if c.Detach {
			out.WriteString(" detached")
		}
	default:
		panic("a command of kind " + c.Kind.String())
	}
	word(out, "key", c.Key)
}

func showCall(out *strings.Builder, c machine.Command) {
	if c.Attempt > 1 {
		fmt.Fprintf(out, " attempt=%d", c.Attempt)
	}
	if c.Call.Timeout > 0 {
		fmt.Fprintf(out, " timeout=%v", c.Call.Timeout)
	}
	for _, h := range c.Headers {
		fmt.Fprintf(out, " %s=%q", h.Name, h.Value)
	}
	if c.Call.Body != nil {
		fmt.Fprintf(out, " body=%s", c.Body.Raw())
	}
	word(out, "url", c.URL)
}

func due(c machine.Command) string {
	switch {
	case !c.Until.IsZero():
		return "until " + c.Until.Format(time.RFC3339)
	case c.Min == c.Max:
		return c.Min.String()
	default:
		return fmt.Sprintf("%v..%v", c.Min, c.Max)
	}
}

func optional(out *strings.Builder, name string, v value.Value) {
	if !v.IsNull() {
		fmt.Fprintf(out, " %s=%s", name, v.Raw())
	}
}

func word(out *strings.Builder, name, s string) {
	if s != "" {
		fmt.Fprintf(out, " %s=%s", name, s)
	}
}

func showResult(r machine.Result) string {
	var out strings.Builder
	if r.Fault == nil {
		fmt.Fprintf(&out, "ended %d %s", r.HTTPStatus(), r.Body.Raw())
		for _, h := range r.Headers {
			fmt.Fprintf(&out, " %s=%q", h.Name, h.Value)
		}
	} else {
		fmt.Fprintf(&out, "failed %d %v", r.HTTPStatus(), r.Fault)
		for _, f := range r.Fault.Also {
			fmt.Fprintf(&out, "; also %v", f)
		}
	}
	for _, f := range r.Failed {
		fmt.Fprintf(&out, "\nnot compensated: %v", f)
	}
	return out.String()
}
