package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
)

// parseJSON reads a JSON file into the same nodes as YAML. JSON is YAML too, but the YAML reader takes several times the
// time and memory, and the documents that machines write are the large ones.
func (s *Set) parseJSON(path string, text []byte) *yaml.Node {
	r := &jsonReader{text: text, tokens: json.NewDecoder(bytes.NewReader(text)), line: 1, col: 1}
	r.tokens.UseNumber()
	root, err := r.value(0)
	at := r.tokens.InputOffset()
	if err == nil {
		after := bytes.TrimLeft(text[at:], " \t\r\n")
		if len(after) == 0 {
			return root
		}
		at, err = int64(len(text)-len(after)), errors.New("something stands behind the end of the document")
	}
	r.move(at)
	s.Found.Errorf(diag.Pos{File: path, Line: r.line, Col: r.col}, CodeSyntax, "this is not valid JSON: %v", err)
	return nil
}

// jsonReader makes nodes of tokens. line and col are the place of text[:done].
type jsonReader struct {
	text      []byte
	tokens    *json.Decoder
	done      int
	line, col int
}

// move counts lines and columns up to offset.
func (r *jsonReader) move(offset int64) {
	for r.done < int(offset) {
		_, size := utf8.DecodeRune(r.text[r.done:])
		r.col++
		if r.text[r.done] == '\n' {
			r.line, r.col = r.line+1, 1
		}
		r.done += size
	}
}

// begin is the offset of the next token: the decoder stands before the space, comma or colon that precedes it.
func (r *jsonReader) begin() int64 {
	i := r.tokens.InputOffset()
	for i < int64(len(r.text)) && bytes.IndexByte([]byte(" \t\r\n,:"), r.text[i]) >= 0 {
		i++
	}
	return i
}

func (r *jsonReader) value(depth int) (*yaml.Node, error) {
	r.move(r.begin())
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: r.line, Column: r.col}
	token, err := r.tokens.Token()
	if err != nil {
		return nil, early(err)
	}
	switch t := token.(type) {
	case json.Delim:
		n.Kind = yaml.SequenceNode
		if t == '{' {
			n.Kind = yaml.MappingNode
		}
		return n, r.children(n, depth+1)
	case string:
		n.Tag, n.Style, n.Value = "!!str", yaml.DoubleQuotedStyle, t
	case json.Number:
		n.Tag, n.Value = "!!float", t.String()
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(t)
	default:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}

// children reads the members or elements of n and its end.
func (r *jsonReader) children(n *yaml.Node, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("lists and mappings are nested more than %d deep", maxDepth)
	}
	for r.tokens.More() {
		c, err := r.value(depth)
		if err != nil {
			return err
		}
		n.Content = append(n.Content, c)
	}
	_, err := r.tokens.Token()
	return early(err)
}

// early is err, with the end of the text named as such.
func early(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
