// Package openapi reads OpenAPI documents, versions 3.0 and 3.1, into a model of what they say about requests and answers:
// operations, parameters, bodies, answers, servers, security. It makes $input of a request, holds an answer against the model,
// and writes a document of several files as one; it sends and serves nothing.
//
// A document is walked once, as the nodes of its YAML or JSON. What is kept are the model and its schemas, each compiled once
// however many references lead to it; the nodes are released with the document.Set.
package openapi

import (
	"tutti/diag"
	"tutti/schema"
	"tutti/value"
)

// The codes of what can be wrong with a document, beside those of packages document and schema. A code never changes its
// meaning.
const (
	// CodeVersion: the document is not OpenAPI 3.0 or 3.1.
	CodeVersion = "C503"
	// CodeShape: a part of the document has the wrong type.
	CodeShape = "C507"
)

// Document is a document as far as calls and the serving of calls need it. It does not change.
type Document struct {
	Title, Version string         // of what it describes
	Dialect        schema.Dialect // what its schemas are written in
	Servers        []Server
	Operations     []*Operation     // in order of the document; no two have the same name
	Schemes        []SecurityScheme // in order of the document
}

// Options say what of a document is kept beyond what calls need. Servers keep nothing more.
type Options struct {
	Docs     bool // descriptions, for editors
	Examples bool // examples, for stubs and forms
}

// Server is an address that the paths of operations stand behind.
type Server struct {
	URL string // with the defaults of its variables; relative ones are relative to the document
	At  diag.Pos
}

// Operation is one method of one path.
type Operation struct {
	Name       string // what workflows call it: see nameOf
	ID         string // operationId as written; "" if there is none
	Method     string // in capitals
	Path       string // as written, with places in braces
	Doc        string // one line: the summary, or the first of the description
	At         diag.Pos
	Parameters []*Parameter // the path's too; each place of the path has one
	Body       *Body        // nil: the operation takes none
	Answers    []*Answer    // in order of the document
	Security   []Requirement
	Secured    bool     // the operation or the document says something about security, if only that none is needed
	Servers    []Server // its own or its path's; nil: those of the document
	Deprecated bool
}

// Place is where a parameter travels.
type Place uint8

// The places.
const (
	InPath Place = iota
	InQuery
	InHeader
	InCookie
)

func (p Place) String() string {
	switch p {
	case InPath:
		return "path"
	case InQuery:
		return "query"
	case InHeader:
		return "header"
	case InCookie:
		return "cookie"
	default:
		panic("openapi: no such place")
	}
}

// Parameter is a parameter of an operation, or a header of an answer.
type Parameter struct {
	Name          string
	In            Place
	Required      bool
	Style         string // one of simple, label, matrix, form, spaceDelimited, pipeDelimited, deepObject; never ""
	Explode       bool   // with the default of its style
	AllowReserved bool
	JSON          bool           // the value is written as JSON text, whatever the style
	Schema        *schema.Schema // nil: any value
	Doc           string
	At            diag.Pos
	Unsupported   string // why it can neither be written nor read; "" if it can
}

// Body is what an operation takes as the body of a request.
type Body struct {
	Required bool
	Content  []*Media // in order of the document
	Doc      string
	At       diag.Pos
}

// Media is one form that a body has.
type Media struct {
	Type     string              // in lower case, without parameters; a range such as image/* stays one
	Full     string              // as written
	Schema   *schema.Schema      // nil: not said
	Encoding map[string]Encoding // by name of the property, for forms
	Examples []value.Value       // with Options.Examples
}

// Encoding says how one property of a form is written.
type Encoding struct {
	ContentType   string // in lower case; a list stands for its first; "" if not said
	Style         string // "" if nothing is said about style, explode and reserved characters
	Explode       bool   // with the default of its style
	AllowReserved bool
	Binary        bool // of a multipart form: the part is bytes, the property (or each of its elements) a string of them in base64
}

// Answer is what an operation answers with a status.
type Answer struct {
	Status  string // "200", "2XX" or "default"
	Doc     string
	Content []*Media     // none: the answer has no body
	Headers []*Parameter // In is InHeader
	At      diag.Pos
}

// Requirement is one way of being let in: all of its schemes together. An empty one lets everybody in.
type Requirement []SchemeUse

// SchemeUse is a scheme with the scopes that are asked for.
type SchemeUse struct {
	Scheme string
	Scopes []string
	At     diag.Pos
}

// SecurityScheme is a way of saying who one is.
type SecurityScheme struct {
	Name  string
	Type  string // apiKey, http, mutualTLS, oauth2 or openIdConnect
	In    string // of an apiKey: query, header or cookie
	Param string // of an apiKey: the name of the parameter
	HTTP  string // of http: basic, bearer, …
	At    diag.Pos
}
