package rest

import (
	"encoding/base64"

	"tutti/connector"
	"tutti/fault"
	"tutti/openapi"
	"tutti/value"
)

// field adds a field of the body, which will take about size bytes.
func (d *draft) field(in input, name string, v value.Value, size int) {
	switch {
	case d.op.form != formJSON && in.field >= 0:
		d.formField(&d.op.fields[in.field], v)
	case d.op.form != formJSON:
		f := fieldOf(name, openapi.Encoding{})
		d.formField(&f, v)
	case in.field >= 0:
		d.member(d.op.fields[in.field].name, v, size)
	default:
		d.member(name, v, size)
	}
}

// formField adds a field of a form. A form has no word for null.
func (d *draft) formField(f *field, v value.Value) {
	d.fields = true
	switch {
	case v.IsNull() && !f.json:
	case d.op.form == formParts:
		d.parts = append(d.parts, part{f, v})
	default:
		d.body = f.write(d.body, v)
	}
}

// member adds a field of a JSON object; the value is spliced as it is.
func (d *draft) member(name string, v value.Value, size int) {
	if d.fields {
		d.body = append(d.body, ',')
	} else {
		d.body, d.fields = append(make([]byte, 0, size), '{'), true
	}
	d.body = value.AppendString(d.body, name)
	d.body = append(d.body, ':')
	d.body = v.Append(d.body)
}

// finishBody closes the body that the fields made, or takes the one that is given whole.
func (d *draft) finishBody(r *connector.Request) *fault.Fault {
	d.media = d.op.media
	switch {
	case d.fields && r.HasBody:
		return d.op.refuse("`with` has fields of the body, so there cannot be a `body` too")
	case d.fields:
		return d.close()
	case !r.HasBody && d.op.bodyNeeded && d.op.bodyObject:
		return d.empty()
	case !r.HasBody && d.op.bodyNeeded:
		return d.op.refuse("a body is required (%s)", d.op.media)
	case !r.HasBody:
		return nil
	case !d.op.HasBody:
		return d.op.refuse("it takes no body")
	}
	return d.whole(r.Body)
}

// close ends the body that the fields made.
func (d *draft) close() *fault.Fault {
	switch d.op.form {
	case formJSON:
		d.body = append(d.body, '}')
	case formParts:
		return d.multipart()
	default:
		d.body = append([]byte{}, d.body[min(len(d.body), 1):]...) // without the first &
	}
	return nil
}

// empty is the body of an object without fields.
func (d *draft) empty() *fault.Fault {
	if d.op.form == formJSON {
		d.body = append(d.body, '{')
	}
	return d.close()
}

// whole takes a body that is given as one value.
func (d *draft) whole(v value.Value) *fault.Fault {
	switch d.op.form {
	case formJSON:
		d.body = v.Raw()
		return nil
	case formURL, formParts:
		return d.object(v)
	case formBinary:
		bytes, err := base64.StdEncoding.DecodeString(v.Text())
		if v.Kind() != value.String || err != nil {
			return d.op.refuse("its body is %s, so `body` must be a string of its bytes in base64", d.op.media)
		}
		d.body = bytes
		return nil
	default:
		if v.Kind() != value.String {
			return d.op.refuse("its body is %s, so `body` must be a string", d.op.media)
		}
		d.body = []byte(v.Text())
		return nil
	}
}

// object takes a form that is given as one value.
func (d *draft) object(v value.Value) *fault.Fault {
	if v.Kind() != value.Object {
		return d.op.refuse("its body is %s, so `body` must be an object", d.op.media)
	}
	for name, m := range v.Members() {
		d.field(input{field: d.op.fieldAt(name)}, name, m, len(v.Raw()))
	}
	return d.close()
}

// fieldAt is the index of a field of a form, -1 for one that the contract does not name.
func (o *operation) fieldAt(name string) int {
	for i := range o.fields {
		if o.fields[i].name == name {
			return i
		}
	}
	return -1
}
