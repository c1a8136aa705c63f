package check

import "tutti/flow"

// operands are the values that an action takes beside steps; some may be nil.
func operands(do flow.Action) []flow.Value {
	switch a := do.(type) {
	case *flow.Call:
		return append(values(a.Headers), a.With, a.Body, a.Cache, a.URL, a.Path)
	case *flow.For:
		return []flow.Value{a.In, a.Concurrency}
	case *flow.Repeat:
		return []flow.Value{a.Until, a.Every}
	case *flow.Switch:
		var out []flow.Value
		for _, k := range a.Cases {
			out = append(out, k.When)
		}
		return out
	case *flow.Set:
		return values(a.Fields)
	case *flow.Wait:
		return []flow.Value{a.For}
	case *flow.Await:
		return values(a.Match)
	case *flow.Human:
		out := []flow.Value{a.Title, a.Form, a.Users, a.Roles}
		for _, e := range a.Escalate {
			out = append(out, e.Users, e.Roles)
		}
		return out
	case *flow.Emit:
		return []flow.Value{a.Data}
	case *flow.Run:
		return []flow.Value{a.With}
	case *flow.Fail:
		return []flow.Value{a.Error}
	case *flow.Return:
		return append(values(a.Headers), a.Status, a.Body)
	}
	return nil
}

func values(fs []flow.Field) []flow.Value {
	out := make([]flow.Value, len(fs))
	for i, f := range fs {
		out[i] = f.Value
	}
	return out
}
