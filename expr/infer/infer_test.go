package infer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tutti/expr"
	"tutti/expr/infer"
	"tutti/schema"
	"tutti/shape"
	"tutti/value"
)

// contracts are the variables of the tests, as schemas.
var contracts = map[string]string{
	"stock": `{"type": "object", "required": ["available", "total", "items", "status"], "properties": {
		"available": {"type": "boolean"}, "total": {"type": "integer"}, "missing": {"type": "array", "items": {"type": "string"}},
		"status": {"type": "string", "enum": ["open", "confirmed", "cancelled"]},
		"note": {"type": ["string", "null"]},
		"ratio": {"type": "number"},
		"owner": {"$ref": "#/$defs/owner"},
		"tags": {"type": "object", "additionalProperties": {"type": "string"}},
		"items": {"type": "array", "items": {"type": "object", "required": ["sku", "price", "qty"], "properties": {
			"sku": {"type": "string"}, "price": {"type": "number"}, "qty": {"type": "integer"}, "kind": {"enum": ["part", "whole"]}}}}},
		"$defs": {"owner": {"type": "object", "properties": {"name": {"type": "string"}, "boss": {"$ref": "#/$defs/owner"}}}}}`,
	"free": `{"type": "object"}`,
	"pet": `{"oneOf": [{"type": "object", "required": ["type", "bark"], "properties": {"type": {"const": "dog"}, "bark": {"type": "string"}}},
		{"type": "object", "required": ["type", "purr"], "properties": {"type": {"const": "cat"}, "purr": {"type": "integer"}}}]}`,
	"list":  `{"type": "array", "items": {"type": "integer"}}`,
	"name":  `{"type": "string"}`,
	"maybe": `{"type": ["integer", "null"]}`,
}

func env(t testing.TB) infer.Env {
	shapes := map[string]shape.Shape{}
	for name, text := range contracts {
		s, err := schema.Parse(value.Trusted([]byte(text)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		shapes[name] = shape.FromSchema(s, "shop."+name, schema.Response)
	}
	return func(r expr.Ref) shape.Shape { return shapes[r.Name] }
}

func inferred(t testing.TB, src string) (shape.Shape, []infer.Finding) {
	t.Helper()
	e, err := expr.Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	var found []infer.Finding
	s := infer.Expr(e, env(t), func(f infer.Finding) { found = append(found, f) })
	slices.SortStableFunc(found, func(a, b infer.Finding) int { return a.Offset - b.Offset })
	return s, found
}

func TestShapes(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`$stock.total`, `integer`},
		{`$stock.missing`, `[string]`},
		{`$stock.items[0].price`, `number`},
		{`$stock.items[].sku`, `string`},
		{`$stock["items"] | length`, `integer`},
		{`$stock.items[1:]`, `[{ sku: string, price: number, qty: integer, kind?: "part" | "whole" }]`},
		{`$stock.items | map(.price * .qty) | add`, `number`},
		{`$stock.items | map(.qty) | add`, `integer`},
		{`$stock.note`, `string | null`},
		{`$stock.note // ""`, `string`},
		{`$stock.note // 0`, `0 | string`},
		{`if $stock.note == null then "none" else $stock.note end`, `string`},
		{`if $stock.note then $stock.note else "none" end`, `string`},
		{`if ($stock.note | type) == "string" then $stock.note else 1 end`, `1 | string`},
		{`$stock.note | select(. != null)`, `string`},
		{`$stock | select(.note != null) | .note`, `string`},
		{`$stock | select(.note | not) | .note`, `null`},
		{`[$stock.note, 1] | map(values)`, `[1 | string]`},
		{`$stock.owner.boss.boss.name`, `string`},
		{`$stock.tags.anything`, `string`},
		{`$stock.tags | keys`, `[string]`},
		{`$stock.tags | to_entries`, `[{ key: string, value: string }]`},
		{`$stock.tags | with_entries(.value |= length)`, `{ … }`},
		{`$stock.tags | with_entries(.value |= length) | .a`, `integer`},
		{`$pet.type`, `"dog" | "cat"`},
		{`$pet.purr`, `integer`},
		{`$pet | select(.type == "dog")`, `{ type: "dog", bark: string }`},
		{`if $pet.type == "cat" then $pet.purr else $pet.bark end`, `string | integer`},
		{`$stock.items | map(select(.kind == "part") | .kind)`, `["part"]`},
		{`$free.a.b.c`, `any`},
		{`{a: 1, "b": "x", $name, (($name)): true}`, `{ a: 1 | true, b: "x" | true, name: true | string, … }`},
		{`{a: 1} + {b: $name}`, `{ a: 1, b: string }`},
		{`{a: 1} * {b: 2}`, `object`},
		{`$stock + {total: "x"} | .total`, `"x"`},
		{`[1, "a", null]`, `[1 | "a" | null]`},
		{`1 + 2`, `integer`},
		{`1 / 2`, `number`},
		{`7 % 2`, `integer`},
		{`"a" + $name`, `string`},
		{`"a" * 3`, `string`},
		{`"a,b" / ","`, `[string]`},
		{`[1] + ["a"]`, `[1 | "a"]`},
		{`$list - [1]`, `[integer]`},
		{`null + 1`, `1`},
		{`-1`, `-1`},
		{`-1.5`, `-1.5`},
		{`-$stock.total`, `integer`},
		{`.5 | floor`, ``},
		{`$name | ascii_downcase | split(",") | .[0]`, `string`},
		{`"\($name)!"`, `string`},
		{`@base64 "x\($name)"`, `string`},
		{`$list | @csv`, `string`},
		{`$name | test("x")`, `boolean`},
		{`$name | capture("(?<y>.)") | .y`, `string`},
		{`$name | sub("a"; "b\(.x)")`, `string`},
		{`$name | tonumber`, `number`},
		{`$name | fromjson`, `any`},
		{`$name | [match("x").captures[].string]`, `[string]`},
		{`$list | first, last, min, max`, `integer`},
		{`$list | sort | reverse | unique`, `[integer]`},
		{`$stock.items | group_by(.sku)`, `[[{ sku: string, price: number, qty: integer, kind?: "part" | "whole" }]]`},
		{`$stock.items | group_by(.sku) | map({sku: .[0].sku, n: length})`, `[{ sku: string, n: integer }]`},
		{`$stock.items | max_by(.price) | .sku`, `string`},
		{`$stock.items | INDEX(.sku) | .x.qty`, `integer`},
		{`[[1], [2]] | flatten`, `[1 | 2]`},
		{`[[[1]], 2] | flatten`, `array`},
		{`[[1, 2], ["a"]] | transpose`, `[[1 | 2 | "a"]]`},
		{`[range(3)]`, `[number]`},
		{`$list | any(. > 1)`, `boolean`},
		{`[limit(2; $list[])]`, `[integer]`},
		{`first($list[])`, `integer`},
		{`$list | map(select(. > 1) | tostring)`, `[string]`},
		{`{a: 1, b: 2} | map_values(tostring)`, `{ a?: string, b?: string }`},
		{`$stock as {total: $t, items: [{$sku}]} | [$t, $sku]`, `[string | integer]`},
		{`$stock.total as $t | $t`, `integer`},
		{`reduce $list[] as $n (0; . + $n)`, `integer`},
		{`reduce $list[] as $n ([]; . + [$n])`, `[integer]`},
		{`reduce $list[] as $n ({}; .[$n | tostring] = $n)`, `any`},
		{`[foreach $list[] as $n (0; . + $n; [$n, .])]`, `[[integer]]`},
		{`try error("x") catch 1`, `1`},
		{`[$list[] | error]`, `[]`},
		{`def f(g): g + 1; f($stock.total)`, `integer`},
		{`def f($a; $b): {a: $a, b: $b}; f(1; "x")`, `{ a: 1, b: "x" }`},
		{`def f: if . > 0 then . - 1 | f else 0 end; $stock.total | f`, `any`},
		{`label $out | 1, break $out`, `1`},
		{`$stock | .total = "x" | .total`, `"x"`},
		{`$stock | .new = 1 | .new`, `1`},
		{`$stock | .total += 1 | .total`, `integer`},
		{`$stock | .items[].price |= tostring | .items[0].price`, `string`},
		{`$stock | .owner.name = 1 | .owner.name`, `1`},
		{`$stock | .a.b = 1 | .a`, `{ b: 1 }`},
		{`{a: 1, b: 2} | del(.a)`, `{ b: 2 }`},
		{`{a: 1, b: 2} | del(.a, .b)`, `{}`},
		{`$stock | .. | .x?`, `any`},
		{`$stock.total | addtime("P1D")`, `integer`},
		{`$name | hmac("sha256"; "k")`, `string`},
		{`$stock | type`, `"null" | "boolean" | "number" | "string" | "array" | "object"`},
		{`empty`, `nothing`},
		{`$unheard.of`, `any`},
	} {
		if c.want == "" {
			continue
		}
		s, found := inferred(t, c.src)
		if got := s.String(); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.src, got, c.want)
		}
		if len(found) > 0 {
			t.Errorf("%s: found %+v", c.src, found)
		}
	}
}

// show puts a finding in a line, with a mark where it points.
func show(src string, f infer.Finding) string {
	s := fmt.Sprintf("%s %s", f.Code, f.Message)
	if f.Suggestion != "" {
		s += " (" + f.Suggestion + ")"
	}
	return s + " @" + src[f.Offset:min(len(src), f.Offset+8)]
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		src  string
		want string
	}{
		{`$stock.avaliable`, `T102 shop.stock has no "avaliable" (did you mean "available"?) @$stock.a`},
		{`1 + $stock.totl`, `T102 shop.stock has no "totl" (did you mean "total"?) @$stock.t`},
		{`$stock.items[0].prise`, `T102 items[] of shop.stock has no "prise" (did you mean "price"?) @$stock.i`},
		{`$stock.items | map(.prise)`, `T102 items[] of shop.stock has no "prise" (did you mean "price"?) @.prise)`},
		{`$stock | .owner.boss.nam`, `T102 owner.boss of shop.stock has no "nam" (did you mean "name"?) @.nam`},
		{`$stock.owner.zzzzz`, `T102 owner of shop.stock has no "zzzzz" (there are name and boss) @$stock.o`},
		{`$stock.items[] | {sku, pryce}`, `T102 items[] of shop.stock has no "pryce" (did you mean "price"?) @pryce}`},
		{`$stock as {$totl} | $totl`, `T102 shop.stock has no "totl" (did you mean "total"?) @$totl} |`},
		{`$stock as {totl: $t} | $t`, `T102 shop.stock has no "totl" (did you mean "total"?) @totl: $t`},
		{`$stock["totl"]`, `T102 shop.stock has no "totl" (did you mean "total"?) @$stock["`},
		{`try $stock.totl`, `T102 shop.stock has no "totl" (did you mean "total"?) @$stock.t`},
		{`$stock.totl? // 1`, `T102 shop.stock has no "totl" (did you mean "total"?) @$stock.t`},
		{`$pet.brk`, `T102 shop.pet has no "brk" (did you mean "bark"?) @$pet.brk`},
		{`{name: 1} | .x`, `T102 this has no "x" (there is name) @.x`},
		{`{a: 1} | .b`, `T102 this has no "b" (did you mean "a"?) @.b`},
		{`$stock.items | map(select(.knd == "part"))`, `T102 items[] of shop.stock has no "knd" (did you mean "kind"?) @.knd == `},
		{`$stock.items | sort_by(.prise) | group_by(.skuu)`, `T102 items[] of shop.stock has no "prise" (did you mean "price"?) @.prise) 
T102 items[] of shop.stock has no "skuu" (did you mean "sku"?) @.skuu)`},
		{`$stock | del(.totl)`, `T102 shop.stock has no "totl" (did you mean "total"?) @.totl)`},
		{`def f: .totl; $stock | f, f`, `T102 shop.stock has no "totl" (did you mean "total"?) @.totl; $`},

		{`$stock.items.price`, "T103 items of shop.stock is an array: it has no \"price\" (write `[0].price` for one element, `map(.price)` for each) @$stock.i"},
		{`$stock.missing.x`, "T103 missing of shop.stock is an array: it has no \"x\" (write `[0].x` for one element, `map(.x)` for each) @$stock.m"},
		{`$stock.total.x`, `T103 total of shop.stock is an integer: it has no "x" @$stock.t`},
		{`$stock.note.x`, `T103 note of shop.stock is a string: it has no "x" @$stock.n`},
		{`$stock.owner[0]`, `T103 owner of shop.stock is an object: it has no elements (there are name and boss) @$stock.o`},
		{`$stock | first`, `T103 shop.stock is an object: it has no elements @first`},
		{`$stock.total[$name]`, `T103 total of shop.stock is an integer: it has no members @$stock.t`},
		{`$stock.total?.x`, `T103 total of shop.stock is an integer: it has no "x" @$stock.t`},

		{`$stock.total + "x"`, "T110 `+` does not work on an integer and a string (make it text with `tostring`, or the text a number with `tonumber`) @$stock.t"},
		{`1 | . - $name`, "T110 `-` does not work on an integer and a string (make the text a number with `tonumber`) @. - $nam"},
		{`$stock.items + $stock.total`, "T110 `+` does not work on an array and an integer (put the other one in [ ]) @$stock.i"},
		{`$stock - "total"`, "T110 `-` does not work on an object and a string (write `del(.name)` to take a member out) @$stock -"},
		{`$stock | .total += "x"`, "T110 `+` does not work on an integer and a string (make it text with `tostring`, or the text a number with `tonumber`) @.total +"},
		{`null - 1`, "T110 `-` does not work on null and an integer @null - 1"},
		{`-$name`, "T110 `-` takes a number, and shop.name is a string @-$name"},
		{`$stock.total[]`, "T110 `.[]` takes an object or array, and total of shop.stock is an integer @$stock.t"},
		{`$stock[1:]`, "T110 a slice takes an array or string, and shop.stock is an object @$stock[1"},
		{`{(1): 2}`, "T110 a name in { } takes a string, and this is an integer @(1): 2}"},

		{`$stock.total | ascii_downcase`, "T111 `ascii_downcase` takes a string, and total of shop.stock is an integer @ascii_do"},
		{`$stock.available | length`, "T111 `length` takes an object, array, string or number, and available of shop.stock is a boolean @length"},
		{`$name | map(.x)`, "T111 `map` takes an object or array, and shop.name is a string @map(.x)"},
		{`$name | startswith(1)`, "T111 the argument of `startswith` takes a string, and this is an integer @startswi"},
		{`$name | test("a"; 1)`, "T111 argument 2 of `test` takes a string, and this is an integer @test(\"a\""},
		{`$stock | sort`, "T111 `sort` takes an array, and shop.stock is an object @sort"},
		{`$name | contains(["x"])`, "T111 `contains`: a string never contains an array @contains"},
		{`null | keys`, "T111 `keys` takes an object or array, and this is null @keys"},
		{`$stock.items | join(",") | floor`, "T111 `floor` takes a number, and this is a string @floor"},
		{`$name | @csv`, "T111 @csv takes an array, and shop.name is a string @@csv"},

		{`$stock.status == "confrmed"`, `T112 status of shop.stock is never "confrmed" (did you mean "confirmed"?) @"confrme`},
		{`"opn" != $stock.status`, `T112 status of shop.stock is never "opn", so this is always true (did you mean "open"?) @"opn" !=`},
		{`$stock.status == "zzzzzzz"`, `T112 status of shop.stock is never "zzzzzzz" (there are "open", "confirmed" and "cancelled") @"zzzzzzz`},
		{`$stock.status | IN("open", "confrmed")`, `T112 status of shop.stock is never "confrmed" (did you mean "confirmed"?) @"confrme`},
		{`IN($stock.items[].kind; "part", ("hole" | .))`, `T112 items[].kind of shop.stock is never "hole" (did you mean "whole"?) @("hole" `},
		{`$stock.total == "5"`, "T112 this compares an integer with a string: they are never equal (write `5` without quotes) @\"5\""},
		{`$name == 5`, "T112 this compares a string with an integer: they are never equal (write `\"5\"`) @5"},
		{`$stock.available == "true"`, "T112 this compares a boolean with a string: they are never equal (write `true` without quotes) @\"true\""},
		{`$stock.total > $name`, "T112 this compares an integer with a string: the answer is always the same @$stock.t"},
		{`$stock | type == "int"`, `T112 this is never "int" (there are "null", "boolean", "number", "string", "array" and "object") @"int"`},
		{`$pet.type == "dgo"`, `T112 type of shop.pet is never "dgo" (did you mean "dog"?) @"dgo"`},
	} {
		_, found := inferred(t, c.src)
		var got []string
		for _, f := range found {
			got = append(got, show(c.src, f))
			if f.Warning != (f.Code == "T112") {
				t.Errorf("%s: %s is a warning: %v", c.src, f.Code, f.Warning)
			}
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.src, strings.Join(got, "\n"), c.want)
		}
	}
}

func TestSilence(t *testing.T) {
	for _, src := range []string{
		`$free.anything.at.all`, `$stock.tags.whatever | length`, `$pet.bark, $pet.purr`, `$unknown.a | map(.b)`,
		`try ($stock.total + "x") catch .`, `($stock.total | keys)? // 1`, `$stock.items.price?`, `$stock.total.x? // 1`,
		`$stock.missing | length`, `$stock.missing | map(length)`, `$stock.note | length`, `$stock.owner.boss.name | length`,
		`$stock | has("avaliable")`, `$stock | select(has("extra")) | .extra`, `if ($stock | has("extra")) then $stock.extra else 1 end`,
		`$stock | .extra = 1`, `$stock | .extra.deep |= 5`, `$stock | .extra += 1`,
		`$stock.missing == null`, `$stock.total == null`, `null == $stock.status`, `$stock.total == 5.0`, `$stock.ratio == 5`,
		`$stock.note == $maybe`, `if $stock.total then $stock.total | tostring else "" end`,
		`if ($stock.total | type) == "array" then $stock.total[0].x else 1 end`,
		`$stock.status == "open" or $stock.status == "cancelled"`, `$stock.status | IN("open", "cancelled")`, `$free.x | IN(1, "a", null)`, `$stock.note | IN(null, "")`,
		`$stock.items | map(select(.price > 2) | .qty) | add // 0`, `[$stock.items[] | .sku] | unique | join(",")`,
		`$stock.items | from_entries?`, `$stock | to_entries | map(select(.key == "total")) | from_entries | .total`,
		`$stock.items | walk(if type == "object" then del(.sku) else . end)`, `[$stock | paths]`, `$stock | [.. | numbers]`,
		`$stock.items | INDEX(.sku) | .["a-b"].qty`, `$list[0] as $n | $n + 1`, `. as $x | 1`,
		`$maybe + 1`, `$maybe - 1`, `[$maybe | select(. > 3)]`, `$list | add / length`, `$list | map(tostring) | join(", ")`,
		`$stock as [$a] ?// {total: $a} | $a`, `$name | capture("(?<a>.)(?<b>.)?") | .b`, `"\($stock.items)"`,
		`$name | ltrimstr("a") | tonumber? // 0`, `reduce $stock.items[] as {$sku, $qty} ({}; .[$sku] += $qty)`,
		`$stock.items | map({(.sku): .qty}) | add | .anything`, `limit(3; $list[])`, `$list | .[1:] + [0]`,
		`{a: 1} as {$a} | $a`, `reduce $list[] as $n ({}; {n: (.n + $n)})`, `$stock | {total, "status"}`, `$stock.items | map(.kind // "part") | map(. == "part")`,
		`[range(0; 5; 2)] | map(. * 1.5) | max`, `$stock.total | todate`, `$name | fromdate | todate`, `input_line`,
	} {
		e, err := expr.Parse(src)
		if err != nil {
			continue // what the language refuses is not ours
		}
		infer.Expr(e, env(t), func(f infer.Finding) { t.Errorf("%s\n%s", src, show(src, f)) })
	}
}

// TestBounds puts a definition in a definition in a definition, which is 2^30 calls.
func TestBounds(t *testing.T) {
	var src strings.Builder
	src.WriteString("def f0: .total; ")
	for i := range 30 {
		fmt.Fprintf(&src, "def f%d: f%d + f%d; ", i+1, i, i)
	}
	src.WriteString("$stock | f30")
	if s, _ := inferred(t, src.String()); s.Known() {
		t.Errorf("got %s, want nothing known", s)
	}
}

func BenchmarkExpr(b *testing.B) {
	e, err := expr.Parse(`$stock.items | map(select(.price > 2) | {sku, cost: (.price * .qty)}) | add | .cost`)
	if err != nil {
		b.Fatal(err)
	}
	vars := env(b)
	for b.Loop() {
		infer.Expr(e, vars, func(f infer.Finding) { b.Fatal(f) })
	}
}
