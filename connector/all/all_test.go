package all_test

import (
	"testing"

	"tutti/connector/all"
)

func TestConnectors(t *testing.T) {
	for _, key := range []string{"openapi"} {
		if all.Connectors()[key] == nil {
			t.Errorf("no connector reads contracts of the key %s", key)
		}
	}
}
