package tutti

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"tutti/diag"
	"tutti/flow"
)

// meaning writes all of what a definition says but where it is written, in a form
// to compare: what is not given is left out.
func meaning(v any) string {
	var b strings.Builder
	write := meaner{&b}
	write.value(reflect.ValueOf(v))
	return b.String()
}

type meaner struct{ *strings.Builder }

func (m meaner) value(v reflect.Value) {
	switch x := v.Interface().(type) {
	case flow.Name:
		m.WriteString(x.Text)
		return
	case time.Duration:
		m.WriteString(x.String())
		return
	case flow.Match:
		m.WriteString(x.Text)
		return
	case flow.Value:
		if !v.IsNil() {
			m.WriteString(dumpValue(x))
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		m.value(v.Elem())
	case reflect.Struct:
		m.fields(v)
	case reflect.Slice:
		m.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				m.WriteString(", ")
			}
			m.value(v.Index(i))
		}
		m.WriteByte(']')
	default:
		fmt.Fprintf(m, "%v", v)
	}
}

func (m meaner) fields(v reflect.Value) {
	m.WriteString(v.Type().Name() + "{")
	between := ""
	for i := range v.NumField() {
		switch f := v.Field(i); f.Interface().(type) {
		case diag.Pos, flow.SourceMap:
		default:
			name := v.Type().Field(i).Name
			if f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0 || name == "File" {
				continue
			}
			m.WriteString(between + name + ": ")
			m.value(f)
			between = ", "
		}
	}
	m.WriteByte('}')
}
