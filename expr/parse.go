package expr

import (
	"fmt"
	"slices"

	"github.com/itchyny/gojq"
)

// Bounds on the text itself, so that parsing and compiling stay cheap.
const (
	maxSource = 64 << 10 // bytes
	maxNested = 1000     // levels of the tree
)

// Expr is a parsed expression. It is immutable.
type Expr struct {
	src  string
	tree *gojq.Query
	refs []Ref
	// nodes are where the refs stand in the tree, in the same order.
	nodes []any
}

// Ref is a variable that the expression takes from outside. Name is without the "$", Offset the place of
// the "$". Path is the constant field names directly behind it: $stock.a["b-c"][0].d has the path a, b-c.
type Ref struct {
	Name   string
	Offset int
	Path   []string
}

// Namespaces are the variables that stand for several: only $meta.<name>, $env.<name> and $secrets.<name>
// exist, and Compile resolves them as "meta.<name>" and so on.
func Namespaces() []string { return []string{"meta", "env", "secrets"} }

func isNamespace(name string) bool { return slices.Contains(Namespaces(), name) }

// Parse reads a jq expression. An error is an *Error.
func Parse(src string) (*Expr, error) {
	e, err := parse(src, strict)
	if err != nil {
		return nil, err
	}
	return e, nil
}

// Refs are the free variables, in order of the source, each time they occur.
func (e *Expr) Refs() []Ref { return e.refs }

// dialect says which of our own rules hold on top of jq's. Plain jq serves the tests.
type dialect bool

const (
	strict dialect = true
	plain  dialect = false
)

func parse(src string, d dialect) (*Expr, *Error) {
	if len(src) > maxSource {
		return nil, &Error{Message: fmt.Sprintf("the expression is longer than %d KiB", maxSource>>10)}
	}
	tree, err := gojq.Parse(src)
	if err != nil {
		return nil, explainSyntax(src, err)
	}
	w := &walker{places: locate(src), dialect: d, end: len(src)}
	w.program(tree)
	if p := w.first(); p != nil {
		return nil, p
	}
	return &Expr{src: src, tree: tree, refs: w.refs, nodes: w.nodes}, nil
}
