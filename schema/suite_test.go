package schema

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tutti/diag"
	"tutti/document"
	"tutti/value"
)

// suite is where tools/suite.sh puts the official tests of JSON Schema.
const suite = "../.cache/jsonschema"

// exceptions are the tests of the suite that do not hold here, and why.
var exceptions = map[string]string{
	"vocabulary.json: schema that uses custom metaschema with with no validation vocabulary: no validation: invalid number, but it still validates": "" +
		"$schema is not looked at: all keywords of 2020-12 count, whatever vocabularies a metaschema of one's own lists",
}

// skippedFiles are parts of the suite about what this package does not claim.
var skippedFiles = map[string]string{
	"optional/cross-draft.json":          "other drafts are not read as what they are",
	"optional/format/idn-email.json":     "not asserted: the format is an annotation",
	"optional/format/idn-hostname.json":  "not asserted: the format is an annotation",
	"optional/format/iri.json":           "not asserted: the format is an annotation",
	"optional/format/iri-reference.json": "not asserted: the format is an annotation",
}

func TestConformance(t *testing.T) {
	if _, err := os.Stat(suite + "/version"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the official tests are missing; tools/setup.sh test fetches them")
		}
		t.Skip("SKIPPED: the official tests are missing; tools/setup.sh test fetches them")
	}
	passed, excepted := 0, map[string]bool{}
	for _, file := range suiteFiles(t) {
		for _, group := range read[[]group](t, filepath.Join(suite, "draft2020-12", file)) {
			s := group.compile(t, file)
			for _, c := range group.Tests {
				name := file + ": " + group.Description + ": " + c.Description
				found := s.Validate(c.Data, Options{Formats: assertsFormats(file)})
				if right := (len(found) == 0) == c.Valid; right == (exceptions[name] != "") {
					t.Errorf("%s\n\tis valid: %v, found %v (exception: %q)", name, c.Valid, found, exceptions[name])
				} else if right {
					passed++
				} else {
					excepted[name] = true
				}
			}
		}
	}
	t.Logf("%d tests pass, %d are exceptions", passed, len(excepted))
	for name := range exceptions {
		if !excepted[name] {
			t.Errorf("there is no test %q", name)
		}
	}
}

// assertsFormats tells whether the tests of a file are about formats as assertions.
func assertsFormats(file string) bool {
	return strings.HasPrefix(file, "optional/format") || file == "optional/ecmascript-regex.json"
}

type group struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        value.Value
		Valid       bool
	}
}

func suiteFiles(t *testing.T) []string {
	var files []string
	root := suite + "/draft2020-12"
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		file, _ := filepath.Rel(root, path)
		if err == nil && !d.IsDir() && skippedFiles[file] == "" {
			files = append(files, file)
		}
		return err
	})
	if err != nil || len(files) < 40 {
		t.Fatalf("the suite has %d files (%v)", len(files), err)
	}
	return files
}

func read[T any](t *testing.T, path string) (to T) {
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &to)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return to
}

// compile makes the schema of a group, with the documents around it known by their URIs.
func (g group) compile(t *testing.T, file string) *Schema {
	set := document.NewSet(os.ReadFile)
	c := NewCompiler(set)
	for uri, path := range remotes(t) {
		base, _ := url.Parse(uri)
		c.know(set.Open(path, diag.Pos{}), base)
	}
	s := c.Compile(set.Take(file, g.Schema), Draft2020)
	if err := set.Found.Err(); err != nil {
		t.Errorf("%s: %s: %v", file, g.Description, err)
	}
	return s
}

// remotes are the documents that the suite expects behind URIs: its own, and those that define the draft.
func remotes(t *testing.T) map[string]string {
	uris := map[string]string{}
	add := func(root, under, base string) {
		err := filepath.WalkDir(filepath.Join(root, under), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), "draft") && d.Name() != "draft2020-12" && d.Name() != "draft" {
				return fs.SkipDir
			}
			if err == nil && !d.IsDir() {
				rel, _ := filepath.Rel(root, path)
				uris[base+filepath.ToSlash(rel)] = path
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add(suite+"/remotes", "", "http://localhost:1234/")
	add(metaschemas(t), "draft/2020-12", "https://json-schema.org/")
	return uris
}

// metaschemas is where a module that the tests use anyhow keeps the schemas of JSON Schema.
var metaschemasOnce = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/santhosh-tekuri/jsonschema/v6").Output()
	return strings.TrimSpace(string(out)) + "/metaschemas", err
})

func metaschemas(t *testing.T) string {
	dir, err := metaschemasOnce()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
