// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
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
func YAML(w io.Writer, objects ...Written) error {
	for i, object := range objects {
		text, err := object.yaml()
		if err != nil {
			return err
		}
		if i > 0 {
			text = append([]byte("---\n"), text...)
		}
		if _, err := w.Write(text); err != nil {
			return fmt.Errorf("write manifest: %w", err)
		}
	}
	return nil
}

// indent is what a level is indented by, as in the manifests of this project.
const indent = 2

func (w Written) yaml() ([]byte, error) {
	fail := func(err error) error {
		return fmt.Errorf("write %s %q: %w", w.Object.GetKind(), w.Object.GetName(), err)
	}
	text, err := ordered(w.Object)
	if err != nil {
		return nil, fail(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fail(err)
	}
	root := document.Content[0]
	apiVersionFirst(root)
	if err := w.style(root, ""); err != nil {
		return nil, fail(err)
	}
	if w.Comments != nil {
		about := w.Comments("")
		document.HeadComment, document.FootComment = harmless(about.Head), harmless(about.Foot)
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(indent)
	encoder.CompactSeqIndent()
	if err := encoder.Encode(&document); err != nil {
		return nil, fail(err)
	}
	return out.Bytes(), nil
}

// ordered is an object as JSON, its fields in the order of its Go type. Empty fields that mean the same as none are left
// out.
func ordered(object *unstructured.Unstructured) ([]byte, error) {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, err
	}
	typed, err := scheme.New(object.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, typed); err != nil {
		return nil, err
	}
	return json.Marshal(typed)
}

// apiVersionFirst puts it before the kind, which the Go type has first.
func apiVersionFirst(root *yaml.Node) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "apiVersion" {
			root.Content = slices.Concat(root.Content[i:i+2], root.Content[:i], root.Content[i+2:])
			return
		}
	}
}

// style turns JSON into the YAML that people write, and adds the comments.
func (w Written) style(node *yaml.Node, path string) error {
	switch node.Kind {
	case yaml.ScalarNode:
		return restyle(node)
	case yaml.SequenceNode:
		for i, item := range node.Content {
			at := fmt.Sprintf("%s[%d]", path, i)
			if err := w.style(item, at); err != nil {
				return err
			}
			w.comment(item, item, at)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			at := strings.TrimPrefix(child(path, key.Value), ".")
			if err := w.style(value, at); err != nil {
				return err
			}
			if err := restyle(key); err != nil {
				return err
			}
			w.comment(key, value, at)
		}
	}
	node.Style = 0
	if len(node.Content) == 0 || isShortList(node) {
		node.Style = yaml.FlowStyle
	}
	return nil
}

// restyle quotes a text only where it would be read as something else without.
func restyle(node *yaml.Node) error {
	if node.Tag != "!!str" {
		return nil
	}
	var plain yaml.Node
	if err := plain.Encode(node.Value); err != nil {
		return err
	}
	node.Style = plain.Style
	return nil
}

// longestFlow is how long a list may be to stand on one line.
const longestFlow = 40

func isShortList(node *yaml.Node) bool {
	length := 0
	for _, item := range node.Content {
		if item.Kind != yaml.ScalarNode || item.Style != 0 || item.HeadComment+item.LineComment+item.FootComment != "" {
			return false
		}
		length += len(item.Value) + len(", ")
	}
	return node.Kind == yaml.SequenceNode && length <= longestFlow
}

// comment adds what was written at a field, and says what is filled in.
func (w Written) comment(key, value *yaml.Node, field string) {
	// Whatever stands beside a kubeconfig stays there.
	if w.Comments != nil && !strings.HasPrefix(field, specPrefix+secretRefField) {
		written := w.Comments(field)
		key.HeadComment, key.FootComment = harmless(written.Head), harmless(written.Foot)
		if value.Kind == yaml.ScalarNode {
			value.LineComment = harmless(written.Line)
		} else {
			key.LineComment = harmless(written.Line)
		}
	}
	for _, note := range w.Notes {
		if note.Filled && note.Field == field {
			key.HeadComment = "# " + strings.TrimPrefix(note.Text, field+" is ")
		}
	}
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
