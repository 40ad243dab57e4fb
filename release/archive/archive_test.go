// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package archive_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/release/archive"
)

// packed is what is said of one file in an archive.
type packed struct {
	Name, Content string
	Mode          int64
	Date          time.Time
}

func TestArchives(t *testing.T) {
	date := time.Date(2026, 11, 23, 10, 15, 2, 0, time.UTC)
	files := []archive.File{{Name: "program", Content: []byte("0101"), Executable: true}, {Name: "LICENSE", Content: []byte("free")}}
	want := []packed{{"LICENSE", "free", 0o644, date}, {"program", "0101", 0o755, date}}
	for name, format := range map[string]struct {
		write archive.Format
		read  func(*testing.T, []byte) []packed
	}{"tar.gz": {archive.TarGz, untar}, "zip": {archive.Zip, unzip}} {
		t.Run(name, func(t *testing.T) {
			var first, second bytes.Buffer
			if err := format.write(&first, date, files); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, format.read(t, first.Bytes())); diff != "" {
				t.Error(diff)
			}
			slices.Reverse(files)
			east := date.In(time.FixedZone("east", 3600)).Add(time.Millisecond)
			if err := format.write(&second, east, files); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Error("another order of the files or another time zone makes other bytes")
			}
		})
	}
}

func untar(t *testing.T, data []byte) []packed {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if !unpacked.ModTime.IsZero() || unpacked.Name != "" {
		t.Errorf("header %v", unpacked.Header)
	}
	var files []packed
	for in := tar.NewReader(unpacked); ; {
		header, err := in.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Uid+header.Gid != 0 || header.Uname+header.Gname != "" {
			t.Errorf("%s is owned by %s:%s", header.Name, header.Uname, header.Gname)
		}
		files = append(files, packed{header.Name, contentOf(t, in), header.Mode, header.ModTime.UTC()})
	}
}

func unzip(t *testing.T, data []byte) []packed {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var files []packed
	for _, file := range in.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, packed{file.Name, contentOf(t, content), int64(file.Mode()), file.Modified.UTC()})
	}
	return files
}

func contentOf(t *testing.T, r io.Reader) string {
	t.Helper()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
