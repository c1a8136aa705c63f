package lsp

import (
	"errors"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// mark is put into a text where the cursor is: a word in YAML, in a key, a value or an expression, so that the
// readers of these say what the cursor is in, whatever the quotes and folds around it.
const mark = "zqCursorzq"

// maxNested bounds how deep a text may be nested.
const maxNested = 100

// spot is what is around the cursor.
type spot struct {
	src   string   // the text with the mark in it, and what else made it readable
	path  []around // from the outermost mapping or list to the innermost
	node  *yaml.Node
	isKey bool   // node is a key of the innermost mapping, or could be the first of one
	front string // of the scalar, before the cursor
	back  string // and behind it
	lead  string // what must be written before anything can be: the space behind a colon
}

// around is a mapping or list around the cursor, and the way into it that leads there.
type around struct {
	node  *yaml.Node
	key   string // of a mapping
	line  int    // of that key
	index int    // of a list
}

// attempt is one way to make a text readable that is only half written.
type attempt struct{ before, behind string }

// probeAt finds out what is around an offset. With more it also tries what the text could become by more typing, as
// completion needs it.
func probeAt(t *text, offset int, more bool) (*spot, bool) {
	before, behind := t.src[:offset], t.src[offset:]
	lead := ""
	if last := lastLine(before); more && strings.HasSuffix(last, ":") && !strings.Contains(last, "#") {
		lead = " "
	}
	tries := []attempt{{before + lead + mark, behind}}
	if more {
		tries = append(tries, halfWritten(before+lead, behind)...)
	}
	for _, a := range tries {
		if s := find(a.before + a.behind); s != nil {
			s.lead = lead
			return s, true
		}
	}
	return nil, false
}

// halfWritten are the ways to read a text that breaks off at the cursor: a key without a value, brackets and quotes
// that are still open, with and without the lines that follow.
func halfWritten(before, behind string) []attempt {
	line, rest, _ := strings.Cut(behind, "\n")
	closing := closers(lastLine(before))
	var out []attempt
	for _, tail := range []string{"\n" + rest, "\n"} {
		out = append(
			out,
			attempt{before + mark + ":", line + tail},
			attempt{before + mark + closing, line + tail},
			attempt{before + mark + ": x" + closing, line + tail},
			attempt{before + mark, tail},
			attempt{before + mark + ":", tail},
			attempt{before + mark + closing, tail},
			attempt{before + mark + ": x" + closing, tail},
		)
	}
	return out
}

func lastLine(s string) string { return s[strings.LastIndexByte(s, '\n')+1:] }

// closers are the quotes and brackets that would end what a line leaves open.
func closers(line string) string {
	open := ""
	for i := 0; i < len(line); i++ {
		c := line[i]
		inQuotes := open != "" && (open[0] == '"' || open[0] == '\'')
		switch {
		case inQuotes && c == '\\' && open[0] == '"':
			i++
		case inQuotes && c == open[0]:
			open = open[1:]
		case inQuotes:
		case c == '"' || c == '\'':
			if i == 0 || strings.IndexByte(" {[,:", line[i-1]) >= 0 { // an apostrophe in a word opens nothing
				open = string(c) + open
			}
		case c == '{':
			open = "}" + open
		case c == '[':
			open = "]" + open
		case open != "" && c == open[0]:
			open = open[1:]
		}
	}
	return open
}

// find reads a text and looks for the mark in it. What is broken elsewhere is repaired, a few times.
func find(src string) *spot {
	const times = 4
	for range times {
		root, err := parse(src)
		if err == nil {
			s := &spot{src: src}
			if !s.search(root) {
				return nil
			}
			return s
		}
		var broken bool
		if src, broken = repaired(src, err); !broken {
			return nil
		}
	}
	return nil
}

var errNested = errors.New("nested too deeply")

func parse(src string) (*yaml.Node, error) {
	limit := loaderlimits.DepthFunc(func(depth int, _ *yaml.DepthContext) error {
		if depth > maxNested {
			return errNested
		}
		return nil
	})
	l, err := yaml.NewLoader(strings.NewReader(src), yaml.WithPlugin(loaderlimits.New(limit)))
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := l.Load(&root); err != nil {
		return nil, err
	}
	if len(root.Content) == 0 {
		return nil, errors.New("the text is empty")
	}
	return root.Content[0], nil
}

// repaired is a text without what an error is about, unless the cursor is in it. A bracket or a quote that is never
// closed is noticed late, so one that is left open in a line shortly before is closed first; or else the line goes.
func repaired(src string, err error) (string, bool) {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return "", false
	}
	const back = 3
	t, last := newText(src), e.Mark.Line-1
	for n := last; n >= max(0, last-back); n-- {
		line := t.line(n)
		if closing := closers(line); closing != "" && !strings.Contains(line, mark) {
			end := t.starts[n] + len(line)
			return src[:end] + closing + src[end:], true
		}
	}
	for n := last; n >= max(0, last-1); n-- {
		line := t.line(n)
		if strings.TrimSpace(line) != "" && !strings.Contains(line, mark) {
			at := t.starts[n]
			return src[:at] + src[at+len(line):], true
		}
	}
	return "", false
}

// search finds the mark below n and notes the way to it.
func (s *spot) search(n *yaml.Node) bool {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			s.path = append(s.path, around{node: n, key: strings.Replace(key.Value, mark, "", 1), line: key.Line})
			if s.found(key) {
				s.isKey = true
				return true
			}
			if s.search(value) {
				return true
			}
			s.path = s.path[:len(s.path)-1]
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			s.path = append(s.path, around{node: n, index: i})
			if s.search(item) {
				return true
			}
			s.path = s.path[:len(s.path)-1]
		}
	case yaml.ScalarNode:
		return s.found(n)
	}
	return false
}

func (s *spot) found(n *yaml.Node) bool {
	front, back, ok := strings.Cut(n.Value, mark)
	if ok {
		s.node, s.front, s.back = n, front, back
	}
	return ok
}

// mayBeKey tells whether what is typed at the cursor is a key, or may become the first of a mapping.
func (s *spot) mayBeKey() bool {
	if s.isKey || len(s.path) == 0 {
		return true
	}
	last := s.path[len(s.path)-1]
	return s.node.Style == 0 && (last.node.Kind == yaml.SequenceNode || s.node.Line > last.line)
}

func isWord(r rune) bool { return r == '_' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r) }
