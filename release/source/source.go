// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"time"
)

// Source is what a commit holds.
type Source struct {
	// Folder holds its files.
	Folder string
	// Commit is its hash, all of it.
	Commit string
	// Version is its tag, or a name made of the last tag before it and its hash, which sorts between versions: a
	// semantic version with a leading v.
	Version string
	// Date is when it was committed, in UTC.
	Date time.Time
}

// Checkout writes the files of the commit that the repository is at into a folder that is there and empty. What is not
// committed is left out.
func Checkout(ctx context.Context, repository, folder string) (*Source, error) {
	s := &Source{Folder: folder}
	var err error
	if s.Commit, err = git(ctx, repository, "rev-parse", "--verify", "HEAD^{commit}"); err != nil {
		return nil, fmt.Errorf("find commit: %w", err)
	}
	if s.Date, err = dateOf(ctx, repository, s.Commit); err != nil {
		return nil, err
	}
	s.Version = versionOf(ctx, repository, s)
	// What a person has set for line ends would change the bytes.
	files, err := git(ctx, repository, "-c", "core.autocrlf=false", "-c", "core.eol=lf", "archive", "--format=tar", s.Commit)
	if err != nil {
		return nil, fmt.Errorf("read files of commit %s: %w", s.Commit, err)
	}
	if err := unpack(strings.NewReader(files), folder); err != nil {
		return nil, fmt.Errorf("write files of commit %s: %w", s.Commit, err)
	}
	return s, nil
}

// Uncommitted tells whether there is something in the repository's folder that [Checkout] leaves out.
func Uncommitted(ctx context.Context, repository string) (bool, error) {
	changes, err := git(ctx, repository, "status", "--porcelain")
	if err != nil {
		return false, fmt.Errorf("look for changes: %w", err)
	}
	return changes != "", nil
}

func dateOf(ctx context.Context, repository, commit string) (time.Time, error) {
	text, err := git(ctx, repository, "show", "--no-patch", "--format=%ct", commit)
	if err != nil {
		return time.Time{}, fmt.Errorf("find date of commit %s: %w", commit, err)
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read date of commit %s: %w", commit, err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// abbreviated is how much of a hash stands in a version: left to git it would grow with the repository.
const abbreviated = 12

func versionOf(ctx context.Context, repository string, s *Source) string {
	described, err := git(ctx, repository, "describe", "--tags", "--match=v[0-9]*", fmt.Sprintf("--abbrev=%d", abbreviated), s.Commit)
	if err == nil {
		return described
	}
	// There is no tag before it: the form that Go has for that.
	return fmt.Sprintf("v0.0.0-%s-%s", s.Date.Format("20060102150405"), s.Commit[:abbreviated])
}

// git runs git, and gives what it prints without the last end of line.
func git(ctx context.Context, repository string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", repository}, args...)...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%w: %s", err, strings.TrimSpace(errOut.String()))
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// unpack writes the files of an archive, and nothing outside of the folder.
func unpack(archive io.Reader, folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	files := tar.NewReader(archive)
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := unpackOne(root, header, files); err != nil {
			return fmt.Errorf("%s: %w", header.Name, err)
		}
	}
}

func unpackOne(root *os.Root, header *tar.Header, content io.Reader) error {
	switch header.Typeflag {
	case tar.TypeXGlobalHeader: // names the commit
		return nil
	case tar.TypeDir:
		return root.MkdirAll(path.Clean(header.Name), 0o755)
	case tar.TypeReg:
		file, err := root.OpenFile(header.Name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, header.FileInfo().Mode().Perm()|0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, content)
		return errors.Join(err, file.Close())
	}
	return fmt.Errorf("is neither a file nor a folder: %w", fs.ErrInvalid)
}
