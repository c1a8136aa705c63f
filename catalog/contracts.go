package catalog

import (
	"slices"
	"strings"

	"tutti/check"
	"tutti/connector"
)

// contracts shows a project's services to the checker.
type contracts struct{ p *Project }

func (c contracts) find(name string) *Service {
	i := slices.IndexFunc(c.p.Services, func(s *Service) bool { return s.Flow.Name.Text == name })
	if i < 0 {
		return nil
	}
	return c.p.Services[i]
}

// Operation is what the contract says of service.operation.
func (p *Project) Operation(target string) (connector.Operation, bool) {
	service, name, _ := strings.Cut(target, ".")
	s := contracts{p}.find(service)
	if s == nil || s.Contract == nil {
		return connector.Operation{}, false
	}
	return s.Contract.Operation(name)
}

// Services implements check.Contracts.
func (c contracts) Services() []string {
	var out []string
	for _, s := range c.p.Services {
		out = append(out, s.Flow.Name.Text)
	}
	return out
}

// Operations implements check.Contracts.
func (c contracts) Operations(service string) []string {
	s := c.find(service)
	if s == nil || s.Contract == nil {
		return nil
	}
	return s.Contract.Names()
}

// Operation implements check.Contracts.
func (c contracts) Operation(service, name string) (check.Operation, bool) {
	s := c.find(service)
	if s == nil || s.Contract == nil {
		return check.Operation{}, false
	}
	op, ok := s.Contract.Operation(name)
	return checked(op), ok
}

// checked is an operation as the checker knows it.
func checked(op connector.Operation) check.Operation {
	out := check.Operation{
		Name: op.Name, Doc: op.Doc, Method: op.Method, Path: op.Path, At: op.At,
		HasBody: op.HasBody, OpenBody: op.OpenBody, Body: op.Body, Safe: op.Safe, Unsupported: op.Unsupported,
	}
	for _, in := range op.Inputs {
		out.Inputs = append(out.Inputs, check.Input{
			Name: in.Name, Doc: in.Doc, At: in.At, Schema: in.Schema, Body: in.In == connector.InBody,
			Required: in.Required, Nullable: in.Nullable, Clash: in.Clash, Unsupported: in.Unsupported,
		})
	}
	for _, a := range op.Answers {
		out.Answers = append(out.Answers, check.Answer{Status: a.Status, Schema: a.Schema, Empty: a.Empty})
	}
	return out
}
