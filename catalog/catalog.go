// Package catalog is what is known of a project: its services with their
// contracts, its workflows with their plans, and the connections to the services.
// It makes no calls and serves nobody.
package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tutti/check"
	"tutti/connector"
	"tutti/connector/all"
	"tutti/diag"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/openapi"
	"tutti/plan"
	"tutti/schema"
)

// The codes of what is wrong with a project as a whole.
const (
	CodeFile     = "P601" // a file cannot be read
	CodeLanguage = "P602" // a workflow's language is not supported
	CodeProtocol = "P603" // a service's protocol is not supported
	CodeURL      = "P604" // a service's address cannot be made out
	CodeDurable  = "P605" // it checks, but this version cannot serve or run it outside of a simulation
	CodeVersion  = "P606" // a run asks for a version of a workflow that is not there
)

// Project is a loaded project. It does not change.
type Project struct {
	Dir       string
	Flow      *flow.Project
	Services  []*Service
	Workflows []*Workflow
	Public    *Public // nil: no contract says what clients see
	Limits    flow.Limits
}

// Service is an upstream and its contract.
type Service struct {
	Flow     *flow.Service
	Contract connector.Contract // nil if it could not be loaded
}

// Workflow is a definition with what it compiles to.
type Workflow struct {
	Definition *flow.Definition
	Input      *schema.Schema     // what the input must be; nil: any
	Public     *openapi.Operation // of the contract that clients see, which the workflow serves; nil: none
	Plan       *plan.Plan         // nil if there are errors
}

// Workflow finds a workflow by its name; nil if there is none.
func (p *Project) Workflow(name string) *Workflow {
	for _, w := range p.Workflows {
		if w.Definition.Name.Text == name {
			return w
		}
	}
	return nil
}

// WorkflowNames lists the workflows in order of their files.
func (p *Project) WorkflowNames() []string {
	var out []string
	for _, w := range p.Workflows {
		out = append(out, w.Definition.Name.Text)
	}
	return out
}

// Load reads and checks the project in dir. The findings tell of all that is
// wrong; with errors among them the project must not be served. The error is for
// a folder that is no project.
func Load(dir string) (*Project, diag.List, error) { return load(dir, nil, nil) }

func load(dir string, unsaved Unsaved, editor *Editor) (*Project, diag.List, error) {
	f, err := openFolder(dir, unsaved)
	if err != nil {
		return nil, nil, err
	}
	defer f.close()
	if editor != nil {
		f.texts = editor.files
	}
	src, err := f.read(ProjectFile)
	if err != nil {
		return nil, nil, fmt.Errorf("%s is no project: %w", dir, &fs.PathError{Op: "read", Path: f.shown(ProjectFile), Err: err})
	}
	file, found := tutti.Project(f.shown(ProjectFile), src)
	if file == nil {
		return nil, found, nil
	}
	l := newLoader(f, file)
	l.diags, l.editor = found, editor
	l.services()
	files, err := f.workflows()
	if err != nil {
		return nil, nil, err
	}
	for _, name := range files {
		l.workflow(name)
	}
	return l.finish()
}

// Upstream is a service given on the command line: NAME=URL or NAME=CONTRACT@URL.
type Upstream struct {
	Name, Contract, URL string
}

// LoadFile reads and checks a workflow file outside of any project. Its services
// are those given; a contract without a path lies beside the file, named like the service.
func LoadFile(file string, services []Upstream) (*Project, diag.List, error) {
	return loadFile(file, services, nil)
}

func loadFile(file string, services []Upstream, unsaved Unsaved) (*Project, diag.List, error) {
	dir, name := filepath.Split(file)
	if dir == "" {
		dir = "."
	}
	f, err := openFolder(dir, unsaved)
	if err != nil {
		return nil, nil, err
	}
	defer f.close()
	l := newLoader(f, ownProject(f, services))
	l.services()
	l.workflow(name)
	return l.finish()
}

// ownProject is the project of a file that has none: nothing of it is served, so
// its route needs no policy.
func ownProject(f *folder, services []Upstream) *flow.Project {
	p := &flow.Project{Gateway: flow.Gateway{Public: true}}
	for _, s := range services {
		contract := s.Contract
		if contract == "" {
			contract = beside(f, s.Name)
		}
		p.Services = append(p.Services, &flow.Service{
			Name: flow.Name{Text: s.Name}, Protocol: "openapi", Contract: flow.Name{Text: contract},
		})
	}
	return p
}

// beside finds the contract of a service that was given without one.
func beside(f *folder, service string) string {
	for _, name := range []string{service + ".yaml", service + ".yml", service + ".json", "openapi/" + service + ".yaml"} {
		if _, err := f.root.Stat(filepath.FromSlash(name)); err == nil {
			return name
		}
	}
	return service + ".yaml"
}

// Find is the folder of the project that a file belongs to; "" if there is none.
func Find(file string) string {
	abs, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ProjectFile)); err == nil {
			return relative(dir)
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// relative shortens a path to the way from here, where that leads down.
func relative(dir string) string {
	here, err := os.Getwd()
	if err != nil {
		return dir
	}
	rel, err := filepath.Rel(here, dir)
	if err != nil || strings.HasPrefix(rel, "..") {
		return dir
	}
	return rel
}

type loader struct {
	folder     *folder
	connectors map[string]connector.Connector
	project    *Project
	editor     *Editor // nil: nobody is at work on it
	diags      diag.List
	unread     bool // there is a workflow that could not be read
}

func newLoader(f *folder, p *flow.Project) *loader {
	return &loader{
		folder:     f,
		connectors: all.Connectors(),
		project:    &Project{Dir: f.dir, Flow: p, Limits: flow.DefaultLimits()},
	}
}

func (l *loader) services() {
	for _, s := range l.project.Flow.Services {
		l.project.Services = append(l.project.Services, l.service(s))
		l.address(s)
	}
	l.editor.forget(l.project.Services)
}

func (l *loader) service(s *flow.Service) *Service {
	out := &Service{Flow: s}
	c := l.connectors[s.Protocol]
	if c == nil && s.Protocol == "" {
		return out // its contract has a finding
	}
	if c == nil {
		l.diags.Errorf(s.Pos, CodeProtocol, "service %q: %q is not supported", s.Name.Text, s.Protocol)
		return out
	}
	contract, found := l.editor.load(c, connector.Source{
		Name: flow.Name{Pos: s.Contract.Pos, Text: s.Name.Text}, Path: s.Contract.Text, Read: l.folder.read, Docs: l.folder.editing(),
	})
	for _, d := range found {
		if d.Pos.File != s.Contract.File {
			d.Pos.File = l.folder.shown(d.Pos.File)
		}
		l.diags.Add(d)
	}
	if contract == nil {
		return out
	}
	out.Contract = contract
	return out
}

func (l *loader) workflow(name string) {
	shown := l.folder.shown(name)
	if lang := language(name); lang != tuttiLanguage {
		if lang == "" {
			lang = "this kind of file"
		}
		l.diags.Errorf(diag.Pos{File: shown, Line: 1, Col: 1}, CodeLanguage, "%s comes later; this version reads workflows in .yaml", lang)
		return
	}
	src, err := l.folder.read(name)
	if err != nil {
		l.diags.Errorf(diag.Pos{File: shown}, CodeFile, "cannot be read: %v", err)
		return
	}
	def, found := tutti.Workflow(shown, src)
	l.diags = append(l.diags, found...)
	if def == nil {
		l.unread = true
		return
	}
	l.project.Workflows = append(l.project.Workflows, &Workflow{Definition: def, Input: l.input(def, name, src)})
}

// finish checks what was read and, if all is well, compiles it.
func (l *loader) finish() (*Project, diag.List, error) {
	l.public()
	p := l.project
	rules := p.Rules()
	rules.Facts = check.NewFacts()
	var defs []*flow.Definition
	for _, w := range p.Workflows {
		defs = append(defs, w.Definition)
		p.inherit(w.Definition)
		l.diags = append(l.diags, check.Workflow(w.Definition, rules)...)
		l.versions(w.Definition)
	}
	l.diags = append(l.diags, check.Routes(defs, rules)...)
	l.diags.Sort()
	if l.diags.HasErrors() {
		return p, l.diags, nil
	}
	for _, w := range p.Workflows {
		compiled, err := plan.Compile(w.Definition, p.Limits)
		var found diag.List
		if errors.As(err, &found) {
			l.diags = append(l.diags, found...)
		}
		if compiled != nil {
			compiled.Input = w.Input
		}
		w.Plan = compiled
	}
	return p, l.diags, nil
}

// Rules is what the checker is told of the project.
func (p *Project) Rules() check.Config {
	return check.Config{
		Contracts: contracts{p}, Workflows: p.members(), Env: p.envNames(), Limits: p.Limits, GatewayPublic: p.Flow.Gateway.Public,
	}
}

// members are the workflows as the checker knows them.
func (p *Project) members() []check.Member {
	var out []check.Member
	for _, w := range p.Workflows {
		out = append(out, check.Member{
			Name: w.Definition.Name.Text, Definition: w.Definition, Input: w.Input, Public: served(w.Public),
			Unchecked: p.Flow.Gateway.Requests.Or(flow.Enforce) != flow.Enforce,
		})
	}
	return out
}
