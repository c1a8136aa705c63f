package public_test

import (
	"os"
	"runtime"
	"testing"
	"time"

	"tutti/connector"
	"tutti/connector/rest"
	"tutti/diag"
	"tutti/flow"
)

// What a contract may take. The time is that of an idle machine; a busy one is given slack.
const (
	largeOperations = 10_000
	largeTime       = 8 * time.Second
	largeKept       = 60 << 20
	slack           = 3
)

// heap is what lives after two collections: the second takes what the first only finalized.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// measured is a contract with what its loading took.
type measured struct {
	connector.Contract
	found diag.List
	took  time.Duration
	kept  int64 // bytes that live on because of it
}

func measure(name string, text []byte) measured {
	before, start := heap(), time.Now()
	c, found := load(name, text)
	took := time.Since(start)
	return measured{c, found, took, heap() - before}
}

func load(name string, text []byte) (connector.Contract, diag.List) {
	return rest.Connector{}.Load(connector.Source{
		Name: flow.Name{Text: "service", Pos: diag.Pos{File: "tutti.yaml", Line: 1, Col: 1}},
		Path: name,
		Read: func(path string) ([]byte, error) {
			if path != name {
				return nil, os.ErrNotExist
			}
			return text, nil
		},
	})
}

// TestLarge holds what ten thousand operations cost to what the README promises.
func TestLarge(t *testing.T) {
	skipShortOrRace(t)
	text := largeDocument(largeOperations)
	m := measure("large.json", text)
	if m.Contract == nil || len(m.found) > 0 {
		t.Fatalf("the generated document is refused: %v", m.found)
	}
	if got := len(m.Names()); got != largeOperations {
		t.Errorf("got %d operations, want %d", got, largeOperations)
	}
	t.Logf("%d operations, %d MB: %.1f s, %.1f MB kept", largeOperations, len(text)/1e6, m.took.Seconds(), float64(m.kept)/1e6)
	if m.took > slack*largeTime {
		t.Errorf("loading took %s, want at most %s (and on a busy machine %d times that)", m.took, largeTime, slack)
	}
	if m.kept > largeKept {
		t.Errorf("kept %d bytes, want at most %d", m.kept, largeKept)
	}
	runtime.KeepAlive(m)
	runtime.KeepAlive(text)
}

func skipShortOrRace(t *testing.T) {
	t.Helper()
	if raceEnabled || testing.Short() {
		t.Skip("too slow here; tools/test.sh runs it in the part plain")
	}
}
