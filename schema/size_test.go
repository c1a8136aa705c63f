package schema

import (
	"testing"
	"unsafe"
)

// A large contract has hundreds of thousands of schemas; most are a Schema, a Property and nothing else.
func TestSize(t *testing.T) {
	for name, size := range map[string]struct{ got, most uintptr }{
		"Schema":   {unsafe.Sizeof(Schema{}), 64},
		"more":     {unsafe.Sizeof(more{}), 80},
		"Property": {unsafe.Sizeof(Property{}), 32},
	} {
		if size.got > size.most {
			t.Errorf("a %s takes %d bytes, more than %d", name, size.got, size.most)
		}
	}
}
