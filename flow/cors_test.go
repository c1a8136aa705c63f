package flow_test

import (
	"testing"

	"tutti/flow"
)

func TestCheckOrigin(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"https://shop.example", ""},
		{"http://shop.example:8080", ""},
		{"http://127.0.0.1:3000", ""},
		{"http://[::1]:3000", ""},
		{"app://localhost", ""},
		{"https://xn--bcher-kva.example", ""},
		{"https://shop.example/", "browsers send https://shop.example"},
		{"https://shop.example/path?q#f", "browsers send https://shop.example"},
		{"https://user:pass@shop.example", "browsers send https://shop.example"},
		{"https://shop.example:443", "browsers send https://shop.example"},
		{"http://shop.example:80", "browsers send http://shop.example"},
		{"HTTPS://Shop.Example", "browsers send https://shop.example"},
		{"null", "null is what sandboxes and files send, and anybody can make those: give the page an origin"},
		{"", "write it like https://shop.example, or with a port behind it"},
		{"*", "write it like https://shop.example, or with a port behind it"},
		{"https://*.shop.example", "write it like https://shop.example, or with a port behind it"},
		{"shop.example", "write it like https://shop.example, or with a port behind it"},
		{"shop.example:8080", "write it like https://shop.example, or with a port behind it"},
		{"//shop.example", "write it like https://shop.example, or with a port behind it"},
		{"https://", "write it like https://shop.example, or with a port behind it"},
		{"https://bücher.example", "write it like https://shop.example, or with a port behind it"},
		{"https://shop.example:0", "write it like https://shop.example, or with a port behind it"},
		{"https://shop.example:", "write it like https://shop.example, or with a port behind it"},
		{"https://shop.example:080", "write it like https://shop.example, or with a port behind it"},
		{"https://shop.example:65536", "write it like https://shop.example, or with a port behind it"},
		{"https://shop.example https://b.example", "write it like https://shop.example, or with a port behind it"},
	} {
		got := ""
		if err := flow.CheckOrigin(test.text); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}
