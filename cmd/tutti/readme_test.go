package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme runs the README's tutorial as a reader would: its sh blocks one after
// the other in one shell, in a folder with the two binaries and the examples. A
// text block is what the sh block before it must print.
func TestReadme(t *testing.T) {
	src, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := tutorial(t, string(src))
	dir := t.TempDir()
	for _, b := range []struct{ name, pkg string }{{"tutti", "tutti/cmd/tutti"}, {"shop-services", "tutti/examples/shop/services"}} {
		if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "bin", b.name), b.pkg).CombinedOutput(); err != nil {
			t.Fatalf("build %s: %v\n%s", b.name, err, out)
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS("../../examples")); err != nil {
		t.Fatal(err)
	}
	got := shell(t, dir, blocks)
	for i, b := range blocks {
		if b.want != "" && strings.TrimRight(got[i], "\n") != strings.TrimRight(b.want, "\n") {
			t.Errorf("README.md:%d: the block prints\n%s\nand not\n%s", b.line, got[i], b.want)
		}
	}
}

// TestReadmeSample checks the workflow that the README shows, in the shop's project.
func TestReadmeSample(t *testing.T) {
	src, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(src), "```yaml\n")
	sample, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the README shows no workflow")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../examples/shop")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "workflows", "checkout.yaml")
	if err := os.WriteFile(file, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := checkOne(file); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", err, found)
	}
}

// block is an sh block of the README and what it is said to print.
type block struct {
	line       int
	code, want string
}

// tutorial takes the blocks out of the section "Your second workflow".
func tutorial(t *testing.T, src string) []block {
	var out []block
	kind, inside := "", false
	for n, line := range strings.Split(src, "\n") {
		switch {
		case strings.HasPrefix(line, "## "):
			inside = line == "## Your second workflow"
		case !inside:
		case strings.HasPrefix(line, "```") && kind == "":
			if kind = strings.TrimPrefix(line, "```"); kind == "sh" {
				out = append(out, block{line: n + 1})
			}
		case line == "```":
			kind = ""
		case kind == "sh":
			out[len(out)-1].code += line + "\n"
		case kind == "text":
			out[len(out)-1].want += line + "\n"
		}
	}
	if len(out) < 5 {
		t.Fatalf("the README's tutorial has only %d blocks", len(out))
	}
	return out
}

// shell runs the blocks in one bash and gives what each printed. The ports that the
// README names are replaced by free ones, and what it leaves running is stopped.
func shell(t *testing.T, dir string, blocks []block) []string {
	const mark = "-- end of block --"
	ports := strings.NewReplacer("127.0.0.1:7001", freeAddress(t, 5), "127.0.0.1:8080", freeAddress(t, 1),
		"bin/tutti serve basket", "bin/tutti serve basket --control 127.0.0.1:0")
	script := "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n"
	for _, b := range blocks {
		script += fmt.Sprintf("%s\necho '%s'\n", ports.Replace(b.code), mark)
	}
	cmd := exec.Command("bash")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(script)
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = log
	out, err := cmd.Output()
	if err != nil {
		t.Logf("bash ended with %v", err)
	}
	said, err := os.ReadFile(log.Name())
	t.Logf("on standard error:\n%s", said)
	parts := strings.Split(string(out), mark+"\n")
	if err != nil || len(parts) <= len(blocks) {
		t.Fatalf("only %d of %d blocks ran:\n%s", len(parts)-1, len(blocks), out)
	}
	return parts
}

// freeAddress is a loopback address with n free ports in a row.
func freeAddress(t *testing.T, n int) string {
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		taken := []net.Listener{l}
		for i := 1; i < n; i++ {
			if l, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port+i)); err != nil {
				break
			}
			taken = append(taken, l)
		}
		for _, l := range taken {
			_ = l.Close()
		}
		if len(taken) == n {
			return fmt.Sprintf("127.0.0.1:%d", port)
		}
	}
	t.Fatalf("no %d free ports in a row", n)
	return ""
}
