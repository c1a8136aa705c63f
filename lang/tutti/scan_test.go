package tutti

import (
	"strings"
	"testing"
)

func TestClosingBrace(t *testing.T) {
	for _, c := range []string{ // ▸ stands before the brace that closes, if one does
		"▸}", " $x ▸} }", "{a: {b: 1}} | .a ▸}", `"}" ▸}`, `"\"}" ▸}`, `"\\" ▸}`, `"a\(1 + {b: "}"}.b)}" ▸}`, `"\("\("}")")" ▸}`,
		"# }\n ▸}", "\"#\" ▸}", "[1, (2 ▸}", "{a: (1} ▸}", ") ] ▸}", `@base64 "\($x)}" ▸}`,
		`"\(▸}"`, "", "{}", `"}`, "# }", "{ } {",
	} {
		src := strings.Replace(c, "▸", "", 1)
		want := strings.Index(c, "▸")
		if got := closingBrace(src, 0); got != want {
			t.Errorf("closingBrace(%q) = %d, want %d", src, got, want)
		}
	}
}

func TestUnfinished(t *testing.T) {
	for src, want := range map[string]bool{
		"$x": false, `$x | test("a")`: false, "{a: [1]}": false, `"a\(1)b"`: false, "1 # (": false, ")": false,
		`test("a`: true, "(1": true, "[": true, "{a": true, `"a\(`: true, `"\`: true,
	} {
		if got := unfinished(src); got != want {
			t.Errorf("unfinished(%q) = %t, want %t", src, got, want)
		}
	}
}

func TestComment(t *testing.T) {
	for src, want := range map[string]int{
		"": -1, "$x": -1, `"#"`: -1, `"\("#")"`: -1, "a # b": 2, `"\(1 # )`: 5, "#": 0,
	} {
		if got := comment(src); got != want {
			t.Errorf("comment(%q) = %d, want %d", src, got, want)
		}
	}
}

func TestIdentifier(t *testing.T) {
	for s, want := range map[string]string{
		"abc": "abc", "a1_B.c": "a1_B", "_x y": "_x", "1a": "", "": "", "-a": "", "é": "", "aé": "a", "[a": "", "`a": "", "a{": "a", "Z@": "Z",
	} {
		if got := identifier(s); got != want {
			t.Errorf("identifier(%q) = %q, want %q", s, got, want)
		}
	}
}
