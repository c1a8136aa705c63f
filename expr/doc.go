// Package expr evaluates jq expressions: parsed and compiled once, then pure functions of the
// variables under a limit of steps and bytes. It does no I/O, reads no clock and starts no goroutine,
// and it does not know where a variable's value comes from (Env does).
//
// # Language
//
// The language is jq as gojq 0.12.20 understands it, with these rules:
//
//   - An expression starts from a variable or a literal. There is no input, so whatever would read it
//     at the start (`.`, `.a`, `length`, `.a = 1`) is refused when parsing.
//   - What is not a pure function of the data is refused by name: input, now, env, localtime and so on.
//   - An expression yields exactly one value.
//
// Two functions are added:
//
//   - addtime("P1Y2M3DT4H5M6S") adds an ISO 8601 duration to an RFC 3339 text or to seconds since 1970.
//     Years and months are those of the calendar: 31 January plus P1M is the last day of February. Days,
//     hours and smaller units follow after that. A minus in front ("-P1D") subtracts.
//   - hmac("sha256"; key) is the HMAC (RFC 2104) of a text in hexadecimal; also "sha1" and "sha512".
//
// # How it runs
//
// What needs only paths, operators, constructions and the commonest functions is compiled to closures over
// raw JSON (files fast*.go). Everything else, and every failing case, runs in gojq's virtual machine on a
// rewritten tree (rewrite.go) in which each instruction whose cost depends on its data asks the meter first.
package expr
