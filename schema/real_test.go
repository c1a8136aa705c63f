package schema

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"tutti/diag"
	"tutti/document"
	"tutti/value"
)

// TestRealDocuments compiles all that stands under components/schemas of the real documents of tools/contracts.txt, and
// holds an object against each: no errors, no panic, and little memory for each schema.
func TestRealDocuments(t *testing.T) {
	files, _ := filepath.Glob("../.cache/contracts/*")
	if len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real documents are missing; tools/setup.sh test fetches them")
		}
		t.Skip("SKIPPED: the real documents are missing; tools/setup.sh test fetches them")
	}
	if testing.Short() {
		t.Skip("SKIPPED: reads 50 MB of documents")
	}
	const large = 5 << 20 // the largest are read by openapi's tests
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Size() > large {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) { realDocument(t, file) })
	}
}

func realDocument(t *testing.T, file string) {
	before := heap()
	set := document.NewSet(os.ReadFile)
	root := set.Open(file, diag.Pos{})
	dialect := Draft2020
	if v := root.Get("openapi").Text(); len(v) > 3 && v[:3] == "3.0" {
		dialect = OpenAPI30
	}
	c := NewCompiler(set)
	begun := time.Now()
	var all []*Schema
	for _, n := range root.Get("components").Get("schemas").Members() {
		all = append(all, c.Compile(n, dialect))
	}
	took := time.Since(begun)
	kinds := map[string]int{}
	for _, d := range set.Found {
		kinds[d.Code+" "+d.Severity.String()]++
		if d.Severity == diag.Error {
			t.Error(d)
		}
	}
	v := value.Trusted([]byte(`{"id":1,"name":"a","type":"b","items":[{"id":"c"}],"data":{"id":null}}`))
	for _, s := range all {
		if (s.Validate(v, Options{Formats: true}) == nil) != s.Accepts(v, Options{Formats: true}) {
			t.Errorf("%s: Validate and Accepts differ", s.Path())
		}
	}
	made := c.made
	kept := heap() - before // the documents are gone: nothing below refers to them
	t.Logf("%d schemas in %v, %d bytes each, %v", made, took.Round(time.Millisecond), kept/max(made, 1), kinds)
	runtime.KeepAlive(all)
	if most := 600; made > 1000 && kept/made > most {
		t.Errorf("a schema takes %d bytes, more than %d", kept/made, most)
	}
}

func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
