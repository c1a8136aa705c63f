package explain_test

import (
	"strings"
	"testing"

	"tutti/lang/tutti"
)

// neverSeen are codes that nothing leads to, and the proof: when it fails, an example can be made.
var neverSeen = map[string]func(*testing.T){"P603": onlyOpenAPI}

// onlyOpenAPI: reading a project refuses all contracts that there is no connector for.
func onlyOpenAPI(t *testing.T) {
	for _, s := range tutti.Reference() {
		for _, k := range s.Keys {
			if s.Name != "service" || k.Kind != "the path of a file of the project" || k.Name == "openapi" {
				continue
			}
			_, found := tutti.Project("tutti.yaml", []byte("project: p\nservices: { s: { "+k.Name+": x } }\n"))
			if len(found) == 0 || !strings.Contains(found.Error(), "K103") {
				t.Errorf("a service may have %s now: show P603", k.Name)
			}
		}
	}
}
