package expr

import (
	"strings"
	"sync"

	"github.com/itchyny/gojq"
)

// preludeSource defines the functions that gojq defines in jq with unguarded instructions in them.
// What begins with __ is a native. A definition uses only what stands before it, or itself.
const preludeSource = `
def map(f): [.[] | f];
def add(f): [f] | add;
def recurse: recurse(.[]?);

def __modify($paths; f):
  __editor as $editor
  | (reduce $paths[] as $p (null;
      label $done | (__take($editor; $p) | f | __put($editor; $p), break $done), __drop($editor; $p)))
  | __finish($editor);

def map_values(f): .[] |= f;
def del(f): delpaths([path(f)]);
def pick(f): . as $from | reduce path(f) as $p (null; setpath($p; $from | getpath($p)));
def paths: path(..) | select(length > 0);
def paths(f): path(.. | select(f)) | select(length > 0);

def to_entries: [keys[] as $k | {key: $k, value: .[$k]}];
def from_entries:
  map({(.key // .Key // .name // .Name): (if has("value") then .value else .Value end)}) | add // {};
def with_entries(f): to_entries | map(f) | from_entries;
def walk(f):
  def inside: (if type == "array" then map(inside) elif type == "object" then map_values(inside) else . end) | f;
  inside;

def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def all(f): all(.[]; f);
def all: all(.[]; .);
def any(f): any(.[]; f);
def any: any(.[]; .);
def IN(s): any(s == .; .);
def IN(source; s): any(source == s; .);

def min_by(f): _min_by(map([f]));
def max_by(f): _max_by(map([f]));
def sort_by(f): _sort_by(map([f]));
def group_by(f): _group_by(map([f]));
def unique_by(f): _unique_by(map([f]));

def INDEX(rows; f): [rows | {(f | tostring): .}] | add // {};
def INDEX(f): INDEX(.[]; f);
def JOIN($index; f): [.[] | [., $index[f]]];
def JOIN($index; rows; f): rows | [., $index[f]];
def JOIN($index; rows; f; g): rows | [., $index[f]] | g;

def combinations: if length == 0 then [] else .[0][] as $x | [$x] + (.[1:] | combinations) end;
def combinations(n): [limit(n; repeat(.))] | combinations;

def tostream:
  def down($at):
    if (type == "array" or type == "object") and length > 0
    then keys as $keys | ($keys[] as $k | .[$k] | down($at + [$k])), [$at + [$keys[-1]]]
    else [$at, .] end;
  down([]);
def fromstream(f):
  foreach f as $event ({};
    (if .whole then {} else . end)
    | $event[0] as $p
    | if ($event | length) == 2
      then setpath(["value"] + $p; $event[1]) | setpath(["whole"]; ($p | length) == 0)
      else setpath(["whole"]; ($p | length) == 1) end;
    if .whole then .value else empty end);
def truncate_stream(f): . as $n | null | f | if (.[0] | length) > $n then .[0] |= .[$n:] else empty end;

def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%S%z") | mktime;
def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdate: fromdateiso8601;
def todate: todateiso8601;

def match($re; $flags): __match($re; $flags; false)[];
def match($re): if ($re | type) == "array" then match($re[0]; $re[1]) else match($re; null) end;
def test($re; $flags): __match($re; $flags; true);
def test($re): if ($re | type) == "array" then test($re[0]; $re[1]) else test($re; null) end;
def capture($re; $flags): match($re; $flags) | .captures | _captures;
def capture($re): if ($re | type) == "array" then capture($re[0]; $re[1]) else capture($re; null) end;
def scan($re; $flags):
  match($re; $flags + "g") | if (.captures | length) == 0 then .string else [.captures[] | .string] end;
def scan($re): scan($re; null);
def splits($re; $flags): __splits($re; $flags + "g")[];
def splits($re): splits($re; null);
def split($re; $flags): [splits($re; $flags)];
def sub($re; text; $flags):
  __splice([match($re; $flags) | [.offset, .length, [.captures | _captures | text]]])[];
def sub($re; text): sub($re; text; null);
def gsub($re; text; $flags): sub($re; text; $flags + "g");
def gsub($re; text): gsub($re; text; null);
`

// preludeFunction is a rewritten definition.
type preludeFunction struct {
	def  *gojq.FuncDef
	uses []int // indexes of the definitions it calls
}

type preludeTable struct {
	functions []preludeFunction
	index     map[string]int // by signature
}

// prelude is the definitions, rewritten once, under names that begin with %.
var prelude = sync.OnceValue(func() *preludeTable {
	source, err := gojq.Parse(preludeSource + ".")
	if err != nil {
		panic("expr: the prelude: " + err.Error())
	}
	t := &preludeTable{index: map[string]int{}}
	for _, fd := range source.FuncDefs {
		n := len(t.functions)
		sig := signature(strings.TrimPrefix(fd.Name, "__"), len(fd.Args))
		if strings.HasPrefix(fd.Name, "__") {
			sig = signature(fd.Name, len(fd.Args))
		}
		t.index[sig] = n
		t.functions = append(t.functions, preludeFunction{})
		r := rewriter{prelude: t, inPrelude: true}
		done := r.define(fd)
		done.Name = mangled(fd.Name)
		t.functions[n] = preludeFunction{done, r.uses}
	}
	return t
})

// mangled is the name of a definition or native of ours in the rewritten tree.
func mangled(name string) string { return "%" + strings.TrimPrefix(name, "__") }

// needed are the definitions with these indexes and all they use, in order.
func (t *preludeTable) needed(uses []int) []*gojq.FuncDef {
	want := make([]bool, len(t.functions))
	var mark func([]int)
	mark = func(uses []int) {
		for _, i := range uses {
			if !want[i] {
				want[i] = true
				mark(t.functions[i].uses)
			}
		}
	}
	mark(uses)
	var defs []*gojq.FuncDef
	for i, f := range t.functions {
		if want[i] {
			defs = append(defs, f.def)
		}
	}
	return defs
}
