package infer

import (
	"strconv"

	"tutti/shape"
	"tutti/value"
)

// rule is a builtin whose result depends on nothing but its kinds. Each argument is evaluated on the input.
type rule struct {
	takes  shape.Kinds
	args   []shape.Kinds
	yields shape.Shape
}

const anyKind = shape.All

// Results that several rules share.
var (
	aText    = shape.Of(shape.String)
	aTruth   = shape.Of(shape.Boolean)
	aWhole   = shape.Of(shape.Integer)
	aNumber  = shape.Of(shape.Number)
	aFloat   = shape.Of(shape.Number | shape.Absent) // NaN becomes null
	texts    = shape.ArrayOf(aText)
	numerals = shape.ArrayOf(aFloat)
)

// rules are by signature.
var rules = map[string]rule{
	"utf8bytelength/0":  {shape.String, nil, aWhole},
	"toboolean/0":       {shape.Boolean | shape.String, nil, aTruth},
	"tostring/0":        {anyKind, nil, aText},
	"tojson/0":          {anyKind, nil, aText},
	"fromjson/0":        {shape.String, nil, shape.Any()},
	"format/1":          {anyKind, []shape.Kinds{shape.String}, aText},
	"type/0":            {anyKind, nil, kindNames()},
	"not/0":             {anyKind, nil, aTruth},
	"implode/0":         {shape.Array, nil, aText},
	"explode/0":         {shape.String, nil, shape.ArrayOf(aWhole)},
	"ascii_downcase/0":  {shape.String, nil, aText},
	"ascii_upcase/0":    {shape.String, nil, aText},
	"ltrim/0":           {shape.String, nil, aText},
	"rtrim/0":           {shape.String, nil, aText},
	"trim/0":            {shape.String, nil, aText},
	"ltrimstr/1":        {shape.String, []shape.Kinds{shape.String}, aText},
	"rtrimstr/1":        {shape.String, []shape.Kinds{shape.String}, aText},
	"trimstr/1":         {shape.String, []shape.Kinds{shape.String}, aText},
	"startswith/1":      {shape.String, []shape.Kinds{shape.String}, aTruth},
	"endswith/1":        {shape.String, []shape.Kinds{shape.String}, aTruth},
	"split/1":           {shape.String, []shape.Kinds{shape.String}, texts},
	"split/2":           {shape.String, []shape.Kinds{shape.String, shape.String | shape.Null}, texts},
	"splits/1":          {shape.String, []shape.Kinds{shape.String}, aText},
	"splits/2":          {shape.String, []shape.Kinds{shape.String, shape.String | shape.Null}, aText},
	"join/1":            {shape.Array | shape.Object, []shape.Kinds{anyKind}, aText},
	"test/1":            {shape.String, []shape.Kinds{shape.String | shape.Array}, aTruth},
	"test/2":            {shape.String, []shape.Kinds{shape.String, shape.String | shape.Null}, aTruth},
	"scan/1":            {shape.String, []shape.Kinds{shape.String}, shape.Union(aText, shape.ArrayOf(aText.OrAbsent()))},
	"scan/2":            {shape.String, []shape.Kinds{shape.String, shape.String | shape.Null}, shape.Union(aText, shape.ArrayOf(aText.OrAbsent()))},
	"capture/1":         {shape.String, []shape.Kinds{shape.String | shape.Array}, captures},
	"capture/2":         {shape.String, []shape.Kinds{shape.String, shape.String | shape.Null}, captures},
	"match/1":           {shape.String, []shape.Kinds{shape.String | shape.Array}, match},
	"match/2":           {shape.String, []shape.Kinds{shape.String, shape.String | shape.Null}, match},
	"hmac/2":            {shape.String, []shape.Kinds{shape.String, shape.String}, aText},
	"strptime/1":        {shape.String, []shape.Kinds{shape.String}, shape.ArrayOf(aNumber)},
	"strftime/1":        {shape.Number | shape.Array, []shape.Kinds{shape.String}, aText},
	"todate/0":          {shape.Number | shape.Array, nil, aText},
	"todateiso8601/0":   {shape.Number | shape.Array, nil, aText},
	"fromdate/0":        {shape.String, nil, aNumber},
	"fromdateiso8601/0": {shape.String, nil, aNumber},
	"gmtime/0":          {shape.Number, nil, shape.ArrayOf(aNumber)},
	"mktime/0":          {shape.Array, nil, aNumber},
	"has/1":             {shape.Array | shape.Object | shape.Null, []shape.Kinds{shape.Number | shape.String}, aTruth},
	"isfinite/0":        {anyKind, nil, aTruth},
	"isinfinite/0":      {anyKind, nil, aTruth},
	"isnan/0":           {anyKind, nil, aTruth},
	"isnormal/0":        {anyKind, nil, aTruth},
	"infinite/0":        {anyKind, nil, aFloat},
	"nan/0":             {anyKind, nil, aFloat},
	"frexp/0":           {shape.Number, nil, numerals},
	"modf/0":            {shape.Number, nil, numerals},
	"bsearch/1":         {shape.Array, []shape.Kinds{anyKind}, aWhole},
	"range/1":           {anyKind, []shape.Kinds{shape.Number}, aNumber},
	"range/2":           {anyKind, []shape.Kinds{shape.Number, shape.Number}, aNumber},
	"range/3":           {anyKind, []shape.Kinds{shape.Number, shape.Number, shape.Number}, aNumber},
	"paths/0":           {anyKind, nil, path},
	"delpaths/1":        {anyKind, []shape.Kinds{shape.Array}, shape.Any()},
	"setpath/2":         {anyKind, []shape.Kinds{shape.Array, anyKind}, shape.Any()},
	"empty/0":           {anyKind, nil, shape.Nothing()},
	"error/0":           {anyKind, nil, shape.Nothing()},
	"error/1":           {anyKind, []shape.Kinds{anyKind}, shape.Nothing()},
}

var (
	captures = shape.OpenObject(aText.OrAbsent())
	match    = shape.ObjectOf(append(matched(), shape.Field{Name: "captures", Required: true, Shape: shape.ArrayOf(shape.ObjectOf(
		append(matched(), shape.Field{Name: "name", Shape: aText.OrAbsent()})...,
	))})...)
	path      = shape.ArrayOf(shape.Of(shape.String | shape.Integer))
	slicePath = shape.ArrayOf(shape.Of(shape.String | shape.Number | shape.Object)) // a slice is an object in a path
)

func matched() []shape.Field {
	return []shape.Field{
		{Name: "offset", Shape: aWhole, Required: true},
		{Name: "length", Shape: aWhole, Required: true},
		{Name: "string", Shape: aText.OrAbsent(), Required: true},
	}
}

// mathematics are the functions from numbers to a number: by how many, and whether the result is whole.
var mathematics = func() map[string]rule {
	all := map[string]rule{}
	for _, name := range []string{"floor", "ceil", "round", "trunc", "rint", "nearbyint"} {
		all[name+"/0"] = rule{shape.Number, nil, aWhole}
	}
	for _, name := range []string{
		"sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "significand",
		"fabs", "sqrt", "cbrt", "exp", "exp10", "exp2", "expm1", "log", "log10", "log1p", "log2", "logb", "gamma", "tgamma",
		"lgamma", "erf", "erfc", "j0", "j1", "y0", "y1",
	} {
		all[name+"/0"] = rule{shape.Number, nil, aFloat}
	}
	for _, name := range []string{
		"atan2", "copysign", "drem", "fdim", "fmax", "fmin", "fmod", "hypot", "jn", "nextafter", "nexttoward", "remainder",
		"ldexp", "scalb", "scalbln", "yn", "pow",
	} {
		all[name+"/2"] = rule{anyKind, []shape.Kinds{shape.Number, shape.Number}, aFloat}
	}
	all["fma/3"] = rule{anyKind, []shape.Kinds{shape.Number, shape.Number, shape.Number}, aFloat}
	return all
}()

// builtin is what a function of jq yields. Of one that is not modelled only the arguments are looked at.
func (c *call) builtin() shape.Shape {
	signature := c.term.Func.Name + "/" + strconv.Itoa(len(c.args()))
	if r, ok := rules[signature]; ok {
		return c.byRule(r)
	}
	if r, ok := mathematics[signature]; ok {
		return c.byRule(r)
	}
	if r, ok := picks[signature]; ok {
		return c.in.Restrict(r)
	}
	if f, ok := c.special(signature); ok {
		return f
	}
	for n := range c.args() {
		c.arg(n, shape.Any())
	}
	return shape.Any()
}

// picks are the functions that let only some kinds pass.
var picks = map[string]shape.Kinds{
	"arrays/0": shape.Array, "objects/0": shape.Object, "iterables/0": shape.Array | shape.Object,
	"booleans/0": shape.Boolean, "numbers/0": shape.Number, "finites/0": shape.Number, "normals/0": shape.Number,
	"strings/0": shape.String, "nulls/0": shape.Null | shape.Absent, "values/0": shape.Something,
	"scalars/0": shape.Scalar | shape.Null | shape.Absent,
}

func (c *call) byRule(r rule) shape.Shape {
	possible := c.takesInput(r.takes)
	for n, kinds := range r.args {
		arg := c.arg(n, c.in)
		if !arg.Possible() {
			return arg
		}
		possible = c.takesArg(n, arg, kinds) && possible
	}
	if !possible {
		return shape.Any()
	}
	if !c.in.Possible() {
		return c.in
	}
	return r.yields
}

// takesInput reports an input that the function can never take.
func (c *call) takesInput(kinds shape.Kinds) bool {
	return c.takes(c.term, c.in, kinds, "T111", c.name())
}

func (c *call) takesArg(n int, arg shape.Shape, kinds shape.Kinds) bool {
	what := "the argument of " + c.name()
	if len(c.args()) > 1 {
		what = "argument " + strconv.Itoa(n+1) + " of " + c.name()
	}
	return c.takes(c.term, arg, kinds, "T111", what)
}

func (c *call) name() string { return "`" + c.term.Func.Name + "`" }

// kindNames are what `type` yields.
func kindNames() shape.Shape {
	var all []shape.Shape
	for _, name := range []string{"null", "boolean", "number", "string", "array", "object"} {
		all = append(all, shape.Const(value.FromString(name)))
	}
	return shape.Union(all...)
}
