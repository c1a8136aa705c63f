package lsp

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tutti/check"
)

// maxItems is how many items are offered at once; a client asks again as the word grows.
const maxItems = 1000

// complete is what could be typed at a position.
func complete(v *view, p positionParams) (any, error) {
	c := &completer{view: v, offset: v.text.offset(p.Position), grammar: newGrammar(), rules: v.catalog.Rules()}
	if v.language == other {
		return c.list(), nil
	}
	spot, ok := probeAt(v.text, c.offset, true)
	if !ok {
		return c.list(), nil
	}
	c.spot = spot
	if at, ok := c.grammar.slot(v.language, spot); ok {
		c.fill(at)
	}
	return c.list(), nil
}

// completer gathers items.
type completer struct {
	*view
	*spot
	offset  int
	grammar grammar
	rules   check.Config
	items   []completionItem
}

// fill adds what fits a place of the language.
func (c *completer) fill(at slot) {
	switch {
	case c.mayBeKey() && at.section != nil:
		if at.form == one || at.form == oneOrList {
			c.keysOf(at)
		}
	case c.mayBeKey() && at.key != nil && c.dataKeys(at):
		return
	}
	if !c.isKey && at.key != nil {
		c.values(at)
	}
}

// item is what is offered: what stands in the list and what is written.
type item struct {
	label, detail, doc string
	kind               int
	insert             string // "": the label
	rank               int    // the lower, the earlier
}

// add offers an item instead of the last n bytes before the cursor.
func (c *completer) add(n int, i item) {
	text := c.lead + cmp.Or(i.insert, i.label)
	out := completionItem{
		Label: i.label, Kind: i.kind, Detail: i.detail, SortText: fmt.Sprintf("%d%04d", i.rank, len(c.items)),
		FilterText: cmp.Or(i.insert, i.label),
		TextEdit:   &textEdit{Range: c.text.span(c.offset-n, c.offset), NewText: text},
	}
	if i.doc != "" {
		out.Documentation = &markup{"markdown", i.doc}
	}
	c.items = append(c.items, out)
}

// list is what was gathered. If it is too much, it is what begins like the word at the cursor, as far as that goes.
func (c *completer) list() completionList {
	out := completionList{Items: c.items}
	if len(c.items) > maxItems {
		out.IsIncomplete = true
		out.Items = slices.DeleteFunc(c.items, func(i completionItem) bool {
			r := i.TextEdit.Range
			typed := c.text.src[c.text.offset(r.Start):c.text.offset(r.End)]
			return !strings.Contains(strings.ToLower(i.FilterText), strings.ToLower(strings.TrimSpace(typed)))
		})
		out.Items = out.Items[:min(maxItems, len(out.Items))]
	}
	if out.Items == nil {
		out.Items = []completionItem{}
	}
	return out
}

// typed is the part of a word before the cursor, with no characters but letters, digits, _, - and those of extra.
func (c *completer) typed(extra string) string {
	from := len(c.front)
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(c.front[:from])
		if !isWord(r) && !strings.ContainsRune(extra, r) {
			break
		}
		from -= size
	}
	return c.front[from:]
}

// colon is what follows a key that is written: nothing, if a colon stands there already.
func (c *completer) colon(block bool) string {
	rest := strings.TrimLeftFunc(c.text.src[c.offset:], isWord)
	switch {
	case strings.HasPrefix(rest, ":"):
		return ""
	case block:
		return ":"
	default:
		return ": "
	}
}
