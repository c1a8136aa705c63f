package catalog

import (
	"path"

	"tutti/diag"
)

// Unsaved are the texts that somebody is at work on, by their path relative to the project, with slashes. Each
// stands for the file of that name, whether there is one or not. A project that is loaded with them, even with none,
// keeps what its contracts say in words.
type Unsaved map[string][]byte

// Load is Load of the project as it would be with the texts saved.
func (u Unsaved) Load(dir string) (*Project, diag.List, error) { return load(dir, u) }

// LoadFile is LoadFile as it would be with the texts saved; their paths are relative to the file's folder.
func (u Unsaved) LoadFile(file string, services []Upstream) (*Project, diag.List, error) {
	return loadFile(file, services, u)
}

func (u Unsaved) workflows() []string {
	var out []string
	for name := range u {
		if path.Dir(name) == "workflows" && isWorkflow(path.Base(name)) {
			out = append(out, name)
		}
	}
	return out
}
