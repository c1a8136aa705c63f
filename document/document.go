// Package document reads YAML and JSON files as nodes that know their place, and follows the references ($ref) between
// them. It does not know what a document says: OpenAPI, JSON Schema and others are read by who asks for the nodes.
package document

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
)

// The codes of what can be wrong with a document. A code never changes its meaning.
const (
	// CodeRead: a file cannot be read.
	CodeRead = "C501"
	// CodeSyntax: a file is not valid YAML or JSON.
	CodeSyntax = "C502"
	// CodeOutside: a $ref points outside of the project.
	CodeOutside = "C504"
	// CodeDangling: a $ref points to nothing.
	CodeDangling = "C505"
	// CodeCycle: a $ref leads back to itself.
	CodeCycle = "C506"
	// CodeTwice: a name stands twice where it can stand once.
	CodeTwice = "C508"
	// CodeSize: the documents are too large or nested too deeply.
	CodeSize = "C509"
	// CodeYAML: a document uses a part of YAML that contracts must not use.
	CodeYAML = "C510"
)

// What one set of files may take; the largest public contracts stay well below.
const (
	maxBytes = 64 << 20 // of all files together
	maxFiles = 5000
	maxDepth = 200 // lists and mappings inside each other
)

// Set reads files, each once, and collects what is wrong with them. It is not safe for concurrent use; what was read
// lives as long as the Set or a Node of it.
type Set struct {
	// Found is what is wrong; whoever walks the nodes adds to it.
	Found diag.List

	read  func(path string) ([]byte, error)
	files map[string]*file   // by path; a nil file was tried in vain
	refs  map[reference]Node // resolved so far; without a node: tried in vain
	bytes int                // read so far
}

// file is one document. base is what the files of its references are relative to.
type file struct {
	path  string
	base  string
	root  *yaml.Node
	names map[*yaml.Node]map[string]int // of the mappings with many members that were searched
}

// NewSet is a Set that reads through read, which is asked for no path outside of the project: paths are relative to it,
// with slashes.
func NewSet(read func(path string) ([]byte, error)) *Set {
	return &Set{read: read, files: map[string]*file{}, refs: map[reference]Node{}}
}

// Open is the root of the document at path, or nothing after a finding; at is the place to blame when the file cannot
// be read. Its references are relative to the folder it lies in.
func (s *Set) Open(path string, at diag.Pos) Node {
	if f := s.open(path, at); f != nil {
		return Node{f, f.root}
	}
	return Node{}
}

// Take is the root of a document that is at hand. Its references are relative to the project; nothing refers to it.
func (s *Set) Take(path string, text []byte) Node {
	f := &file{path: path, base: "."}
	if !s.fill(f, text) {
		return Node{}
	}
	return Node{f, f.root}
}

func (s *Set) open(name string, at diag.Pos) *file {
	if f, ok := s.files[name]; ok {
		return f
	}
	s.files[name] = nil
	if len(s.files) > maxFiles {
		s.Found.Errorf(at, CodeSize, "the contract has more than %d files", maxFiles)
		return nil
	}
	text, err := s.read(name)
	if err != nil {
		s.Found.Errorf(at, CodeRead, "the contract %s cannot be read: %v", name, err)
		return nil
	}
	f := &file{path: name, base: path.Dir(name)}
	if !s.fill(f, text) {
		return nil
	}
	s.files[name] = f
	return f
}

// fill parses the text of a file.
func (s *Set) fill(f *file, text []byte) bool {
	if s.bytes += len(text); s.bytes > maxBytes {
		s.Found.Errorf(diag.Pos{File: f.path, Line: 1, Col: 1}, CodeSize, "the contract is larger than %d MiB", maxBytes>>20)
		return false
	}
	f.root = s.parse(f.path, text)
	return f.root != nil && s.sane(f, f.root, 0)
}

// parse is the root of the only document in text, or nil after a finding.
func (s *Set) parse(name string, text []byte) *yaml.Node {
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' && strings.HasSuffix(name, ".json") {
		return s.parseJSON(name, text)
	}
	var doc, more yaml.Node
	r, err := yaml.NewLoader(bytes.NewReader(text))
	if err == nil {
		err = r.Load(&doc)
	}
	switch {
	case errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0:
		s.Found.Errorf(diag.Pos{File: name, Line: 1, Col: 1}, CodeSyntax, "the file is empty")
		return nil
	case err != nil:
		s.syntax(name, err)
		return nil
	}
	if err := r.Load(&more); !errors.Is(err, io.EOF) {
		if err != nil {
			s.syntax(name, err)
			return nil
		}
		at := diag.Pos{File: name, Line: more.Line, Col: more.Column}
		s.Found.Errorf(at, CodeYAML, "a contract is one document; here begins a second")
		return nil
	}
	return doc.Content[0]
}

// syntax reports what the YAML reader says, at the place it names.
func (s *Set) syntax(name string, err error) {
	at := diag.Pos{File: name, Line: 1, Col: 1}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	var e *yaml.LoadError
	if errors.As(err, &e) {
		at.Line, at.Col, message = max(e.Mark.Line, 1), max(e.Mark.Column, 1), e.Message
	}
	s.Found.Errorf(at, CodeSyntax, "this is not valid YAML: %s", message)
}

// sane refuses what the rest of the package need not expect: deep nesting, merge keys, keys that are
// no words or come twice. An alias counts as a leaf; nothing walks through one without a bound of its own.
func (s *Set) sane(f *file, n *yaml.Node, depth int) bool {
	if depth > maxDepth {
		s.Found.Errorf(f.at(n), CodeSize, "lists and mappings are nested more than %d deep", maxDepth)
		return false
	}
	if n.Kind == yaml.MappingNode && !s.saneKeys(f, n) {
		return false
	}
	for _, c := range n.Content {
		if len(c.Content) > 0 && !s.sane(f, c, depth+1) {
			return false
		}
	}
	return true
}

func (s *Set) saneKeys(f *file, n *yaml.Node) bool {
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		switch {
		case k.Kind != yaml.ScalarNode:
			s.Found.Errorf(f.at(k), CodeYAML, "a key must be a word")
			return false
		case k.Value == "<<" && k.Tag == "!!merge":
			s.Found.Add(diag.Diagnostic{
				Pos: f.at(k), Code: CodeYAML, Message: "merge keys (<<) are not supported in contracts",
				Suggestion: "write the members out, or use $ref",
			})
			return false
		case seen[k.Value]:
			s.Found.Errorf(f.at(k), CodeTwice, "the key %q stands here a second time", k.Value)
			return false
		}
		seen[k.Value] = true
	}
	return true
}

// at is the place of a node.
func (f *file) at(n *yaml.Node) diag.Pos {
	return diag.Pos{File: f.path, Line: n.Line, Col: n.Column}
}
