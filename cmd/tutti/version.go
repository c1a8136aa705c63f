package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

func versionCommand(w world) *cobra.Command {
	c := &cobra.Command{Use: "version", Short: "Tell which version this is", Args: cobra.NoArgs}
	format := outputFlag(c)
	c.RunE = func(*cobra.Command, []string) error {
		platform := runtime.GOOS + "/" + runtime.GOARCH
		if *format == "json" {
			return printJSON(w.out, map[string]string{"version": version, "go": runtime.Version(), "platform": platform})
		}
		_, err := fmt.Fprintf(w.out, "tutti %s (%s, %s)\n", version, runtime.Version(), platform)
		return err
	}
	return c
}
