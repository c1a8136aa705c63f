// Command demo shows the example shop at work: it starts the services and the
// gateway, places three orders, prints every answer with the calls that were
// made for it, and stays up until it is stopped. It builds nothing: `make demo`
// does that before.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

func main() {
	// The kernel ends the children when the thread that started them ends, so
	// that thread has to be this one, for all of the program's life.
	runtime.LockOSThread()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	var p programs
	once := flag.Bool("once", false, "end after the orders; the exit code is 0 if all ended as they should")
	flag.StringVar(&p.tutti, "tutti", "bin/tutti", "the `program` under demonstration")
	flag.StringVar(&p.services, "services", "bin/shop-services", "the `program` of the shop's services")
	flag.StringVar(&p.project, "project", "examples/shop", "the project `folder`")
	flag.DurationVar(&p.latency, "latency", 40*time.Millisecond, "how long each service takes to answer")
	flag.Parse()

	s, err := open(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()

	differences := 0
	for i, o := range orders {
		fmt.Printf("%d. %s\n\n", i+1, o.title)
		wrong, err := place(ctx, s, o)
		if err != nil {
			return fmt.Errorf("order %d: %w", i+1, err)
		}
		for _, w := range wrong {
			fmt.Printf("   NOT AS IT SHOULD BE: %s\n", w)
		}
		fmt.Println()
		differences += len(wrong)
	}
	if differences > 0 {
		fmt.Printf("What the gateway said last:\n%s\n\n", tail(s.gateway.log, 20))
	}
	if !*once {
		s.invite(os.Stdout)
		if err := s.wait(ctx); err != nil {
			return err
		}
	}
	if differences > 0 {
		return fmt.Errorf("%d things were not as they should be", differences)
	}
	if *once {
		fmt.Println("All three orders ended as they should.")
	}
	return nil
}
