package check

import (
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
)

func finding(s diag.Severity, p diag.Pos, code, mend, format string, args ...any) diag.Diagnostic {
	return diag.Diagnostic{Pos: p, Severity: s, Code: code, Message: fmt.Sprintf(format, args...), Suggestion: mend}
}

// oneOf is the mend for a name that is not among the names there are: the nearest
// of them, or else all of them as long as they are few. Each is shown with prefix.
func oneOf(name string, names []string, prefix, otherwise string) string {
	if n := diag.Nearest(name, names); n != "" {
		return fmt.Sprintf("did you mean %s%s?", prefix, n)
	}
	const few = 12
	if len(names) == 0 || len(names) > few {
		return otherwise
	}
	shown := slices.Sorted(slices.Values(names))
	return "there is " + prefix + strings.Join(shown, ", "+prefix)
}
