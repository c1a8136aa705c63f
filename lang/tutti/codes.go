package tutti

// The codes of what can be wrong in a workflow or project file. A code never
// changes its meaning: scripts and documentation refer to it.
const (
	// codeEncoding: the file is not UTF-8, or has a character that YAML does not allow.
	codeEncoding = "Y001"
	// codeSize: the file is larger than 1 MiB.
	codeSize = "Y002"
	// codeSyntax: YAML cannot read the file; most often a value needs quotes.
	codeSyntax = "Y003"
	// codeTab: a tab stands where the indentation counts.
	codeTab = "Y004"
	// codeDocument: a file holds one document, without directives.
	codeDocument = "Y005"
	// codeAnchor: anchors and aliases are not part of the language.
	codeAnchor = "Y006"
	// codeTag: tags are not part of the language; `!$x` is one.
	codeTag = "Y007"
	// codeMerge: the merge key `<<` is not part of the language.
	codeMerge = "Y008"
	// codeDuplicate: a mapping has a key twice.
	codeDuplicate = "Y009"
	// codeEmptyInFlow: a key inside { } has no value, as in `{ id }`.
	codeEmptyInFlow = "Y010"
	// codeKey: a key is no text: a number, a list, a mapping.
	codeKey = "Y011"
	// codeDepth: lists and mappings are nested too deeply.
	codeDepth = "Y012"
	// codeCut: ` #` or a comma ended a value in the middle of an expression.
	codeCut = "Y013"
	// codeFolded: a folded block (`>`) put the rest of an expression behind its comment.
	codeFolded = "Y014"
	// codeNumber: `.inf` and `.nan` have no JSON form.
	codeNumber = "Y015"

	// codeUnknownKey: the language has no such key.
	codeUnknownKey = "K101"
	// codeMissingKey: a key that must be there is not.
	codeMissingKey = "K102"
	// codeLater: the language has it, this version does not.
	codeLater = "K103"
	// codeMisplaced: the key does not stand beside this kind of step.
	codeMisplaced = "K104"
	// codeShape: the value is of the wrong kind, as a text where a list belongs.
	codeShape = "K105"
	// codeNoVerb: a step does not say what it does.
	codeNoVerb = "K106"
	// codeTwoVerbs: a step says two things to do.
	codeTwoVerbs = "K107"
	// codeName: a name has a wrong form or belongs to the language.
	codeName = "K108"
	// codeConstant: a value must be written out, or its form is wrong.
	codeConstant = "K109"
	// codeRoute: a route is not "METHOD /path".
	codeRoute = "K110"
	// codeRange: a number is outside of what is possible there.
	codeRange = "K111"
	// codeRepeated: an entry stands twice where once is enough.
	codeRepeated = "K112"
	// codePolicy: a step names a retry policy that the workflow does not have.
	codePolicy = "K113"
	// codeOrigin: an origin that the gateway cannot allow, or not together with what stands beside it.
	codeOrigin = "K114"

	// codeUnclosed: `${` without its `}`.
	codeUnclosed = "V101"
	// codeText: a text contains the name of a variable, which is not replaced there.
	codeText = "V102"
	// codeList: a list in `in` holds what looks like an expression.
	codeList = "V103"
	// codeEmpty: an expression is empty.
	codeEmpty = "V104"
	// codeNoExpression: an expression is needed, and this cannot be one.
	codeNoExpression = "V105"
)
