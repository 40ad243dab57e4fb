// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// Checkout is a default.project repository as it lies in a folder. It holds whatever is in the files, right or wrong;
// a [Reader] makes objects of it.
type Checkout struct {
	// Folder is what the user called it.
	Folder string
	// Files are those in the directories of the layout and the kustomization, sorted by path.
	Files []*CheckoutFile

	places *Places
}

// CheckoutFile is one file of a checkout.
type CheckoutFile struct {
	// Path is relative to the root of the checkout, with slashes: "projects/cart/cart.yaml".
	Path string
	// Documents are the objects in it, in order, of whatever kind and not checked. None is no error here.
	Documents []*Document

	name  string // as the user would write it
	parts []part
	errs  Errors
}

// part is a value of a file, as readValue takes it.
type part struct {
	value value
	take  bool
}

// Read reads the checkout in a folder. What is wrong within its files is told by [Reader.Read]; the error, if any, is
// an [*Error] about the folder as a whole, or that of ctx.
//
// Passed over are text and Markdown files, what git keeps for itself, and what lies at the root beside the directories
// of the layout. A symbolic link is followed only to a file of the same checkout: whoever pushes to a repository must
// not have other files of this machine read.
func (p *Places) Read(ctx context.Context, folder string) (*Checkout, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, describePathError(err)
	}
	defer func() { _ = root.Close() }() // nothing was written
	paths, err := p.files(root.FS())
	if err != nil {
		one := errorOf(err)
		one.File = filepath.Join(folder, one.File)
		return nil, one
	}
	c := &Checkout{Folder: folder, places: p}
	for _, file := range paths {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read manifests: %w", context.Cause(ctx))
		}
		c.readFile(root.FS(), file)
	}
	return c, nil
}

// files lists what is to be read.
func (p *Places) files(root fs.FS) ([]string, error) {
	var files []string
	known := append(p.directories(), p.Kustomization)
	missing := 0
	for _, start := range known {
		if _, err := fs.Stat(root, start); errors.Is(err, fs.ErrNotExist) {
			missing++
			continue
		}
		err := fs.WalkDir(root, start, func(file string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.Name() == ".git" && entry.IsDir():
				return fs.SkipDir
			case !entry.IsDir() && !ignored(entry.Name()):
				files = append(files, file)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if missing == len(known) {
		return nil, &Error{Message: "is no checkout of default.project", Hint: "it holds none of " + strings.Join(known, ", ")}
	}
	slices.Sort(files)
	return files, nil
}

// ignored are the files that Nautes passes over, and the file that stands for .git in a submodule.
func ignored(name string) bool {
	return path.Ext(name) == ".md" || path.Ext(name) == ".txt" || name == ".git"
}

// Name is how the user would write the path of a file.
func (c *Checkout) Name(file string) string { return filepath.Join(c.Folder, filepath.FromSlash(file)) }

// readFile adds a file; what is wrong in it is kept for the reader.
func (c *Checkout) readFile(root fs.FS, at string) {
	file := &CheckoutFile{Path: at, name: c.Name(at)}
	c.Files = append(c.Files, file)
	if err := file.read(root); err != nil {
		one := errorOf(err)
		one.File = file.name
		file.errs = append(file.errs, one)
	}
}

// errorOf gives the Error that err is, or is made into.
func errorOf(err error) *Error {
	var one *Error
	if !errors.As(describePathError(err), &one) {
		one = &Error{Message: err.Error()}
	}
	return one
}

func (f *CheckoutFile) read(root fs.FS) (err error) {
	info, err := fs.Stat(root, f.Path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() { // a pipe would keep the reader waiting
		return &Error{Message: "is no file"}
	}
	stream, err := root.Open(f.Path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	text, err := openText(stream)
	if err != nil {
		return err
	}
	documents := newSplitter(text)
	for {
		chunk, err := documents.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		f.take(chunk)
	}
}

// take adds what stands between two separators.
func (f *CheckoutFile) take(c *chunk) {
	values, errs := c.decode()
	for _, err := range errs {
		err.File = f.name
	}
	f.errs = append(f.errs, errs...)
	for _, v := range values {
		f.parts = append(f.parts, part{v, len(errs) == 0})
		if content, ok := v.data.(map[string]any); ok {
			f.Documents = append(f.Documents, &Document{
				Object: &unstructured.Unstructured{Object: runtime.DeepCopyJSON(content)},
				Origin: Origin{File: f.name, Line: v.chunk.first}, chunk: v.chunk,
			})
		}
	}
}
