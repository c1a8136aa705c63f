package control

import (
	"encoding/json"
	"net/http"
	"time"

	"tutti/drift"
)

// Service is an upstream of the project, and what of it workflows call.
type Service struct {
	Name       string
	Protocol   string
	Contract   string // path, relative to the project
	Responses  string // enforce, report or ignore
	Operations []string
}

// Route is a way into the project.
type Route struct {
	Method, Path string
	Workflow     string
	Operation    string // of the contract that clients see; "" without one
}

// page is a list as all lists of the API are: next is what leads to the rest, null at the end.
type page[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next"`
}

// service and route are what the API says of one.
type service struct {
	Name       string      `json:"name"`
	Protocol   string      `json:"protocol"`
	Contract   string      `json:"contract"`
	Responses  string      `json:"responses"`
	Drift      int64       `json:"drift"` // of all operations
	Operations []operation `json:"operations"`
}

type operation struct {
	Name  string  `json:"name"`
	Drift int64   `json:"drift"`
	Kinds []kinds `json:"kinds"`
}

type route struct {
	Method    string  `json:"method"`
	Path      string  `json:"path"`
	Workflow  string  `json:"workflow"`
	Operation string  `json:"operation,omitempty"`
	Drift     int64   `json:"drift"`
	Kinds     []kinds `json:"kinds"`
}

// kinds is one way in which messages broke the contract.
type kinds struct {
	Status  int       `json:"status,omitempty"` // of the answer; none: it was a request
	Schema  string    `json:"schema"`
	Message string    `json:"message"`
	Count   int64     `json:"count"`
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
}

// services lists the upstreams with what their answers broke.
func (c Config) services(w http.ResponseWriter, _ *http.Request) {
	entries := c.Drift.Entries()
	out := page[service]{Items: []service{}}
	for _, s := range c.Services {
		item := service{Name: s.Name, Protocol: s.Protocol, Contract: s.Contract, Responses: s.Responses, Operations: []operation{}}
		names := s.Operations
		if others, _ := driftOf(entries, s.Name, ""); others > 0 {
			names = append([]string{""}, names...) // a full table counts without the operation
		}
		for _, name := range names {
			n, found := driftOf(entries, s.Name, name)
			item.Operations = append(item.Operations, operation{Name: name, Drift: n, Kinds: found})
			item.Drift += n
		}
		out.Items = append(out.Items, item)
	}
	answer(w, out)
}

// routes lists the ways in, with what requests and answers broke.
func (c Config) routes(w http.ResponseWriter, _ *http.Request) {
	entries := c.Drift.Entries()
	out := page[route]{Items: []route{}}
	for _, r := range c.Routes {
		item := route{Method: r.Method, Path: r.Path, Workflow: r.Workflow, Operation: r.Operation, Kinds: []kinds{}}
		if r.Operation != "" {
			item.Drift, item.Kinds = driftOf(entries, "", r.Operation)
		}
		out.Items = append(out.Items, item)
	}
	answer(w, out)
}

// driftOf is what was counted of one operation.
func driftOf(entries []drift.Entry, service, operation string) (sum int64, of []kinds) {
	of = []kinds{}
	for _, e := range entries {
		if e.Service == service && e.Operation == operation {
			of = append(of, kinds{e.Status, e.Schema, e.Message, e.Count, e.First.UTC(), e.Last.UTC()})
			sum += e.Count
		}
	}
	return sum, of
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // the operator is gone: nobody to tell
}
