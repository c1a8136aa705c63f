package simulate_test

import (
	"strings"
	"testing"

	"tutti/connector"
	"tutti/schema"
	"tutti/simulate"
	"tutti/value"
)

func TestUnlike(t *testing.T) {
	item, err := schema.Parse(value.Trusted([]byte(`{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}`)))
	if err != nil {
		t.Fatal(err)
	}
	contract := func(target string) (connector.Operation, bool) {
		return connector.Operation{Name: "get", Answers: []connector.Answer{{Status: "201", Schema: item}, {Status: "4XX", Schema: item}}}, target == "s.get"
	}
	for _, c := range []struct{ answers, want string }{
		{"{ body: { id: a } }", ""},
		{"{ body: { id: 7 } }", `s.yaml:1:21: warning M704: s.get does not answer like this: /id must be string, not number (write what the contract says, or fail: contract)`},
		{"{}", ""},
		{"{ body: {} }", ""},
		{"{ body: 7 }", `must be object, not number`},
		{"{ status: 202 }", `the contract does not list the status 202`},
		{"{ status: 404, body: { id: 7 } }", `/id must be string`},
		{"{ fail: 404, body: { id: 7 } }", `/id must be string`},
		{"{ status: 500, body: {} }", ""},
		{"{ fail: 503 }", ""},
		{"{ fail: timeout }", ""},
		{"{ body: { id: $with.id } }", ""},
		{"[ { body: { id: a } }, { body: [] } ]", `s.yaml:1:44: warning M704`},
	} {
		script, found := simulate.Parse("s.yaml", []byte("answers: { s.get:   "+c.answers+", s.other: { body: 1 } }"), []string{"s.get", "s.other"})
		if len(found) > 0 {
			t.Fatal(found)
		}
		got := script.Unlike(contract).Error()
		if c.want == "" && got != "" || !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%s: got %s, want %s", c.answers, got, c.want)
		}
	}
}
