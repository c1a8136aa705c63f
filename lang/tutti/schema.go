package tutti

import (
	"slices"
	"strings"
)

// kind is what the value of a key is. It decides the shapes that the key takes.
type kind string

const (
	aWord       kind = "a word"
	aChoice     kind = "one of the words for it"
	aFlag       kind = "true or false"
	anInteger   kind = "a whole number"
	aDuration   kind = "a duration: 200ms, 30s, 2h, 7d or ISO 8601"
	aRoute      kind = `"METHOD /path"`
	aPath       kind = "the path of a file of the project"
	anURL       kind = "a URL"
	anOperation kind = "an operation: service.operation"
	anExpr      kind = "an expression"
	aCondition  kind = "an expression, true or false"
	aSequence   kind = "an expression or a list"
	aValue      kind = "a value"
	anObject    kind = "a mapping or an expression"
	aMapping    kind = "a mapping"
	aListOf     kind = "a list"
	steps       kind = "a list of steps"
	aStep       kind = "a step"
	branches    kind = "a mapping of branches by name"
	services    kind = "a mapping of services by name"
)

// takes tells which shapes a value of the kind may have.
func (k kind) takes(s shape) bool {
	switch k {
	case anExpr, aCondition, aValue:
		return true // expressions have an error of their own, see parser.always
	case aSequence, anURL:
		return s != mapping
	case anObject:
		return s != list
	case aMapping, aStep, branches, services:
		return s == mapping
	case aListOf, steps:
		return s == list
	}
	return s == scalar
}

// key is one word of the language. The tables of keys are its schema: the parser
// takes from them what is known, what stands where and what comes later.
type key struct {
	name     string
	kind     kind
	doc      string // one sentence
	required bool
	verb     bool     // it says what a step does
	beside   []string // verbs that it stands beside; none: all of them
	needs    []string // keys that a verb needs beside it
	choices  []choice
	later    string   // "comes …": why this version does not have it; "" if it does
	except   []string // verbs beside which this version has it all the same
}

// choice is one of the words that a key takes.
type choice struct{ name, later string }

// table is the keys of one kind of mapping.
type table []key

func (t table) find(name string) *key {
	if i := slices.IndexFunc(t, func(k key) bool { return k.name == name }); i >= 0 {
		return &t[i]
	}
	return nil
}

func (t table) names() []string {
	names := make([]string, len(t))
	for i, k := range t {
		names[i] = k.name
	}
	return names
}

// verbs are the keys of which a step has exactly one.
func (t table) verbs() []string {
	var names []string
	for _, k := range t {
		if k.verb {
			names = append(names, k.name)
		}
	}
	return names
}

// extension tells whether a key is one that changes nothing.
func extension(name string) bool { return strings.HasPrefix(name, "x-") }

const (
	withDurable  = "comes with durable mode"
	withEvents   = "comes with events"
	withRetries  = "comes with retries"
	withErrors   = "comes with error handling in workflows"
	withJoins    = "comes with the other joins"
	withoutDocs  = "comes with calls without a contract"
	withPolicies = "comes with the other policies of calls"
	withAuth     = "comes with authentication"
	later        = "comes later"
)

var workflowKeys = table{
	{name: "workflow", kind: aWord, required: true, doc: "The name of the workflow."},
	{name: "version", kind: aWord, doc: "The version, as written."},
	{name: "mode", kind: aChoice, choices: []choice{{name: "express"}, {"durable", withDurable}}, doc: "Where a run lives: express, in memory and inside the request; durable, journaled."},
	{name: "on", kind: aMapping, doc: "What starts a run."},
	{name: "key", kind: anExpr, later: withDurable, doc: "One open run per value of this expression."},
	{name: "input", kind: aMapping, later: "comes with schemas for inputs", doc: "The JSON Schema of the input."},
	{name: "retry", kind: aMapping, later: withRetries, doc: "Retry policies by name."},
	{name: "steps", kind: steps, required: true, doc: "What the workflow does, in order."},
}

var triggerKeys = table{
	{name: "http", kind: aRoute, doc: "A route of the gateway; {name} in the path is an input."},
	{name: "public", kind: aFlag, doc: "Everybody may call the route."},
	{name: "auth", kind: aMapping, later: withAuth, doc: "Who may call the route."},
	{name: "schedule", kind: aMapping, later: withDurable, doc: "Times at which runs start."},
	{name: "event", kind: aWord, later: withEvents, doc: "The type of events that start a run."},
	{name: "webhook", kind: aWord, later: withEvents, doc: "The name of a webhook that starts runs."},
}

var stepKeys = table{
	{name: "name", kind: aWord, doc: "What expressions call the result of the step."},

	{name: "call", kind: anOperation, verb: true, doc: "Asks a service for an operation; the value is the body of its answer."},
	{name: "parallel", kind: branches, verb: true, doc: "Runs branches at once; the value is an object by branch."},
	{name: "for", kind: aWord, verb: true, needs: []string{"in", "steps"}, doc: "Runs steps for each element of a list, under this name; the value is the array of the turns."},
	{name: "if", kind: aCondition, verb: true, needs: []string{"then"}, doc: "Chooses between then and else; beside another verb it is the guard of that step."},
	{name: "set", kind: aMapping, verb: true, doc: "Names values; the value is the object of them."},
	{name: "fail", kind: anObject, verb: true, doc: "Ends the run with an error and undoes what is done."},
	{name: "return", kind: aMapping, verb: true, doc: "Ends the run well, with a status, headers and body."},
	{name: "repeat", kind: steps, verb: true, later: later, doc: "Runs steps until a condition is true; the value is the array of the turns."},
	{name: "switch", kind: aListOf, verb: true, later: later, doc: "Takes the first case whose condition is true."},
	{name: "try", kind: steps, verb: true, later: withErrors, doc: "Runs steps in a scope of their own, whose errors can be caught."},
	{name: "wait", kind: aValue, verb: true, later: withDurable, doc: "Waits for a duration or until a time."},
	{name: "await", kind: aValue, verb: true, later: withDurable, doc: "Waits for an event; the value is its data."},
	{name: "human", kind: aValue, verb: true, later: withDurable, doc: "Gives a task to a person; the value is the form as filled in."},
	{name: "emit", kind: aWord, verb: true, later: withEvents, doc: "Sends an event."},
	{name: "run", kind: aWord, verb: true, later: withDurable, doc: "Runs another workflow."},

	{name: "with", kind: anObject, beside: []string{"call", "run"}, doc: "The inputs of the operation by name."},
	{name: "body", kind: aValue, beside: []string{"call"}, doc: "A body that is not an object."},
	{name: "headers", kind: aMapping, beside: []string{"call"}, doc: "More headers of the request."},
	{name: "accept", kind: aListOf, beside: []string{"call"}, doc: "Statuses from 300 on that are no error here."},
	{name: "cache", kind: aValue, beside: []string{"call"}, later: withPolicies, doc: "How long an answer may be used again."},
	{name: "fallback", kind: aListOf, beside: []string{"call"}, later: withPolicies, doc: "What to ask when the call fails."},
	{name: "hedge", kind: aValue, beside: []string{"call"}, later: withPolicies, doc: "When to ask a second time without waiting."},
	{name: "idempotent", kind: aFlag, beside: []string{"call"}, later: withRetries, doc: "Whether the call may be sent twice."},
	{name: "method", kind: aWord, beside: []string{"call"}, later: withoutDocs, doc: "The HTTP method of a call without a contract."},
	{name: "path", kind: aValue, beside: []string{"call"}, later: withoutDocs, doc: "The path of a call without a contract."},
	{name: "url", kind: aValue, beside: []string{"call"}, later: withoutDocs, doc: "The URL of a call without a contract."},
	{name: "in", kind: aSequence, beside: []string{"for"}, doc: "The list to go through."},
	{name: "steps", kind: steps, beside: []string{"for"}, doc: "The steps of one turn."},
	{name: "concurrency", kind: anInteger, beside: []string{"for", "parallel"}, later: later, except: []string{"for"}, doc: "How many turns or branches run at once."},
	{name: "join", kind: aChoice, beside: []string{"parallel", "for"}, choices: []choice{{name: "all"}, {"any", withJoins}}, doc: "How many successes to wait for."},
	{name: "then", kind: steps, beside: []string{"if"}, doc: "The steps if the condition is true."},
	{name: "else", kind: steps, beside: []string{"if", "switch"}, doc: "The steps otherwise."},
	{name: "until", kind: anExpr, beside: []string{"repeat"}, later: later, doc: "The condition that ends the loop."},
	{name: "max", kind: anInteger, beside: []string{"repeat"}, later: later, doc: "The most turns."},
	{name: "every", kind: aDuration, beside: []string{"repeat"}, later: later, doc: "The pause between turns."},
	{name: "catch", kind: aListOf, beside: []string{"try"}, later: withErrors, doc: "What to do about which errors."},
	{name: "finally", kind: steps, beside: []string{"try"}, later: withErrors, doc: "Steps that run in any case."},
	{name: "match", kind: anObject, beside: []string{"await"}, later: withDurable, doc: "Fields of the event's data, all equal."},
	{name: "form", kind: aMapping, beside: []string{"human"}, later: withDurable, doc: "The JSON Schema of the form."},
	{name: "assign", kind: aMapping, beside: []string{"human"}, later: withDurable, doc: "The users and roles that may do the task."},
	{name: "escalate", kind: aListOf, beside: []string{"human"}, later: withDurable, doc: "Whom to ask after a while."},
	{name: "data", kind: aValue, beside: []string{"emit"}, later: withEvents, doc: "The data of the event."},
	{name: "to", kind: aWord, beside: []string{"emit"}, later: withEvents, doc: "The service to send the event to."},
	{name: "version", kind: aWord, beside: []string{"run"}, later: withDurable, doc: "The version of the workflow to run."},
	{name: "detach", kind: aFlag, beside: []string{"run"}, later: withDurable, doc: "Whether to go on without waiting."},

	{name: "timeout", kind: aDuration, later: later, except: []string{"call"}, doc: "The longest that the step may take."},
	{name: "retry", kind: aValue, later: withRetries, doc: "The retry policy, by name or in place."},
	{name: "onError", kind: aChoice, later: withErrors, doc: "Whether a failure of the step ends the run."},
	{name: "compensate", kind: aStep, later: later, except: []string{"call"}, doc: "The call that undoes this step if the run fails."},
}

var failKeys = table{
	{name: "status", kind: aValue, doc: "The HTTP status, 400 to 599."},
	{name: "type", kind: aValue, doc: "A URI that identifies the kind of problem."},
	{name: "title", kind: aValue, doc: "The kind of problem in words."},
	{name: "detail", kind: aValue, doc: "What happened this time."},
	{name: "extensions", kind: anObject, doc: "More members of the problem document."},
}

var returnKeys = table{
	{name: "status", kind: aValue, doc: "The HTTP status, 200 to 599."},
	{name: "headers", kind: aMapping, doc: "Headers of the answer."},
	{name: "body", kind: aValue, doc: "The body of the answer."},
}

var projectKeys = table{
	{name: "project", kind: aWord, required: true, doc: "The name of the project."},
	{name: "env", kind: aListOf, doc: "The variables of the environment that the project may see."},
	{name: "services", kind: services, doc: "The services behind, by name."},
	{name: "gateway", kind: aMapping, doc: "What holds for all routes."},
}

var serviceKeys = table{
	{name: "openapi", kind: aPath, doc: "The OpenAPI document of an HTTP service."},
	{name: "url", kind: anURL, doc: "Where the service is; without it, the first server of its contract."},
	{name: "timeout", kind: aDuration, doc: "The longest that one attempt may take."},
	{name: "wsdl", kind: aPath, later: "comes with the SOAP connector", doc: "The WSDL of a SOAP service."},
	{name: "graphql", kind: aPath, later: "comes with the GraphQL connector", doc: "The schema of a GraphQL service."},
	{name: "grpc", kind: aPath, later: "comes with the gRPC connector", doc: "The protocol buffers of a gRPC service."},
	{name: "asyncapi", kind: aPath, later: withEvents, doc: "The AsyncAPI document of a message broker."},
	{name: "model", kind: aPath, later: "comes with the model connector", doc: "The description of a model server."},
	{name: "runner", kind: aWord, later: "comes with the model connector", doc: "The local runner of a model server."},
	{name: "auth", kind: aMapping, later: withAuth, doc: "How to authenticate with the service."},
	{name: "breaker", kind: aMapping, later: withPolicies, doc: "When to stop asking for a while."},
	{name: "retry", kind: aValue, later: withRetries, doc: "The retry policy of its calls."},
}

var gatewayKeys = table{
	{name: "public", kind: aFlag, doc: "Everybody may call every route."},
	{name: "contract", kind: aPath, later: "comes with routes from a contract", doc: "The OpenAPI document that clients see."},
	{name: "auth", kind: aMapping, later: withAuth, doc: "Who may call the routes."},
	{name: "limit", kind: aMapping, later: "comes with rate limits", doc: "How often clients may call."},
}

// contracts are the keys of a service that say how to speak with it.
var contracts = []string{"openapi", "wsdl", "graphql", "grpc", "asyncapi", "model"}
