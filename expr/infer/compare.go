package infer

import (
	"fmt"
	"math/bits"

	"github.com/itchyny/gojq"

	"tutti/diag"
	"tutti/shape"
	"tutti/value"
)

// compare reports a comparison that comes out the same whatever the values are. Comparisons with null are
// passed over, since null is what everything may be that did not happen.
func (i *inference) compare(q *gojq.Query, left, right shape.Shape) {
	l, r := left.Kinds(), right.Kinds()
	if l.Solid() == 0 || r.Solid() == 0 {
		return
	}
	equality := q.Op == gojq.OpEq || q.Op == gojq.OpNe
	switch {
	case family(l)&family(r) == 0:
		if equality && !(l.Has(shape.Null|shape.Absent) && r.Has(shape.Null|shape.Absent)) || !equality && (below(l, r) || below(r, l)) {
			i.foreign(q, left, right)
		}
	case equality && isLiteral(right):
		i.among(q.Op, q.Right, left, right)
	case equality && isLiteral(left):
		i.among(q.Op, q.Left, right, left)
	}
}

// family is the kinds with all numbers as one.
func family(k shape.Kinds) shape.Kinds {
	if k = k.Solid(); k.Has(shape.Number) {
		k |= shape.Number
	}
	return k
}

// below tells whether all kinds of l come before all of r in jq's order, which is the order of the kinds.
func below(l, r shape.Kinds) bool {
	l, r = l.Solid(), r.Solid()
	return bits.Len16(uint16(l)) <= bits.TrailingZeros16(uint16(r))
}

// isLiteral tells whether somebody wrote the constants down in the expression.
func isLiteral(s shape.Shape) bool {
	_, ok := s.Consts()
	return ok && s.Owner() == ""
}

// foreign reports a comparison of two kinds.
func (i *inference) foreign(q *gojq.Query, left, right shape.Shape) {
	f := Finding{
		Code:    "T112",
		Message: fmt.Sprintf("this compares %s with %s: %s", article(left.Kinds()), article(right.Kinds()), always(q.Op)),
		Warning: true,
	}
	at := q.Left
	if isLiteral(right) {
		at, f.Suggestion = q.Right, mendLiteral(left, right)
	} else if isLiteral(left) {
		f.Suggestion = mendLiteral(right, left)
	}
	i.find(at, f)
}

func always(op gojq.Operator) string {
	switch op {
	case gojq.OpEq:
		return "they are never equal"
	case gojq.OpNe:
		return "they are never equal, so this is always true"
	default:
		return "the answer is always the same"
	}
}

// mendLiteral takes quotes off or puts them on, where that makes the kinds agree.
func mendLiteral(s, literal shape.Shape) string {
	consts, _ := literal.Consts()
	if len(consts) != 1 {
		return ""
	}
	c := consts[0]
	if c.Kind() == value.String {
		bare, err := value.Scan([]byte(c.Text()), 1)
		if err == nil && shape.KindOf(bare).Has(family(s.Kinds())) {
			return fmt.Sprintf("write `%s` without quotes", bare)
		}
		return ""
	}
	if s.Kinds().Has(shape.String) {
		return fmt.Sprintf("write `\"%s\"`", c)
	}
	return ""
}

// among reports a literal that is none of the values that s may be; at is where it stands.
func (i *inference) among(op gojq.Operator, at *gojq.Query, s, literal shape.Shape) {
	consts, _ := literal.Consts()
	if s.Kinds().Solid() == 0 {
		return
	}
	for _, c := range consts {
		if c.IsNull() || s.Contains(c) {
			return
		}
	}
	if len(consts) == 0 {
		return
	}
	f := Finding{Code: "T112", Message: fmt.Sprintf("%s is never %s", subject(s), consts[0]), Warning: true}
	if op == gojq.OpNe {
		f.Message += ", so this is always true"
	}
	if words, ok := s.Consts(); ok {
		f.Suggestion = mendConst(consts[0], words)
	}
	i.find(at, f)
}

// mendConst is the allowed value that was meant, or all if they are few.
func mendConst(c value.Value, allowed []value.Value) string {
	var words, texts []string
	for _, v := range allowed {
		if v.Kind() == value.String {
			words = append(words, v.Text())
		}
		if !v.IsNull() {
			texts = append(texts, v.String())
		}
	}
	if c.Kind() == value.String {
		if mend := diag.DidYouMean(c.Text(), words); mend != "" {
			return mend
		}
	}
	return listed(texts)
}
