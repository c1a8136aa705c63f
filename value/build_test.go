package value_test

import (
	"fmt"
	"testing"

	"tutti/value"
)

func TestBuilder(t *testing.T) {
	b := value.NewBuilder(8)
	b.BeginObject()
	b.Name("a,\"")
	b.Value(value.FromInt(1))
	b.Name("b")
	b.BeginArray()
	b.BeginArray()
	b.EndArray()
	b.Text("[")
	b.Text("x")
	b.BeginObject()
	b.EndObject()
	b.Value(value.Value{})
	b.EndArray()
	b.Name("c:")
	b.Text("{")
	b.EndObject()
	want := `{"a,\"":1,"b":[[],"[","x",{},null],"c:":"{"}`
	if got := must(t, b.Done().String()); got.String() != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var empty value.Builder
	if got := empty.Done(); !got.IsNull() {
		t.Errorf("nothing built: got %s, want null", got)
	}
}

func TestObjectOf(t *testing.T) {
	member := func(name string, n int64) value.Member { return value.Member{Name: name, Value: value.FromInt(n)} }
	for _, c := range []struct {
		members []value.Member
		want    string
	}{
		{nil, "{}"},
		{[]value.Member{member("b", 1), member("a", 2)}, `{"b":1,"a":2}`},
		{[]value.Member{member("a", 1), member("b", 2), member("a", 3)}, `{"b":2,"a":3}`},
		{[]value.Member{{Name: "null"}}, `{"null":null}`},
		{[]value.Member{member("\xfe", 1), member("\xff", 2)}, "{\"\ufffd\":2}"},
	} {
		if got := value.ObjectOf(c.members...).String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestObjectOfManyMembers(t *testing.T) {
	var members []value.Member
	for i := range 100 {
		members = append(members, value.Member{Name: fmt.Sprint(i % 40), Value: value.FromInt(int64(i))})
	}
	v := must(t, value.ObjectOf(members...).String())
	if v.Len() != 40 || v.Get("0").String() != "80" || v.Get("39").String() != "79" {
		t.Errorf("the last of equal names should stand: %s", v)
	}
}

func TestArrayOf(t *testing.T) {
	if got, want := value.ArrayOf(value.FromInt(1), value.Value{}, value.FromString("a")).String(), `[1,null,"a"]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := value.ArrayOf().String(); got != "[]" {
		t.Errorf("got %s, want []", got)
	}
}
