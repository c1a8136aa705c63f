package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tutti/flow"
	"tutti/plan"
)

func planCommand(w world) *cobra.Command {
	var dir string
	var services []string
	c := &cobra.Command{
		Use:   "plan WORKFLOW|FILE",
		Short: "Print what a workflow compiles to",
		Long: `Print what a workflow compiles to: the frames with the slots that values live in,
then the instructions, each with the step it belongs to. The hash names all of the
plan that counts for a run: a run keeps to the plan it started with.`,
		Example: `  tutti plan checkout
  tutti plan workflows/checkout.yaml -o json
  tutti plan hello.yaml --service greeter=contract.yaml`,
		Args: oneWorkflow,
	}
	c.Flags().StringVar(&dir, "project", "", "folder of the project (default: around FILE, or this folder)")
	c.Flags().StringArrayVar(&services, "service", nil, "NAME=CONTRACT outside a project; may be repeated")
	c.ValidArgsFunction = completeWorkflows(&dir)
	format := outputFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		given, err := parseServices(services)
		if err != nil {
			return &exit{exitUsage, err}
		}
		project, name, found, err := find(args[0], dir, given)
		if err != nil {
			return &exit{exitUsage, err}
		}
		if found.HasErrors() {
			printFindings(w.err, found)
			return &exit{code: exitCheck}
		}
		return printPlan(w, project.Workflow(name).Plan, *format)
	}
	return c
}

// planReport is a plan as scripts read it.
type planReport struct {
	Workflow   string   `json:"workflow"`
	Version    string   `json:"version"`
	Mode       string   `json:"mode"`
	Hash       string   `json:"hash"`
	Operations []string `json:"operations"`
	Runs       []string `json:"runs"`
	Listing    []string `json:"listing"`
}

func printPlan(w world, p *plan.Plan, format string) error {
	listing := strings.TrimSuffix(p.String(), "\n")
	if format == "json" {
		return printJSON(w.out, planReport{
			Workflow: p.Workflow, Version: p.Version, Mode: string(cmp.Or(p.Mode, flow.Express)), Hash: p.Hash,
			Operations: append([]string{}, p.Ops...), Runs: append([]string{}, p.Runs...), Listing: strings.Split(listing, "\n"),
		})
	}
	_, err := fmt.Fprintf(w.out, "workflow %s %s\nhash %s\n%s\n", p.Workflow, p.Version, p.Hash, listing)
	return err
}
