package main

import (
	"fmt"
	"net/http"
	"slices"
)

// shipping sends parcels.
type shipping struct {
	parcels []*shipment
}

type shipment struct {
	Reference string  `json:"reference"`
	Order     string  `json:"order"`
	Name      string  `json:"name"`
	Address   address `json:"address"`
	Tracking  string  `json:"tracking"`
	Status    string  `json:"status"` // announced, cancelled
}

func newShipping() *shipping { return &shipping{} }

func (s *shipping) operations() []operation {
	return []operation{
		{"createShipment", "POST /shipments", s.create},
		{"findShipments", "GET /shipments", s.find},
		{"cancelShipment", "DELETE /shipments/{reference}", s.cancel},
	}
}

func (s *shipping) create(r *request) (answer, error) {
	var in struct {
		Reference string  `json:"reference"`
		Order     string  `json:"order"`
		Name      string  `json:"name"`
		Address   address `json:"address"`
	}
	if err := r.decode(&in); err != nil {
		return answer{}, err
	}
	if in.Reference == "" || in.Order == "" || in.Name == "" || in.Address.Street == "" || in.Address.City == "" || len(in.Address.Country) != 2 {
		return answer{}, invalid("a shipment has a reference, an order, a name and an address")
	}
	if slices.ContainsFunc(s.parcels, func(p *shipment) bool { return p.Reference == in.Reference }) {
		return answer{}, refuse(http.StatusConflict, "Reference used", "there is a shipment for "+in.Reference)
	}
	made := &shipment{
		Reference: in.Reference, Order: in.Order, Name: in.Name, Address: in.Address,
		Tracking: fmt.Sprintf("TRK%06d%s", 7001+len(s.parcels), in.Address.Country), Status: "announced",
	}
	s.parcels = append(s.parcels, made)
	return answer{status: http.StatusCreated, body: *made}, nil
}

// find lists the shipments of an order; none is an empty list.
func (s *shipping) find(r *request) (answer, error) {
	of := r.URL.Query().Get("order")
	if of == "" {
		return answer{}, invalid("say of which order: ?order=…")
	}
	items := []shipment{}
	for _, p := range s.parcels {
		if p.Order == of {
			items = append(items, *p)
		}
	}
	return answer{status: http.StatusOK, body: map[string]any{"items": items}}, nil
}

// cancel stops the parcel; that there is none is no error.
func (s *shipping) cancel(r *request) (answer, error) {
	for _, p := range s.parcels {
		if p.Reference == r.PathValue("reference") {
			p.Status = "cancelled"
		}
	}
	return answer{status: http.StatusNoContent}, nil
}
