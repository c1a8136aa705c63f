package rest_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"tutti/connector"
)

// BenchmarkInvoke is one call over loopback to a server that costs next to nothing itself.
func BenchmarkInvoke(b *testing.B) {
	for _, size := range []int{300, 4 << 10, 64 << 10} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			body := `{"items":[` + strings.Repeat(`{"id":1,"name":"abc"},`, size/22) + `0]}`
			c := open(b, inventory, connector.Settings{URL: cannedServer(b, body)})
			r := connector.Request{
				Operation: "check", Key: "0192-run/pay/0/0", Trace: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
				With: parse(b, `{"sku":"abc-1","items":[{"sku":"a","qty":2},{"sku":"b","qty":1}],"warehouse":["x"]}`),
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Invoke(b.Context(), r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// cannedServer answers every request on a connection with the same bytes, reading no more of a request than where it ends.
func cannedServer(b *testing.B, body string) (url string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	answer := []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
	done := make(chan struct{})
	go func() { // ends with the listener
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go answerAll(c, answer) // ends with the connection, which the client closes
		}
	}()
	b.Cleanup(func() { l.Close(); <-done })
	return "http://" + l.Addr().String()
}

func answerAll(c net.Conn, answer []byte) {
	defer c.Close()
	r := bufio.NewReader(c)
	for {
		length := 0
		for {
			line, err := r.ReadSlice('\n')
			if err != nil {
				return
			}
			if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
				fmt.Sscan(string(n), &length)
			}
			if len(line) == 2 {
				break
			}
		}
		if _, err := io.CopyN(io.Discard, r, int64(length)); err != nil {
			return
		}
		if _, err := c.Write(answer); err != nil {
			return
		}
	}
}
