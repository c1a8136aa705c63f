package server_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tutti/server"
)

// developing is a project that is served while the test works on it.
type developing struct {
	dir     string
	changes chan server.Change
	client  *http.Client
	gateway string
	control string
}

// develop serves the project in dir until the end of the test.
func develop(t *testing.T, dir, url string) *developing {
	d := &developing{dir: dir, changes: make(chan server.Change, 100), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Develop(ctx, config(dir, url), func(c server.Change) { d.changes <- c }) }()
	t.Cleanup(func() {
		d.client.CloseIdleConnections()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Develop ended with %v", err)
		}
	})
	return d
}

// save puts a file there as editors do, and its folder if there is none.
func (d *developing) save(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(d.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file+"~", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+"~", file); err != nil {
		t.Fatal(err)
	}
}

// next waits for a change that is live, or that is not.
func (d *developing) next(t *testing.T, live bool) server.Change {
	t.Helper()
	timeout := time.NewTimer(20 * time.Second)
	defer timeout.Stop()
	for {
		select {
		case c := <-d.changes:
			if (c.Project != nil) == live {
				d.gateway, d.control = "http://"+c.Gateway, "http://"+c.Control
				return c
			}
			t.Logf("passing over %v %v", c.Files, c.Found)
		case <-timeout.C:
			t.Fatal("no change")
		}
	}
}

func (d *developing) get(url string) string {
	r, err := d.client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d %s", r.StatusCode, b)
}

func (d *developing) want(t *testing.T, url, want string) {
	t.Helper()
	if got := d.get(url); !strings.Contains(got, want) {
		t.Errorf("GET %s: got %s, want %s", url, got, want)
	}
}

// service is an upstream that counts its open connections.
func service(t *testing.T, answer func()) (url string, open *atomic.Int64) {
	open = new(atomic.Int64)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `"done"`)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		default:
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s.URL, open
}

// version is a workflow that tells which one it is, after a call.
func version(n int) string {
	return fmt.Sprintf("workflow: w\non: { http: GET /w }\nsteps: [ { name: a, call: s.slow }, { return: { body: { version: %d, a: $a } } } ]\n", n)
}

const brokenWorkflow = "workflow: w\non: { http: GET /w }\nsteps: [ { call: s.slo } ]\n"

// Under load no save loses a request: each is answered by a good version that is not older than the one that
// was live when it was sent. The services see no connection of versions that are gone.
func TestReloadsLoseNothing(t *testing.T) {
	saves, clients := 200, 4
	if testing.Short() {
		saves = 30
	}
	url, open := service(t, func() {})
	d := develop(t, project(t, version(0)), url)
	d.next(t, true)
	at := d.gateway + "/w"
	var live, saved, requests atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for ctx.Err() == nil {
				least := live.Load()
				var got int64
				answer := d.get(at)
				if _, err := fmt.Sscanf(answer, `200 {"version":%d,"a":"done"}`, &got); err != nil || got < least || got > saved.Load() {
					t.Errorf("got %s, want 200 of versions %d to %d", answer, least, saved.Load())
					return
				}
				requests.Add(1)
			}
		})
	}
	began := time.Now()
	var took []time.Duration
	for n := 1; n <= saves; n++ {
		if n%5 == 0 {
			d.save(t, "workflows/w.yaml", brokenWorkflow+fmt.Sprintf("# %d\n", n))
			if c := d.next(t, false); !c.Found.HasErrors() {
				t.Errorf("save %d is not live, without a reason", n)
			}
			continue
		}
		saved.Store(int64(n))
		begun := time.Now()
		d.save(t, "workflows/w.yaml", version(n))
		d.next(t, true)
		live.Store(int64(n))
		took = append(took, time.Since(begun))
	}
	load := time.Since(began)
	stop()
	all.Wait()
	slices.Sort(took)
	t.Logf("%d saves in %v under %.0f requests/s; save to live: p50 %v, p95 %v, most %v", saves, load.Round(time.Millisecond),
		float64(requests.Load())/load.Seconds(), took[len(took)/2], took[len(took)*95/100], took[len(took)-1])
	eventually(t, "connections of older versions are closed", func() bool { return open.Load() <= int64(clients) })
}

func eventually(t *testing.T, what string, try func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); !try(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("not within 20s: %s", what)
		}
	}
}

// A run under way keeps its plan and its connection, then those are closed; so are those of runs that nobody waits for.
func TestRunsKeepWhatTheyBeganWith(t *testing.T) {
	called, release := make(chan struct{}, 2), make(chan struct{})
	url, open := service(t, func() { called <- struct{}{}; <-release })
	d := develop(t, project(t, version(1)), url)
	d.save(t, "workflows/late.yaml", "workflow: late\non: { http: GET /late }\nsteps: [ { run: slow, detach: true } ]\n")
	d.save(t, "workflows/slow.yaml", "workflow: slow\nsteps: [ { call: s.slow } ]\n")
	for d.next(t, true); !strings.HasPrefix(d.get(d.gateway+"/late"), "20"); {
		d.next(t, true)
	}
	answer := make(chan string, 1)
	go func() { answer <- d.get(d.gateway + "/w") }()
	<-called
	<-called
	d.save(t, "workflows/w.yaml", "workflow: w\non: { http: GET /w }\nsteps: [ { return: { body: 2 } } ]\n")
	d.next(t, true)
	d.want(t, d.gateway+"/w", "200 2")
	close(release)
	if got, want := <-answer, `200 {"version":1,"a":"done"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	eventually(t, "the old connections are closed", func() bool { return open.Load() == 0 })
}

// A project that is broken at the start is served when it is mended; routes come and go with their files, and both addresses tell.
func TestDevelopFollowsFiles(t *testing.T) {
	url, _ := service(t, func() {})
	dir := project(t, brokenWorkflow)
	if err := os.Remove(filepath.Join(dir, "workflows", "w.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "workflows")); err != nil {
		t.Fatal(err)
	}
	d := develop(t, dir, url)
	d.next(t, true)
	d.want(t, d.gateway+"/w", "404 ")

	d.save(t, "workflows/w.yaml", brokenWorkflow)
	if c := d.next(t, false); !strings.Contains(c.Found.Err().Error(), "did you mean") || c.Files[0] != "workflows/w.yaml" {
		t.Errorf("got %v of %v", c.Found, c.Files)
	}
	d.save(t, "workflows/w.yaml", version(1))
	d.next(t, true)
	d.want(t, d.gateway+"/w", `"version":1`)
	d.want(t, d.control+"/v1/routes", `"path":"/w"`)

	// A contract in a folder that comes later, and what it refers to.
	d.save(t, "tutti.yaml", "project: p\nenv: [URL]\nservices: { s: { openapi: apis/s/s.yaml, url: $env.URL } }\ngateway: { public: true }\n")
	d.next(t, false)
	d.save(t, "apis/s/s.yaml", strings.Replace(contract, "{ description: ok }", "{ description: ok, content: { application/json: { schema: { $ref: ../types.yaml#/T } } } }", 1))
	d.save(t, "apis/types.yaml", "T: { type: string }\n")
	d.next(t, true)
	d.want(t, d.gateway+"/w", `"a":"done"`)
	d.save(t, "apis/types.yaml", "T: { type: integer }\n")
	if c := d.next(t, true); !slices.Equal(c.Files, []string{"apis/types.yaml"}) {
		t.Errorf("changed %v, want apis/types.yaml", c.Files)
	}
	d.want(t, d.gateway+"/w", "502 ") // the service breaks this contract
	d.want(t, d.control+"/v1/services", `"drift":1`)

	// A folder goes, and another one takes its place.
	if err := os.Rename(filepath.Join(dir, "apis"), filepath.Join(dir, "old")); err != nil {
		t.Fatal(err)
	}
	d.next(t, false)
	if err := os.Rename(filepath.Join(dir, "old"), filepath.Join(dir, "apis")); err != nil {
		t.Fatal(err)
	}
	d.next(t, true)
	d.save(t, "apis/types.yaml", "T: {}\n")
	d.next(t, true)
	d.want(t, d.gateway+"/w", `"a":"done"`)
	d.want(t, d.control+"/v1/services", `"drift":0`)

	if err := os.Remove(filepath.Join(dir, "workflows", "w.yaml")); err != nil {
		t.Fatal(err)
	}
	d.next(t, true)
	d.want(t, d.gateway+"/w", "404 ")
}

// A file that is a link is followed to where it leads.
func TestDevelopFollowsLinks(t *testing.T) {
	url, _ := service(t, func() {})
	dir := project(t, version(1))
	if err := os.Mkdir(filepath.Join(dir, "kept"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "s.yaml"), filepath.Join(dir, "kept", "shared.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("kept", "shared.yaml"), filepath.Join(dir, "s.yaml")); err != nil {
		t.Fatal(err)
	}
	d := develop(t, dir, url)
	d.next(t, true)
	d.save(t, "kept/shared.yaml", strings.Replace(contract, "operationId: slow", "operationId: slower", 1))
	if c := d.next(t, false); !slices.Equal(c.Files, []string{"s.yaml"}) {
		t.Errorf("changed %v, want s.yaml", c.Files)
	}
	d.save(t, "kept/shared.yaml", contract)
	d.next(t, true)
}

// Told is what changed: not a file that was saved as it was, nor one that the project does not read.
func TestDevelopTellsWhatChanged(t *testing.T) {
	url, _ := service(t, func() {})
	d := develop(t, project(t, version(1)), url)
	d.next(t, true)
	d.save(t, "workflows/w.yaml", version(1))
	d.save(t, "notes.txt", "nobody reads this")
	d.save(t, "workflows/w.yaml", "")
	d.save(t, "workflows/other.yaml", "workflow: other\nsteps: [ { call: s.slow } ]\n")
	d.save(t, "workflows/w.yaml", version(2))
	told := map[string]bool{}
	for len(told) < 2 || !strings.Contains(d.get(d.gateway+"/w"), `"version":2`) { // at once, unless the machine is slow
		for _, name := range (<-d.changes).Files {
			told[name] = true
		}
	}
	if len(told) != 2 || !told["workflows/other.yaml"] || !told["workflows/w.yaml"] {
		t.Errorf("changed %v, want both workflows", told)
	}
}

// A project that cannot be served at the start waits for its mend; without the file that makes it one, too.
func TestDevelopWaitsForTheMend(t *testing.T) {
	url, _ := service(t, func() {})
	dir := project(t, brokenWorkflow)
	file := filepath.Join(dir, "tutti.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	d := develop(t, dir, url)
	if c := d.next(t, false); c.Err == nil {
		t.Errorf("no tutti.yaml, and nothing is wrong: %v", c)
	}
	d.save(t, "tutti.yaml", string(text))
	if c := d.next(t, false); !c.Found.HasErrors() || c.Gateway != "" {
		t.Errorf("got %v at %q", c.Found, c.Gateway)
	}
	d.save(t, "workflows/w.yaml", version(7))
	d.next(t, true)
	d.want(t, d.gateway+"/w", `"version":7`)
	d.want(t, d.control+"/readyz", "ready")
}
