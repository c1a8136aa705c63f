package connector_test

import (
	"testing"

	"tutti/connector"
	"tutti/schema"
)

func TestSchemaOf(t *testing.T) {
	asJSON, asText, whatever := new(schema.Schema), new(schema.Schema), new(schema.Schema)
	names := map[*schema.Schema]string{asJSON: "json", asText: "text", whatever: "any"}
	answer := connector.Answer{Schema: asJSON, Forms: []connector.Form{{Media: "application/json", Schema: asJSON}, {Media: "text/*", Schema: asText}}}
	open := connector.Answer{Schema: asJSON, Forms: append(answer.Forms, connector.Form{Media: "*/*", Schema: whatever})}
	for _, c := range []struct {
		answer connector.Answer
		media  string
		want   string
	}{
		{answer, "application/json", "json"},
		{answer, "Application/JSON ; charset=utf-8", "json"},
		{answer, "text/csv; header=present", "text"},
		{answer, "application/xml", "json"},
		{answer, "", "json"},
		{open, "application/xml", "any"},
		{connector.Answer{}, "application/json", ""},
	} {
		if got := names[c.answer.SchemaOf(c.media)]; got != c.want {
			t.Errorf("%q: got %q, want %q", c.media, got, c.want)
		}
	}
}
