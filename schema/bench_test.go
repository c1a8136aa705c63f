package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/schema"
	"tutti/value"
)

// order is an order of a shop with n items: 4 KB with 33.
func order(n int) []byte {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(`{"sku":"SKU-%05d","name":"Blue mug, 350 ml","quantity":%d,"price":%d.%02d,"tags":["kitchen","blue"],"gift":false}`, i*37, i%4+1, 7+i, i)
	}
	return []byte(`{"id":"ord-4711","customer":{"id":1042,"name":"Zoë Quinn","vip":true},"total":119.90,"currency":"EUR",` +
		`"items":[` + strings.Join(items, ",") + `],"note":null,"address":{"street":"Main St. 1","city":"Berlin","zip":"10115"}}`)
}

// orderSchema is what a contract usually says of it.
const orderSchema = `{
	"type": "object", "required": ["id", "customer", "items", "total", "currency"],
	"properties": {
		"id": { "type": "string", "minLength": 1 },
		"customer": { "$ref": "#/$defs/customer" },
		"total": { "type": "number", "minimum": 0 },
		"currency": { "type": "string", "enum": ["USD", "EUR", "GBP"] },
		"items": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/item" } },
		"note": { "type": ["string", "null"] },
		"address": { "type": "object", "additionalProperties": false, "required": ["city"], "properties": {
			"street": { "type": "string" }, "city": { "type": "string", "maxLength": 80 }, "zip": { "type": "string" } } }
	},
	"$defs": {
		"customer": { "type": "object", "required": ["id"], "properties": {
			"id": { "type": "integer" }, "name": { "type": "string" }, "vip": { "type": "boolean" } } },
		"item": { "type": "object", "required": ["sku", "quantity", "price"], "properties": {
			"sku": { "type": "string" }, "name": { "type": "string" }, "quantity": { "type": "integer", "minimum": 1 },
			"price": { "type": "number" }, "tags": { "type": "array", "items": { "type": "string" } }, "gift": { "type": "boolean" } } }
	}
}`

func mustParse(t testing.TB, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(value.Trusted([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func BenchmarkValidate(b *testing.B) {
	doc := order(33)
	v := value.Trusted(doc)
	for _, c := range []struct{ name, schema string }{
		{"usual", orderSchema},
		{"allOf", `{ "allOf": [` + orderSchema + `], "type": "object" }`},
		{"oneOf", `{ "oneOf": [{ "type": "array" }, ` + strings.ReplaceAll(orderSchema, "#/", "#/oneOf/1/") + `] }`},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := mustParse(b, strings.ReplaceAll(c.schema, `"#/$`, map[bool]string{true: `"#/allOf/0/$`, false: `"#/$`}[c.name == "allOf"]))
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if found := s.Validate(v, schema.Options{}); found != nil {
					b.Fatal(found)
				}
			}
		})
	}
}

// BenchmarkScan is the yardstick: the same bytes, only read.
func BenchmarkScan(b *testing.B) {
	doc := order(33)
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		if _, err := value.Scan(doc, 0); err != nil {
			b.Fatal(err)
		}
	}
}
