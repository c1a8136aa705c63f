package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// Every command that the help lists has a page, which names each of its flags.
func TestManual(t *testing.T) {
	root := command(world{out: io.Discard, err: io.Discard})
	dir := filepath.Join(t.TempDir(), "man1")
	if err := writeManual(root, dir); err != nil {
		t.Fatal(err)
	}
	for _, c := range append(root.Commands(), root) {
		if c.Hidden || c.Name() == "help" || c.IsAdditionalHelpTopicCommand() {
			continue
		}
		page, err := os.ReadFile(filepath.Join(dir, pageName(c)+".1"))
		if err != nil {
			t.Errorf("%s has no page: %v", c.CommandPath(), err)
			continue
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !strings.Contains(string(page), roff("--"+f.Name)) {
				t.Errorf("the page of %s does not have --%s", c.CommandPath(), f.Name)
			}
		})
		if root == c && !strings.Contains(string(page), roff("tutti-check")+"(1)") {
			t.Errorf("tutti.1 does not lead to the others:\n%s", page)
		}
	}
}

// The pages are right for groff, where there is one.
func TestManualIsRoff(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("no groff")
	}
	for _, c := range manualOf(command(world{out: io.Discard, err: io.Discard})) {
		cmd := exec.Command(groff, "-man", "-Kutf8", "-Tutf8", "-ww", "-z")
		cmd.Stdin = strings.NewReader(manPage(c))
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("groff does not like the page of %s: %v\n%s", c.CommandPath(), err, out)
		}
	}
}

func TestRoff(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                         "plain\n",
		".dot -x":                       "\\&.dot \\-x\n",
		"a\\b \"c\"":                    "a\\eb \\(dqc\\(dq\n",
		"one\ntwo\n\nthree":             "one\ntwo\n.PP\nthree\n",
		"see\n\n  x: 1\n\n    y: 2":     "see\n.PP\n.RS\n.nf\nx: 1\n\n  y: 2\n.fi\n.RE\n",
		"  shown\n\nafter":              ".RS\n.nf\nshown\n\n.fi\n.RE\nafter\n",
		"in\n  shown\nand on 'as' text": "in\n.RS\n.nf\nshown\n.fi\n.RE\nand on \\(aqas\\(aq text\n",
	} {
		if got := roffText(in); got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", in, got, want)
		}
	}
}
