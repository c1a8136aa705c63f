package schema

import (
	"fmt"
	"strconv"
	"strings"

	"tutti/diag"
	"tutti/value"
)

// message is what a keyword asks for. It says nothing of the value but its type.
func (s *Schema) message(keyword string, have value.Kind) string {
	m := s.rare()
	switch keyword {
	case "":
		return "must not be there"
	case "type":
		return "must be " + s.types.String() + ", not " + have.String()
	case "enum":
		return m.enumMessage()
	case "format":
		return "must be " + article(s.Format()) + " (format)"
	case "minLength", "maxLength", "pattern":
		return m.text.message(keyword)
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		return m.number.message(keyword)
	case "minItems", "maxItems", "contains", "minContains", "maxContains", "uniqueItems":
		return m.list.message(keyword)
	case "minProperties":
		return "must have at least " + plural(m.object.min, "member")
	case "maxProperties":
		return "must have at most " + plural(m.object.max, "member")
	case "oneOf":
		return "must be exactly one of the " + strconv.Itoa(len(m.oneOf)) + " alternatives"
	case "anyOf":
		return "must be one of the " + strconv.Itoa(len(m.anyOf)) + " alternatives"
	default: // not
		return "must not be what the contract excludes"
	}
}

func article(word string) string {
	if strings.IndexByte("aeio", word[0]) >= 0 {
		return "an " + word
	}
	return "a " + word
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// enumMessage lists what is allowed, or begins to.
func (m *more) enumMessage() string {
	const some, long = 8, 60
	words := make([]string, 0, some)
	for i, e := range m.enum {
		text := e.String()
		if i == some || len(text) > long {
			words = append(words, "…")
			break
		}
		words = append(words, text)
	}
	if len(m.enum) == 1 {
		return "must be " + words[0]
	}
	return "must be one of " + strings.Join(words, ", ")
}

func (r *textRules) message(keyword string) string {
	switch keyword {
	case "minLength":
		return "must have at least " + plural(r.min, "character")
	case "maxLength":
		return "must have at most " + plural(r.max, "character")
	default:
		return "must match " + r.pattern.text
	}
}

func (r *numberRules) message(keyword string) string {
	switch keyword {
	case "minimum":
		return fmt.Sprintf("must be %s or more", r.min)
	case "maximum":
		return fmt.Sprintf("must be %s or less", r.max)
	case "exclusiveMinimum":
		return fmt.Sprintf("must be more than %s", r.min)
	case "exclusiveMaximum":
		return fmt.Sprintf("must be less than %s", r.max)
	default:
		return fmt.Sprintf("must be a multiple of %s", r.multipleOf)
	}
}

func (r *listRules) message(keyword string) string {
	switch keyword {
	case "minItems":
		return "must have at least " + plural(r.min, "element")
	case "maxItems":
		return "must have at most " + plural(r.max, "element")
	case "contains":
		return "must have an element of the kind that the contract asks for"
	case "minContains":
		return "must have at least " + plural(r.minContains, "element") + " of the kind that the contract asks for"
	case "maxContains":
		return "must have at most " + plural(r.maxContains, "element") + " of the kind that the contract limits"
	default:
		return "is there a second time"
	}
}

// unknown is said of a member or element that nothing names.
func (s *Schema) unknown(name string) string {
	message := "the contract does not have this"
	if mend := diag.DidYouMean(name, s.names(0)); name != "" && mend != "" {
		message += " (" + mend + ")"
	}
	return message
}

// names are those of the members that s or a part of it knows.
func (s *Schema) names(depth int) []string {
	if s == nil || depth > few {
		return nil
	}
	var names []string
	for _, p := range s.fields().properties {
		names = append(names, p.Name)
	}
	names = append(names, s.ref.names(depth+1)...)
	for _, parts := range [][]*Schema{s.AllOf(), s.AnyOf(), s.OneOf()} {
		for _, p := range parts {
			names = append(names, p.names(depth+1)...)
		}
	}
	return names
}
