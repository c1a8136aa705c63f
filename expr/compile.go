package expr

import (
	"errors"
	"fmt"
	"strings"

	"github.com/itchyny/gojq"

	"tutti/fault"
	"tutti/value"
)

// Env is where an evaluation finds its variables. Slots are those that Compile's resolve gave.
type Env interface {
	Var(slot int) value.Value
}

// Program is a compiled expression. It may be used by several goroutines at once.
type Program struct {
	src     string
	limits  Limits
	code    *gojq.Code
	loads   []load
	secrets bool // it uses $secrets, so errors must not show data

	// The fast path; without one, fast and path are nil.
	fast   *node
	path   *load // the whole expression is a variable and constant fields
	locals int
	cached []load
}

// Compile makes a program. Resolve gives each free variable its slot; it is asked for "stock", "meta.stock",
// "env.URL", "secrets.key", and a false from it is an *Error.
func (e *Expr) Compile(resolve func(name string) (slot int, ok bool), lim Limits) (*Program, error) {
	p := &Program{src: e.src, limits: lim.orDefault()}
	for _, ref := range e.refs {
		name := ref.Name
		if len(ref.Path) > 0 && isNamespace(name) {
			name += "." + ref.Path[0]
		}
		if _, ok := resolve(name); !ok {
			return nil, &Error{Offset: ref.Offset, Message: fmt.Sprintf("there is no variable $%s", name)}
		}
		p.secrets = p.secrets || ref.Name == "secrets"
	}
	if err := p.compileMachine(e.tree, resolve); err != nil {
		return nil, err
	}
	p.compileFast(e.tree, resolve)
	return p, nil
}

func (p *Program) compileFast(tree *gojq.Query, resolve func(string) (int, bool)) {
	c := fastCompiler{slot: resolve}
	p.fast = c.query(tree)
	p.locals, p.cached = c.bound, c.cached
	if t := tree.Term; t != nil && t.Type == gojq.TermTypeFunc && strings.HasPrefix(t.Func.Name, "$") && len(tree.FuncDefs) == 0 {
		slot, keys, rest, ok := loadPath(resolve, t.Func.Name, t.SuffixList)
		if ok && len(rest) == 0 && len(keys) < p.limits.Steps {
			p.path = &load{slot: slot, keys: keys}
		}
	}
}

// compileMachine compiles for gojq's virtual machine.
func (p *Program) compileMachine(tree *gojq.Query, resolve func(string) (int, bool)) error {
	r := rewriter{prelude: prelude(), slot: resolve, cut: !asksForPaths(p.src)}
	q := r.query(tree)
	if r.unknown != nil {
		return r.unknown
	}
	q = &gojq.Query{FuncDefs: r.prelude.needed(r.uses), Term: wrapAlways(q)}
	options := []gojq.CompilerOption{gojq.WithVariables([]string{meterName})}
	for _, n := range natives() {
		options = append(options, gojq.WithFunction(n.name, n.arity, n.arity, n.call))
	}
	code, err := gojq.Compile(q, options...)
	if err != nil {
		return &Error{Message: err.Error()}
	}
	p.code, p.loads = code, r.loads
	return nil
}

// asksForPaths is true if the source may use a variable where jq wants a path. It may be wrongly true.
func asksForPaths(src string) bool {
	if strings.Contains(src, "=") {
		for _, t := range lex(src) {
			switch t.text {
			case "=", "|=", "+=", "-=", "*=", "/=", "%=", "//=":
				return true
			}
		}
	}
	for _, name := range []string{"path", "del", "pick", "map_values", "walk", "stream"} {
		if strings.Contains(src, name) {
			return true
		}
	}
	return false
}

// Eval is the value of the expression: a fault of kind expression if it fails or yields none or several values,
// of kind limit if it takes more than the limits. It depends on nothing but the variables.
func (p *Program) Eval(env Env) (value.Value, *fault.Fault) {
	if p.path != nil {
		if v, ok := p.path.find(env); ok {
			return v, nil
		}
	} else if p.fast != nil {
		e := p.newFastEval(env)
		if v, done := p.evalFast(e, datum{}); done {
			if e.exceeded != "" {
				return value.Value{}, p.limitFault(e.exceeded)
			}
			return v, nil
		}
	}
	return p.evalMachine(newMeter(p.limits, env, p.loads))
}

// find goes down the raw text; false where jq raises an error.
func (l *load) find(env Env) (value.Value, bool) {
	v := env.Var(l.slot)
	for _, k := range l.keys {
		switch v.Kind() {
		case value.Object:
			v = v.Get(k)
		case value.Null:
			return v, true
		default:
			return v, false
		}
	}
	return v, true
}

func (p *Program) evalMachine(m *meter) (v value.Value, f *fault.Fault) {
	// gojq is not ours: a bug of it must cost one run, not the process.
	defer func() {
		if bug := recover(); bug != nil {
			v, f = value.Value{}, fault.New(fault.Internal, "the expression met a bug in the evaluator: "+p.excerpt(), fmt.Errorf("panic: %v", bug))
		}
	}()
	outputs, err := p.run(m, nil, 2)
	switch {
	case m.over != "":
		return value.Value{}, p.limitFault(m.over)
	case err != nil:
		return value.Value{}, p.failed(err)
	case len(outputs) != 1:
		return value.Value{}, countFault(len(outputs))
	}
	encoded, ok := m.encode(outputs[0])
	if !ok {
		return value.Value{}, p.limitFault(m.over)
	}
	return encoded, nil
}

// run is the first outputs on the input, up to most of them, and the error that ended them.
func (p *Program) run(m *meter, input any, most int) ([]any, error) {
	var outputs []any
	for it := p.code.RunWithContext(m, input, m); len(outputs) < most; {
		v, ok := it.Next()
		if !ok {
			break
		}
		if err, failed := v.(error); failed {
			return outputs, err
		}
		outputs = append(outputs, v)
	}
	return outputs, nil
}

// encode writes what the virtual machine made; false if it is too large or too deep.
func (m *meter) encode(v any) (value.Value, bool) {
	of := m.measure(v)
	if of.depth > m.limits.Depth {
		m.exceed(fmt.Sprintf("a result with more than %d arrays and objects inside each other", m.limits.Depth))
	}
	if !m.look(of.size) || !m.make(of.size) {
		return value.Value{}, false
	}
	b, err := gojq.Marshal(v)
	if err != nil {
		panic("expr: gojq cannot write its own value: " + err.Error())
	}
	return value.Trusted(b), true
}

func (p *Program) limitFault(exceeded string) *fault.Fault {
	return fault.New(fault.Limit, "the expression takes "+exceeded+": "+p.excerpt(), nil)
}

func countFault(n int) *fault.Fault {
	if n == 0 {
		return fault.New(fault.Expression, "the expression yields no value; write `// null` behind it if that may be", nil)
	}
	return fault.New(fault.Expression, "the expression yields several values; put it in [ ] for an array", nil)
}

// excerpt is the source, shortened, for messages.
func (p *Program) excerpt() string {
	const most = 80
	s := strings.Join(strings.Fields(p.src), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// failed turns jq's error into a fault. Its messages show the beginning of the data, which is only for logs, and
// not even for those where secrets are used.
func (p *Program) failed(err error) *fault.Fault {
	f := fault.New(fault.Expression, p.excerpt()+": "+shorten(withoutData(err), 300), nil)
	if !p.secrets {
		f.Cause = errors.New(shorten(bounded(err), 1000))
	}
	return f
}

// withoutData is jq's message without the data that it quotes: "cannot add: string and number". What the author
// throws with error("…") stays whole.
func withoutData(err error) string {
	var thrown gojq.ValueError
	if errors.As(err, &thrown) {
		return bounded(err)
	}
	var ours *failure
	if errors.As(err, &ours) && ours.public != "" {
		return ours.public
	}
	message := err.Error()
	const applied = " cannot be applied to"
	if i := strings.Index(message, applied); i >= 0 {
		name, _, _ := strings.Cut(message[:i], "(")
		if rest := message[i+len(applied):]; strings.HasPrefix(rest, ": ") {
			kind, _, _ := strings.Cut(rest[2:], " (")
			return name + applied + ": " + kind
		}
		return name + applied + " this value"
	}
	head, quoted, found := strings.Cut(message, " (")
	if !found {
		if head, quoted, _ := strings.Cut(message, ": "); quoted != "null" {
			return head
		}
		return message
	}
	for _, between := range []string{" and ", " by: "} {
		if i := strings.LastIndex(quoted, between); i >= 0 {
			kind, _, _ := strings.Cut(quoted[i:], " (")
			head += kind
		}
	}
	return head
}

// bounded is the message of an error; a thrown value is shown only by its beginning.
func bounded(err error) string {
	var thrown gojq.ValueError
	if !errors.As(err, &thrown) {
		return err.Error()
	}
	if s, ok := thrown.Value().(string); ok {
		return s
	}
	return gojq.Preview(thrown.Value())
}

func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
