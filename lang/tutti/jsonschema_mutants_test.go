package tutti

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tutti/diag"
)

// replacements are what mutants have in the place of a value.
var replacements = []string{
	"true", "5", "-1", "1.5", "null", `""`, "x", "x-y", "$input", `"${ $input.a }"`, `"a ${ $input.a } b"`, "[]", "[a]", "[5, 6]", "{}", "{ a: b }", "{ x-a: b }",
	"5s", "P1D", "200ms..5s", "s.op", "GET /a", "/a", "http://h/p", "2026-12-24T18:00:00Z", "input", "all", "404", "any", "[any, 503]", `"503"`, "continue", "UTC",
}

// TestSchemaAgreesWithTheParser puts each value of each good file in the place of each
// other kind of value, and misspells each key. A file that the parser has nothing to say
// about must be accepted; one with a key that does not belong there must be refused.
func TestSchemaAgreesWithTheParser(t *testing.T) {
	sources := []string{allKeys}
	for _, w := range good {
		sources = append(sources, w.src)
	}
	s := schemaOf(t, "workflow")
	one := 8 // of so many mutants is tried, since all take a minute
	if testing.Short() || raceDetector {
		one = 40
	}
	first := rand.IntN(one)
	t.Logf("from mutant %d, one of %d", first, one)
	clean, refused := 0, 0
	for _, src := range sources {
		all := mutants(src)
		for i := first; i < len(all); i += one {
			mutant := all[i]
			list := readWorkflow.read(mutant)
			why := refusal(s, mutant)
			switch {
			case len(list) == 0 && why != "":
				t.Errorf("the schema refuses\n%s\n%s", mutant, why)
			case why == "" && mustBeSeen(list):
				t.Errorf("the schema accepts\n%s\n%s", mutant, list.Error())
			case len(list) == 0:
				clean++
			default:
				refused++
			}
		}
	}
	t.Logf("%d mutants are right, %d are wrong", clean, refused)
	if clean < 2000/one || refused < 5000/one {
		t.Errorf("only %d mutants are right and %d wrong", clean, refused)
	}
}

// mustBeSeen tells whether a finding is about the keys of a mapping.
func mustBeSeen(list diag.List) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		about := []string{"K101", "K102", "K103", "K104", "K106", "K107"}
		hidden := slices.ContainsFunc(unseenRows, func(row string) bool { return strings.Contains(d.Message, row) })
		return slices.Contains(about, d.Code) && !hidden
	})
}

// mutants are texts with one plain value replaced, or one key misspelt.
func mutants(src string) []string {
	var ignored diag.List
	root := read("f.yaml", []byte(src), &ignored)
	var out []string
	var walk func(n *node)
	walk = func(n *node) {
		if at := offsetOf(src, n); at >= 0 && n.shape == scalar {
			for _, r := range replacements {
				out = append(out, src[:at]+r+src[at+len(n.text):])
			}
		}
		for _, p := range n.pairs {
			if at := offsetOf(src, p.key); at >= 0 {
				out = append(out, src[:at]+p.key.text+"y"+src[at+len(p.key.text):])
			}
			walk(p.value)
		}
		for _, item := range n.items {
			walk(item)
		}
	}
	walk(root)
	return out
}

// offsetOf is where a plain scalar of one line begins; -1 if the node is none.
func offsetOf(src string, n *node) int {
	if n.style != plain || n.text == "" || strings.Contains(n.text, "\n") {
		return -1
	}
	lines := strings.SplitAfter(src, "\n")
	at := len(strings.Join(lines[:n.Line-1], "")) + len(string([]rune(lines[n.Line-1])[:n.Col-1]))
	if !strings.HasPrefix(src[at:], n.text) {
		return -1
	}
	return at
}

// allKeys has every key of the language that this version has.
const allKeys = `
workflow: w
version: 1.0.0
mode: durable
on: { http: POST /a, public: true, schedule: { cron: 0 6 * * 1-5, zone: UTC }, event: a.b, webhook: hook }
key: $input.a
input: { type: object }
retry: { flaky: { on: [5xx], attempts: 3, backoff: 200ms..5s, timeout: 1s } }
steps:
  - { name: a, call: s.op, with: { b: c }, headers: { X-A: b }, accept: [404], cache: 5s, fallback: [ { call: s.op } ], idempotent: true, method: GET, path: /a, url: http://h/p }
  - { name: b, call: s.op, body: [a], cache: { ttl: 5s, stale: 1m }, timeout: 1s, retry: flaky, onError: continue, compensate: { call: s.op, retry: { attempts: 2 } } }
  - { parallel: { c: { wait: 1s }, d: [ { wait: 1s } ] }, join: any, concurrency: 2 }
  - { name: e, for: i, in: $input.a, steps: [ { wait: 1s } ], join: 1, concurrency: 2 }
  - { repeat: [ { wait: 1s } ], until: $index > 1, max: 3, every: 1s }
  - { if: $input.a, then: [ { wait: 1s } ], else: [ { wait: 1s } ] }
  - { switch: [ { when: $input.a, then: [ { wait: 1s } ] } ], else: [ { wait: 1s } ] }
  - { try: [ { wait: 1s } ], catch: [ { on: [any], retry: flaky, then: [ { wait: 1s } ] }, { steps: [ { wait: 1s } ] } ], finally: [ { wait: 1s } ] }
  - { set: { f: 1, g: x } }
  - { await: [a.b, c.d], match: { id: $input.a } }
  - { human: Look, form: { type: object }, assign: { users: [a], roles: [b] }, escalate: [ { after: 1d, assign: { users: $input.u } } ] }
  - { emit: a.b, data: x, to: s, x-note: mine }
  - { if: true, run: w2, with: { a: b }, version: 1.0.0, detach: false }
  - { if: $input.a, fail: { status: 409, type: about:blank, title: No, detail: None, extensions: { a: b } } }
  - { return: { status: 201, headers: { X-A: b }, body: x } }
`
