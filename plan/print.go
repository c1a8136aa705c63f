package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// hash names all of the plan that counts for a run.
func (p *Plan) hash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s %v %v %v\n%s%+v", p.Workflow, p.Version, p.Mode, p.Ops, p.Runs, p.Env, p, p.Limits))
	return hex.EncodeToString(sum[:])
}

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
		if len(f.Kept) > 0 {
			fmt.Fprintf(&b, " keeps %v", f.Kept)
		}
		b.WriteByte('\n')
	}
	if p.Key != nil {
		fmt.Fprintf(&b, "key %v\n", p.Key)
	}
	for pc := range p.Code {
		fmt.Fprintf(&b, "%3d %s\n", pc, p.line(&p.Code[pc]))
	}
	return b.String()
}

func (p *Plan) line(i *Ins) string {
	var l line
	p.operands(i, &l)
	if i.Op != End && len(p.Steps) > i.Step {
		l.add("#", p.Steps[i.Step].Label)
	}
	return strings.ReplaceAll(strings.Join(l, " "), "\n", "⏎")
}

// line collects the words of one instruction.
type line []string

func (l *line) add(words ...any) {
	for _, w := range words {
		*l = append(*l, fmt.Sprint(w))
	}
}

// given adds a word and a value, if there is one.
func (l *line) given(word string, t *Template) {
	if t != nil {
		l.add(word, t)
	}
}

func (l *line) to(slot int) {
	if slot != None {
		l.add("→", slot)
	}
}

func (p *Plan) operands(i *Ins, l *line) {
	switch i.Op {
	case Call:
		p.call(i, l)
	case Wait, Await, Task, Emit, Child:
		i.wait(l)
	case Set:
		l.add("set")
		for n, name := range i.Set.Names {
			l.add(fmt.Sprintf("%s=%v→%d", name, i.Set.Values[n], i.Set.Slots[n]))
		}
		l.to(i.Dst)
	case Copy:
		l.add("copy", i.Src)
		l.to(i.Dst)
	case Mark:
		l.add("mark", i.State)
		if i.Src != None {
			l.add("error", i.Src)
		}
		l.to(i.Dst)
	case Clear:
		l.add("clear", i.Slots)
	case Count:
		l.add("count", i.Src)
	case Jump:
		l.add("jump", i.To)
	case Unless:
		l.add("unless", i.Cond, "jump", i.To)
	case Fail:
		l.add("fail", i.Value)
	case Return:
		l.add("return")
		l.given("status", i.Return.Status)
		l.headers(i.Return.Headers)
		l.given("body", i.Return.Body)
	case Finish:
		l.add("finish")
	case End:
		l.add("end")
	default:
		i.block(l)
	}
}

// block prints what belongs to blocks and scopes.
func (i *Ins) block(l *line) {
	switch i.Op {
	case Fork:
		l.add("fork")
		l.join(i.Fork.JoinSpec)
		for _, b := range i.Fork.Branches {
			l.add(fmt.Sprintf("%s@%d:%d%v", b.Name, b.Entry, b.Slot, b.Names))
		}
		if i.Fork.Concurrency > 0 {
			l.add("at once", i.Fork.Concurrency)
		}
		l.add("then", i.To)
		l.to(i.Dst)
	case Each:
		l.add("each", i.Each.In)
		l.join(i.Each.JoinSpec)
		l.add("body", i.Each.Body, "frame", i.Each.Frame, "value", i.Each.Value)
		l.given("at once", i.Each.Concurrency)
		l.add("then", i.To)
		l.to(i.Dst)
	case Loop:
		l.add("loop frame", i.Repeat.Frame, "body", i.Repeat.Body)
	case Again:
		l.add("again", i.Repeat.Body, "value", i.Repeat.Value, "max", i.Repeat.Max)
		l.given("until", i.Repeat.Until)
		l.given("every", i.Repeat.Every)
		l.to(i.Dst)
	case Enter:
		l.add("enter handler", i.Scope.Handler, "error", i.Scope.Error)
		if i.Scope.Exit != None {
			l.add("exit", i.Scope.Exit, "finally", i.Scope.Finally)
		}
		l.given("timeout", i.Scope.Timeout)
		if len(i.Scope.Clear) > 0 {
			l.add("clear", i.Scope.Clear)
		}
	case Leave:
		l.add("leave")
	case Match:
		l.add("match", i.Src, "on", i.On, "else", i.To)
	case Retry:
		l.add("retry", i.Src, "error", i.Old, "to", i.To)
		l.retry(i.Retry)
	case Raise:
		l.add("raise", i.Src)
	case Cause:
		l.add("cause", i.Old, "of", i.Src)
		l.to(i.Dst)
	default:
		l.add("unknown", i.Op)
	}
}

func (l *line) join(j JoinSpec) {
	if j.Any > 0 {
		l.add("any", j.Any)
	}
	if j.Continue {
		l.add("continue")
	}
}

func (l *line) retry(r *RetrySpec) {
	if r != nil {
		l.add(fmt.Sprintf("retry %v %d %v..%v", r.On, r.Attempts, r.Min, r.Max))
	}
}

func (l *line) headers(hs []Header) {
	for _, h := range hs {
		l.add(h.Name + "=" + h.Value.String())
	}
}

func (i *Ins) ends(l *line) {
	l.retry(i.Retry)
	if i.Undo != nil {
		l.add(fmt.Sprintf("undo @%d frame %d", i.Undo.Entry, i.Undo.Frame))
		if i.Undo.UsesOwn {
			l.add("of its value")
		}
	}
	if i.Meta != None {
		l.add("meta", i.Meta)
	}
	l.to(i.Dst)
}

func (p *Plan) call(i *Ins, l *line) {
	c := i.Call
	l.add("call", p.Ops[c.Op])
	l.given("with", c.With)
	l.given("body", c.Body)
	l.headers(c.Headers)
	l.given("url", c.URL)
	if len(c.Accept) > 0 {
		l.add("accept", c.Accept)
	}
	if c.Timeout > 0 {
		l.add("timeout", c.Timeout)
	}
	if c.Idempotent != nil {
		l.add("idempotent", *c.Idempotent)
	}
	i.ends(l)
}

func (i *Ins) wait(l *line) {
	w := i.Wait
	l.add(map[Op]string{Wait: "wait", Await: "await", Task: "task", Emit: "emit", Child: "run"}[i.Op])
	l.given("for", w.For)
	for _, t := range w.Types {
		l.add(t)
	}
	l.headers(w.Match)
	l.given("title", w.Title)
	l.given("form", w.Form)
	l.given("users", w.Users)
	l.given("roles", w.Roles)
	for _, e := range w.Escalate {
		l.add("escalate", e.After)
		l.given("users", e.Users)
		l.given("roles", e.Roles)
	}
	if w.Workflow != "" {
		l.add(w.Workflow, w.Version)
	}
	l.given("data", w.Data)
	if w.To != "" {
		l.add("to", w.To)
	}
	if w.Detach {
		l.add("detached")
	}
	i.ends(l)
}
