package tutti

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"tutti/diag"
	"tutti/flow"
)

// MaxFile is how many bytes a file may have. Of a longer one nothing is read.
const MaxFile = 1 << 20

const (
	maxDepth = 60 // levels of lists and mappings: less than JSON may have
)

// document is the text of a file on its way to nodes.
type document struct {
	file   string
	src    string
	starts []int // where each line begins
	last   cursor
	begun  int // the line of the node before
	depth  int // of the lists and mappings around the node
	diags  *diag.List
}

// cursor is a place that offset found last; nodes come in order, so the next one is not far.
type cursor struct{ line, col, at int }

// read turns text into a tree of nodes that keeps to the YAML profile of the
// language. What breaks a rule but can be read is reported and kept; nil means
// that the text could not be read at all.
func read(file string, src []byte, diags *diag.List) *node {
	d := &document{file: file, src: strings.TrimPrefix(string(src), "\ufeff"), diags: diags}
	if len(src) > MaxFile {
		d.add(d.pos(1, 1), codeSize, fmt.Sprintf("the file has %d bytes; at most %d are read", len(src), MaxFile), "")
		return nil
	}
	if !d.checkCharacters() || !d.checkDirectives() {
		return nil
	}
	d.index()
	root := d.parse()
	if root == nil {
		return nil
	}
	return d.node(root, false)
}

// index finds the lines. checkCharacters has refused the other line breaks that YAML knows.
func (d *document) index() {
	d.starts = []int{0}
	for i := range len(d.src) {
		if d.src[i] == '\n' {
			d.starts = append(d.starts, i+1)
		}
	}
}

// line is the text of a line (counted from 1) without its end.
func (d *document) line(n int) string {
	if n < 1 || n > len(d.starts) {
		return ""
	}
	end := len(d.src)
	if n < len(d.starts) {
		end = d.starts[n] - 1
	}
	return strings.TrimSuffix(d.src[d.starts[n-1]:end], "\r")
}

// pos is a place as YAML tells it, which may be behind the last line or unknown.
func (d *document) pos(line, col int) diag.Pos {
	if last := len(d.starts); last > 0 && line > last {
		line, col = last, utf8.RuneCountInString(d.line(last))+1
	}
	return diag.Pos{File: d.file, Line: max(line, 1), Col: max(col, 1)}
}

var errDepth = errors.New("nested too deeply")

// parse is the one document of the file as YAML nodes, or nil after a finding.
func (d *document) parse() *yaml.Node {
	root, err := d.load()
	switch {
	case errors.Is(err, io.EOF):
		d.add(d.pos(1, 1), codeShape, "the file is empty", "")
		return nil
	case err != nil:
		d.syntax(err)
		return nil
	}
	return root
}

func tooDeep() string {
	return fmt.Sprintf("lists and mappings are nested more than %d deep", maxDepth)
}

// load is the root of the first document; a second one is reported.
func (d *document) load() (*yaml.Node, error) {
	// YAML counts levels of indentation and of brackets, each for itself; node counts them together.
	limit := loaderlimits.DepthFunc(func(depth int, _ *yaml.DepthContext) error {
		if depth > maxDepth {
			return errDepth
		}
		return nil
	})
	l, err := yaml.NewLoader(strings.NewReader(d.src), yaml.WithPlugin(loaderlimits.New(limit)))
	if err != nil {
		return nil, err
	}
	var root, second yaml.Node
	if err := l.Load(&root); err != nil {
		return nil, err
	}
	switch err := l.Load(&second); {
	case errors.Is(err, io.EOF):
		return root.Content[0], nil
	case err != nil:
		return nil, err
	}
	d.add(d.pos(second.Line, second.Column), codeDocument, "a second document begins here; a file holds one", "")
	return root.Content[0], nil
}

// node checks what the profile forbids and keeps the rest.
func (d *document) node(y *yaml.Node, inFlow bool) *node {
	n := &node{Pos: d.pos(y.Line, y.Column), flow: inFlow || y.Style&yaml.FlowStyle != 0}
	d.checkNode(y, n)
	d.depth++
	defer func() { d.depth-- }()
	switch y.Kind {
	case yaml.MappingNode, yaml.SequenceNode:
		if d.depth > maxDepth {
			d.add(n.Pos, codeDepth, tooDeep(), "")
			n.refused = true
			return n
		}
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.shape = mapping
		d.pairs(y, n)
	case yaml.SequenceNode:
		n.shape = list
		for _, c := range y.Content {
			n.items = append(n.items, d.node(c, n.flow))
		}
	default:
		n.text, n.style, n.refused = y.Value, styleOf(y.Style), odd(y)
		n.marks = flow.SourceMap{{Line: n.Line, Col: n.Col}}
		if !n.refused {
			d.locate(n)
		}
	}
	return n
}

func styleOf(s yaml.Style) style {
	switch {
	case s&yaml.SingleQuotedStyle != 0:
		return single
	case s&yaml.DoubleQuotedStyle != 0:
		return double
	case s&yaml.LiteralStyle != 0:
		return literal
	case s&yaml.FoldedStyle != 0:
		return folded
	}
	return plain
}

// checkNode reports anchors, aliases, tags and tabs before the node.
func (d *document) checkNode(y *yaml.Node, n *node) {
	switch {
	case y.Kind == yaml.AliasNode:
		d.add(n.Pos, codeAnchor, fmt.Sprintf("aliases are not part of the language: *%s", y.Value), "write the value out, or in quotes if it is text")
	case y.Anchor != "":
		d.add(n.Pos, codeAnchor, fmt.Sprintf("anchors are not part of the language: &%s", y.Anchor), "remove it, or write the value in quotes if it is text")
	case y.Style&yaml.TaggedStyle != 0 || y.Tag == "!":
		d.tag(y, n)
	}
	d.checkIndentation(n.Pos)
}

// checkIndentation reports a tab before the first node of a line.
func (d *document) checkIndentation(at diag.Pos) {
	if at.Line == d.begun {
		return
	}
	d.begun = at.Line
	line := d.line(at.Line)
	if tab := strings.IndexByte(line[:len(line)-len(strings.TrimLeft(line, " \t"))], '\t'); tab >= 0 && tab+1 < at.Col {
		d.add(d.pos(at.Line, tab+1), codeTab, "a tab in the indentation", "use spaces")
	}
}

// tag reports a tag; `!$x`, which was meant as "not $x", is the usual one.
func (d *document) tag(y *yaml.Node, n *node) {
	mend := "write the value in quotes if it is text"
	if name, ok := strings.CutPrefix(y.Tag, "!"); ok && strings.HasPrefix(name, "$") {
		mend = fmt.Sprintf("write %s | not", strings.TrimSpace(name+" "+y.Value))
	}
	d.add(n.Pos, codeTag, fmt.Sprintf("YAML reads %s as a tag, and tags are not part of the language", y.Tag), mend)
}

// pairs fills a mapping; a key that is no text or stands twice is reported and left out.
func (d *document) pairs(y *yaml.Node, n *node) {
	first := map[string]diag.Pos{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := d.node(y.Content[i], n.flow), d.node(y.Content[i+1], n.flow)
		if !d.checkKey(key) {
			continue
		}
		if p, ok := first[key.text]; ok {
			d.add(key.Pos, codeDuplicate, fmt.Sprintf("the key %q is already in line %d", key.text, p.Line), "")
			continue
		}
		first[key.text] = key.Pos
		if value.shape == scalar && value.style == plain && value.text == "" && !value.refused {
			value.Pos = key.Pos
			if n.flow {
				value.refused = true
				d.emptyInFlow(key)
			}
		}
		n.pairs = append(n.pairs, pair{key, value})
	}
}

// odd tells whether a node is an alias, or has an anchor or tag.
func odd(y *yaml.Node) bool {
	return y.Kind == yaml.AliasNode || y.Anchor != "" || y.Tag == "!" || y.Style&yaml.TaggedStyle != 0
}

func (d *document) emptyInFlow(key *node) {
	mend := fmt.Sprintf("write %s: null, or a value", key.text)
	if before, after, ok := strings.Cut(key.text, ":"); ok && before != "" && after != "" {
		mend = fmt.Sprintf("write a space after the colon: %s: %s", before, after)
	}
	d.add(key.Pos, codeEmptyInFlow, fmt.Sprintf("the key %q inside { } has no value", key.text), mend)
}

// checkKey reports keys that are no text.
func (d *document) checkKey(key *node) bool {
	if key.shape != scalar {
		d.add(key.Pos, codeKey, "a key is a word, not "+key.shape.String(), "quote an expression that starts with { or [")
		return false
	}
	if key.style != plain || key.refused {
		return true
	}
	if key.text == "<<" {
		d.add(key.Pos, codeMerge, "the merge key << is not part of the language", "write the entries out")
		return false
	}
	if _, err := number(key.text); key.null() || err == nil || key.text == "true" || key.text == "false" {
		d.add(key.Pos, codeKey, fmt.Sprintf("a key is a text, and %q is none", key.text), fmt.Sprintf("write \"%s\" in quotes", key.text))
		return false
	}
	return true
}
