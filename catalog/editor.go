package catalog

import (
	"crypto/sha256"
	"maps"
	"slices"

	"tutti/connector"
	"tutti/diag"
)

// Editor loads a project again and again while somebody is at work on it, as it would be with the texts saved. Its
// projects keep what the contracts say in words. A contract of which no file has changed since it was loaded is not
// loaded again. The zero Editor is ready; it is for one goroutine at a time.
type Editor struct {
	contracts map[string]known // by service

	files, before texts // of the last Reload, and of the one before it
}

// texts are files that were read or looked for, by their path relative to the project, with slashes.
type texts map[string][sha256.Size]byte

// Load is Load with texts that are not saved.
func (e *Editor) Load(dir string, unsaved Unsaved) (*Project, diag.List, error) {
	if unsaved == nil {
		unsaved = Unsaved{}
	}
	return load(dir, unsaved, e)
}

// LoadFile is LoadFile of a file that is not saved, without services.
func (e *Editor) LoadFile(file string, unsaved Unsaved) (*Project, diag.List, error) {
	return loadFile(file, nil, unsaved)
}

// Reload is Load of what is saved, for a project that is served: without what the contracts say in words.
func (e *Editor) Reload(dir string) (*Project, diag.List, error) {
	e.before, e.files = e.files, texts{}
	return load(dir, nil, e)
}

// Files are those that the last Reload read or looked for, by their path relative to the project, with slashes.
func (e *Editor) Files() []string { return slices.Sorted(maps.Keys(e.files)) }

// Changed are the files whose text is not what it was at the Reload before the last.
func (e *Editor) Changed() []string {
	var out []string
	for name, text := range e.files {
		if was, ok := e.before[name]; !ok || was != text {
			out = append(out, name)
		}
	}
	for name := range e.before {
		if _, ok := e.files[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// known is a contract as it was loaded.
type known struct {
	source   connector.Source
	contract connector.Contract
	found    diag.List
	files    texts // what was read for it
}

// load loads a contract, or gives the one that is known.
func (e *Editor) load(c connector.Connector, source connector.Source) (connector.Contract, diag.List) {
	if e == nil {
		return c.Load(source)
	}
	if k, ok := e.contracts[source.Name.Text]; ok && k.still(source) {
		return k.contract, k.found
	}
	k := known{source: source, files: texts{}}
	source.Read = func(path string) ([]byte, error) {
		text, err := k.source.Read(path)
		k.files[path] = sum(text, err)
		return text, err
	}
	k.contract, k.found = c.Load(source)
	if e.contracts == nil {
		e.contracts = map[string]known{}
	}
	e.contracts[source.Name.Text] = k
	return k.contract, k.found
}

// still tells whether the contract of a source is the one that is known.
func (k known) still(s connector.Source) bool {
	if s.Name != k.source.Name || s.Path != k.source.Path || s.Docs != k.source.Docs {
		return false
	}
	for path, was := range k.files {
		if sum(s.Read(path)) != was {
			return false
		}
	}
	return true
}

// sum tells texts apart, and the reasons why there is none.
func sum(text []byte, err error) [sha256.Size]byte {
	if err != nil {
		return sha256.Sum256([]byte("error: " + err.Error()))
	}
	return sha256.Sum256(text)
}

// forget drops the contracts of services that are no longer there.
func (e *Editor) forget(services []*Service) {
	if e == nil {
		return
	}
	there := map[string]bool{}
	for _, s := range services {
		there[s.Flow.Name.Text] = true
	}
	for name := range e.contracts {
		if !there[name] {
			delete(e.contracts, name)
		}
	}
}
