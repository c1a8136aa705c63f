package lsp

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// toldByClient is what the client was answered: the answers to what testdata/client/client.cjs asks.
type toldByClient struct {
	Initialize struct {
		Capabilities map[string]any
		ServerInfo   struct{ Name string }
	}
	Wrong, Right          publishParams
	Completion            completionList
	Hover                 hover
	Definition, Operation location
	References            []location
	Symbols               []documentSymbol
	Actions               []codeAction
	Closed                string
	Shutdown              any
	Exit                  int
}

// clientFolder is where tools/lspclient.sh installs the client.
const clientFolder = "../.cache/lsp-client/node_modules"

// TestClient goes through a session with the library that VS Code's own client is made of.
func TestClient(t *testing.T) {
	node, err := exec.LookPath("node")
	modules, _ := filepath.Abs(clientFolder)
	if _, missing := os.Stat(filepath.Join(modules, "vscode-languageserver-protocol")); err != nil || missing != nil {
		const why = "the client is not there: run tools/setup.sh test"
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	dir := filepath.Join(t.TempDir(), "shop")
	if err := os.CopyFS(dir, os.DirFS("../examples/shop")); err != nil {
		t.Fatal(err)
	}
	const name = "workflows/checkout.yaml"
	file := filepath.Join(dir, name)
	text := readText(file).src
	broken := strings.Replace(text, "payment: $payment.id", "payment: $payment.idd", 1)
	if broken == text {
		t.Fatal("the example has changed: it has no payment: $payment.id")
	}
	if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, "testdata/client/client.cjs", dir, name, os.Args[0])
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules, asServer+"=1")
	cmd.Stderr = os.Stderr
	said, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var got toldByClient
	if err := json.Unmarshal(said, &got); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	got.check(t, newText(broken))
}

func (got toldByClient) check(t *testing.T, in *text) {
	lines := strings.Split(in.src, "\n")
	line := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "$payment.idd") })
	from := strings.Index(lines[line], "$payment.idd")
	if d := got.Wrong.Diagnostics; len(d) != 1 || d[0].Code != "T102" ||
		d[0].Range != (span{position{line, from}, position{line, from + len("$payment.idd")}}) {
		t.Errorf("diagnostics %+v, want T102 at line %d from %d", d, line, from)
	}
	if i := got.Completion.Items; !slices.ContainsFunc(i, func(i completionItem) bool { return i.Label == "id" }) {
		t.Errorf("completion %+v, want id", i)
	}
	if h := got.Hover.Contents.Value; !strings.Contains(h, "payments.authorize   POST ") {
		t.Errorf("hover %q, want the operation", h)
	}
	step := slices.Index(lines, "  - name: payment")
	if d := got.Definition; d.Range.Start != (position{step, 10}) || !strings.HasSuffix(d.URI, "/checkout.yaml") {
		t.Errorf("definition %+v, want line %d", d, step)
	}
	if d := got.Operation; !strings.HasSuffix(d.URI, "/openapi/payments.yaml") {
		t.Errorf("operation %+v, want it in its contract", d)
	}
	if len(got.References) < 3 {
		t.Errorf("references %+v", got.References)
	}
	if !slices.ContainsFunc(got.Symbols, func(s documentSymbol) bool { return s.Name == "payment" }) {
		t.Errorf("symbols %+v, want the payment", got.Symbols)
	}
	if a := got.Actions; len(a) != 1 || a[0].Title != "replace idd by id" {
		t.Errorf("actions %+v, want the mend", a)
	}
	if v := got.Right.Version; v == nil || *v != 2 {
		t.Errorf("after the mend: %+v, want version 2", got.Right)
	}
	if !strings.Contains(got.Closed, "is not open") || got.Shutdown != nil || got.Exit != 0 || got.Initialize.ServerInfo.Name != "tutti" {
		t.Errorf("closed %q, shutdown %v, exit %d, server %+v", got.Closed, got.Shutdown, got.Exit, got.Initialize)
	}
}
