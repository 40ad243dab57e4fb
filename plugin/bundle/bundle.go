// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/doctor"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/redact"
)

// Cluster is what is asked of the API server.
type Cluster interface {
	Each(ctx context.Context, l live.Listing, visit func(*unstructured.Unstructured) error) error
	Read(ctx context.Context, path string, query url.Values, into any) error
	Raw(ctx context.Context, path string, query url.Values) ([]byte, error)
}

// Bundle is what to gather.
type Bundle struct {
	// Cluster is nil where none could be asked; Unasked says why.
	Cluster Cluster
	Unasked error
	// Product is the one whose objects and Events are gathered; empty for all.
	Product string
	// Versions, Doctor and Rules were found out before; Rules is nil where they are not known.
	Versions any
	Doctor   *doctor.Report
	Rules    *policy.Published
	// Now is the time of all files.
	Now time.Time
}

// Contents is what a bundle holds, and what it does not.
type Contents struct {
	Files   []File
	Missing []Gap
}

// File is one of the archive's.
type File struct {
	Name string
	// Size is in bytes, as it is unpacked.
	Size int
}

// Gap is something that could not be had.
type Gap struct{ What, Why string }

// Write writes the archive, a gzipped tar whose files are in one folder. What could not be had is in the contents; an
// error is that of the writer, or of ctx when it has ended.
func (b *Bundle) Write(ctx context.Context, w io.Writer) (*Contents, error) {
	zipped := gzip.NewWriter(w)
	p := &packing{bundle: b, to: tar.NewWriter(zipped), redactor: redact.New(), contents: &Contents{}}
	p.pack(ctx)
	p.text("contents.txt", p.contents.text())
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if p.err != nil {
		return nil, fmt.Errorf("write the bundle: %w", p.err)
	}
	for _, closer := range []io.Closer{p.to, zipped} {
		if err := closer.Close(); err != nil {
			return nil, fmt.Errorf("write the bundle: %w", err)
		}
	}
	return p.contents, nil
}

// text lists it for people.
func (c *Contents) text() string {
	var b bytes.Buffer
	b.WriteString("A report of kubectl nautes. What may be secret was taken out, and Secrets were not read.\n\n")
	for _, file := range c.Files {
		fmt.Fprintf(&b, "%8d  %s\n", file.Size, file.Name)
	}
	if len(c.Missing) > 0 {
		b.WriteString("\nNot in it:\n")
	}
	for _, gap := range c.Missing {
		fmt.Fprintf(&b, "  %s: %s\n", gap.What, gap.Why)
	}
	return b.String()
}

// packing is one archive that is being written.
type packing struct {
	bundle   *Bundle
	to       *tar.Writer
	redactor *redact.Redactor
	contents *Contents
	// err is the first of the writer; nothing is written after it. lost tells that the cluster is not asked any more.
	err  error
	lost bool
}

// folder is what all files are in.
const folder = "nautes-report"

// file adds one, as it is.
func (p *packing) file(name string, content []byte) {
	if p.err != nil {
		return
	}
	header := &tar.Header{
		Name: path.Join(folder, name), Mode: 0o600, Size: int64(len(content)), ModTime: p.bundle.Now, Typeflag: tar.TypeReg,
	}
	if p.err = p.to.WriteHeader(header); p.err != nil {
		return
	}
	if _, p.err = p.to.Write(content); p.err == nil {
		p.contents.Files = append(p.contents.Files, File{Name: name, Size: len(content)})
	}
}

// text adds a text without its secrets.
func (p *packing) text(name, content string) { p.file(name, []byte(p.redactor.Text(content))) }

// value adds a value without its secrets, as YAML.
func (p *packing) value(name string, value any) {
	text, err := p.marshal(value)
	if err != nil {
		p.miss(name, err)
		return
	}
	p.file(name, text)
}

// marshal goes by JSON, so that the names of fields are seen whatever type a value is of.
func (p *packing) marshal(value any) ([]byte, error) {
	written, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var plain any
	if err := json.Unmarshal(written, &plain); err != nil {
		return nil, err
	}
	return yaml.Marshal(p.redactor.Object(plain))
}

func (p *packing) miss(what string, err error) {
	p.contents.Missing = append(p.contents.Missing, Gap{What: what, Why: p.redactor.Text(err.Error())})
}

// ask gets something from the cluster, unless it was lost.
func (p *packing) ask(ctx context.Context, what string, get func() error) {
	if p.lost || p.err != nil || ctx.Err() != nil {
		return
	}
	err := get()
	if err == nil || ctx.Err() != nil {
		return
	}
	p.miss(what, err)
	switch live.ReasonOf(err) {
	case live.Unreachable, live.Unauthorized:
		p.lost = true
		p.contents.Missing = append(p.contents.Missing, Gap{What: "what comes after it", Why: "the cluster was not asked any more"})
	}
}
