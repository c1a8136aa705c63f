package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sourcegraph/jsonrpc2"
)

// Bounds of what a client may send.
const (
	maxMessage = 64 << 20 // bytes
	maxHeaders = 16
)

// framing is the protocol's: a header with the length of the message, and the message. It differs from the library's
// in that it has bounds and reads exactly what was announced, whatever is in it.
type framing struct{ jsonrpc2.VSCodeObjectCodec }

// ReadObject implements jsonrpc2.ObjectCodec.
func (framing) ReadObject(r *bufio.Reader, v any) error {
	n, err := messageLength(r)
	if err != nil {
		return err
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return err
	}
	return json.Unmarshal(text, v)
}

// messageLength reads the header lines up to the empty one.
func messageLength(r *bufio.Reader) (int, error) {
	length := -1
	for range maxHeaders {
		line, err := r.ReadSlice('\n') // at most the reader's buffer
		if err != nil {
			return 0, err
		}
		name, value, _ := strings.Cut(strings.TrimSpace(string(line)), ":")
		if name == "" && length >= 0 {
			return length, nil
		}
		if !strings.EqualFold(name, "Content-Length") {
			continue
		}
		if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 || length > maxMessage {
			return 0, fmt.Errorf("a message of %q bytes is not read", strings.TrimSpace(value))
		}
	}
	return 0, errors.New("a message has no Content-Length among its first header lines")
}
