package expr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/itchyny/gojq"
)

// walker goes through a tree in order of the source. It tells bound variables from free
// ones, knows where the value of `.` comes from, and reports what our rules refuse.
type walker struct {
	*places
	dialect dialect
	end     int // of the source

	// how many tokens of each kind the tree has named so far
	variable, call, start, format, key int

	bound    []string // variables in scope, the innermost last
	defs     []def    // functions in scope, the innermost last
	labels   []string
	level    int
	refs     []Ref
	nodes    []any // of the refs
	problems []*Error

	inputReads int                  // places that read the missing input
	reading    map[*gojq.Query]bool // what reads found, by body
}

// def is a function that the expression defines; a parameter of one has no body.
type def struct {
	name  string
	arity int
	body  *gojq.Query
}

// input says what `.` is: the missing input of the whole expression, or a value.
type input bool

const (
	missing input = true
	present input = false
)

func (w *walker) report(offset int, message, suggestion string) {
	w.problems = append(w.problems, &Error{Offset: offset, Message: message, Suggestion: suggestion})
}

// first is the problem that stands first in the text.
func (w *walker) first() *Error {
	if len(w.problems) == 0 {
		return nil
	}
	return slices.MinFunc(w.problems, func(a, b *Error) int { return a.Offset - b.Offset })
}

// take is the next token of one kind.
func (w *walker) take(which []int, n *int) (index int, t token) {
	*n++
	if *n > len(which) {
		return -1, token{offset: w.end}
	}
	index = which[*n-1]
	return index, w.all[index]
}

// here is the offset of the next token that the tree will name.
func (w *walker) here() int {
	at := w.end
	for _, s := range []struct {
		which []int
		n     int
	}{{w.variables, w.variable}, {w.calls, w.call}, {w.starts, w.start}, {w.formats, w.format}, {w.keys, w.key}} {
		if s.n < len(s.which) {
			at = min(at, w.all[s.which[s.n]].offset)
		}
	}
	return at
}

func (w *walker) program(q *gojq.Query) {
	switch {
	case q.Meta != nil || len(q.Imports) > 0:
		w.report(w.at(0).offset, "modules are not available: an expression stands for itself", "")
	case q.Term == nil && q.Op == 0 && len(q.FuncDefs) == 0:
		w.report(0, "the expression is empty", "")
	case q.Term == nil && q.Op == 0:
		w.report(w.end, "definitions are not followed by an expression that uses them", "")
	default:
		w.query(q, missing)
	}
}

// scoped runs f and forgets what it bound.
func (w *walker) scoped(f func()) {
	bound, defs, labels := len(w.bound), len(w.defs), len(w.labels)
	f()
	w.bound, w.defs, w.labels = w.bound[:bound], w.defs[:defs], w.labels[:labels]
}

func (w *walker) query(q *gojq.Query, in input) {
	if w.level++; w.level > maxNested {
		if w.level == maxNested+1 {
			w.report(w.here(), fmt.Sprintf("the expression is nested more than %d levels deep", maxNested), "")
		}
		w.level--
		return
	}
	w.scoped(func() { w.body(q, in) })
	w.level--
}

func (w *walker) body(q *gojq.Query, in input) {
	for _, fd := range q.FuncDefs {
		w.define(fd)
	}
	switch {
	case q.Term != nil:
		w.term(q.Term, in)
	case q.Left == nil || q.Right == nil:
	case q.Op == gojq.OpPipe && len(q.Patterns) > 0:
		w.query(q.Left, in)
		w.patterns(q.Patterns, in)
		w.query(q.Right, in)
	case q.Op == gojq.OpPipe:
		w.query(q.Left, in)
		w.query(q.Right, present)
	case isAssignment(q.Op):
		if in == missing {
			w.missingInput(w.here(), "`"+q.Op.String()+"` changes its input", "start from a variable: `$input | .a "+
				q.Op.String()+" …`; to compare write `==`")
		}
		w.query(q.Left, present)
		w.query(q.Right, in)
	default:
		w.query(q.Left, in)
		w.query(q.Right, in)
	}
}

func isAssignment(op gojq.Operator) bool { return op >= gojq.OpAssign }

func (w *walker) define(fd *gojq.FuncDef) {
	w.defs = append(w.defs, def{fd.Name, len(fd.Args), fd.Body})
	w.scoped(func() {
		for _, arg := range fd.Args {
			if strings.HasPrefix(arg, "$") {
				w.take(w.variables, &w.variable)
				w.bound = append(w.bound, arg)
			}
			w.defs = append(w.defs, def{strings.TrimPrefix(arg, "$"), 0, nil})
		}
		w.query(fd.Body, present)
	})
}

// patterns binds the variables of destructuring. With alternatives (?//) all of them are
// bound from the beginning.
func (w *walker) patterns(ps []*gojq.Pattern, in input) {
	if len(ps) > 1 {
		for _, p := range ps {
			w.bound = append(w.bound, patternVariables(p)...)
		}
	}
	for _, p := range ps {
		w.pattern(p, in)
	}
}

func patternVariables(p *gojq.Pattern) []string {
	var names []string
	if p.Name != "" {
		names = append(names, p.Name)
	}
	for _, a := range p.Array {
		names = append(names, patternVariables(a)...)
	}
	for _, o := range p.Object {
		if strings.HasPrefix(o.Key, "$") {
			names = append(names, o.Key)
		}
		if o.Val != nil {
			names = append(names, patternVariables(o.Val)...)
		}
	}
	return names
}

func (w *walker) pattern(p *gojq.Pattern, in input) {
	if p.Name != "" {
		w.take(w.variables, &w.variable)
		w.bound = append(w.bound, p.Name)
	}
	for _, a := range p.Array {
		w.pattern(a, in)
	}
	for _, o := range p.Object {
		switch {
		case strings.HasPrefix(o.Key, "$"):
			w.take(w.variables, &w.variable)
			w.bound = append(w.bound, o.Key)
		case o.Key != "":
			w.take(w.keys, &w.key)
		case o.KeyString != nil:
			w.text(o.KeyString, present)
		case o.KeyQuery != nil:
			w.query(o.KeyQuery, present)
		}
		if o.Val != nil {
			w.pattern(o.Val, in)
		}
	}
}

func (w *walker) term(t *gojq.Term, in input) {
	w.scoped(func() { w.termHead(t, in) })
	for _, s := range t.SuffixList {
		if s.Index != nil {
			w.index(s.Index, in)
		}
	}
}

func (w *walker) termHead(t *gojq.Term, in input) {
	switch t.Type {
	case gojq.TermTypeIdentity, gojq.TermTypeRecurse:
		w.readsInput(in)
	case gojq.TermTypeIndex:
		w.readsInput(in)
		w.index(t.Index, in)
	case gojq.TermTypeFunc:
		w.function(t, in)
	case gojq.TermTypeObject:
		w.object(t.Object, in)
	case gojq.TermTypeArray:
		w.optional(t.Array.Query, in)
	case gojq.TermTypeUnary:
		w.term(t.Unary.Term, in)
	case gojq.TermTypeFormat:
		w.formatted(t, in)
	case gojq.TermTypeString:
		w.text(t.Str, in)
	case gojq.TermTypeIf:
		w.conditional(t.If, in)
	case gojq.TermTypeTry:
		w.query(t.Try.Body, in)
		w.optional(t.Try.Catch, present)
	case gojq.TermTypeReduce:
		w.query(t.Reduce.Query, in)
		w.loop(t.Reduce.Patterns, t.Reduce.Start, t.Reduce.Update, nil, in)
	case gojq.TermTypeForeach:
		w.query(t.Foreach.Query, in)
		w.loop(t.Foreach.Patterns, t.Foreach.Start, t.Foreach.Update, t.Foreach.Extract, in)
	case gojq.TermTypeLabel:
		w.take(w.variables, &w.variable)
		w.labels = append(w.labels, t.Label.Ident)
		w.query(t.Label.Body, in)
	case gojq.TermTypeBreak:
		_, tok := w.take(w.variables, &w.variable)
		if !slices.Contains(w.labels, t.Break) {
			w.report(tok.offset, "there is no label "+t.Break+" around this break", "")
		}
	case gojq.TermTypeQuery:
		w.query(t.Query, in)
	}
}

func (w *walker) optional(q *gojq.Query, in input) {
	if q != nil {
		w.query(q, in)
	}
}

// loop binds the patterns of reduce and foreach for all but the start value.
func (w *walker) loop(ps []*gojq.Pattern, start, update, extract *gojq.Query, in input) {
	before := len(w.bound)
	w.patterns(ps, in)
	bound := slices.Clone(w.bound[before:])
	w.bound = w.bound[:before]
	w.query(start, in)
	w.bound = append(w.bound, bound...)
	w.query(update, present)
	w.optional(extract, present)
}

func (w *walker) conditional(c *gojq.If, in input) {
	w.query(c.Cond, in)
	w.query(c.Then, in)
	for _, e := range c.Elif {
		w.query(e.Cond, in)
		w.query(e.Then, in)
	}
	w.optional(c.Else, in)
}

func (w *walker) index(x *gojq.Index, in input) {
	if x.Str != nil {
		w.text(x.Str, in)
	}
	w.optional(x.Start, in)
	w.optional(x.End, in)
}

func (w *walker) text(s *gojq.String, in input) {
	for _, q := range s.Queries {
		w.query(q, in)
	}
}

func (w *walker) formatted(t *gojq.Term, in input) {
	_, tok := w.take(w.formats, &w.format)
	if w.dialect == strict {
		w.checkFormat(t.Format, tok)
	}
	if t.Str != nil {
		w.text(t.Str, in)
	} else if in == missing {
		w.missingInput(tok.offset, "`"+t.Format+"` reads its input", "write `$input | "+t.Format+"`")
	}
}

func (w *walker) object(o *gojq.Object, in input) {
	for _, kv := range o.KeyVals {
		at := w.here()
		switch {
		case strings.HasPrefix(kv.Key, "$"):
			w.reference(kv, kv.Key, nil)
		case kv.Key != "":
			w.take(w.keys, &w.key)
		case kv.KeyString != nil:
			w.text(kv.KeyString, in)
		case kv.KeyQuery != nil:
			w.query(kv.KeyQuery, in)
		}
		if kv.Val != nil {
			w.query(kv.Val, in)
		} else if !strings.HasPrefix(kv.Key, "$") && in == missing {
			name := kv.Key
			if name == "" {
				name = kv.KeyString.Str
			}
			w.missingInput(at, fmt.Sprintf("`{%s}` means `{%s: .%s}`, which reads the input", name, name, name),
				fmt.Sprintf("give it a value: `{%s: $input.%s}`", name, name))
		}
	}
}

// readsInput is met at a dot.
func (w *walker) readsInput(in input) {
	_, tok := w.take(w.starts, &w.start)
	if in == missing {
		from := "$input" + tok.text
		if tok.kind == tokDot {
			from = "$input | " + tok.text
		}
		w.missingInput(tok.offset, fmt.Sprintf("`%s` reads the input, and an expression has none", tok.text),
			"start from a variable: `"+from+"`")
	}
}

func (w *walker) missingInput(offset int, message, suggestion string) {
	w.inputReads++
	if w.dialect == strict {
		w.report(offset, message, suggestion)
	}
}
