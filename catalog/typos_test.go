package catalog_test

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tutti/catalog"
	"tutti/check"
	"tutti/diag"
	"tutti/flow"
	"tutti/lang/tutti"
)

// name is a word of a workflow that means something to somebody: what a typo in it can be told by.
type name struct {
	file       string // in the project
	line, from int    // from 0; the bytes of the word in the line
	text, kind string
}

// Names with one wrong letter are found in the line where they are. The typos are drawn, always the same ones; a
// typo that makes another word of the project is none.
func TestTypos(t *testing.T) {
	const typos, least = 300, 0.9
	luck := rand.New(rand.NewPCG(7, 11))
	var picked []typo
	for _, p := range seeded {
		if dir := folderOf(t, p.project); dir != "" {
			picked = append(picked, typosIn(t, dir, luck)...)
		}
	}
	luck.Shuffle(len(picked), func(i, j int) { picked[i], picked[j] = picked[j], picked[i] })
	if len(picked) < typos {
		t.Fatalf("only %d names could be misspelt", len(picked))
	}
	found := map[string]int{}
	drawn := map[string]int{}
	for _, x := range picked[:typos] {
		drawn[x.kind]++
		if x.found() {
			found[x.kind]++
			continue
		}
		t.Logf("not found: %s:%d: %s %s for %s", x.file, x.line+1, x.kind, x.wrong, x.text)
	}
	all := 0
	for _, kind := range slices.Sorted(maps.Keys(drawn)) {
		t.Logf("%-10s %3d of %3d", kind, found[kind], drawn[kind])
		all += found[kind]
	}
	t.Logf("%d of %d typos are found in their line", all, typos)
	if float64(all) < least*typos {
		t.Errorf("%d of %d are too few", all, typos)
	}
}

// typo is a name as somebody wrote it wrongly.
type typo struct {
	name
	project    *catalog.Project
	src, wrong string
	before     diag.List // what is found without it
}

// found checks the workflow with the typo in its project, as an editor does.
func (x typo) found() bool {
	lines := strings.SplitAfter(x.src, "\n")
	l := lines[x.line]
	lines[x.line] = l[:x.from] + x.wrong + l[x.from+len(x.text):]
	file := filepath.Join(x.project.Dir, x.file)
	def, got := tutti.Workflow(file, []byte(strings.Join(lines, "")))
	if def != nil {
		rules := x.project.Rules()
		for i, m := range rules.Workflows {
			if m.Definition.File == file {
				rules.Workflows[i].Definition = def
			}
		}
		got = append(got, check.Workflow(def, rules)...)
	}
	return slices.ContainsFunc(got, func(d diag.Diagnostic) bool {
		return d.Pos.File == file && d.Pos.Line == x.line+1 && !slices.Contains(x.before, d)
	})
}

// typosIn misspells each name of a project once. The project has no mistakes before.
func typosIn(t *testing.T, dir string, luck *rand.Rand) []typo {
	t.Helper()
	p, before, err := catalog.Load(dir)
	if err != nil || before.HasErrors() {
		t.Fatalf("%s: %v, %v", dir, err, before)
	}
	for _, d := range before {
		if d.Code != "S408" { // the samples say that they know
			t.Errorf("a false alarm: %v", d)
		}
	}
	words, enums := wordsOf(t, dir)
	var out []typo
	for _, w := range p.Workflows {
		file, err := filepath.Rel(dir, w.Definition.File)
		if err != nil {
			t.Fatal(err)
		}
		src := read(t, dir, file)
		for _, n := range namesIn(file, src, enums, w) {
			if wrong := misspell(n.text, words, luck); wrong != "" {
				out = append(out, typo{n, p, src, wrong, before})
			}
		}
	}
	return out
}

var (
	word     = regexp.MustCompile(`[A-Za-z_][A-Za-z_0-9]*`)
	enumList = regexp.MustCompile(`enum: \[([^\]]*)\]`)
)

// wordsOf are all words of the files of a project, and those that are words of an enum.
func wordsOf(t *testing.T, dir string) (words, enums map[string]bool) {
	t.Helper()
	words, enums = map[string]bool{}, map[string]bool{}
	for _, pattern := range []string{"*.yaml", "*/*.yaml"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range word.FindAllString(string(src), -1) {
				words[w] = true
			}
			for _, list := range enumList.FindAllStringSubmatch(string(src), -1) {
				for _, w := range word.FindAllString(list[1], -1) {
					enums[w] = true
				}
			}
		}
	}
	return words, enums
}

// misspell swaps, drops, doubles or replaces a letter; "" if each way makes another word.
func misspell(text string, words map[string]bool, luck *rand.Rand) string {
	for range 20 {
		b := []byte(text)
		i := luck.IntN(len(b))
		switch luck.IntN(4) {
		case 0:
			if i+1 < len(b) {
				b[i], b[i+1] = b[i+1], b[i]
			}
		case 1:
			b = slices.Delete(b, i, i+1)
		case 2:
			b = slices.Insert(b, i, b[i])
		default:
			b[i] = byte('a' + luck.IntN(26))
		}
		if wrong := string(b); len(b) > 0 && !words[wrong] && word.FindString(wrong) == wrong {
			return wrong
		}
	}
	return ""
}

var (
	variable = regexp.MustCompile(`\$([A-Za-z_][A-Za-z_0-9]*)`)
	quoted   = regexp.MustCompile(`"[^"]*"`)
	fields   = regexp.MustCompile(`(\$[A-Za-z_][A-Za-z_0-9]*)?(?:\.[A-Za-z_][A-Za-z_0-9]*)+`)
	target   = regexp.MustCompile(`\b(?:call|run): ([A-Za-z_-]+)(?:\.([A-Za-z_]+))?`)
	keyword  = regexp.MustCompile(`(?:^|[ {])(call|with|steps|then|compensate|parallel|accept|retry|timeout|concurrency|onError|human|repeat|until|catch|emit|data): `)
)

// namesIn finds the names of a workflow by what they look like: service and operation of a call, the names in
// `with` and in what is returned, words of an enum, the keys of the language, and in expressions variables and
// the fields behind them. What comes from outside and has no contract has no names that anybody could know.
func namesIn(file, src string, enums map[string]bool, w *catalog.Workflow) []name {
	c := &collector{file: file, lines: strings.Split(src, "\n"), untyped: w.Public == nil && w.Input == nil, seen: map[[2]int]bool{}}
	for n, l := range c.lines {
		code, _, _ := strings.Cut(l, " #")
		if strings.HasPrefix(strings.TrimSpace(l), "#") {
			continue
		}
		for _, m := range target.FindAllStringSubmatchIndex(code, -1) {
			c.add(n, m[2], m[3], "operation")
			c.add(n, m[4], m[5], "operation")
		}
		for _, m := range keyword.FindAllStringSubmatchIndex(code, -1) {
			c.add(n, m[2], m[3], "key")
		}
		for _, m := range word.FindAllStringIndex(code, -1) {
			if !enumList.MatchString(code) && enums[code[m[0]:m[1]]] && !strings.HasPrefix(code[m[1]:], ":") && (m[0] == 0 || !strings.ContainsRune("$.", rune(code[m[0]-1]))) {
				c.add(n, m[0], m[1], "enum")
			}
		}
	}
	c.steps(w.Definition.Steps, w.Public != nil)
	return c.names
}

type collector struct {
	file    string
	lines   []string
	untyped bool // nobody knows what $input is
	names   []name
	seen    map[[2]int]bool
}

func (c *collector) add(line, from, to int, kind string) {
	if from < 0 || to-from < 3 || c.seen[[2]int{line, from}] {
		return // a word of two letters is soon another one
	}
	c.seen[[2]int{line, from}] = true
	c.names = append(c.names, name{c.file, line, from, c.lines[line][from:to], kind})
}

func (c *collector) steps(steps []*flow.Step, public bool) {
	for _, s := range steps {
		switch a := s.Do.(type) {
		case *flow.Call:
			c.keys(a.With)
		case *flow.Run:
			c.keys(a.With)
		case *flow.Return:
			if public {
				c.keys(a.Body)
			}
		}
		for _, list := range flow.Lists(s.Do) {
			c.steps(list, public)
		}
		if s.Compensate != nil {
			c.steps([]*flow.Step{s.Compensate}, public)
		}
		c.expressions(s)
	}
}

// keys are the names of what is given to somebody who has a contract.
func (c *collector) keys(v flow.Value) {
	switch v := v.(type) {
	case *flow.Object:
		for _, f := range v.Fields {
			c.add(f.Name.Line-1, f.Name.Col-1, f.Name.Col-1+len(f.Name.Text), "input")
			c.keys(f.Value)
		}
	case *flow.Array:
		for _, i := range v.Items {
			c.keys(i)
		}
	}
}

// expressions takes what the expressions of a step name.
func (c *collector) expressions(s *flow.Step) {
	flow.Exprs(s.If, c.expression)
	switch a := s.Do.(type) {
	case *flow.For:
		flow.Exprs(a.In, c.expression)
	case *flow.Repeat:
		flow.Exprs(a.Until, c.expression)
	case *flow.Switch:
		for _, k := range a.Cases {
			flow.Exprs(k.When, c.expression)
		}
	case *flow.Parallel, *flow.If, *flow.Try:
	default:
		flow.StepExprs(s, c.expression)
	}
}

func (c *collector) expression(e *flow.Expr) {
	src := quoted.ReplaceAllStringFunc(e.Source, func(s string) string { return strings.Repeat(" ", len(s)) })
	for _, m := range variable.FindAllStringSubmatchIndex(src, -1) {
		c.part(e, m[2], m[3], "variable")
	}
	for _, m := range fields.FindAllStringSubmatchIndex(src, -1) {
		if c.unknown(src, src[m[0]:m[1]]) {
			continue
		}
		from := m[0] + strings.IndexByte(src[m[0]:], '.')
		for _, w := range word.FindAllStringIndex(src[from:m[1]], -1) {
			c.part(e, from+w[0], from+w[1], "field")
		}
	}
}

// unknown tells whether nobody says what a path leads through.
func (c *collector) unknown(src, path string) bool {
	for _, free := range []string{"$request", "$env"} {
		if strings.HasPrefix(path, free) {
			return true
		}
	}
	return c.untyped && (strings.HasPrefix(path, "$input") || path[0] == '.' && strings.Contains(src, "$input"))
}

func (c *collector) part(e *flow.Expr, from, to int, kind string) {
	at := e.Place(from)
	line, col := at.Line-1, at.Col-1
	if end := col + to - from; end <= len(c.lines[line]) && c.lines[line][col:end] == e.Source[from:to] {
		c.add(line, col, end, kind)
	}
}
