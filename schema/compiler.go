package schema

import (
	"strings"

	"tutti/diag"
	"tutti/document"
)

// The codes of what can be wrong with a schema. A code never changes its meaning.
const (
	// CodeNone: this is no schema.
	CodeNone = "J801"
	// CodeType: there is no such type.
	CodeType = "J802"
	// CodeKeyword: a keyword has a value that means nothing.
	CodeKeyword = "J803"
	// CodePattern: a regular expression cannot be compiled; a warning, it is not looked at.
	CodePattern = "J804"
	// CodeCycle: a schema is made of nothing but itself.
	CodeCycle = "J805"
	// CodeSize: there are too many schemas.
	CodeSize = "J806"
	// CodeAnchor: a $ref names an anchor or $id that is not there.
	CodeAnchor = "J807"
)

// maxSchemas bounds what one Compiler makes; the largest public contracts have a tenth.
const maxSchemas = 1_000_000

// maxDoc is how many characters of a description are kept.
const maxDoc = 300

// Dialect is the language that a schema is written in.
type Dialect uint8

// The dialects.
const (
	Draft2020 Dialect = iota // JSON Schema 2020-12, which OpenAPI 3.1 speaks
	OpenAPI30                // what OpenAPI 3.0 made of an older draft
)

// Compiler makes schemas of nodes. Findings go to the Set. It is not safe for concurrent use; the schemas are, and keep
// nothing of the documents.
type Compiler struct {
	// Docs keeps titles, descriptions and examples, for editors and for samples.
	Docs bool

	set       *document.Set
	known     map[key]*Schema
	todo      []job
	fresh     []*Schema // made since the last Compile
	made      int
	documents map[document.Node]*names // by root
	uris      map[string]*home
	patterns  map[string]*pattern
	words     map[string]string
	family    *family
}

type key struct {
	node    document.Node
	dialect Dialect
}

type job struct {
	key
	schema *Schema
}

// NewCompiler is a Compiler of the documents of a Set.
func NewCompiler(set *document.Set) *Compiler {
	return &Compiler{
		set: set, known: map[key]*Schema{}, documents: map[document.Node]*names{}, uris: map[string]*home{},
		patterns: map[string]*pattern{}, words: map[string]string{},
		family: &family{},
	}
}

// Compile is the schema at n: the same one for the same place. Without a node it is nil, which accepts everything.
// What cannot be understood is left out after a finding.
func (c *Compiler) Compile(n document.Node, d Dialect) *Schema {
	if !n.OK() {
		return nil
	}
	s := c.get(n, d, nil)
	for len(c.todo) > 0 {
		j := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		c.fill(j)
	}
	c.finish()
	return s
}

// get is the schema of a node, which is filled later, so that schemas may contain themselves. up is the one it stands in.
func (c *Compiler) get(n document.Node, d Dialect, up *Schema) *Schema {
	n, direct := c.through(n, d)
	d = spoken(n, d)
	if s, ok := c.known[key{n, d}]; ok {
		return s
	}
	if c.made++; c.made > maxSchemas {
		if c.made == maxSchemas+1 {
			c.set.Found.Errorf(n.Pos(), CodeSize, "the contract is made of more than %d schemas", maxSchemas)
		}
		return &Schema{traits: plain}
	}
	if !n.OK() {
		return &Schema{traits: plain}
	}
	at := n.Pos()
	s := &Schema{line: int32(at.Line), col: int32(at.Col)}
	c.known[key{n, d}] = s // before its resource is, which may begin with it
	s.res = c.resource(n, d)
	if direct && up != nil && up.res == s.res {
		s.up = up
	} else {
		s.res.paths[s] = n.Pointer()
	}
	c.todo = append(c.todo, job{key{n, d}, s})
	c.fresh = append(c.fresh, s)
	return s
}

// through is what a schema that is nothing but a $ref stands for, and whether that is the schema itself.
func (c *Compiler) through(n document.Node, d Dialect) (to document.Node, direct bool) {
	const maxHops = 64
	to = n
	for hops := range maxHops {
		if !to.Ref().OK() || !c.bare(to, spoken(to, d)) {
			return to, hops == 0
		}
		if to = c.target(to); !to.OK() {
			return document.Node{}, false
		}
	}
	c.set.Found.Add(diag.Diagnostic{
		Pos: n.Pos(), Code: CodeCycle, Message: "this $ref leads back to itself", Suggestion: "refer to a schema that says something",
	})
	return document.Node{}, false
}

// spoken is the dialect that the document of a node says it speaks, or else the one of the schema that led to it.
func spoken(n document.Node, d Dialect) Dialect {
	switch v := n.Root().Get("openapi").Text(); {
	case strings.HasPrefix(v, "3.0"):
		return OpenAPI30
	case strings.HasPrefix(v, "3.1"):
		return Draft2020
	default:
		return d
	}
}

// bare tells whether nothing that stands beside a $ref counts.
func (c *Compiler) bare(n document.Node, d Dialect) bool {
	if d == OpenAPI30 {
		return true
	}
	for k := range n.Members() {
		switch name := k.Text(); name {
		case "$ref", "$comment", "summary":
		case "title", "description", "example", "examples":
			if c.Docs {
				return false
			}
		default:
			if !strings.HasPrefix(name, "x-") {
				return false
			}
		}
	}
	return true
}

// intern is s, in the memory of an equal one met before: contracts repeat themselves.
func (c *Compiler) intern(s string) string {
	if w, ok := c.words[s]; ok {
		return w
	}
	s = strings.Clone(s)
	c.words[s] = s
	return s
}

// wrong reports a keyword whose value means nothing.
func (c *Compiler) wrong(n document.Node, format string, args ...any) {
	c.set.Found.Errorf(n.Pos(), CodeKeyword, format, args...)
}
