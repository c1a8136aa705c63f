package main

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// update rewrites what the scripts compare with; read the difference.
var update = flag.Bool("update", false, "rewrite the expected output in the scenarios")

// TestMain makes the test binary the command itself when a script calls it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tutti": main})
}

// TestScenarios runs the executable manual. Beside testscript's own commands the
// scripts have the contract store.yaml, here and in the folder shop, and:
//
//	shop [FLAG…]      start the shop's services; sets INVENTORY_URL, CUSTOMERS_URL, …
//	upstream NAME     start a service that answers as the file NAME.http says; sets NAME_URL
//	serve [DIR]       serve the project in DIR (default .); sets GATEWAY and CONTROL
//	dev [DIR]         serve it likewise, and follow its files
//	told PATTERN      wait until dev has said it since the last told
//	drain             end what serve or dev started; it must end well. Prints its log
//	requests NAME [-keys|-trace]
//	                  print the requests that the upstream got, one a line
func TestScenarios(t *testing.T) { runScripts(t, "../../scenarios") }

func runScripts(t *testing.T, dir string) {
	shop := filepath.Join(t.TempDir(), "shop-services")
	if out, err := exec.Command("go", "build", "-o", shop, "tutti/examples/shop/services").CombinedOutput(); err != nil {
		t.Fatalf("build the shop's services: %v\n%s", err, out)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           dir,
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			contract, err := os.ReadFile(filepath.Join(dir, "store.yaml"))
			if err != nil {
				return err
			}
			for _, at := range []string{"store.yaml", "shop/store.yaml"} {
				if err := writeFile(filepath.Join(e.WorkDir, at), contract); err != nil {
					return err
				}
			}
			e.Setenv("SHOP", filepath.Join(root, "examples", "shop"))
			e.Setenv("SHOP_SERVICES", shop)
			e.Setenv("no_proxy", "*")
			e.Values[sceneKey{}] = &scene{upstreams: map[string]*upstream{}}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"shop":     startShop,
			"upstream": startUpstream,
			"requests": printRequests,
			"serve":    startServer,
			"dev":      startDev,
			"told":     waitUntilTold,
			"drain":    drainServer,
		},
	})
}

func writeFile(name string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return os.WriteFile(name, b, 0o600)
}

// scene is what one script has started.
type scene struct {
	exported  []string // names of variables that started programs see
	server    *exec.Cmd
	log       *transcript // of the server
	upstreams map[string]*upstream
}

type sceneKey struct{}

func sceneOf(ts *testscript.TestScript) *scene { return ts.Value(sceneKey{}).(*scene) }

// background starts a program that the script's end stops.
func background(ts *testscript.TestScript, name string, args ...string) (*exec.Cmd, *transcript) {
	cmd := exec.Command(name, args...)
	cmd.Dir = ts.Getenv("WORK")
	cmd.Env = environ(ts)
	log := &transcript{}
	cmd.Stdout, cmd.Stderr = log, log
	ts.Check(cmd.Start())
	ts.Defer(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
		ts.Logf("%s said:\n%s", filepath.Base(name), log.bytes())
	})
	return cmd, log
}

// environ is the script's environment, which testscript gives name by name.
func environ(ts *testscript.TestScript) []string {
	env := os.Environ()
	for _, name := range []string{"HOME", "TMPDIR"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	for _, name := range sceneOf(ts).exported {
		env = append(env, name+"="+ts.Getenv(name))
	}
	return env
}

// export sets a variable for the script and for what it starts.
func export(ts *testscript.TestScript, name, value string) {
	ts.Setenv(name, value)
	sceneOf(ts).exported = append(sceneOf(ts).exported, name)
}

// eventually tries until it works; the wait is bounded by the time the test has.
func eventually(ts *testscript.TestScript, what string, try func() bool) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(30 * time.Second); !try(); <-tick.C {
		if time.Now().After(end) {
			ts.Fatalf("%s: not within 30s", what)
		}
	}
}

func readAddresses(ts *testscript.TestScript, file string) map[string]string {
	out := map[string]string{}
	eventually(ts, file, func() bool {
		b, err := os.ReadFile(file)
		return err == nil && json.Unmarshal(b, &out) == nil
	})
	return out
}

func startShop(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs("shop-addresses.json")
	background(ts, ts.Getenv("SHOP_SERVICES"), append([]string{"-addresses", file}, args...)...)
	for name, url := range readAddresses(ts, file) {
		export(ts, name, url)
	}
}

func startServer(ts *testscript.TestScript, _ bool, args []string) { start(ts, "serve", args) }

// start starts a command that serves, and waits until it does.
func start(ts *testscript.TestScript, command string, args []string) {
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	}
	data := ts.MkAbs("data")
	self, err := exec.LookPath("tutti")
	ts.Check(err)
	cmd, log := background(ts, self, command, dir, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--data", data)
	addrs := readAddresses(ts, filepath.Join(data, "addresses.json"))
	ts.Setenv("GATEWAY", "http://"+addrs["gateway"])
	ts.Setenv("CONTROL", "http://"+addrs["control"])
	eventually(ts, "readyz", func() bool {
		r, err := http.Get(ts.Getenv("CONTROL") + "/readyz")
		if err != nil {
			return false
		}
		_ = r.Body.Close()
		return r.StatusCode == http.StatusOK
	})
	sceneOf(ts).server, sceneOf(ts).log = cmd, log
	ts.Defer(func() { stopServer(ts, false, nil) })
}

// drainServer has no shorter name because testscript has a command stop, which ends the script.
func drainServer(ts *testscript.TestScript, _ bool, _ []string) {
	stopServer(ts, false, nil)
	_, err := ts.Stdout().Write(sceneOf(ts).log.bytes())
	ts.Check(err)
}

func stopServer(ts *testscript.TestScript, _ bool, _ []string) {
	cmd := sceneOf(ts).server
	if cmd == nil || cmd.ProcessState != nil {
		return
	}
	ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("serve ended with %v", err)
	}
}
