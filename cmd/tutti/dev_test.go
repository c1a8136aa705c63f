package main

import (
	"bytes"
	"regexp"
	"slices"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// transcript is what a program says, while it says it.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	told int // how much of it the script has asked for
}

func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

func (t *transcript) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.text.Bytes())
}

// tells looks for a pattern behind the last that was found.
func (t *transcript) tells(pattern *regexp.Regexp) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := pattern.FindIndex(t.text.Bytes()[t.told:])
	if at == nil {
		return false
	}
	t.told += at[1]
	return true
}

func startDev(ts *testscript.TestScript, _ bool, args []string) { start(ts, "dev", args) }

func waitUntilTold(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: told PATTERN")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	eventually(ts, "told "+args[0], func() bool { return sceneOf(ts).log.tells(pattern) })
}
