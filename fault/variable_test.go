package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tutti/fault"
	"tutti/value"
)

func TestValue(t *testing.T) {
	f := full()
	f.Also[0].Detail = "later"
	f.Cause = fmt.Errorf("in catch: %w", &fault.Fault{Kind: fault.Connect})
	rest := `"extensions":null,"step":null,"service":null,"operation":null,"attempts":0,"processed":"unknown","upstream":null,"also":[],"cause":null`
	want := `{"kind":"status","type":"https://shop.example/declined","title":"Card declined","status":502,"detail":"payments.authorize answered 402",` +
		`"instance":"/runs/1","extensions":{"balance":3,"status":200,"step":"another"},"step":"payment","service":"payments","operation":"authorize",` +
		`"attempts":4,"processed":"yes","upstream":{"status":402,"headers":{"x-secret":"secret"},"body":"secret"},` +
		`"also":[{"kind":"timeout","type":"about:blank","title":"No answer in time","status":504,"detail":"later","instance":null,` + rest + `}],` +
		`"cause":{"kind":"connect","type":"about:blank","title":"A service cannot be reached","status":502,"detail":"A service cannot be reached","instance":null,` + rest + `}}`
	if got := f.Value().String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestFromValueOfAFailStep(t *testing.T) {
	for _, c := range []struct{ in, problem string }{
		{
			`{"status":409,"title":"Out of stock","extensions":{"missing":[7]}}`,
			`{"type":"about:blank","title":"Out of stock","status":409,"missing":[7]}`,
		},
		{`{"status":409.0,"detail":"d","type":"t:x"}`, `{"type":"t:x","title":"Conflict","status":409,"detail":"d"}`},
		{`{}`, `{"type":"about:blank","title":"Internal Server Error","status":500}`},
		{`null`, `{"type":"about:blank","title":"Internal Server Error","status":500}`},
		{`{"status":"409","title":7,"extensions":[1]}`, `{"type":"about:blank","title":"Internal Server Error","status":500}`},
		{`{"kind":"no such kind","status":404}`, `{"type":"about:blank","title":"Not Found","status":404}`},
	} {
		in, err := value.Scan([]byte(c.in), 0)
		if err != nil {
			t.Fatal(err)
		}
		f := fault.FromValue(in)
		if got := f.Problem().String(); f.Kind != fault.Fail || got != c.problem {
			t.Errorf("fail: %s\ngot  %s %s\nwant fail %s", c.in, f.Kind, got, c.problem)
		}
	}
}

// drawFault draws faults with others inside.
func drawFault(depth int) *rapid.Generator[*fault.Fault] {
	return rapid.Custom(func(t *rapid.T) *fault.Fault {
		text := rapid.StringN(0, 5, -1)
		f := &fault.Fault{
			Kind:      rapid.SampledFrom(kinds).Draw(t, "kind"),
			Status:    rapid.SampledFrom([]int{0, 200, 404, 409, 503}).Draw(t, "status"),
			Type:      text.Draw(t, "type"),
			Title:     text.Draw(t, "title"),
			Detail:    text.Draw(t, "detail"),
			Instance:  text.Draw(t, "instance"),
			Step:      text.Draw(t, "step"),
			Service:   text.Draw(t, "service"),
			Operation: text.Draw(t, "operation"),
			Attempts:  rapid.IntRange(0, 5).Draw(t, "attempts"),
			Processed: rapid.SampledFrom([]fault.Processed{fault.Unknown, fault.No, fault.Yes}).Draw(t, "processed"),
		}
		if rapid.Bool().Draw(t, "extended") {
			names := rapid.SampledFrom([]string{"type", "status", "attempts", "missing", "kind"})
			f.Extensions = value.ObjectOf(value.Member{Name: names.Draw(t, "a"), Value: value.FromInt(1)}, value.Member{Name: names.Draw(t, "b")})
		}
		if rapid.Bool().Draw(t, "answered") {
			f.Upstream = &fault.Upstream{Status: 404, Body: value.FromString(text.Draw(t, "body"))}
		}
		if depth > 0 {
			f.Also = rapid.SliceOfN(drawFault(depth-1), 0, 2).Draw(t, "also")
		}
		switch rapid.IntRange(0, 2).Draw(t, "cause") {
		case 1:
			f.Cause = errors.New("a cause that is no fault")
		case 2:
			f.Cause = &fault.Fault{Kind: fault.Timeout}
		}
		return f
	})
}

// `fail: $error` passes the whole fault on.
func TestFromValueIsTheInverseOfValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFault(2).Draw(t, "fault")
		want := f.Value()
		if _, err := value.Scan(want.Raw(), 0); err != nil {
			t.Fatalf("Value() = %s: %v", want, err)
		}
		back := fault.FromValue(want)
		if got := back.Value(); got.String() != want.String() {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		if back.HTTPStatus() != f.HTTPStatus() {
			t.Fatalf("status %d became %d", f.HTTPStatus(), back.HTTPStatus())
		}
	})
}

func TestProblemIsAlwaysAcceptable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawFault(1).Draw(t, "fault").Problem()
		if _, err := value.Scan(p.Raw(), 0); err != nil {
			t.Fatalf("%s: %v", p, err)
		}
	})
}
