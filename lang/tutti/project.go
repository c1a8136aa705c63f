package tutti

import (
	"fmt"
	"net/url"
	"strings"

	"tutti/flow"
)

func (p *parser) project(root *node) *flow.Project {
	got := p.keys(root, projectKeys)
	f := &flow.Project{File: root.File}
	if n := got["project"]; n != nil {
		f.Name = p.label(n, "project")
	}
	if n := got["env"]; n != nil {
		f.Env = p.env(n)
	}
	if n := got["services"]; n != nil {
		for _, e := range n.pairs {
			if s := p.service(e); s != nil {
				f.Services = append(f.Services, s)
			}
		}
	}
	if n := got["gateway"]; n != nil {
		f.Gateway = p.gateway(n)
	}
	return f
}

// env reads the names of variables of the environment.
func (p *parser) env(n *node) []flow.Name {
	seen := map[string]bool{}
	var out []flow.Name
	for _, i := range n.items {
		switch {
		case i.shape != scalar || !namePattern.MatchString(i.text):
			p.add(i.Pos, codeName, fmt.Sprintf("%q cannot be the name of a variable of the environment", i.text), "use letters, digits and _")
		case seen[i.text]:
			p.add(i.Pos, codeRepeated, fmt.Sprintf("%q is already in the list", i.text), "remove it")
		default:
			out = append(out, i.name())
		}
		seen[i.text] = true
	}
	return out
}

func (p *parser) service(e pair) *flow.Service {
	if extension(e.key.text) {
		return nil
	}
	s := &flow.Service{Pos: e.key.Pos, Name: p.label(e.key, "service")}
	if e.value.shape != mapping {
		p.add(e.value.Pos, codeShape, fmt.Sprintf("the service %q is a mapping, not %s", s.Name.Text, e.value.shape), "write { openapi: path }")
		return nil
	}
	got := p.keys(e.value, serviceKeys)
	if n := got["openapi"]; n != nil {
		s.Protocol, s.Contract = "openapi", n.name()
	}
	if n := got["url"]; n != nil {
		s.URL = p.url(n)
	}
	if n := got["timeout"]; n != nil {
		s.Timeout = p.duration(n, "timeout")
	}
	if n := got["retry"]; n != nil {
		s.Retry = p.policy(n)
	}
	s.Responses = p.breach(got, serviceKeys, "responses")
	p.contracts(e)
	return s
}

// contracts sees to it that a service has one contract.
func (p *parser) contracts(e pair) {
	var found []*node
	for _, name := range contracts {
		for _, f := range e.value.pairs {
			if f.key.text == name {
				found = append(found, f.key)
			}
		}
	}
	switch {
	case len(found) == 0:
		p.add(e.key.Pos, codeMissingKey, fmt.Sprintf("the service %q has no contract", e.key.text), "write openapi: and the path of its document")
	case len(found) > 1:
		p.add(found[1].Pos, codeMisplaced, fmt.Sprintf("a service has one contract, and this one has %q and %q", found[0].text, found[1].text), "make them two services")
	}
}

// url reads where a service is: text over $env.
func (p *parser) url(n *node) flow.Value {
	if n.shape == list {
		p.add(n.Pos, codeLater, `several URLs for a service come with load balancing and are not in this version`, "write one")
		return nil
	}
	v := p.value(n)
	if l, ok := v.(*flow.Literal); ok && !isURL(l.JSON.Text()) {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is not the URL of a service", n.text), "write it like http://127.0.0.1:8080")
		return nil
	}
	return v
}

// isURL tells whether a text is the URL of a service, to which paths are added.
func isURL(text string) bool { return hasHost(text) && !strings.ContainsAny(text, "?#") }

func hasHost(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (p *parser) gateway(n *node) flow.Gateway {
	got := p.keys(n, gatewayKeys)
	g := flow.Gateway{Pos: n.Pos}
	if public := got["public"]; public != nil {
		g.Public = p.flag(public, "public")
	}
	if contract := got["contract"]; contract != nil {
		g.Contract = contract.name()
	}
	if compress := got["compress"]; compress != nil {
		g.Uncompressed = !p.flag(compress, "compress")
	}
	if cors := got["cors"]; cors != nil {
		g.CORS = p.cors(cors)
	}
	g.Requests = p.breach(got, gatewayKeys, "requests")
	g.Responses = p.breach(got, gatewayKeys, "responses")
	for _, key := range []string{"requests", "responses"} {
		if n.get(key) != nil && n.get("contract") == nil {
			p.add(n.get(key).Pos, codeMisplaced, fmt.Sprintf("%q needs \"contract\" beside it", key), "it is the OpenAPI document that clients see")
		}
	}
	return g
}

// breach reads what becomes of messages that break their contract; "" if nothing is said.
func (p *parser) breach(got fields, t table, key string) flow.Breach {
	if n := got[key]; n != nil {
		return flow.Breach(p.choose(n, t.find(key)))
	}
	return ""
}
