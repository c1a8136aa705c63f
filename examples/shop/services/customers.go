package main

import "net/http"

// customers knows who buys and where they live.
type customers struct {
	byID map[string]customer
}

type customer struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Email   string  `json:"email"`
	Address address `json:"address"`
}

type address struct {
	Street   string `json:"street"`
	City     string `json:"city"`
	Postcode string `json:"postcode"`
	Country  string `json:"country"` // ISO 3166-1, two letters
}

func newCustomers() *customers {
	return &customers{byID: map[string]customer{
		"c-1": {"c-1", "Ada Moreau", "ada@example.com", address{"12 Quai Neuf", "Lyon", "69002", "FR"}},
		"c-2": {"c-2", "Jun Watanabe", "jun@example.com", address{"3-4-5 Kita", "Sapporo", "060-0001", "JP"}},
	}}
}

func (c *customers) operations() []operation {
	return []operation{{"getCustomer", "GET /customers/{id}", c.get}}
}

func (c *customers) get(r *request) (answer, error) {
	who, ok := c.byID[r.PathValue("id")]
	if !ok {
		return answer{}, refuse(http.StatusNotFound, "Unknown customer", "nobody has the number "+r.PathValue("id"))
	}
	return answer{status: http.StatusOK, body: who}, nil
}
