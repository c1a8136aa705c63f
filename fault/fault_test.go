package fault_test

import (
	"errors"
	"testing"

	"tutti/fault"
	"tutti/value"
)

var _ error = (*fault.Fault)(nil)

func TestProblemTellsNothingInternal(t *testing.T) {
	f := fault.New(fault.Connect, "call payments.authorize", errors.New("dial tcp 10.0.0.4:8080: refused"))
	f.Step, f.Service, f.Operation, f.Attempts = "payment", "payments", "authorize", 2
	f.Upstream = &fault.Upstream{Status: 500, Body: value.FromString("secret")}
	f.Extensions = value.ObjectOf(value.Member{Name: "status", Value: value.FromInt(200)}, value.Member{Name: "missing", Value: value.FromInt(3)})
	want := `{"type":"about:blank","title":"A service cannot be reached","status":502,"detail":"call payments.authorize",` +
		`"step":"payment","service":"payments","operation":"authorize","attempts":2,"missing":3}`
	if got := f.Problem().String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
