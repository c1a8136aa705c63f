package expr

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"tutti/fault"
	"tutti/value"
)

// bombs are expressions that would take all memory, or hours, without the budget. Variables: $big, an array of
// 100,000 numbers; $text, a text of 500,000 letters; $wide, an object of 20,000 members; $deep, 100 arrays inside each other.
var bombs = []string{
	// doubling
	`reduce range(60) as $i ("x"; . + .)`,
	`reduce range(60) as $i ("x"; "\(.)\(.)")`,
	`reduce range(60) as $i ("x"; [., .] | join(""))`,
	`reduce range(60) as $i ("x"; . * 2)`,
	`reduce range(60) as $i ([1]; . + .)`,
	`reduce range(60) as $i ([1]; [.[], .[]])`,
	`reduce range(60) as $i ([1]; [., .] | add)`,
	`reduce range(60) as $i ([1]; [., .] | flatten)`,
	`reduce range(60) as $i ("x"; @json)`,
	`reduce range(60) as $i ("\"\\"; tojson)`,
	`reduce range(60) as $i ("<"; @html + @html)`,
	`reduce range(60) as $i ("é"; @uri + @uri)`,
	`reduce range(60) as $i ("'"; @sh)`,
	`reduce range(60) as $i ("xx"; @base64)`,
	`reduce range(60) as $i ("\""; [.] | @csv)`,
	`reduce range(60) as $i ("x"; {"\(.)\(.)": 1} | keys[0])`,
	`reduce range(60) as $i ("x"; gsub("x"; "xx"))`,
	`reduce range(60) as $i ("x"; [splits("")] | map(. + .) | join(""))`,
	`reduce range(60) as $i ("x"; explode | . + . | implode)`,
	`reduce range(60) as $i ({}; .[$i | tostring] = .)| tojson`,
	`reduce range(60) as $i ({a: 1}; {a: ., b: .}) | [.. | numbers] | length`,
	// shared parts that only look small
	`reduce range(60) as $i (0; [., .]) | tojson`,
	`reduce range(60) as $i (0; [., .])`,
	`reduce range(60) as $i (0; [., .]) | . == (reduce range(60) as $i (0; [., .]))`,
	`reduce range(60) as $i (0; [., .]) | [., .] | sort`,
	`reduce range(60) as $i (0; [., .]) | [paths] | length`,
	`reduce range(60) as $i (0; [., .]) | flatten`,
	`reduce range(60) as $i (0; [., .]) | error`,
	`reduce range(60) as $i (0; [., .]) | contains([1])`,
	`reduce range(60) as $i (0; [., .]) | [., .] | unique`,
	`reduce range(60) as $i (0; [., .]) | [., .] | min_by(.)`,
	`reduce range(60) as $i (0; [., .]) | "\(.)"`,
	`reduce range(60) as $i (0; {a: ., b: .}) | . * .`,
	`reduce range(60) as $i (0; {a: ., b: .}) | @text`,
	`reduce range(60) as $i (0; [., .]) | [tostream] | length`,
	`reduce range(60) as $i (0; [., .]) | walk(.)`,
	`reduce range(60) as $i (0; [., .]) | index([0])`,
	`reduce range(60) as $i (0; [., .]) | [., .] - [.]`,
	// one instruction that makes a lot
	`"x" * 1e8`,
	`"x" * 1e300`,
	`[] | .[2e7] = 1`,
	`[] | .[5e8] |= 1`,
	`null | setpath([1e8]; 1)`,
	`[range(1e4) | $text] | join("")`,
	`[range(1e4) | $text] | add`,
	`[range(1e4) | $big] | add | length`,
	`[range(1e4) | $big] | flatten | length`,
	`[range(2000) | $big] | tojson | length`,
	`[range(2000) | $big] | transpose | length`,
	`[range(3000) | [range(300)]] | transpose | map(add) | transpose`,
	`[[range(3000)], (range(3000) | [])] | transpose | transpose | transpose`,
	`$text | [limit(100; repeat(.))] | map(explode) | length`,
	`$text | [range(50) | . as $i | $text | split("")] | length`,
	`[range(100) | $text | @json | fromjson | @json] | length`,
	`[range(300) | $text | @uri] | length`,
	`[range(100) | $text | [match("."; "g")] | length]`,
	`[range(300) | $big | reverse] | length`,
	`[range(300) | $big | keys] | length`,
	`[range(300) | $wide | to_entries] | length`,
	`0 | strftime("%1024Y" * 20000)`,
	`$text | [combinations(5)]`,
	`[range(40)] | [combinations(10)] | length`,
	// work without an end, or nearly
	`def f: f; f`,
	`def f: [f]; f`,
	`def f: {a: f}; f`,
	`def f: f | .; f`,
	`def f($x): f([$x]); f(1)`,
	`def f(g): f(g | g); f(1)`,
	`def f: 1 + f; f`,
	`def f: try f catch .; f`,
	`def f: f, f; [f]`,
	`def f: f as $x | $x; f`,
	`def f: reduce f as $x (0; 1); f`,
	`0 | [limit(1e9; repeat(1))]`,
	`0 | [limit(1e9; range(1e9) | empty)]`,
	`last(range(1e9))`,
	`[range(1e9)]`,
	`[range(0; 1; 1e-300)]`,
	`0 | until(false; . + 1)`,
	`0 | [while(true; . + 1)]`,
	`0 | [recurse([.])]`,
	`[1 | recurse(. + 1; true)]`,
	`any(range(1e9); false)`,
	`first(range(1e9) | select(. < 0))`,
	`label $out | foreach range(1e9) as $i (0; . + 1; empty)`,
	`[range(1e5) as $i | range(1e5) as $j | 1] | length`,
	`isempty(range(1e9) | empty)`,
	// a lot of work in one instruction
	`[range(1e4) | first($big[])] | length`,
	`[range(1e4) | $wide | first(.[])] | length`,
	`[range(1e4) | $big | index([1, 2, 3])] | length`,
	`[range(1e4) | $big | .[[99999]]] | length`,
	`[range(1e4) | $big | contains([99999])] | length`,
	`[range(1e4) | $big | sort] | length`,
	`[range(1e4) | $big | unique] | length`,
	`[range(1e4) | $big == $big] | length`,
	`[range(1e4) | $wide == $wide] | length`,
	`[range(1e4) | $wide | keys] | length`,
	`[range(1e4) | $big - [1, 2, 3]] | length`,
	`[range(1e4) | $big - $big] | length`,
	`[range(1e4) | $wide + {a: 1}] | length`,
	`[range(1e4) | $wide * {a: {b: 1}}] | length`,
	`[range(1e4) | $text | length] | add`,
	`[range(1e4) | $text | .[499999:]] | length`,
	`[range(1e4) | $text | .[0]?] | length`,
	`[range(1e4) as $i | $text | try .[$i] catch 0] | length`,
	`[range(1e4) | $text | test("a.*b")] | length`,
	`[range(1e4) | $text | ascii_downcase] | length`,
	`[range(1e4) | $text | ltrimstr("x") | trim] | length`,
	`[range(1e4) | $text | indices("aa")] | length`,
	`[range(1e4) | $text == $text] | length`,
	`[range(1e4) | try ($wide | tonumber) catch 0] | length`,
	`[range(1e4) | try ($text | .a) catch 0] | length`,
	`[range(1e4) | $wide | .[0]?] | length`,
	`[range(1e4) | $big as {([1, 2]): $x} | $x] | length`,
	`reduce range(1e4) as $i ($big; .[$i] = 1) | length`,
	`reduce range(1e4) as $i ($wide; .["\($i)"] |= 1) | length`,
	`$big | (range(1000) as $i | .[$i], .) |= .`,
	`$big | (range(1000) as $i | .[$i], .) = 1`,
	`[range(1e4) | $big | getpath([[1, 2]])] | length`,
	`[range(1e4) | $text | fromjson?] | length`,
	`[range(1e4) | ("[" * 9000) | fromjson?] | length`,
	`[range(1e4) | $big | min] | length`,
	`[range(1e4) | $big | bsearch([1])] | length`,
	`[range(1e4) | $text | hmac("sha512"; "k")] | length`,
	`[range(1e4) | jn(1e9; 1e9)] | length`,
	`yn(2e9; 3e9)`,
	`[range(1e4) as $i | [range(100)] | . as [$a, $b] ?// [[$a]] | $big[$a:$b] | length] | add`,
	`[range(1e4)] as $p | [range(1e3) | null | path(getpath($p))] | length`,
	`$deep | [range(1e4) | [..] | length] | add`,
	// deep rather than wide; with a budget that builds some 20,000 arrays inside each other
	`reduce range(2e4) as $i (0; [.])`,
	`reduce range(2e4) as $i (0; [.]) | tojson | error`,
	`reduce range(2e4) as $i (0; [.]) | tojson | fromjson`,
	`reduce range(2e4) as $i (0; {a: .}) | . == {a: .} | error`,
	`reduce range(2e4) as $i (0; [.]) | [., .] | sort`,
	`reduce range(2e4) as $i (0; [.]) | [paths]`,
	`reduce range(2e4) as $i (0; {a: .}) | . * {a: .}`,
	`[reduce range(2e4) as $i (0; [.]) | flatten]  | first | error`,
	`[range(2e4) | 0] as $p | null | setpath($p; 1) | getpath($p) | [., .]| error`,
	`reduce range(2e4) as $i (0; [.]) | contains([[1]]) | error`,
	`reduce range(2e4) as $i (0; [.]) | try error catch length | error`,
	// regular expressions
	`[range(1e3) | $text | test("(a*)*b")]`,
	`$text | test("((a{0,30}){0,30}){0,1}b")`,
	`"x" | test("(" * 100 + "x" + "){1000}" * 100)`,
	`"x" | test("(abcdefghijklmnopqrstuvwxyz){1000}")`,
	`"x" | test("x" * 2000)`,
	`[range(1e4) as $i | "x" | test("\($i)(abc){200}")] | length`,
	`$text | gsub("";"x") | gsub("";"y")| gsub("";"z")`,
	`$text | [scan("a|.*b")] | length`,
	`$text | gsub("(?<x>a)"; .x * 1000)`,
	`$text | gsub("a"; $text)`,
	// big numbers
	`reduce range(40) as $i (10; . * .)`,
	`reduce range(1e5) as $i (9999999999; . * 9999999999) | tostring | length`,
	`("9" * 100000) | tonumber | . * .`,
	`("9" * 100000) | fromjson | . + 1`,
	`[range(1e4) | ("9" * 900 | tonumber) * ("9" * 900 | tonumber)] | length`,
	// the fast path
	`$big | map($big) | map($big)`,
	`$big | map($text) | join(",")`,
	`$big | map($big | add) | add`,
	`$big | map(map(1)?)`,
	`[$big[] | $big[] | $big[]]`,
	`$big | map("\($text)\($text)")`,
	`$big | map({a: $big, b: $wide}) | map(.a == .b)`,
	`$big | map($wide | keys) | add`,
	`$big | map($wide | length)`,
	`$big | map($wide == $wide)`,
	`$big | map($text | length)`,
	`$big | any($big[99999] == "x")`,
}

func bombEnv() (testEnv, func(string) (int, bool)) {
	numbers := make([]string, 100_000)
	for i := range numbers {
		numbers[i] = fmt.Sprint(i)
	}
	members := make([]string, 20_000)
	for i := range members {
		members[i] = fmt.Sprintf(`"member%d":%d`, i, i)
	}
	env := testEnv{
		value.Trusted([]byte("[" + strings.Join(numbers, ",") + "]")),
		value.FromString(strings.Repeat("a", 500_000)),
		value.Trusted([]byte("{" + strings.Join(members, ",") + "}")),
		value.Trusted([]byte(strings.Repeat("[", 100) + strings.Repeat("]", 100))),
	}
	names := map[string]int{"big": 0, "text": 1, "wide": 2, "deep": 3}
	return env, func(name string) (int, bool) { i, ok := names[name]; return i, ok }
}

// someBombs is all of them, or each n-th with the race detector, which makes them ten times slower.
func someBombs(n int) []string {
	if !raceEnabled {
		return bombs
	}
	var some []string
	for i := 0; i < len(bombs); i += n {
		some = append(some, bombs[i])
	}
	return some
}

func TestBombs(t *testing.T) {
	env, resolve := bombEnv()
	for _, src := range someBombs(4) {
		t.Run(src, func(t *testing.T) {
			e, err := Parse(src)
			if err != nil {
				t.Fatal(err)
			}
			p, err := e.Compile(resolve, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			grown, took, v, f := measureEval(p, env)
			t.Logf("%v %d KiB %v", took.Round(time.Millisecond), grown>>10, f)
			if f == nil {
				t.Fatalf("got the value %.60s, want a fault", v)
			}
			if f.Kind != fault.Limit && f.Kind != fault.Expression {
				t.Errorf("got a fault of kind %s", f.Kind)
			}
			if len(f.Error()) > 2000 {
				t.Errorf("the message has %d bytes", len(f.Error()))
			}
			if most := bombTime(); took > most {
				t.Errorf("took %v, want at most %v", took, most)
			}
			if grown > 64<<20 {
				t.Errorf("the heap grew by %d MiB, want at most 64", grown>>20)
			}
		})
	}
}

// processorTime of the process: unlike the wall clock it does not depend on what else the machine does.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// bombTime is generous: some machines are slow, and the race detector makes everything slower.
func bombTime() time.Duration {
	if raceEnabled {
		return 5 * time.Second
	}
	return time.Second
}

// measureEval watches the heap while p runs.
func measureEval(p *Program, env Env) (grown uint64, took time.Duration, v value.Value, f *fault.Fault) {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-done:
				peak <- most
				return
			case <-tick.C:
			}
		}
	}()
	start := processorTime()
	v, f = p.Eval(env)
	took = processorTime() - start
	close(done)
	return max(<-peak, before.HeapAlloc) - before.HeapAlloc, took, v, f
}
