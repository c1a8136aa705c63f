package lsp

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"tutti/diag"
	"tutti/expr"
	"tutti/flow"
)

// use is one place where a name stands.
type use struct {
	at       span
	defines  bool
	shortcut bool // as in {$stock}, which also names a field
}

// uses finds all places of the name that the cursor is on, and that name; none if it is on no name of a step.
func (v *view) uses(p position) (string, []use) {
	if v.language != workflowFile {
		return "", nil
	}
	r := v.read(v.text.src)
	if r == nil {
		return "", nil
	}
	offset := v.text.offset(p)
	name := v.nameAt(r, offset)
	if name == nil {
		return "", nil
	}
	var out []use
	for _, b := range r.names.All {
		if same(b, name) {
			out = append(out, use{at: spanAt(v.text, b.Name.Pos, len(b.Name.Text)), defines: true})
		}
	}
	r.eachUse(func(e *flow.Expr, b *flow.Binding, at int) {
		if same(b, name) {
			out = append(out, use{
				at: spanAt(v.text, e.Place(at), len(b.Name.Text)), shortcut: isShortcut(e.Source, at-1, at+len(b.Name.Text)),
			})
		}
	})
	slices.SortFunc(out, func(a, b use) int {
		if before(a.at.Start, b.at.Start) {
			return -1
		}
		return 1
	})
	return name.Name.Text, out
}

// same tells whether two names mean one thing: names of steps and sets do wherever they are the same word, since sets
// of which one runs may share a name; elements of loops do in one loop.
func same(a, b *flow.Binding) bool {
	return a == b || a.Name.Text == b.Name.Text && a.Kind != flow.OfLoop && b.Kind != flow.OfLoop
}

// nameAt is the name that stands at an offset, where it is defined or used.
func (v *view) nameAt(r *reading, offset int) *flow.Binding {
	on := func(at diag.Pos, n int) bool {
		from := v.text.place(at.Line, at.Col)
		return from <= offset && offset <= from+n
	}
	for _, b := range r.names.All {
		if on(b.Name.Pos, len(b.Name.Text)) {
			return b
		}
	}
	var found *flow.Binding
	r.eachUse(func(e *flow.Expr, b *flow.Binding, at int) {
		if on(e.Place(at), len(b.Name.Text)) {
			found = b
		}
	})
	return found
}

// eachUse calls yield for every name that an expression uses, with the offset of the name in the expression. The
// language's own variables are none.
func (r *reading) eachUse(yield func(e *flow.Expr, b *flow.Binding, at int)) {
	for _, e := range r.names.Exprs() {
		parsed, err := expr.Parse(e.Source)
		if err != nil {
			continue
		}
		for _, ref := range parsed.Refs() {
			name, at := ref.Name, ref.Offset+1
			if name == "meta" && len(ref.Path) > 0 && strings.HasPrefix(e.Source[at:], "meta."+ref.Path[0]) {
				name, at = ref.Path[0], at+len("meta.")
			}
			if b := r.names.At(e).Lookup(name); b != nil && b.Name.Line > 0 {
				yield(e, b, at)
			}
		}
	}
}

// isShortcut tells whether the variable between two offsets is a member of an object by itself: {$a, $b}.
func isShortcut(src string, from, to int) bool {
	before, after := strings.TrimRight(src[:from], " \n\t"), strings.TrimLeft(src[to:], " \n\t")
	ends := strings.HasPrefix(after, ",") || strings.HasPrefix(after, "}")
	begins := strings.HasSuffix(before, ",") || strings.HasSuffix(before, "{")
	return ends && begins && innermost(before) == '{'
}

// innermost is the bracket that is open at the end of a text; 0 if none is.
func innermost(src string) byte {
	depth := 0
	for i := len(src) - 1; i >= 0; i-- {
		switch src[i] {
		case '}', ']', ')':
			depth++
		case '{', '[', '(':
			if depth == 0 {
				return src[i]
			}
			depth--
		}
	}
	return 0
}

// references are the places where a name is used.
func references(v *view, p referenceParams) (any, error) {
	out := []location{}
	_, uses := v.uses(p.Position)
	for _, u := range uses {
		if !u.defines || p.Context.IncludeDeclaration {
			out = append(out, location{v.uri, u.at})
		}
	}
	return out, nil
}

// prepareRename is the place of the name at the cursor, if it can be changed.
func prepareRename(v *view, p positionParams) (any, error) {
	_, uses := v.uses(p.Position)
	for _, u := range uses {
		if !before(p.Position, u.at.Start) && !before(u.at.End, p.Position) {
			return u.at, nil
		}
	}
	return nil, nil
}

var stepName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// rename gives a step, an element or a set another name, wherever it stands.
func rename(v *view, p renameParams) (any, error) {
	name, uses := v.uses(p.Position)
	switch {
	case len(uses) == 0:
		return nil, refused("there is no name of a step here")
	case !stepName.MatchString(p.NewName):
		return nil, refused("%q is no name: letters, digits and _, no digit first", p.NewName)
	case slices.Contains(flow.Reserved(), p.NewName):
		return nil, refused("$%s is a variable of the language", p.NewName)
	case p.NewName != name && v.taken(p.NewName):
		return nil, refused("the name %q is taken", p.NewName)
	}
	edits := make([]textEdit, len(uses))
	for i, u := range uses {
		edits[i] = textEdit{u.at, p.NewName}
		if u.shortcut { // {$old} is {old: $old}
			at := u.at
			at.Start.Character--
			edits[i] = textEdit{at, name + ": $" + p.NewName}
		}
	}
	return workspaceEdit{Changes: map[string][]textEdit{v.uri: edits}}, nil
}

func (v *view) taken(name string) bool {
	r := v.read(v.text.src)
	return r != nil && slices.ContainsFunc(r.names.All, func(b *flow.Binding) bool { return b.Name.Text == name })
}

func refused(format string, args ...any) error {
	const requestFailed = -32803
	return &jsonrpc2.Error{Code: requestFailed, Message: fmt.Sprintf(format, args...)}
}
