package tutti

import (
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
	"tutti/flow"
)

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

var breaches = []string{string(flow.Enforce), string(flow.Report), string(flow.Ignore)}

// triggers reads what starts a run, in the order written.
func (p *parser) triggers(n *node) []flow.Trigger {
	got := p.keys(n, triggerKeys)
	var out []flow.Trigger
	for _, e := range n.pairs {
		if v := got[e.key.text]; v != nil && e.key.text != "public" {
			if t := p.trigger(e.key.text, v); t != nil {
				out = append(out, t)
			}
		}
	}
	if public := got["public"]; public != nil {
		open := p.flag(public, "public")
		if n.get("http") == nil {
			p.add(public.Pos, codeMisplaced, `"public" needs "http" beside it`, `it is "METHOD /path"`)
		}
		for _, t := range out {
			if h, ok := t.(*flow.HTTP); ok {
				h.Public = open
			}
		}
	}
	return out
}

// trigger reads one of the triggers; nil after a finding that leaves nothing of it.
func (p *parser) trigger(key string, n *node) flow.Trigger {
	switch key {
	case "http":
		if t, ok := p.route(n); ok {
			return t
		}
		return nil
	case "schedule":
		return p.schedule(n)
	case "event":
		if name := p.event(n); name.Text != "" {
			return &flow.OnEvent{Pos: n.Pos, Type: name.Text}
		}
		return nil
	case "webhook":
		return &flow.Webhook{Pos: n.Pos, Name: p.label(n, "webhook").Text}
	}
	panic("tutti: unknown trigger: " + key)
}

// route reads "METHOD /path".
func (p *parser) route(n *node) (*flow.HTTP, bool) {
	t := &flow.HTTP{Pos: n.Pos}
	words := strings.Fields(n.text)
	if len(words) != 2 {
		p.add(n.Pos, codeRoute, fmt.Sprintf("a route is a method and a path, not %q", n.text), `write it like "GET /orders/{id}"`)
		return t, false
	}
	t.Method, t.Path = words[0], words[1]
	ok := p.method(n, t.Method)
	return t, p.path(n, t.Path) && ok
}

func (p *parser) method(n *node, method string) bool {
	if slices.Contains(methods, method) {
		return true
	}
	p.add(n.Pos, codeRoute, fmt.Sprintf("unknown method %q", method), diag.DidYouMean(method, methods))
	return false
}

// path checks the segments of a path; {name} stands for a whole segment.
func (p *parser) path(n *node, path string) bool {
	start := strings.LastIndex(n.text, path)
	bad := func(offset int, message, mend string) bool {
		p.add(n.at(start+offset), codeRoute, message, mend)
		return false
	}
	if !strings.HasPrefix(path, "/") {
		return bad(0, fmt.Sprintf("the path %q does not begin with /", path), "write /"+path)
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		return bad(i, fmt.Sprintf("a path has no %q", path[i:i+1]), "inputs from the query need no mention")
	}
	seen := map[string]bool{}
	at := 1
	for segment := range strings.SplitSeq(path[1:], "/") {
		name, inBraces := strings.CutPrefix(segment, "{")
		name, closed := strings.CutSuffix(name, "}")
		switch {
		case segment == "" && path != "/", segment == ".", segment == "..":
			return bad(at, fmt.Sprintf("the path has a segment %q", segment), "remove it")
		case inBraces && closed && namePattern.MatchString(name):
			if seen[name] {
				return bad(at, fmt.Sprintf("{%s} is twice in the path", name), "take another name")
			}
			seen[name] = true
		case strings.ContainsAny(segment, "{}"):
			return bad(at, fmt.Sprintf("%q is not a segment {name}", segment), "a name has letters, digits and _, and takes the whole segment")
		}
		at += len(segment) + 1
	}
	return true
}
