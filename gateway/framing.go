package gateway

import "net/http"

// framed takes the ground from request smuggling. net/http has refused most of it; what it lets pass
// (Transfer-Encoding together with Content-Length, or in HTTP/1.0) another server in front of us may have
// read otherwise. So no request follows one of these on its connection (RFC 9112, 6.1).
func framed(next step) step {
	return func(x *exchange) reply {
		x.last = len(x.r.TransferEncoding) != 0 || !x.r.ProtoAtLeast(1, 1)
		if x.r.ContentLength != 0 && !mayHaveBody(x.r.Method) {
			return refuse(http.StatusBadRequest, "a "+x.r.Method+" request must not have a body")
		}
		return next(x)
	}
}

func mayHaveBody(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return false
	default:
		return true
	}
}
