package value

// Scalar is a string, number or boolean as plain text, as it stands in a URL, a
// header or a template; false for null, arrays and objects, which have no such text.
func (v Value) Scalar() (string, bool) {
	switch v.Kind() {
	case String:
		return v.Text(), true
	case Number, Bool:
		return string(v.raw), true
	default:
		return "", false
	}
}
