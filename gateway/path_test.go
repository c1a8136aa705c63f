package gateway

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCanonicalPath(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"/", "/"},
		{"/orders", "/orders"},
		{"/orders/7", "/orders/7"},
		{"/orders/", "/orders/"},
		{"/Orders", "/Orders"},
		{"/a.b", "/a.b"},
		{"/...", "/..."},
		{"/.well-known/x", "/.well-known/x"},
		{"/a~b_c-d", "/a~b_c-d"},
		{"/a!$&'()*+,=:@b", "/a!$&'()*+,=:@b"},
		{"/%6Frders", "/orders"},
		{"/%6frders", "/orders"},
		{"/a%20b", "/a b"},
		{"/caf%C3%A9", "/café"},
		{"/%F0%9F%8D%B5", "/🍵"},
		{"/50%25", "/50%"},
		{"/50%25off", "/50%off"},
		{"/%3Fx%23", "/?x#"},
		{"/%22%3C%7B", `/"<{`},
	}
	for _, test := range tests {
		if got, why := canonicalPath(test.raw); got != test.want || why != "" {
			t.Errorf("%q: got %q (%s), want %q", test.raw, got, why, test.want)
		}
	}
}

// tricks are targets that some server somewhere reads as another path.
var tricks = []struct{ name, target, why string }{
	{"nothing", "", "must be a path"},
	{"relative", "orders", "must be a path"},
	{"asterisk", "*", "must be a path"},
	{"absolute form", "http://shop/admin", "must be a path"},
	{"authority form", "shop:80", "must be a path"},
	{"dot", "/./admin", ". or .."},
	{"dot at the end", "/admin/.", ". or .."},
	{"dots", "/public/../admin", ". or .."},
	{"dots at the start", "/../admin", ". or .."},
	{"dots at the end", "/admin/x/..", ". or .."},
	{"dots only", "/..", ". or .."},
	{"dots before a trailing slash", "/admin/../", ". or .."},
	{"first dot encoded", "/public/%2e./admin", `encoded "."`},
	{"second dot encoded", "/public/.%2e/admin", `encoded "."`},
	{"dots encoded", "/public/%2e%2e/admin", `encoded "."`},
	{"dots encoded in capitals", "/public/%2E%2E/admin", `encoded "."`},
	{"dot encoded in a word", "/admin%2ejson", `encoded "."`},
	{"dots encoded twice", "/public/%252e%252e/admin", "encoded twice"},
	{"dots encoded three times", "/public/%25252e/admin", "encoded twice"},
	{"slash encoded", "/public%2fadmin", `encoded "/"`},
	{"slash encoded in capitals", "/public%2Fadmin", `encoded "/"`},
	{"slash encoded twice", "/public%252fadmin", "encoded twice"},
	{"slash encoded as the first", "/%2fadmin", `encoded "/"`},
	{"dots and slash encoded", "/public/..%2fadmin", `encoded "/"`},
	{"backslash", `/public\admin`, `not be there: "\"`},
	{"backslash first", `/\admin`, `not be there: "\"`},
	{"backslash encoded", "/public%5cadmin", `encoded "\"`},
	{"backslash encoded in capitals", "/public%5Cadmin", `encoded "\"`},
	{"backslash encoded twice", "/public%255cadmin", "encoded twice"},
	{"dots and backslash", "/public/..%5cadmin", `encoded "\"`},
	{"double slash", "/public//admin", "empty segment"},
	{"double slash first", "//admin", "empty segment"},
	{"double slash last", "/admin//", "empty segment"},
	{"only slashes", "//", "empty segment"},
	{"slashes with a host", "//shop/admin", "empty segment"},
	{"path parameter", "/admin;x=1", `not be there: ";"`},
	{"path parameter of nothing", "/admin;", `not be there: ";"`},
	{"path parameter with dots", "/public/..;/admin", `not be there: ";"`},
	{"path parameter first", "/;/admin", `not be there: ";"`},
	{"path parameter encoded", "/admin%3bx=1", `encoded ";"`},
	{"path parameter encoded twice", "/admin%253b", "encoded twice"},
	{"NUL", "/admin\x00", "byte 0x00"},
	{"NUL encoded", "/admin%00", "encoded byte 0x00"},
	{"NUL encoded before an extension", "/admin%00.html", "encoded byte 0x00"},
	{"NUL encoded twice", "/admin%2500", "encoded twice"},
	{"line feed encoded", "/admin%0a", "encoded byte 0x0A"},
	{"line break encoded", "/admin%0d%0aX:1", "encoded byte 0x0D"},
	{"tab encoded", "/%09admin", "encoded byte 0x09"},
	{"delete encoded", "/admin%7f", "encoded byte 0x7F"},
	{"fragment", "/admin#x", `not be there: "#"`},
	{"space", "/admin x", "byte 0x20"},
	{"brackets", "/admin{x}", `not be there: "{"`},
	{"quote", `/admin"`, "not be there"},
	{"caret", "/admin^", "not be there"},
	{"bar", "/admin|x", "not be there"},
	{"less", "/<admin>", "not be there"},
	{"UTF-8 unencoded", "/caf\u00e9", "byte 0xC3"},
	{"not UTF-8", "/%ff", "not valid UTF-8"},
	{"half a character", "/%c3", "not valid UTF-8"},
	{"character split by a slash", "/%c3/%a9", "not valid UTF-8"},
	{"overlong slash", "/public%c0%afadmin", "not valid UTF-8"},
	{"overlong slash of three bytes", "/public%e0%80%afadmin", "not valid UTF-8"},
	{"overlong dots", "/public/%c0%ae%c0%ae/admin", "not valid UTF-8"},
	{"overlong NUL", "/admin%c0%80", "not valid UTF-8"},
	{"surrogate", "/%ed%a0%80", "not valid UTF-8"},
	{"beyond Unicode", "/%f4%90%80%80", "not valid UTF-8"},
	{"percent at the end", "/admin%", "hexadecimal"},
	{"one digit", "/admin%2", "hexadecimal"},
	{"no digits", "/admin%zz", "hexadecimal"},
	{"digits of IIS", "/admin%u002f", "hexadecimal"},
}

func TestPathTricksAreRefused(t *testing.T) {
	for _, test := range tricks {
		if got, why := canonicalPath(test.target); !strings.Contains(why, test.why) || why == "" {
			t.Errorf("%s: %q: got %q (%s), want it refused: %s", test.name, test.target, got, why, test.why)
		}
	}
}

func TestPathTricksReachNoWorkflow(t *testing.T) {
	var e echo
	address := serving(t, Config{},
		Route{Method: "GET", Path: "/", Workflow: "w", Run: &e}, Route{Method: "GET", Path: "/{a}", Workflow: "w", Run: &e}, Route{Method: "GET", Path: "/{a}/{b}", Workflow: "w", Run: &e}, Route{Method: "GET", Path: "/{a}/{b}/{c}", Workflow: "w", Run: &e})
	for _, test := range tricks {
		if got := ask(t, address, get(test.target)); got.StatusCode != 400 {
			t.Errorf("%s: %q: got %d, want 400", test.name, test.target, got.StatusCode)
		}
	}
	if n := e.runs.Load(); n != 0 {
		t.Errorf("%d runs, want none", n)
	}
}

// What is accepted means the same to whoever decodes before it splits, after, or once more.
func FuzzCanonicalPath(f *testing.F) {
	for _, test := range tricks {
		f.Add(test.target)
	}
	f.Add("/orders/50%25off/caf%C3%A9")
	f.Fuzz(func(t *testing.T, raw string) {
		path, why := canonicalPath(raw)
		if why != "" {
			return
		}
		decoded, err := url.PathUnescape(raw)
		if err != nil || decoded != path {
			t.Errorf("%q: got %q, net/url has %q (%v)", raw, path, decoded, err)
		}
		if !utf8.ValidString(path) || strings.ContainsAny(path, "\\;\x00\r\n") {
			t.Errorf("%q: got %q", raw, path)
		}
		if strings.Count(path, "/") != strings.Count(raw, "/") {
			t.Errorf("%q: got %q with other separators", raw, path)
		}
		again, err := url.PathUnescape(path)
		if err != nil {
			again = path
		}
		for _, read := range []string{path, again} {
			for _, segment := range strings.Split(strings.TrimSuffix(read[1:], "/"), "/") {
				if segment == "." || segment == ".." || segment == "" && read != "/" {
					t.Errorf("%q: got %q, which reads as %q", raw, path, read)
				}
			}
		}
		if sent, why := canonicalPath((&url.URL{Path: path}).EscapedPath()); why == "" && sent != path {
			t.Errorf("%q: escaped and read again it is %q", path, sent)
		}
	})
}
