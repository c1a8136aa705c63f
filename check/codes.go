package check

// The codes of findings, as `tutti explain` and scripts use them. A code never
// changes its meaning. Two more belong to package flow, because other stages
// report them too: CodeDuplicate (N201) and CodeExpression (X301); one is of package
// plan alone, which knows where a goto may go: CodeGoto (F608).
const (
	// CodeUnknownName: an expression uses a variable that nothing in the workflow defines.
	CodeUnknownName = "N202"
	// CodeTooEarly: an expression uses a result that cannot be there when it is evaluated.
	CodeTooEarly = "N203"
	// CodeOtherBranch: an expression uses a result of another branch of the same parallel.
	CodeOtherBranch = "N204"
	// CodeOtherTurn: an expression uses a name that lives in the turns of a loop, outside of them.
	CodeOtherTurn = "N205"
	// CodeOutOfPlace: $index, $last or $error is used where it does not exist.
	CodeOutOfPlace = "N206"
	// CodeNoStep: $meta is asked about something that is no step.
	CodeNoStep = "N207"
	// CodeUnknownField: $run, $request or $meta.<step> has no such field.
	CodeUnknownField = "N208"
	// CodeEnv: $env.<NAME> is not among the variables that the project may see.
	CodeEnv = "N209"
	// CodeLater: the variable or field belongs to the language and comes in a later version.
	CodeLater = "N210"
	// CodeSameWorkflow: two workflows of a project have the same name.
	CodeSameWorkflow = "N211"
	// CodeKey: a key uses more than $input and $request, which is all there is before a run.
	CodeKey = "N212"

	// CodeUnknownService: a call names a service that the project does not have.
	CodeUnknownService = "S401"
	// CodeUnknownOperation: a call names an operation that the service's contract lacks.
	CodeUnknownOperation = "S402"
	// CodeUnknownInput: `with` holds a name that is neither a parameter nor a field of the body.
	CodeUnknownInput = "S403"
	// CodeClash: a name in `with` is a parameter and a field of the body, so it does not say which.
	CodeClash = "S404"
	// CodeMissingInput: an input that the contract requires is not given.
	CodeMissingInput = "S405"
	// CodeBody: `body` stands where there is no place for it.
	CodeBody = "S406"
	// CodeHeader: a header belongs to the protocol or to the gateway and may not be set.
	CodeHeader = "S407"
	// CodeLostUndo: a compensation needs the answer of the call that it undoes, and
	// so cannot run if that answer was lost. A warning.
	CodeLostUndo = "S408"
	// CodeInputs: `with` is something that cannot be inputs by name.
	CodeInputs = "S409"
	// CodeUnsupported: the operation, or an input, exists and cannot be used in this version.
	CodeUnsupported = "S410"
	// CodeContract: a call says its method or path although the service has a contract.
	CodeContract = "S411"
	// CodeTwice: a retry would send a call twice that may be sent once.
	CodeTwice = "S412"
	// CodeUnknownWorkflow: a run names a workflow that the project does not have.
	CodeUnknownWorkflow = "S413"
	// CodeEventType: an emit or await names no type of event.
	CodeEventType = "S414"
	// CodeForm: the form of a human is no schema of an object, or an assignment no list of names.
	CodeForm = "S415"

	// CodeNobody: nothing says who may call a route.
	CodeNobody = "G501"
	// CodeSameRoute: two routes take the same requests.
	CodeSameRoute = "G502"
	// CodeOwnRoute: a route takes a path of the gateway itself.
	CodeOwnRoute = "G503"
	// CodePath: a route's path has a character that no request's path has.
	CodePath = "G504"

	// CodeUnreachable: a step stands behind one after which nothing goes on, or a case
	// behind one that is always taken.
	CodeUnreachable = "F601"
	// CodeReturn: a return stands where other work runs at the same time, or in a finally.
	CodeReturn = "F602"
	// CodeConstant: a condition that is always the same. A warning.
	CodeConstant = "F603"
	// CodeBranches: a parallel has more branches than a run may have at once.
	CodeBranches = "F604"
	// CodeNoList: a loop goes through something that is no list.
	CodeNoList = "F605"
	// CodeDepth: steps or values are nested too deeply.
	CodeDepth = "F606"
	// CodeCompensate: a compensation cannot undo, or belongs to a step that leaves nothing behind.
	CodeCompensate = "F607"
	// CodeUseless: something written there has no effect. A warning.
	CodeUseless = "F609"
	// CodeMatch: an `on` holds a word that matches no error.
	CodeMatch = "F610"
	// CodeCaught: a catch, or a word of it, comes too late: a catch before it takes these errors.
	CodeCaught = "F611"
	// CodeJoin: a join or a concurrency that the block cannot have.
	CodeJoin = "F612"
	// CodeTurns: a repeat has no end, or may have more turns than a run may.
	CodeTurns = "F613"
	// CodeFallback: a fallback is more than a call, or none.
	CodeFallback = "F614"
	// CodeRecursion: a workflow runs itself without ever waiting. A warning.
	CodeRecursion = "F615"
	// CodeExpress: something may take longer than a run in express mode, or needs a journal.
	CodeExpress = "F616"
)
