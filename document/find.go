package document

import "go.yaml.in/yaml/v4"

// find is the index of a key in a mapping, -1 if it is not there. Contracts have mappings of many thousands, to which
// many thousands of references lead.
func (f *file) find(n *yaml.Node, key string) int {
	const many = 64
	if len(n.Content) > many {
		return f.findAmongMany(n, key)
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

func (f *file) findAmongMany(n *yaml.Node, key string) int {
	names := f.names[n]
	if names == nil {
		names = make(map[string]int, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			names[n.Content[i].Value] = i
		}
		if f.names == nil {
			f.names = map[*yaml.Node]map[string]int{}
		}
		f.names[n] = names
	}
	if i, ok := names[key]; ok {
		return i
	}
	return -1
}
