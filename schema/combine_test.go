package schema_test

import (
	"testing"

	"tutti/diag"
	"tutti/schema"
)

func TestEither(t *testing.T) {
	text, number := mustParse(t, `{"type":"string"}`), mustParse(t, `{"type":"number"}`)
	either := schema.Either(text, number)
	for value, want := range map[string]string{
		`"a"`: "", `1`: "", `null`: "#/anyOf: must be one of the 2 alternatives",
	} {
		if got := wrong(either, value, schema.Options{}); got != want {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
	}
	if either.At() != (diag.Pos{}) || len(either.AnyOf()) != 2 {
		t.Errorf("it stands at %s", either.At())
	}
	if schema.Either(text, text) != text || schema.Either(text, nil) != nil || schema.Either(mustParse(t, `{}`), text) != nil {
		t.Error("either of equal ones is that one, either of anything and something is anything")
	}
}
