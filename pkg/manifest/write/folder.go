// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// Folder is what is to be written into a folder, one file an object.
type Folder struct {
	files []File
	// manifests are the paths in it that hold what is to be applied.
	manifests []string
	taken     map[string]bool
	// checkout is where what belongs to a product lies.
	checkout func(product string) string
	// alone: it is for one product, and what lies beside its checkout needs no folder.
	alone bool
}

// File is one file of a folder.
type File struct {
	// Path is the one in the folder, with slashes.
	Path    string
	Content []byte
	// Secret: nobody but the user may read it.
	Secret bool
}

// NewFolder lays objects out: what belongs to a product in a folder of its name, as its default.project repository is,
// and beside those a folder for each other kind. The other files come as they are.
func NewFolder(places *manifest.Places, objects []Object, others ...File) (*Folder, error) {
	f := &Folder{checkout: func(product string) string { return product }}
	if err := f.fill(places, objects, others); err != nil {
		return nil, err
	}
	return f, nil
}

// Checkout is the folder of a product's default.project repository in what [NewProduct] lays out.
const Checkout = "default.project"

// NewProduct lays the objects of one product out: its default.project repository in the folder [Checkout], and beside it
// what has no place in a checkout, as the Product itself in product.yaml.
func NewProduct(places *manifest.Places, objects []Object) (*Folder, error) {
	f := &Folder{checkout: func(string) string { return Checkout }, alone: true}
	if err := f.fill(places, objects, nil); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *Folder) fill(places *manifest.Places, objects []Object, others []File) error {
	f.taken = map[string]bool{}
	listed := map[string][]string{}
	for _, object := range objects {
		at, err := f.place(places, object)
		if err != nil {
			return err
		}
		content, err := object.yaml()
		if err != nil {
			return err
		}
		f.files = append(f.files, File{Path: at, Content: content})
		if product := object.Object.GetNamespace(); product != "" {
			checkout := f.checkout(product)
			listed[checkout] = append(listed[checkout], strings.TrimPrefix(at, checkout+"/"))
		}
	}
	slices.Sort(f.manifests)
	f.manifests = slices.Compact(f.manifests)
	for checkout, manifests := range listed {
		content, err := kustomization(places.Kustomization, manifests)
		if err != nil {
			return err
		}
		f.files = append(f.files, File{Path: path.Join(checkout, places.Kustomization), Content: content})
	}
	f.files = append(f.files, others...)
	slices.SortFunc(f.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return nil
}

// Manifests are the paths in it of all that is to be applied and is not secret: folders that hold it at any depth, and
// nothing but that, and files; sorted, with slashes.
func (f *Folder) Manifests() []string { return f.manifests }

// Files are those that are to be written, by their paths.
func (f *Folder) Files() []File { return slices.Clone(f.files) }

// Secrets is the folder in it that holds the files that are secret; empty where there are none.
func (f *Folder) Secrets() string {
	for _, file := range f.files {
		if file.Secret {
			return path.Dir(file.Path)
		}
	}
	return ""
}

// Who may read what is written: of what is secret only the user.
const (
	folderMode, fileMode             fs.FileMode = 0o755, 0o644
	secretFolderMode, secretFileMode fs.FileMode = 0o700, 0o600
)

// Write writes the files into a folder, which is made where it is not there. No file that is there is written over: then
// nothing is written, and the error names the files.
func (f *Folder) Write(folder string) (err error) {
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	var there []string
	for _, file := range f.files {
		if _, err := root.Lstat(filepath.FromSlash(file.Path)); !errors.Is(err, fs.ErrNotExist) {
			there = append(there, filepath.Join(folder, filepath.FromSlash(file.Path)))
		}
	}
	if len(there) > 0 {
		return fmt.Errorf("%s: there already (name another folder, or remove it)", strings.Join(there, ", "))
	}
	for _, file := range f.files {
		if err := file.write(root); err != nil {
			return fmt.Errorf("write %s: %w", file.Path, err)
		}
	}
	return nil
}

func (f File) write(root *os.Root) error {
	dir, mode := folderMode, fileMode
	if f.Secret {
		dir, mode = secretFolderMode, secretFileMode
	}
	if err := root.MkdirAll(filepath.FromSlash(path.Dir(f.Path)), dir); err != nil {
		return err
	}
	// Created for this and by this: a link that somebody put there meanwhile is not followed.
	out, err := root.OpenFile(filepath.FromSlash(f.Path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = out.Write(f.Content)
	return errors.Join(err, out.Close())
}
