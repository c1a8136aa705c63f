package tutti

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"tutti/diag"
	"tutti/flow"
)

// schemaOf compiles the schema of a kind of file with a library that knows the standard.
func schemaOf(t testing.TB, file string) *jsonschema.Schema {
	t.Helper()
	text, ok := JSONSchema(file)
	if !ok {
		t.Fatalf("no schema for %q", file)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:tutti:"+file, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:tutti:" + file)
	if err != nil {
		t.Fatalf("the schema of %q is none: %v", file, err)
	}
	return s
}

// plainValue is what an editor sees of a file: YAML's core schema and nothing of the language.
func plainValue(n *node) any {
	switch n.shape {
	case mapping:
		out := map[string]any{}
		for _, p := range n.pairs {
			out[p.key.text] = plainValue(p.value)
		}
		return out
	case list:
		out := make([]any, len(n.items))
		for i, item := range n.items {
			out[i] = plainValue(item)
		}
		return out
	}
	if n.null() {
		return nil
	}
	if n.style == plain && (n.text == "true" || n.text == "false") {
		return n.text == "true"
	}
	if text, err := number(n.text); n.style == plain && err == nil {
		return json.Number(text)
	}
	return n.text
}

// refusal is what the schema says of a text; "" if it accepts it.
func refusal(s *jsonschema.Schema, src string) string {
	var ignored diag.List
	root := read("f.yaml", []byte(src), &ignored)
	if root == nil {
		return "not read at all"
	}
	if err := s.Validate(plainValue(root)); err != nil {
		return err.Error()
	}
	return ""
}

func TestSchemaAcceptsWhatTheParserDoes(t *testing.T) {
	workflow := schemaOf(t, "workflow")
	files := map[string]string{}
	for _, w := range good {
		files[w.name] = w.src
	}
	for _, pattern := range []string{samples + "/*.yaml", "../../examples/*/workflows/*.yaml", "../../bench/*/workflows/*.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			files[f] = string(src)
		}
	}
	if len(files) <= len(good) {
		t.Error("no example was found")
	}
	inScenarios := 0
	for name, src := range archived(t, "../../scenarios/*.txtar", "../../explain/codes/*.txtar") {
		if _, list := Workflow(name, []byte(src)); strings.Contains(src, "workflow:") && len(list) == 0 {
			files[name] = src
			inScenarios++
		}
	}
	if inScenarios < 100 {
		t.Errorf("only %d workflows in the scenarios and explanations", inScenarios)
	}
	for name, src := range files {
		if _, list := Workflow(name, []byte(src)); len(list) > 0 {
			t.Errorf("%s has findings: %v", name, list)
		}
		if why := refusal(workflow, src); why != "" {
			t.Errorf("%s is refused: %s", name, why)
		}
	}
}

// archived are the YAML files in archives.
func archived(t *testing.T, patterns ...string) map[string]string {
	out := map[string]string{}
	for _, pattern := range patterns {
		archives, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range archives {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range a.Files {
				if strings.HasSuffix(f.Name, ".yaml") {
					out[name+": "+f.Name] = string(f.Data)
				}
			}
		}
	}
	return out
}

func TestSchemaAcceptsTheSamples(t *testing.T) {
	workflow := schemaOf(t, "workflow")
	for _, file := range sampleFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if why := refusal(workflow, string(src)); why != "" {
			t.Errorf("%s is refused: %s", file, why)
		}
	}
}

func TestSchemaAcceptsProjects(t *testing.T) {
	project := schemaOf(t, "project")
	files, err := filepath.Glob("../../*/*/tutti.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("projects %v, %v", files, err)
	}
	sources := archived(t, "../../scenarios/*.txtar", "../../explain/codes/*.txtar")
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources[f] = string(src)
	}
	for name, src := range sources {
		if _, list := Project(name, []byte(src)); !strings.HasSuffix(name, "tutti.yaml") || len(list) > 0 {
			continue
		}
		if why := refusal(project, src); why != "" {
			t.Errorf("%s is refused: %s", name, why)
		}
	}
}

// TestSchemaRefuses also looks where and why.
func TestSchemaRefuses(t *testing.T) {
	workflow := schemaOf(t, "workflow")
	for src, want := range map[string]string{
		"- { call: s.a, wiht: {} }":                                        `at '/steps/0': additional properties 'wiht' not allowed`,
		"- { call: s.a, then: [ { return: {} } ] }":                        `at '/steps/0': additional properties 'then' not allowed`,
		"- { call: s.a, fail: $error }":                                    `additional properties 'fail' not allowed`,
		"- { name: a }":                                                    `at '/steps/0': 'oneOf' failed`,
		"- { if: $input.x }":                                               `at '/steps/0': 'oneOf' failed`,
		"- { for: i, in: $input }":                                         `missing property 'steps'`,
		"- { for: input, in: $input, steps: [ { return: {} } ] }":          `at '/steps/0/for': 'not' failed`,
		"- { call: s.a, retry: { on: [5xx] } }":                            `at '/steps/0/retry': missing property 'attempts'`,
		"- { call: s.a, compensate: { set: { a: 1 } } }":                   `at '/steps/0/compensate': 'oneOf' failed`,
		"- { call: s.a, fallback: [ { call: s.b, name: x } ] }":            `at '/steps/0/fallback/0': additional properties 'name' not allowed`,
		"- { parallel: { a: { name: b, call: s.a } } }":                    `at '/steps/0/parallel/a/name': false schema`,
		"- { parallel: { a: [ { cal: s.a } ] } }":                          `at '/steps/0/parallel/a/0': 'oneOf' failed`,
		"- { wait: soon }":                                                 `at '/steps/0/wait'`,
		"- { switch: [ { when: true } ] }":                                 `at '/steps/0/switch/0': missing property 'then'`,
		"- { try: [ { return: {} } ], catch: [ { on: [any] } ] }":          `at '/steps/0/catch/0': missing property 'then'`,
		"- { return: { status: 700 } }":                                    `at '/steps/0/return/status'`,
		"- { human: x, assign: {} }":                                       `at '/steps/0/assign'`,
		"- { call: s.a, hedge: 5ms }":                                      `additional properties 'hedge' not allowed`,
		"- { repeat: [ { try: [ { call: s.a, timeout: 5 } ] } ], max: 2 }": `at '/steps/0/repeat/0/try/0/timeout': got number, want string`,
	} {
		why := refusal(workflow, "workflow: w\nsteps:\n  "+src+"\n")
		if !strings.Contains(why, want) {
			t.Errorf("%s\n got %s\nwant %s", src, why, want)
		}
	}
}

// unseen are the codes of what a schema cannot see, and why.
var unseen = map[string]string{
	"Y003": "the text is no YAML", "Y001": "likewise", "Y002": "likewise", "Y004": "likewise", "Y005": "a second document is not there for it",
	"Y006": "it sees what YAML makes of them", "Y007": "likewise", "Y008": "likewise", "Y009": "likewise", "Y010": "a missing value is null for it", "Y011": "likewise",
	"Y012": "it has no depth", "Y013": "it does not see comments", "Y014": "it does not see styles", "Y015": "YAML has these numbers",
	"K112": "that headers differ in case only, or statuses in how they are written", "K113": "it does not know the names of other places", "K114": "what an origin is has more rules than a pattern can hold",
	"V101": "it cannot read expressions", "V102": "it does not know which names there are", "V103": "a list of texts is a list", "V104": "it cannot read expressions",
}

// unseenRows are findings that a schema does not see although it sees others of their code.
var unseenRows = []string{
	`"join" is from 1 to 1,`,                     // it cannot count the branches
	`"concurrency as an expression" comes later`, // a parallel cannot have what a for can
	`cannot be "P1M"`,
	`"version as an expression"`, // as a text it could be the version of a workflow
	`backwards`, `of cron`,       // it knows how a field is written, not what it means
	`the waits begin at`,              // it cannot compare two durations
	`is twice in the path`,            // nor two segments
	`this retry begins on the errors`, // a retry looks alike everywhere
	`"steps" is another word for "then"`,
}

// checkSchema holds a bad text against the schema: what it can see, it must refuse.
func checkSchema(t *testing.T, s *jsonschema.Schema, src string, want []string) {
	visible := slices.DeleteFunc(slices.Clone(want), func(w string) bool {
		code, _, _ := strings.Cut(w, ": ")
		return unseen[code] != "" || slices.ContainsFunc(unseenRows, func(row string) bool { return strings.Contains(w, row) })
	})
	if len(visible) > 0 && refusal(s, src) == "" {
		t.Errorf("the schema accepts\n%s\nwhich has\n%s", src, strings.Join(visible, "\n"))
	}
}

// The pattern of a duration is another way to say what ParseDuration reads.
func TestDurationPattern(t *testing.T) {
	p := regexp.MustCompile("^" + DurationPattern + "$")
	for _, text := range []string{
		"1s", "0s", "00s", "007ms", "5", "5y", "5 s", "s", "", "1.5s", "1h30m", "-1s", "P1D", "P", "PT", "P1DT", "PT1S", "PT0.5S", "PT.5S", "P1W", "P1WT1H", "P1W1D", "P1M", "P1Y",
		"PT1H1S", "PT1M1H", "P1DT2H3M4.5S", "p1d", "PT1H ", "999999999999ms", "1000000000000000000ms", "PT1.1234567890S",
	} {
		if _, err := flow.ParseDuration(text); (err == nil) != p.MatchString(text) {
			t.Errorf("%q: parsed %v, matches %t", text, err, p.MatchString(text))
		}
	}
}

// TestSchemaDescribes: what an editor shows is what the reference says.
func TestSchemaDescribes(t *testing.T) {
	for _, file := range []string{"workflow", "project"} {
		v, _ := JSONSchema(file)
		text := v.String()
		if strings.Contains(text, `"description":""`) {
			t.Errorf("%s: an empty description", file)
		}
		for _, key := range sectionOf(file).keys {
			if has := strings.Contains(text, strings.ReplaceAll(key.doc, `"`, `\"`)); has != (key.later == "") {
				t.Errorf("%s.%s: described %t", file, key.name, has)
			}
		}
	}
	if _, ok := JSONSchema("test"); ok {
		t.Error("a test file is none of this language")
	}
}

// FuzzJSONSchema: what the parser has nothing to say about, the schema accepts.
func FuzzJSONSchema(f *testing.F) {
	for _, w := range good {
		f.Add(w.src)
	}
	for _, src := range []string{
		"project: p\nenv: [A]\nservices:\n  a: { openapi: x, url: $env.A, timeout: 1s, retry: { attempts: 2 }, responses: report }\ngateway: { public: true, contract: y, requests: ignore, cors: { origins: [\"*\"], headers: [A], methods: [GET], maxAge: 5s } }\n",
		"workflow: w\nsteps:\n  - { call: a.b, with: $input, accept: [404], cache: { ttl: 1s, stale: \"${ $input.s }\" }, url: \"http://${ $input.h }/x\", method: GET, path: /a }\n",
		"workflow: w\nkey: 5\nsteps:\n  - { human: x, form: $input, assign: { users: [a, $input.u] }, escalate: [ { after: 1d, assign: { roles: $input.r } } ] }\n",
	} {
		f.Add(src)
	}
	schemas := map[string]*jsonschema.Schema{"workflow": schemaOf(f, "workflow"), "project": schemaOf(f, "project")}
	f.Fuzz(func(t *testing.T, src string) {
		for file, s := range schemas {
			if list := (reader{file: file}).read(src); len(list) > 0 {
				continue
			}
			if why := refusal(s, src); why != "" {
				t.Errorf("the schema of a %s refuses\n%s\n%s", file, src, why)
			}
		}
	})
}
