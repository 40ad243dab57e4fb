// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"io"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/write"
)

// Written is an object to be written down.
type Written struct {
	// Object is one of our kinds that its schema has nothing against.
	Object *unstructured.Unstructured
	// Comments gives those that were made at a field; may be nil.
	Comments func(field string) manifest.Comments
	// Notes about the object; what they call filled in gets a comment that says so.
	Notes []Note
}

// YAML writes objects as documents of one stream, their fields in the order of our Go types, with the comments of the
// documents that they come from.
func YAML(w io.Writer, objects ...Written) error { return write.YAML(w, all(objects)...) }

func all(objects []Written) []write.Object {
	all := make([]write.Object, len(objects))
	for i, object := range objects {
		all[i] = write.Object{Object: object.Object, Comments: object.comments}
	}
	return all
}

// comments are what was written at a field, or say that it is filled in.
func (w Written) comments(field string) manifest.Comments {
	var comments manifest.Comments
	// Whatever stands beside a kubeconfig stays there.
	if w.Comments != nil && !strings.HasPrefix(field, specPrefix+secretRefField) {
		written := w.Comments(field)
		comments = manifest.Comments{Head: harmless(written.Head), Line: harmless(written.Line), Foot: harmless(written.Foot)}
	}
	for _, note := range w.Notes {
		if note.Filled && note.Field == field {
			comments.Head = "# " + strings.TrimPrefix(note.Text, field+" is ")
		}
	}
	return comments
}

// credential matches what could be a credential that somebody commented out, as a kubeconfig has them.
var credential = regexp.MustCompile(`(?i)(data|token|passw(or)?d|secret|key)["']?\s*[:=]|-----BEGIN|[A-Za-z0-9+/=_-]{40,}`)

// harmless is a comment, unless it could hold a credential: then it is left out.
func harmless(comment string) string {
	if credential.MatchString(comment) {
		return ""
	}
	return comment
}
