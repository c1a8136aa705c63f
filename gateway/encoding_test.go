package gateway

import (
	"strings"
	"testing"
)

func TestEncodingFor(t *testing.T) {
	for _, test := range []struct {
		sent []string
		want coding
	}{
		{nil, identity},
		{[]string{""}, identity},
		{[]string{"gzip"}, gzipped},
		{[]string{"GZIP"}, gzipped},
		{[]string{"x-gzip"}, gzipped},
		{[]string{"gzip, deflate, br, zstd"}, zstandard},
		{[]string{"gzip, deflate, br"}, brotlied},
		{[]string{"deflate, compress"}, identity},
		{[]string{"gzip", "br"}, brotlied},
		{[]string{"gzip;q=1, br;q=0.9, zstd;q=0.899"}, gzipped},
		{[]string{" gzip ; q=0.5 ,\tbr;\tQ=0.6"}, brotlied},
		{[]string{"*"}, zstandard},
		{[]string{"*;q=0"}, identity},
		{[]string{"gzip, *;q=0"}, gzipped},
		{[]string{"zstd;q=0, *"}, brotlied},
		{[]string{"zstd;q=0, br;q=0.000, *;q=0.001"}, gzipped},
		{[]string{"gzip;q=0"}, identity},
		{[]string{"identity"}, identity},
		{[]string{"identity, gzip"}, gzipped},
		{[]string{"identity;q=0.6, gzip;q=0.5"}, identity},
		{[]string{"identity;q=0.5, gzip;q=0.5"}, gzipped},
		{[]string{"identity;q=0, deflate"}, identity},
		{[]string{"gzip;q=0, gzip"}, identity},
		{[]string{"gzip;q=1.000"}, gzipped},
		{[]string{"gzip;q=1.001"}, identity},
		{[]string{"gzip;q=2"}, identity},
		{[]string{"gzip;q=0.1234"}, identity},
		{[]string{"gzip;q=.5"}, identity},
		{[]string{"gzip;q=-0"}, identity},
		{[]string{"gzip;q=0.x"}, identity},
		{[]string{"gzip;q="}, identity},
		{[]string{"gzip;x=1"}, identity},
		{[]string{"gzip;q=0.5;q=1"}, identity},
		{[]string{"gz ip, g\x00zip, ,;q=1"}, identity},
		{[]string{strings.Repeat("a,", maxRanges) + "gzip"}, identity},
	} {
		if got := encodingFor(test.sent); got != test.want {
			t.Errorf("%q: got %s, want %s", test.sent, got, test.want)
		}
	}
}

// FuzzAcceptEncoding: a coding is only taken if its name, or a star, is there.
func FuzzAcceptEncoding(f *testing.F) {
	for _, s := range []string{"gzip", "gzip;q=0.5, br", "*;q=0, identity", "zstd;q=1.000,x", ";;;,,,", "q=1;gzip"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		got := encodingFor([]string{sent})
		if lower := strings.ToLower(sent); got != identity && !strings.Contains(lower, string(got)) && !strings.Contains(sent, "*") {
			t.Errorf("%q: got %s", sent, got)
		}
		if again := encodingFor([]string{"deflate", sent}); strings.Count(sent, ",") < maxRanges-2 && again != got {
			t.Errorf("%q: got %s, and %s behind another line", sent, got, again)
		}
	})
}
