package rest

import (
	"tutti/connector"
	"tutti/openapi"
)

// param is one parameter and how its value is written (OpenAPI 3.1, section 4.8.12, "Style Values").
type param struct {
	name        string
	key         string // the name as it stands in a URL
	in          connector.Place
	layout      layout
	explode     bool   // each element of an array, each member of an object stands by itself
	reserved    bool   // reserved characters stay as they are, where the value can still be read
	dots        bool   // a dot is a separator, and written out in a value
	json        bool   // the value is written as JSON text
	unsupported string // why it cannot be sent; "" if it can
}

// layout is how the parts of a value stand beside each other. The separators stand in the URL as they are here.
type layout struct {
	first   string // what the value begins with
	comma   string // between the parts of a list that is not exploded
	apart   string // between those of one that is
	named   bool   // the name stands before the value: name=value
	deep    bool   // the names of members stand in brackets
	objects bool   // an object has a form of its own; otherwise it is JSON text
}

// layoutOf are the separators of a style at a place.
func layoutOf(in connector.Place, style string) layout {
	l := layout{comma: ",", named: true, objects: true}
	switch in {
	case connector.InQuery, connector.InBody:
		l.first, l.apart = "&", "&"
	case connector.InCookie:
		l.first, l.apart = "; ", "; "
	default:
		l.apart, l.named = ",", false
	}
	switch style {
	case "label":
		l.first, l.apart = ".", "."
	case "matrix":
		l.first, l.apart, l.named = ";", ";", true
	case "spaceDelimited":
		l.comma = "%20"
	case "pipeDelimited":
		l.comma = "%7C"
	case "deepObject":
		l.deep = true
	}
	return l
}

func paramOf(p *openapi.Parameter) param {
	in := places[p.In]
	return param{
		name: p.Name, key: string(escape(nil, p.Name)), in: in, layout: layoutOf(in, p.Style), explode: p.Explode,
		reserved: p.AllowReserved && in == connector.InQuery, dots: p.Style == "label", json: p.JSON, unsupported: p.Unsupported,
	}
}

// field is one field of a form and how it is written.
type field struct {
	param
	media  string // of its part, of a multipart form; "" for what fits the value
	binary bool   // the value is bytes in base64
}

// fieldOf is a field of a form. What has no style is text, an array repeats the name, and an object is JSON.
func fieldOf(name string, e openapi.Encoding) field {
	p := param{
		name: name, key: string(escape(nil, name)), in: connector.InBody, layout: layoutOf(connector.InBody, e.Style),
		explode: e.Explode, reserved: e.AllowReserved, json: openapi.IsJSON(e.ContentType) && e.Style == "",
	}
	if e.Style == "" {
		p.explode, p.layout.objects = true, false
	}
	return field{param: p, media: e.ContentType, binary: e.Binary}
}
