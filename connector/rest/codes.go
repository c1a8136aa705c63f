package rest

// The codes of what can be wrong with a contract. A code never changes its meaning.
const (
	// codeRead: a file of the contract cannot be read.
	codeRead = "C501"
	// codeSyntax: a file is not valid YAML or JSON.
	codeSyntax = "C502"
	// codeVersion: the document is not OpenAPI 3.0 or 3.1.
	codeVersion = "C503"
	// codeOutside: a $ref points outside of the project.
	codeOutside = "C504"
	// codeDangling: a $ref points to nothing.
	codeDangling = "C505"
	// codeCycle: a $ref leads back to itself.
	codeCycle = "C506"
	// codeShape: a part of the document has the wrong type.
	codeShape = "C507"
	// codeTwice: two operations have one name, or a mapping has a key twice.
	codeTwice = "C508"
	// codeSize: the contract is too large or nested too deeply.
	codeSize = "C509"
	// codeYAML: the document uses a part of YAML that contracts must not use.
	codeYAML = "C510"
)
