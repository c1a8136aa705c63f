package main

import (
	"log"

	"github.com/spf13/cobra"

	"tutti/lsp"
)

func lspCommand(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "lsp",
		Short: "Speak with an editor: findings, completion, hover and definitions while you write",
		Long: `A language server (LSP 3.17) on standard input and output. An editor starts it; docs/editors.md
tells how to set up VS Code, Neovim and Helix. Its findings are those of tutti check, of the project
as it would be if everything were saved.`,
		Args: cobra.NoArgs,
	}
	c.Flags().Bool("stdio", true, "speak on standard input and output, which is all there is")
	_ = c.Flags().MarkHidden("stdio") // clients pass it by habit
	c.RunE = func(c *cobra.Command, _ []string) error {
		cfg := lsp.Config{Version: version, Log: log.New(w.err, "tutti lsp: ", 0)}
		if err := lsp.Serve(c.Context(), w.in, w.out, cfg); err != nil {
			return &exit{exitFailed, err}
		}
		return nil
	}
	return c
}
