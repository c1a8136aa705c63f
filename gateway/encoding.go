package gateway

import "strings"

// coding is a way to write a body in fewer bytes (RFC 9110, 8.4.1), as headers name it.
type coding string

const (
	identity  coding = "identity"
	zstandard coding = "zstd"
	brotlied  coding = "br"
	gzipped   coding = "gzip"
)

// codings are those that the gateway has. Of what a client wants alike the first is taken: it costs the least time.
var codings = [...]coding{zstandard, brotlied, gzipped}

// encodingFor is how to write an answer to a client with these lines of Accept-Encoding (RFC 9110, 12.5.3). One that says
// nothing gets the body as it is, and so does one that refuses even that: better than no answer.
func encodingFor(lines []string) coding {
	if len(lines) == 0 {
		return identity
	}
	w := weightsOf(lines)
	best, most := identity, max(w.of(identity), 0)
	for _, c := range codings {
		if q := w.of(c); q > 0 && (q > most || q == most && best == identity) {
			best, most = c, q
		}
	}
	return best
}

// unsaid is the weight of a coding that the client does not name.
const unsaid = -1

// weights are how much a client wants each coding, in thousandths.
type weights struct {
	named [len(codings) + 1]int // as codings, then identity
	rest  int
}

// weightsOf reads up to maxRanges elements. Those that are not well-formed are left out, and of two for a coding the first
// counts.
func weightsOf(lines []string) weights {
	w, n := weights{rest: unsaid}, 0
	for i := range w.named {
		w.named[i] = unsaid
	}
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			if n++; n > maxRanges {
				return w
			}
			name, parameters, _ := strings.Cut(element, ";")
			q, ok := weightOf(parameters)
			if at := w.at(strings.Trim(name, " \t")); ok && at != nil && *at == unsaid {
				*at = q
			}
		}
	}
	return w
}

// at is where the weight of a name is kept; nil: nobody needs it.
func (w *weights) at(name string) *int {
	if name == "*" {
		return &w.rest
	}
	for i, c := range codings {
		if strings.EqualFold(name, string(c)) || c == gzipped && strings.EqualFold(name, "x-gzip") {
			return &w.named[i]
		}
	}
	if strings.EqualFold(name, string(identity)) {
		return &w.named[len(codings)]
	}
	return nil
}

// of is the weight of a coding. Without a word about it identity may be sent, but anything named is wanted more; * is about
// what is not named.
func (w *weights) of(c coding) int {
	at := *w.at(string(c))
	switch {
	case at != unsaid:
		return at
	case c == identity:
		return 0
	default:
		return w.rest
	}
}

// weightOf reads what stands behind the semicolon of an element: nothing, or q= and a number of up to three decimals.
func weightOf(parameters string) (int, bool) {
	text := strings.Trim(parameters, " \t")
	if text == "" {
		return 1000, true
	}
	digits, ok := strings.CutPrefix(strings.ToLower(text), "q=")
	whole, decimals, _ := strings.Cut(digits, ".")
	if !ok || whole != "0" && whole != "1" || len(decimals) > 3 {
		return 0, false
	}
	q := int(whole[0]-'0') * 1000
	for i, unit := 0, 100; i < len(decimals); i, unit = i+1, unit/10 {
		if decimals[i] < '0' || '9' < decimals[i] {
			return 0, false
		}
		q += int(decimals[i]-'0') * unit
	}
	return q, q <= 1000
}
