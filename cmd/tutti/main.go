// Command tutti checks, runs and serves workflows that orchestrate APIs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// version is set when the binary is built.
var version = "devel"

// The exit codes; `tutti help exit-codes` tells them too.
const (
	exitOK     = 0
	exitFailed = 1 // the run failed, or the server did
	exitUsage  = 2 // the command line is wrong
	exitCheck  = 3 // the project or workflow has errors
)

// exit is an error with the code that the process ends with. Without text,
// everything has been said already.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// world is what a command touches outside of itself; tests put their own there.
type world struct {
	in       io.Reader
	out      io.Writer
	err      io.Writer
	terminal bool // err is a terminal
	getenv   func(string) (string, bool)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	w := world{in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: isTerminal(os.Stderr), getenv: os.LookupEnv}
	code := execute(ctx, w, os.Args[1:])
	stop()
	os.Exit(code)
}

// execute runs one command line and gives the exit code.
func execute(ctx context.Context, w world, args []string) int {
	root := command(w)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if text := err.Error(); text != "" {
		_, _ = fmt.Fprintln(w.err, "tutti:", text)
	}
	var e *exit
	if errors.As(err, &e) {
		return e.code
	}
	return exitUsage // what is no exit comes from the parsing of the command line
}

func command(w world) *cobra.Command {
	root := &cobra.Command{
		Use:   "tutti",
		Short: "Orchestrates APIs: workflows in files, served by one binary",
		Example: `  tutti init shop --template saga   begin a project
  tutti check                       is everything in this project right?
  tutti run checkout --input -      one run without a server
  tutti serve                       gateway and control API until stopped`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetIn(w.in)
	root.SetOut(w.out)
	root.SetErr(w.err)
	root.AddCommand(initCommand(w), checkCommand(w), fmtCommand(w), runCommand(w), planCommand(w), devCommand(w), serveCommand(w), schemaCommand(w), explainCommand(w), lspCommand(w), completionCommand(w), manCommand(), versionCommand(w), exitCodesHelp())
	completeFlags(root)
	return root
}

// oneWorkflow is the argument of the commands that are about one workflow.
func oneWorkflow(c *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("say which workflow: tutti %s", c.Use)
	}
	return nil
}

func exitCodesHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit codes mean",
		Long: `  0  done: clean, succeeded, or drained
  1  the run failed, or the server could not serve
  2  the command line is wrong
  3  the project, the workflow or the world of a simulation has errors`,
	}
}
