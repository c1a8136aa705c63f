package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// bring is how long a program may take until it answers.
const bring = 30 * time.Second

// programs is what the demo starts and how.
type programs struct {
	tutti, services, project string
	latency                  time.Duration
}

// shop is the running services and the gateway in front of them.
type shop struct {
	folder   string // of logs and data, removed at the end
	services *child
	gateway  *child
	url      map[string]string // services by their variable (INVENTORY_URL); gateway, control
	client   *http.Client
}

// open starts everything and returns when the gateway is ready.
func open(ctx context.Context, p programs) (_ *shop, err error) {
	folder, err := os.MkdirTemp("", "shop-demo-")
	if err != nil {
		return nil, err
	}
	s := &shop{folder: folder, client: &http.Client{Timeout: 15 * time.Second}}
	defer func() {
		if err != nil {
			s.close() // the first error says more than how a program took being stopped
		}
	}()

	addresses := filepath.Join(folder, "services.json")
	s.services, err = start("services", filepath.Join(folder, "services.log"), nil, p.services, "-addresses", addresses, "-latency", p.latency.String())
	if err != nil {
		return nil, err
	}
	if err := s.services.until(ctx, readJSON(addresses, &s.url)); err != nil {
		return nil, err
	}
	var env []string
	for name, url := range s.url {
		env = append(env, name+"="+url)
	}

	data := filepath.Join(folder, "data")
	s.gateway, err = start("tutti", filepath.Join(folder, "tutti.log"), env, p.tutti,
		"serve", p.project, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--data", data)
	if err != nil {
		return nil, err
	}
	var listening map[string]string
	if err := s.gateway.until(ctx, readJSON(filepath.Join(data, "addresses.json"), &listening)); err != nil {
		return nil, err
	}
	for name, address := range listening {
		s.url[name] = "http://" + address
	}
	return s, s.gateway.until(ctx, s.ready)
}

// until tries until it succeeds; the child's end and time limit it.
func (c *child) until(ctx context.Context, try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, bring)
	defer cancel()
	for {
		err := try(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-c.done:
			return c.gone()
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready (%w): %w; it said last:\n%s", c.name, context.Cause(ctx), err, tail(c.log, 20))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// readJSON is a try for a file that appears some time.
func readJSON(file string, into any) func(context.Context) error {
	return func(context.Context) error {
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return json.Unmarshal(b, into)
	}
}

func (s *shop) ready(ctx context.Context) error {
	got, err := s.ask(ctx, "GET", s.url["gateway"]+"/readyz", "")
	if err == nil && got.status != http.StatusOK {
		err = fmt.Errorf("/readyz answers %d", got.status)
	}
	return err
}

// close stops all programs, the gateway first, and removes the folder.
func (s *shop) close() error {
	var errs []error
	for _, c := range []*child{s.gateway, s.services} {
		if c != nil {
			errs = append(errs, c.stop())
		}
	}
	s.client.CloseIdleConnections()
	return errors.Join(append(errs, os.RemoveAll(s.folder))...)
}

// wait returns when ctx ends, or with an error when a program ends before.
func (s *shop) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.gateway.done:
	case <-s.services.done:
	}
	return errors.New("a program ended by itself")
}

// reply is an HTTP answer.
type reply struct {
	status   int
	location string
	body     []byte
}

// ask makes one request; a body that is not empty is JSON.
func (s *shop) ask(ctx context.Context, method, url, body string) (reply, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	got, err := s.client.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer got.Body.Close()
	b, err := io.ReadAll(io.LimitReader(got.Body, 8<<20))
	return reply{got.StatusCode, got.Header.Get("Location"), b}, err
}

// read gets a JSON document from a service: read(ctx, "INVENTORY_URL", "/stock/mug", &v).
// What is not there leaves the value as it is.
func (s *shop) read(ctx context.Context, service, path string, into any) error {
	got, err := s.ask(ctx, "GET", s.url[service]+path, "")
	switch {
	case err != nil:
		return err
	case got.status == http.StatusNotFound:
		return nil
	case got.status != http.StatusOK:
		return fmt.Errorf("GET %s of %s: status %d: %s", path, service, got.status, got.body)
	}
	return json.Unmarshal(got.body, into)
}

// invite tells what can be tried while the shop is up.
func (s *shop) invite(w io.Writer) {
	fmt.Fprint(w, "The shop is up until you stop it (Ctrl-C).\n\n")
	for _, name := range slices.Sorted(maps.Keys(s.url)) {
		fmt.Fprintf(w, "   %-10s %s\n", strings.ToLower(strings.TrimSuffix(name, "_URL")), s.url[name])
	}
	fmt.Fprintf(w, "   %-10s %s\n", "logs", s.folder)
	fmt.Fprintf(w, `
Order something, and read the order:
   curl -i -H 'Content-Type: application/json' -d '%s' %[2]s/checkout
   curl -s %[2]s/orders/o-1001
Let the shipping fail, order again, and see in the ledger that everything is undone:
   curl -H 'Content-Type: application/json' -d '{"service":"shipping","operation":"createShipment","fail":503}' %[3]s/_switch
   curl -s %[3]s/_ledger
`, orders[0].cart, s.url["gateway"], s.url["SHIPPING_URL"])
}
