package tutti

import (
	"os"
	"strings"
	"testing"

	"tutti/expr"
)

var formatter = Formatter{Valid: func(s string) bool {
	_, err := expr.Parse(s)
	return err == nil
}}

// inSteps are the steps of a workflow around lines that a test is about.
func inSteps(lines string) string { return "workflow: w\nsteps:\n" + lines }

func TestFormatQuotes(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"  - set: { id: $run.ids[0] } # why\n", "  - set: { id: \"$run.ids[0]\" } # why\n"},
		{"  - set: { s: $input.t | join(\",\") }\n", "  - set: { s: '$input.t | join(\",\")' }\n"},
		{"  - set: { a: 1, b: { c: $input[0] }, d: [ ok, $input | {a} ], \"e\": $input | {q} }\n", "  - set: { a: 1, b: { c: \"$input[0]\" }, d: [ ok, \"$input | {a}\" ], \"e\": \"$input | {q}\" }\n"},
		{"  - set:\n      a: $input | map({id: .id}) # the ids\n      # next\n      b: $input | {x: 1}\n", "  - set:\n      a: \"$input | map({id: .id})\" # the ids\n      # next\n      b: \"$input | {x: 1}\"\n"},
		{"  - set: { a: [ $input | range(1, 2) ] }\n", "  - set: { a: [ \"$input | range(1, 2)\" ] }\n"},
		{"  - set: { a: [ $input | .[1,2] | not ] }\n", "  - set: { a: [ \"$input | .[1,2] | not\" ] }\n"},
		{"  - if: $input.t | test(\"x #1\") # why\n    return: {}\n", "  - if: '$input.t | test(\"x #1\")' # why\n    return: {}\n"},
		{"  - if: \"gold\" == $input.tier\n    return: {}\n", "  - if: '\"gold\" == $input.tier'\n    return: {}\n"},
		{"  - if: [1,2] | index($input.x)\n    return: {}\n", "  - if: \"[1,2] | index($input.x)\"\n    return: {}\n"},
		{"  - set: { t: Order ${ $input.id }, u: 1 }\n", "  - set: { t: \"Order ${ $input.id }\", u: 1 }\n"},
		{"  - set:\n      a: Sold out today: sorry\n", "refused"}, // a key might be meant
		{"  - set:\n      a: Order ${ $input.id } (from ${ $input.at }): done\n", "  - set:\n      a: \"Order ${ $input.id } (from ${ $input.at }): done\"\n"},
		{"  - set:\n      a: b: 1\n", "refused"},
		{"  - set: { a: $input.x c: $input.y }\n", "refused"}, // the comma is missing
		{"  - set: { a: x c: y }\n", "refused"},
		{"  - set: { a: [ x [y] ] }\n", "refused"},
		{"  - set: { a: x[y] }\n", "  - set: { a: \"x[y]\" }\n"},
		{"  - set: { a: $input[0, b: 1 }\n", "refused"}, // a bracket is missing
		{"  - set: { a: \"x\" c: \"y\" }\n", "refused"},
		{"  - set: { a: ${ $input.x } c: ${ $input.y } }\n", "refused"},
		{"  - set: { a: [\"x\" \"y\"] }\n", "refused"},
		{"  - set:\n      a: 'it's'\n", "refused"},
		{"  - set:\n      a: @base64 $input.x\n", "refused"}, // $input would be text
		{"  - set:\n      a: $input | {id: .id}\n        | keys\n", "refused"},
		{"  - set:\n      a: $input: y\n", "refused"},
		{"  - call: s.op\n    accept: */*: x\n", "refused"},
		{"  - set: { a: $input.b[0], a: 1 }\n", "refused"}, // the key stands twice
	} {
		src, want := inSteps(c.src), inSteps(c.want)
		got, list := formatter.Workflow("f.yaml", []byte(src))
		if c.want == "refused" {
			want = src
			if !list.HasErrors() {
				t.Errorf("%s: nothing is said", c.src)
			}
		} else if len(list) > 0 {
			t.Errorf("%s: %v", c.src, list)
		}
		if string(got) != want {
			t.Errorf("of\n%s got\n%s want\n%s", src, got, want)
		}
		checkFormat(t, src)
	}
}

func TestFormatTrigger(t *testing.T) {
	const src = "workflow: w\non: { http: GET /a/{b}, public: true } # open\nsteps:\n  - return: {}\n"
	got, list := formatter.Workflow("f.yaml", []byte(src))
	if want := strings.Replace(src, "GET /a/{b}", `"GET /a/{b}"`, 1); string(got) != want || len(list) > 0 {
		t.Errorf("got %s %v", got, list)
	}
}

func TestFormatSpace(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"  - return: {} \t\r\n # end  \r\n\r\n \n", "  - return: {}\n # end\n"},
		{"  - return: {}", "  - return: {}\n"},
		{"  - set: \n      a: |  \n        x  \n   \n        y \n      b: 1 \n", "  - set:\n      a: |\n        x  \n   \n        y \n      b: 1\n"},
		{"  - set:\n      a: |\n        x\n  \n      b: 1\n", "  - set:\n      a: |\n        x\n\n      b: 1\n"},
		{"  - set:\n      a: |\n        x\n          \n      b: 1 \n", "  - set:\n      a: |\n        x\n          \n      b: 1\n"},
		{"  - set:\n      a: |+\n        x\n\n\n", "  - set:\n      a: |+\n        x\n\n\n"},
		{"  - set:\n      a: |\n        x", "  - set:\n      a: |\n        x"},
		{"  - set:\n      a: \"x\\ \n        y \n        z\" \n", "  - set:\n      a: \"x\\ \n        y \n        z\"\n"},
		{"  - set:\n      a: some \n        words \n", "  - set:\n      a: some\n        words\n"},
	} {
		src, want := inSteps(c.src), inSteps(c.want)
		got, list := formatter.Workflow("f.yaml", []byte(src))
		if string(got) != want || len(list) > 0 {
			t.Errorf("of %q\n got %q %v\nwant %q", src, got, list, want)
		}
		checkFormat(t, src)
	}
}

// TestFormatSamples: what is in good form stays byte for byte; so do all samples.
func TestFormatSamples(t *testing.T) {
	for _, file := range sampleFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := checkFormat(t, string(src)); got != string(src) {
			t.Errorf("%s is changed", file)
		}
	}
	for _, c := range good {
		checkFormat(t, c.src)
	}
}

// TestFormatSources: the same holds for all files of the repository, right or wrong.
func TestFormatSources(t *testing.T) {
	for _, src := range formatSources(t) {
		checkFormat(t, src)
	}
}

// checkFormat holds what a text is formatted to against the text: the same
// meaning, all comments in their order, and nothing left to do.
func checkFormat(t *testing.T, src string) string {
	t.Helper()
	before, found := Workflow("f.yaml", []byte(src))
	out, list := formatter.Workflow("f.yaml", []byte(src))
	got := string(out)
	if list.HasErrors() && got != src {
		t.Fatalf("a text with findings is changed:\n%s\n%s", src, got)
	}
	if again, _ := formatter.Workflow("f.yaml", out); string(again) != got {
		t.Fatalf("formatted twice it differs:\n%s\n%s\n%s", src, got, again)
	}
	if strings.NewReplacer("\"", "", "'", "", " ", "", "\t", "", "\r", "", "\n", "").Replace(got) !=
		strings.NewReplacer("\"", "", "'", "", " ", "", "\t", "", "\r", "", "\n", "").Replace(src) {
		t.Fatalf("more than quotes and blanks differs:\n%s\n%s", src, got)
	}
	for _, f := range found {
		if f.Code == codeSyntax || f.Code == codeCut {
			return got
		}
	}
	after, _ := Workflow("f.yaml", out)
	if before != nil && meaning(before) != meaning(after) {
		t.Fatalf("the meaning differs:\n%s\n%s", src, got)
	}
	if before != nil && strings.Count(got, "#") != strings.Count(src, "#") {
		t.Fatalf("a comment is lost:\n%s\n%s", src, got)
	}
	return got
}

func FuzzFormat(f *testing.F) {
	for _, c := range good {
		f.Add(c.src)
	}
	for _, src := range []string{
		"  - set: { a: $input[0] }\r\n", "  - set:\n      a: |\n        x \n   ", "  - if: $x | f(\"a #b\")\n", "  - set: { a: [ $x | f(1, 2) ] }", "  - set: {a: \"x\\ \n  y\"}  ", "  - set:\n      a: >2+\n          b  \n \n",
	} {
		f.Add(inSteps(src))
	}
	for _, file := range seeds(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, src string) { checkFormat(t, src) })
}
