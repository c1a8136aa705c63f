package expr

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/itchyny/gojq"
	"github.com/itchyny/timefmt-go"
)

// native is a function of ours in the virtual machine. Its first argument is always the meter;
// arity counts it.
type native struct {
	name  string
	arity int
	call  func(v any, args []any) any
}

// maxParts is how many parts of a string one __concat takes.
const maxParts = 24

// natives are all of them. Names that begin with % cannot be written in jq; the prelude writes
// __name for %name, which nothing else may.
func natives() []native {
	list := []native{
		{"%load", 2, func(_ any, args []any) any { return args[0].(*meter).load(args[1].(int)) }},
		{"%caught", 1, caught},
		{"%path", 1, pathMade},
		{"%editor", 1, openEditor},
		{"%take", 3, takeAt},
		{"%put", 3, putAt},
		{"%drop", 3, dropAt},
		{"%finish", 2, closeEditor},
		{"%assign", 3, assign},
		{"%match", 4, matches},
		{"%splits", 3, splits},
		{"%splice", 2, splice},
	}
	for i := range 3 {
		list = append(list, native{"%guard", i + 2, charge})
	}
	for i := range maxParts {
		list = append(list, native{"%concat", i + 2, concat})
	}
	for sig, call := range replaced {
		name, arity, _ := strings.Cut(sig, "/")
		list = append(list, native{"%" + name, int(arity[0]-'0') + 1, call})
	}
	return list
}

// replaced are the functions of jq that we do ourselves, and those we add, by signature.
var replaced = map[string]func(v any, args []any) any{
	"setpath/2": setpath, "delpaths/1": delpaths,
	"indices/1": search("indices"), "index/1": search("index"), "rindex/1": search("rindex"),
	"strptime/1": strptime,
	"addtime/1":  addtime, "hmac/2": hmacOf,
}

// concat joins texts.
func concat(_ any, args []any) any {
	n := 0
	for _, a := range args[1:] {
		n += textLen(a)
	}
	m := args[0].(*meter)
	if m.seen(n); !m.make(n) {
		return stop()
	}
	var b strings.Builder
	b.Grow(n)
	for _, a := range args[1:] {
		b.WriteString(a.(string))
	}
	return b.String()
}

// search is indices, index or rindex. gojq takes a text apart into code points and compares
// at each place; this searches the text.
func search(name string) func(v any, args []any) any {
	return func(v any, args []any) any {
		m, x := args[0].(*meter), args[1]
		switch v := v.(type) {
		case nil:
			return nil
		case string:
			if sub, ok := x.(string); ok {
				return pick(name, m.textPlaces(v, sub))
			}
		case []any:
			sub, ok := x.([]any)
			if !ok {
				sub = []any{x}
			}
			return pick(name, m.arrayPlaces(v, sub))
		}
		return &failure{message: name + "(" + brief(x) + ") cannot be applied to: " + preview(v)}
	}
}

func brief(v any) string { return gojq.Preview(v) }

// pick is all places, or the first or last; nil places mean that the budget is used up.
func pick(name string, places []any) any {
	switch {
	case places == nil:
		return stop()
	case name == "indices":
		return places
	case len(places) == 0:
		return nil
	case name == "index":
		return places[0]
	default:
		return places[len(places)-1]
	}
}

func (m *meter) textPlaces(s, sub string) []any {
	places, count := []any{}, codePoints{s: s}
	if sub == "" {
		return places
	}
	for from := 0; ; {
		i := strings.Index(s[from:], sub)
		if i < 0 {
			break
		}
		if !m.make(slotBytes+8) || !m.look(len(sub)) {
			return nil
		}
		places = append(places, count.at(from+i))
		_, width := utf8.DecodeRuneInString(s[from+i:])
		from += i + width
	}
	if !m.look(len(s)) {
		return nil
	}
	return places
}

func (m *meter) arrayPlaces(v, sub []any) []any {
	places := []any{}
	if len(sub) == 0 {
		return places
	}
	if !m.look(indicesPrice(m, v, sub)) || !m.make(len(v)*(slotBytes+8)) {
		return nil
	}
	for i := range len(v) - len(sub) + 1 {
		if gojq.Compare(v[i:i+len(sub)], sub) == 0 {
			places = append(places, i)
		}
	}
	return places
}

// strptime is gojq's, except that the name of a time zone (%Z) does not depend on where the machine stands.
func strptime(v any, args []any) any {
	s, ok1 := v.(string)
	format, ok2 := args[1].(string)
	if !ok1 || !ok2 {
		return &failure{message: "strptime(" + brief(args[1]) + ") cannot be applied to: " + preview(v)}
	}
	if !args[0].(*meter).look(len(s) + 8*len(format)) {
		return stop()
	}
	t, err := timefmt.ParseInLocation(s, format, time.UTC)
	if err != nil {
		return &failure{message: "strptime(" + brief(args[1]) + ") cannot be applied to " + brief(v) + ": " + err.Error()}
	}
	t = t.UTC()
	return []any{
		t.Year(), int(t.Month()) - 1, t.Day(), t.Hour(), t.Minute(),
		float64(t.Second()) + float64(t.Nanosecond())/1e9, int(t.Weekday()), t.YearDay() - 1,
	}
}

// hmacOf is hmac($algorithm; $key).
func hmacOf(v any, args []any) any {
	text, ok1 := v.(string)
	name, ok2 := args[1].(string)
	key, ok3 := args[2].(string)
	if !ok1 || !ok2 || !ok3 {
		return &failure{message: "hmac takes texts: the input, the name of a hash and the key"}
	}
	if !args[0].(*meter).look(4 * (len(text) + len(key) + 256)) {
		return stop()
	}
	var algorithm func() hash.Hash
	switch name {
	case "sha1":
		algorithm = sha1.New
	case "sha256":
		algorithm = sha256.New
	case "sha512":
		algorithm = sha512.New
	default:
		return wanted(`hmac knows "sha1", "sha256" and "sha512"`, name)
	}
	mac := hmac.New(algorithm, []byte(key))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
