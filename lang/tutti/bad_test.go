package tutti

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tutti/diag"
)

// bad is a text and its findings. A ▸ in the text stands before the place of each
// finding; want says of each, in order, `code: part of the message => part of the mend`.
type bad struct {
	src  string
	want []string
}

// places takes the marks out of a text.
func places(marked string) (src string, at []diag.Pos) {
	pos := diag.Pos{File: "f.yaml", Line: 1, Col: 1}
	parts := strings.Split(marked, "▸")
	for _, part := range parts[:len(parts)-1] {
		if i := strings.LastIndexByte(part, '\n'); i >= 0 {
			pos.Line, pos.Col, part = pos.Line+strings.Count(part, "\n"), 1, part[i+1:]
		}
		pos.Col += utf8.RuneCountInString(part)
		at = append(at, pos)
	}
	return strings.Join(parts, ""), at
}

// found tells whether a finding is the wanted one.
func found(d diag.Diagnostic, at diag.Pos, want string) bool {
	code, rest, _ := strings.Cut(want, ": ")
	message, mend, _ := strings.Cut(rest, " => ")
	return d.Pos == at && d.Code == code && strings.Contains(d.Message, message) && strings.Contains(d.Suggestion, mend)
}

func checkBad(t *testing.T, rows []bad, r reader) {
	schema := schemaOf(t, r.file)
	for _, row := range rows {
		src, at := places(row.src)
		checkSchema(t, schema, r.before+src, row.want)
		list := r.read(src)
		ok := len(list) == len(row.want) && len(list) == len(at)
		for i := 0; ok && i < len(list); i++ {
			ok = found(list[i], at[i], row.want[i])
		}
		if !ok {
			t.Errorf("source\n%s\n got %s\nwant %s", src, list.Error(), strings.Join(row.want, "\n     "))
		}
	}
}

// reader reads one kind of file; lines count from the end of what stands before the text.
type reader struct {
	file, before string
}

var (
	readWorkflow = reader{file: "workflow"}
	readProject  = reader{file: "project"}
	readSteps    = reader{file: "workflow", before: "workflow: w\nsteps:\n"}
)

func (r reader) read(src string) diag.List {
	var list diag.List
	if r.file == "project" {
		_, list = Project("f.yaml", []byte(r.before+src))
	} else {
		_, list = Workflow("f.yaml", []byte(r.before+src))
	}
	for i := range list {
		list[i].Pos.Line -= strings.Count(r.before, "\n")
	}
	return list
}

func TestBadWorkflows(t *testing.T) {
	const rest = "\nsteps: [ { return: {} } ]"
	checkBad(t, []bad{
		{"▸", []string{`K105: the file is empty`}},
		{"▸# nothing\n", []string{`K105: the file is empty`}},
		{"▸hello", []string{`K105: the file is a mapping, not a single value => begin with workflow:`}},
		{"▸- a", []string{`K105: the file is a mapping, not a list`}},
		{"▸▸x-a: 1", []string{`K102: "steps" is missing`, `K102: "workflow" is missing`}},
		{"▸workflow: w", []string{`K102: "steps" is missing => it is a list of steps`}},
		{"workflow: w\nsteps: ▸[]", []string{`K105: the list has no steps`}},
		{"workflow: w\n▸steps:", []string{`K105: "steps" has no value => it is a list of steps`}},
		{"workflow: w\nsteps: ▸{a: 1}", []string{`K105: "steps" is a list of steps, not a mapping => begin each step with a dash`}},
		{"workflow: ▸1st" + rest, []string{`K108: "1st" cannot be the name of a workflow => begin with a letter`}},
		{"▸workflow:" + rest, []string{`K105: "workflow" has no value`}},
		{"workflow: ▸[a]" + rest, []string{`K105: "workflow" is a name: letters, digits, _ and -, not a list`}},
		{"workflow: w\n▸step: []" + rest, []string{`K101: unknown key "step" => did you mean "steps"?`}},
		{"workflow: w\n▸zzz: 1" + rest, []string{`K101: unknown key "zzz"`}},
		{"workflow: w\nmode: ▸expres" + rest, []string{`K109: "mode" is express or durable, not "expres" => did you mean "express"?`}},
		{"workflow: w\ninput: ▸a.yaml#/A" + rest, []string{`K105: "input" is a JSON Schema, without expressions, not a single value => write { $ref: a.yaml#/A }`}},
		{"workflow: w\ninput: ▸[]" + rest, []string{`K105: "input" is a JSON Schema, without expressions, not a list`}},
		{"workflow: w\ninput: { minimum: ▸.inf, maximum: ▸!x 1 }" + rest, []string{`Y015: JSON has no number .inf`, `Y007: tags are not part of the language`}},
		{"workflow: w\n▸key:" + rest, []string{`V104: "key" has no expression`}},
		{"workflow: w\nkey: ▸{ a: b }" + rest, []string{`V105: "key" needs an expression, not a mapping`}},
		{"workflow: w\non: ▸POST /x" + rest, []string{`K105: "on" is a mapping => write on: { http: "POST /x" }`}},
		{"workflow: w\non: { ▸htpp: POST /x }" + rest, []string{`K101: unknown key "htpp" => did you mean "http"?`}},
		{"workflow: w\non: { event: a.b, public: ▸true }" + rest, []string{`K104: "public" needs "http" beside it`}},
		{"workflow: w\non: { http: POST /x, ▸auth: {} }" + rest, []string{`K103: "auth" comes with authentication`}},
		{"workflow: w\non: { http: ▸POST }" + rest, []string{`K110: a route is a method and a path, not "POST" => "GET /orders/{id}"`}},
		{"workflow: w\non: { http: ▸POST /a /b }" + rest, []string{`K110: a route is a method and a path`}},
		{"workflow: w\non: { http: ▸post /a }" + rest, []string{`K110: unknown method "post" => did you mean "POST"?`}},
		{"workflow: w\non: { http: ▸FETCH /a }" + rest, []string{`K110: unknown method "FETCH"`}},
		{"workflow: w\non: { http: GET ▸a/b }" + rest, []string{`K110: does not begin with / => write /a/b`}},
		{"workflow: w\non: { http: GET /a▸?x=1 }" + rest, []string{`K110: a path has no "?" => inputs from the query`}},
		{"workflow: w\non: { http: \"GET /a/{id}/b/▸{id}\" }" + rest, []string{`K110: {id} is twice in the path`}},
		{"workflow: w\non: { http: \"GET /a/▸x{id}\" }" + rest, []string{`K110: "x{id}" is not a segment {name}`}},
		{"workflow: w\non: { http: \"GET /a/▸{i-d}/{\" }" + rest, []string{`K110: "{i-d}" is not a segment {name}`}},
		{"workflow: w\non: { http: GET /a/▸/b }" + rest, []string{`K110: the path has a segment ""`}},
		{"workflow: w\non: { http: GET /a/▸../b }" + rest, []string{`K110: the path has a segment ".."`}},
		{"workflow: w\non: { http: GET /a, public: ▸yes }" + rest, []string{`K109: "public" is true or false, not "yes"`}},
		{"workflow: w\non: { http: ▸[GET /a] }" + rest, []string{`K105: "http" is "METHOD /path", not a list`}},
		{"workflow: w\nversion: ▸{a: 1}" + rest, []string{`K105: "version" is a word, not a mapping`}},
	}, readWorkflow)
}

func TestBadSteps(t *testing.T) {
	checkBad(t, []bad{
		// What a step is.
		{"  - ▸hello", []string{`K105: a step is a mapping, not a single value`}},
		{"  - ▸call a.b", []string{`K105: a step is a mapping => write call: a.b`}},
		{"  -▸", []string{`K105: a step is a mapping`}},
		{"  - ▸[a]", []string{`K105: a step is a mapping, not a list`}},
		{"  - ▸name: a", []string{`K106: the step does not say what to do => it has one of call, parallel, for, repeat, if, switch, try, set, wait, await, human, emit, run, fail, return`}},
		{"  - ▸cal: a.b", []string{`K101: unknown key "cal" => did you mean "call"?`}},
		{"  - ▸paralel: { a: 1 }\n    name: x", []string{`K101: unknown key "paralel" => did you mean "parallel"?`}},
		{"  - { if: $input.x, ▸cal: a.b }", []string{`K101: unknown key "cal" => did you mean "call"?`}},
		{"  - ▸▸frobnicate: 1", []string{`K101: unknown key "frobnicate"`, `K106: the step does not say what to do`}},
		{"  - { call: a.b, ▸fail: $error }", []string{`K107: a step does one thing, and this one has "call" and "fail" => make it a step of its own`}},
		{"  - { call: a.b, ▸human: x, set: {} }", []string{`K107: "call" and "human" and "set"`}},
		{"  - { call: a.b, ▸wiht: {} }", []string{`K101: unknown key "wiht" => did you mean "with"?`}},
		{"  - { call: a.b, ▸then: [] }", []string{`K104: "then" does not stand beside "call" => it belongs to "if"`}},
		{"  - { if: true, call: a.b, ▸then: [ { return: {} } ] }", []string{`K104: "then" does not stand beside "call"`}},
		{"  - { ▸then: [ { return: {} } ] }", []string{`K104: "then" needs "if" beside it`}},
		{"  - { ▸steps: [ { return: {} } ] }", []string{`K104: "steps" needs "for" beside it`}},
		{"  - { ▸with: {} }", []string{`K104: "with" needs "call" beside it`}},
		{"  - ▸{ if: $input.x }", []string{`K106: a condition and nothing to do => "then"`}},
		{"  - ▸{ if: $input.x, else: [ { return: {} } ] }", []string{`K102: "if" needs "then" beside it`}},
		{"  - { set: { a: 1 }, ▸with: {} }", []string{`K104: "with" does not stand beside "set" => it belongs to "call"`}},
		{"  - { return: {}, ▸concurrency: 2 }", []string{`K104: "concurrency" does not stand beside "return" => "for"`}},

		// Names.
		{"  - { name: ▸if-2, call: a.b }", []string{`K108: "if-2" cannot be a name => letters, digits and _`}},
		{"  - { name: ▸input, call: a.b }", []string{`K108: $input is a variable of the language => take another name`}},
		{"  - { name: ▸2nd, set: { ▸meta: 1, ▸ü: 2 } }", []string{`K108: "2nd"`, `K108: $meta is a variable`, `K108: "ü" cannot be a name`}},
		{"  - { ▸name: , call: a.b }", []string{`Y010: the key "name" inside { } has no value`}},
		{"  - { name: ▸[a], call: a.b }", []string{`K105: "name" is a name that expressions use: letters, digits and _, not a list`}},
		{"  - { for: ▸error, in: $input, steps: [ { return: {} } ] }", []string{`K108: $error is a variable of the language`}},

		// Calls.
		{"  - call: ▸inventory", []string{`K109: "inventory" is not an operation => service.operation`}},
		{"  - call: ▸a.b.c", []string{`K109: "a.b.c" is not an operation => with one dot`}},
		{"  - call: ▸a b.c", []string{`K109: "a b.c" is not an operation`}},
		{"  - call: ▸$input.op", []string{`K109: "$input.op" is not an operation => written out, so that it can be checked`}},
		{"  - ▸call:", []string{`K105: "call" has no value => service.operation`}},
		{"  - call: ▸{ a: b }", []string{`K105: "call" is an operation: service.operation, not a mapping`}},
		{"  - { call: a.b, with: ▸hello }", []string{`K105: "hello" is text; "with" is a mapping or an expression`}},
		{"  - { call: a.b, with: ▸[1] }", []string{`K105: "with" is a mapping or an expression, not a list`}},
		{"  - { call: a.b, with: ▸5 }", []string{`K105: "5" is text`}},
		{"  - { call: a.b, headers: { ▸a b: 1, X-A: 1, ▸x-a: 2, X-B: ▸[] } }", []string{
			`K108: "a b" cannot be the name of a header`, `K112: the header "x-a" is already there`, `K105: a header is a text, not a list`,
		}},
		{"  - { call: a.b, accept: ▸404 }", []string{`K105: "accept" is a list of statuses, not a single value => write [404]`}},
		{"  - { call: a.b, accept: [▸204, ▸x, ▸600, ▸$input.s, ▸[1]] }", []string{
			`K111: "accept" is from 300 to 599, not 204`, `K109: "accept" needs a whole number`, `K111: not 600`,
			`K103: "accept as an expression" comes later`, `K109: "accept" needs a whole number`,
		}},
		{"  - { call: a.b, timeout: ▸soon }", []string{`K109: "timeout" cannot be "soon" => 200ms, 30s`}},
		{"  - { call: a.b, timeout: ▸5 }", []string{`K109: "timeout" cannot be "5"`}},
		{"  - { call: a.b, timeout: ▸P1M }", []string{`K109: "timeout" cannot be "P1M" => no fixed length; write days`}},
		{"  - { call: a.b, timeout: ▸0s }", []string{`K109: "timeout" cannot be "0s" => positive`}},

		// Compensations.
		{"  - { call: a.b, compensate: { ▸cal: a.c } }", []string{`K101: unknown key "cal" => did you mean "call"?`}},
		{"  - { call: a.b, compensate: ▸a.c }", []string{`K105: "compensate" is a step, not a single value`}},
		{"  - { call: a.b, compensate: { ▸name: x, call: a.c } }", []string{`K104: a compensation has no "name" => remove it`}},
		{"  - { call: a.b, compensate: { call: a.c, ▸compensate: { call: a.d } } }", []string{`K104: a compensation has no "compensate"`}},
		{"  - { call: a.b, compensate: { run: w2, ▸onError: continue } }", []string{`K104: a compensation has no "onError"`}},
		{"  - { call: a.b, compensate: { ▸set: { x: 1 } } }", []string{`K104: "set" does not stand in a compensation => a call, an emit or a run`}},
		{"  - { call: a.b, compensate: { ▸if: true, then: [] } }", []string{`K104: "if" does not stand in a compensation`}},
		{"  - { call: a.b, compensate: { emit: x, ▸with: {} } }", []string{`K104: "with" does not stand beside "emit"`}},
		{"  - { call: a.b, compensate: { call: a.c, retry: ▸x } }", []string{`K113: the workflow has no retry policy "x"`}},
		{"  - { set: { a: 1 }, ▸compensate: { call: a.c } }", []string{`K104: "compensate" does not stand beside "set" => it belongs to "call"`}},
		{"  - { wait: 5s, ▸compensate: { call: a.c } }", []string{`K104: "compensate" does not stand beside "wait"`}},

		// Blocks.
		{"  - parallel: ▸[ { call: a.b } ]", []string{`K105: "parallel" is a mapping of branches by name, not a list`}},
		{"  - parallel: ▸{}", []string{`K105: "parallel" has no branches`}},
		{"  - parallel: { a: ▸1, b: ▸[], ▸c-d: { call: a.b } }", []string{
			`K105: a step is a mapping`, `K105: the list has no steps`, `K108: "c-d" cannot be a name`,
		}},
		{"  - parallel: { a: { name: ▸b, call: a.b } }", []string{`K108: the branch "a" is the name of this step already => remove the name`}},
		{"  - { parallel: { a: { call: a.b } }, join: ▸2 }", []string{`K111: "join" is from 1 to 1, not 2`}},
		{"  - { for: i, in: $input, join: ▸0, steps: [ { return: {} } ] }", []string{`K111: "join" is from 1 to 10000, not 0`}},
		{"  - { parallel: { a: { call: a.b } }, join: ▸most }", []string{`K109: "join" is all, any or a whole number, not "most"`}},
		{"  - { parallel: { a: { call: a.b } }, join: ▸al }", []string{`K109: not "al" => did you mean "all"?`}},
		{"  - { parallel: { a: { call: a.b } }, join: ▸$input.n }", []string{`K103: "join as an expression" comes later`}},
		{"  - { parallel: { a: { call: a.b } }, concurrency: ▸$input.n }", []string{`K103: "concurrency as an expression" comes later`}},
		{"  - { parallel: { a: { call: a.b } }, concurrency: ▸0 }", []string{`K111: "concurrency" is from 1`}},
		{"  - ▸{ for: i, steps: [ { return: {} } ] }", []string{`K102: "for" needs "in" beside it`}},
		{"  - ▸{ for: i, in: $input }", []string{`K102: "for" needs "steps" beside it`}},
		{"  - { for: i, ▸in: , steps: [ { return: {} } ] }", []string{`Y010: the key "in"`}},
		{"  - { for: i, in: ▸{ a: 1 }, steps: [ { return: {} } ] }", []string{`K105: "in" is an expression or a list, not a mapping`}},
		{"  - { for: i, in: $input, concurrency: ▸0, steps: [ { return: {} } ] }", []string{`K111: "concurrency" is from 1 to 10000, not 0`}},
		{"  - { for: i, in: $input, concurrency: ▸many, steps: [ { return: {} } ] }", []string{`K109: "concurrency" needs a whole number`}},
		{"  - { for: i, in: $input, concurrency: ▸\"1${ $input.n }\", steps: [ { return: {} } ] }", []string{`K109: "concurrency" needs a whole number => one ${ }`}},
		{"  - { ▸if: , call: a.b }", []string{`Y010: the key "if"`}},
		{"  - { if: ▸[ 1 ], call: a.b }", []string{`V105: "if" needs an expression, not a list => quote an expression`}},
		{"  - { set: ▸{} }", []string{`K105: "set" names no value`}},
		{"  - { set: ▸$input }", []string{`K105: "set" is a mapping of names to values, not a single value`}},

		// Ends.
		{"  - { fail: { status: ▸200, title: ▸5, detail: ▸[], extensions: ▸x, ▸kind: y } }", []string{
			`K111: a status is a number from 400 to 599 here, not 200`, `K105: "title" is a text => quotes`,
			`K105: "detail" is a text`, `K105: "extensions" is a mapping`, `K101: unknown key "kind"`,
		}},
		{"  - { fail: { extensions: ▸[1] } }", []string{`K105: "extensions" is a mapping or an expression, not a list`}},
		{"  - { fail: ▸oh no }", []string{`K105: "oh no" is text`}},
		{"  - { return: { status: ▸100, ▸headrs: {} } }", []string{`K111: a status is a number from 200 to 599 here, not 100`, `K101: unknown key "headrs" => did you mean "headers"?`}},
		{"  - { return: ▸$input }", []string{`K105: "return" is a mapping, not a single value => write return: { body: $input }`}},

		// What comes later.
		{"  - { call: a.b, ▸hedge: 5ms }", []string{`K103: "hedge" comes with the other policies of calls and is not in this version`}},
	}, readSteps)
}

func TestBadValues(t *testing.T) {
	checkBad(t, []bad{
		{"  - set: { a: ▸Total ${ $input.x }", []string{`Y003: YAML takes a part => write "Total ${ $input.x }" in quotes`}},
		{"  - set: { a: \"x ▸${ $input.a\" }", []string{`V101: ${ is not closed with } => write $$`}},
		{"  - set:\n      a: |\n        one\n        two ▸${ \"}\"\n        three", []string{`V101: ${ is not closed`}},
		{"  - set:\n      a: x\n        ▸y ${ $input.a | {b: 1} ${", []string{`Y003: YAML takes`}},
		{"  - set: { a: total is ▸$input.total }", []string{`V102: this is text, so $input is not replaced => put it in ${ }, or write $$`}},
		{"  - { name: cart, set: { a: \" ▸$cart\", b: 'it''s ▸$item', c: \"é ▸$total!\" } }\n  - set: { total: 1 }\n  - { for: item, in: [1], steps: [ { set: { q: 1 } } ] }", []string{
			`V102: $cart`, `V102: $item`, `V102: $total`,
		}},
		{"  - set: { a: \"${ $input.a } and ▸$input.b\" }", []string{`V102: $input`}},
		{"  - fail: { title: no ▸$error here }", []string{`V102: $error`}},
		{"  - set: { a: \"${▸ }\" }", []string{`V104: the expression is empty`}},
		{"  - { if: \"▸\", call: a.b }", []string{`V104: the expression is empty`}},
		{"  - { if: \"▸${ $input\", call: a.b }", []string{`V101: ${ is not closed`}},
		{"  - { for: i, in: [▸range(0; 12)], steps: [ { set: { a: $i } } ] }", []string{`V103: this is a list with the text "range(0; 12)" in it => quotes around the whole`}},
		{"  - { for: i, in: [▸range(0, 12)], steps: [ { set: { a: $i } } ] }", []string{`V103: "range(0"`}},
		{"  - { for: i, in: [▸.items, ▸a | b, c], steps: [ { set: { a: $i } } ] }", []string{`V103: ".items"`, `V103: "a | b"`}},
		{"  - set: { a: " + strings.Repeat("[", maxDepth-4) + "▸[" + strings.Repeat("]", maxDepth-3) + " }", []string{`Y012: nested more than 60 deep`}},
		{"  - set: { a: ▸.inf, b: ▸-.INF, c: ▸.nan }", []string{`Y015: JSON has no number .inf => quotes`, `Y015: -.INF`, `Y015: .nan`}},
		{"  - if: $input.t | test(\"x▸ #1\")\n    return: {}", []string{"Y013: ` #` begins a comment here, in the middle of the expression => quote"}},
		{"  - set:\n      a: Order ${ $input.x▸ #1 }", []string{"Y013: ` #` begins a comment"}},
		{"  - set:\n      a: >\n        ${ $input ▸# the cart\n        | keys }", []string{`Y014: a folded block (>) makes one line => literal block (|)`}},
	}, readSteps)
}

// deepList is the beginning of a list in a list, so many deep.
func deepList(levels int) string { return strings.Repeat("- ", levels) }

func TestBadYAML(t *testing.T) {
	checkBad(t, []bad{
		{"workflow: w▸\xff", []string{`Y001: the file is not UTF-8 here => save`}},
		{"▸\xff\xfew\x00", []string{`Y001: not UTF-8`}},
		{"workflow: ▸\x07", []string{`Y001: the character U+0007 has no place => "\u0007" in double quotes`}},
		{"workflow: a▸\u2028b", []string{`Y001: a line ends with LF or CRLF, not with U+2028`}},
		{"workflow: a▸\rb", []string{`Y001: not with U+000D`}},
		{"workflow: a▸\ufeff", []string{`Y001: the character U+FEFF`}},
		{"▸" + strings.Repeat("#", MaxFile+1), []string{`Y002: the file has 1048577 bytes; at most 1048576 are read`}},
		{"a: ▸b: c", []string{`Y003: quote an expression that contains => write "b: c" in quotes`}},
		{"a: b\n▸c", []string{`Y003: this line is no key with a value => write key: value`}},
		{"a: [1, 2\nb▸: 3", []string{`Y003: a comma or the closing ] of line 1 is missing`}},
		{"a: {b: 1\nc▸: 3", []string{`Y003: a comma or the closing } of line 1 is missing`}},
		{"a: ▸\"b\nc: 3", []string{`Y003: the quote that opens here is never closed`}},
		{"a:\n  - b\n ▸c: d", []string{`Y003: this does not continue the mapping that begins in line 1`}},
		{"- a: 1\n ▸b: 2", []string{`Y003: this does not continue the list that begins in line 1`}},
		{"a: b\n c▸: d", []string{`Y003: a value cannot begin here`}},
		{"a: ▸}", []string{`Y003: a value is missing before this`}},
		{"a: ▸? b", []string{`Y003: YAML takes => write "? b" in quotes`}},
		{"a:\n▸\tb: 1", []string{`Y004: a tab in the indentation => use spaces`}},
		{"workflow: w\nsteps: [\n▸\t{ return: {} } ]", []string{`Y004: a tab in the indentation`}},
		{"workflow: w\nsteps: [ { return: {} } ]\n▸---\na: 1", []string{`Y005: a second document begins here`}},
		{"▸%YAML 1.2\n---\nworkflow: w", []string{`Y005: directives are not part of the language`}},
		{"workflow: ▸&a w\nversion: ▸*a\nsteps: [ { return: {} } ]", []string{`Y006: anchors are not part of the language: &a`, `Y006: aliases are not part of the language: *a`}},
		{"workflow: ▸!!str w\nversion: ▸! 1\nsteps: ▸!x [ { return: {} } ]", []string{`Y007: !!str as a tag`, `Y007: ! as a tag`, `Y007: !x as a tag`}},
		{"workflow: w\n▸<<: { a: 1 }\nsteps: [ { return: {} } ]", []string{`Y008: the merge key <<`}},
		{"workflow: w\n▸workflow: v\nsteps: [ { return: {}, ▸return: {} } ]", []string{`Y009: the key "workflow" is already in line 1`, `Y009: the key "return" is already in line 3`}},
		{"workflow: w\nsteps: [ { set: { ▸id }, x-b: {▸c:1} } ]", []string{`Y010: the key "id" inside { } has no value => write id: null`, `Y010: the key "c:1" => a space after the colon: c: 1`}},
		{"workflow: w\nsteps: [ { set: { a: { ▸404: x, ▸true: y, ▸null: z, .inf: u, \"1\": ok } } } ]", []string{
			`Y011: a key is a text, and "404" is none => write "404" in quotes`, `Y011: "true"`, `Y011: "null"`,
		}},
		{"▸▸? ▸[a]\n: b\n? ▸{c: d}\n: e", []string{
			`K102: "steps"`, `K102: "workflow"`, `Y011: a key is a word, not a list`, `Y011: a key is a word, not a mapping`,
		}},
		{"a: " + strings.Repeat("[", maxDepth) + "▸" + strings.Repeat("[", 100), []string{`Y012: nested more than 60 deep`}},
		{"a:\n" + deepList(maxDepth) + "▸- b", []string{`Y012: nested more than 60 deep`}},
	}, readWorkflow)
}

func TestBadProjects(t *testing.T) {
	checkBad(t, []bad{
		{"▸", []string{`K105: the file is empty`}},
		{"▸services: {}", []string{`K102: "project" is missing`}},
		{"project: ▸a b", []string{`K108: "a b" cannot be the name of a project`}},
		{"project: p\n▸service: {}", []string{`K101: unknown key "service" => did you mean "services"?`}},
		{"project: p\nenv: ▸A", []string{`K105: "env" is a list of variables of the environment, not a single value => write [A]`}},
		{"project: p\nenv: [A, ▸1B, ▸A, ▸$env.C, ▸[D]]", []string{
			`K108: "1B" cannot be the name of a variable`, `K112: "A" is already in the list`, `K108: "$env.C"`, `K108: cannot be the name`,
		}},
		{"project: p\nservices: ▸[a]", []string{`K105: "services" is a mapping of services by name, not a list`}},
		{"project: p\nservices: { a: ▸x.yaml }", []string{`K105: the service "a" is a mapping, not a single value => { openapi: path }`}},
		{"project: p\nservices: { ▸a: {} }", []string{`K102: the service "a" has no contract => openapi:`}},
		{"project: p\nservices: { ▸a.b: { openapi: x } }", []string{`K108: "a.b" cannot be the name of a service`}},
		{"project: p\nservices: { a: { openapi: x, ▸▸wsdl: y } }", []string{`K103: "wsdl" comes with the SOAP connector`, `K104: one contract, and this one has "openapi" and "wsdl"`}},
		{"project: p\nservices: { a: { ▸graphql: x }, b: { ▸grpc: x }, c: { ▸asyncapi: x }, d: { ▸model: x, ▸runner: y } }", []string{
			`K103: "graphql"`, `K103: "grpc"`, `K103: "asyncapi"`, `K103: "model"`, `K103: "runner"`,
		}},
		{"project: p\nservices: { a: { openapi: x, url: ▸[ \"http://a\", \"http://b\" ] } }", []string{`K103: several URLs for a service come with load balancing`}},
		{"project: p\nservices: { a: { openapi: x, url: ▸localhost } }", []string{`K109: "localhost" is not the URL of a service => http://127.0.0.1:8080`}},
		{"project: p\nservices: { a: { openapi: x, url: ▸80 } }", []string{`K109: "80" is not the URL`}},
		{"project: p\nservices: { a: { openapi: x, url: ▸\"ftp://x\" } }", []string{`K109: "ftp://x" is not the URL`}},
		{"project: p\nservices: { a: { openapi: x, url: \"http://▸$env.HOST\" } }", []string{`V102: this is text, so $env is not replaced`}},
		{"project: p\nservices: { a: { openapi: x, url: ▸{ a: b } } }", []string{`K105: "url" is a URL, not a mapping`}},
		{"project: p\nservices: { a: { openapi: ▸[x], timeout: ▸1y } }", []string{`K105: "openapi" is the path of a file`, `K109: "timeout" cannot be "1y"`}},
		{"project: p\nservices: { a: { openapi: x, ▸auth: {}, ▸breaker: {}, retry: ▸x, ▸tmeout: 1s } }", []string{
			`K103: "auth"`, `K103: "breaker"`, `K105: "retry" is a mapping with on, attempts, backoff, timeout, not a single value`, `K101: unknown key "tmeout" => did you mean "timeout"?`,
		}},
		{"project: p\ngateway: { ▸auth: {}, ▸limit: {}, public: ▸\"true\" }", []string{
			`K103: "auth"`, `K103: "limit" comes with rate limits`, `K109: "public" is true or false`,
		}},
		{"project: p\ngateway: { contract: ▸[a], requests: ▸enforced, responses: ▸off }", []string{
			`K105: "contract" is the path of a file of the project, not a list`,
			`K109: "requests" is enforce or report or ignore, not "enforced" => did you mean "enforce"?`, `K109: "responses" is enforce or report or ignore, not "off"`,
		}},
		{"project: p\ngateway: { requests: ▸report, responses: ▸ignore }", []string{`K104: "requests" needs "contract" beside it`, `K104: "responses" needs "contract" beside it`}},
		{"project: p\nservices: { a: { openapi: x, responses: ▸warn } }", []string{`K109: "responses" is enforce or report or ignore, not "warn"`}},
		{"project: p\nservices: { a: { openapi: x, retry: ▸{ on: [▸5xy], backoff: ▸$env.B } } }", []string{
			`K102: "attempts" is missing`, `K109: "5xy" is not an error => did you mean "5xx"?`, `K103: "backoff as an expression"`,
		}},
		{"project: p\ngateway: { cors: ▸{} }", []string{`K102: "origins" is missing => it is a list of origins`}},
		{"project: p\ngateway: { cors: { origins: ▸https://a, headers: [▸a b, ▸\"*\", ▸[], Ok, ▸ok], methods: [▸get, GET, ▸GET], ▸credential: true } }", []string{
			`K105: "origins" is a list of origins, not a single value => write [https://a]`, `K108: "a b" cannot be the name of a header`, `K108: "*" cannot be`,
			`K105: an entry of the list is a text, not a list`, `K112: "ok" is already in the list`, `K109: "get" is no method that routes have => did you mean "GET"?`,
			`K112: "GET" is already in the list`, `K101: unknown key "credential" => did you mean "credentials"?`,
		}},
		{"project: p\ngateway: { cors: { origins: [▸null, ▸HTTPS://Shop.example:443/, ▸shop.example, ▸https://*.shop.example], maxAge: ▸1y } }", []string{
			`K114: "null" is no origin that can be allowed => null is what sandboxes and files send`, `K114: "HTTPS://Shop.example:443/" is no origin that can be allowed => browsers send https://shop.example`,
			`K114: "shop.example" is no origin`, `K114: "https://*.shop.example" is no origin`, `K109: "maxAge" cannot be "1y"`,
		}},
		{"project: p\ngateway: { cors: { origins: [▸\"*\"], credentials: true } }", []string{`K114: every page there is could use what its visitors may do here => list the origins`}},
		{"project: p\ngateway: { cors: { origins: [https://a, ▸\"*\"] } }", []string{`K114: "*" stands for the other origins too => remove it, or the others`}},
		{"project: p\ngateway: { compress: ▸gzip }", []string{`K109: "compress" is true or false, not "gzip"`}},
		{"project: p\ngateway: ▸open", []string{`K105: "gateway" is a mapping, not a single value`}},
		{"project: p\ngateway: { ▸pubic: true }", []string{`K101: unknown key "pubic" => did you mean "public"?`}},
	}, readProject)
}
