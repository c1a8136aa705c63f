package tutti

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
)

func (d *document) syntax(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		d.diags.Errorf(d.pos(1, 1), codeSyntax, "YAML: %v", err)
		return
	}
	d.diags.Add(diag.Diagnostic{Pos: d.pos(load.Mark.Line, load.Mark.Column), Code: codeSyntax, Message: "YAML: " + load.Message})
}

// quote writes text in quotes, such that nothing in it needs an escape if that can be had.
func quote(text string) string {
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}
