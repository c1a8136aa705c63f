package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets this binary play the children of the tests.
func TestMain(m *testing.M) {
	switch os.Getenv("DEMO_TEST_CHILD") {
	case "patient":
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM)
		fmt.Println("up")
		<-signals
	case "broken":
		fmt.Println("no such project")
		os.Exit(3)
	default:
		os.Exit(m.Run())
	}
}

func play(t *testing.T, role string) *child {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c, err := start(role, filepath.Join(t.TempDir(), "log"), []string{"DEMO_TEST_CHILD=" + role}, self)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// isUp is a try that succeeds when the child has spoken.
func isUp(c *child) func(context.Context) error {
	return func(context.Context) error {
		if !strings.Contains(tail(c.log, 1), "up") {
			return errors.New("it is silent")
		}
		return nil
	}
}

func TestAChildIsStopped(t *testing.T) {
	c := play(t, "patient")
	if err := c.until(t.Context(), isUp(c)); err != nil {
		t.Fatal(err)
	}
	if err := c.stop(); err != nil {
		t.Error(err)
	}
	if err := syscall.Kill(-c.cmd.Process.Pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("its group: %v, want none", err)
	}
}

func TestAChildThatEndsByItselfSaysWhy(t *testing.T) {
	c := play(t, "broken")
	err := c.until(t.Context(), func(context.Context) error { return errors.New("never") })
	for _, want := range []string{"broken ended with exit status 3", "no such project"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("until: %v, want %q in it", err, want)
		}
	}
	if err := c.stop(); err == nil {
		t.Error("stop: no error, want the one of the child")
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	c := play(t, "patient")
	if err := c.until(t.Context(), isUp(c)); err != nil {
		t.Fatal(err)
	}
	defer c.stop()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := c.until(ctx, func(context.Context) error { return errors.New("the door is shut") })
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "the door is shut") {
		t.Errorf("got %v, want the deadline and the last error", err)
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	if _, err := start("ghost", filepath.Join(t.TempDir(), "log"), nil, filepath.Join(t.TempDir(), "ghost")); err == nil {
		t.Error("no error, want one")
	}
}
