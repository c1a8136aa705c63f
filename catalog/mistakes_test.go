package catalog_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tutti/catalog"
	"tutti/diag"
)

// seed is one mistake: in the file of a project, old is written as new. The ^ in new (or in there, which is
// a text of another file, if the mistake shows elsewhere) is not written: it marks the place of the finding. What is
// suggested must contain mend.
type seed struct {
	file, old, new string
	code, mend     string
	there          string // "file: text"
}

// The seeds of each project. The samples lie beside the repository.
var seeded = []struct {
	project string
	seeds   []seed
}{
	{"../examples/shop", []seed{
		{"workflows/checkout.yaml", "customers.getCustomer", "^customer.getCustomer", "S401", "did you mean customers?", ""},
		{"workflows/checkout.yaml", "inventory.getStock", "inventory.^getStok", "S402", "did you mean inventory.getStock?", ""},
		{"workflows/checkout.yaml", "with: { sku: $item.sku }", "with: { ^skuu: $item.sku }", "S403", "did you mean sku?", ""},
		{"workflows/checkout.yaml", "accept: [404] # an article", "accept: [^410] # an article", "T115", "the contract lists 200, 404", ""},
		{"workflows/checkout.yaml", "$shelf.price // 0", "^$shelf.prize // 0", "T102", `did you mean "price"?`, ""},
		{"workflows/checkout.yaml", "$shelf.available // 0", "^$shelf.avaliable // 0", "T102", `did you mean "available"?`, ""},
		{"workflows/checkout.yaml", "if: $meta.customer.status", "if: $meta.^custmer.status", "N202", "did you mean $meta.customer?", ""},
		{"workflows/checkout.yaml", "if: $meta.customer.status", "if: $meta.customer.^staus", "N208", "did you mean status?", ""},
		{"workflows/checkout.yaml", "map(.price * .qty)", "map(^.prise * .qty)", "T102", `did you mean "price"?`, ""},
		{"workflows/checkout.yaml", "select(.available < .qty)", "select(^.availble < .qty)", "T102", `did you mean "available"?`, ""},
		{"workflows/checkout.yaml", "wanted: .qty, available}", "wanted: ^.quantity, available}", "T102", "qty", ""},
		{"workflows/checkout.yaml", "$missing | length > 0", "^$mising | length > 0", "N202", "did you mean $missing?", ""},
		{"workflows/checkout.yaml", "$missing | length > 0", "^$missing", "T116", "write … | length > 0", ""},
		{"workflows/checkout.yaml", "$missing | length > 0", "$missing | ^lenght > 0", "X301", `did you mean "length"?`, ""},
		{"workflows/checkout.yaml", "items: $input.items }", "^item: $input.items }", "S403", "did you mean items?", ""},
		{"workflows/checkout.yaml", "with: { reference: $run.id, items", "with: { reference: $run.^di, items", "N208", "did you mean id?", ""},
		{"workflows/checkout.yaml", "if: $meta.reservation.status != 409", "if: $meta.^reservatoin.status != 409", "N202", "did you mean $meta.reservation?", ""},
		{"workflows/checkout.yaml", "missing: $reservation.missing", "missing: ^$reservation.mising", "T102", `did you mean "missing"?`, ""},
		{"workflows/checkout.yaml", "amount: $total", `amount: ^"12"`, "T101", "write 12 without quotes", ""},
		{"workflows/checkout.yaml", "amount: $total", "amount: ^$lines", "T101", "", ""},
		{"workflows/checkout.yaml", "amount: $total", "amount: ^12.5", "T101", "", ""},
		{"workflows/checkout.yaml", "amount: $total", "amount: ^0", "T109", "", ""},
		{"workflows/checkout.yaml", "amount: $total", "amount: ^null", "T105", "give it a value", ""},
		{"workflows/checkout.yaml", "currency: EUR, card", "currency: ^eur, card", "T109", "", ""},
		{"workflows/checkout.yaml", "currency: EUR, card", "^curency: EUR, card", "S403", "did you mean currency?", ""},
		{"workflows/checkout.yaml", "with: { reference: $run.id, amount: $total, currency: EUR, card: $input.card }", "with: ^{ reference: $run.id, amount: $total, currency: EUR }", "S405", "add card to with", ""},
		{"workflows/checkout.yaml", "timeout: 3s", "timeout: ^$lines", "T119", "write a duration such as 30s", ""},
		{"workflows/checkout.yaml", "accept: [402]", "accept: [^403]", "T115", "the contract lists 201, 402, 409, 422", ""},
		{"workflows/checkout.yaml", "if: $meta.payment.status == 402", `if: $meta.payment.status == ^"402"`, "T112", "write `402` without quotes", ""},
		{"workflows/checkout.yaml", "lines: $lines | map({sku, qty, price})", "lines: '^$lines | map({sku, qty, price, prise: 1})'", "T108", `did you mean "price"?`, ""},
		{"workflows/checkout.yaml", "lines: $lines | map({sku, qty, price})", "lines: ^$lines | map({sku, qty})", "T107", "add price", ""},
		{"workflows/checkout.yaml", "customer: $customer.id", "customer: ^$customer", "T101", `did you mean "$customer.id"?`, ""},
		{"workflows/checkout.yaml", "payment: $payment.id", "payment: ^$payment.amount", "T101", "use … | tostring", ""},
		{"workflows/checkout.yaml", "payment: $payment.id", "payment: ^$payment.ident", "T102", "id", ""},
		{"workflows/checkout.yaml", "order: $order.id\n      name", "order: ^$ordr.id\n      name", "N202", "did you mean $order?", ""},
		{"workflows/checkout.yaml", "name: $customer.name", "name: ^$customer.nmae", "T102", `did you mean "name"?`, ""},
		{"workflows/checkout.yaml", "address: $customer.address", "address: ^$customer.name", "T101", "", ""},
		{"workflows/checkout.yaml", "orders/${ $order.id }", "orders/${ ^$order }", "T118", `did you mean "$order.id"?`, ""},
		{"workflows/checkout.yaml", "$shipment.tracking", "^$shipment.traking", "T102", `did you mean "tracking"?`, ""},
		{"workflows/checkout.yaml", "orders.cancelOrder", "orders.^cancelOder", "S402", "did you mean orders.cancelOrder?", ""},
		{"workflows/checkout.yaml", "call: orders.cancelOrder\n      with: { reference", "call: orders.cancelOrder\n      with: { ^refrence", "S403", "did you mean reference?", ""},
		{"workflows/checkout.yaml", "in: $input.items", "in: ^$customer", "N204", "use it after the parallel", ""},
		{"workflows/checkout.yaml", "accept: [402]", "^acept: [402]", "K101", `did you mean "accept"?`, ""},
		{"workflows/checkout.yaml", "title: Payment declined", "^titel: Payment declined", "K101", `did you mean "title"?`, ""},
		{"workflows/checkout.yaml", "title: Unknown customer", "title: Unknown ^$customer", "V102", "put it in ${ }", ""},
		{"workflows/order.yaml", "$found.status\n", "^$found.satus\n", "T102", `did you mean "status"?`, ""},
		{"workflows/order.yaml", "$found.total", "^$found.totl", "T102", `did you mean "total"?`, ""},
		{"workflows/order.yaml", "map(.tracking)", "map(^.trackng)", "T102", `did you mean "tracking"?`, ""},
		{"workflows/order.yaml", "$parcels.items |", "^$parcels.itmes |", "T102", `did you mean "items"?`, ""},
		{"workflows/order.yaml", "$parcels.items | map(.tracking)", "^$parcels.items.tracking", "T103", "map(.tracking)", ""},
		{"workflows/order.yaml", "with: { order: $input.id }", "with: { ^oder: $input.id }", "S403", "did you mean order?", ""},
		{
			"openapi/inventory.yaml", "required: [sku, title, price, available, reserved]\n      properties:\n        sku: { type: string }\n        title: { type: string }\n        price:",
			"required: [sku, title, cents, available, reserved]\n      properties:\n        sku: { type: string }\n        title: { type: string }\n        cents:", "T102", "", "workflows/checkout.yaml: price: ^$shelf.price",
		},
		{"openapi/shipping.yaml", "required: [reference, order, name, address]", "required: [reference, order, name, address, service]", "S405", "add service to with", "workflows/checkout.yaml: createShipment\n    with:\n      ^reference"},
		{"openapi/customers.yaml", "street: { type: string }", "street: { type: integer }", "T101", "", "workflows/checkout.yaml: address: ^$customer.address"},
	}},
	{"testdata/parcels", []seed{
		{"workflows/send-parcel.yaml", "map(.weight) | add\n  - if", "map(^.wieght) | add\n  - if", "T102", `did you mean "weight"?`, ""},
		{"workflows/send-parcel.yaml", "$input.pieces | map(.weight) | add", "^$input.peices | map(.weight) | add", "T102", `did you mean "pieces"?`, ""},
		{"workflows/send-parcel.yaml", "return: { status: 202 }", "return: { status: ^203 }", "T114", "the contract lists 201, 202, 409", ""},
		{"workflows/send-parcel.yaml", "return: { status: 202 }", "return: { status: 202, body: ^$input }", "T113", "remove the body", ""},
		{"workflows/send-parcel.yaml", "country: $input.sender.country }", "^contry: $input.sender.country }", "T108", `did you mean "country"?`, ""},
		{"workflows/send-parcel.yaml", "from: { city: $input.sender.city, country: $input.sender.country }", "from: ^{ city: $input.sender.city }", "T107", "add country", ""},
		{"workflows/send-parcel.yaml", "$input.receiver | {city, country}", "^$input.reciever | {city, country}", "T102", `did you mean "receiver"?`, ""},
		{"workflows/send-parcel.yaml", "{city, country}", "{city, country: ^.land}", "T102", "", ""},
		{"workflows/send-parcel.yaml", "mode: road", "mode: ^raod", "T104", `did you mean "road"?`, ""},
		{"workflows/send-parcel.yaml", "$route.open | not", "^$route.opened | not", "T102", `did you mean "open"?`, ""},
		{"workflows/send-parcel.yaml", "currency: EUR", "currency: ^Euro", "T109", "", ""},
		{"workflows/send-parcel.yaml", "weights: $input.pieces | map(.weight)", "weights: ^$input.pieces", "T101", "", ""},
		{"workflows/send-parcel.yaml", `$input.speed == \"express\"`, `$input.speed == ^\"exprss\"`, "T112", `did you mean "express"?`, ""},
		{"workflows/send-parcel.yaml", "weight: $weight\n", "weight: ^heavy\n", "T101", "", ""},
		{"workflows/send-parcel.yaml", "kind: account, iban", "kind: ^acount, iban", "T104", `did you mean "account"?`, ""},
		{"workflows/send-parcel.yaml", "kind: account, iban", "kind: account, ^ibann", "T108", `did you mean "iban"?`, ""},
		{"workflows/send-parcel.yaml", "compensate: { call: depot.withdraw", "compensate: { call: ^depot.getParcel", "F607", "call what undoes depot.announce", ""},
		{"workflows/send-parcel.yaml", "state: announced\n", "state: ^anounced\n", "T113", `did you mean "announced"?`, ""},
		{"workflows/send-parcel.yaml", "price: $quote.amount", "price: ^$quote.currency", "T113", "use … | tonumber", ""},
		{"workflows/send-parcel.yaml", "price: $quote.amount", "^prize: $quote.amount", "T113", `did you mean "price"?`, ""},
		{"workflows/send-parcel.yaml", "map({depot})", "map({^depo})", "T102", `did you mean "depot"?`, ""},
		{"workflows/find-parcel.yaml", "state: moving, ", "", "T113", "add state", "workflows/find-parcel.yaml: body: ^{ number"},
		{"workflows/find-parcel.yaml", "stops: [$found.position]", "stops: [^$found.positon]", "T102", `did you mean "position"?`, ""},
		{"workflows/find-parcel.yaml", "if: $input.history\n", "if: ^$input.histroy\n", "T102", `did you mean "history"?`, ""},
		{"workflows/find-parcel.yaml", "if: $input.history\n", "if: ^$input.number\n", "T116", `write … != ""`, ""},
		{"workflows/find-parcel.yaml", "accept: [404]", "accept: [^409]", "T115", "the contract lists 200, 404", ""},
		{"workflows/find-parcel.yaml", "return:\n      body: { number: $found.number, state: moving, stops: \"$stops | map({depot})\" }", "^emit: parcel.looked\n    data: $stops", "T114", "end with a return", ""},
		{"workflows/deliver.yaml", "on: { event: parcel.announced }", "on: { event: ^parcel.anounced }", "T120", `did you mean "parcel.announced"?`, ""},
		{"workflows/deliver.yaml", "reference: $input.number }\n  - repeat", "reference: ^$input.nummer }\n  - repeat", "T102", `did you mean "number"?`, ""},
		{"workflows/deliver.yaml", `== "parcel.lost"`, `== ^"parcel.lots"`, "T112", `did you mean "parcel.lost"?`, ""},
		{"workflows/deliver.yaml", "Lost: ${ $parcel.barcode }", "Lost: ${ ^$parcel.position }", "T118", "", ""},
		{"workflows/deliver.yaml", "until: $now.position.depot", "until: $now.positon.depot", "T102", `did you mean "position"?`, "workflows/deliver.yaml: until: ^$now"},
		{"workflows/deliver.yaml", "until: $now.position.depot == \"door\"", "until: ^$now.position", "T116", "", ""},
		{"workflows/deliver.yaml", "every: 1h", "every: ^$parcel.position", "T119", "write a duration", ""},
		{"workflows/deliver.yaml", `when: $receipt.taken == "neighbour"`, `when: $receipt.taken == ^"neigbour"`, "T112", `did you mean "neighbour"?`, ""},
		{"workflows/deliver.yaml", "to: $receipt.name", "to: ^$receipt.nmae", "T102", `did you mean "name"?`, ""},
		{"workflows/deliver.yaml", "run: give-back", "run: ^give-bak", "S413", "did you mean give-back?", ""},
		{"workflows/deliver.yaml", "reason: refused", "reason: ^refusd", "T122", `did you mean "refused"?`, ""},
		{"workflows/deliver.yaml", "{ number: $parcel.number, reason", "{ ^numbr: $parcel.number, reason", "T122", `did you mean "number"?`, ""},
		{"workflows/give-back.yaml", "$input.days // 1", "^$input.dayz // 1", "T102", `did you mean "days"?`, ""},
		{"workflows/give-back.yaml", "why: $error.detail", "why: ^$error.detial", "T102", `did you mean "detail"?`, ""},
		{"workflows/give-back.yaml", "on: [4xx]", "on: [^4x]", "K109", `did you mean "4xx"?`, ""},
		{"workflows/give-back.yaml", "at: $parcel.position.depot", "at: ^$parcel.position.dept", "T102", `did you mean "depot"?`, ""},
		{"workflows/nightly.yaml", "state: moving", "state: ^movin", "T104", `did you mean "moving"?`, ""},
		{"workflows/nightly.yaml", "limit: 100", "limit: ^1000", "T109", "", ""},
		{"workflows/nightly.yaml", "limit: 100", "limit: ^all", "T101", "", ""},
		{"workflows/nightly.yaml", "in: $open.items", "in: ^$open", "T117", `did you mean "$open.items"?`, ""},
		{"workflows/nightly.yaml", "if: $item.weight > 30", "if: ^$item.wait > 30", "T102", "weight", ""},
		{"workflows/nightly.yaml", "at: $back.at", "at: ^$back.depot", "T102", "there are weight and at", ""},
		{"workflows/nightly.yaml", ".error.title", ".error^.titel", "T102", `did you mean "title"?`, ""},
		{"workflows/nightly.yaml", "await: parcel.unpaid", "await: ^parcel.unpayd", "T120", `did you mean "parcel.unpaid"?`, ""},
		{"workflows/nightly.yaml", "await: parcel.unpaid,", "await: parcel.unpaid, match: { ^nummer: a },", "T121", `did you mean "number"?`, ""},
		{"workflows/nightly.yaml", "unpaid: $morning.number", "unpaid: ^$morning.numbr", "T102", `did you mean "number"?`, ""},
		{"workflows/nightly.yaml", "next: $open.next", "next: ^$open.nxt", "T102", `did you mean "next"?`, ""},
		{"workflows/send-parcel.yaml", "  - emit: parcel", "  - { name: ^again, call: depot.getParcel, with: { reference: $run.id } }\n  - emit: parcel", "F617", "use $again", ""},
	}},
	{samples, []seed{
		{"workflows/01-checkout.yaml", "map(.price * .qty)", "map(.price * ^.qyt)", "T102", `did you mean "qty"?`, ""},
		{"workflows/01-checkout.yaml", "payments.authorize", "payments.^authorise", "S402", "did you mean payments.authorize?", ""},
		{"workflows/01-checkout.yaml", "$reservation.lines | map({sku, qty})", "$reservation.lines | map({sku, qty: ^.count})", "T102", "", ""},
		{"workflows/01-checkout.yaml", "tracking: $shipment.tracking", "tracking: ^$shipment.traking", "T102", `did you mean "tracking"?`, ""},
		{"workflows/02-ride.yaml", "sort_by(.eta)", "sort_by(^.etta)", "T102", `did you mean "eta"?`, ""},
		{"workflows/02-ride.yaml", "driver: $driver.id,", "driver: ^$driver.ident,", "T102", "", ""},
		{"workflows/02-ride.yaml", "$offers[0].driver.id", "^$offers[0].drivr.id", "T102", `did you mean "driver"?`, ""},
		{"workflows/02-ride.yaml", "price: $estimate.amount", "price: ^$estimate.amuont", "T102", `did you mean "amount"?`, ""},
		{"workflows/02b-track-ride.yaml", `"ride.completed"`, `^"ride.complete"`, "T112", `did you mean "ride.completed"?`, ""},
		{"workflows/03-profile.yaml", "state: .status", "state: ^.staus", "T102", `did you mean "status"?`, ""},
		{"workflows/03-profile.yaml", "limit: 5", "limit: ^five", "T101", "", ""},
		{"workflows/04-onboarding.yaml", "template: verify", "template: ^verifi", "T104", `did you mean "verify"?`, ""},
		{"workflows/04-onboarding.yaml", `== "reject"`, `== ^"rejected"`, "T112", `did you mean "reject"?`, ""},
		{"workflows/05-moderation.yaml", "select(.label", "select(^.lable", "T102", `did you mean "label"?`, ""},
		{"workflows/06-import.yaml", "cursor: $last.next", "cursor: ^$last.nxt", "T102", `did you mean "next"?`, ""},
		{"workflows/07-currency.yaml", "rate: $rate.value", "rate: ^$rate.vlaue", "T102", `did you mean "value"?`, ""},
		{"workflows/08-poll-job.yaml", `!= "running"`, `!= ^"runing"`, "T112", `did you mean "running"?`, ""},
		{"workflows/10-reconcile.yaml", "${ $diff.missing | length }", "${ ^$diff.mising | length }", "T102", `did you mean "missing"?`, ""},
		{"workflows/11-sensors.yaml", "alarm: $alarm.id", "alarm: ^$alarm.idd", "T102", `did you mean "id"?`, ""},
		{"workflows/14-refund.yaml", "qty: $line.qty }\n            compensate", "qty: ^$line.sku }\n            compensate", "T101", "use … | tonumber", ""},
	}},
}

// samples stands for a project of the sample workflows, which lie beside the repository.
const samples = "samples"

// projects gives the folder of each project, and leaves out the samples if they are not there: loudly, and
// in CI as a failure.
func folderOf(t *testing.T, project string) string {
	t.Helper()
	if project != samples {
		return project
	}
	files, err := filepath.Glob("../../shared/design/workflows/*.yaml")
	if err != nil || len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("no samples in ../../shared/design/workflows")
		}
		t.Log("SKIPPED: no samples in ../../shared/design/workflows, so no mistakes are planted in them")
		return ""
	}
	dir := t.TempDir()
	for _, copied := range []error{
		os.CopyFS(filepath.Join(dir, "contracts"), os.DirFS("../scenarios/samples/contracts")),
		os.CopyFS(filepath.Join(dir, "workflows"), os.DirFS("../../shared/design/workflows")),
	} {
		if copied != nil {
			t.Fatal(copied)
		}
	}
	src, err := os.ReadFile("../scenarios/samples/tutti.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tutti.yaml"), src, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Each mistake is found where it is, and hardly any without the right mend; nothing else is.
func TestSeededMistakes(t *testing.T) {
	planted, mended := 0, 0
	for _, p := range seeded {
		dir := folderOf(t, p.project)
		if dir == "" {
			continue
		}
		before := findingsIn(t, dir, nil)
		for _, s := range p.seeds {
			planted++
			if s.found(t, dir, before) && s.mend != "" {
				mended++
			}
		}
	}
	t.Logf("%d mistakes, %d found with the right suggestion", planted, mended)
	if planted < 60 || mended < 50 {
		t.Errorf("%d mistakes and %d suggestions are too few", planted, mended)
	}
}

// found plants the mistake in a copy of the project and tells whether it is found.
func (s seed) found(t *testing.T, dir string, before diag.List) bool {
	t.Helper()
	src, want := s.plant(t, dir)
	got := findingsIn(t, dir, catalog.Unsaved{s.file: src})
	fresh := slices.DeleteFunc(got, func(d diag.Diagnostic) bool { return slices.Contains(before, d) })
	if len(fresh) == 1 && fresh[0].Pos.String() == want && fresh[0].Code == s.code && strings.Contains(fresh[0].Suggestion, s.mend) {
		return true
	}
	t.Errorf("%q in the place of %q in %s: got\n%v\nwant\n%s: %s … (%s)", s.new, s.old, s.file, fresh, want, s.code, s.mend)
	return false
}

// plant writes the mistake into the text of its file and tells where it shows.
func (s seed) plant(t *testing.T, dir string) (src []byte, at string) {
	t.Helper()
	text := read(t, dir, s.file)
	if strings.Count(text, s.old) == 0 {
		t.Fatalf("%s does not have %q", s.file, s.old)
	}
	marked := strings.Replace(text, s.old, s.new, 1)
	text = strings.Replace(text, s.old, strings.Replace(s.new, "^", "", 1), 1)
	file := s.file
	if s.there != "" {
		var shown string
		file, shown, _ = strings.Cut(s.there, ": ")
		marked = text
		if file != s.file {
			marked = read(t, dir, file)
		}
		marked = strings.Replace(marked, strings.Replace(shown, "^", "", 1), shown, 1)
	}
	before, _, ok := strings.Cut(marked, "^")
	if !ok {
		t.Fatalf("the mistake %q has no place", s.new)
	}
	line := strings.Count(before, "\n")
	col := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return []byte(text), fmt.Sprintf("%s:%d:%d", filepath.Join(dir, file), line+1, col+1)
}

func read(t *testing.T, dir, file string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

func findingsIn(t *testing.T, dir string, texts catalog.Unsaved) diag.List {
	t.Helper()
	_, found, err := new(catalog.Editor).Load(dir, texts)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
