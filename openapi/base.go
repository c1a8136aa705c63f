package openapi

import (
	"path"
	"strings"
)

// Base is what stands before the path of an operation in the requests that a server of the document gets: the path of its first server
// if that is nothing but a path (/v1), else "". The address of a host says where clients find the document's service, but not
// which part of a path a proxy before it takes away.
func (d *Document) Base(o *Operation) string {
	servers := o.Servers
	if len(servers) == 0 {
		servers = d.Servers
	}
	return basePath(servers)
}

func basePath(servers []Server) string {
	if len(servers) == 0 {
		return ""
	}
	u := servers[0].URL
	if strings.Contains(u, "://") || strings.HasPrefix(u, "//") {
		return ""
	}
	u, _, _ = strings.Cut(u, "?")
	if p := path.Join("/", u); p != "/" {
		return p
	}
	return ""
}

// Open tells whether the contract declares that everybody may use the operation: it speaks of security, and one of the ways of being let in
// asks for nothing.
func (o *Operation) Open() bool {
	if len(o.Security) == 0 {
		return o.Secured
	}
	for _, r := range o.Security {
		if len(r) == 0 {
			return true
		}
	}
	return false
}
