package lsp

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"tutti/check"
	"tutti/expr"
	"tutti/flow"
	"tutti/shape"
	"tutti/value"
)

// fields offers the members that a value may have and has not; false if none are known.
func (c *completer) fields(s shape.Shape, given []string, typed int) bool {
	names := s.Names()
	for _, name := range names {
		f, presence := s.Field(name)
		if slices.Contains(given, name) {
			continue
		}
		rank, detail := rankAny, f.String()
		if presence == shape.Surely {
			rank, detail = rankRequired, detail+", required"
		}
		c.add(typed, item{label: name, detail: detail, doc: f.Doc(), kind: itemField, insert: name + c.colon(false), rank: rank})
	}
	return len(names) > 0
}

// expressions offers what an expression or a text may be at the cursor.
func (c *completer) expressions() {
	for _, src := range c.ifExpression() {
		in := c.insight(src)
		if in == nil {
			continue
		}
		if e, offset := in.marked(); e != nil {
			c.inExpression(in, e, offset)
			return
		}
		if v := in.markedValue(); v != nil {
			s, _ := in.info.At(v)
			c.constants(s)
		}
	}
}

// ifExpression are texts in which the scalar at the cursor is an expression as far as it can be one: as it is, with
// the ${ closed that it opens, and as if a variable began at the cursor.
func (c *completer) ifExpression() []string {
	out := []string{c.src}
	begun := strings.TrimSpace(c.front) == ""
	if open := strings.LastIndex(c.front, "${"); open >= 0 && !strings.Contains(c.front[open:], "}") {
		out = append(out, strings.Replace(c.src, mark, mark+" }", 1))
		if begun = strings.TrimSpace(c.front[open+2:]) == ""; begun {
			out = append(out, strings.Replace(c.src, mark, "$"+mark+" }", 1))
		}
	}
	if begun {
		out = append(out, strings.Replace(c.src, mark, "$"+mark, 1))
	}
	return out
}

// constants offers the words that a value may be.
func (c *completer) constants(s shape.Shape) {
	consts, _ := s.Consts()
	for _, v := range consts {
		if v.Kind() == value.String {
			c.add(len(c.typed("")), item{label: v.Text(), kind: itemEnum, rank: rankRequired})
		}
	}
}

// The ways in which an expression may break off at the cursor.
var (
	inVariable = regexp.MustCompile(`\$([\w]*)$`)
	inField    = regexp.MustCompile(`\.([\pL\pN_]*)$`)
	inString   = regexp.MustCompile(`(==|!=)\s*"([^"]*)$`)
)

// inExpression offers what may stand at an offset of an expression.
func (c *completer) inExpression(in *insight, e *flow.Expr, offset int) {
	before := e.Source[:offset]
	switch {
	case inVariable.MatchString(before):
		c.variables(in, e)
	case inField.MatchString(before):
		c.members(in, e, before)
	case inString.MatchString(before):
		c.compared(in, e, before)
	case strings.Count(before, `"`)%2 == 0:
		c.variables(in, e)
		c.functions()
	}
}

// variables offers the names that an expression sees: the nearest first, then the language's own.
func (c *completer) variables(in *insight, e *flow.Expr) {
	typed := len(startOfVariable.FindString(c.front))
	seen := in.info.Scope(e)
	slices.SortStableFunc(seen, func(a, b check.Visible) int { return cmp.Compare(ownRank(a), ownRank(b)) })
	for _, v := range seen {
		if !strings.Contains(v.Name, mark) {
			c.add(typed, item{label: "$" + v.Name, detail: v.Shape.String(), doc: describe(v), kind: itemVariable, rank: rankNeeded})
		}
	}
}

var startOfVariable = regexp.MustCompile(`\$?\w*$`)

// ownRank puts the language's variables behind others, the input first among them.
func ownRank(v check.Visible) int {
	switch {
	case v.At.Line > 0:
		return 0
	case v.Name == "input":
		return 1
	default:
		return 2
	}
}

// describe says what a variable is.
func describe(v check.Visible) string {
	if doc := v.Shape.Doc(); doc != "" {
		return v.What + "\n\n" + doc
	}
	return v.What
}

// functions offers jq's functions, as far as they may be used.
func (c *completer) functions() {
	typed := len(startOfVariable.FindString(c.front))
	for _, name := range expr.Functions() {
		c.add(typed, item{label: name, kind: itemMethod, rank: rankAny})
	}
}

// members offers the fields of what stands before a dot.
func (c *completer) members(in *insight, e *flow.Expr, before string) {
	typed := len(inField.FindStringSubmatch(before)[1])
	operand := before[:len(before)-typed-1]
	if strings.HasSuffix(operand, "$meta") {
		c.steps(in, e, typed)
		return
	}
	s, ok := in.info.Before(e, operand)
	if !ok {
		return
	}
	for _, name := range s.Names() {
		f, _ := s.Field(name)
		insert := name
		if !plainName.MatchString(name) {
			insert = `"` + name + `"`
		}
		c.add(typed, item{label: name, detail: f.String(), doc: f.Doc(), kind: itemField, insert: insert})
	}
}

// steps offers the names of what $meta tells about.
func (c *completer) steps(in *insight, e *flow.Expr, typed int) {
	for _, v := range in.info.Scope(e) {
		if v.Kind == flow.OfStep && !strings.Contains(v.Name, mark) {
			c.add(typed, item{label: v.Name, detail: v.What, kind: itemVariable})
		}
	}
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// compared offers the words that the other side of a comparison may be.
func (c *completer) compared(in *insight, e *flow.Expr, before string) {
	m := inString.FindStringSubmatchIndex(before)
	if s, ok := in.info.Before(e, strings.TrimRight(before[:m[0]], " ")); ok {
		c.constants(s)
	}
}
