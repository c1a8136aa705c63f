package gateway

import (
	"errors"
	"log/slog"
	"strings"
	"time"

	"tutti/fault"
)

// logged writes one line about every request. It has no headers, no query and no bodies: those may
// hold what must not lie around.
func (g *Gateway) logged(next step) step {
	return func(x *exchange) reply {
		answer := next(x)
		level := levelOf(x, answer.status)
		ctx := x.r.Context()
		if g.log.Enabled(ctx, level) {
			g.log.LogAttrs(ctx, level, "request", attrsOf(x, &answer)...)
		}
		return answer
	}
}

// levelOf keeps probes out of the way and puts what an operator can do something about in it.
func levelOf(x *exchange, status int) slog.Level {
	switch {
	case x.path == livePath || x.path == readyPath:
		return slog.LevelDebug
	case status >= 500:
		return slog.LevelWarn
	default:
		return slog.LevelInfo
	}
}

func attrsOf(x *exchange, answer *reply) []slog.Attr {
	attrs := make([]slog.Attr, 0, 9)
	attrs = append(attrs, slog.String("method", x.r.Method), slog.String("path", x.path), slog.Int("status", answer.status),
		slog.Float64("ms", float64(time.Since(x.began).Microseconds())/1000), slog.String("request_id", x.id()))
	if x.route != nil {
		attrs = append(attrs, slog.String("route", x.route.String()), slog.String("workflow", x.route.Workflow))
	}
	if x.runID != "" {
		attrs = append(attrs, slog.String("run", x.runID))
	}
	if answer.fault != nil {
		attrs = append(attrs, faultAttr(answer.fault))
	}
	return attrs
}

// faultAttr is what an operator needs to find out what failed.
func faultAttr(f *fault.Fault) slog.Attr {
	attrs := []any{slog.String("kind", string(f.Kind)), slog.String("detail", f.Detail)}
	if f.Step != "" {
		attrs = append(attrs, slog.String("step", f.Step))
	}
	if name := operation(f); name != "" {
		attrs = append(attrs, slog.String("operation", name))
	}
	if f.Pos.Line != 0 {
		attrs = append(attrs, slog.String("at", f.Pos.String()))
	}
	if cause := causeOf(f); cause != "" {
		attrs = append(attrs, slog.String("cause", cause))
	}
	return slog.Group("fault", attrs...)
}

// causeOf is the error behind f; a fault that was caught has its own words.
func causeOf(f *fault.Fault) string {
	var caught *fault.Fault
	if f.Cause == nil || errors.As(f.Cause, &caught) {
		return ""
	}
	return f.Cause.Error()
}

// operation is what was called, as workflows write it.
func operation(f *fault.Fault) string { return strings.Trim(f.Service+"."+f.Operation, ".") }
