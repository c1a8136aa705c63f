package document

import (
	"io/fs"
	"net/url"
	"path"
	"strconv"
	"strings"

	"tutti/diag"
)

// maxHops is how many references may follow each other.
const maxHops = 64

// reference is a $ref as it stands in a document.
type reference struct {
	doc *file
	to  string
}

// Follow is what n stands for: n itself, or what its $ref leads to. Nothing is returned after a finding.
func (s *Set) Follow(n Node) Node {
	start := n
	for range maxHops {
		ref := n.Ref()
		if !ref.OK() {
			return n
		}
		if n = s.Resolve(ref); !n.OK() {
			return Node{}
		}
	}
	s.Found.Errorf(start.Pos(), CodeCycle, "this $ref leads back to itself")
	return Node{}
}

// Ref is the text of a reference object. A schema may have a property called $ref; that is no text.
func (n Node) Ref() Node {
	if r := n.Get("$ref"); r.Text() != "" {
		return r
	}
	return Node{}
}

// Resolve is what a $ref names, or nothing after a finding; ref is the text behind $ref.
func (s *Set) Resolve(ref Node) Node {
	key := reference{ref.doc, ref.Text()}
	if known, ok := s.refs[key]; ok {
		return known
	}
	s.refs[key] = Node{}
	target := s.search(ref)
	s.refs[key] = target
	return target
}

// Warn does something that nothing depends on: what is found wrong meanwhile is a warning.
func (s *Set) Warn(do func()) {
	before := len(s.Found)
	do()
	for i := before; i < len(s.Found); i++ {
		s.Found[i].Severity = diag.Warning
	}
}

func (s *Set) search(ref Node) Node {
	root := s.Document(ref)
	if !root.OK() {
		return Node{}
	}
	return s.Part(root, ref)
}

// Document is the root of the document that a $ref names, or nothing after a finding.
func (s *Set) Document(ref Node) Node {
	file, _, _ := strings.Cut(ref.Text(), "#")
	if file == "" {
		return ref.Root()
	}
	p, ok := s.locate(ref, file)
	if !ok {
		return Node{}
	}
	if doc := s.open(p, ref.Pos()); doc != nil {
		return Node{doc, doc.root}
	}
	return Node{}
}

// Part is what the fragment of a $ref, a JSON pointer, names below at, or nothing after a finding.
func (s *Set) Part(at, ref Node) Node {
	_, fragment, _ := strings.Cut(ref.Text(), "#")
	return s.pointer(at, fragment, ref)
}

// locate is the path of a file that a $ref names, relative to the project. References never leave
// it: no URLs, no absolute paths, no way up and out.
func (s *Set) locate(ref Node, file string) (string, bool) {
	name, err := url.PathUnescape(file)
	if err == nil && !strings.ContainsAny(name, `\:`) && !path.IsAbs(name) {
		if p := path.Join(ref.doc.base, name); fs.ValidPath(p) {
			return p, true
		}
	}
	s.Found.Add(diag.Diagnostic{
		Pos: ref.Pos(), Code: CodeOutside, Message: "the $ref " + strconv.Quote(ref.Text()) + " leaves the project",
		Suggestion: "copy what it names into the project and refer to the copy",
	})
	return "", false
}

// pointer follows a JSON pointer (RFC 6901) in its form for URI fragments.
func (s *Set) pointer(at Node, fragment string, ref Node) Node {
	decoded, err := url.PathUnescape(fragment)
	if err != nil || decoded != "" && decoded[0] != '/' {
		s.Found.Add(diag.Diagnostic{
			Pos: ref.Pos(), Code: CodeDangling, Message: "the $ref " + strconv.Quote(ref.Text()) + " is no JSON pointer",
			Suggestion: "write it like #/components/schemas/Order",
		})
		return Node{}
	}
	for _, token := range strings.Split(decoded, "/")[1:] {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		next := at.step(token)
		if !next.OK() && at.Ref().OK() {
			next = s.Follow(at).step(token)
		}
		if !next.OK() {
			s.Found.Errorf(ref.Pos(), CodeDangling, "the $ref %q points to nothing: %q is not there", ref.Text(), token)
			return Node{}
		}
		at = next
	}
	return at
}
