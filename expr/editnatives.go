package expr

import (
	"github.com/itchyny/gojq"
)

// The natives of this file let jq code use an editor. `l |= f` becomes
//
//	[path(l)] as $paths | __modify($paths; f)
//
// and __modify (prelude.go) opens an editor, goes through the paths and finishes it.

// openEditor is __editor: an editor of the input. The value goes through jq code as it is.
func openEditor(v any, args []any) any { return newEditor(args[0].(*meter), v) }

// takeAt is __take($editor; $path).
func takeAt(_ any, args []any) any {
	path, _ := args[2].([]any)
	v, err := args[1].(*editor).take(path)
	if err != nil {
		return &failure{message: "getpath(" + brief(args[2]) + ") cannot be applied to " + brief(args[1].(*editor).root) + ": " + err.Error()}
	}
	return v
}

// putAt is . | __put($editor; $path).
func putAt(v any, args []any) any {
	if err := args[1].(*editor).setpath(args[2], v); err != nil {
		return err
	}
	return nil
}

// dropAt is __drop($editor; $path). What is deleted goes only in the end.
func dropAt(_ any, args []any) any {
	e := args[1].(*editor)
	if !e.m.make(slotBytes) {
		return stop()
	}
	e.drops = append(e.drops, args[2])
	return nil
}

// closeEditor is __finish($editor).
func closeEditor(_ any, args []any) any { return args[1].(*editor).delete() }

// delete is finish with gojq's words for errors.
func (e *editor) delete() any {
	v := e.root
	result, err := e.finish()
	if err != nil {
		return wrapped("delpaths("+brief(e.drops)+")", v, err)
	}
	return result
}

// assign is . | __assign($paths; $value), for `=`.
func assign(v any, args []any) any {
	e := newEditor(args[0].(*meter), v)
	for _, p := range args[1].([]any) {
		if err := e.setpath(p, args[2]); err != nil {
			return err
		}
	}
	return e.root
}

// setpath is setpath($path; $value).
func setpath(v any, args []any) any {
	e := newEditor(args[0].(*meter), v)
	if err := e.setpath(args[1], args[2]); err != nil {
		return err
	}
	return e.root
}

// setpath is set with gojq's words for errors.
func (e *editor) setpath(p, v any) error {
	path, ok := p.([]any)
	if !ok {
		return &failure{message: "setpath(" + brief(p) + ") cannot be applied to: " + preview(e.root)}
	}
	if err := e.set(path, v); err != nil {
		return wrapped("setpath("+brief(path)+"; "+brief(v)+")", e.root, err)
	}
	return nil
}

// delpaths is delpaths($paths).
func delpaths(v any, args []any) any {
	paths, ok := args[1].([]any)
	if !ok {
		return &failure{message: "delpaths(" + brief(args[1]) + ") cannot be applied to: " + preview(v)}
	}
	e := newEditor(args[0].(*meter), v)
	e.drops = paths
	return e.delete()
}

// wrapped puts the function before an error, unless the budget is used up.
func wrapped(call string, v any, err error) error {
	if _, halted := err.(*gojq.HaltError); halted {
		return err
	}
	return &failure{message: call + " cannot be applied to " + brief(v) + ": " + err.Error()}
}

// pathMade is charged for each path that path(f) yields.
func pathMade(v any, args []any) any {
	if !args[0].(*meter).make(arrayLen(v) * slotBytes) {
		return stop()
	}
	return v
}
