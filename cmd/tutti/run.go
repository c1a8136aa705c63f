package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tutti/catalog"
	"tutti/diag"
	"tutti/express"
	"tutti/flow"
	"tutti/server"
	"tutti/value"
)

// runFlags is what the command line says about one run.
type runFlags struct {
	project  string
	input    string
	services []string
	timeout  time.Duration
	simulate string
	steps    bool
	format   *string
}

func runCommand(w world) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run WORKFLOW|FILE",
		Short: "Run a workflow once, without a server, and print its result",
		Long: `Run a workflow once, without a server. WORKFLOW is a name in the project; FILE is a
workflow file, which runs with the services of the project around it, if there is one.
The result is printed to standard output; --steps, or a terminal, shows the steps.

With --simulate nobody is called and no time passes: FILE says how services answer,
which events come, and what people do, in virtual time. Only there do workflows run
that are durable or wait for events and people.

  answers:                            # by operation; texts may be expressions over
    payments.authorize:               # $with, $body and $attempt
      - { fail: 503, delay: 2s }      # or fail: timeout, connect, breaker, contract
      - { body: { id: "p-${ $with.amount }" } }    # the last of a list repeats
    orders.create: { status: 201, headers: { location: /o/1 }, body: { id: o1 } }
  events:                             # after: since the start of the run
    - { after: 2d, type: order.shipped, data: { id: o1 } }
  people:                             # after: since the task was given; without a title: any
    - { title: Review the order, after: 1h, by: ann, answer: { ok: true } }
  cancel: { after: 1h }               # undo: false leaves what is done
  request: { claims: { sub: c1 } }    # $request
  time: 2026-01-01T00:00:00Z          # at which the run starts
  seed: 7                             # of the pauses before retries`,
		Example: `  tutti run checkout --input order.json
  echo '{"id": 7}' | tutti run profile --project shop --input - -o json
  tutti run hello.yaml --service greeter=http://127.0.0.1:9000
  tutti run hello.yaml --service greeter=contract.yaml@http://127.0.0.1:9000
  tutti run checkout --input order.json --simulate world.yaml --steps
  tutti run hello.yaml --service greeter=contract.yaml --simulate world.yaml -o json`,
		Args: oneWorkflow,
	}
	c.Flags().StringVar(&f.project, "project", "", "folder of the project (default: around FILE, or this folder)")
	c.Flags().StringVar(&f.input, "input", "", "file with the $input as JSON; - reads standard input")
	c.Flags().StringArrayVar(&f.services, "service", nil, "NAME=URL, or NAME=CONTRACT@URL outside a project, or NAME=CONTRACT to simulate; may be repeated")
	c.Flags().DurationVar(&f.timeout, "timeout", 0, "how long the run may take (default 30s)")
	c.Flags().StringVar(&f.simulate, "simulate", "", "file with the world to run in, in virtual time")
	c.Flags().BoolVar(&f.steps, "steps", false, "print the steps to standard error")
	c.ValidArgsFunction = completeWorkflows(&f.project)
	f.format = outputFlag(c)
	c.RunE = func(c *cobra.Command, args []string) error { return run(c.Context(), w, args[0], f) }
	return c
}

func run(ctx context.Context, w world, what string, f runFlags) error {
	if f.simulate != "" && f.timeout > 0 {
		return &exit{exitUsage, errors.New("--timeout is for real time: leave it out to simulate")}
	}
	lim := flow.DefaultLimits()
	input, err := readInput(w, f.input, lim)
	if err != nil {
		return &exit{exitUsage, err}
	}
	given, err := parseServices(f.services)
	if err != nil {
		return &exit{exitUsage, err}
	}
	project, name, found, err := find(what, f.project, given)
	if err != nil {
		return &exit{exitUsage, err}
	}
	if found.HasErrors() {
		printFindings(w.err, found)
		return &exit{code: exitCheck}
	}
	if f.simulate != "" {
		return simulated(ctx, w, project, name, input, f)
	}
	return called(ctx, w, project, name, input, given, f)
}

// called makes a run with real calls.
func called(ctx context.Context, w world, project *catalog.Project, name string, input value.Value, given []catalog.Upstream, f runFlags) error {
	reached := project.Reach(name)
	var found diag.List
	for _, r := range reached {
		found = append(found, r.NeedsDurable()...)
	}
	if found.HasErrors() {
		printFindings(w.err, found)
		return &exit{code: exitCheck}
	}
	urls := map[string]string{}
	for _, s := range given {
		urls[s.Name] = s.URL
	}
	conns, found := project.Connect(ctx, w.getenv, urls)
	if found.HasErrors() {
		printFindings(w.err, found)
		return &exit{code: exitCheck}
	}
	defer func() { _ = conns.Close() }()
	group := server.Bind(project, reached, conns, w.getenv, nil, express.Config{Timeout: f.timeout})
	rec := &recorder{begun: time.Now()}
	if f.steps || w.terminal && *f.format == "text" {
		rec.live = w.err
	}
	workflow := group.Workflow(name)
	result := workflow.Run(ctx, express.Start{Input: input, Watch: rec.watch})
	info := runInfo{ID: result.ID, Workflow: name, Version: workflow.Plan().Version, Mode: string(flow.Express)}
	err := printResult(w, *f.format, result.Result, runReport{Run: info, Steps: rec.steps})
	group.Drain(ctx)
	return err
}

func readInput(w world, from string, lim flow.Limits) (value.Value, error) {
	var src io.Reader
	switch from {
	case "":
		return value.Value{}, nil
	case "-":
		src, from = w.in, "standard input"
	default:
		f, err := os.Open(from)
		if err != nil {
			return value.Value{}, err
		}
		defer func() { _ = f.Close() }()
		src = f
	}
	b, err := io.ReadAll(io.LimitReader(src, lim.RequestBody+1))
	if err != nil {
		return value.Value{}, fmt.Errorf("read %s: %w", from, err)
	}
	if int64(len(b)) > lim.RequestBody {
		return value.Value{}, fmt.Errorf("%s is larger than %d bytes", from, lim.RequestBody)
	}
	v, err := value.Scan(b, lim.JSONDepth)
	if err != nil {
		return value.Value{}, fmt.Errorf("%s is not JSON: %w", from, err)
	}
	return v, nil
}

// parseServices reads NAME=URL, NAME=CONTRACT@URL and NAME=CONTRACT, of which the
// last is known by its ending.
func parseServices(args []string) ([]catalog.Upstream, error) {
	var out []catalog.Upstream
	for _, arg := range args {
		name, rest, ok := strings.Cut(arg, "=")
		if !ok || name == "" || rest == "" {
			return nil, fmt.Errorf("--service %s: say NAME=URL or NAME=CONTRACT@URL", arg)
		}
		s := catalog.Upstream{Name: name, URL: rest}
		if contract, url, ok := strings.Cut(rest, "@"); ok && !strings.Contains(contract, "://") {
			s.Contract, s.URL = contract, url
		} else if !strings.Contains(rest, "://") && slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(rest)) {
			s.Contract, s.URL = rest, ""
		}
		out = append(out, s)
	}
	return out, nil
}

// find loads what the argument names: a workflow of a project, or a file.
func find(what, dir string, given []catalog.Upstream) (*catalog.Project, string, diag.List, error) {
	info, err := os.Stat(what)
	isFile := err == nil && !info.IsDir() && filepath.Ext(what) != ""
	if err != nil && filepath.Ext(what) != "" { // names of workflows have no dot
		return nil, "", nil, err
	}
	if dir == "" && isFile {
		if dir = catalog.Find(what); dir == "" {
			p, found, err := catalog.LoadFile(what, given)
			if err != nil || len(p.Workflows) == 0 {
				return p, "", found, err
			}
			return p, p.Workflows[0].Definition.Name.Text, found, nil
		}
	}
	if dir == "" {
		dir = "."
	}
	p, found, err := catalog.Load(dir)
	if err != nil || found.HasErrors() {
		return p, "", found, err
	}
	for _, w := range p.Workflows {
		if isFile && sameFile(w.Definition.File, info) || w.Definition.Name.Text == what {
			return p, w.Definition.Name.Text, found, nil
		}
	}
	if isFile {
		return nil, "", nil, fmt.Errorf("%s is not in the workflows folder of %s", what, dir)
	}
	err = fmt.Errorf("the project in %s has no workflow %q", dir, what)
	if mend := diag.DidYouMean(what, p.WorkflowNames()); mend != "" {
		err = fmt.Errorf("%w (%s)", err, mend)
	}
	return nil, "", nil, err
}

func sameFile(name string, info os.FileInfo) bool {
	at, err := os.Stat(name)
	return err == nil && os.SameFile(at, info)
}
