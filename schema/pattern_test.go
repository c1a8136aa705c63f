package schema

import "testing"

func TestTranslate(t *testing.T) {
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{`^\d{3}$`, []string{"123"}, []string{"12", "1234", "١٢٣", "123\n"}},
		{`^\s+$`, []string{" \t\u00a0\u2028"}, []string{"a"}},
		{`^[\s,]+$`, []string{",\u00a0"}, []string{"s"}},
		{`^\S+$`, []string{"a"}, []string{"\u00a0"}},
		{`^[\s\S]+$`, []string{"a \n\u00a0\u3000é😀"}, []string{""}},
		{`^[^\S]+$`, []string{" \u2003"}, []string{"a", "\u200b"}},
		{`^\cA$`, []string{"\x01"}, []string{"A"}},
		{`^\u00e9$`, []string{"é"}, []string{"e"}},
		{`^\u{1F600}$`, []string{"😀"}, []string{"a"}},
		{`^\uD83D\uDE00$`, []string{"😀"}, []string{"a"}},
		{`^\p{Letter}\P{L}$`, []string{"é1"}, []string{"11", "éa"}},
		{`^\p{Script=Greek}$`, []string{"α"}, []string{"a"}},
		{`^a\/b\-c$`, []string{"a/b-c"}, []string{"a\\/b-c"}},
		{`^[^]$`, []string{"\n"}, []string{""}},
		{`[]`, nil, []string{"", "a"}},
		{`^[a[]$`, []string{"[", "a"}, []string{"]"}},
		{`^[\w.-]+@\w+$`, []string{"a.b-c@d"}, []string{"a b@c"}},
		{`^\0$`, []string{"\x00"}, []string{"0"}},
		{`^[\b]$`, []string{"\b"}, []string{"b"}},
		{`\bx\b`, []string{"a x"}, []string{"ax"}},
		{`^(?<year>\d{4})$`, []string{"2026"}, []string{"26"}},
		{`^.{1,2000}$`, []string{"a", "é" + string(make([]byte, 1999))}, []string{"", string(make([]byte, 2001))}},
		{`^[a-z\]]{1500}$`, nil, []string{"a"}},
		{`^\w{1001,}$`, nil, []string{"a"}},
	} {
		p, err := newPattern(c.pattern)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		for _, text := range c.yes {
			if !p.matches([]byte(text)) {
				t.Errorf("%s does not match %.20q", c.pattern, text)
			}
		}
		for _, text := range c.no {
			if p.matches([]byte(text)) {
				t.Errorf("%s matches %.20q", c.pattern, text)
			}
		}
	}
}

func TestPatternsThatCannotBe(t *testing.T) {
	for _, text := range []string{`a(?=b)`, `a(?!b)`, `(a)\1`, `(?<=a)b`, `a{1001}`, `(ab){1,2000}`, `[`, `\`, `\a`, `\c1`, `\u12`, `\pL`, `\p{Nope}`, `(`} {
		if _, err := newPattern(text); err == nil {
			t.Errorf("%s was made", text)
		}
	}
}

// The official tests have many more; these hold without them.
func TestFormats(t *testing.T) {
	for _, c := range []struct{ format, yes, no string }{
		{"date-time", "2026-02-28T23:59:59.5+01:00", "2026-02-29T00:00:00Z"},
		{"date", "2024-02-29", "2024-2-29"},
		{"time", "23:59:60Z", "22:59:60Z"},
		{"time", "00:00:00-00:30", "00:00:00"},
		{"duration", "P1Y2M3DT4H5M6S", "P1S"},
		{"duration", "P2W", "P"},
		{"uuid", "6f1e0c6a-5b0e-4c3a-9d2f-000000000001", "6f1e0c6a5b0e-4c3a-9d2f-0000000000012"},
		{"ipv4", "192.0.2.1", "192.0.2.01"},
		{"ipv6", "2001:db8::1", "fe80::1%eth0"},
		{"email", `"a b"@example.com`, "a@b@example.com"},
		{"email", "a@[192.0.2.1]", ".a@example.com"},
		{"hostname", "a-b.example", "-a.example"},
		{"uri", "https://u:p@[2001:db8::1]:80/a?b#c", "/a"},
		{"uri-reference", "../a?b", "a b"},
		{"uri-template", "/a{/b}{?c,d}", "/a{b"},
		{"json-pointer", "/a~1b/~0", "a"},
		{"relative-json-pointer", "1/a", "01/a"},
		{"regex", "^a+$", "a(?="},
		{"byte", "dGV4dA==", "dGV4dA"},
	} {
		f := formatOf(c.format)
		if !f.ofText([]byte(c.yes)) || f.ofText([]byte(c.no)) {
			t.Errorf("%s: %q %v, want true; %q %v, want false", c.format, c.yes, f.ofText([]byte(c.yes)), c.no, f.ofText([]byte(c.no)))
		}
	}
	if !formatOf("own").ofText(nil) || !formatPassword.ofText([]byte("x")) {
		t.Error("a format that is not known, or says nothing, refuses")
	}
}
