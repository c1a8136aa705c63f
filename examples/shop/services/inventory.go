package main

import (
	"net/http"
	"slices"
)

// inventory knows what is on the shelves and for whom it is held.
type inventory struct {
	shelves      map[string]*article
	reservations map[string]*reservation // by the buyer's reference
}

// article is one kind of goods. Prices are in cents, so that sums are exact.
type article struct {
	SKU       string `json:"sku"`
	Title     string `json:"title"`
	Price     int    `json:"price"`
	Available int    `json:"available"` // neither sold nor reserved
	Reserved  int    `json:"reserved"`
}

type reservation struct {
	Reference string  `json:"reference"`
	Items     []piece `json:"items"`
}

// piece is so many of one kind.
type piece struct {
	SKU string `json:"sku"`
	Qty int    `json:"qty"`
}

// shortage says of what there is too little.
type shortage struct {
	SKU       string `json:"sku"`
	Wanted    int    `json:"wanted"`
	Available int    `json:"available"`
}

func newInventory() *inventory {
	v := &inventory{shelves: map[string]*article{}, reservations: map[string]*reservation{}}
	for _, a := range []article{
		{SKU: "mug", Title: "Mug, blue", Price: 1250, Available: 40},
		{SKU: "tea", Title: "Green tea, 100 g", Price: 690, Available: 25},
		{SKU: "pot", Title: "Teapot, cast iron", Price: 5400, Available: 3},
		{SKU: "tray", Title: "Tray, oak", Price: 3200, Available: 0},
	} {
		v.shelves[a.SKU] = &a
	}
	return v
}

func (v *inventory) operations() []operation {
	return []operation{
		{"getStock", "GET /stock/{sku}", v.getStock},
		{"reserve", "POST /reservations", v.reserve},
		{"getReservation", "GET /reservations/{reference}", v.getReservation},
		{"release", "DELETE /reservations/{reference}", v.release},
	}
}

func (v *inventory) getStock(r *request) (answer, error) {
	a, ok := v.shelves[r.PathValue("sku")]
	if !ok {
		return answer{}, refuse(http.StatusNotFound, "Unknown article", "nothing has the number "+r.PathValue("sku"))
	}
	return answer{status: http.StatusOK, body: *a}, nil
}

// reserve holds all of the items or none.
func (v *inventory) reserve(r *request) (answer, error) {
	var in reservation
	if err := r.decode(&in); err != nil {
		return answer{}, err
	}
	if err := in.valid(); err != nil {
		return answer{}, err
	}
	if _, ok := v.reservations[in.Reference]; ok {
		return answer{}, refuse(http.StatusConflict, "Reference used", "there is a reservation for "+in.Reference)
	}
	if missing := v.missing(in.Items); len(missing) > 0 {
		p := refuse(http.StatusConflict, "Out of stock", "there is too little of at least one item")
		p.Missing = missing
		return answer{}, p
	}
	v.move(in.Items, 1)
	v.reservations[in.Reference] = &in
	return answer{status: http.StatusCreated, location: "/reservations/" + in.Reference, body: in}, nil
}

func (in reservation) valid() error {
	if in.Reference == "" || len(in.Items) == 0 || len(in.Items) > 100 {
		return invalid("a reservation has a reference and 1 to 100 items")
	}
	bad := func(p piece) bool { return p.SKU == "" || p.Qty < 1 || p.Qty > 1000 }
	if slices.ContainsFunc(in.Items, bad) {
		return invalid("an item has a sku and a qty from 1 to 1000")
	}
	return nil
}

// missing lists what the shelves lack, in order of first mention. A kind that
// is listed twice is wanted as often as both lines say.
func (v *inventory) missing(items []piece) []shortage {
	wanted := map[string]int{}
	var kinds []string
	for _, p := range items {
		if wanted[p.SKU] == 0 {
			kinds = append(kinds, p.SKU)
		}
		wanted[p.SKU] += p.Qty
	}
	var out []shortage
	for _, sku := range kinds {
		available := 0
		if a := v.shelves[sku]; a != nil {
			available = a.Available
		}
		if available < wanted[sku] {
			out = append(out, shortage{SKU: sku, Wanted: wanted[sku], Available: available})
		}
	}
	return out
}

// move takes the items from the shelves to the reserved (1), or back (-1).
func (v *inventory) move(items []piece, sign int) {
	for _, p := range items {
		v.shelves[p.SKU].Available -= sign * p.Qty
		v.shelves[p.SKU].Reserved += sign * p.Qty
	}
}

func (v *inventory) getReservation(r *request) (answer, error) {
	held, ok := v.reservations[r.PathValue("reference")]
	if !ok {
		return answer{}, refuse(http.StatusNotFound, "No reservation", "nothing is held for "+r.PathValue("reference"))
	}
	return answer{status: http.StatusOK, body: *held}, nil
}

// release gives back what is held. That nothing is held is no error: who undoes a
// call whose answer was lost cannot know whether it had an effect.
func (v *inventory) release(r *request) (answer, error) {
	if held, ok := v.reservations[r.PathValue("reference")]; ok {
		v.move(held.Items, -1)
		delete(v.reservations, held.Reference)
	}
	return answer{status: http.StatusNoContent}, nil
}
