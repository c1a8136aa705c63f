package flow

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tutti/diag"
)

// CORS is which pages of other origins a browser lets call the routes.
type CORS struct {
	diag.Pos
	Origins     []Name // as browsers write them, or AnyOrigin alone
	Headers     []Name // that requests may have; none: those that the gateway knows
	Methods     []Name // that requests may use; none: those of the path's routes
	Credentials bool   // cookies and the like may come with a request; not with AnyOrigin
	MaxAge      time.Duration
}

// AnyOrigin allows all origins.
const AnyOrigin = "*"

// CheckOrigin says why a text is not an origin as browsers write it, which is the only spelling that is ever equal to
// one (RFC 6454, 6.2). The error says what to write.
func CheckOrigin(text string) error {
	if text == "null" {
		return errors.New("null is what sandboxes and files send, and anybody can make those: give the page an origin")
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" || u.Opaque != "" || !isHost(u.Hostname()) || !isPort(u) {
		return errors.New("write it like https://shop.example, or with a port behind it")
	}
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	if u.Scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	}
	if want := u.Scheme + "://" + host; want != text {
		return fmt.Errorf("browsers send %s", want)
	}
	return nil
}

// isHost takes names and addresses; other names than ASCII are sent in their xn-- form.
func isHost(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '-', c == '_', c == ':':
		default:
			return false
		}
	}
	return name != ""
}

func isPort(u *url.URL) bool {
	port := u.Port()
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return port == "" && !strings.HasSuffix(u.Host, ":")
	}
	return n > 0 && port[0] != '0'
}
