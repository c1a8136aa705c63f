package gateway

// traced takes the trace that the caller is in, if its header is well-formed; services get it as it came. Without it a
// tracestate means nothing.
func traced(next step) step {
	return func(x *exchange) reply {
		if sent := x.r.Header["Traceparent"]; len(sent) == 1 && isTraceparent(sent[0]) {
			x.trace, x.state = sent[0], tracestateOf(x.r.Header["Tracestate"])
		}
		return next(x)
	}
}

// isTraceparent checks version-traceid-parentid-flags as W3C Trace Context, 3.2 wants it, in lower case. Versions
// after 00 may have more behind it.
func isTraceparent(s string) bool {
	if len(s) < 55 || s[2] != '-' || s[35] != '-' || s[52] != '-' {
		return false
	}
	version, trace, parent := s[:2], s[3:35], s[36:52]
	if !isLowerHex(version) || !isLowerHex(trace) || !isLowerHex(parent) || !isLowerHex(s[53:55]) {
		return false
	}
	return version != "ff" && !isZeros(trace) && !isZeros(parent) &&
		(len(s) == 55 || version != "00" && s[55] == '-' && isVisible(s[56:]))
}

func isLowerHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || '9' < c) && (c < 'a' || 'f' < c) {
			return false
		}
	}
	return true
}

func isZeros(s string) bool {
	for i := range len(s) {
		if s[i] != '0' {
			return false
		}
	}
	return true
}

func isVisible(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}
