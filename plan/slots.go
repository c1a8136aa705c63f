package plan

import (
	"slices"
	"strings"

	"tutti/flow"
)

// Address is how an expression names a slot: how many frames outwards, and which
// slot there. It is the number that expr hands to the machine's Env.
func Address(depth, slot int) int { return depth<<slotBits | slot }

// Locate is the reverse of Address.
func Locate(address int) (depth, slot int) { return address >> slotBits, address & (1<<slotBits - 1) }

const slotBits = 20

// place is what owns a slot: a name, or for sets (of which at most one of a name
// runs) the name in its turn.
type place struct {
	binding *flow.Binding
	loop    *flow.Step
	name    string
}

func placeOf(b *flow.Binding) place {
	if b.Kind == flow.OfSet {
		return place{loop: b.Loop, name: b.Name.Text}
	}
	return place{binding: b}
}

// slot is where the value of a name goes; None if nobody reads it.
func (c *compiler) slot(n flow.Name) int { return c.allocate(c.value, n, "$") }

// metaSlot is where the $meta of a name goes; None if nobody reads it.
func (c *compiler) metaSlot(n flow.Name) int { return c.allocate(c.meta, n, "$meta.") }

// allocate gives a name that is read its slot, the same at every call.
func (c *compiler) allocate(slots map[place]int, n flow.Name, label string) int {
	b := c.byName[n]
	if b == nil {
		return None
	}
	slot, used := slots[placeOf(b)]
	if !used {
		return None
	}
	if slot == None {
		slot = c.newSlot(c.frames[b.Loop], label+n.Text)
		slots[placeOf(b)] = slot
	}
	return slot
}

func (c *compiler) newSlot(frame int, label string) int {
	f := &c.plan.Frames[frame]
	f.Slots = append(f.Slots, label)
	return len(f.Slots) - 1
}

// resolver finds the slots of the variables in e, as seen from the frame of the
// code being emitted.
func (c *compiler) resolver(e *flow.Expr) func(string) (int, bool) {
	scope := c.names.At(e)
	return func(name string) (int, bool) {
		kind, rest, _ := strings.Cut(name, ".")
		switch kind {
		case "input":
			return Address(c.depth(0), SlotInput), true
		case "run":
			return Address(c.depth(0), SlotRun), true
		case "request":
			return Address(c.depth(0), SlotRequest), true
		case "error":
			return c.errorSlot(scope)
		case "env":
			return c.envSlot(rest)
		case "meta":
			if b := scope.Lookup(rest); b != nil {
				return Address(c.depth(c.frames[b.Loop]), c.metaSlot(b.Name)), true
			}
			return 0, false
		}
		b := scope.Lookup(name)
		if b == nil {
			return 0, false
		}
		slot := c.slot(b.Name)
		switch name {
		case "index":
			slot = SlotIndex
		case "last":
			slot = SlotElement
		}
		return Address(c.depth(c.frames[b.Loop]), slot), true
	}
}

// errorSlot finds the $error of the innermost catch, finally or compensation.
func (c *compiler) errorSlot(scope *flow.Scope) (int, bool) {
	if len(c.errors) == 0 || scope.Lookup("error") == nil {
		return 0, false
	}
	at := c.errors[len(c.errors)-1]
	return Address(c.depth(at.frame), at.slot), true
}

// reserveEnv gives each name of $env a slot of the run's frame.
func (c *compiler) reserveEnv() {
	slices.Sort(c.plan.Env)
	c.plan.EnvBase = len(c.plan.Frames[0].Slots)
	for _, name := range c.plan.Env {
		c.newSlot(0, "$env."+name)
	}
}

// envSlot: the names of $env take the slots of the run's frame from EnvBase on.
func (c *compiler) envSlot(name string) (int, bool) {
	i := slices.Index(c.plan.Env, name)
	return Address(c.depth(0), c.plan.EnvBase+i), i >= 0
}

// depth counts the frames from the current one out to the frame given.
func (c *compiler) depth(frame int) int {
	n := 0
	for f := c.frame; f != frame; f = c.plan.Frames[f].Parent {
		n++
	}
	return n
}
