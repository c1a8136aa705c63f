package lsp

import (
	"cmp"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// typo swaps two letters of a name, leaves one out or writes one twice.
func typo(r *rand.Rand, name string) string {
	i := 1 + r.IntN(len(name)-2)
	switch r.IntN(3) {
	case 0:
		return name[:i] + name[i+1:i+2] + name[i:i+1] + name[i+2:]
	case 1:
		return name[:i] + name[i+1:]
	default:
		return name[:i] + name[i:i+1] + name[i:]
	}
}

// names of the example that a typo can be made in: behind a $, a dot or a dash, and in front of a colon.
var misspellable = regexp.MustCompile(`(?m)(?:[$.]|^ *(?:- )?)([A-Za-z]{4,})\b`)

// TestMendsUndoTypos misspells names of the example one at a time. An editor applies the mends of what is found without
// asking twice, so they must give the example back; where a definition is misspelt, its uses may follow it instead.
func TestMendsUndoTypos(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shop")
	if err := os.CopyFS(dir, os.DirFS("../examples/shop")); err != nil {
		t.Fatal(err)
	}
	const name = "workflows/checkout.yaml"
	right := readText(filepath.Join(dir, name)).src
	steps := strings.Index(right, "\nsteps:")
	places := misspellable.FindAllStringSubmatchIndex(right[steps:], -1)
	r := rand.New(rand.NewPCG(4, 4))
	tries, found, mended, wrong := 120, 0, 0, 0
	if testing.Short() || raceEnabled {
		tries = 30
	}
	for range tries {
		at := places[r.IntN(len(places))]
		from, to := steps+at[2], steps+at[3]
		misspelt := typo(r, right[from:to])
		v, _ := opened(t, dir, name, right[:from]+misspelt+right[to:])
		if len(v.found) == 0 { // it was in a comment, or it is right
			continue
		}
		found++
		got := apply(t, v.text, mends(v.found))
		if got == v.text.src {
			continue
		}
		mended++
		defines := strings.HasPrefix(right[to:], ":")
		if after, _ := opened(t, dir, name, got); got != right && !(defines && len(after.found) == 0) {
			wrong++
			t.Logf("%s for %s: %s", misspelt, right[from:to], v.found[0].Message)
		}
	}
	t.Logf("%d typos found, %d with mends, %d of these wrong", found, mended, wrong)
	if mended*10 < found*9 {
		t.Errorf("%d of %d typos have a mend, want 90%%", mended, found)
	}
	if wrong*20 > mended {
		t.Errorf("%d of %d mends are wrong, want 5%%", wrong, mended)
	}
}

// mends are the edits of all findings, in order, each place once.
func mends(found []finding) []textEdit {
	var out []textEdit
	for _, f := range found {
		if f.mend != nil {
			out = append(out, f.mend.edit)
		}
	}
	slices.SortFunc(out, func(a, b textEdit) int {
		return cmp.Or(cmp.Compare(a.Range.Start.Line, b.Range.Start.Line), cmp.Compare(a.Range.Start.Character, b.Range.Start.Character))
	})
	return slices.CompactFunc(out, func(a, b textEdit) bool { return a.Range == b.Range })
}
