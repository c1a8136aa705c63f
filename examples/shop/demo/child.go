package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// grace is how long a child may take to end after it was asked to.
const grace = 10 * time.Second

// child is a program that runs beside this one, in a process group of its own.
type child struct {
	name string
	cmd  *exec.Cmd
	log  string        // where its output goes
	done chan struct{} // closed when it has ended
	err  error         // how it ended; read after done
}

// start starts a program; the caller must stop it, also if it ends by itself.
func start(name, log string, env []string, program string, args ...string) (*child, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	c := &child{name: name, cmd: exec.Command(program, args...), log: log, done: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), env...)
	c.cmd.Stdout, c.cmd.Stderr = out, out
	c.cmd.SysProcAttr = ownGroup()
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() { // ends with the child; stop waits for it
		c.err = c.cmd.Wait()
		close(c.done)
	}()
	return c, nil
}

// stop asks the child to end, ends what is left of its group after a while, and
// says if it did not end well by itself.
func (c *child) stop() error {
	group := -c.cmd.Process.Pid
	select {
	case <-c.done:
		return c.gone()
	default:
	}
	syscall.Kill(group, syscall.SIGTERM)
	select {
	case <-c.done:
	case <-time.After(grace):
		syscall.Kill(group, syscall.SIGKILL)
		<-c.done
		return fmt.Errorf("%s did not end within %s of SIGTERM and was killed", c.name, grace)
	}
	syscall.Kill(group, syscall.SIGKILL)
	if c.err != nil {
		return c.gone()
	}
	return nil
}

// gone tells how the child ended, with the last of what it said.
func (c *child) gone() error {
	how := "ended"
	if c.err != nil {
		how = "ended with " + c.err.Error()
	}
	return fmt.Errorf("%s %s; it said last:\n%s", c.name, how, tail(c.log, 20))
}

// tail returns the last lines of a file, or nothing if it cannot be read.
func tail(file string, lines int) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	all := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	return "   " + strings.Join(all[max(0, len(all)-lines):], "\n   ")
}
