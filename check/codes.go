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
	// CodeClash: a name in `with` is that of several inputs, say a parameter and a field of the body, so it
	// does not say which.
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
	// CodeUnused: nothing uses a value that was made or asked for. A warning.
	CodeUnused = "F617"

	// CodeType: a value is of a type that its place does not take.
	CodeType = "T101"
	// CodeNoField: an expression asks for a member that the value does not have.
	CodeNoField = "T102"
	// CodeNoMembers: an expression asks for a member of something that has none.
	CodeNoMembers = "T103"
	// CodeEnum: a value is not among those that the contract allows.
	CodeEnum = "T104"
	// CodeNull: a value is null where null cannot be.
	CodeNull = "T105"
	// CodeMayBeNull: a value may be null, its contract says, where null cannot be. A warning.
	CodeMayBeNull = "T106"
	// CodeMissing: an object lacks a member that the contract requires.
	CodeMissing = "T107"
	// CodeNoMember: an object has a member that the contract does not know.
	CodeNoMember = "T108"
	// CodeRule: a constant breaks a rule of the contract: a length, a bound, a pattern, a format.
	CodeRule = "T109"
	// CodeOperator: an operator cannot work on values of these types.
	CodeOperator = "T110"
	// CodeFunction: a function cannot take a value of this type.
	CodeFunction = "T111"
	// CodeComparison: a comparison that comes out the same whatever the data. A warning.
	CodeComparison = "T112"
	// CodeReturnBody: the body of a return is not what the public contract says.
	CodeReturnBody = "T113"
	// CodeReturnStatus: the public contract does not list the status of a return.
	CodeReturnStatus = "T114"
	// CodeAccept: the contract does not list a status that a call accepts. A warning.
	CodeAccept = "T115"
	// CodeDecided: a condition that is the same whatever the data, by its type. A warning.
	CodeDecided = "T116"
	// CodeLoopType: a loop goes through something that is never a list.
	CodeLoopType = "T117"
	// CodeInText: something is put into a text that cannot become one.
	CodeInText = "T118"
	// CodeDuration: something is waited for that is neither a duration nor a time.
	CodeDuration = "T119"
	// CodeNeverSent: an event is waited for that the project does not send, though it sends
	// one that is called nearly so. A warning.
	CodeNeverSent = "T120"
	// CodeMatchField: no event of the type has a field that is to be matched. A warning.
	CodeMatchField = "T121"
	// CodeRunInput: a workflow is run with something that it does not take.
	CodeRunInput = "T122"
)
