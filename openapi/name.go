package openapi

import "strings"

// nameOf is what workflows call an operation: its operationId, with what is no letter, digit, "_", "-" or "/" made "_" (a call
// has one dot, before the name); without an operationId the method and the path, as in get_orders_id for GET /orders/{id}.
func nameOf(operationID, method, path string) string {
	if operationID != "" {
		return strings.Map(func(r rune) rune {
			if word(r) || strings.ContainsRune("-/", r) {
				return r
			}
			return '_'
		}, operationID)
	}
	parts := strings.FieldsFunc(path, func(r rune) bool { return !word(r) })
	return strings.Join(append([]string{strings.ToLower(method)}, parts...), "_")
}

func word(r rune) bool {
	return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}
