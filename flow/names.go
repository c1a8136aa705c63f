package flow

import (
	"iter"
	"maps"
	"slices"

	"tutti/diag"
)

// Binding is one thing that expressions can name.
type Binding struct {
	Name Name
	Kind Kind
	Loop *Step // the loop whose turn it lives in; nil: the whole run
	Step *Step // what defines it; nil for the language's own variables
}

// Kind says what defines a name.
type Kind uint8

// The kinds of names.
const (
	OfLanguage Kind = iota // a variable of the language: $input, $run, …
	OfStep                 // a step's or a branch's value
	OfSet                  // a name of a set
	OfLoop                 // the element of a for
)

// builtins are the variables that every expression sees; $error, $index and $last
// exist only where the language says so.
var builtins = []string{"input", "meta", "run", "request", "env", "secrets"}

// Reserved are the words that no step, field or element may be called.
func Reserved() []string { return append(slices.Clone(builtins), "error", "index", "last") }

// Scope is what an expression sees: an immutable chain, the newest name first.
type Scope struct {
	up   *Scope
	b    *Binding
	over *Scope // what is seen before up, in a link without a binding
}

// Lookup finds what a name means here; nil if nothing.
func (s *Scope) Lookup(name string) *Binding {
	for ; s != nil; s = s.up {
		if s.over != nil {
			if b := s.over.Lookup(name); b != nil {
				return b
			}
		} else if s.b.Name.Text == name {
			return s.b
		}
	}
	return nil
}

// Meanings is everything that a name may mean here, the newest first: sets of which at
// most one runs may share it, and one that was skipped leaves what was there before.
func (s *Scope) Meanings(name string) iter.Seq[*Binding] {
	return func(yield func(*Binding) bool) {
		s.each(func(b *Binding) bool { return b.Name.Text != name || yield(b) })
	}
}

// Bindings lists what is visible here, each name once, the newest first.
func (s *Scope) Bindings() []*Binding {
	var out []*Binding
	seen := map[string]bool{}
	s.each(func(b *Binding) bool {
		if !seen[b.Name.Text] {
			seen[b.Name.Text] = true
			out = append(out, b)
		}
		return true
	})
	return out
}

// each is false if yield ended it.
func (s *Scope) each(yield func(*Binding) bool) bool {
	for ; s != nil; s = s.up {
		if s.over != nil && !s.over.each(yield) || s.over == nil && !yield(s.b) {
			return false
		}
	}
	return true
}

func (s *Scope) with(b *Binding) *Scope { return &Scope{up: s, b: b} }

// since lists the bindings added to s after base, oldest first.
func (s *Scope) since(base *Scope) []*Binding {
	var out []*Binding
	for ; s != base; s = s.up {
		out = append(out, s.b)
	}
	slices.Reverse(out)
	return out
}

// Names says which names exist in a definition and what each expression sees.
type Names struct {
	All []*Binding // in order of the source
	at  map[*Expr]*Scope
}

// At is what the expression sees.
func (n *Names) At(e *Expr) *Scope { return n.at[e] }

// Exprs lists all expressions, in no particular order.
func (n *Names) Exprs() []*Expr { return slices.Collect(maps.Keys(n.at)) }

// The codes of findings that more than one stage reports.
const (
	CodeDuplicate  = "N201" // a name is defined twice
	CodeExpression = "X301" // an expression does not compile
)

// Resolve applies the language's rules of visibility to the whole definition.
//
// A name is visible after its step in its list and in lists inside. Names in
// then, else, switch, try and parallel are visible after the block too, those in
// a loop only in the same turn. A branch does not see the other branches. A catch
// and a finally see what their try saw and, since they may have finished, the names
// in the try. A compensate sees what its step saw, the step itself and everything
// that may have finished since. These three see $error. A repeat's turns see $last,
// and so does its until, which sees all that the turn did. A fallback sees what its
// call sees and is seen by the fallbacks behind it only; what the call asks for is
// the value of the call, whoever gives it. The key of the runs sees what is there
// before a run.
//
// Names are unique, with two exceptions that make set usable: it may take the
// name of a step or an element that stands before it (from there on the name
// means the set's value), and sets of which at most one runs (then and else, the
// cases of a switch) may share a name, which then means the one that ran.
func Resolve(d *Definition) (*Names, diag.List) {
	r := &resolver{names: &Names{at: map[*Expr]*Scope{}}, steps: map[string]*Binding{}, bound: map[string]bool{}}
	var root *Scope
	for _, b := range builtins {
		root = root.with(&Binding{Name: Name{Text: b}})
	}
	r.see(d.Key, root)
	end := r.list(d.Steps, root)
	for i := 0; i < len(r.undos); i++ { // those of a compensation's own steps come to the list on the way
		r.compensate(r.undos[i], end)
	}
	return r.names, r.diags
}

type resolver struct {
	names *Names
	diags diag.List
	steps map[string]*Binding // names that must be unique
	bound map[string]bool     // names bound so far, wherever
	loops []*turn             // the loops around, outermost first
	undos []undo
}

// turn is one loop being walked; end is what a turn sees when it is over.
type turn struct {
	loop *Step
	end  *Scope
}

// undo is a compensation to be resolved when all ends are known.
type undo struct {
	step  *Step // the step undone
	saw   *Scope
	own   *Binding
	turns []*turn
}

func (r *resolver) loop() *Step {
	if len(r.loops) == 0 {
		return nil
	}
	return r.loops[len(r.loops)-1].loop
}

func (r *resolver) bind(n Name, k Kind, s *Step) *Binding {
	b := &Binding{Name: n, Kind: k, Loop: r.loop(), Step: s}
	r.names.All = append(r.names.All, b)
	r.bound[n.Text] = true
	if first := r.steps[n.Text]; k == OfStep && first != nil {
		r.diags.Errorf(n.Pos, CodeDuplicate, "the name %q is taken by the step at line %d", n.Text, first.Name.Line)
	} else if k == OfStep {
		r.steps[n.Text] = b
	}
	return b
}

// taken is what a name to be defined means already; nil if nothing. It spares the
// walk through the scope for a name that is new.
func (r *resolver) taken(n Name, s *Scope) *Binding {
	if !r.bound[n.Text] {
		return nil
	}
	return s.Lookup(n.Text)
}

// free reports a name that is visible already as one of the kinds.
func (r *resolver) free(n Name, s *Scope, kinds ...Kind) {
	if old := r.taken(n, s); old != nil && slices.Contains(kinds, old.Kind) {
		r.diags.Errorf(n.Pos, CodeDuplicate, "the name %q is taken already at line %d", n.Text, old.Name.Line)
	}
}

func (r *resolver) see(v Value, s *Scope) {
	Exprs(v, func(e *Expr) { r.names.at[e] = s })
}

// list walks steps that run one after the other and returns what is visible after them.
func (r *resolver) list(steps []*Step, s *Scope) *Scope {
	for _, step := range steps {
		s = r.step(step, s)
	}
	return s
}

func (r *resolver) step(step *Step, s *Scope) *Scope {
	r.see(step.If, s)
	r.see(step.Timeout, s)
	after := r.action(step, s)
	var own *Binding
	if step.Name.Text != "" {
		r.free(step.Name, s, OfSet, OfLoop)
		own = r.bind(step.Name, OfStep, step)
		after = after.with(own)
	}
	if step.Compensate != nil {
		r.undos = append(r.undos, undo{step: step, saw: s, own: own, turns: slices.Clone(r.loops)})
	}
	return after
}

// action gives what is visible after it, without the name of its step.
func (r *resolver) action(step *Step, s *Scope) *Scope {
	switch a := step.Do.(type) {
	case *Parallel:
		return r.parallel(a, s)
	case *For:
		r.see(a.In, s)
		r.see(a.Concurrency, s)
		r.free(a.Name, s, OfStep, OfSet, OfLoop)
		r.turns(step, a.Steps, s, func(in *Scope) *Scope { return in.with(r.bind(a.Name, OfLoop, step)) })
	case *Repeat:
		r.see(a.Every, s)
		last := &Binding{Name: Name{Text: "last"}, Loop: step}
		end := r.turns(step, a.Steps, s, func(in *Scope) *Scope { return in.with(last) })
		r.see(a.Until, end)
	case *If:
		return r.branches(s, a.Then, a.Else)
	case *Switch:
		return r.choice(a, s)
	case *Try:
		return r.try(a, s)
	case *Set:
		return r.set(step, a, s)
	default:
		r.leaf(step, s)
	}
	return s
}

// leaf resolves what has no steps inside but those of a fallback.
func (r *resolver) leaf(step *Step, s *Scope) {
	for _, v := range operands(step.Do) {
		r.see(v, s)
	}
	if c, ok := step.Do.(*Call); ok {
		r.list(c.Fallback, s)
	}
}

func (r *resolver) choice(a *Switch, s *Scope) *Scope {
	lists := [][]*Step{}
	for _, c := range a.Cases {
		r.see(c.When, s)
		lists = append(lists, c.Then)
	}
	return r.branches(s, append(lists, a.Else)...)
}

func (r *resolver) try(a *Try, s *Scope) *Scope {
	after := r.list(a.Steps, s)
	caught := after
	for _, c := range a.Catch {
		in := caught.with(&Binding{Name: Name{Text: "error"}})
		for _, b := range r.list(c.Then, in).since(in) {
			after = after.with(b)
		}
	}
	in := after.with(&Binding{Name: Name{Text: "error"}})
	for _, b := range r.list(a.Finally, in).since(in) {
		after = after.with(b)
	}
	return after
}

func (r *resolver) fields(fs []Field, s *Scope) {
	for _, f := range fs {
		r.see(f.Value, s)
	}
}

func (r *resolver) set(step *Step, a *Set, s *Scope) *Scope {
	r.fields(a.Fields, s)
	after := s
	for _, f := range a.Fields {
		if old := r.taken(f.Name, s); old != nil && old.Kind == OfSet {
			r.diags.Errorf(f.Name.Pos, CodeDuplicate, "the name %q is set already at line %d, and a result never changes", f.Name.Text, old.Name.Line)
		}
		after = after.with(r.bind(f.Name, OfSet, step))
	}
	return after
}

// branches walks lists of which at most one runs.
func (r *resolver) branches(s *Scope, lists ...[]*Step) *Scope {
	after := s
	for _, l := range lists {
		for _, b := range r.list(l, s).since(s) {
			after = after.with(b)
		}
	}
	return after
}

// parallel walks branches that run at once: two of them may not set one name.
func (r *resolver) parallel(p *Parallel, s *Scope) *Scope {
	after := s
	for _, br := range p.Branches {
		end := r.list(br.Steps, s)
		for _, b := range end.since(s) {
			if other := after.Lookup(b.Name.Text); b.Kind == OfSet && other != nil && other.Kind == OfSet && s.Lookup(b.Name.Text) != other {
				r.diags.Errorf(b.Name.Pos, CodeDuplicate, "the name %q is set in another branch too, at line %d", b.Name.Text, other.Name.Line)
			}
			after = after.with(b)
		}
		if !br.IsStep() {
			r.free(br.Name, s, OfSet, OfLoop)
			after = after.with(r.bind(br.Name, OfStep, nil))
		}
	}
	return after
}

// turns walks the steps of a loop and gives what a turn sees at its end.
func (r *resolver) turns(loop *Step, steps []*Step, s *Scope, enter func(*Scope) *Scope) *Scope {
	t := &turn{loop: loop}
	r.loops = append(r.loops, t)
	t.end = r.list(steps, enter(s.with(&Binding{Name: Name{Text: "index"}, Loop: loop})))
	r.loops = r.loops[:len(r.loops)-1]
	return t.end
}

// compensate resolves an undo: what may have finished since (the ends of the
// run and of the turns around), then again what the step saw, so that a name
// means what it meant there, then the step itself and $error.
func (r *resolver) compensate(u undo, end *Scope) {
	s := end
	for _, t := range u.turns {
		s = &Scope{up: s, over: t.end}
	}
	s = &Scope{up: s, over: u.saw}
	if u.own != nil {
		s = s.with(u.own)
	}
	s = s.with(&Binding{Name: Name{Text: "error"}})
	r.loops = slices.Clone(u.turns)
	r.step(u.step.Compensate, s)
}
