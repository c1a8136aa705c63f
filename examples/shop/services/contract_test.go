package main

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestTheContractsSayWhatTheServicesDo holds the documents in ../openapi and the
// routes together: neither may have an operation that the other lacks.
func TestTheContractsSayWhatTheServicesDo(t *testing.T) {
	for name, ops := range map[string][]operation{
		"inventory": newInventory().operations(),
		"customers": newCustomers().operations(),
		"payments":  newPayments().operations(),
		"orders":    newOrders().operations(),
		"shipping":  newShipping().operations(),
	} {
		served := map[string]string{}
		for _, op := range ops {
			served[op.pattern] = op.name
		}
		promised := contract(t, name)
		for _, at := range slices.Sorted(maps.Keys(served)) {
			if promised[at] != served[at] {
				t.Errorf("%s: %s is served as %q, the contract has %q", name, at, served[at], promised[at])
			}
		}
		for at, op := range promised {
			if served[at] == "" {
				t.Errorf("%s: the contract promises %s (%s), which is not served", name, at, op)
			}
		}
	}
}

// contract reads the operations of a document: "GET /stock/{sku}" to its operationId.
func contract(t *testing.T, service string) map[string]string {
	b, err := os.ReadFile("../openapi/" + service + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]any
	}
	if err := yaml.Unmarshal(b, &doc); err != nil {
		t.Fatalf("%s: %v", service, err)
	}
	out := map[string]string{}
	for path, item := range doc.Paths {
		for method, op := range item {
			if op, ok := op.(map[string]any); ok {
				out[strings.ToUpper(method)+" "+path], _ = op["operationId"].(string)
			}
		}
	}
	return out
}
