package value_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"tutti/value"
)

var documents = []string{
	`null`, ` true`, `-0.5e+10`, `"\ud83d\ude00 é \\ \""`, `[1,[2,[]],{}]`, `{"a":1.10,"b":{"a":null},"\u0063":"x"}`,
	`{"a":1,"\u0061":2}`, `"\ud800"`, "\"\xff\"", `[1,]`, `{"a":}`, `01`, `1e400`, `[[[[[[[[[1]]]]]]]]]`, `{"a":[{"b":[{"c":[{}]}]}]}`, "[\"\x01\"]",
	`{"0":0,"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"8":0,"9":0,"a":0,"b":0,"c":0,"d":0,"e":0,"f":0,"g":0,"h":0,"1":1}`, "\ufeff1", `"\u00`,
}

const fuzzDepth = 8

// FuzzScan holds Scan to encoding/json, plus the stricter rules that Scan documents; and what it accepts
// must survive every way through this package.
func FuzzScan(f *testing.F) {
	for _, d := range documents {
		f.Add([]byte(d))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := value.Scan(b, fuzzDepth)
		if want := acceptable(b); (err == nil) != want {
			t.Fatalf("Scan(%q) = %v, want it accepted: %t", b, err, want)
		}
		if err != nil {
			return
		}
		if got, want := v.String(), string(bytes.Trim(b, " \t\r\n")); got != want {
			t.Fatalf("Scan(%q) = %s", b, got)
		}
		throughGojq(t, v)
		throughEncodingJSON(t, v)
		if rebuilt := rebuild(v); !value.Equal(v, rebuilt) || value.Compare(v, rebuilt) != 0 {
			t.Fatalf("%s walked through and built again is %s", v, rebuilt)
		}
	})
}

func throughGojq(t *testing.T, v value.Value) {
	back, err := value.FromAny(v.Any())
	if err != nil || !value.Equal(v, back) || !value.Equal(back, v) || value.Compare(v, back) != 0 {
		t.Fatalf("%s came back as %s, %v", v, back, err)
	}
	if _, err := value.Scan(back.Raw(), fuzzDepth); err != nil {
		t.Fatalf("%s: FromAny wrote %s: %v", v, back, err)
	}
}

func throughEncodingJSON(t *testing.T, v value.Value) {
	decoder := json.NewDecoder(bytes.NewReader(v.Raw()))
	decoder.UseNumber()
	var a any
	if err := decoder.Decode(&a); err != nil {
		t.Fatal(err)
	}
	if back, err := value.FromAny(a); err != nil || !value.Equal(v, back) {
		t.Fatalf("encoding/json reads %s as %s, %v", v, back, err)
	}
}

// rebuild writes v anew with what the accessors say.
func rebuild(v value.Value) value.Value {
	b := value.NewBuilder(0)
	switch v.Kind() {
	case value.Object:
		b.BeginObject()
		for name := range v.Members() {
			b.Name(name)
			b.Value(rebuild(v.Get(name)))
		}
		b.EndObject()
	case value.Array:
		b.BeginArray()
		for i := range v.Len() {
			b.Value(rebuild(v.Elem(i - v.Len())))
		}
		b.EndArray()
	case value.String:
		b.Text(v.Text())
	default:
		b.Value(v)
	}
	return b.Done()
}

// acceptable says by other means what Scan should say.
func acceptable(b []byte) bool {
	return json.Valid(b) && utf8.Valid(b) && !halfPair(b) && shallowAndUnique(b)
}

var escapes = regexp.MustCompile(`\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)`)

func halfPair(b []byte) bool {
	for _, e := range escapes.FindAllString(string(b), -1) {
		if len(e) == 6 && strings.ContainsAny(e[2:3], "dD") && strings.ContainsAny(e[3:4], "89abcdefABCDEF") {
			return true
		}
	}
	return false
}

func shallowAndUnique(b []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(b))
	var open []map[string]bool // nil: an array
	wantName := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return true
		}
		inObject := len(open) > 0 && open[len(open)-1] != nil
		if name, ok := token.(string); ok && inObject && wantName {
			if open[len(open)-1][name] {
				return false
			}
			open[len(open)-1][name] = true
			wantName = false
			continue
		}
		switch token {
		case json.Delim('{'):
			open = append(open, map[string]bool{})
		case json.Delim('['):
			open = append(open, nil)
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
		if len(open) > fuzzDepth {
			return false
		}
		wantName = true
	}
}

// FuzzString: whatever the bytes, AppendString writes a string that Scan accepts and Text reads back.
func FuzzString(f *testing.F) {
	for _, s := range []string{"", "plain", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "é😀\u2028", "\xff\xed\xa0\x80", "\ufffd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := value.Scan(value.AppendString(nil, s), 0)
		if want := string([]rune(s)); err != nil || v.Text() != want || v.Len() != utf8.RuneCountInString(want) {
			t.Fatalf("%q was written as %s and read as %q, %v", s, v, v.Text(), err)
		}
	})
}
