package rest

// The codes of what can be wrong with a contract, beside those of package document. A code never changes its meaning.
const (
	// codeVersion: the document is not OpenAPI 3.0 or 3.1.
	codeVersion = "C503"
	// codeShape: a part of the document has the wrong type.
	codeShape = "C507"
)
