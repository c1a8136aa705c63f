package rest_test

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"tutti/connector"
	"tutti/fault"
)

// content is a contract whose one operation takes such a body.
func content(content string) string {
	return "openapi: 3.1.0\npaths: {/: {post: {operationId: a, requestBody: {required: true, content: {" + content + "}}}}}"
}

// send calls the operation of content; body is what `body` is, "" for nothing.
func send(t testing.TB, url, contract, with, body string) error {
	t.Helper()
	r := connector.Request{Operation: "a", With: parse(t, with)}
	if body != "" {
		r.Body, r.HasBody = parse(t, body), true
	}
	_, err := open(t, contract, connector.Settings{URL: url}).Invoke(t.Context(), r)
	return err
}

func TestForms(t *testing.T) {
	url, got := mirror(t)
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct{ schema, encoding, with, want string }{
		{"{}", "{}", `{"a":"x y&z=ü+","b":1.50,"c":true}`, "a=x%20y%26z%3D%C3%BC%2B&b=1.50&c=true"},
		{"{}", "{}", `{"a":["x","y"],"b":[]}`, "a=x&a=y"},
		{"{}", "{}", `{"a":{"b":[1]},"c":[{"d":2},3]}`, "a=%7B%22b%22%3A%5B1%5D%7D&c=%7B%22d%22%3A2%7D&c=3"},
		{"{}", "{}", `{"a":null,"b":""}`, "b="},
		{"{}", "{}", `{"a&b":1}`, "a%26b=1"},
		{"{properties: {a: {type: [string, 'null']}}}", "{}", `{"a":null}`, ""},
		{"{}", "{}", `{}`, ""},
		{"{properties: {a: {}}}", "{a: {style: deepObject}}", `{"a":{"b":{"c":1},"d":["x"]}}`, "a[b][c]=1&a[d][0]=x"},
		{"{properties: {a: {}}}", "{a: {style: deepObject, explode: true}}", `{"a":["x","y"]}`, "a[0]=x&a[1]=y"},
		{"{properties: {a: {}}}", "{a: {style: form}}", `{"a":{"b":1,"c":2}}`, "b=1&c=2"},
		{"{properties: {a: {}}}", "{a: {style: form, explode: false}}", `{"a":["x","y,z"]}`, "a=x,y%2Cz"},
		{"{properties: {a: {}}}", "{a: {style: pipeDelimited}}", `{"a":["x","y"]}`, "a=x%7Cy"},
		{"{properties: {a: {}}}", "{a: {allowReserved: true}}", `{"a":"x/y&z"}`, "a=x/y%26z"},
		{"{properties: {a: {}}}", "{a: {contentType: application/json}}", `{"a":["x"]}`, "a=%5B%22x%22%5D"},
		{"{properties: {a: {}}}", "{a: {contentType: application/json}}", `{"a":"x"}`, "a=%22x%22"},
	} {
		contract := content(form + ": {schema: " + c.schema + ", encoding: " + c.encoding + "}")
		for _, whole := range []bool{false, true} {
			with, body := c.with, ""
			if whole {
				with, body = "null", c.with
			}
			if err := send(t, url, contract, with, body); err != nil {
				t.Errorf("%s %s: %v", c.encoding, c.with, err)
				continue
			}
			if got.body != c.want || got.header.Get("Content-Type") != form {
				t.Errorf("%s %s %s (as body: %v):\ngot  %s %s\nwant %s %s", c.schema, c.encoding, c.with, whole, got.header.Get("Content-Type"), got.body, form, c.want)
			}
		}
	}
}

// parts are the parts that arrived, each as its headers of interest and its content.
func parts(t testing.TB, got *arrived) []string {
	t.Helper()
	media, params, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		t.Fatalf("Content-Type %q: %v", got.header.Get("Content-Type"), err)
	}
	var all []string
	for r := multipart.NewReader(strings.NewReader(got.body), params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, got.body)
		}
		text, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Trim(fmt.Sprintf("%s|%s|%s|%s", p.FormName(), p.FileName(), p.Header.Get("Content-Type"), text), "|"))
	}
}

func TestParts(t *testing.T) {
	url, got := mirror(t)
	const props = "{properties: {a: {type: string}, f: {type: string, format: binary}, fs: {type: array, items: {type: string, format: binary}}, " +
		"b: {type: string, format: byte}, m: {contentMediaType: image/png}, e: {type: string, contentMediaType: image/png, contentEncoding: base64}, o: {type: object}, j: {}}}"
	for _, c := range []struct{ encoding, with, want string }{
		{"{}", `{"a":"x\r\ny","o":{"k":[1]}}`, "a|||x\r\ny o||application/json|{\"k\":[1]}"},
		{"{}", `{"j":[1,"x",true,{"k":null},[2]]}`, `j|||1 j|||x j|||true j||application/json|{"k":null} j||application/json|[2]`},
		{"{}", `{"f":"iVBOR/8A"}`, "f|f|application/octet-stream|\x89PNG\xff\x00"},
		{"{}", `{"fs":["YQ==","Yg=="]}`, "fs|fs|application/octet-stream|a fs|fs|application/octet-stream|b"},
		{"{}", `{"b":"YQ==","e":"Yg==","m":"Yw=="}`, "b|||YQ== e|||Yg== m|m|application/octet-stream|c"},
		{"{f: {contentType: 'image/png, image/jpeg'}}", `{"f":"YQ=="}`, "f|f|image/png|a"},
		{"{f: {contentType: image/*}}", `{"f":"YQ=="}`, "f|f|application/octet-stream|a"},
		{"{j: {contentType: image/png}}", `{"j":"YQ=="}`, "j|j|image/png|a"},
		{"{j: {contentType: application/json}}", `{"j":["x"]}`, `j||application/json|["x"]`},
		{"{j: {contentType: text/csv}}", `{"j":"x,y"}`, "j||text/csv|x,y"},
		{"{}", `{"a":null,"j":1}`, "j|||1"},
		{"{}", `{}`, ""},
	} {
		contract := content("multipart/form-data: {schema: " + props + ", encoding: " + c.encoding + "}")
		if err := send(t, url, contract, c.with, ""); err != nil {
			t.Errorf("%s %s: %v", c.encoding, c.with, err)
			continue
		}
		first := got.body
		if all := strings.Join(parts(t, got), " "); all != c.want {
			t.Errorf("%s %s:\ngot  %q\nwant %q", c.encoding, c.with, all, c.want)
		}
		if err := send(t, url, contract, "null", c.with); err != nil || got.body != first {
			t.Errorf("%s %s: given as body it is %q, %v, want %q", c.encoding, c.with, got.body, err, first)
		}
	}
	err := send(t, url, content("multipart/form-data: {schema: "+props+"}"), `{"f":"no base64"}`, "")
	var f *fault.Fault
	if want := `inventory.a: the body input "f" must be a string of its bytes in base64`; !errors.As(err, &f) || f.Detail != want || f.Processed != fault.No {
		t.Errorf("got %v, want %s", err, want)
	}
}

// Whatever the parts hold, the line between them is not in them, and names cannot end the header.
func TestHostileParts(t *testing.T) {
	url, got := mirror(t)
	contract := content(`multipart/form-data: {schema: {additionalProperties: true}}`)
	if err := send(t, url, contract, `{"a":"x"}`, ""); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	with := `{"a\"; filename=\"b\r\nX: y":"x","line":"--` + params["boundary"] + `--"}`
	if err := send(t, url, contract, with, ""); err != nil {
		t.Fatal(err)
	}
	if all, want := parts(t, got), 2; len(all) != want || !strings.Contains(all[1], params["boundary"]) {
		t.Errorf("got %q, want %d parts", all, want)
	}
	if strings.Contains(got.body, "\r\nX: y") {
		t.Errorf("a name made a header:\n%s", got.body)
	}
}

// What JSON says most exactly is sent where the contract leaves the choice.
func TestMediaOfABody(t *testing.T) {
	url, got := mirror(t)
	for _, c := range []struct{ content, with, body, wantType, want string }{
		{"application/xml: {}, application/json: {}", `{"a":1}`, "", "application/json", `{"a":1}`},
		{"application/hal+json: {}, application/json; charset=utf-8: {}", `{"a":1}`, "", "application/json; charset=utf-8", `{"a":1}`},
		{"multipart/form-data: {}, application/x-www-form-urlencoded: {}, application/merge-patch+json: {}, application/json-patch+json: {}", `{"a":1}`, "", "application/merge-patch+json", `{"a":1}`},
		{"text/plain: {}, multipart/form-data: {}, application/x-www-form-urlencoded: {}", `{"a":1}`, "", "application/x-www-form-urlencoded", "a=1"},
		{"'*/*': {}", `{"a":1}`, "", "application/json", `{"a":1}`},
		{"application/octet-stream: {}, text/csv: {}", "null", `"a,b"`, "text/csv", "a,b"},
		{"text/*: {}", "null", `"a"`, "text/plain", "a"},
		{"application/xml: {schema: {type: object}}", "null", `"<a/>"`, "application/xml", "<a/>"},
		{"application/octet-stream: {}", "null", `"iVBOR/8A"`, "application/octet-stream", "\x89PNG\xff\x00"},
		{"image/*: {schema: {type: string, format: binary}}", "null", `"YQ=="`, "application/octet-stream", "a"},
		{"image/png: {}, application/pdf: {}", "null", `""`, "image/png", ""},
		{"application/json: {schema: {type: string}}", "null", `"a"`, "application/json", `"a"`},
	} {
		if err := send(t, url, content(c.content), c.with, c.body); err != nil {
			t.Errorf("%s: %v", c.content, err)
			continue
		}
		if media := got.header.Get("Content-Type"); media != c.wantType || got.body != c.want {
			t.Errorf("%s:\ngot  %s %q\nwant %s %q", c.content, media, got.body, c.wantType, c.want)
		}
	}
	for _, c := range []struct{ content, body, want string }{
		{"image/png: {}", `"no"`, "inventory.a: its body is image/png, so `body` must be a string of its bytes in base64"},
		{"image/png: {}", `1`, "inventory.a: its body is image/png, so `body` must be a string of its bytes in base64"},
		{"text/event-stream: {}", `"x"`, "inventory.a: its body is text/event-stream, which is not supported"},
		{"multipart/related: {}", `{}`, "inventory.a: its body is multipart/related, which is not supported"},
		{`"a/b\r\nX: y": {}`, `"x"`, "inventory.a: its body is \"a/b\\r\\nx: y\", which is no media type"},
		{"multipart/form-data: {schema: {type: array}}", `[]`, "inventory.a: its body is multipart/form-data and no object, so nothing names its fields"},
		{"multipart/form-data: {}", `[]`, "inventory.a: its body is multipart/form-data, so `body` must be an object"},
	} {
		err := send(t, url, content(c.content), "null", c.body)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Detail != c.want {
			t.Errorf("%s %s:\ngot  %v\nwant %s", c.content, c.body, err, c.want)
		}
	}
}

func TestAccept(t *testing.T) {
	url, got := mirror(t)
	for _, c := range []struct{ responses, want string }{
		{"{}", "application/json, */*;q=0.5"},
		{"{'204': {description: x}}", "application/json, */*;q=0.5"},
		{"{'200': {content: {application/json: {}}}}", "application/json, */*;q=0.5"},
		{"{'200': {content: {'*/*': {}}}}", "application/json, */*;q=0.5"},
		{"{'200': {content: {image/png: {}}}}", "image/png, */*;q=0.5"},
		{"{'200': {content: {text/csv: {}, application/hal+json: {}, application/json; odata=verbose: {}}}}", "application/json, application/hal+json;q=0.9, text/csv;q=0.9, */*;q=0.5"},
		{"{'404': {content: {application/problem+json: {}}}, 2XX: {content: {text/plain: {}}}, default: {content: {application/xml: {}}}}", "text/plain, application/xml;q=0.9, */*;q=0.5"},
		{`{'200': {content: {"a/b\r\nX: y": {}, "x": {}}}}`, "application/json, */*;q=0.5"},
	} {
		contract := "openapi: 3.1.0\npaths: {/: {post: {operationId: a, responses: " + c.responses + "}}}"
		if err := send(t, url, contract, "null", ""); err != nil {
			t.Errorf("%s: %v", c.responses, err)
		}
		if a := got.header.Get("Accept"); a != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.responses, a, c.want)
		}
	}
}
