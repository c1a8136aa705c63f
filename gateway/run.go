package gateway

import (
	"log/slog"

	"tutti/express"
	"tutti/fault"
)

// run is the last step: the workflow.
func (g *Gateway) run(x *exchange) reply {
	x.route.flying.Add(1)
	defer x.route.flying.Add(-1)
	result := x.route.Run.Run(x.r.Context(), express.Start{
		Input: x.input, Request: x.request, Trace: x.trace, TraceState: x.state, RequestID: x.requestID,
	})
	x.runID = result.ID
	for _, f := range result.Failed {
		g.notUndone(x, f)
	}
	if result.Fault != nil {
		return problem(ofRun(result.Fault, result.ID))
	}
	return replyOf(x, &result)
}

// notUndone logs a compensation that failed: somebody has to look after what it left.
func (g *Gateway) notUndone(x *exchange, f *fault.Fault) {
	g.log.LogAttrs(x.r.Context(), slog.LevelError, "compensation failed",
		slog.String("run", x.runID), slog.String("workflow", x.route.Workflow),
		slog.String("step", f.Step), slog.String("operation", operation(f)), faultAttr(f))
}

// ofRun is the fault that names its run, so that a client's report can be found in the log.
func ofRun(f *fault.Fault, id string) *fault.Fault {
	if f.Instance != "" || id == "" {
		return f
	}
	named := *f
	named.Instance = "urn:uuid:" + id
	return &named
}
