package main

// newShop makes the services with their first goods and customers. They share
// the ledger, so that it tells the order of calls across all of them.
func newShop(l *ledger, s *switches) []*service {
	return []*service{
		newService("inventory", newInventory().operations(), l, s),
		newService("customers", newCustomers().operations(), l, s),
		newService("payments", newPayments().operations(), l, s),
		newService("orders", newOrders().operations(), l, s),
		newService("shipping", newShipping().operations(), l, s),
	}
}
