package tutti

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
)

// maxQuotes is how many values without their quotes one text gets them for.
const maxQuotes = 200

// quoter puts quotes around values that need them.
type quoter struct {
	file  string
	valid func(string) bool
	parse func(*parser, string)
}

// quoted is the text with the quotes that it lacks; false if it is in doubt which these are.
func (q *quoter) quoted(src string) (string, bool) {
	d := &document{file: q.file, src: strings.TrimPrefix(src, "\ufeff"), diags: new(diag.List)}
	if len(src) > maxFile || !d.checkCharacters() || !d.checkDirectives() {
		return "", false
	}
	d.index()
	text := d.src
	broken, ok := d.broken()
	if !ok {
		return "", false
	}
	d.src = enclose(text, d.starts, broken)
	d.index()
	cut, ok := d.cuts(q.parsed(d.src).diags)
	if !ok {
		return "", false
	}
	lost := slices.Concat(lostIn(text, broken), lostIn(d.src, cut))
	mended := enclose(d.src, d.starts, cut)
	if len(lost) > 0 && !q.evident(mended, lost) {
		return "", false
	}
	return src[:len(src)-len(text)] + mended, true
}

// broken finds the values without quotes that keep YAML from reading the text.
func (d *document) broken() ([]span, bool) {
	var all []span
	for range maxQuotes {
		_, err := d.load()
		var load *yaml.LoadError
		switch {
		case err == nil:
			return all, true
		case !errors.As(err, &load):
			return nil, false
		}
		s, ok := d.suspect(load)
		if !ok || slices.ContainsFunc(all, s.overlaps) {
			return nil, false
		}
		all = append(all, s)
		d.blank(s)
	}
	return nil, false
}

func (s span) overlaps(o span) bool { return s.line == o.line && s.from < o.to && o.from < s.to }

// cuts finds the values that ended in the middle of an expression.
func (d *document) cuts(found diag.List) ([]span, bool) {
	root := read(d.file, []byte(d.src), new(diag.List))
	var all []span
	for _, f := range found {
		if f.Code != codeCut || root == nil {
			continue
		}
		n := endingAt(root, f.Pos)
		if n == nil || n.Line != f.Pos.Line {
			return nil, false
		}
		s := d.meant(n)
		if slices.ContainsFunc(all, s.overlaps) {
			return nil, false
		}
		all = append(all, s)
	}
	return all, true
}

// meant is the value of a line that begins where a scalar does, as its writer reads it.
func (d *document) meant(n *node) span {
	line := d.line(n.Line)
	from := d.offset(n.Pos) - d.starts[n.Line-1]
	end := from + endOfValue(line[from:])
	if n.flow {
		end = from + endOfEntry(line[from:end])
	}
	return span{n.Line, from, from + len(strings.TrimRight(line[from:end], " \t"))}
}

// endingAt is the plain scalar that ends at a place, or nil.
func endingAt(n *node, at diag.Pos) *node {
	if n.shape == scalar {
		if n.style == plain && n.isCut() && n.at(len(n.text)) == at {
			return n
		}
		return nil
	}
	for c := range n.children {
		if found := endingAt(c, at); found != nil {
			return found
		}
	}
	return nil
}

// children are the nodes right below one, in the order in which they are written.
func (n *node) children(yield func(*node) bool) {
	for _, i := range n.items {
		if !yield(i) {
			return
		}
	}
	for _, e := range n.pairs {
		if !yield(e.key) || !yield(e.value) {
			return
		}
	}
}

// lost is a value that got its quotes.
type lost struct {
	line int
	text string
}

func lostIn(src string, spans []span) []lost {
	lines := strings.Split(src, "\n")
	var out []lost
	for _, s := range spans {
		out = append(out, lost{s.line, lines[s.line-1][s.from:s.to]})
	}
	return out
}

// enclose puts quotes around parts of a text, the last part first.
func enclose(src string, starts []int, spans []span) string {
	slices.SortFunc(spans, func(a, b span) int { return starts[b.line-1] + b.from - starts[a.line-1] - a.from })
	for _, s := range spans {
		from, to := starts[s.line-1]+s.from, starts[s.line-1]+s.to
		src = src[:from] + quote(src[from:to]) + src[to:]
	}
	return src
}

// evident tells whether values say with their quotes what their writer can only
// have meant: their lines have no error, their expressions are such, and what is
// none looks like text all through.
func (q *quoter) evident(src string, all []lost) bool {
	p := q.parsed(src)
	root := read(q.file, []byte(src), new(diag.List))
	if root == nil {
		return false
	}
	for _, l := range all {
		wrong := func(d diag.Diagnostic) bool { return d.Pos.Line == l.line }
		if slices.ContainsFunc(p.diags, wrong) || !hasText(root, l) || !q.says(p, l) {
			return false
		}
	}
	return true
}

// says tells whether a value is one expression, or text with none but valid expressions in it.
func (q *quoter) says(p *parser, l lost) bool {
	for _, e := range p.exprs {
		switch {
		case e.Line != l.line:
		case !q.valid(e.Source):
			return false
		case e.Source == l.text:
			return true
		}
	}
	return looksLikeText(l.text)
}

var (
	textBegins = regexp.MustCompile(`^(?:[\p{L}\p{N}/@%]|\$\{|\*/)`)
	keyInside  = regexp.MustCompile(`(?:^|[\s,{\[}])[\w"'.-]+:(?:\s|$)`)
)

// looksLikeText tells whether nothing in a value could be a key or a list of its
// own, so that it is not a comma or the end of a line that is missing.
func looksLikeText(s string) bool {
	if !textBegins.MatchString(s) {
		return false
	}
	var outside strings.Builder
	for {
		before, after, ok := strings.Cut(s, "${")
		outside.WriteString(before)
		if !ok {
			return !keyInside.MatchString(outside.String())
		}
		end := closingBrace(after, 0)
		if end < 0 {
			return false
		}
		outside.WriteByte('$')
		s = after[end+1:]
	}
}

// hasText tells whether a quoted scalar with a text stands in a line.
func hasText(n *node, l lost) bool {
	if n.shape == scalar {
		return n.Line == l.line && n.text == l.text && (n.style == single || n.style == double)
	}
	for c := range n.children {
		if hasText(c, l) {
			return true
		}
	}
	return false
}
