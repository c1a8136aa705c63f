package tutti

const (
	withEvents   = "comes with events"
	withPolicies = "comes with the other policies of calls"
	withAuth     = "comes with authentication"
	later        = "comes later"
)

var workflowKeys = table{
	{name: "workflow", kind: aLabel, required: true, doc: "The name of the workflow."},
	{name: "version", kind: aWord, doc: "The version, as written: 1.10 stays 1.10."},
	{name: "mode", kind: aChoice, choices: []string{"express", "durable"}, doc: "Where a run lives: express (the default), in memory and inside the request; durable, journaled, so that it survives a crash."},
	{name: "on", kind: aMapping, doc: "What starts a run."},
	{name: "key", kind: anExpr, doc: "At most one run is open for each value of this expression; a second start gets that run."},
	{name: "input", kind: aSchema, doc: "The JSON Schema of the input; a $ref is relative to the project. What breaks it does not start."},
	{name: "retry", kind: policies, doc: "Retry policies that steps use by name."},
	{name: "steps", kind: steps, required: true, doc: "What the workflow does, in order."},
}

var triggerKeys = table{
	{name: "http", kind: aRoute, doc: "A route of the gateway; a segment {name} of the path is an input."},
	{name: "public", kind: aFlag, needs: []string{"http"}, doc: "Everybody may call the route."},
	{name: "auth", kind: aMapping, later: withAuth, doc: "Who may call the route."},
	{name: "schedule", kind: aMapping, doc: "Times at which runs start."},
	{name: "event", kind: anEvent, doc: "The type of the events that start a run; their data is its input."},
	{name: "webhook", kind: aLabel, doc: "The name of a webhook whose deliveries start runs."},
}

var scheduleKeys = table{
	{name: "cron", kind: aCron, doc: "Minute, hour, day of the month, month and day of the week, with seconds before them if there are six; each is *, numbers, ranges and steps."},
	{name: "zone", kind: aZone, needs: []string{"cron"}, doc: "The time zone in which cron counts; without it, UTC."},
	{name: "every", kind: aDuration, doc: "The time from one start to the next, instead of cron."},
}

var policyKeys = table{
	{name: "on", kind: someErrors, doc: "The errors after which to try again; without it, any."},
	{name: "attempts", kind: anInteger, from: 1, to: maxAttempts, required: true, doc: "How many attempts there are at most, with the first one."},
	{name: "backoff", kind: aBackoff, doc: "The wait before the next attempt: at random up to the first duration, which doubles each time up to the second."},
	{name: "timeout", kind: aDuration, doc: "The longest that one attempt may take."},
}

var stepKeys = table{
	{name: "name", kind: aName, doc: "What expressions call the result of the step."},

	{name: "call", kind: anOperation, verb: true, doc: "Asks a service for an operation; the value is the body of its answer."},
	{name: "parallel", kind: branches, verb: true, doc: "Runs branches at once; the value is an object by branch."},
	{name: "for", kind: aName, verb: true, needs: []string{"in", "steps"}, doc: "Runs steps for each element of a list, under this name; the value is the array of the turns."},
	{name: "repeat", kind: steps, verb: true, doc: "Runs steps again and again until a condition is true; the value is the array of the turns."},
	{name: "if", kind: aCondition, verb: true, needs: []string{"then"}, doc: "Chooses between then and else; beside another verb it is the guard of that step."},
	{name: "switch", kind: cases, verb: true, doc: "Takes the first case whose condition is true; the value is that of its steps."},
	{name: "try", kind: steps, verb: true, doc: "Runs steps in a scope of their own: a failure undoes what they did and can be caught."},
	{name: "set", kind: someValues, verb: true, doc: "Names values; the value is the object of them."},
	{name: "wait", kind: aMoment, verb: true, doc: "Waits for a duration or until a time."},
	{name: "await", kind: someEvents, verb: true, doc: "Waits for an event of one of these types; the value is its data."},
	{name: "human", kind: aText, verb: true, doc: "Gives a task with this title to a person; the value is the form as filled in."},
	{name: "emit", kind: anEvent, verb: true, doc: "Sends an event of this type (CloudEvents)."},
	{name: "run", kind: aLabel, verb: true, doc: "Runs another workflow; the value is what that returns."},
	{name: "fail", kind: anObject, verb: true, doc: "Ends the scope with an error, or with $error to pass it on, and undoes what is done."},
	{name: "return", kind: aMapping, verb: true, doc: "Ends the run well, with a status, headers and body."},

	{name: "with", kind: anObject, beside: []string{"call", "run"}, doc: "The inputs of the operation by name, or the input of the workflow."},
	{name: "body", kind: aValue, beside: []string{"call"}, doc: "A body that is not an object."},
	{name: "headers", kind: someHeaders, beside: []string{"call"}, doc: "More headers of the request."},
	{name: "accept", kind: statuses, from: 300, to: 599, beside: []string{"call"}, doc: "Statuses from 300 on that are no error here."},
	{name: "cache", kind: aCache, beside: []string{"call"}, doc: "How long an answer may be used again."},
	{name: "fallback", kind: calls, beside: []string{"call"}, doc: "What to ask instead when the call fails, one after the other."},
	{name: "hedge", kind: aValue, beside: []string{"call"}, later: withPolicies, doc: "When to ask a second time without waiting for the answer."},
	{name: "idempotent", kind: aFlag, beside: []string{"call"}, doc: "Whether the call may be sent twice; without it, the contract says so."},
	{name: "method", kind: aChoice, choices: methods, beside: []string{"call"}, doc: "The HTTP method of a call without a contract."},
	{name: "path", kind: aSubpath, beside: []string{"call"}, doc: "The path of a call without a contract."},
	{name: "url", kind: aLink, beside: []string{"call"}, doc: "The URL of a call without a contract; without it, the URL of the service."},
	{name: "in", kind: aSequence, beside: []string{"for"}, doc: "The list to go through."},
	{name: "steps", kind: steps, beside: []string{"for"}, doc: "The steps of one turn."},
	{name: "join", kind: aJoin, from: 1, to: maxConcurrency, beside: []string{"parallel", "for"}, doc: "How many branches or turns must succeed; when so many have, the rest is cancelled and undone."},
	{name: "concurrency", kind: aCount, from: 1, to: maxConcurrency, beside: []string{"for", "parallel"}, doc: "How many turns (without it, 1) or branches (without it, all) run at once."},
	{name: "until", kind: anExpr, beside: []string{"repeat"}, doc: "The condition that ends the loop, tested after each turn."},
	{name: "max", kind: anInteger, from: 1, to: maxTurns, beside: []string{"repeat"}, doc: "The most turns, after which the error is limit; without it, 1,000."},
	{name: "every", kind: aSpan, beside: []string{"repeat"}, doc: "The pause between the end of a turn and the next one."},
	{name: "then", kind: steps, beside: []string{"if"}, doc: "The steps if the condition is true."},
	{name: "else", kind: steps, beside: []string{"if", "switch"}, doc: "The steps otherwise."},
	{name: "catch", kind: catches, beside: []string{"try"}, doc: "What to do about which errors; the first entry that matches is taken."},
	{name: "finally", kind: steps, beside: []string{"try"}, doc: "Steps that run in any case, after the undo and the catch."},
	{name: "match", kind: someFields, beside: []string{"await"}, doc: "Fields of the event's data and what they must be equal to."},
	{name: "form", kind: anObject, beside: []string{"human"}, doc: "The JSON Schema of the form; without it, any object."},
	{name: "assign", kind: aMapping, beside: []string{"human"}, doc: "Who may do the task; without it, everybody."},
	{name: "escalate", kind: escalations, beside: []string{"human"}, doc: "Who may do the task too when it has waited for a while."},
	{name: "data", kind: aValue, beside: []string{"emit"}, doc: "The data of the event."},
	{name: "to", kind: aLabel, beside: []string{"emit"}, doc: "The service to send the event to; without it, the event stream of the run."},
	{name: "version", kind: aWord, beside: []string{"run"}, doc: "The version of the workflow to run; without it, the current one."},
	{name: "detach", kind: aFlag, beside: []string{"run"}, doc: "Whether to go on without waiting; the value is null then."},

	{name: "timeout", kind: aSpan, doc: "The longest that the step may take, with all attempts and waits."},
	{name: "retry", kind: aRetry, doc: "When and how often to try the step again; without it there is one attempt."},
	{name: "onError", kind: aChoice, choices: []string{"fail", "continue"}, doc: "Whether a failure of the step fails the scope, or the run goes on with null as the value."},
	{name: "compensate", kind: aStep, beside: []string{"call", "run", "emit", "human", "await"}, doc: "The call, emit or run that undoes the step if its scope fails."},
}

var caseKeys = table{
	{name: "when", kind: aCondition, required: true, doc: "The condition of the case."},
	{name: "then", kind: steps, required: true, doc: "The steps of the case."},
}

var catchKeys = table{
	{name: "on", kind: someErrors, doc: "The errors that the entry is about; without it, any."},
	{name: "retry", kind: aRetry, doc: "How often the try starts again before the error is caught; the entry says on which errors."},
	{name: "then", kind: steps, doc: "The steps that catch the error; without them it goes on when there are no more attempts."},
	{name: "steps", kind: steps, doc: "Another word for then."},
}

var assignKeys = table{
	{name: "users", kind: someNames, doc: "The users who may do the task."},
	{name: "roles", kind: someNames, doc: "The roles whose users may do the task."},
}

var escalationKeys = table{
	{name: "after", kind: aDuration, required: true, doc: "How long the task has waited by then."},
	{name: "assign", kind: aMapping, required: true, doc: "Who may do the task from then on."},
}

var cacheKeys = table{
	{name: "ttl", kind: aSpan, required: true, doc: "How long an answer may be used again."},
	{name: "stale", kind: aSpan, doc: "How long after that it may be used when the service fails."},
}

var failKeys = table{
	{name: "status", kind: aStatus, from: 400, to: 599, doc: "The HTTP status, 400 to 599."},
	{name: "type", kind: aText, doc: "A URI that identifies the kind of problem."},
	{name: "title", kind: aText, doc: "The kind of problem in words."},
	{name: "detail", kind: aText, doc: "What happened this time."},
	{name: "extensions", kind: anObject, doc: "More members of the problem document."},
}

var returnKeys = table{
	{name: "status", kind: aStatus, from: 200, to: 599, doc: "The HTTP status, 200 to 599; without it, 200, or 204 if there is no body."},
	{name: "headers", kind: someHeaders, doc: "Headers of the answer."},
	{name: "body", kind: aValue, doc: "The body of the answer, which is the value of a workflow that another one ran."},
}

var projectKeys = table{
	{name: "project", kind: aLabel, required: true, doc: "The name of the project."},
	{name: "env", kind: envNames, doc: "The variables of the environment that the project may see."},
	{name: "services", kind: services, doc: "The services behind, by name."},
	{name: "gateway", kind: aMapping, doc: "What holds for all routes."},
}

var serviceKeys = table{
	{name: "openapi", kind: aPath, doc: "The OpenAPI document of an HTTP service."},
	{name: "url", kind: anURL, doc: "Where the service is; without it, the first server of its contract."},
	{name: "timeout", kind: aDuration, doc: "The longest that one attempt may take; without it, 10 seconds."},
	{name: "retry", kind: aPolicy, doc: "When and how often its calls are tried again where a step does not say so."},
	{name: "responses", kind: aChoice, choices: breaches, doc: "What an answer that breaks the contract is: an error contract (enforce, the default), a drift that is counted (report), or nothing."},
	{name: "wsdl", kind: aPath, later: "comes with the SOAP connector", doc: "The WSDL of a SOAP service."},
	{name: "graphql", kind: aPath, later: "comes with the GraphQL connector", doc: "The schema of a GraphQL service."},
	{name: "grpc", kind: aPath, later: "comes with the gRPC connector", doc: "The protocol buffers of a gRPC service."},
	{name: "asyncapi", kind: aPath, later: withEvents, doc: "The AsyncAPI document of a message broker."},
	{name: "model", kind: aPath, later: "comes with the model connector", doc: "The description of a model server."},
	{name: "runner", kind: aWord, later: "comes with the model connector", doc: "The local runner of a model server."},
	{name: "auth", kind: aMapping, later: withAuth, doc: "How to authenticate with the service."},
	{name: "breaker", kind: aMapping, later: withPolicies, doc: "When to stop asking for a while."},
}

var gatewayKeys = table{
	{name: "public", kind: aFlag, doc: "Everybody may call every route."},
	{name: "contract", kind: aPath, doc: "The OpenAPI document that clients see. Its operations are the routes; each runs the workflow of its name."},
	{name: "requests", kind: aChoice, choices: breaches, needs: []string{"contract"}, doc: "What a request that breaks the contract gets: 400 (enforce, the default), a run and a drift that is counted (report), or just a run."},
	{name: "responses", kind: aChoice, choices: breaches, needs: []string{"contract"}, doc: "What an answer of ours that breaks the contract becomes: 500 (enforce), a drift that is counted (report, the default), or nothing."},
	{name: "cors", kind: aMapping, doc: "Which pages of other origins a browser lets call the routes; without it, none."},
	{name: "compress", kind: aFlag, doc: "Whether answers of 1 KiB and more are compressed for clients that can read them so; without it, they are."},
	{name: "auth", kind: aMapping, later: withAuth, doc: "Who may call the routes."},
	{name: "limit", kind: aMapping, later: "comes with rate limits", doc: "How often clients may call."},
}

var corsKeys = table{
	{name: "origins", kind: someOrigins, required: true, doc: "The origins of the pages, as in https://shop.example; \"*\" alone allows all, but no credentials. The answer to any other has no header that would let it be read."},
	{name: "headers", kind: headerNames, doc: "The headers that such a page may send; without it, Content-Type, Idempotency-Key, X-Request-Id, traceparent and tracestate."},
	{name: "methods", kind: someMethods, doc: "The methods that it may use, of those that the routes of a path have; without it, all of these."},
	{name: "credentials", kind: aFlag, doc: "Whether cookies and the like may come with its requests."},
	{name: "maxAge", kind: aDuration, doc: "How long a browser may remember what is allowed; without it, as long as it likes."},
}

// contracts are the keys of a service that say how to speak with it.
var contracts = []string{"openapi", "wsdl", "graphql", "grpc", "asyncapi", "model"}
