package plan

import (
	"maps"

	"tutti/diag"
	"tutti/flow"
)

// CodeGoto is the code of a goto to a step that is not to be reached from there.
const CodeGoto = "F608"

// labels are the steps that a goto may go to, by name.
type labels map[string]*label

// label is a step: where it begins, and the jumps that wait to know.
type label struct {
	pc    int // None: not compiled yet
	jumps []int
}

func (l labels) at(s *flow.Step, pc int) {
	if to := l[s.Name.Text]; to != nil && s.Name.Text != "" {
		to.pc = pc
	}
}

// labelled makes the steps of a list reachable while it is compiled, and then ends
// the jumps to them.
func (c *compiler) labelled(steps []*flow.Step) func() {
	if c.labels == nil {
		return func() {}
	}
	around := c.labels
	c.labels = maps.Clone(around)
	for _, s := range steps {
		c.labels[s.Name.Text] = &label{pc: None}
	}
	own := c.labels
	return func() {
		for _, s := range steps {
			for _, jump := range own[s.Name.Text].jumps {
				c.plan.Code[jump].To = own[s.Name.Text].pc
			}
		}
		c.labels = around
	}
}

func (c *compiler) goTo(a *flow.Goto, id int) {
	to := c.labels[a.Step.Text]
	if to == nil || a.Step.Text == "" {
		c.diags.Add(diag.Diagnostic{Pos: a.Step.Pos, Code: CodeGoto, Message: "there is no step " + a.Step.Text + " to go to from here"})
		return
	}
	to.jumps = append(to.jumps, c.emit(Ins{Op: Jump, Step: id}))
}

// visited compiles a step that may run more than once: its idempotency keys name
// the visit, as those in a try name the attempt.
func (c *compiler) visited(s *flow.Step, dst int) {
	counter := c.newSlot(c.frame, "visits")
	c.emit(Ins{Op: Count, Src: counter})
	c.counted(counter, func() { c.oneStep(s, dst) })
}

// sealed emits code that a goto does not leave: a scope, a turn, a branch.
func (c *compiler) sealed(emit func()) {
	around := c.labels
	if around != nil {
		c.labels = labels{}
	}
	emit()
	c.labels = around
}
