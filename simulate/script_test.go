package simulate_test

import (
	"strings"
	"testing"
	"time"

	"tutti/simulate"
)

func TestParse(t *testing.T) {
	s, found := simulate.Parse("s.yaml", []byte(`
answers:
  pay.charge: [ { fail: 503, delay: 2s }, "${ { body: $with.id } }" ]
  pay.void: { status: 204 }
events: [ { after: 2d, type: order.shipped, data: { id: 7 } } ]
people: [ { title: Look, after: PT1H, by: ann, answer: { ok: true } } ]
request: { claims: { sub: c1 } }
cancel: { after: 1h, undo: false }
time: 2026-01-31T09:00:00+01:00
seed: 7
`), []string{"pay.charge", "pay.void"})
	if len(found) > 0 {
		t.Fatal(found)
	}
	if len(s.Answers["pay.charge"]) != 2 || len(s.Answers["pay.void"]) != 1 {
		t.Errorf("answers %v", s.Answers)
	}
	if e := s.Events[0]; e.After != 48*time.Hour || e.Type != "order.shipped" || e.Data.Get("id").String() != "7" {
		t.Errorf("event %+v", e)
	}
	if p := s.People[0]; p.Title != "Look" || p.After != time.Hour || p.By != "ann" || !p.Answer.Get("ok").Bool() {
		t.Errorf("person %+v", p)
	}
	if s.Cancel == nil || s.Cancel.After != time.Hour || !s.Cancel.Keep || s.Seed != 7 || s.Request.Get("claims").Get("sub").Text() != "c1" {
		t.Errorf("got %+v", s)
	}
	if want := time.Date(2026, 1, 31, 8, 0, 0, 0, time.UTC); !s.Start.Equal(want) {
		t.Errorf("time %v, want %v", s.Start, want)
	}
}

// findings are scripts and what is said of them.
var findings = map[string]string{
	"answer: {}\n":                              `s.yaml:1:1: error M701: a script has no "answer" (did you mean "answers"?)`,
	"answers: { pay.chrge: {} }\n":              `s.yaml:1:12: error M702: there is no operation "pay.chrge" (did you mean "pay.charge"?)`,
	"answers: { pay.charge: { bdy: 1 } }\n":     `the answer of pay.charge has no "bdy" (did you mean "body"?)`,
	"answers: { pay.charge: { fail: boom } }\n": `fail is "boom": say timeout, connect, breaker, contract, or a status from 400 to 599`,
	"answers: { pay.charge: { delay: 2 } }\n":   `a duration is written`,
	"answers: { pay.charge: [] }\n":             "this list has no answers",
	"answers: [1]\n":                            "answers is a mapping of operations",
	"events: [ { after: 1h } ]\n":               "an event needs a type",
	"events: { after: 1h }\n":                   "events is a list",
	"events: [ 7 ]\n":                           "an event is a mapping with any of after, type, data",
	"people: [ { who: ann } ]\n":                `a person has no "who" (there is title, after, by, answer)`,
	"people: [ { by: 7 } ]\n":                   "this is text, not 7",
	"time: tomorrow\n":                          `"tomorrow" is no time`,
	"request: $with.id\n":                       "s.yaml:1:10: error M703",
	"seed: &x 7\n":                              "anchors",
	"[]\n":                                      "a script is a mapping",
	"seed: many\n":                              `the seed is a whole number, not "many"`,
	"cancel: { undo: no }\n":                    `this is true or false, not "no"`,
}

func TestParseFindings(t *testing.T) {
	for src, want := range findings {
		if _, found := simulate.Parse("s.yaml", []byte(src), []string{"pay.charge"}); !strings.Contains(found.Error(), want) {
			t.Errorf("%q: got\n%v\nwant %s", src, found, want)
		}
	}
}

func TestAnswersThatCannotBeMadeOut(t *testing.T) {
	p := compile(t, "w", "- { call: s.a, with: { id: 7 } }\n")
	for answer, want := range map[string]string{
		`{ status: "${ $with.id }" }`:       "s.yaml:1:17: the answer of s.a: status is 7, not a number from 100 to 599",
		`{ delay: "${ $with.id }" }`:        "delay is 7",
		`{ fail: "${ $with.id }" }`:         "fail is 7",
		`{ body: "${ $with.id | error }" }`: "the answer of s.a: ",
		`{ body: $wth }`:                    "wth",
	} {
		if _, err := play(t, "answers: { s.a: "+answer+" }", p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", answer, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("answers: { a.b: { fail: 503, body: $with.id } }\nevents: [ { after: 1d, type: x } ]\n"))
	f.Add([]byte("people: [ { title: x } ]\ncancel: {}\ntime: 2026-01-31T09:00:00Z\nseed: 9\n"))
	f.Add([]byte("cancel: 7\nrequest: $x\nanswers: { a: [ [ ] ] }"))
	f.Fuzz(func(_ *testing.T, src []byte) {
		simulate.Parse("s.yaml", src, []string{"a.b"})
	})
}
