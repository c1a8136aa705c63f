package rest

import (
	"errors"
	"net/url"
	"strings"

	"tutti/openapi"
)

// base is what the paths of operations are put behind.
type base struct {
	scheme string
	host   string
	prefix string // of every path, without a slash at the end
}

// absolute is the first absolute URL among the servers, or "".
func absolute(servers []openapi.Server) string {
	for _, s := range servers {
		if strings.HasPrefix(s.URL, "http://") || strings.HasPrefix(s.URL, "https://") {
			return s.URL
		}
	}
	return ""
}

// serverOf is the server that an operation has of its own: absolute, or a path on the host of the document's; "" without one.
func serverOf(servers []openapi.Server) string {
	if len(servers) == 0 {
		return ""
	}
	if s := absolute(servers); s != "" {
		return s
	}
	return "/" + strings.TrimPrefix(servers[0].URL, "/")
}

// base is the URL of the service: as given, or as its contract says.
func (c *contract) base(given string) (*base, error) {
	if given == "" {
		given = c.server
	}
	if given == "" {
		return nil, errors.New("it has no url, and its contract names no absolute server")
	}
	u, err := readURL(given)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, errors.New("its url must begin with http:// or https:// and a host")
	}
	return &base{u.Scheme, u.Host, strings.TrimRight(u.EscapedPath(), "/")}, nil
}

// baseOf is where an operation is whose server is its own. A project that says where the service is means all of it: a call never goes
// to a host that the contract names then. The path of the server still counts if it is one on the same host.
func (c *contract) baseOf(server string, main *base, given bool) *base {
	u, err := readURL(server)
	if err != nil {
		return main // the operation is unsupported
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	switch {
	case u.Host == "":
		return &base{main.scheme, main.host, path}
	case !given:
		return &base{u.Scheme, u.Host, path}
	}
	if usual, err := readURL(c.server); err == nil && usual.Host == u.Host {
		return &base{main.scheme, main.host, path}
	}
	return main
}

// readURL is a URL, or a path, that paths can be put behind.
func readURL(given string) (*url.URL, error) {
	u, err := url.Parse(given)
	switch {
	case err != nil:
		return nil, errors.New("its url cannot be read") // err would show it, with a password perhaps
	case u.User != nil:
		return nil, errors.New("its url must not hold a user or a password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("its url must end with the path, without a query or a fragment")
	case strings.Contains(u.EscapedPath(), "//"):
		return nil, errors.New("the path of its url has two slashes in a row")
	case dotted(u.EscapedPath()):
		return nil, errors.New(`the path of its url has a segment "." or ".."`)
	}
	return u, nil
}
