package fault

// HTTPStatus is the status of the answer to the client: a failed service is the gateway's 502, 503 or 504,
// whatever it said itself. A Status outside 400–599 counts as not given.
func (f *Fault) HTTPStatus() int {
	switch f.Kind {
	case Status, Connect, Contract:
		return 502
	case Breaker:
		return 503
	case Timeout:
		return 504
	case Cancelled:
		return 499 // as nginx has it: the client closed the request
	case Request:
		return f.statusOr(400)
	case Fail, Limit:
		return f.statusOr(500)
	default:
		return 500
	}
}

func (f *Fault) statusOr(other int) int {
	if f.Status < 400 || f.Status > 599 {
		return other
	}
	return f.Status
}

// title is the Title, or what can be said without knowing the case.
func (f *Fault) title() string {
	if f.Title != "" {
		return f.Title
	}
	switch f.Kind {
	case Status:
		return "A service answered with an error"
	case Timeout:
		return "No answer in time"
	case Connect:
		return "A service cannot be reached"
	case Breaker:
		return "A service is paused because it keeps failing"
	case Contract:
		return "A message breaks the contract of a service"
	case Expression:
		return "An expression of the workflow failed"
	case Cancelled:
		return "The run was cancelled"
	case Limit:
		if f.Status == 0 {
			return "A limit was exceeded"
		}
		return phrase(f.HTTPStatus())
	default:
		return phrase(f.HTTPStatus())
	}
}

// phrase is the reason phrase of an error status in the IANA registry of HTTP status codes,
// the general one of its class if it has none.
func phrase(status int) string {
	if p, ok := phrases[status]; ok {
		return p
	}
	if status < 500 {
		return phrases[400]
	}
	return phrases[500]
}

// phrases is read only. (net/http has the same table, but a pure package stays away from it.)
var phrases = map[int]string{
	400: "Bad Request",
	401: "Unauthorized",
	402: "Payment Required",
	403: "Forbidden",
	404: "Not Found",
	405: "Method Not Allowed",
	406: "Not Acceptable",
	407: "Proxy Authentication Required",
	408: "Request Timeout",
	409: "Conflict",
	410: "Gone",
	411: "Length Required",
	412: "Precondition Failed",
	413: "Content Too Large",
	414: "URI Too Long",
	415: "Unsupported Media Type",
	416: "Range Not Satisfiable",
	417: "Expectation Failed",
	421: "Misdirected Request",
	422: "Unprocessable Content",
	423: "Locked",
	424: "Failed Dependency",
	425: "Too Early",
	426: "Upgrade Required",
	428: "Precondition Required",
	429: "Too Many Requests",
	431: "Request Header Fields Too Large",
	451: "Unavailable For Legal Reasons",
	500: "Internal Server Error",
	501: "Not Implemented",
	502: "Bad Gateway",
	503: "Service Unavailable",
	504: "Gateway Timeout",
	505: "HTTP Version Not Supported",
	506: "Variant Also Negotiates",
	507: "Insufficient Storage",
	508: "Loop Detected",
	511: "Network Authentication Required",
}
