package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// frames are messages as a client sends them.
func frames(messages ...string) string {
	var b strings.Builder
	for _, m := range messages {
		m = `{"jsonrpc":"2.0",` + m + `}`
		fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(m), m)
	}
	return b.String()
}

func TestLSP(t *testing.T) {
	const (
		initialize = `"id":1,"method":"initialize","params":{"capabilities":{}}`
		shutdown   = `"id":2,"method":"shutdown"`
		leave      = `"method":"exit"`
	)
	for name, c := range map[string]struct {
		in   string
		code int
		out  string
	}{
		"a session":        {frames(initialize, `"method":"initialized","params":{}`, shutdown, leave), exitOK, `"serverInfo":{"name":"tutti"`},
		"no goodbye":       {frames(initialize), exitFailed, ""},
		"exit at once":     {frames(leave), exitFailed, ""},
		"not the protocol": {"hello\r\n\r\n", exitFailed, ""},
	} {
		var out, errs bytes.Buffer
		w := world{in: strings.NewReader(c.in), out: &out, err: &errs}
		if code := execute(t.Context(), w, []string{"lsp", "--stdio"}); code != c.code {
			t.Errorf("%s: exit code %d, want %d: %s", name, code, c.code, &errs)
		}
		if !strings.Contains(out.String(), c.out) {
			t.Errorf("%s: got %s, want %s in it", name, &out, c.out)
		}
	}
}
