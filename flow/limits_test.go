package flow_test

import (
	"reflect"
	"slices"
	"testing"

	"tutti/flow"
)

func TestLimitsInWords(t *testing.T) {
	words := flow.DefaultLimits().Words()
	if n := reflect.TypeFor[flow.Limits]().NumField(); len(words) != n {
		t.Errorf("%d limits in words, there are %d", len(words), n)
	}
	for _, want := range []flow.Limit{{"body of a request", "1 MiB"}, {"steps of an expression", "100,000"}, {"one attempt of a call", "10s"}, {"depth of JSON", "128"}} {
		if !slices.Contains(words, want) {
			t.Errorf("%v is not among %v", want, words)
		}
	}
	odd := flow.Limits{RequestBody: 1500, AnswerBody: 1 << 31, ForElements: 1_234_567}.Words()
	for _, want := range []flow.Limit{{"body of a request", "1,500 bytes"}, {"body of a service's answer", "2 GiB"}, {"elements of a for", "1,234,567"}, {"depth of JSON", "0"}} {
		if !slices.Contains(odd, want) {
			t.Errorf("%v is not among %v", want, odd)
		}
	}
}
