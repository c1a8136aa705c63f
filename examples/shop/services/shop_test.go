package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// shop is a fresh set of services that a test talks to without a network.
type shop struct {
	t        *testing.T
	ledger   *ledger
	switches *switches
	services map[string]*service
}

func openShop(t *testing.T) *shop {
	s := &shop{t: t, ledger: newLedger(), switches: newSwitches(), services: map[string]*service{}}
	for _, svc := range newShop(s.ledger, s.switches) {
		s.services[svc.name] = svc
	}
	return s
}

// ask sends one request: "orders POST /orders"; key is the Idempotency-Key or "".
func (s *shop) ask(call, key, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	f := strings.Fields(call)
	r := httptest.NewRequest(f[1], f[2], strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w := httptest.NewRecorder()
	s.services[f[0]].ServeHTTP(w, r)
	return w
}

// want asks and holds the answer against a status and, if body is not empty, JSON.
func (s *shop) want(call, body string, status int, answer string) {
	s.t.Helper()
	got := s.ask(call, "", body)
	if got.Code != status {
		s.t.Errorf("%s %s: status %d, want %d: %s", call, body, got.Code, status, got.Body)
	}
	if answer != "" && canonical(s.t, got.Body.String()) != canonical(s.t, answer) {
		s.t.Errorf("%s %s:\n got %s\nwant %s", call, body, got.Body, answer)
	}
}

func canonical(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("not JSON: %q: %v", text, err)
	}
	b, _ := json.Marshal(v)
	return string(b)
}

func TestStockMovesWithReservations(t *testing.T) {
	s := openShop(t)
	pot := func(available, reserved string) string {
		return `{"sku":"pot","title":"Teapot, cast iron","price":5400,"available":` + available + `,"reserved":` + reserved + `}`
	}
	s.want("inventory GET /stock/pot", "", 200, pot("3", "0"))
	s.want("inventory POST /reservations", `{"reference":"r1","items":[{"sku":"pot","qty":2}]}`, 201, "")
	s.want("inventory GET /stock/pot", "", 200, pot("1", "2"))
	s.want("inventory GET /reservations/r1", "", 200, `{"reference":"r1","items":[{"sku":"pot","qty":2}]}`)
	s.want("inventory POST /reservations", `{"reference":"r1","items":[{"sku":"mug","qty":1}]}`, 409, "")
	s.want("inventory DELETE /reservations/r1", "", 204, "")
	s.want("inventory DELETE /reservations/r1", "", 204, "")
	s.want("inventory GET /reservations/r1", "", 404, "")
	s.want("inventory GET /stock/pot", "", 200, pot("3", "0"))
}

func TestAReservationHoldsAllOrNothing(t *testing.T) {
	s := openShop(t)
	s.want("inventory POST /reservations", `{"reference":"r1","items":[{"sku":"mug","qty":1},{"sku":"pot","qty":2},{"sku":"pot","qty":2},{"sku":"sun","qty":1}]}`, 409,
		`{"status":409,"title":"Out of stock","detail":"there is too little of at least one item",
		  "missing":[{"sku":"pot","wanted":4,"available":3},{"sku":"sun","wanted":1,"available":0}]}`)
	s.want("inventory GET /reservations/r1", "", 404, "")
	s.want("inventory GET /stock/mug", "", 200, `{"sku":"mug","title":"Mug, blue","price":1250,"available":40,"reserved":0}`)
}

func TestAPaymentIsAuthorizedAndVoided(t *testing.T) {
	s := openShop(t)
	made := `{"id":"pay-1","reference":"r1","amount":990,"currency":"EUR","status":"authorized"}`
	s.want("payments POST /payments", `{"reference":"r1","amount":990,"currency":"EUR","card":"tok_visa"}`, 201, made)
	s.want("payments POST /payments", `{"reference":"r1","amount":990,"currency":"EUR","card":"tok_visa"}`, 409, "")
	s.want("payments POST /payments/r1/void", "", 204, "")
	s.want("payments POST /payments/nobody/void", "", 204, "")
	s.want("payments GET /payments/r1", "", 200, strings.Replace(made, "authorized", "voided", 1))
}

func TestTheBankOfADeclinedCardSaysNo(t *testing.T) {
	s := openShop(t)
	s.want("payments POST /payments", `{"reference":"r1","amount":990,"currency":"EUR","card":"tok_declined"}`, 402,
		`{"status":402,"title":"Payment declined","detail":"the bank of the card said no"}`)
	s.want("payments GET /payments/r1", "", 404, "")
}

func TestAnOrderIsWrittenReadAndCancelled(t *testing.T) {
	s := openShop(t)
	got := s.ask("orders POST /orders", "", `{"reference":"r1","customer":"c-1","payment":"pay-1","lines":[{"sku":"mug","qty":2,"price":1250}]}`)
	if got.Code != 201 || got.Header().Get("Location") != "/orders/o-1001" {
		t.Fatalf("status %d, Location %q: %s", got.Code, got.Header().Get("Location"), got.Body)
	}
	s.want("orders DELETE /orders?reference=r1", "", 204, "")
	s.want("orders DELETE /orders?reference=nobody", "", 204, "")
	s.want("orders GET /orders/o-1001", "", 200, `{"id":"o-1001","reference":"r1","customer":"c-1","payment":"pay-1",
		"lines":[{"sku":"mug","qty":2,"price":1250}],"total":2500,"status":"cancelled"}`)
	s.want("orders POST /orders", `{"reference":"r1","customer":"c-1","payment":"pay-1","lines":[{"sku":"mug","qty":1,"price":1}]}`, 409, "")
}

func TestAShipmentIsAnnouncedFoundAndCancelled(t *testing.T) {
	s := openShop(t)
	parcel := `"reference":"r1","order":"o-1","name":"Ada","address":{"street":"s","city":"c","postcode":"p","country":"FR"}`
	s.want("shipping POST /shipments", "{"+parcel+"}", 201, `{`+parcel+`,"tracking":"TRK007001FR","status":"announced"}`)
	s.want("shipping POST /shipments", "{"+parcel+"}", 409, "")
	s.want("shipping GET /shipments?order=o-2", "", 200, `{"items":[]}`)
	s.want("shipping DELETE /shipments/r1", "", 204, "")
	s.want("shipping GET /shipments?order=o-1", "", 200, `{"items":[{`+parcel+`,"tracking":"TRK007001FR","status":"cancelled"}]}`)
}

func TestWhatIsNotThere(t *testing.T) {
	s := openShop(t)
	for _, call := range []string{
		"inventory GET /stock/sun", "customers GET /customers/c-9", "payments GET /payments/x", "orders GET /orders/o-9",
		"orders GET /nowhere", "inventory PUT /stock/mug",
	} {
		got := s.ask(call, "", "")
		if got.Code != http.StatusNotFound || got.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %s, want a problem with status 404", call, got.Code, got.Header().Get("Content-Type"), got.Body)
		}
	}
	s.want("customers GET /customers/c-2", "", 200, `{"id":"c-2","name":"Jun Watanabe","email":"jun@example.com",
		"address":{"street":"3-4-5 Kita","city":"Sapporo","postcode":"060-0001","country":"JP"}}`)
}

func TestBadInputIsRefused(t *testing.T) {
	const reserve, pay, order, ship = "inventory POST /reservations", "payments POST /payments", "orders POST /orders", "shipping POST /shipments"
	for _, c := range []struct {
		call, body string
		status     int
	}{
		{reserve, `{"reference":"r"`, 400},
		{reserve, `{"reference":"r","items":[{"sku":"mug","qty":1}]} {}`, 400},
		{reserve, `{"reference":"r","items":[{"sku":"mug","qty":1}],"colour":"red"}`, 400},
		{reserve, `{"reference":"r","items":[{"sku":"mug","qty":"1"}]}`, 400},
		{reserve, `{"reference":"` + strings.Repeat("r", maxBody) + `"}`, 413},
		{reserve, `{"reference":"r","items":[]}`, 422},
		{reserve, `{"items":[{"sku":"mug","qty":1}]}`, 422},
		{reserve, `{"reference":"r","items":[{"sku":"mug","qty":0}]}`, 422},
		{reserve, `{"reference":"r","items":[{"sku":"mug","qty":1001}]}`, 422},
		{pay, `{"reference":"r","amount":0,"currency":"EUR","card":"tok_visa"}`, 422},
		{pay, `{"reference":"r","amount":1,"currency":"eur","card":"tok_visa"}`, 422},
		{pay, `{"reference":"r","amount":1,"currency":"EUR","card":"4111111111111111"}`, 422},
		{pay, `{"amount":1,"currency":"EUR","card":"tok_visa"}`, 422},
		{order, `{"reference":"r","customer":"c-1","payment":"p","lines":[]}`, 422},
		{order, `{"reference":"r","customer":"c-1","payment":"p","lines":[{"sku":"mug","qty":0,"price":1}]}`, 422},
		{"orders DELETE /orders", "", 422},
		{ship, `{"reference":"r","order":"o","name":"n","address":{"street":"s","city":"c","postcode":"","country":"FRA"}}`, 422},
		{"shipping GET /shipments", "", 422},
	} {
		openShop(t).want(c.call, c.body, c.status, "")
	}
}

func TestABodyMustBeJSON(t *testing.T) {
	s := openShop(t)
	r := httptest.NewRequest("POST", "/orders", strings.NewReader("customer=c-1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.services["orders"].ServeHTTP(w, r)
	if w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("a form: status %d, want 415", w.Code)
	}
}
