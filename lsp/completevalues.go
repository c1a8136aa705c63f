package lsp

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/check"
	"tutti/flow"
)

// values offers what the value of a key may be.
func (c *completer) values(at slot) {
	switch kind := at.key.Kind; {
	case len(at.key.Choices) > 0:
		c.words(at.key.Choices, itemEnum)
	case kind == anOperation:
		c.operations()
	case kind == "an event type" || kind == "an event type or a list of them":
		c.words(eventTypes(c.catalog.Rules()), itemEvent)
	case at.key.Name == "run" && at.key.Verb:
		c.words(c.catalog.WorkflowNames(), itemMethod)
	case at.key.Name == "to":
		c.words(c.services(), itemMethod)
	case at.key.Name == "retry" && at.section != nil && at.form == one:
		c.words(c.policies(), itemProperty)
	case kind == aPath:
		c.files()
	case kind == "a list of statuses":
		c.statuses(at)
	case c.language == projectFile:
		c.environment()
	default:
		c.expressions()
	}
}

func (c *completer) words(words []string, kind int) {
	n := len(c.typed(".:/"))
	for _, w := range words {
		c.add(n, item{label: w, kind: kind})
	}
}

func (c *completer) services() []string {
	if c.rules.Contracts == nil {
		return nil
	}
	return c.rules.Contracts.Services()
}

// operations offers what the services can do.
func (c *completer) operations() {
	n := len(c.typed("."))
	for _, service := range c.services() {
		for _, name := range c.rules.Contracts.Operations(service) {
			op, ok := c.rules.Contracts.Operation(service, name)
			if !ok || op.Unsupported != "" {
				continue
			}
			c.add(n, item{label: service + "." + name, detail: route(op), doc: op.Doc, kind: itemMethod})
		}
	}
}

func route(op check.Operation) string { return strings.TrimSpace(op.Method + " " + op.Path) }

// policies are the retry policies of the file.
func (c *completer) policies() []string {
	return c.keys(member(c.path[0].node, "retry"))
}

// eventTypes are the types of the events that the project's workflows send and wait for.
func eventTypes(rules check.Config) []string {
	seen := map[string]bool{}
	for _, m := range rules.Workflows {
		for _, t := range m.Definition.Triggers {
			if e, ok := t.(*flow.OnEvent); ok {
				seen[e.Type] = true
			}
		}
		eachStep(m.Definition.Steps, func(s *flow.Step) {
			switch a := s.Do.(type) {
			case *flow.Emit:
				seen[a.Type.Text] = true
			case *flow.Await:
				for _, t := range a.Types {
					seen[t.Text] = true
				}
			}
		})
	}
	delete(seen, "")
	return slices.Sorted(maps.Keys(seen))
}

// eachStep calls yield for steps at every depth, with their compensations.
func eachStep(steps []*flow.Step, yield func(*flow.Step)) {
	for _, s := range steps {
		yield(s)
		for _, l := range flow.Lists(s.Do) {
			eachStep(l, yield)
		}
		if s.Compensate != nil {
			eachStep([]*flow.Step{s.Compensate}, yield)
		}
	}
}

// statuses offers what else the operation of a call may answer.
func (c *completer) statuses(at slot) {
	op, ok := c.operation(at)
	if !ok {
		return
	}
	for _, a := range op.Answers {
		if len(a.Status) == 3 && a.Status >= "300" && a.Status < "600" && !strings.Contains(a.Status, "X") {
			c.add(len(c.typed("")), item{label: a.Status, kind: itemEnum})
		}
	}
}

// operation is the contract of the call that a key stands beside.
func (c *completer) operation(at slot) (check.Operation, bool) {
	return operationOf(c.rules, at.holder)
}

func operationOf(rules check.Config, step *yaml.Node) (check.Operation, bool) {
	call := member(step, "call")
	if call == nil || rules.Contracts == nil {
		return check.Operation{}, false
	}
	service, name, _ := strings.Cut(strings.Replace(call.Value, mark, "", 1), ".")
	return rules.Contracts.Operation(service, name)
}

// Bounds of a look for files of a project.
const (
	maxFolders = 6
	maxFiles   = 500
)

// files offers the documents of the project.
func (c *completer) files() {
	n, seen := len(c.typed("./")), 0
	root := os.DirFS(c.dir)
	_ = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		hidden := name != "." && strings.HasPrefix(path.Base(name), ".")
		switch {
		case err != nil || seen >= maxFiles:
			return fs.SkipAll
		case d.IsDir() && (hidden || strings.Count(name, "/") >= maxFolders || path.Base(name) == "node_modules" || name == "workflows"):
			return fs.SkipDir
		case !d.IsDir() && !hidden && slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name)) && name != "tutti.yaml":
			seen++
			c.add(n, item{label: name, kind: itemFile})
		}
		return nil
	})
}

// environment offers the variables that a project file may use.
func (c *completer) environment() {
	typed := c.typed("$.")
	if !strings.HasPrefix(typed, "$") && c.front != "" {
		return
	}
	for _, e := range c.catalog.Flow.Env {
		c.add(len(typed), item{label: "$env." + e.Text, kind: itemVariable})
	}
}
