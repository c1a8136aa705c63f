package tutti

import (
	"os"
	"testing"

	"tutti/flow"
)

// checkPrint holds a definition without findings against what it is printed as.
func checkPrint(t *testing.T, d *flow.Definition) string {
	t.Helper()
	printed := Print(d)
	if len(printed) > maxFile {
		return ""
	}
	again, list := Workflow("f.yaml", printed)
	if list.HasErrors() {
		t.Fatalf("what is printed has findings:\n%s\n%s", printed, list.Error())
	}
	if got, want := meaning(again), meaning(d); got != want {
		t.Fatalf("what is printed reads differently:\n%s\n got %s\nwant %s", printed, got, want)
	}
	if twice := string(Print(again)); twice != string(printed) {
		t.Fatalf("printed twice it differs:\n%s\n%s", printed, twice)
	}
	return string(printed)
}

func TestPrintGood(t *testing.T) {
	for _, c := range good {
		d, _ := Workflow("f.yaml", []byte(c.src))
		t.Log(checkPrint(t, d))
	}
}

func TestPrintSamples(t *testing.T) {
	for _, file := range sampleFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := Workflow("f.yaml", src)
		t.Log(checkPrint(t, d))
	}
}
