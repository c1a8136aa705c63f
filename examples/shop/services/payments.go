package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// declined is the card whose bank always says no.
const declined = "tok_declined"

// payments holds money of cards: it authorizes and gives free again.
type payments struct {
	byReference map[string]*payment
}

type payment struct {
	ID        string `json:"id"`
	Reference string `json:"reference"`
	Amount    int    `json:"amount"` // in cents
	Currency  string `json:"currency"`
	Status    string `json:"status"` // authorized, voided
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func newPayments() *payments { return &payments{byReference: map[string]*payment{}} }

func (p *payments) operations() []operation {
	return []operation{
		{"authorize", "POST /payments", p.authorize},
		{"getPayment", "GET /payments/{reference}", p.get},
		{"void", "POST /payments/{reference}/void", p.void},
	}
}

func (p *payments) authorize(r *request) (answer, error) {
	var in struct {
		Reference string `json:"reference"`
		Amount    int    `json:"amount"`
		Currency  string `json:"currency"`
		Card      string `json:"card"`
	}
	if err := r.decode(&in); err != nil {
		return answer{}, err
	}
	switch {
	case in.Reference == "":
		return answer{}, invalid("a payment has a reference")
	case in.Amount < 1 || in.Amount > 1_000_000_00:
		return answer{}, invalid("amount must be from 1 cent to 1,000,000.00")
	case !currencyCode.MatchString(in.Currency):
		return answer{}, invalid("currency must be three capital letters")
	case !strings.HasPrefix(in.Card, "tok_"):
		return answer{}, invalid("card must be a token: tok_…")
	case p.byReference[in.Reference] != nil:
		return answer{}, refuse(http.StatusConflict, "Reference used", "there is a payment for "+in.Reference)
	case in.Card == declined:
		return answer{}, refuse(http.StatusPaymentRequired, "Payment declined", "the bank of the card said no")
	}
	made := &payment{
		ID:        fmt.Sprintf("pay-%d", len(p.byReference)+1),
		Reference: in.Reference, Amount: in.Amount, Currency: in.Currency, Status: "authorized",
	}
	p.byReference[in.Reference] = made
	return answer{status: http.StatusCreated, location: "/payments/" + made.Reference, body: *made}, nil
}

func (p *payments) get(r *request) (answer, error) {
	made, ok := p.byReference[r.PathValue("reference")]
	if !ok {
		return answer{}, refuse(http.StatusNotFound, "No payment", "nothing was authorized for "+r.PathValue("reference"))
	}
	return answer{status: http.StatusOK, body: *made}, nil
}

// void gives the money free; that there is none to free is no error.
func (p *payments) void(r *request) (answer, error) {
	if made, ok := p.byReference[r.PathValue("reference")]; ok {
		made.Status = "voided"
	}
	return answer{status: http.StatusNoContent}, nil
}
