// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package archive

import (
	"archive/tar"
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// File is one that is packed.
type File struct {
	// Name is that in the archive.
	Name    string
	Content []byte
	// Executable files may be run by everyone.
	Executable bool
}

func (f File) mode() fs.FileMode {
	if f.Executable {
		return 0o755
	}
	return 0o644
}

// Format writes files by their names, all with the same date and with no owner.
type Format func(w io.Writer, date time.Time, files []File) error

// TarGz writes a .tar.gz.
func TarGz(w io.Writer, date time.Time, files []File) error {
	packed, err := gzip.NewWriterLevel(w, gzip.BestCompression) // its header has neither a name nor a date
	if err != nil {
		return err
	}
	archive := tar.NewWriter(packed)
	for _, file := range sorted(files) {
		header := &tar.Header{
			Typeflag: tar.TypeReg, Name: file.Name, Size: int64(len(file.Content)), Mode: int64(file.mode()),
			ModTime: date.UTC().Truncate(time.Second), Format: tar.FormatUSTAR,
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(file.Content); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), packed.Close())
}

// Zip writes a .zip.
func Zip(w io.Writer, date time.Time, files []File) error {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, file := range sorted(files) {
		header := &zip.FileHeader{Name: file.Name, Method: zip.Deflate, Modified: date.UTC().Truncate(time.Second)}
		header.SetMode(file.mode())
		into, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := into.Write(file.Content); err != nil {
			return err
		}
	}
	return archive.Close()
}

func sorted(files []File) []File {
	return slices.SortedFunc(slices.Values(files), func(a, b File) int { return strings.Compare(a.Name, b.Name) })
}
