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
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/cli-runtime/pkg/resource"
)

// Source says where manifests come from, as kubectl's -f, -k and -R do.
type Source struct {
	// Filenames are files, folders, patterns such as "*.yaml", "-" for standard
	// input, and http and https URLs.
	Filenames []string
	// Checkouts are read after the files. They can not be given with Kustomize.
	Checkouts []*Checkout
	// Kustomize is the folder (or remote address) of a kustomization.
	Kustomize string
	// Recursive also looks into the folders below a folder.
	Recursive bool
}

// stdinName is how standard input is called in errors, as kubectl calls it.
const stdinName = "STDIN"

// input is one stream of documents, not yet opened.
type input struct {
	name string
	open func(context.Context) (io.ReadCloser, error)
}

// validate refuses combinations that kubectl refuses too.
func (s Source) validate() error {
	switch {
	case len(s.Filenames) == 0 && len(s.Checkouts) == 0 && s.Kustomize == "":
		return &Error{Message: "no manifests named", Hint: "give -f FILENAME or -k FOLDER"}
	case len(s.Filenames)+len(s.Checkouts) > 0 && s.Kustomize != "":
		return &Error{Message: "only one of -f and -k can be given"}
	case s.Recursive && s.Kustomize != "":
		return &Error{Message: "-R can not be given with -k", Hint: "a kustomization names its own files"}
	}
	return nil
}

// inputs lists what is to be read, with an error for each name that gives nothing.
func (r *Reader) inputs(s Source) ([]input, Errors) {
	if err := s.validate(); err != nil {
		return nil, asErrors("", err)
	}
	if s.Kustomize != "" {
		return []input{kustomization(s.Kustomize)}, nil
	}
	var all []input
	var errs Errors
	for i, name := range s.Filenames {
		switch {
		case name == "-" && slices.Contains(s.Filenames[:i], "-"):
			errs = append(errs, &Error{File: stdinName, Message: "is named twice", Hint: "give -f - once"})
		case name == "-":
			all = append(all, r.stdin())
		case strings.HasPrefix(name, "http://"), strings.HasPrefix(name, "https://"):
			in, err := r.url(name)
			if err != nil {
				errs = append(errs, asErrors("", err)...)
				continue
			}
			all = append(all, in)
		default:
			files, err := paths(name, s.Recursive)
			errs = append(errs, err...)
			all = append(all, files...)
		}
	}
	return all, errs
}

func (r *Reader) stdin() input {
	return input{name: stdinName, open: func(context.Context) (io.ReadCloser, error) {
		if r.Stdin == nil {
			return nil, errors.New("there is no standard input to read")
		}
		return io.NopCloser(r.Stdin), nil
	}}
}

// paths expands a file, a folder or a pattern.
func paths(name string, recursive bool) ([]input, Errors) {
	names := []string{name}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		// A name with a star in it may well be that of a file: only what does
		// not exist is taken for a pattern.
		matches, err := filepath.Glob(name)
		if err != nil {
			return nil, Errors{{File: name, Message: "is not a valid pattern"}}
		}
		if len(matches) == 0 {
			return nil, Errors{{File: name, Message: "no such file or folder"}}
		}
		names = matches
	}
	var all []input
	var errs Errors
	for _, name := range names {
		files, err := expand(name, recursive)
		if err != nil {
			errs = append(errs, asErrors(name, err)...)
		}
		all = append(all, files...)
	}
	return all, errs
}

// expand lists the files of one path with cli-runtime, whose visitors know what
// kubectl takes from a folder. Only their paths are used: they would read with
// no lines, with keys given twice, and stop at the first document that fails.
func expand(name string, recursive bool) ([]input, error) {
	visitors, err := resource.ExpandPathsToFileVisitors(nil, name, recursive, resource.FileExtensions, nil)
	if err != nil {
		return nil, describePathError(err)
	}
	if len(visitors) == 0 {
		return nil, &Error{
			File:    name,
			Message: "no manifests in this folder",
			Hint:    fmt.Sprintf("files end in %s; -R looks into the folders below", strings.Join(resource.FileExtensions, ", ")),
		}
	}
	var all []input
	for _, visitor := range visitors {
		if file, ok := visitor.(*resource.FileVisitor); ok {
			all = append(all, input{name: file.Path, open: func(context.Context) (io.ReadCloser, error) {
				return openFile(file.Path)
			}})
		}
	}
	return all, nil
}

func openFile(path string) (io.ReadCloser, error) {
	switch filepath.Base(path) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return nil, &Error{File: path, Message: "is a kustomization, not a manifest", Hint: "-k " + filepath.Dir(path)}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, describePathError(err)
	}
	return file, nil
}

// describePathError drops the system call, and the path where it is the one that
// the error will be reported for anyway.
func describePathError(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return &Error{File: pathErr.Path, Message: pathErr.Err.Error()}
	}
	return err
}
