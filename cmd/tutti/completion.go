package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tutti/catalog"
	"tutti/diag"
	"tutti/explain"
)

// shells are those that `tutti completion` writes a script for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func completionCommand(w world) *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print a script that makes your shell complete tutti's command lines",
		Long: `Print a script that makes your shell complete tutti's command lines: commands and flags,
the workflows of the project for run and plan, codes for explain, kinds for schema.

  bash         source <(tutti completion bash)                   in ~/.bashrc
  zsh          source <(tutti completion zsh)                    in ~/.zshrc, after compinit
  fish         tutti completion fish | source                    in ~/.config/fish/config.fish
  powershell   tutti completion powershell | Out-String | Invoke-Expression    in $PROFILE

bash needs the package bash-completion.`,
		Example: `  source <(tutti completion bash)
  tutti completion fish > ~/.config/fish/completions/tutti.fish`,
		ValidArgs: shells,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("say which shell: tutti %s", c.Use)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return printCompletion(w, c.Root(), args[0]) },
	}
}

func printCompletion(w world, root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w.out, true)
	case "zsh":
		return root.GenZshCompletion(w.out)
	case "fish":
		return root.GenFishCompletion(w.out, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w.out)
	}
	mend := diag.DidYouMean(shell, shells)
	if mend == "" {
		mend = "there is " + strings.Join(shells, ", ")
	}
	return fmt.Errorf("there is no completion for %s (%s)", shell, mend)
}

// completeWorkflows offers the workflows of a project. Without one that fits, the
// shell goes on with files, which these commands take too.
func completeWorkflows(dir *string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		at := *dir
		if at == "" {
			at = "."
		}
		project, _, err := catalog.Load(at)
		if err != nil || project == nil {
			return nil, cobra.ShellCompDirectiveDefault
		}
		var out []string
		for _, flow := range project.Workflows {
			if name := flow.Definition.Name.Text; strings.HasPrefix(name, begun) {
				out = append(out, cobra.CompletionWithDesc(name, filepath.Base(flow.Definition.File)))
			}
		}
		return out, cobra.ShellCompDirectiveDefault
	}
}

// completeCodes offers the codes of findings, with what they are about.
func completeCodes(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	all, err := explain.All()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, e := range all {
		if strings.HasPrefix(e.Code, strings.ToUpper(begun)) {
			out = append(out, cobra.CompletionWithDesc(e.Code, e.Title))
		}
	}
	if strings.HasPrefix("project", begun) {
		out = append(out, cobra.CompletionWithDesc("project", "the project that the examples stand in"))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeFolder offers folders, for commands that take one.
func completeFolder(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeFlags tells what flags take, by their names, wherever a command has them.
// A flag that is not named here takes what the shell offers: files.
func completeFlags(root *cobra.Command) {
	values := map[string]cobra.CompletionFunc{
		"output":     cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp),
		"log-format": cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp),
		"template":   cobra.FixedCompletions(templateNames(), cobra.ShellCompDirectiveNoFileComp),
		"project":    cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		"data":       cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
		"input":      cobra.FixedCompletions([]string{"json"}, cobra.ShellCompDirectiveFilterFileExt),
		"simulate":   cobra.FixedCompletions([]string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt),
		"listen":     cobra.NoFileCompletions,
		"control":    cobra.NoFileCompletions,
		"drain":      cobra.NoFileCompletions,
		"timeout":    cobra.NoFileCompletions,
		"service":    cobra.NoFileCompletions,
	}
	for _, c := range root.Commands() {
		for name, complete := range values {
			if c.Flags().Lookup(name) != nil {
				_ = c.RegisterFlagCompletionFunc(name, complete) // fails for a second one only
			}
		}
	}
}
