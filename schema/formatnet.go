package schema

import (
	"net/netip"
	"net/url"
	"strings"
)

func isIPv4(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4()
}

func isIPv6(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is6() && a.Zone() == ""
}

// isHostname follows RFC 1123.
func isHostname(text string) bool {
	if text == "" || len(text) > 253 {
		return false
	}
	for label := range strings.SplitSeq(text, ".") {
		if !isLabel(label) {
			return false
		}
	}
	return true
}

func isLabel(text string) bool {
	if text == "" || len(text) > 63 || text[0] == '-' || text[len(text)-1] == '-' {
		return false
	}
	if len(text) > 3 && text[2:4] == "--" && !strings.EqualFold(text[:2], "xn") {
		return false
	}
	for _, c := range []byte(text) {
		if !isAlphanumeric(c) && c != '-' {
			return false
		}
	}
	return true
}

func isAlphanumeric(c byte) bool { return '0' <= c && c <= '9' || isLetter(c) }

// isEmail follows RFC 5321: a local part, which may stand in quotes, and a host or an address in brackets.
func isEmail(text string) bool {
	at := strings.LastIndexByte(text, '@')
	if at < 1 || at > 64 {
		return false
	}
	local, host := text[:at], text[at+1:]
	if address, ok := strings.CutPrefix(host, "["); ok {
		address, ok = strings.CutSuffix(address, "]")
		six, isSix := strings.CutPrefix(address, "IPv6:")
		return ok && isLocal(local) && (isSix && isIPv6(six) || !isSix && isIPv4(address))
	}
	return isLocal(local) && isHostname(host)
}

func isLocal(text string) bool {
	if len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"' {
		return isQuoted(text[1 : len(text)-1])
	}
	for atom := range strings.SplitSeq(text, ".") {
		if atom == "" {
			return false
		}
		for _, c := range []byte(atom) {
			if !isAlphanumeric(c) && strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) < 0 {
				return false
			}
		}
	}
	return true
}

func isQuoted(inside string) bool {
	for i := 0; i < len(inside); i++ {
		switch c := inside[i]; {
		case c == '\\':
			if i++; i == len(inside) {
				return false
			}
		case c == '"' || c < ' ' || c > '~':
			return false
		}
	}
	return true
}

func isURI(text string) bool {
	u, ok := reference(text)
	return ok && u.Scheme != ""
}

func isURIReference(text string) bool {
	_, ok := reference(text)
	return ok
}

// reference parses what RFC 3986 allows; net/url is more patient.
func reference(text string) (*url.URL, bool) {
	if !onlyChars(text, "-._~:/?#[]@!$&'()*+,;=") {
		return nil, false
	}
	u, err := url.Parse(text)
	if err != nil || strings.ContainsAny(u.EscapedPath()+u.RawQuery+u.Fragment, "[]") && strings.ContainsAny(behindHost(text), "[]") {
		return nil, false
	}
	if strings.Count(text, "#") > 1 || u.Host != "" && !isAuthority(u) {
		return nil, false
	}
	if _, port, ok := strings.Cut(u.Opaque, ":"); u.Scheme == "" && ok && port != "" {
		return nil, false
	}
	return u, true
}

// behindHost is text without its scheme and host.
func behindHost(text string) string {
	_, rest, ok := strings.Cut(text, "//")
	if !ok {
		return text
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		return rest[i:]
	}
	return ""
}

func isAuthority(u *url.URL) bool {
	if strings.HasPrefix(u.Host, "[") {
		return isIPv6(u.Hostname())
	}
	return !strings.ContainsAny(u.Host, "[]") && (u.User == nil || !strings.ContainsAny(u.User.String(), "[]"))
}

// onlyChars tells whether text is made of letters, digits, what is allowed and percent-encoded bytes.
func onlyChars(text, allowed string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '%':
			if i+2 >= len(text) || !isHex(text[i+1]) || !isHex(text[i+2]) {
				return false
			}
		case !isAlphanumeric(c) && strings.IndexByte(allowed, c) < 0:
			return false
		}
	}
	return true
}

// isURITemplate follows RFC 6570 as far as its braces and characters go.
func isURITemplate(text string) bool {
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			return strings.IndexByte(text, '}') < 0 && isLiteral(text)
		}
		end := strings.IndexByte(text, '}')
		if end < open || !isLiteral(text[:open]) || !isExpression(text[open+1:end]) {
			return false
		}
		text = text[end+1:]
	}
	return true
}

func isLiteral(text string) bool {
	return !strings.ContainsAny(text, " \"'<>\\^`{|}")
}

func isExpression(text string) bool {
	return text != "" && !strings.ContainsAny(text, " \"'<>\\^`{/") || strings.HasPrefix(text, "/") && len(text) > 1
}
