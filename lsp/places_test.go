package lsp

import (
	"slices"
	"strings"
	"testing"

	"tutti/lang/tutti"
)

// dataKinds are the kinds whose lists and mappings hold data, so that the language lists no keys for them.
var dataKinds = []string{
	"a mapping of names to values", "a mapping of fields to values", "a mapping of headers",
	"a list of statuses", "a list of variables of the environment", "a list of origins", "a list of names of headers", "a list of methods",
}

// The way from keys to sections is known for all of the language: one that is new must be said here too.
func TestGrammarIsWhole(t *testing.T) {
	g := newGrammar()
	kinds, reached := map[string]bool{}, map[string]bool{"workflow": true, "project": true}
	for _, s := range tutti.Reference() {
		for _, k := range s.Keys {
			kinds[k.Kind] = true
			if h, ok := holds[k.Kind]; ok {
				reached[h.section] = true
			} else if strings.HasPrefix(k.Kind, "a mapping") && g[k.Name] != nil {
				reached[k.Name] = true
			} else if (strings.HasPrefix(k.Kind, "a list of {") || strings.HasPrefix(k.Kind, "a mapping of") || strings.HasPrefix(k.Kind, "a list of")) &&
				!slices.Contains(dataKinds, k.Kind) && !strings.HasPrefix(k.Kind, "a list of errors") {
				t.Errorf("%s.%s: nothing says what stands in %q", s.Name, k.Name, k.Kind)
			}
		}
	}
	for name := range g {
		if !reached[name] {
			t.Errorf("no key leads to the section %q", name)
		}
	}
	for kind, h := range holds {
		if !kinds[kind] || g[h.section] == nil {
			t.Errorf("%q leads to %q, and one of them is not in the language", kind, h.section)
		}
	}
	for _, kind := range append(dataKinds, anOperation, aPath) {
		if !kinds[kind] {
			t.Errorf("%q is not in the language", kind)
		}
	}
}
