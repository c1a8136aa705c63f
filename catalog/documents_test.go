package catalog_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tutti/catalog"
	"tutti/check"
	"tutti/diag"
	"tutti/flow"
	"tutti/schema"
	"tutti/value"
)

// documents are contracts that the world uses (tools/contracts.txt), with the false alarms that are known.
var documents = map[string]int{
	"adyen.json": 0, "asana.yaml": 0, "docusign.json": 0, "figma.yaml": 0, "github.json": 0, "jira.json": 0,
	"kubernetes.json": 0, "sendgrid.json": 0, "square.json": 0, "stripe.yaml": 0, "telnyx.json": 0, "twilio.json": 0, "zoom.json": 0,
	"box.json":  4, // an example has a member that its schema does not list, though it lists others
	"okta.yaml": 1, // a sample of one alternative has a member of another, of another type
}

// What the contracts of the world say can be sent and is answered, the checker takes: each operation is called with
// samples of its inputs, and what its answer may have is looked at.
func TestDocumentsRaiseNoFalseAlarms(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes long")
	}
	for file, known := range documents {
		t.Run(file, func(t *testing.T) {
			p := documentProject(t, file)
			d := callingAll(p.Rules().Contracts)
			alarms := 0
			for _, f := range check.Workflow(d, p.Rules()) {
				if f.Code == check.CodeUnused {
					continue
				}
				if alarms++; alarms > known {
					t.Errorf("a false alarm: %v", f)
				}
			}
			t.Logf("%d steps, %d false alarms", len(d.Steps), alarms)
		})
	}
}

// documentProject has one service, with the document as its contract.
func documentProject(t *testing.T, file string) *catalog.Project {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", ".cache", "contracts", file))
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatalf("the public document is missing: %v (run tools/contracts.sh)", err)
	case err != nil:
		t.Skipf("SKIPPED: the public document is missing: %v (run tools/contracts.sh)", err)
	}
	p, found, err := catalog.Load(folder(t, map[string]string{
		file: string(src), "tutti.yaml": "project: p\nservices: { api: { openapi: " + file + ", url: \"http://127.0.0.1:1\" } }\n",
	}))
	if err != nil || found.HasErrors() {
		t.Fatalf("%v, %.500v", err, found)
	}
	return p
}

// callingAll calls all operations of the service, and takes apart what they answer. The line of a step is its number.
func callingAll(contracts check.Contracts) *flow.Definition {
	d := &flow.Definition{File: "w.yaml", Name: flow.Name{Text: "w"}, Mode: flow.Durable}
	for n, name := range contracts.Operations("api") {
		op, _ := contracts.Operation("api", name)
		if op.Unsupported != "" {
			continue
		}
		pos := diag.Pos{File: "w.yaml", Line: n + 1, Col: 1}
		call := &flow.Call{Service: flow.Name{Pos: pos, Text: "api"}, Operation: flow.Name{Pos: pos, Text: name}, With: sampled(op, pos)}
		step := &flow.Step{Pos: pos, Name: flow.Name{Pos: pos, Text: fmt.Sprintf("s%d", n)}, Do: call}
		d.Steps = append(d.Steps, step, &flow.Step{Pos: pos, Do: takingApart(op, step.Name)})
	}
	return d
}

func sampled(op check.Operation, pos diag.Pos) *flow.Object {
	with := &flow.Object{Pos: pos}
	for _, in := range op.Inputs {
		if in.Unsupported != "" {
			continue
		}
		v := flow.Value(&flow.Expr{Pos: pos, Source: "$input.x"})
		if sample, ok := schema.Sample(in.Schema, schema.Request); ok {
			v = written(sample, pos)
		}
		with.Fields = append(with.Fields, flow.Field{Name: flow.Name{Pos: pos, Text: in.Name}, Value: v})
	}
	return with
}

// takingApart names each part of a sample of the answer.
func takingApart(op check.Operation, name flow.Name) *flow.Set {
	set := &flow.Set{}
	for _, a := range op.Answers {
		sample, ok := schema.Sample(a.Schema, schema.Response)
		if !ok || !strings.HasPrefix(a.Status, "2") {
			continue
		}
		for _, path := range paths(sample, "$"+name.Text, nil) {
			as := flow.Name{Pos: name.Pos, Text: fmt.Sprintf("%s_%d", name.Text, len(set.Fields))}
			set.Fields = append(set.Fields, flow.Field{Name: as, Value: &flow.Expr{Pos: name.Pos, Source: path}})
		}
	}
	return set
}

// paths lead to the parts of a value, and to no more than are looked at quickly.
func paths(v value.Value, to string, all []string) []string {
	const many = 30
	for name, member := range v.Members() {
		if len(all) > many {
			break
		}
		path := fmt.Sprintf("%s[%q]", to, name)
		all = paths(member, path, append(all, path))
	}
	for e := range v.Elems() {
		return paths(e, to+"[0]", all)
	}
	return all
}

// written is a value as somebody writes it down part by part.
func written(v value.Value, pos diag.Pos) flow.Value {
	switch v.Kind() {
	case value.Object:
		o := &flow.Object{Pos: pos}
		for name, m := range v.Members() {
			o.Fields = append(o.Fields, flow.Field{Name: flow.Name{Pos: pos, Text: name}, Value: written(m, pos)})
		}
		return o
	case value.Array:
		a := &flow.Array{Pos: pos}
		for e := range v.Elems() {
			a.Items = append(a.Items, written(e, pos))
		}
		return a
	}
	return &flow.Literal{Pos: pos, JSON: v}
}
