package gateway

import (
	"fmt"
	"log/slog"
	"runtime/debug"

	"tutti/fault"
)

// recovered turns a panic into a 500. The client learns nothing of it; the log has the stack.
func (g *Gateway) recovered(next step) step {
	return func(x *exchange) (answer reply) {
		defer func() {
			if p := recover(); p != nil {
				g.log.LogAttrs(x.r.Context(), slog.LevelError, "panic",
					slog.String("path", x.path), slog.String("request_id", x.id()), slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
				answer = problem(fault.New(fault.Internal, "", fmt.Errorf("panic: %v", p)))
			}
		}()
		return next(x)
	}
}
