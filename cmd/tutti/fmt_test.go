package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"tutti/lang/tutti"
)

// endless is a standard input that never ends.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '#'
	}
	e.read += len(b)
	return len(b), nil
}

// A text that is longer than a file may be is refused whole: nothing of it is printed, and no more is read than it takes
// to know.
func TestFmtBoundsItsInput(t *testing.T) {
	for _, c := range []struct {
		name string
		in   io.Reader
		want string
	}{
		{"without an end", &endless{}, "Y002"},
		{"a byte too long", strings.NewReader(strings.Repeat("#", tutti.MaxFile+1)), "Y002"},
	} {
		var out, errs bytes.Buffer
		root := command(world{in: c.in, out: &out, err: &errs})
		root.SetArgs([]string{"fmt", "-"})
		if err := root.Execute(); err == nil || out.Len() > 0 || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%s: got %v, %d bytes, %q; want %s and nothing printed", c.name, err, out.Len(), errs.String(), c.want)
		}
		if e, ok := c.in.(*endless); ok && e.read > 4*tutti.MaxFile {
			t.Errorf("%s: %d bytes were read", c.name, e.read)
		}
	}
}
