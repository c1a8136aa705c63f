package connector_test

import (
	"testing"

	"tutti/connector"
)

func TestHeaders(t *testing.T) {
	for _, c := range []struct {
		fields map[string][]string
		want   string
	}{
		{nil, `{}`},
		{map[string][]string{"B": {"2"}, "A-x": {"1"}}, `{"a-x":"1","b":"2"}`},
		{map[string][]string{"Vary": {"a", "b"}}, `{"vary":"a, b"}`},
		{map[string][]string{"X": {}}, `{"x":""}`},
		{map[string][]string{"X": {"caf\xe9"}}, "{\"x\":\"caf\uFFFD\"}"},
		{map[string][]string{"x": {"1"}, "X": {"1"}}, `{"x":"1"}`},
	} {
		if got := connector.HeadersOf(c.fields).Value().String(); got != c.want {
			t.Errorf("%v: got %s, want %s", c.fields, got, c.want)
		}
	}
	h := connector.HeadersOf(map[string][]string{"Retry-After": {"3", "4"}, "Empty": {}})
	for name, want := range map[string]string{"retry-after": "3", "Retry-After": "3", "empty": "", "other": ""} {
		if got := h.Get(name); got != want {
			t.Errorf("Get(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestOperationInput(t *testing.T) {
	o := connector.Operation{Inputs: []connector.Input{{Name: "id", In: connector.InPath}, {Name: "note"}}}
	if in, ok := o.Input("note"); !ok || in.In.String() != "body" {
		t.Errorf("note: got %v, %v", in, ok)
	}
	if _, ok := o.Input("no"); ok {
		t.Error("an input that is not there was found")
	}
}
