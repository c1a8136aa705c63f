package catalog

import "path"

// Unsaved are the texts that somebody is at work on, by their path relative to the project, with slashes. Each
// stands for the file of that name, whether there is one or not.
type Unsaved map[string][]byte

func (u Unsaved) workflows() []string {
	var out []string
	for name := range u {
		if path.Dir(name) == "workflows" && isWorkflow(path.Base(name)) {
			out = append(out, name)
		}
	}
	return out
}
