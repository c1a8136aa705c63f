package tutti

import (
	"strings"
	"testing"
)

// TestTraps: where YAML stops or is silent about what people write, the finding
// says which value needs quotes, at that value (▸).
func TestTraps(t *testing.T) {
	const needsQuotes = "Y003: quote an expression that contains"
	checkBad(t, []bad{
		// The trigger line itself.
		{"on: { http: ▸GET /orders/{id} }", []string{needsQuotes + ` => write "GET /orders/{id}" in quotes`}},
		{"on:\n  { http: ▸DELETE /a/{b}/c,\n    public: true }", []string{needsQuotes + ` => write "DELETE /a/{b}/c" in quotes`}},
		// A colon with a space.
		{"items: ▸$a | map({id: .id})", []string{needsQuotes + ` => write "$a | map({id: .id})" in quotes`}},
		{"items: ▸$a | map({id: .id}) # why", []string{needsQuotes + ` => write "$a | map({id: .id})" in quotes`}},
		{"title: ▸KYC: x", []string{needsQuotes + ` => write "KYC: x" in quotes`}},
		{"- - x: ▸it's: \"a\"", []string{needsQuotes + ` => write 'it''s: "a"' in quotes`}},
		// Brackets inside of { } and [ ].
		{"with: { id: ▸$l.ids[0] }", []string{needsQuotes + ` => write "$l.ids[0]" in quotes`}},
		{"with: { s: ▸$t | join(\",\") }", []string{needsQuotes + ` => write '$t | join(",")' in quotes`}},
		{"with: { s: ▸$a | map({id}) }", []string{needsQuotes + ` => write "$a | map({id})" in quotes`}},
		{"with: { t: ▸Order ${ $o.id } }", []string{needsQuotes + ` => write "Order ${ $o.id }" in quotes`}},
		{"with: { a: 1, b: { c: ▸$x[0] }, d: [ ok, ▸$y | {a} ], \"e f\": ▸$z{q} }", []string{
			needsQuotes + ` => write "$x[0]"`, needsQuotes + ` => write "$y | {a}"`, needsQuotes + ` => write "$z{q}"`,
		}},
		// Beginnings that YAML keeps for itself.
		{"when: ▸\"gold\" == $tier", []string{needsQuotes + ` => write '"gold" == $tier' in quotes`}},
		{"when: ▸'gold' == $tier", []string{needsQuotes + ` => write "'gold' == $tier" in quotes`}},
		{"when: ▸[1,2] | index($x)", []string{needsQuotes + ` => write "[1,2] | index($x)" in quotes`}},
		{"when: ▸{a: 1} == $x", []string{needsQuotes + ` => write "{a: 1} == $x" in quotes`}},
		{"x: ▸@base64 $x", []string{needsQuotes + ` => write "@base64 $x" in quotes`}},
		{"x: ▸`a`", []string{needsQuotes + " => write \"`a`\" in quotes"}},
		{"x: ▸%d items", []string{needsQuotes + ` => write "%d items" in quotes`}},
		{"schedule: ▸*/15 * * * *", []string{needsQuotes + ` => write "*/15 * * * *" in quotes`}},
		{"accept: ▸*/*", []string{needsQuotes + ` => write "*/*" in quotes`}},
		// Several at once.
		{"a: ▸$x: y\nb: { c: ▸$x[1] }\nc: ▸\"a\" + $b\nd: 1", []string{needsQuotes, needsQuotes, needsQuotes}},
		// A comma that is missing is no quote that is missing.
		{"a: { b: \"x\" ▸c: \"y\" }", []string{"Y003: a comma or the closing } of line 1"}},
	}, readWorkflow)
}

func TestSilentTraps(t *testing.T) {
	checkBad(t, []bad{
		{"- { for: i, in: [▸range(0; 12)], steps: [ { set: { a: $i } } ] }", []string{`V103: list with the text "range(0; 12)" in it, not an expression`}},
		{"- if: $t | test(\"x▸ #1\")\n  return: {}", []string{"Y013: ` #` begins a comment here => quote an expression that contains ` #`"}},
		{"- if: ▸!$x\n  return: {}", []string{`Y007: YAML reads !$x as a tag => write $x | not`}},
		{"- if: ▸!$x.a == 1\n  return: {}", []string{`Y007: YAML reads !$x.a as a tag => write $x.a == 1 | not`}},
		{"- set: { a: [ $x | f(1▸, 2) ] }", []string{`Y013: this comma ends the value => inside { } and [ ], quote`}},
		{"- set: { a: 1, ▸a: 2 }", []string{`Y009: the key "a" is already in line 3`}},
		{"- set: { ▸id }", []string{`Y010: the key "id" inside { } has no value`}},
		{"- set:\n    a: >-\n      $x ▸# why\n      | keys", []string{`Y014: a folded block (>)`}},
	}, readSteps)
}

// TestReadAsWritten: what other readers take for something else.
func TestReadAsWritten(t *testing.T) {
	d, list := Workflow("f.yaml", []byte(strings.TrimSpace(`
workflow: w
version: 1.10
on: { http: GET /x }
steps:
  - set:
      a: { s: $a.b? }
      b: [ 0123, 1_000, 2026-12-24, 4e2, on, off, no, y ]
      c: |
        ${ $input.x # a comment
           | not }
`)))
	if len(list) > 0 {
		t.Fatal(list)
	}
	want := `workflow w version 1.10
on GET /x public=false
- 5:5 w.steps[0]: set {a: {s: «$a.b?»}, b: [123, "1_000", "2026-12-24", 4e2, "on", "off", "no", "y"], c: «$input.x # a comment
   | not»}
`
	if got := dumpDefinition(d); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
