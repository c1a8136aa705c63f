// Package all lists the connectors that are in the binary. It does nothing else.
package all

import (
	"tutti/connector"
	"tutti/connector/rest"
)

// Connectors are the protocols by the key that names a service's contract in tutti.yaml.
func Connectors() map[string]connector.Connector {
	return map[string]connector.Connector{
		"openapi": rest.Connector{},
	}
}
