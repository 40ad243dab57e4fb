// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package shim

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// mark tells a file that this package wrote from those of others.
const mark = "Written by: kubectl nautes completion kubectl"

const windows = "windows"

// Name is how the file has to be called on a system, as runtime.GOOS names it.
func Name(system string) string {
	if system == windows {
		return "kubectl_complete-nautes.cmd"
	}
	return "kubectl_complete-nautes"
}

// Content is what is in the file. kubectl calls it with the words behind "kubectl nautes", the last of which may be
// empty, and takes what the program itself offers for them.
func Content(system string) string {
	if system == windows {
		return "@rem " + mark + "\r\n@rem Delete this file to undo it.\r\n@kubectl-nautes.exe __complete %*\r\n"
	}
	return "#!/bin/sh\n# " + mark + "\n# Delete this file to undo it.\nexec kubectl-nautes __complete \"$@\"\n"
}

// Install writes the file into a folder and tells where. One that this package wrote before is written anew, any other is
// left alone.
func Install(folder, system string) (string, error) {
	path := filepath.Join(folder, Name(system))
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", fmt.Errorf("look for %s: %w", path, err)
	case !info.Mode().IsRegular():
		return "", foreign(path)
	default:
		content, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("look into %s: %w", path, err)
		}
		if !strings.Contains(string(content), mark) {
			return "", foreign(path)
		}
	}
	return path, write(path, Content(system))
}

func foreign(path string) error {
	return fmt.Errorf("%s is there, and was not written by this program (move it away, or name another folder with --dir)", path)
}

// write puts the whole file in its place at once: a shell may run it meanwhile.
func write(path, content string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".kubectl_complete-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = file.WriteString(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(file.Name(), 0o755) //nolint:gosec // a program that others may run as well
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

// Folder is where to install: the folder of the program itself on PATH, since kubectl found it there.
func Folder(lookPath func(string) (string, error)) (string, error) {
	path, err := lookPath("kubectl-nautes")
	if err != nil {
		return "", fmt.Errorf("find kubectl-nautes on PATH: %w (name a folder on PATH with --dir)", err)
	}
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return "", fmt.Errorf("find the folder of %s: %w", path, err)
	}
	return folder, nil
}

// OnPath tells whether programs in a folder are found, given the value of PATH.
func OnPath(folder, path string) bool {
	for _, on := range filepath.SplitList(path) {
		if same(folder, on) {
			return true
		}
	}
	return false
}

func same(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}
