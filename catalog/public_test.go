package catalog_test

import (
	"strings"
	"testing"

	"tutti/catalog"
	"tutti/flow"
	"tutti/schema"
)

const shopContract = `
openapi: 3.1.0
info: { title: shop, version: "1" }
SERVERS
paths:
  /orders:
    post: { operationId: order, security: [], responses: { "204": { description: ok } } }
  /orders/{id}:
    get: { operationId: show, parameters: [ { in: path, name: id, required: true, schema: { type: integer } } ], responses: { "204": { description: ok } } }
SECURITY
`

// publicProject is a project with a contract and workflows, each `name` or `name: route`.
func publicProject(t *testing.T, contract, gateway string, workflows ...string) string {
	files := map[string]string{"tutti.yaml": "project: p\ngateway: " + gateway + "\n", "public.yaml": contract}
	for _, w := range workflows {
		name, route, ok := strings.Cut(w, ": ")
		src := "workflow: " + name + "\n"
		if ok {
			src += "on: { http: \"" + route + "\" }\n"
		}
		files["workflows/"+name+".yaml"] = src + "steps: [ { return: {} } ]\n"
	}
	return folder(t, files)
}

func withServers(list string) string {
	return strings.NewReplacer("SERVERS", "servers: "+list, "SECURITY", "").Replace(shopContract)
}

func TestPublicBindsByName(t *testing.T) {
	for _, c := range []struct{ name, contract, show, want string }{
		{"no servers", withServers("[]"), "show", "/orders/{id}"},
		{"a path", withServers("[ { url: /v1/ } ]"), "show", "/v1/orders/{id}"},
		{"the root", withServers("[ { url: / } ]"), "show", "/orders/{id}"},
		{"a path without its slash", withServers("[ { url: v1/a } ]"), "show", "/v1/a/orders/{id}"},
		{"a host", withServers("[ { url: \"https://api.example/v1\" } ]"), "show", "/orders/{id}"},
		{"a variable", withServers("[ { url: \"/{v}\", variables: { v: { default: v2 } } } ]"), "show", "/v2/orders/{id}"},
		{"with the route written out", withServers("[ { url: /v1 } ]"), "show: GET /v1/orders/{id}", "/v1/orders/{id}"},
		{"under another name, by its route", withServers("[ { url: /v1 } ]"), "look: GET /v1/orders/{id}", "/v1/orders/{id}"},
	} {
		p, found, err := catalog.Load(publicProject(t, c.contract, "{ public: true, contract: public.yaml }", c.show, "order"))
		if err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", c.name, err, found)
			continue
		}
		name, _, _ := strings.Cut(c.show, ":")
		w := p.Workflow(name)
		h, ok := w.Definition.Triggers[0].(*flow.HTTP)
		if !ok || h.Method != "GET" || h.Path != c.want || w.Public == nil || w.Public.Name != "show" {
			t.Errorf("%s: bound to %+v by %+v, want %s", c.name, w.Public, h, c.want)
		}
	}
}

func TestPublicFindings(t *testing.T) {
	plain := withServers("[]")
	closed := strings.NewReplacer("SERVERS", "", "SECURITY", "components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }\nsecurity: [ { key: [] } ]").Replace(shopContract)
	optional := strings.Replace(closed, "security: [ { key: [] } ]", "security: [ { key: [] }, {} ]", 1)
	for _, c := range []struct {
		name, contract, gateway string
		workflows               []string
		want                    []string // of each finding, parts separated by a bar
	}{
		{"a route that the contract does not have", plain, "{ public: true, contract: public.yaml }", []string{"order", "show", "list: GET /order"}, []string{"workflows/list.yaml:2:13: error G505|no GET /order|it has POST /orders, GET /orders/{id}"}},
		{"a typo in a route", plain, "{ public: true, contract: public.yaml }", []string{"order", "shows: GET /orders/{di}"}, []string{"public.yaml:9:10: warning G506", "shows.yaml:2:13: error G505|did you mean \"GET /orders/{id}\"?"}},
		{"a route without the base path", withServers("[ { url: /v1 } ]"), "{ public: true, contract: public.yaml }", []string{"show", "order: POST /orders"}, []string{"order.yaml:2:13: error G507|the operation order of the contract is POST /v1/orders, and not POST /orders"}},
		{"another route than its operation's", plain, "{ public: true, contract: public.yaml }", []string{"order", "show: PUT /orders/{id}"}, []string{"show.yaml:2:13: error G507|is GET /orders/{id}, and not PUT /orders/{id}"}},
		{"an operation without a workflow", plain, "{ public: true, contract: public.yaml }", []string{"order", "shwo"}, []string{"public.yaml:9:10: warning G506: no workflow serves the operation show|did you mean \"shwo\"?"}},
		{"two workflows for one operation", plain, "{ public: true, contract: public.yaml }", []string{"order", "show", "look: GET /orders/{id}"}, []string{"error G502"}},
		{"nobody is said to be let in", plain, "{ contract: public.yaml }", []string{"order", "show"}, []string{"public.yaml:9:10: error G501"}},
		{"somebody must say who he is", closed, "{ public: true, contract: public.yaml }", []string{"order", "show"}, []string{"public.yaml:11:15: error G508|show cannot be served: its security needs authentication|write `security: []`"}},
		{"somebody may say who he is", optional, "{ contract: public.yaml }", []string{"order", "show"}, nil},
		{"what cannot be served", strings.ReplaceAll(plain, "{id}", "{id}.json"), "{ public: true, contract: public.yaml }", []string{"order", "show"}, []string{"public.yaml:9:10: error G508|show cannot be served: a place in the path takes a whole segment"}},
		{"a slash at the end", strings.Replace(withServers("[ { url: /v1 } ]"), "/orders:", "/:", 1), "{ public: true, contract: public.yaml }", []string{"order", "show"}, []string{"public.yaml:7:11: error G508|its path is /v1/, and no path with a slash at its end is served"}},
		{"a contract that is not there", plain, "{ public: true, contract: publik.yaml }", []string{"order: POST /x"}, []string{"tutti.yaml:2:36: error C501"}},
		{"a contract that is none", "a: b", "{ public: true, contract: public.yaml }", []string{"order: POST /x"}, []string{"public.yaml:1:1: error C503"}},
		{"a contract outside of the project", plain, "{ public: true, contract: ../public.yaml }", nil, []string{"tutti.yaml:2:36: error C501"}},
		{"the gateway's own path", strings.ReplaceAll(plain, "/orders:", "/openapi.json:"), "{ public: true, contract: public.yaml }", []string{"order", "show"}, []string{"public.yaml:7:11: error G503"}},
		{"no JSON Schema", strings.Replace(plain, "type: integer", "type: int", 1), "{ public: true, contract: public.yaml }", []string{"order", "show"}, []string{"public.yaml:9:99: error J802"}},
	} {
		_, found, err := catalog.Load(publicProject(t, c.contract, c.gateway, c.workflows...))
		if err != nil || len(found) != len(c.want) {
			t.Errorf("%s: %d findings, want %d: %v\n%v", c.name, len(found), len(c.want), err, found)
			continue
		}
		for i, want := range c.want {
			for part := range strings.SplitSeq(want, "|") {
				if !strings.Contains(found[i].String(), part) {
					t.Errorf("%s: %v, want %q", c.name, found[i], part)
				}
			}
		}
	}
}

// A workflow that cannot be read may be the one that serves an operation.
func TestNoOperationIsMissedWhileAWorkflowIsBroken(t *testing.T) {
	dir := publicProject(t, withServers("[]"), "{ public: true, contract: public.yaml }", "order")
	_, found, err := new(catalog.Editor).Load(dir, catalog.Unsaved{"workflows/show.yaml": []byte("[")})
	if err != nil || len(found) != 1 || found[0].Code == catalog.CodeUnserved {
		t.Errorf("%v, %v", err, found)
	}
}

func TestInput(t *testing.T) {
	files := map[string]string{
		"tutti.yaml":        "project: p\n",
		"schemas/a.yaml":    "components: { schemas: { A: { type: object, required: [b], properties: { b: { $ref: b.yaml } } } } }\n",
		"schemas/b.yaml":    "{ type: integer }\n",
		"workflows/w.yaml":  "workflow: w\ninput: { $ref: \"schemas/a.yaml#/components/schemas/A\" }\nsteps: [ { return: {} } ]\n",
		"workflows/no.yaml": "workflow: no\nsteps: [ { return: {} } ]\n",
	}
	p, found, err := catalog.Load(folder(t, files))
	if err != nil || len(found) > 0 {
		t.Fatalf("%v, %v", err, found)
	}
	in := p.Workflow("w").Input
	if b, ok := in.Property("b"); !ok || !b.Required || p.Workflow("no").Input != nil {
		t.Errorf("the input is %+v", in)
	}
	files["schemas/a.yaml"] = "openapi: 3.0.3\n" + files["schemas/a.yaml"]
	files["schemas/b.yaml"] = "{ type: integer, nullable: true }\n"
	files["workflows/w.yaml"] = "workflow: w\ninput: { properties: { a: { $ref: \"schemas/a.yaml#/components/schemas/A\" } } }\nsteps: [ { return: {} } ]\n"
	if p, found, err = catalog.Load(folder(t, files)); err != nil || len(found) > 0 {
		t.Fatalf("%v, %v", err, found)
	}
	a, _ := p.Workflow("w").Input.Property("a")
	if b, _ := a.Schema.Property("b"); b.Schema.Types() != schema.Integer|schema.Null {
		t.Errorf("what OpenAPI 3.0 calls nullable is %s", b.Schema.Types())
	}
	for text, want := range map[string]string{
		"input: { type: objekt }":                        "workflows/w.yaml:2:16: error J802",
		"input: { $ref: \"../schemas/a.yaml\" }":         "workflows/w.yaml:2:16: error C504",
		"input: { $ref: \"schemas/a.yaml#/nope\" }":      "workflows/w.yaml:2:16: error C505",
		"input: { $ref: \"schemas/none.yaml#/A\" }":      "workflows/w.yaml:2:16: error C501",
		"input: { properties: { a: { minLength: x } } }": "workflows/w.yaml:2:40: error J803",
	} {
		files["workflows/w.yaml"] = "workflow: w\n" + text + "\nsteps: [ { return: {} } ]\n"
		_, found, err := catalog.Load(folder(t, files))
		if err != nil || len(found) != 1 || !strings.Contains(found[0].String(), want) {
			t.Errorf("%s: %v, %v, want %s", text, err, found, want)
		}
	}
}
