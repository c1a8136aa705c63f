package rest

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/connector"
	"tutti/diag"
)

// What one contract may take; the largest public ones stay well below.
const (
	maxBytes   = 64 << 20 // of all files together
	maxFiles   = 5000
	maxDepth   = 200       // lists and mappings inside each other
	maxSchemas = 1_000_000 // looked at, one as often as it is referred to
)

// document is one file of a contract.
type document struct {
	path string
	root *yaml.Node
}

// loader reads the files of one contract, each once, and collects what is wrong with them.
type loader struct {
	src     connector.Source
	docs    map[string]*document // by path; a nil document was tried in vain
	refs    map[reference]spot   // resolved so far; without a node: tried in vain
	bytes   int                  // read so far
	schemas int                  // looked at so far
	found   diag.List
}

// open is the document at path, or nil after a finding; at is the place to blame when the file cannot be read.
func (l *loader) open(path string, at diag.Pos) *document {
	if d, ok := l.docs[path]; ok {
		return d
	}
	l.docs[path] = nil
	if len(l.docs) > maxFiles {
		l.found.Errorf(at, codeSize, "the contract has more than %d files", maxFiles)
		return nil
	}
	text, err := l.src.Read(path)
	if err != nil {
		l.found.Errorf(at, codeRead, "the contract %s cannot be read: %v", path, err)
		return nil
	}
	if l.bytes += len(text); l.bytes > maxBytes {
		l.found.Errorf(at, codeSize, "the contract is larger than %d MiB", maxBytes>>20)
		return nil
	}
	d := &document{path: path}
	if d.root = l.parse(path, text); d.root == nil || !l.sane(d, d.root, 0) {
		return nil
	}
	l.docs[path] = d
	return d
}

// parse is the root of the only document in text, or nil after a finding.
func (l *loader) parse(path string, text []byte) *yaml.Node {
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' && strings.HasSuffix(path, ".json") {
		return l.parseJSON(path, text)
	}
	var doc, more yaml.Node
	r, err := yaml.NewLoader(bytes.NewReader(text))
	if err == nil {
		err = r.Load(&doc)
	}
	switch {
	case errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0:
		l.found.Errorf(diag.Pos{File: path, Line: 1, Col: 1}, codeSyntax, "the file is empty")
		return nil
	case err != nil:
		l.syntax(path, err)
		return nil
	}
	if err := r.Load(&more); !errors.Is(err, io.EOF) {
		if err != nil {
			l.syntax(path, err)
			return nil
		}
		at := diag.Pos{File: path, Line: more.Line, Col: more.Column}
		l.found.Errorf(at, codeYAML, "a contract is one document; here begins a second")
		return nil
	}
	return doc.Content[0]
}

// syntax reports what the YAML reader says, at the place it names.
func (l *loader) syntax(path string, err error) {
	at := diag.Pos{File: path, Line: 1, Col: 1}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	var e *yaml.LoadError
	if errors.As(err, &e) {
		at.Line, at.Col, message = max(e.Mark.Line, 1), max(e.Mark.Column, 1), e.Message
	}
	l.found.Errorf(at, codeSyntax, "this is not valid YAML: %s", message)
}

// sane refuses what the rest of the package need not expect: deep nesting, merge keys, keys that are
// no words or come twice. An alias counts as a leaf; nothing walks through one without a bound of its own.
func (l *loader) sane(d *document, n *yaml.Node, depth int) bool {
	if depth > maxDepth {
		l.found.Errorf(d.at(n), codeSize, "lists and mappings are nested more than %d deep", maxDepth)
		return false
	}
	if n.Kind == yaml.MappingNode && !l.saneKeys(d, n) {
		return false
	}
	for _, c := range n.Content {
		if len(c.Content) > 0 && !l.sane(d, c, depth+1) {
			return false
		}
	}
	return true
}

func (l *loader) saneKeys(d *document, n *yaml.Node) bool {
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		switch {
		case k.Kind != yaml.ScalarNode:
			l.found.Errorf(d.at(k), codeYAML, "a key must be a word")
			return false
		case k.Value == "<<" && k.Tag == "!!merge":
			l.found.Add(diag.Diagnostic{
				Pos: d.at(k), Code: codeYAML, Message: "merge keys (<<) are not supported in contracts",
				Suggestion: "write the members out, or use $ref",
			})
			return false
		case seen[k.Value]:
			l.found.Errorf(d.at(k), codeTwice, "the key %q stands here a second time", k.Value)
			return false
		}
		seen[k.Value] = true
	}
	return true
}

// at is the place of a node.
func (d *document) at(n *yaml.Node) diag.Pos {
	return diag.Pos{File: d.path, Line: n.Line, Col: n.Column}
}
