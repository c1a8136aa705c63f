package diag

import (
	"fmt"
	"strings"
)

// Nearest is the candidate that a typo most likely meant, or "" if none is near
// enough: at most a third of the letters may be wrong (optimal string alignment,
// so that two swapped letters count as one mistake; case counts as nothing).
func Nearest(name string, among []string) string {
	best, bestDist := "", max(1, len(name)/3)+1
	for _, c := range among {
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d < bestDist {
			best, bestDist = c, d
		}
	}
	return best
}

// DidYouMean is the suggestion for Nearest's answer, or "" without one.
func DidYouMean(name string, among []string) string {
	n := Nearest(name, among)
	if n == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", n)
}

func distance(a, b string) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
