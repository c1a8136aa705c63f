package openapi

import (
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
	"tutti/document"
	"tutti/schema"
)

// Load reads the document at path; at is the place to blame when it cannot be read. What is wrong goes to set.Found; with errors among
// it there is no Document. Once Load is over, nothing of the Document needs the set.
func Load(set *document.Set, path string, at diag.Pos, o Options) *Document {
	root := set.Open(path, at)
	l := &loader{
		set: set, options: o, known: map[document.Node]any{}, statuses: map[statusAnswer]*Answer{}, places: map[string]diag.Pos{},
		words: map[string]string{},
	}
	if !root.OK() || !l.version(root) {
		return nil
	}
	l.schemas = schema.NewCompiler(set)
	l.schemas.Docs = o.Docs
	l.document(root)
	if set.Found.HasErrors() {
		return nil
	}
	doc := l.doc // without the loader, and all it holds
	return &doc
}

// loader reads one document.
type loader struct {
	set        *document.Set
	options    Options
	schemas    *schema.Compiler
	doc        Document
	secured    bool                     // the document says something about security
	needs      []Requirement            // what it says
	known      map[document.Node]any    // parameters, bodies and answers, each read once
	statuses   map[statusAnswer]*Answer // answers with their status
	places     map[string]diag.Pos      // of the operations so far, by name
	words      map[string]string        // met so far
	complaints int                      // about the document, beside those of its schemas
}

// statusAnswer is an answer and the status that it stands behind.
type statusAnswer struct {
	*Answer
	status string
}

// methods are the keys of a path item that are operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

func (l *loader) document(root document.Node) {
	l.doc.Title, l.doc.Version = root.Get("info").Get("title").Text(), root.Get("info").Get("version").Text()
	l.doc.Servers = l.servers(root.Get("servers"))
	l.doc.Schemes = l.securitySchemes(root.Get("components").Get("securitySchemes"))
	l.needs, l.secured = l.requirements(root.Get("security"))
	paths := root.Get("paths")
	if paths.OK() && !paths.IsMapping() && !paths.IsNull() {
		l.wrong(paths, "paths is a mapping of paths to operations")
		return
	}
	for key, item := range paths.Members() {
		path := key.Text()
		switch {
		case strings.HasPrefix(path, "x-"):
		case !strings.HasPrefix(path, "/"):
			l.wrong(key, "the path %q must begin with a slash", path)
		default:
			l.pathItem(path, item)
		}
	}
}

// maxComplaints is where complaints of one kind end.
const maxComplaints = 200

// wrong reports a part of the document that has the wrong type.
func (l *loader) wrong(n document.Node, format string, args ...any) {
	l.complain(n, CodeShape, fmt.Sprintf(format, args...))
}

// twice reports an operation with the name of another.
func (l *loader) twice(n document.Node, name string, first diag.Pos) {
	l.complain(n, document.CodeTwice, fmt.Sprintf("a second operation is called %q; the first is at %s", name, first))
}

func (l *loader) complain(n document.Node, code, message string) {
	if l.complaints++; l.complaints <= maxComplaints {
		l.set.Found.Errorf(n.Pos(), code, "%s", message)
	}
}

// pathItem adds the operations of one path.
func (l *loader) pathItem(path string, item document.Node) {
	target := l.set.Follow(item)
	if target.OK() && !target.IsMapping() {
		l.wrong(target, "a path is a mapping of methods to operations")
		return
	}
	shared := override(l.parameters(target.Get("parameters")), l.parameters(item.Get("parameters")))
	servers := l.servers(beside(item, target, "servers"))
	for _, method := range methods {
		op := l.set.Follow(beside(item, target, method)) // OpenAPI has no references to operations, but documents do
		if !op.OK() {
			continue
		}
		if !op.IsMapping() {
			l.wrong(op, "an operation is a mapping")
			continue
		}
		o := l.operation(method, path, op, shared)
		if o.Servers == nil {
			o.Servers = servers
		}
		if first, taken := l.places[o.Name]; taken {
			l.twice(op, o.Name, first)
			continue
		}
		l.places[o.Name] = o.At
		l.doc.Operations = append(l.doc.Operations, o)
	}
}

// beside is a member of an object with a $ref: what stands beside it comes before what it leads to.
func beside(item, target document.Node, key string) document.Node {
	if n := item.Get(key); n.OK() {
		return n
	}
	return target.Get(key)
}

// operation reads one operation; shared are the parameters of its path.
func (l *loader) operation(method, path string, op document.Node, shared []*Parameter) *Operation {
	o := &Operation{ID: op.Get("operationId").Text(), Method: l.word(strings.ToUpper(method)), Path: path, At: op.Pos()}
	if id := op.Get("operationId"); id.OK() && id.Text() == "" {
		l.wrong(id, "an operationId is a word")
	}
	o.Name = nameOf(o.ID, method, path)
	o.Doc = firstLine(op.Get("summary").Text(), op.Get("description").Text())
	o.Deprecated = op.Get("deprecated").IsTrue()
	o.Servers = l.servers(op.Get("servers"))
	o.Parameters = l.placed(path, op, override(shared, l.parameters(op.Get("parameters"))))
	o.Body = l.body(op.Get("requestBody"))
	o.Answers = l.answers(op.Get("responses"))
	if o.Security, o.Secured = l.requirements(op.Get("security")); !o.Secured {
		o.Security, o.Secured = l.needs, l.secured
	}
	return o
}

// firstLine is the first line that one of the texts has, without the memory of the rest.
func firstLine(texts ...string) string {
	for _, t := range texts {
		if line, _, _ := strings.Cut(strings.TrimSpace(t), "\n"); line != "" {
			return strings.Clone(short(line))
		}
	}
	return ""
}

// version tells whether the document is OpenAPI 3.0 or 3.1.
func (l *loader) version(root document.Node) bool {
	if !root.IsMapping() {
		l.set.Found.Errorf(root.Pos(), CodeVersion, "this is no OpenAPI document")
		return false
	}
	v, old := root.Get("openapi"), root.Get("swagger")
	switch text := v.Text(); {
	case text == "3.0" || strings.HasPrefix(text, "3.0."):
		l.doc.Dialect = schema.OpenAPI30
		return true
	case text == "3.1" || strings.HasPrefix(text, "3.1."):
		l.doc.Dialect = schema.Draft2020
		return true
	case old.OK():
		l.set.Found.Add(diag.Diagnostic{
			Pos: old.Pos(), Code: CodeVersion, Message: "Swagger " + old.Text() + " is not supported; OpenAPI 3.0 and 3.1 are",
			Suggestion: "convert the document, for example with swagger2openapi",
		})
	case v.OK():
		l.set.Found.Errorf(v.Pos(), CodeVersion, "OpenAPI %s is not supported; 3.0 and 3.1 are", text)
	default:
		l.set.Found.Errorf(root.Pos(), CodeVersion, "this is no OpenAPI document: it has no key openapi")
	}
	return false
}

// servers reads a list of servers; nil without one.
func (l *loader) servers(list document.Node) []Server {
	var all []Server
	for s := range list.Elems() {
		all = append(all, Server{URL: fill(s.Get("url").Text(), s.Get("variables")), At: s.Pos()})
	}
	return slices.Clip(all)
}

// fill puts the defaults of its variables into a URL.
func fill(url string, variables document.Node) string {
	var b strings.Builder
	for {
		before, rest, opened := strings.Cut(url, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !opened || !closed {
			b.WriteString(url)
			return b.String()
		}
		b.WriteString(before)
		b.WriteString(variables.Get(name).Get("default").Text())
		url = after
	}
}

// word is s, in the memory of an equal one met before: contracts repeat themselves.
func (l *loader) word(s string) string {
	if w, ok := l.words[s]; ok {
		return w
	}
	s = strings.Clone(s)
	l.words[s] = s
	return s
}

// compile is the schema at a node; nil for nothing.
func (l *loader) compile(n document.Node) *schema.Schema {
	if !n.OK() {
		return nil
	}
	return l.schemas.Compile(n, l.doc.Dialect)
}
