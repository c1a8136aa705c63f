package rest

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
	doc *document
	to  string
}

// follow is what s stands for: s itself, or what its $ref leads to. Nothing is returned after a finding.
func (l *loader) follow(s spot) spot {
	start := s
	for range maxHops {
		ref := s.ref()
		if !ref.ok() {
			return s
		}
		if s = l.resolve(ref); !s.ok() {
			return spot{}
		}
	}
	l.found.Errorf(start.pos(), codeCycle, "this $ref leads back to itself")
	return spot{}
}

// ref is the text of a reference object. A schema may have a property called $ref; that is no text.
func (s spot) ref() spot {
	if r := s.get("$ref"); r.text() != "" {
		return r
	}
	return spot{}
}

// resolve is what a $ref names, or nothing after a finding.
func (l *loader) resolve(ref spot) spot {
	key := reference{ref.doc, ref.text()}
	if known, ok := l.refs[key]; ok {
		return known
	}
	l.refs[key] = spot{}
	target := l.search(ref)
	l.refs[key] = target
	return target
}

func (l *loader) search(ref spot) spot {
	file, fragment, _ := strings.Cut(ref.text(), "#")
	doc := ref.doc
	if file != "" {
		p, ok := l.locate(ref, file)
		if !ok {
			return spot{}
		}
		if doc = l.open(p, ref.pos()); doc == nil {
			return spot{}
		}
	}
	return l.pointer(spot{doc, doc.root}, fragment, ref)
}

// locate is the path of a file that a $ref names, relative to the project. References never leave
// it: no URLs, no absolute paths, no way up and out.
func (l *loader) locate(ref spot, file string) (string, bool) {
	name, err := url.PathUnescape(file)
	if err == nil && !strings.ContainsAny(name, `\:`) && !path.IsAbs(name) {
		if p := path.Join(path.Dir(ref.doc.path), name); fs.ValidPath(p) {
			return p, true
		}
	}
	l.found.Add(diag.Diagnostic{
		Pos: ref.pos(), Code: codeOutside, Message: "the $ref " + strconv.Quote(ref.text()) + " leaves the project",
		Suggestion: "copy what it names into the project and refer to the copy",
	})
	return "", false
}

// pointer follows a JSON pointer (RFC 6901) in its form for URI fragments.
func (l *loader) pointer(at spot, fragment string, ref spot) spot {
	decoded, err := url.PathUnescape(fragment)
	if err != nil || decoded != "" && decoded[0] != '/' {
		l.found.Add(diag.Diagnostic{
			Pos: ref.pos(), Code: codeDangling, Message: "the $ref " + strconv.Quote(ref.text()) + " is no JSON pointer",
			Suggestion: "write it like #/components/schemas/Order",
		})
		return spot{}
	}
	for _, token := range strings.Split(decoded, "/")[1:] {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		next := at.step(token)
		if !next.ok() && at.ref().ok() {
			next = l.follow(at).step(token)
		}
		if !next.ok() {
			l.found.Errorf(ref.pos(), codeDangling, "the $ref %q points to nothing: %q is not there", ref.text(), token)
			return spot{}
		}
		at = next
	}
	return at
}
