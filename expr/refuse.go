package expr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/itchyny/gojq"

	"tutti/diag"
)

// refusal is why a function of jq is not available here, by name.
func refusal(name string) (why string, refused bool) {
	switch name {
	case "input", "inputs":
		return "an expression has no stream of inputs", true
	case "now":
		return "it reads the clock; the time of the run is $run.time", true
	case "localtime", "strflocaltime":
		return "it depends on the time zone of the machine; use gmtime or strftime", true
	case "env", "$ENV":
		return "the environment is not visible; names that the project allows are $env.<NAME>", true
	case "debug", "stderr", "input_filename", "input_line_number", "halt", "halt_error":
		return "it belongs to the jq command", true
	case "modulemeta", "get_search_list", "builtins":
		return "it tells about the installation, not about the data", true
	case "$__loc__", "$__prog_args":
		return "it belongs to the jq command", true
	default:
		return "", false
	}
}

func (w *walker) refuseVariable(name string, tok token) bool {
	why, refused := refusal(name)
	switch {
	case refused:
		w.report(tok.offset, name+" is refused: "+why, "")
	case strings.HasPrefix(name, "$__"):
		refused = true
		w.report(tok.offset, name+": names that begin with __ are reserved", "")
	case strings.Contains(name, "::"):
		refused = true
		w.report(tok.offset, name+": modules are not available", "")
	}
	return refused
}

// function is met at a variable or a call.
func (w *walker) function(t *gojq.Term, in input) {
	name, args := t.Func.Name, t.Func.Args
	if strings.HasPrefix(name, "$") {
		w.reference(t, name, t.SuffixList)
		return
	}
	index, tok := w.take(w.calls, &w.call)
	d, defined := w.lookup(name, len(args))
	switch {
	case defined:
		if in == missing && d.body != nil && w.reads(d.body) {
			w.missingInput(tok.offset, "`"+name+"` reads its input, and here it has none", "write `$input | "+name+"`")
		}
		for _, a := range args {
			w.query(a, present)
		}
	case w.dialect == strict:
		w.builtin(t.Func, index, tok, in)
	default:
		for _, a := range args {
			w.query(a, present)
		}
	}
}

func (w *walker) lookup(name string, arity int) (def, bool) {
	for _, d := range slices.Backward(w.defs) {
		if d.name == name && d.arity == arity {
			return d, true
		}
	}
	return def{}, false
}

func (w *walker) builtin(f *gojq.Func, index int, tok token, in input) {
	name, arity := f.Name, len(f.Args)
	modes, free := inputFree(name, arity)
	if why, refused := refusal(name); refused {
		w.report(tok.offset, name+" is refused: "+why, "")
	} else if !slices.Contains(functions(), signature(name, arity)) {
		w.unknownFunction(name, arity, index, tok)
	} else if in == missing && !free {
		w.missingInput(tok.offset, "`"+name+"` reads its input, and here it has none", w.inputHint(index, f))
	}
	for i, a := range f.Args {
		if in == missing && free && modes[i] == 't' {
			w.query(a, missing)
		} else {
			w.query(a, present)
		}
	}
}

// inputFree knows the functions that do not read their input. For each parameter, modes
// has a t if it is evaluated on that input and an i if it gets another one.
func inputFree(name string, arity int) (modes string, ok bool) {
	if arity >= 2 && isMath(name) {
		return "ttt"[:arity], true
	}
	modes, ok = inputFreeModes[signature(name, arity)]
	return modes, ok
}

var inputFreeModes = map[string]string{
	"empty/0": "", "nan/0": "", "infinite/0": "", "error/1": "t",
	"range/1": "t", "range/2": "tt", "range/3": "ttt",
	"limit/2": "tt", "skip/2": "tt", "first/1": "t", "last/1": "t", "nth/2": "tt", "isempty/1": "t",
	"any/2": "ti", "all/2": "ti", "add/1": "t", "IN/2": "tt", "INDEX/2": "ti",
	"JOIN/3": "tti", "JOIN/4": "ttii", "fromstream/1": "t",
}

func isMath(name string) bool {
	return slices.Contains([]string{
		"atan2", "copysign", "drem", "fdim", "fmax", "fmin", "fmod", "hypot", "jn", "nextafter",
		"nexttoward", "remainder", "ldexp", "scalb", "scalbln", "yn", "pow", "fma",
	}, name)
}

// reads tells whether a definition's body reads the input it is given. While a body is looked
// at, it counts as not reading: a recursion alone reads nothing.
func (w *walker) reads(body *gojq.Query) bool {
	if answer, known := w.reading[body]; known {
		return answer
	}
	if w.reading == nil {
		w.reading = map[*gojq.Query]bool{}
	}
	w.reading[body] = false
	probe := &walker{places: &places{}, dialect: strict, defs: slices.Clone(w.defs), reading: w.reading}
	probe.query(body, missing)
	w.reading[body] = probe.inputReads > 0
	return w.reading[body]
}

// functions are the signatures that exist, ours included, sorted.
var functions = sync.OnceValue(func() []string {
	names := []string{"addtime/1", "hmac/2"}
	q, err := gojq.Parse("builtins[]")
	if err != nil {
		panic("expr: " + err.Error())
	}
	for it := q.Run(nil); ; {
		v, ok := it.Next()
		if !ok {
			break
		}
		names = append(names, v.(string))
	}
	slices.Sort(names)
	return names
})

func signature(name string, arity int) string { return name + "/" + strconv.Itoa(arity) }

// Functions are the functions that an expression may call, in order of their names.
func Functions() []string {
	var out []string
	for _, sig := range functions() {
		name, _, _ := strings.Cut(sig, "/")
		if _, no := refusal(name); !no && !strings.HasPrefix(name, "_") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// unknownFunction also explains a hyphen in a name, which jq reads as a minus.
func (w *walker) unknownFunction(name string, arity, index int, tok token) {
	if mend := w.hyphenHint(index, tok); mend != "" {
		w.report(tok.offset, fmt.Sprintf("there is no function %q: a hyphen is a minus", name), mend)
		return
	}
	var arities, names []string
	for _, sig := range functions() {
		n, a, _ := strings.Cut(sig, "/")
		if _, refused := refusal(n); refused {
			continue
		}
		names = append(names, n)
		if n == name {
			arities = append(arities, a)
		}
	}
	for _, d := range w.defs {
		names = append(names, d.name)
	}
	if len(arities) > 0 {
		w.report(tok.offset, fmt.Sprintf("%s has %s, not %d", name, argumentCount(arities), arity), "")
		return
	}
	mend := diag.DidYouMean(name, names)
	if strings.EqualFold(name, "and") || strings.EqualFold(name, "or") || strings.EqualFold(name, "not") {
		mend = "write " + strings.ToLower(name)
	}
	w.report(tok.offset, fmt.Sprintf("there is no function %q", name), mend)
}

func argumentCount(arities []string) string {
	if len(arities) == 1 && arities[0] == "0" {
		return "no argument"
	}
	if len(arities) == 1 && arities[0] == "1" {
		return "one argument"
	}
	return strings.Join(arities, " or ") + " arguments"
}

func (w *walker) inputHint(index int, f *gojq.Func) string {
	if mend := w.hyphenHint(index, w.at(index)); mend != "" {
		return mend
	}
	if len(f.Args) > 0 {
		return "write `$input | " + f.Name + "(…)`"
	}
	return "write `$input | " + f.Name + "`"
}

// hyphenHint is how to write $input.foo-bar, if the token at index is that bar.
func (w *walker) hyphenHint(index int, tok token) string {
	minus, field := w.at(index-1), w.at(index-2)
	if index < 2 || minus.text != "-" || minus.end() != tok.offset || field.end() != minus.offset {
		return ""
	}
	first := index - 2
	for first > 0 && w.at(first).kind == tokField {
		first--
	}
	if field.kind == tokVariable {
		return "names of variables have no hyphen"
	}
	if field.kind != tokField {
		return ""
	}
	whole := strings.TrimPrefix(field.text, ".") + "-" + tok.text
	for i := index + 1; w.at(i).text == "-" && w.at(i).offset == w.at(i-1).end() &&
		w.at(i+1).offset == w.at(i).end() && w.at(i+1).kind == tokIdent; i += 2 {
		whole += "-" + w.at(i+1).text
	}
	var base strings.Builder
	for _, t := range w.all[first : index-2] {
		base.WriteString(t.text)
	}
	return fmt.Sprintf("write `%s[%q]`", base.String(), whole)
}

// formats are the @names that exist.
func formats() []string {
	return []string{"@text", "@json", "@html", "@uri", "@urid", "@csv", "@tsv", "@sh", "@base64", "@base64d"}
}

func (w *walker) checkFormat(name string, tok token) {
	if !slices.Contains(formats(), name) {
		w.report(tok.offset, fmt.Sprintf("there is no format %q", name), diag.DidYouMean(name, formats()))
	}
}
