// Command services is the five HTTP services of the example shop in one program:
// inventory, customers, payments, orders and shipping, each on a loopback address
// of its own. Its state lives in memory and is gone when it stops.
//
// The first line on standard output is a JSON object of the addresses chosen,
// under the names of the environment variables that the project reads:
// {"CUSTOMERS_URL":"http://127.0.0.1:7002",...}.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// drain is how long requests in flight may take to end after a signal.
const drain = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "services:", err)
		}
		os.Exit(2)
	}
}

// run serves until ctx ends; what is in flight then may finish.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	switches := newSwitches()
	services := newShop(newLedger(), switches)
	flags := flag.NewFlagSet("services", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:0", "`host:port` of the first service, the others follow; port 0 takes free ones")
	file := flags.String("addresses", "", "also write the addresses to this `file`")
	latency := flags.Duration("latency", 0, "how long every operation takes")
	flags.Func("fail", "let an operation fail from the start: `service.operation=503` or =reset; may be repeated", switches.parse)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	switches.latency = *latency

	listeners, err := listenAll(*listen, len(services))
	if err != nil {
		return err
	}
	addresses := map[string]string{}
	for i, s := range services {
		addresses[strings.ToUpper(s.name)+"_URL"] = "http://" + listeners[i].Addr().String()
	}
	if err := announce(addresses, stdout, *file); err != nil {
		closeAll(listeners)
		return err
	}
	return serve(ctx, services, listeners)
}

// listenAll opens n loopback listeners: free ports, or consecutive ones from the port of addr.
func listenAll(addr string, n int) ([]net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("-listen: %w", err)
	}
	first, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("-listen: port %q is no number up to 65535", port)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("-listen: %q is no loopback address; anybody could operate the switches", host)
	}
	var open []net.Listener
	for i := range n {
		at := first
		if first != 0 {
			at += uint64(i)
		}
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.FormatUint(at, 10)))
		if err != nil {
			closeAll(open)
			return nil, err
		}
		open = append(open, l)
	}
	return open, nil
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// announce prints the addresses, and writes them to file if there is one; who
// waits for the file never sees a half of it.
func announce(addresses map[string]string, stdout io.Writer, file string) error {
	line, err := json.Marshal(addresses)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	if file != "" {
		part := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".part")
		if err := os.WriteFile(part, line, 0o644); err != nil {
			return err
		}
		if err := os.Rename(part, file); err != nil {
			return err
		}
	}
	_, err = stdout.Write(line)
	return err
}

// serve answers until ctx ends or a server fails, then drains them all.
func serve(ctx context.Context, services []*service, listeners []net.Listener) error {
	ended := make(chan error, len(services))
	servers := make([]*http.Server, len(services))
	for i, s := range services {
		servers[i] = &http.Server{
			Handler:           s,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       10 * time.Second,
			IdleTimeout:       60 * time.Second,
			MaxHeaderBytes:    64 << 10,
		}
		go func() { ended <- servers[i].Serve(listeners[i]) }() // ends by the Shutdown below
	}
	var failed error
	running := len(services)
	select {
	case <-ctx.Done():
	case failed = <-ended:
		running--
	}
	bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	for _, s := range servers {
		if s.Shutdown(bound) != nil {
			s.Close()
		}
	}
	for range running {
		<-ended
	}
	return failed
}
