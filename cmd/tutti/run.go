package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	format   *string
}

func runCommand(w world) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run WORKFLOW|FILE",
		Short: "Run a workflow once, without a server, and print its result",
		Long: `Run a workflow once, without a server. WORKFLOW is a name in the project; FILE is a
workflow file, which runs with the services of the project around it, if there is one.
The result is printed to standard output, on a terminal the calls as they happen.`,
		Example: `  tutti run checkout --input order.json
  echo '{"id": 7}' | tutti run profile --project shop --input - -o json
  tutti run hello.yaml --service greeter=http://127.0.0.1:9000
  tutti run hello.yaml --service greeter=contract.yaml@http://127.0.0.1:9000`,
		Args: cobra.ExactArgs(1),
	}
	c.Flags().StringVar(&f.project, "project", "", "folder of the project (default: around FILE, or this folder)")
	c.Flags().StringVar(&f.input, "input", "", "file with the $input as JSON; - reads standard input")
	c.Flags().StringArrayVar(&f.services, "service", nil, "NAME=URL, or NAME=CONTRACT@URL outside a project; may be repeated")
	c.Flags().DurationVar(&f.timeout, "timeout", 0, "how long the run may take (default 30s)")
	f.format = outputFlag(c)
	c.RunE = func(c *cobra.Command, args []string) error { return run(c.Context(), w, args[0], f) }
	return c
}

func run(ctx context.Context, w world, what string, f runFlags) error {
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
	workflow := server.Bind(project, conns, w.getenv, express.Config{Timeout: f.timeout})[name]
	rec := &recorder{begun: time.Now()}
	if w.terminal && *f.format == "text" {
		rec.live = w.err
	}
	result := workflow.Run(ctx, express.Start{Input: input, Watch: rec.watch})
	return printResult(w, *f.format, workflow, result, rec)
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

// parseServices reads NAME=URL and NAME=CONTRACT@URL.
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
		}
		out = append(out, s)
	}
	return out, nil
}

// find loads what the argument names: a workflow of a project, or a file.
func find(what, dir string, given []catalog.Upstream) (*catalog.Project, string, diag.List, error) {
	info, err := os.Stat(what)
	isFile := err == nil && !info.IsDir() && filepath.Ext(what) != ""
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

// runReport is the result of a run as scripts read it.
type runReport struct {
	Run    runInfo      `json:"run"`
	Status string       `json:"status"`
	Output value.Value  `json:"output"`
	HTTP   *httpReport  `json:"http"`
	Error  *value.Value `json:"error"`
	Steps  []stepReport `json:"steps"`
}

type runInfo struct {
	ID       string `json:"id"`
	Workflow string `json:"workflow"`
	Version  string `json:"version"`
	Mode     string `json:"mode"`
}

type httpReport struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
}

func printResult(w world, format string, wf *express.Workflow, r express.Result, rec *recorder) error {
	if format == "json" {
		if err := printJSON(w.out, reportOf(wf, r, rec)); err != nil {
			return err
		}
		if r.Fault != nil {
			return &exit{code: exitFailed}
		}
		return nil
	}
	for _, f := range r.Failed {
		_, _ = fmt.Fprintln(w.err, "tutti: not compensated:", f)
	}
	if r.Fault != nil {
		return &exit{exitFailed, placed(r)}
	}
	var out bytes.Buffer
	if err := json.Indent(&out, r.Body.Raw(), "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	_, err := out.WriteTo(w.out)
	return err
}

// placed is the run's fault with the place in the file it came from.
func placed(r express.Result) error {
	if r.Fault.Pos.Line == 0 {
		return r.Fault
	}
	return errors.New(r.Fault.Pos.String() + ": " + r.Fault.Error())
}

func reportOf(wf *express.Workflow, r express.Result, rec *recorder) runReport {
	p := wf.Plan()
	out := runReport{
		Run:    runInfo{ID: r.ID, Workflow: p.Workflow, Version: p.Version, Mode: "express"},
		Status: "succeeded", Output: r.Body, Steps: rec.steps,
	}
	if r.Fault != nil {
		problem := r.Fault.Problem()
		out.Status, out.Error = "failed", &problem
		if r.Fault.Kind == "cancelled" {
			out.Status = "cancelled"
		}
		return out
	}
	out.HTTP = &httpReport{Status: r.HTTPStatus(), Headers: map[string]string{}}
	for _, h := range r.Headers {
		out.HTTP.Headers[h.Name] = h.Value
	}
	return out
}
