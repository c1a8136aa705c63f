package control_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"tutti/control"
	"tutti/drift"
	"tutti/schema"
)

func get(t *testing.T, cfg control.Config, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	control.Handler(cfg).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%s: got %d %s", path, w.Code, w.Header().Get("Content-Type"))
	}
	return strings.TrimSpace(w.Body.String())
}

func TestDrift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table := drift.NewTable(nil)
		broken := []schema.Finding{{Schema: "p.yaml#/x/type", Message: "must be string, not number"}}
		table.Record(drift.Where{Service: "payments", Operation: "authorize", Status: 200}, broken)
		table.Record(drift.Where{Service: "payments", Operation: "authorize", Status: 200}, broken)
		table.Record(drift.Where{Operation: "checkout"}, broken)
		cfg := control.Config{
			Drift:    table,
			Services: []control.Service{{Name: "payments", Protocol: "openapi", Contract: "p.yaml", Responses: "report", Operations: []string{"authorize", "void"}}},
			Routes: []control.Route{
				{Method: "POST", Path: "/checkout", Workflow: "checkout", Operation: "checkout"},
				{Method: "GET", Path: "/other", Workflow: "other"},
			},
		}
		const when = `"first":"2000-01-01T00:00:00Z","last":"2000-01-01T00:00:00Z"` // where synctest begins
		for _, c := range []struct{ path, want string }{
			{"/v1/services", `{"items":[{"name":"payments","protocol":"openapi","contract":"p.yaml","responses":"report","drift":2,"operations":[` +
				`{"name":"authorize","drift":2,"kinds":[{"status":200,"schema":"p.yaml#/x/type","message":"must be string, not number","count":2,` + when + `}]},` +
				`{"name":"void","drift":0,"kinds":[]}]}],"next":null}`},
			{"/v1/routes", `{"items":[` +
				`{"method":"POST","path":"/checkout","workflow":"checkout","operation":"checkout","drift":1,"kinds":[` +
				`{"schema":"p.yaml#/x/type","message":"must be string, not number","count":1,` + when + `}]},` +
				`{"method":"GET","path":"/other","workflow":"other","drift":0,"kinds":[]}],"next":null}`},
		} {
			if got := get(t, cfg, c.path); got != c.want {
				t.Errorf("%s:\ngot  %s\nwant %s", c.path, got, c.want)
			}
		}
	})
}

func TestNothingToTell(t *testing.T) {
	for _, path := range []string{"/v1/services", "/v1/routes"} {
		if got := get(t, control.Config{}, path); got != `{"items":[],"next":null}` {
			t.Errorf("%s: got %s", path, got)
		}
	}
}

func TestOthersOfAFullTable(t *testing.T) {
	table := drift.NewTable(nil)
	for i := range 1002 {
		table.Record(drift.Where{Service: "s", Operation: "a", Status: 200}, []schema.Finding{{Schema: fmt.Sprint("s.yaml#/", i)}})
	}
	got := get(t, control.Config{Drift: table, Services: []control.Service{{Name: "s", Operations: []string{"a"}}}}, "/v1/services")
	if !strings.Contains(got, `"drift":1002,"operations":[{"name":"","drift":2,"kinds":[{"schema":"others"`) {
		t.Errorf("got %.300s", got)
	}
}
