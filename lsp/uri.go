package lsp

import (
	"net/url"
	"path/filepath"
	"strings"
)

// pathOf is the file that a URI names; "" if it names none: a buffer that was never saved, a file of an archive.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return ""
	}
	name := u.Path
	if len(name) > 2 && name[0] == '/' && name[2] == ':' { // /c:/shop
		name = name[1:]
	}
	return filepath.Clean(filepath.FromSlash(name))
}

// uriOf is the URI of a file.
func uriOf(name string) string {
	name = filepath.ToSlash(name)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}
