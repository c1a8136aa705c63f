package expr

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/itchyny/gojq"
	"go.yaml.in/yaml/v4"

	"tutti/value"
)

// The cases are those of gojq's own command; see SOURCE.txt beside them.
const conformanceFile = "../../shared/conformance/jq/gojq-cli.yaml"

type cliCase struct {
	Name     string
	Args     []string
	Input    string
	Expected string
	Error    string
	Env      []string
}

func loadConformance(t *testing.T) []cliCase {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(conformanceFile))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the conformance cases are missing: %v", err)
		}
		t.Skipf("NOT RUN: the conformance cases are missing: %v", err)
	}
	var cases []cliCase
	if err := yaml.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// Why a case is not run. The counts are part of the test: if one changes, look why.
const (
	whyFlag    = "a flag of the command that changes how it reads or writes"
	whyModule  = "modules"
	whyFile    = "files as inputs, or an argument list"
	whyRefused = "a function that is refused (not a pure function of the data)"
	whyCommand = "about the command: help, version, its messages, colours"
	whyInput   = "about reading JSON: the input is not JSON"
	whyNewer   = "the text of an error is that of a newer gojq (gojq 0.12.20 itself differs)"
)

var conformanceCounts = map[string]int{
	"run": 629, whyFlag: 134, whyModule: 22, whyFile: 11, whyRefused: 31, whyCommand: 13, whyInput: 1, whyNewer: 1,
}

// newer are the cases of whyNewer.
var newer = []string{"setpath to getpath"}

// query is the case's expression, whether its input is null, and its variables; or why it is not run.
func (c cliCase) query() (src string, null bool, vars map[string]any, why string) {
	vars = map[string]any{}
	var rest []string
	for i := 0; i < len(c.Args); i++ {
		switch a := c.Args[i]; {
		case a == "-c" || a == "--compact-output":
		case a == "-n" || a == "--null-input":
			null = true
		case (a == "--arg" || a == "--argjson") && i+2 < len(c.Args):
			var v any = c.Args[i+2]
			if a == "--argjson" {
				dec := json.NewDecoder(strings.NewReader(c.Args[i+2]))
				dec.UseNumber()
				if dec.Decode(&v) != nil {
					return "", false, nil, whyCommand
				}
			}
			name := "$" + c.Args[i+1]
			if _, given := vars[name]; !given {
				vars[name] = v
			}
			if tokens := lex(name); len(tokens) != 1 || tokens[0].kind != tokVariable {
				return "", false, nil, whyCommand
			}
			i += 2
		case strings.HasPrefix(a, "-L") || a == "--library-path":
			return "", false, nil, whyModule
		case a == "--" || strings.HasPrefix(a, "-") && a != "-.":
			return "", false, nil, whyFlag
		default:
			rest = append(rest, a)
		}
	}
	switch {
	case len(c.Env) > 0:
		return "", false, nil, whyCommand
	case len(rest) == 0:
		return "", false, nil, whyCommand
	case len(rest) > 1:
		return "", false, nil, whyFile
	}
	for _, t := range lex(rest[0]) {
		if t.kind == tokIdent && slices.Contains([]string{"import", "include", "module"}, t.text) {
			return "", false, nil, whyModule
		}
		if _, refused := refusal(t.text); refused || t.text == "$ARGS" || t.text == "$__prog_name" {
			return "", false, nil, whyRefused
		}
	}
	return rest[0], null, vars, ""
}

func TestConformance(t *testing.T) {
	counts := map[string]int{}
	for _, c := range loadConformance(t) {
		src, null, vars, why := c.query()
		if why == "" && slices.Contains(newer, c.Name) {
			why = whyNewer
		}
		inputs := []any{nil}
		if why == "" && !null {
			var err error
			if inputs, err = documents(c.Input); err != nil {
				why = whyInput
			}
		}
		if why != "" {
			counts[why]++
			continue
		}
		counts["run"]++
		t.Run(c.Name, func(t *testing.T) { conform(t, c, src, inputs, vars) })
	}
	for why, n := range counts {
		t.Logf("%4d %s", n, why)
		if conformanceCounts[why] != n {
			t.Errorf("%s: %d cases, recorded are %d", why, n, conformanceCounts[why])
		}
	}
}

func conform(t *testing.T, c cliCase, src string, inputs []any, vars map[string]any) {
	if raceEnabled && strings.Contains(c.Name, "large") {
		t.Skip("takes long with the race detector")
	}
	want, err := documents(c.Expected)
	if err != nil {
		t.Fatalf("expected outputs: %v", err)
	}
	var got []any
	var failures []string
	if len(inputs) == 0 { // still, the query must compile
		if _, err := runPlain(src, nil, vars); err != nil {
			failures = append(failures, err.Error())
		}
	}
	for _, in := range inputs {
		out, err := runPlain(src, in, vars)
		got = append(got, out...)
		if err != nil {
			failures = append(failures, err.Error())
		}
	}
	if !sameValues(got, want) {
		t.Errorf("%s\ngot  %s (%v)\nwant %s", src, texts(got), failures, texts(want))
	}
	if (len(failures) > 0) != (c.Error != "") {
		t.Errorf("%s\nerrors %q\nwant   %q", src, failures, c.Error)
	} else if len(failures) > 0 && !compiles(c.Error) && !sameMessage(failures[0], c.Error) {
		t.Errorf("%s\nerrors %q\nwant   %q", src, failures, c.Error)
	}
}

// sameMessage: want has the messages for all inputs. gojq 0.12.20 puts the function before some.
func sameMessage(got, want string) bool {
	return strings.Contains(want, strings.TrimPrefix(got, "error: ")) || strings.HasSuffix(got, strings.TrimSpace(want))
}

// compiles tells whether gojq's message is about the query itself; ours are in other words.
func compiles(message string) bool {
	for _, p := range []string{"invalid query", "compile error", "variable not defined", "label not defined", "function not defined", "invalid variable name"} {
		if strings.HasPrefix(message, p) {
			return true
		}
	}
	return false
}

// runPlain runs jq without the rules for our expressions: with an input and several outputs.
func runPlain(src string, input any, vars map[string]any) ([]any, error) {
	e, err := parse(src, plain)
	if err != nil {
		return nil, err
	}
	p := &Program{src: src, limits: Limits{Steps: 1 << 24, Bytes: 1 << 27}.orDefault()}
	names := []string{}
	resolve := func(name string) (int, bool) {
		if _, ok := vars["$"+name]; !ok {
			return 0, false
		}
		names = append(names, name)
		return len(names) - 1, true
	}
	if err := p.compileMachine(e.tree, resolve); err != nil {
		return nil, err
	}
	m := newMeter(p.limits, nil, p.loads)
	m.loaded = make([]any, len(p.loads))
	for i, l := range p.loads {
		m.loaded[i] = vars["$"+names[l.slot]]
		for _, k := range l.keys {
			o, _ := m.loaded[i].(map[string]any)
			m.loaded[i] = o[k]
		}
	}
	out, failure := p.run(m, input, 1<<20)
	p.compileFast(e.tree, resolve)
	if fast, done := runFast(p, input, names, vars); done && !(len(out) == 1 && sameValues(out, []any{fast})) {
		return out, fmt.Errorf("the fast path has %v", fast)
	}
	if m.over != "" {
		return out, errors.New(m.over)
	}
	return out, failure
}

// runFast is the fast path's value, if it has one.
func runFast(p *Program, input any, names []string, vars map[string]any) (any, bool) {
	if p.fast == nil {
		return nil, false
	}
	env := make(testEnv, len(names))
	for i, n := range names {
		env[i] = encodeAny(vars["$"+n])
	}
	in := rawDatum(encodeAny(input))
	v, done := p.evalFast(p.newFastEval(env), in)
	if !done {
		return nil, false
	}
	return v.Any(), true
}

// testEnv is variables by slot.
type testEnv []value.Value

func (e testEnv) Var(slot int) value.Value { return e[slot] }

func encodeAny(v any) value.Value {
	b, err := gojq.Marshal(v)
	if err != nil {
		panic(err)
	}
	return value.Trusted(b)
}

func documents(s string) ([]any, error) {
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	var list []any
	for {
		var v any
		if err := dec.Decode(&v); err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

// sameValues compares as JSON texts read them: numbers by value.
func sameValues(a, b []any) bool {
	return slices.EqualFunc(a, b, func(x, y any) bool { return gojq.Compare(normal(x), normal(y)) == 0 })
}

// normal is v as it comes back from its text.
func normal(v any) any {
	b, err := gojq.Marshal(v)
	if err != nil {
		panic(err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var w any
	if err := dec.Decode(&w); err != nil {
		panic(fmt.Sprintf("%s: %v", b, err))
	}
	return w
}

func texts(vs []any) string {
	var b strings.Builder
	for _, v := range vs {
		t, _ := gojq.Marshal(v)
		b.Write(t)
		b.WriteByte('\n')
	}
	return b.String()
}
