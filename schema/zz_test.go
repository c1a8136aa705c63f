package schema

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"tutti/diag"
	"tutti/document"
)

func TestZZ(t *testing.T) {
	for _, c := range []string{"graph.json microsoft.graph.serviceHealthIssue", "okta.yaml roleref"} {
		f, name, _ := strings.Cut(c, " ")
		set := document.NewSet(func(p string) ([]byte, error) { return os.ReadFile("../.cache/contracts/" + p) })
		n := set.Open(f, diag.Pos{}).Get("components")
		if name == "roleref" {
			n = n.Get("parameters").Get("pathRoleRef").Get("schema")
		} else {
			n = n.Get("schemas").Get(name)
		}
		s := NewCompiler(set).Compile(n, OpenAPI30)
		w := &wants{}
		w.add(s)
		fmt.Println(name, "never", w.never, w.types, len(w.all), len(w.choices))
		for _, x := range w.all {
			fmt.Println("  ", x.At(), x.types, x.Never(), len(x.properties), x.Enum(), x.Discriminator() != nil)
		}
		for _, c := range w.choices {
			for _, b := range c.branches {
				fmt.Println("  b ", b[0].At(), b[0].types, b[0].Enum(), b[0].Examples())
			}
		}
		for _, try := range []maker{{}, {lean: true}, {turn: 1}, {turn: 2, lean: true}, {turn: 3}} {
			m := try
			m.options = Options{Direction: Request, Formats: true, Max: 5}
			m.left, m.steps = sampleSize, sampleSteps
			v, ok := m.value([]*Schema{s}, 0)
			fmt.Println(ok, m.steps, v)
			if ok {
				for _, x := range s.Validate(v, m.options) {
					fmt.Println("   ", x)
				}
			}
		}
	}
}
