package tutti

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
	"tutti/flow"
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
	if len(src) > MaxFile || !d.checkCharacters() || !d.checkDirectives() {
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

// cuts finds the values that ended in the middle of an expression. The findings are sorted.
func (d *document) cuts(found diag.List) ([]span, bool) {
	ends := map[diag.Pos]*node{}
	if root := read(d.file, []byte(d.src), new(diag.List)); root != nil {
		root.cutAt(ends)
	}
	var all []span
	for _, f := range found {
		if f.Code != codeCut {
			continue
		}
		n := ends[f.Pos]
		if n == nil || n.Line != f.Pos.Line {
			return nil, false
		}
		s := d.meant(n)
		if len(all) > 0 && s.overlaps(all[len(all)-1]) {
			return nil, false
		}
		all = append(all, s)
	}
	return all, true
}

// cutAt collects the plain scalars that may have been cut, by where they end.
func (n *node) cutAt(ends map[diag.Pos]*node) {
	if n.shape == scalar && n.style == plain && n.isCut() {
		ends[n.at(len(n.text))] = n
	}
	for c := range n.children {
		c.cutAt(ends)
	}
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

// enclose puts quotes around parts of a text.
func enclose(src string, starts []int, spans []span) string {
	slices.SortFunc(spans, func(a, b span) int { return starts[a.line-1] + a.from - starts[b.line-1] - b.from })
	var out strings.Builder
	done := 0
	for _, s := range spans {
		from, to := starts[s.line-1]+s.from, starts[s.line-1]+s.to
		out.WriteString(src[done:from])
		out.WriteString(quote(src[from:to]))
		done = to
	}
	out.WriteString(src[done:])
	return out.String()
}

// evident tells whether values say with their quotes what their writer can only
// have meant: their lines have no finding, their expressions are such, and what is
// none looks like text all through.
func (q *quoter) evident(src string, all []lost) bool {
	root := read(q.file, []byte(src), new(diag.List))
	if root == nil {
		return false
	}
	p := q.parsed(src)
	wrong, quoted, exprs := map[int]bool{}, map[lost]bool{}, map[int][]*flow.Expr{}
	root.quotedIn(quoted)
	for _, d := range p.diags {
		wrong[d.Pos.Line] = true
	}
	for _, e := range p.exprs {
		exprs[e.Line] = append(exprs[e.Line], e)
	}
	for _, l := range all {
		if wrong[l.line] || !quoted[l] || !q.says(exprs[l.line], l.text) {
			return false
		}
	}
	return true
}

// quotedIn collects the scalars in quotes.
func (n *node) quotedIn(all map[lost]bool) {
	if n.shape == scalar && (n.style == single || n.style == double) {
		all[lost{n.Line, n.text}] = true
	}
	for c := range n.children {
		c.quotedIn(all)
	}
}

// says tells whether a value is one of the expressions of its line, or text, and they are valid.
func (q *quoter) says(exprs []*flow.Expr, text string) bool {
	whole := false
	for _, e := range exprs {
		if !q.valid(e.Source) {
			return false
		}
		whole = whole || e.Source == text
	}
	return whole || looksLikeText(text)
}

var (
	textBegins = regexp.MustCompile(`^(?:[\p{L}\p{N}/@%]|\$\{|\*/)`)
	ownInside  = regexp.MustCompile(`(?:^|[\s,{\[}])[\w"'.-]+:(?:\s|$)|\s[\[{]`) // a key, list or mapping
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
			return !ownInside.MatchString(outside.String())
		}
		end := closingBrace(after, 0)
		if end < 0 {
			return false
		}
		outside.WriteByte('$')
		s = after[end+1:]
	}
}
