package gateway

import (
	"net"
	"slices"
	"strings"

	"tutti/value"
)

// request is $request. It is made only if an expression reads it.
func (x *exchange) request() value.Value {
	ip, _, err := net.SplitHostPort(x.r.RemoteAddr)
	if err != nil {
		ip = x.r.RemoteAddr
	}
	return value.ObjectOf(
		value.Member{Name: "method", Value: value.FromString(x.r.Method)},
		value.Member{Name: "path", Value: value.FromString(x.path)},
		value.Member{Name: "headers", Value: x.headers()},
		value.Member{Name: "query", Value: value.Trusted(append(appendQuery([]byte{'{'}, x.query), '}'))},
		value.Member{Name: "claims"},
		value.Member{Name: "client", Value: value.ObjectOf(value.Member{Name: "ip", Value: value.FromString(ip)})},
		value.Member{Name: "event"},
	)
}

// headers is the request's headers by name in lower case, without those that say who the client is.
func (x *exchange) headers() value.Value {
	members := make([]value.Member, 0, len(x.r.Header)+1)
	members = append(members, value.Member{Name: "host", Value: value.FromString(x.r.Host)})
	for name, values := range x.r.Header {
		if !isCredential(name) {
			joined := value.FromString(strings.Join(values, ", "))
			members = append(members, value.Member{Name: strings.ToLower(name), Value: joined})
		}
	}
	slices.SortFunc(members, func(a, b value.Member) int { return strings.Compare(a.Name, b.Name) })
	return value.ObjectOf(members...)
}

// isCredential takes a name as net/http canonicalizes it.
func isCredential(name string) bool {
	return name == "Authorization" || name == "Cookie" || name == "Proxy-Authorization"
}
