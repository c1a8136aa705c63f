package main

import (
	"errors"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"tutti/diag"
	"tutti/server"
)

func serveCommand(w world) *cobra.Command {
	cfg := server.Config{Getenv: w.getenv}
	var logFormat string
	c := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Serve a project: its gateway and its control API, until stopped",
		Long: `Serve a project: its gateway and its control API. SIGTERM and Ctrl-C drain: no
new requests, runs under way finish and compensate what they must.
Port 0 takes a free port; the addresses are in the first log line and in addresses.json
of the data folder.`,
		Example: `  tutti serve
  tutti serve examples/shop --listen 127.0.0.1:0 --data /tmp/shop`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeFolder,
	}
	serverFlags(c, &cfg, 60*time.Second)
	c.Flags().StringVar(&logFormat, "log-format", "text", "text or json")
	c.RunE = func(c *cobra.Command, args []string) error {
		cfg.Dir = "."
		if len(args) == 1 {
			cfg.Dir = args[0]
		}
		switch logFormat {
		case "text":
			cfg.Log = slog.New(slog.NewTextHandler(w.err, nil))
		case "json":
			cfg.Log = slog.New(slog.NewJSONHandler(w.err, nil))
		default:
			return errors.New("--log-format " + logFormat + ": say text or json")
		}
		return served(w, server.Serve(c.Context(), cfg))
	}
	return c
}

// serverFlags are those that say where to serve.
func serverFlags(c *cobra.Command, cfg *server.Config, drain time.Duration) {
	f := c.Flags()
	f.StringVar(&cfg.Listen, "listen", "127.0.0.1:8080", "address of the gateway")
	f.StringVar(&cfg.Control, "control", "127.0.0.1:8081", "address of the control API")
	f.StringVar(&cfg.Data, "data", "", "folder for what the server keeps (default DIR/.tutti)")
	f.DurationVar(&cfg.Drain, "drain", drain, "how long runs may take to finish after a stop")
}

// served turns the end of a server into the end of the command.
func served(w world, err error) error {
	var found diag.List
	switch {
	case err == nil:
		return nil
	case errors.As(err, &found):
		printFindings(w.err, found)
		return &exit{code: exitCheck}
	default:
		return &exit{exitFailed, err}
	}
}
