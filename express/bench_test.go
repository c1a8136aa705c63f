package express_test

import (
	"context"
	"testing"

	"tutti/call"
	"tutti/connector"
	"tutti/express"
)

// What a run costs beside its calls.
func BenchmarkRun(b *testing.B) {
	at := func(context.Context, *call.Request) (connector.Reply, error) {
		return connector.Reply{Status: 200}, nil
	}
	for name, steps := range map[string]string{
		"calls":    "- { call: s.a }\n- { call: s.b }\n- { call: s.c }\n",
		"parallel": "- parallel:\n    a: { call: s.a }\n    b: { call: s.b }\n    c: { call: s.c }\n",
	} {
		b.Run(name, func(b *testing.B) {
			w := bind(b, steps, express.Config{}, at)
			b.ReportAllocs()
			for b.Loop() {
				w.Run(b.Context(), express.Start{})
			}
		})
	}
}
