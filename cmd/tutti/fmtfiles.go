package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tutti/catalog"
)

// project formats the files of a project. Nothing outside of its folder is
// touched: symbolic links among its files are left alone.
func (f *formatting) project(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	if _, err := root.Lstat(catalog.ProjectFile); err != nil {
		return fmt.Errorf("%s is no project, it has no %s: name its folder, or a file", dir, catalog.ProjectFile)
	}
	names, err := formattable(root)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := f.file(root, name, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// formattable lists the regular files of a project that fmt is about.
func formattable(root *os.Root) ([]string, error) {
	var names []string
	if info, err := root.Lstat(catalog.ProjectFile); err == nil && info.Mode().IsRegular() {
		names = append(names, catalog.ProjectFile)
	}
	info, err := root.Lstat("workflows")
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return names, nil
	}
	entries, err := fs.ReadDir(root.FS(), "workflows")
	for _, e := range entries {
		if e.Type().IsRegular() && catalog.IsTutti(e.Name()) {
			names = append(names, filepath.Join("workflows", e.Name()))
		}
	}
	return names, err
}

// file formats one file of a folder; shown is how messages name it.
func (f *formatting) file(root *os.Root, name, shown string) error {
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", shown)
	}
	src, err := root.ReadFile(name)
	if err != nil {
		return err
	}
	text := f.text(shown, src, filepath.Base(name) == catalog.ProjectFile)
	if f.out.Files[len(f.out.Files)-1].Status != statusFormatted {
		return nil
	}
	return replace(root, name, text, info.Mode().Perm())
}

// replace gives a file another text, all at once: who reads it meanwhile gets the old or the new one.
func replace(root *os.Root, name string, text []byte, mode fs.FileMode) error {
	beside := filepath.Join(filepath.Dir(name), ".fmt-"+rand.Text())
	file, err := root.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err == nil {
		err = root.Rename(beside, name)
	}
	if err != nil {
		return errors.Join(err, root.Remove(beside))
	}
	return nil
}
