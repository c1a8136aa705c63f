// Package rest calls HTTP services by their OpenAPI contracts, versions 3.0 and 3.1.
// It makes one attempt and follows no redirects; when to try again, and for how long, is not its business.
//
// A contract is read by package openapi. Each operation is lowered, when it is first asked for, to what a call needs: a path cut into
// pieces and a table of inputs.
//
// What a value is follows from the media type, in requests and in answers alike: JSON is itself; a form, urlencoded or in parts, is an
// object; text, XML, CSV and the like are a string; anything else is bytes, as a string of them in base64 (RFC 4648, section 4), so that
// what one service answers can be sent to another. Of several types a contract offers, the first of this order is sent and asked for.
// A part of a form is bytes if the contract says so (format binary, contentMediaType); what it calls base64 itself (format byte,
// contentEncoding) is sent as it stands.
package rest

import (
	"sync"

	"tutti/connector"
	"tutti/diag"
	"tutti/document"
	"tutti/openapi"
	"tutti/schema"
	"tutti/value"
)

// Connector reads OpenAPI documents, YAML or JSON.
type Connector struct{}

var _ connector.Connector = Connector{}

// Load reads the contract. Its references may lead to other files of the project, never out of it.
func (Connector) Load(src connector.Source) (connector.Contract, diag.List) {
	set := document.NewSet(src.Read)
	doc := openapi.Load(set, src.Path, src.Name.Pos, openapi.Options{Docs: src.Docs})
	set.Found.Sort()
	if doc == nil {
		return nil, set.Found
	}
	return newContract(src.Name.Text, doc), set.Found
}

// contract is a document whose operations are lowered when they are asked for.
type contract struct {
	service string
	server  string // the first absolute URL among the servers, or ""
	all     []*entry
	byName  map[string]*entry
	text    *schema.Schema // a string
}

// entry is one operation.
type entry struct {
	from *openapi.Operation
	once sync.Once
	op   *operation
}

func newContract(service string, doc *openapi.Document) *contract {
	c := &contract{
		service: service, server: absolute(doc.Servers), text: stringSchema(),
		all: make([]*entry, len(doc.Operations)), byName: make(map[string]*entry, len(doc.Operations)),
	}
	for i, o := range doc.Operations {
		c.all[i] = &entry{from: o}
		c.byName[o.Name] = c.all[i]
	}
	return c
}

func stringSchema() *schema.Schema {
	s, err := schema.Parse(value.Trusted([]byte(`{"type":"string"}`)))
	if err != nil {
		panic("rest: the schema of a string is no schema: " + err.Error())
	}
	return s
}

// Names are in order of the document.
func (c *contract) Names() []string {
	all := make([]string, len(c.all))
	for i, e := range c.all {
		all[i] = e.from.Name
	}
	return all
}

// Operation is one of them.
func (c *contract) Operation(name string) (connector.Operation, bool) {
	if op := c.find(name); op != nil {
		return op.Operation, true
	}
	return connector.Operation{}, false
}

// find is an operation, ready to be called; nil if there is none of that name.
func (c *contract) find(name string) *operation {
	e := c.byName[name]
	if e == nil {
		return nil
	}
	e.once.Do(func() { e.op = c.lower(e.from) })
	return e.op
}
