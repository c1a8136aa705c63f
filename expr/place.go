package expr

import (
	"strings"

	"github.com/itchyny/gojq"
)

// Span is a piece of the source, in bytes.
type Span struct{ Start, End int }

// Places knows where the parts of a tree stand in the source.
type Places struct{ spans map[any]Span }

// Of is the span of a *gojq.Query, Term, Suffix, ObjectKeyVal, Pattern or PatternObject of the tree. A term's
// goes to the end of its suffixes.
func (p *Places) Of(node any) (Span, bool) {
	s, ok := p.spans[node]
	return s, ok
}

// Tree is what gojq made of the source. It must not be changed.
func (e *Expr) Tree() *gojq.Query { return e.tree }

// Source is the text that was parsed.
func (e *Expr) Source() string { return e.src }

// Ref is the variable from outside that a *gojq.Term or ObjectKeyVal of the tree names; false for others.
func (e *Expr) Ref(node any) (Ref, bool) {
	for i, n := range e.nodes {
		if n == node {
			return e.refs[i], true
		}
	}
	return Ref{}, false
}

// Places finds the place of each part of the tree. Each call reads the source again, so it is for those who have
// something to say about it.
func (e *Expr) Places() *Places {
	p := placer{tokens: lex(e.src), end: len(e.src), spans: map[any]Span{}}
	p.query(e.tree)
	return &Places{p.spans}
}

// placer goes through the tree and the tokens in step. Where they do not agree it is lost: what comes after has no place.
type placer struct {
	tokens []token
	i      int
	end    int // of the source
	lost   bool
	spans  map[any]Span
}

func (p *placer) peek() token {
	if p.i >= len(p.tokens) {
		return token{kind: tokEOF, offset: p.end}
	}
	return p.tokens[p.i]
}

// next takes a token of the kind; a text must be the one given.
func (p *placer) next(kind tokenKind, text string) {
	if t := p.peek(); t.kind != kind || text != "" && t.text != text {
		p.lost = true
	}
	p.i++
}

func (p *placer) punct(text string) { p.next(tokPunct, text) }
func (p *placer) word(text string)  { p.next(tokIdent, text) }

// place notes where node stands: f takes its tokens.
func (p *placer) place(node any, f func()) {
	start := p.peek().offset
	f()
	if !p.lost {
		p.spans[node] = Span{start, p.tokens[p.i-1].end()}
	}
}

func (p *placer) query(q *gojq.Query) {
	p.place(q, func() {
		for _, fd := range q.FuncDefs {
			p.define(fd)
		}
		switch {
		case q.Term != nil:
			p.term(q.Term)
		case q.Left == nil || q.Right == nil:
			p.lost = true
		default:
			p.query(q.Left)
			if len(q.Patterns) > 0 {
				p.bind(q.Patterns)
			}
			p.operator(q.Op)
			p.query(q.Right)
		}
	})
}

func (p *placer) operator(op gojq.Operator) {
	if op == gojq.OpAnd || op == gojq.OpOr {
		p.word(op.String())
		return
	}
	p.punct(op.String())
}

func (p *placer) define(fd *gojq.FuncDef) {
	p.word("def")
	p.word(fd.Name)
	for i, arg := range fd.Args {
		p.separate(i, "(")
		if strings.HasPrefix(arg, "$") {
			p.next(tokVariable, arg)
		} else {
			p.word(arg)
		}
	}
	if len(fd.Args) > 0 {
		p.punct(")")
	}
	p.punct(":")
	p.query(fd.Body)
	p.punct(";")
}

// separate takes what stands before the i-th argument.
func (p *placer) separate(i int, first string) {
	if i > 0 {
		first = ";"
	}
	p.punct(first)
}

func (p *placer) bind(ps []*gojq.Pattern) {
	p.word("as")
	for i, pattern := range ps {
		if i > 0 {
			p.punct("?")
			p.punct("//")
		}
		p.pattern(pattern)
	}
}

func (p *placer) pattern(t *gojq.Pattern) {
	p.place(t, func() {
		switch {
		case t.Name != "":
			p.next(tokVariable, t.Name)
		case len(t.Array) > 0:
			for i, elem := range t.Array {
				p.comma(i, "[")
				p.pattern(elem)
			}
			p.punct("]")
		default:
			for i, member := range t.Object {
				p.comma(i, "{")
				p.place(member, func() { p.memberPattern(member) })
			}
			p.punct("}")
		}
	})
}

func (p *placer) comma(i int, first string) {
	if i > 0 {
		first = ","
	}
	p.punct(first)
}

func (p *placer) memberPattern(o *gojq.PatternObject) {
	p.key(o.Key, o.KeyString, o.KeyQuery)
	if o.Val != nil {
		p.punct(":")
		p.pattern(o.Val)
	}
}

func (p *placer) key(name string, text *gojq.String, q *gojq.Query) {
	switch {
	case strings.HasPrefix(name, "$"):
		p.next(tokVariable, name)
	case name != "":
		p.word(name)
	case text != nil:
		p.text(text)
	default:
		p.parens(q)
	}
}

func (p *placer) parens(q *gojq.Query) {
	p.punct("(")
	p.query(q)
	p.punct(")")
}

func (p *placer) term(t *gojq.Term) {
	p.place(t, func() {
		p.head(t)
		for _, s := range t.SuffixList {
			p.place(s, func() { p.suffix(s) })
		}
	})
}

func (p *placer) head(t *gojq.Term) {
	switch t.Type {
	case gojq.TermTypeIdentity:
		p.next(tokDot, ".")
	case gojq.TermTypeRecurse:
		p.next(tokDot, "..")
	case gojq.TermTypeNull:
		p.word("null")
	case gojq.TermTypeTrue:
		p.word("true")
	case gojq.TermTypeFalse:
		p.word("false")
	case gojq.TermTypeIndex:
		p.index(t.Index)
	case gojq.TermTypeFunc:
		p.call(t.Func)
	case gojq.TermTypeObject:
		p.object(t.Object)
	case gojq.TermTypeArray:
		p.punct("[")
		if t.Array.Query != nil {
			p.query(t.Array.Query)
		}
		p.punct("]")
	case gojq.TermTypeNumber:
		p.next(tokNumber, t.Number)
	case gojq.TermTypeUnary:
		p.punct(t.Unary.Op.String())
		p.term(t.Unary.Term)
	case gojq.TermTypeFormat:
		p.next(tokFormat, t.Format)
		if t.Str != nil {
			p.text(t.Str)
		}
	case gojq.TermTypeString:
		p.text(t.Str)
	case gojq.TermTypeQuery:
		p.parens(t.Query)
	default:
		p.statement(t)
	}
}

// statement is a term that begins with a keyword.
func (p *placer) statement(t *gojq.Term) {
	switch t.Type {
	case gojq.TermTypeIf:
		p.conditional(t.If)
	case gojq.TermTypeTry:
		p.word("try")
		p.query(t.Try.Body)
		if t.Try.Catch != nil {
			p.word("catch")
			p.query(t.Try.Catch)
		}
	case gojq.TermTypeReduce:
		r := t.Reduce
		p.loop("reduce", r.Query, r.Patterns, r.Start, r.Update, nil)
	case gojq.TermTypeForeach:
		f := t.Foreach
		p.loop("foreach", f.Query, f.Patterns, f.Start, f.Update, f.Extract)
	case gojq.TermTypeLabel:
		p.word("label")
		p.next(tokVariable, t.Label.Ident)
		p.punct("|")
		p.query(t.Label.Body)
	case gojq.TermTypeBreak:
		p.word("break")
		p.next(tokVariable, t.Break)
	default:
		p.lost = true
	}
}

func (p *placer) loop(word string, source *gojq.Query, ps []*gojq.Pattern, start, update, extract *gojq.Query) {
	p.word(word)
	p.query(source)
	p.bind(ps)
	p.punct("(")
	p.query(start)
	p.punct(";")
	p.query(update)
	if extract != nil {
		p.punct(";")
		p.query(extract)
	}
	p.punct(")")
}

func (p *placer) conditional(c *gojq.If) {
	p.word("if")
	p.query(c.Cond)
	p.word("then")
	p.query(c.Then)
	for _, e := range c.Elif {
		p.word("elif")
		p.query(e.Cond)
		p.word("then")
		p.query(e.Then)
	}
	if c.Else != nil {
		p.word("else")
		p.query(c.Else)
	}
	p.word("end")
}

func (p *placer) call(f *gojq.Func) {
	if strings.HasPrefix(f.Name, "$") {
		p.next(tokVariable, f.Name)
		return
	}
	p.word(f.Name)
	for i, arg := range f.Args {
		p.separate(i, "(")
		p.query(arg)
	}
	if len(f.Args) > 0 {
		p.punct(")")
	}
}

func (p *placer) object(o *gojq.Object) {
	p.punct("{")
	for i, kv := range o.KeyVals {
		if i > 0 {
			p.punct(",")
		}
		p.place(kv, func() {
			p.key(kv.Key, kv.KeyString, kv.KeyQuery)
			if kv.Val != nil {
				p.punct(":")
				p.query(kv.Val)
			}
		})
	}
	if p.peek().text == "," {
		p.i++
	}
	p.punct("}")
}

// text is a string: quotes with interpolations between them.
func (p *placer) text(s *gojq.String) {
	p.next(tokQuote, "")
	for _, part := range s.Queries {
		if part.Term.Type == gojq.TermTypeString {
			continue
		}
		p.punct(`\(`)
		p.query(part.Term.Query)
		p.punct(")")
	}
	p.next(tokQuote, "")
}

func (p *placer) suffix(s *gojq.Suffix) {
	switch {
	case s.Optional:
		p.punct("?")
	case s.Iter:
		p.dot()
		p.punct("[")
		p.punct("]")
	default:
		p.index(s.Index)
	}
}

// dot takes the dot that may stand before a bracket.
func (p *placer) dot() {
	if t := p.peek(); t.kind == tokDot && t.text == "." {
		p.i++
	}
}

func (p *placer) index(x *gojq.Index) {
	if x.Name != "" {
		p.next(tokField, "."+x.Name)
		return
	}
	p.dot()
	if x.Str != nil {
		p.text(x.Str)
		return
	}
	p.punct("[")
	if x.Start != nil {
		p.query(x.Start)
	}
	if x.IsSlice {
		p.punct(":")
	}
	if x.End != nil {
		p.query(x.End)
	}
	p.punct("]")
}
