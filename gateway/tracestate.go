package gateway

import (
	"slices"
	"strings"
)

// What of a tracestate is passed on at most (W3C Trace Context, 3.3.1.5). Where it is longer, long members go first.
const (
	maxStateMembers = 32
	maxState        = 512
	maxLongMember   = 128
)

// tracestateOf reads what vendors keep in a trace: the members in their order, bounded. "": there are none, or one of
// them is malformed, and then nothing of it can be trusted.
func tracestateOf(lines []string) string {
	var members []string
	for _, line := range lines {
		for one := range strings.SplitSeq(line, ",") {
			one = strings.Trim(one, " \t")
			if one == "" {
				continue // allowed, and worth nothing
			}
			if len(members) == maxStateMembers || !isStateMember(one) || repeats(members, one) {
				return ""
			}
			members = append(members, one)
		}
	}
	return strings.Join(shortened(members), ",")
}

// repeats tells whether a member's key is there already.
func repeats(members []string, one string) bool {
	key, _, _ := strings.Cut(one, "=")
	return slices.ContainsFunc(members, func(m string) bool {
		return len(m) > len(key) && m[len(key)] == '=' && m[:len(key)] == key
	})
}

// shortened leaves out whole members until the rest fits: the long ones first, then the oldest, which stand last.
func shortened(members []string) []string {
	size := len(members) - 1
	for _, m := range members {
		size += len(m)
	}
	for i := len(members) - 1; i >= 0 && size > maxState; i-- {
		if len(members[i]) > maxLongMember {
			size -= len(members[i]) + 1
			members = slices.Delete(members, i, i+1)
		}
	}
	for size > maxState {
		last := len(members) - 1
		size -= len(members[last]) + 1
		members = members[:last]
	}
	return members
}

// isStateMember checks key=value.
func isStateMember(s string) bool {
	key, text, ok := strings.Cut(s, "=")
	return ok && isStateKey(key) && isStateValue(text)
}

func isStateKey(s string) bool {
	if s == "" || len(s) > 256 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case i > 0 && strings.IndexByte("_-*/@", c) >= 0:
		default:
			return false
		}
	}
	return true
}

func isStateValue(s string) bool {
	if s == "" || len(s) > 256 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '=' {
			return false
		}
	}
	return true
}
