package public_test

import (
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"tutti/connector"
	"tutti/connector/rest"
	"tutti/diag"
	"tutti/flow"
)

// What a contract may take. The time is that of the processors, since others may use them too; they are given slack, since
// their caches are shared.
const (
	largeOperations = 10_000
	largeTime       = 8 * time.Second
	largeKept       = 60_000_000
	slack           = 3
)

// busy is how long processors have worked for this process.
func busy(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

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
	took  time.Duration // of the processors
	kept  int64         // bytes that live on because of it
}

func measure(t *testing.T, name string, text []byte) measured {
	before, start := heap(), busy(t)
	c, found := load(name, text)
	took := busy(t) - start
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
	m := measure(t, "large.json", text)
	if m.Contract == nil || len(m.found) > 0 {
		t.Fatalf("the generated document is refused: %v", m.found)
	}
	if got := len(m.Names()); got != largeOperations {
		t.Errorf("got %d operations, want %d", got, largeOperations)
	}
	t.Logf("%d operations, %d MB: %.1f s, %.1f MB kept", largeOperations, len(text)/1e6, m.took.Seconds(), float64(m.kept)/1e6)
	if m.took > slack*largeTime {
		t.Errorf("loading took %s, want %s, and at most %d times that", m.took, largeTime, slack)
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
