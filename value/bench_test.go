package value_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tutti/value"
)

// order is an order of a shop with n items: about 300 bytes with 1, 4 KB with 32.
func order(n int) []byte {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(`{"sku":"SKU-%05d","name":"Blue mug, 350 ml","quantity":%d,"price":%d.%02d,"tags":["kitchen","blue"],"gift":false}`, i*37, i%4+1, 7+i, i)
	}
	return []byte(`{"id":"ord-4711","customer":{"id":1042,"name":"Zoë Quinn","vip":true},"total":119.90,"currency":"EUR",` +
		`"items":[` + strings.Join(items, ",") + `],"note":null,"address":{"street":"Main St. 1","city":"Berlin","zip":"10115"}}`)
}

var sizes = []struct {
	name  string
	items int
}{{"300B", 1}, {"4KB", 33}, {"64KB", 550}}

func each(b *testing.B, run func(b *testing.B, doc []byte)) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			doc := order(size.items)
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			run(b, doc)
		})
	}
}

func BenchmarkScan(b *testing.B) {
	each(b, func(b *testing.B, doc []byte) {
		for b.Loop() {
			if _, err := value.Scan(doc, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkValidStd is the yardstick of BenchmarkScan.
func BenchmarkValidStd(b *testing.B) {
	each(b, func(b *testing.B, doc []byte) {
		for b.Loop() {
			json.Valid(doc)
		}
	})
}

func BenchmarkScanManyNames(b *testing.B) {
	members := make([]string, 500)
	for i := range members {
		members[i] = fmt.Sprintf(`"member-%d":%d`, i, i)
	}
	doc := []byte("{" + strings.Join(members, ",") + "}")
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := value.Scan(doc, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func benchGet(b *testing.B, names ...string) {
	each(b, func(b *testing.B, doc []byte) {
		v := value.Trusted(doc)
		for b.Loop() {
			m := v
			for _, name := range names {
				m = m.Get(name)
			}
			if m.IsNull() {
				b.Fatal("not found")
			}
		}
	})
}

func BenchmarkGetEarly(b *testing.B)  { benchGet(b, "customer") }
func BenchmarkGetNested(b *testing.B) { benchGet(b, "customer", "vip") }
func BenchmarkGetLate(b *testing.B)   { benchGet(b, "address") }

func BenchmarkElems(b *testing.B) {
	each(b, func(b *testing.B, doc []byte) {
		items, sum := value.Trusted(doc).Get("items"), 0.0
		for b.Loop() {
			for e := range items.Elems() {
				f, _ := e.Get("price").Float()
				sum += f
			}
		}
	})
}

func BenchmarkAny(b *testing.B) {
	each(b, func(b *testing.B, doc []byte) {
		v := value.Trusted(doc)
		for b.Loop() {
			v.Any()
		}
	})
}

func BenchmarkFromAny(b *testing.B) {
	each(b, func(b *testing.B, doc []byte) {
		a := value.Trusted(doc).Any()
		for b.Loop() {
			if _, err := value.FromAny(a); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkEqualNumbers(b *testing.B) {
	for _, c := range []struct{ name, x, y string }{{"ints", "5", "6"}, {"decimals", "2.50", "2.5"}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			x, y := value.Trusted([]byte(c.x)), value.Trusted([]byte(c.y))
			for b.Loop() {
				value.Equal(x, y)
			}
		})
	}
}
