package public_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// generator writes an OpenAPI document as large services have them: most names are common words, most properties plain
// texts, each with a sentence about it; two in five schemas are shared ones.
type generator struct {
	bytes.Buffer
	rand   *rand.Rand
	shared int // schemas among the components
}

// largeDocument is a document with so many operations, always the same one.
func largeDocument(operations int) []byte {
	g := &generator{rand: rand.New(rand.NewPCG(1, 2)), shared: operations/20 + 1}
	g.WriteString(`{"openapi":"3.1.0","info":{"title":"Large","version":"1"},"servers":[{"url":"https://large.example"}],"paths":{`)
	for i := range operations {
		g.comma(i)
		g.path(i)
	}
	g.WriteString(`},"components":{"schemas":{`)
	for i := range g.shared {
		g.comma(i)
		fmt.Fprintf(g, "%q:", g.sharedName(i))
		g.object(15, 0)
	}
	g.WriteString(`,"Error":{"type":"object","required":["code","message"],"properties":{"code":{"type":"string"},"message":{"type":"string"}}}}}}`)
	return g.Bytes()
}

func (g *generator) comma(i int) {
	if i > 0 {
		g.WriteByte(',')
	}
}

func (g *generator) sharedName(i int) string { return fmt.Sprintf("%s%d", g.word(i), i) }

var generatorWords = []string{
	"account", "amount", "article", "balance", "batch", "budget", "carrier", "category", "channel", "city", "comment",
	"company", "contact", "country", "currency", "customer", "delivery", "device", "discount", "document", "email", "event",
	"invoice", "item", "label", "language", "limit", "location", "member", "message", "method", "note", "number", "offer",
	"order", "owner", "parcel", "parent", "partner", "payment", "period", "phone", "place", "policy", "price", "product",
	"profile", "project", "quantity", "reason", "receipt", "record", "region", "report", "request", "route", "rule", "schedule",
	"score", "service", "session", "shipment", "source", "stage", "state", "stock", "street", "subject", "target", "task",
	"team", "template", "term", "ticket", "title", "token", "total", "transfer", "unit", "user", "value", "vendor", "version",
	"weight", "zone",
}

func (g *generator) word(i int) string { return generatorWords[i%len(generatorWords)] }

func (g *generator) some() string { return g.word(g.rand.IntN(len(generatorWords))) }

// path writes one path with one operation: a path parameter, a few in the query, a body in two of three, several answers.
func (g *generator) path(i int) {
	method := []string{"get", "post", "put"}[i%3]
	fmt.Fprintf(g, `"/%s/{id}/%s%d":{%q:{"operationId":"%s_%s_%d","summary":"Works on the %s of one %s",`,
		g.word(i), g.word(i/7), i, method, method, g.word(i), i, g.word(i/7), g.word(i))
	fmt.Fprintf(g, `"description":"Needs the right to work on %ss. What is asked for twice is done once.",`, g.word(i))
	g.WriteString(`"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid"}}`)
	for n := range g.rand.IntN(5) {
		fmt.Fprintf(g, `,{"name":"%s_%d","in":"query","description":"Only those of this %s","schema":{"type":"%s"}}`,
			g.some(), n, g.some(), []string{"string", "integer", "boolean"}[g.rand.IntN(3)])
	}
	g.WriteString(`],`)
	if method != "get" {
		g.WriteString(`"requestBody":{"required":true,"content":{"application/json":{"schema":`)
		g.schema()
		g.WriteString(`}}},`)
	}
	g.WriteString(`"responses":{"200":{"description":"Done","content":{"application/json":{"schema":`)
	g.schema()
	g.WriteString(`}}}`)
	for _, status := range []string{"400", "404", "default"} {
		fmt.Fprintf(g, `,%q:{"description":"Not done","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}}`, status)
	}
	g.WriteString(`}}}`)
}

// schema writes a reference in two of five cases, else an object.
func (g *generator) schema() {
	if g.rand.IntN(5) < 2 {
		fmt.Fprintf(g, `{"$ref":"#/components/schemas/%s"}`, g.sharedName(g.rand.IntN(g.shared)))
		return
	}
	g.object(15, 0)
}

func (g *generator) object(properties, depth int) {
	g.WriteString(`{"type":"object","required":["`)
	first := g.some()
	fmt.Fprintf(g, `%s_0"],"properties":{`, first)
	for n := range properties {
		g.comma(n)
		name := first
		if n > 0 {
			name = g.some()
		}
		fmt.Fprintf(g, `"%s_%d":`, name, n)
		g.property(depth)
	}
	g.WriteString(`}}`)
}

func (g *generator) property(depth int) {
	doc := fmt.Sprintf(`,"description":"The %s of the %s, as the %s gave it."`, g.some(), g.some(), g.some())
	switch n := g.rand.IntN(100); {
	case n < 45:
		fmt.Fprintf(g, `{"type":"string"%s}`, doc)
	case n < 53:
		fmt.Fprintf(g, `{"type":"string","format":"date-time"%s}`, doc)
	case n < 58:
		fmt.Fprintf(g, `{"type":["string","null"],"minLength":1,"maxLength":%d%s}`, 10+g.rand.IntN(200), doc)
	case n < 65:
		fmt.Fprintf(g, `{"type":"string","enum":["%s","%s","%s"]%s}`, "a"+g.some(), "b"+g.some(), "c"+g.some(), doc)
	case n < 78:
		fmt.Fprintf(g, `{"type":"integer","minimum":0%s}`, doc)
	case n < 82:
		fmt.Fprintf(g, `{"type":"number"%s}`, doc)
	case n < 90:
		fmt.Fprintf(g, `{"type":"boolean","default":false%s}`, doc)
	case n < 94:
		fmt.Fprintf(g, `{"type":"array","items":{"type":"string"}%s}`, doc)
	case n < 97 || depth > 0:
		fmt.Fprintf(g, `{"$ref":"#/components/schemas/%s"}`, g.sharedName(g.rand.IntN(g.shared)))
	default:
		g.object(4, depth+1)
	}
}
