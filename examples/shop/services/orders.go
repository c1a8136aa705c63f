package main

import (
	"fmt"
	"net/http"
	"slices"
)

// orders is the book of orders.
type orders struct {
	book []*order
}

type order struct {
	ID        string `json:"id"`
	Reference string `json:"reference"`
	Customer  string `json:"customer"`
	Lines     []line `json:"lines"`
	Total     int    `json:"total"` // in cents
	Payment   string `json:"payment"`
	Status    string `json:"status"` // confirmed, cancelled
}

type line struct {
	SKU   string `json:"sku"`
	Qty   int    `json:"qty"`
	Price int    `json:"price"` // of one piece, in cents
}

func newOrders() *orders { return &orders{} }

func (o *orders) operations() []operation {
	return []operation{
		{"createOrder", "POST /orders", o.create},
		{"cancelOrder", "DELETE /orders", o.cancel},
		{"getOrder", "GET /orders/{id}", o.get},
	}
}

func (o *orders) create(r *request) (answer, error) {
	var in struct {
		Reference string `json:"reference"`
		Customer  string `json:"customer"`
		Lines     []line `json:"lines"`
		Payment   string `json:"payment"`
	}
	if err := r.decode(&in); err != nil {
		return answer{}, err
	}
	if in.Reference == "" || in.Customer == "" || in.Payment == "" || len(in.Lines) == 0 {
		return answer{}, invalid("an order has a reference, a customer, a payment and lines")
	}
	made := &order{
		ID:        fmt.Sprintf("o-%d", 1001+len(o.book)),
		Reference: in.Reference, Customer: in.Customer, Lines: in.Lines, Payment: in.Payment, Status: "confirmed",
	}
	for _, l := range in.Lines {
		if l.SKU == "" || l.Qty < 1 || l.Price < 0 {
			return answer{}, invalid("a line has a sku, a qty from 1 on and a price")
		}
		made.Total += l.Qty * l.Price
	}
	if o.find(in.Reference) != nil {
		return answer{}, refuse(http.StatusConflict, "Reference used", "there is an order for "+in.Reference)
	}
	o.book = append(o.book, made)
	return answer{status: http.StatusCreated, location: "/orders/" + made.ID, body: *made}, nil
}

func (o *orders) find(reference string) *order {
	if i := slices.IndexFunc(o.book, func(x *order) bool { return x.Reference == reference }); i >= 0 {
		return o.book[i]
	}
	return nil
}

// cancel crosses the order out; that there is none is no error.
func (o *orders) cancel(r *request) (answer, error) {
	reference := r.URL.Query().Get("reference")
	if reference == "" {
		return answer{}, invalid("say which order: ?reference=…")
	}
	if made := o.find(reference); made != nil {
		made.Status = "cancelled"
	}
	return answer{status: http.StatusNoContent}, nil
}

func (o *orders) get(r *request) (answer, error) {
	id := r.PathValue("id")
	i := slices.IndexFunc(o.book, func(x *order) bool { return x.ID == id })
	if i < 0 {
		return answer{}, refuse(http.StatusNotFound, "No such order", "no order has the number "+id)
	}
	return answer{status: http.StatusOK, body: *o.book[i]}, nil
}
