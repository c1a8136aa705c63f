package plan

import (
	"fmt"
	"strings"
)

// String prints the plan for people: frames with their slots, then the
// instructions, each with its step.
func (p *Plan) String() string {
	var b strings.Builder
	for i, f := range p.Frames {
		fmt.Fprintf(&b, "frame %d", i)
		if f.Parent >= 0 {
			fmt.Fprintf(&b, " in %d", f.Parent)
		}
		for n, s := range f.Slots {
			fmt.Fprintf(&b, " %d:%s", n, s)
		}
		b.WriteByte('\n')
	}
	for pc := range p.Code {
		i := &p.Code[pc]
		fmt.Fprintf(&b, "%3d %s\n", pc, p.describe(i))
	}
	return b.String()
}

func (p *Plan) describe(i *Ins) string {
	s := strings.Join(p.operands(i), " ")
	if i.Dst != None && i.writes() {
		s += fmt.Sprintf(" → %d", i.Dst)
	}
	if len(p.Steps) > i.Step && i.Op != End {
		s += " # " + p.Steps[i.Step].Label
	}
	return s
}

// writes tells whether Dst counts for the instruction.
func (i *Ins) writes() bool {
	switch i.Op {
	case Call, Set, Copy, Mark, Fork, Each:
		return true
	default:
		return false
	}
}

func (p *Plan) operands(i *Ins) []string {
	switch i.Op {
	case Call:
		return p.callOperands(i.Call)
	case Set:
		out := []string{"set"}
		for n, name := range i.Set.Names {
			out = append(out, fmt.Sprintf("%s=%v→%d", name, i.Set.Values[n], i.Set.Slots[n]))
		}
		return out
	case Copy:
		return []string{"copy", fmt.Sprint(i.Src)}
	case Mark:
		return []string{"mark", i.State}
	case Jump:
		return []string{"jump", fmt.Sprint(i.To)}
	case Unless:
		return []string{"unless", i.Cond.String(), "jump", fmt.Sprint(i.To)}
	case Fork:
		out := []string{"fork"}
		for _, br := range i.Fork {
			out = append(out, fmt.Sprintf("%s@%d:%d", br.Name, br.Entry, br.Slot))
		}
		return append(out, fmt.Sprintf("then %d", i.To))
	case Each:
		return []string{"each", i.Each.In.String(), fmt.Sprintf("body @%d frame %d value %d at once %d then %d",
			i.Each.Body, i.Each.Frame, i.Each.Value, i.Each.Concurrency, i.To)}
	case Fail:
		return []string{"fail", i.Value.String()}
	case Return:
		return returnOperands(i.Return)
	case End:
		return []string{"end"}
	default:
		return []string{fmt.Sprintf("unknown %d", i.Op)}
	}
}

func (p *Plan) callOperands(c *CallSpec) []string {
	out := []string{"call", p.Ops[c.Op]}
	if c.With != nil {
		out = append(out, "with", c.With.String())
	}
	if c.Body != nil {
		out = append(out, "body", c.Body.String())
	}
	for _, h := range c.Headers {
		out = append(out, h.Name+"="+h.Value.String())
	}
	if len(c.Accept) > 0 {
		out = append(out, fmt.Sprint("accept ", c.Accept))
	}
	if c.Timeout > 0 {
		out = append(out, "timeout "+c.Timeout.String())
	}
	if c.Undo != nil {
		out = append(out, fmt.Sprintf("undo @%d", c.Undo.Entry))
	}
	return out
}

func returnOperands(r *ReturnSpec) []string {
	out := []string{"return"}
	if r.Status != nil {
		out = append(out, "status", r.Status.String())
	}
	for _, h := range r.Headers {
		out = append(out, h.Name+"="+h.Value.String())
	}
	if r.Body != nil {
		out = append(out, "body", r.Body.String())
	}
	return out
}
