// Package public_test holds the connector for HTTP against contracts that the world uses: large public documents, each
// operation of which is called, and documents made to be large or hostile. It has no code of its own.
package public_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"tutti/diag"
	"tutti/document"
	"tutti/openapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// documents are those of tools/contracts.txt, with what the tests must find in them.
var documents = []struct {
	file       string
	operations int
	called     int // well: the stub found nothing wrong with the request, the client nothing with the answer
}{
	{"adyen.json", 25, 25},
	{"asana.yaml", 152, 152},
	{"box.json", 260, 259}, // OPTIONS with a body, which our gateway does not read
	{"digitalocean.json", 290, 290},
	{"docusign.json", 402, 402},
	{"figma.yaml", 54, 54},
	{"github.json", 1223, 1223},
	{"graph.json", 11422, 11422},
	{"jira.json", 499, 496}, // two bodies that no value fits, a form that is a list
	{"kubernetes.json", 245, 245},
	{"okta.yaml", 585, 581},     // oneOf of a text and a text: no value fits
	{"sendgrid.json", 334, 331}, // a number in the path and a text in the query have one name: no value is both
	{"square.json", 200, 200},
	{"stripe.yaml", 494, 494},
	{"telnyx.json", 361, 361},
	{"twilio.json", 195, 195},
	{"zoom.json", 373, 370}, // texts that must be among numbers: no value fits
}

// TestManifest: the table has the documents that are fetched, all of them.
func TestManifest(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "tools", "contracts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var listed, known []string
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 0 && f[0][0] != '#' {
			listed = append(listed, f[0])
		}
	}
	for _, d := range documents {
		known = append(known, d.file)
	}
	slices.Sort(listed)
	if !slices.Equal(listed, known) {
		t.Errorf("fetched are %v, known are %v", listed, known)
	}
}

// read is the text of a public document. Without it the test is skipped, in CI it fails.
func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", ".cache", "contracts", file))
	switch {
	case err == nil:
		return text
	case os.Getenv("CI") == "true":
		t.Fatalf("the public document is missing: %v (run tools/contracts.sh)", err)
	default:
		t.Skipf("SKIPPED: the public document is missing: %v (run tools/contracts.sh)", err)
	}
	return nil
}

// TestDocuments loads each public document and calls every operation of it against a stub that plays the service.
func TestDocuments(t *testing.T) {
	skipShortOrRace(t)
	for _, d := range documents {
		t.Run(d.file, func(t *testing.T) {
			text := read(t, d.file)
			m := measure(t, d.file, text)
			if m.Contract == nil {
				t.Fatalf("it is refused: %.1000s", m.found.Error())
			}
			got := callAll(t, m.Contract, model(t, d.file, text))
			t.Logf("%.1f MB, %d operations, %d called in %.1f s; loaded in %.2f s, %.1f MB kept%s",
				float64(len(text))/1e6, len(m.Names()), got.called, got.took.Seconds(), m.took.Seconds(), float64(m.kept)/1e6, got.reasons())
			if len(m.Names()) != d.operations || got.called < d.called {
				t.Errorf("%d operations, %d called; want %d and at least %d", len(m.Names()), got.called, d.operations, d.called)
			}
			runtime.KeepAlive(text)
		})
	}
}

// model is the document with its examples, for the stub.
func model(t *testing.T, file string, text []byte) *openapi.Document {
	set := document.NewSet(func(path string) ([]byte, error) {
		if path != file {
			return nil, os.ErrNotExist
		}
		return text, nil
	})
	doc := openapi.Load(set, file, diag.Pos{}, openapi.Options{Examples: true})
	if doc == nil {
		t.Fatalf("the stub's model: %.1000s", set.Found.Error())
	}
	return doc
}
