package machine_test

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"tutti/flow"
	"tutti/value"
)

// env is what expressions of the model see: the names of the run or of one turn,
// and those around.
type env struct {
	names *names
	err   *failure
	up    *env
}

// names are values and $meta by name. Those of a branch that won its join are those
// of the frame around from then on.
type names struct {
	vars map[string]value.Value
	meta map[string]result
	into *names
}

// result is the $meta of a step.
type result struct {
	state    string
	attempts int
	err      *failure
	errors   []value.Value
}

func newEnv(up *env) *env {
	e := &env{names: &names{vars: map[string]value.Value{}, meta: map[string]result{}}, up: up}
	if up != nil {
		e.err = up.err
	}
	return e
}

func (e *env) own() *names {
	for e.names.into != nil {
		e.names = e.names.into
	}
	return e.names
}

func (e *env) set(name string, v value.Value) {
	if name != "" {
		e.own().vars[name] = v
	}
}

func (e *env) mark(name string, r result) {
	if name != "" {
		e.own().meta[name] = r
	}
}

// copied is an env that begins as e is, and goes its own way.
func (e *env) copied() *env {
	n := e.own()
	return &env{names: &names{vars: maps.Clone(n.vars), meta: maps.Clone(n.meta)}, err: e.err, up: e.up}
}

// with is the same env with another $error.
func (e *env) with(err *failure) *env { return &env{names: e.own(), err: err, up: e.up} }

func (e *env) get(name string) value.Value {
	word, rest, _ := strings.Cut(name, ".")
	switch word {
	case "error":
		return e.err.get(rest)
	case "meta":
		return e.getMeta(rest)
	}
	for ; e != nil; e = e.up {
		if v, ok := e.own().vars[name]; ok {
			return v
		}
	}
	return value.Value{}
}

func (e *env) getMeta(path string) value.Value {
	name, field, _ := strings.Cut(path, ".")
	var m result
	for ok := false; e != nil && !ok; e = e.up {
		m, ok = e.own().meta[name]
	}
	switch {
	case field == "state" && m.state != "":
		return value.FromString(m.state)
	case field == "attempts" && m.attempts > 0:
		return value.FromInt(int64(m.attempts))
	case field == "error.step":
		return m.err.get("step")
	case field == "errors":
		return value.ArrayOf(m.errors...)
	default:
		return value.Value{}
	}
}

// failure is an error of the model.
type failure struct {
	kind, step string
	status     int // of the service, or of a fail
	attempts   int
	unknown    bool // whether it was processed
	cause      *failure
	also       []*failure
}

func (f *failure) get(path string) value.Value {
	if f == nil {
		return value.Value{}
	}
	switch path {
	case "kind":
		return value.FromString(f.kind)
	case "step":
		if f.step == "" { // a cancel comes from outside
			return value.Value{}
		}
		return value.FromString(f.step)
	case "attempts":
		return value.FromInt(int64(f.attempts))
	case "cause.step":
		return f.cause.get("step")
	default:
		panic("model: $error." + path)
	}
}

func (f *failure) copied() *failure {
	c := *f
	return &c
}

func (f *failure) String() string {
	if f == nil {
		return "none"
	}
	return fmt.Sprintf("%s of %s (%d attempts, cause %v, also %v)", f.kind, f.step, f.attempts, f.cause, f.also)
}

// causedBy is an error in the place of another one.
func (f *failure) causedBy(old *failure) *failure {
	if f.String() == old.String() {
		return f
	}
	c := f.copied()
	c.cause = old
	return c
}

func (f *failure) fits(on []flow.Match) bool {
	if len(on) == 0 {
		return true
	}
	for _, m := range on {
		switch n, _ := strconv.Atoi(m.Text); {
		case m.Text == "any", m.Text == f.kind, n > 0 && n == f.status, m.Text == "5xx" && f.status/100 == 5:
			return true
		}
	}
	return false
}
