package explain

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var repeated = regexp.MustCompile(`⟨1…([0-9]+): (.*?)⟩`)

// Notation says how a file of an example may be shortened.
const Notation = "⟨1…9: text⟩ stands for nine times the text, each with its number in place of #"

// Shortened tells whether a file of the example is.
func (e Example) Shortened() bool {
	return slices.ContainsFunc(e.Files, func(f File) bool { return repeated.MatchString(f.Text) })
}

// Expand writes out what stands for many times the same in an example.
func Expand(text string) string {
	return repeated.ReplaceAllStringFunc(text, func(found string) string {
		m := repeated.FindStringSubmatch(found)
		times, _ := strconv.Atoi(m[1])
		var b strings.Builder
		for n := range times {
			b.WriteString(strings.ReplaceAll(m[2], "#", strconv.Itoa(n+1)))
		}
		return b.String()
	})
}
