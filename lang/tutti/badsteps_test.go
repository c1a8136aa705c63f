package tutti

import "testing"

func TestBadRetries(t *testing.T) {
	const rest = "\nsteps: [ { return: {} } ]"
	checkBad(t, []bad{
		{"workflow: w\nretry: ▸flaky" + rest, []string{`K105: "retry" is a mapping of retry policies by name, not a single value`}},
		{"workflow: w\nretry: { a: ▸3, b: ▸[ 5xx ] }" + rest, []string{`K105: a retry policy is a mapping with on, attempts, backoff, timeout => write { attempts: 3 }`, `K105: a retry policy is a mapping`}},
		{"workflow: w\nretry: { ▸a b: { attempts: 3 } }" + rest, []string{`K108: "a b" cannot be the name of a retry policy`}},
		{"workflow: w\nretry: { a: ▸{ ▸atempts: 3 } }" + rest, []string{`K102: "attempts" is missing`, `K101: unknown key "atempts" => did you mean "attempts"?`}},
		{"workflow: w\nretry: { a: { attempts: ▸0 } }" + rest, []string{`K111: "attempts" is from 1 to 1000, not 0`}},
		{"workflow: w\nretry: { a: { attempts: ▸$input.n } }" + rest, []string{`K103: "attempts as an expression" comes later`}},
		{"workflow: w\nretry: { a: { attempts: ▸some } }" + rest, []string{`K109: "attempts" needs a whole number`}},
		{"workflow: w\nretry: { a: { attempts: 2, on: ▸5xx } }" + rest, []string{`K105: "on" is a list of errors => write [5xx]`}},
		{"workflow: w\nretry: { a: { attempts: 2, on: ▸[] } }" + rest, []string{`K105: "on" is an empty list`}},
		{"workflow: w\nretry: { a: { attempts: 2, on: [▸timeut, ▸3xx, ▸600, ▸$input.e, ▸[5xx], 429, ▸429, https://a/b, ▸nonsense] } }" + rest, []string{
			`K109: "timeut" is not an error that ` + "`on`" + ` can match => did you mean "timeout"?`, `K109: "3xx" is not an error => did you mean "4xx"?`, `K109: "600" is not`,
			`K109: "$input.e" is not`, `K109: a list is not an error`, `K112: "429" is already in the list`, `K109: "nonsense" => it is one of 4xx, 5xx, timeout`,
		}},
		{"workflow: w\nretry: { a: { attempts: 2, backoff: ▸5s..1s } }" + rest, []string{`K111: the waits begin at 5s and cannot end at 1s => write 1s..5s`}},
		{"workflow: w\nretry: { a: { attempts: 2, backoff: ▸5s.. }, b: { attempts: 2, backoff: ▸1..2 }, c: { attempts: 2, backoff: ▸soon } }" + rest, []string{
			`K109: "backoff" cannot be "5s.." => write it like 200ms..5s`, `K109: "backoff" cannot be "1..2"`, `K109: "backoff" cannot be "soon"`,
		}},
		{"workflow: w\nretry: { a: { attempts: 2, backoff: ▸\"${ $input.a }..2s\", timeout: ▸0s } }" + rest, []string{`K103: "backoff as an expression"`, `K109: "timeout" cannot be "0s"`}},
		{"workflow: w\nretry: { flaky: { attempts: 2 } }\nsteps: [ { call: a.b, retry: ▸flakey } ]", []string{`K113: the workflow has no retry policy "flakey" => did you mean "flaky"?`}},
		{"workflow: w\nretry: { flaky: ▸1 }\nsteps: [ { call: a.b, retry: flaky } ]", []string{`K105: a retry policy is a mapping`}},
		{"workflow: w\nsteps: [ { call: a.b, retry: ▸hard } ]", []string{`K113: no retry policy "hard" => write retry: { hard: { attempts: 3 } } above the steps`}},
		{"workflow: w\nsteps: [ { call: a.b, retry: ▸$input.r } ]", []string{`K109: "$input.r" is not the name of a retry policy => written out, so that it can be checked`}},
		{"workflow: w\nsteps: [ { call: a.b, retry: ▸[ x ] } ]", []string{`K105: "retry" is the name of a retry policy, or a mapping with on`}},
		{"workflow: w\nsteps: [ { call: a.b, retry: { attempts: 2, ▸max: 3 } } ]", []string{`K101: unknown key "max"`}},
	}, readWorkflow)
}

func TestBadTriggers(t *testing.T) {
	const rest = "\nsteps: [ { return: {} } ]"
	checkBad(t, []bad{
		{"workflow: w\non: { event: ▸$x, webhook: ▸a b }" + rest, []string{`K109: "$x" is not an event type => written out, so that it can be checked`, `K108: "a b" cannot be the name of a webhook`}},
		{"workflow: w\non: { event: ▸a b }" + rest, []string{`K109: "a b" is not an event type => write it like order.confirmed`}},
		{"workflow: w\non: { event: ▸[a, b] }" + rest, []string{`K105: "event" is an event type, not a list`}},
		{"workflow: w\non: { schedule: ▸daily }" + rest, []string{`K105: "schedule" is a mapping, not a single value`}},
		{"workflow: w\non: { schedule: ▸{} }" + rest, []string{`K102: a schedule needs "cron" or "every" => { every: 15m }`}},
		{"workflow: w\non: { schedule: { cron: \"* * * * *\", every: ▸5m } }" + rest, []string{`K104: a schedule has "cron" or "every", not both => two workflows`}},
		{"workflow: w\non: { schedule: { every: 5m, zone: ▸UTC } }" + rest, []string{`K104: "zone" needs "cron" beside it`}},
		{"workflow: w\non: { schedule: { every: ▸often } }" + rest, []string{`K109: "every" cannot be "often"`}},
		{"workflow: w\non: { schedule: { cron: ▸0 6 * *, zone: ▸Europe } }" + rest, []string{`K109: "0 6 * *" has 4 fields, and cron has five or six => minute hour day`, `K109: "Europe" is not the name of a time zone => Europe/Warsaw`}},
		{"workflow: w\non: { schedule: { cron: ▸@daily } }" + rest, []string{"Y003: YAML takes a part"}},
		{"workflow: w\non: { schedule: { cron: ▸\"@daily\" } }" + rest, []string{`K109: "@daily" has 1 fields`}},
		{"workflow: w\non: { schedule: { cron: 0 ▸24 * * 1-5 } }" + rest, []string{`K109: the hour of cron: it is from 0 to 23, not 24`}},
		{"workflow: w\non: { schedule: { cron: 0 0 6 * ▸foo 1-5 } }" + rest, []string{`K109: the month of cron: "foo" is neither * nor a number from 1 to 12`}},
		{"workflow: w\non: { schedule: { cron: 0 0 6 * jan ▸fri-mon } }" + rest, []string{`K109: the day of the week of cron: the range fri-mon goes backwards`}},
		{"workflow: w\non: { schedule: { cron: ▸0/0 6 * * 1-5 } }" + rest, []string{`K109: the minute of cron: "/0" is not a step from 1 to 59`}},
		{"workflow: w\non: { schedule: { cron: ▸1-x 6 * * +5 } }" + rest, []string{`K109: "x" is neither`}},
		{"workflow: w\non: { schedule: { cron: 0 6 * * ▸+5 } }" + rest, []string{`K109: "+5" is neither`}},
		{"workflow: w\non: { schedule: { cron: \"0 6 * * ▸1,\" } }" + rest, []string{`K109: "" is neither`}},
	}, readWorkflow)
}

func TestBadScopes(t *testing.T) {
	checkBad(t, []bad{
		// Repeat.
		{"  - repeat: ▸[]", []string{`K105: the list has no steps`}},
		{"  - repeat: ▸3", []string{`K105: "repeat" is a list of steps, not a single value`}},
		{"  - { repeat: [ { call: a.b } ], ▸untill: $x, max: ▸0, every: ▸often }", []string{
			`K101: unknown key "untill" => did you mean "until"?`, `K111: "max" is from 1 to 1000000, not 0`, `K109: "every" cannot be "often"`,
		}},
		{"  - { repeat: [ { call: a.b } ], max: ▸$input.n, until: ▸[1] }", []string{`K103: "max as an expression" comes later`, `V105: "until" needs an expression`}},
		{"  - { call: a.b, ▸until: $x, ▸max: 3, ▸every: 1s }", []string{
			`K104: "until" does not stand beside "call" => it belongs to "repeat"`, `K104: "max"`, `K104: "every"`,
		}},

		// Switch.
		{"  - switch: ▸[]", []string{`K105: "switch" is an empty list`}},
		{"  - switch: ▸{ when: true }", []string{`K105: "switch" is a list of { when, then }, not a mapping => begin each step with a dash`}},
		{"  - switch: [ ▸a, ▸{ when: true }, ▸{ then: [ { call: a.b } ] }, { when: true, then: ▸[], ▸els: [] } ]", []string{
			`K105: a case is a mapping, not a single value`, `K102: "then" is missing => a list of steps`, `K102: "when" is missing => an expression`,
			`K105: the list has no steps`, `K101: unknown key "els"`,
		}},
		{"  - { switch: [ { when: true, then: [ { call: a.b } ] } ], ▸then: [] }", []string{`K104: "then" does not stand beside "switch"`}},
		{"  - switch:\n      - { when: ▸!$x, then: [ { call: a.b } ] }", []string{`Y007: !$x as a tag`}},

		// Try.
		{"  - { try: [ { call: a.b } ], catch: ▸[], finally: ▸[] }", []string{`K105: "catch" is an empty list`, `K105: the list has no steps`}},
		{"  - { try: [ { call: a.b } ], catch: [ ▸{ on: [any] } ] }", []string{`K102: an entry of a catch needs "then" or "retry" => then: [ { fail: $error } ]`}},
		{"  - { try: [ { call: a.b } ], catch: [ ▸any ] }", []string{`K105: an entry of a catch is a mapping, not a single value`}},
		{"  - { try: [ { call: a.b } ], catch: [ { on: [▸5x], ▸than: [ { call: a.b } ], then: [ { call: a.b } ] } ] }", []string{
			`K109: "5x" is not an error => did you mean "5xx"?`, `K101: unknown key "than" => did you mean "then"?`,
		}},
		{"  - { try: [ { call: a.b } ], catch: [ { then: [ { call: a.b } ], steps: ▸[ { call: a.b } ] } ] }", []string{`K104: "steps" is another word for "then"`}},
		{"  - { try: [ { call: a.b } ], catch: [ { retry: { on: ▸[5xx], attempts: 2 } } ] }", []string{`K104: this retry begins on the errors of its catch => remove this "on"`}},
		{"  - { call: a.b, ▸catch: [], ▸finally: [] }", []string{`K104: "catch" does not stand beside "call" => it belongs to "try"`, `K104: "finally"`}},
		{"  - { call: a.b, onError: ▸continu }", []string{`K109: "onError" is fail or continue, not "continu" => did you mean "continue"?`}},
		{"  - { call: a.b, onError: ▸[] }", []string{`K105: "onError" is one of the words`}},
	}, readSteps)
}

func TestBadWaitsAndCalls(t *testing.T) {
	checkBad(t, []bad{
		// Wait, await, human.
		{"  - wait: ▸5\n  - wait: ▸soon\n  - wait: ▸2026-12-24\n  - wait: ▸[ 5s ]\n  - ▸wait:", []string{
			`K109: "wait" cannot be "5" => a duration like 30s or P1D, or a time like 2026`, `K109: "soon"`, `K109: "2026-12-24"`,
			`K105: "wait" is a duration, a time`, `K105: "wait" has no value`,
		}},
		{"  - wait: \"▸${ $input.t\"", []string{`V101: ${ is not closed`}},
		{"  - await: ▸$input.type\n  - await: ▸[]\n  - await: [ ▸a b, c, ▸c, ▸[d], ▸null ]\n  - await: ▸{ type: a }", []string{
			`K109: "$input.type" is not an event type => written out`, `K105: "await" is an empty list`, `K109: "a b"`, `K112: "c" is already in the list`,
			`K105: an event type is a word, not a list`, `K105: an event type is a word, not null`, `K105: "await" is an event type or a list of them, not a mapping`,
		}},
		{"  - { await: a, match: ▸$input, timeout: ▸x }", []string{`K105: "match" is a mapping of fields to values, not a single value`, `K109: "timeout" cannot be "x"`}},
		{"  - { await: a, match: { b: Total ▸$input } }", []string{`V102: this is text, so $input is not replaced`}},
		{"  - human: ▸5\n  - human: ▸[ x ]\n  - human: For ▸$input.name", []string{`K105: "human" is a text => quotes`, `K105: "human" is a text, not a list`, `V102: $input`}},
		{"  - { human: x, form: ▸simple, assign: ▸{}, escalate: ▸[] }", []string{
			`K105: "simple" is text; "form" is a mapping or an expression`, `K102: "assign" needs "users" or "roles"`, `K105: "escalate" is an empty list`,
		}},
		{"  - { human: x, assign: { ▸role: [a], users: ▸bob, roles: [▸5, ▸[a], ▸a | b, $input.r] } }", []string{
			`K101: unknown key "role" => did you mean "roles"?`, `K105: "users" is an expression or a list => write [bob]`,
			`K105: "roles" lists names => quotes`, `K105: "roles" lists names => [name, name]`, `V103: "a | b"`,
		}},
		{"  - { human: x, escalate: [ ▸{ after: ▸$input.t }, { after: ▸x, assign: { users: ▸[] } }, ▸y ] }", []string{
			`K102: "assign" is missing`, `K103: "after as an expression"`, `K109: "after" cannot be "x"`, `K105: "users" is an empty list`, `K105: an escalation is a mapping`,
		}},
		{"  - { call: a.b, ▸match: {}, ▸form: {}, ▸assign: {}, ▸escalate: [] }", []string{`K104: "match" => "await"`, `K104: "form" => "human"`, `K104: "assign"`, `K104: "escalate"`}},

		// Emit and run.
		{"  - emit: ▸$input.type\n  - { emit: a, to: ▸$input.bus, ▸dta: 1 }", []string{`K109: "$input.type" is not an event type`, `K108: "$input.bus" cannot be the name of a service`, `K101: unknown key "dta" => did you mean "data"?`}},
		{"  - run: ▸$input.w\n  - { run: w2, with: ▸text, version: ▸$input.v, detach: ▸maybe }", []string{
			`K108: "$input.w" cannot be the name of a workflow`, `K105: "text" is text; "with" is`, `K103: "version as an expression" comes later`, `K109: "detach" is true or false`,
		}},
		{"  - { call: a.b, ▸data: 1, ▸to: x, ▸detach: true, ▸version: 1 }", []string{`K104: "data" => "emit"`, `K104: "to"`, `K104: "detach" => "run"`, `K104: "version"`}},

		// What stands beside call.
		{"  - { call: a.b, idempotent: ▸maybe, cache: ▸long, url: ▸y, method: ▸FETCH, path: ▸x }", []string{
			`K109: "idempotent" is true or false`, `K109: "cache" cannot be "long"`, `K109: "y" is not the URL of a call`, `K110: unknown method "FETCH"`, `K109: the path "x" does not begin with / => write /x`,
		}},
		{"  - { call: a.b, url: ▸5, path: ▸true, cache: ▸[] }", []string{`K105: "url" is a text`, `K105: "path" is a text`, `K105: "cache" is a duration or { ttl, stale }, not a list`}},
		{"  - { call: a.b, cache: ▸{ stale: ▸x, ▸til: 5s } }", []string{`K102: "ttl" is missing`, `K109: "stale" cannot be "x"`, `K101: unknown key "til" => did you mean "ttl"?`}},
		{"  - { call: a.b, fallback: ▸[] }\n  - { call: a.b, fallback: ▸{ call: a.c } }", []string{`K105: "fallback" is an empty list`, `K105: "fallback" is a list of calls, not a mapping`}},
		{"  - { call: a.b, fallback: [ ▸a.c, { ▸set: { a: 1 } }, { call: a.c, ▸name: x }, { call: ▸c } ] }", []string{
			`K105: a step is a mapping`, `K104: "set" does not stand in a fallback => a fallback is a call`, `K104: a fallback has no "name"`, `K109: "c" is not an operation`,
		}},
		{"  - { call: a.b, fallback: [ { call: a.c, ▸fallback: [ { call: a.d } ] } ] }", []string{`K104: a fallback has no "fallback"`}},
	}, readSteps)
}
