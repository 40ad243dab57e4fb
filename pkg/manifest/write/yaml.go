// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package write

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// Object is an object to be written down.
type Object struct {
	// Object is one of our kinds that its schema has nothing against.
	Object *unstructured.Unstructured
	// Comments gives those that stand at a field, each line with its #; "" is the object as a whole. May be nil.
	Comments func(field string) manifest.Comments
}

// YAML writes objects as documents of one stream.
func YAML(w io.Writer, objects ...Object) error {
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

func (o Object) yaml() ([]byte, error) {
	fail := func(err error) error {
		return fmt.Errorf("write %s %q: %w", o.Object.GetKind(), o.Object.GetName(), err)
	}
	text, err := ordered(o.Object)
	if err != nil {
		return nil, fail(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fail(err)
	}
	root := document.Content[0]
	apiVersionFirst(root)
	if err := o.style(root, ""); err != nil {
		return nil, fail(err)
	}
	if o.Comments != nil {
		about := o.Comments("")
		document.HeadComment, document.FootComment = about.Head, about.Foot
	}
	out, err := encoded(&document)
	if err != nil {
		return nil, fail(err)
	}
	return out, nil
}

func encoded(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(indent)
	encoder.CompactSeqIndent()
	err := encoder.Encode(value)
	return out.Bytes(), err
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
func (o Object) style(node *yaml.Node, path string) error {
	switch node.Kind {
	case yaml.ScalarNode:
		return restyle(node)
	case yaml.SequenceNode:
		for i, item := range node.Content {
			at := fmt.Sprintf("%s[%d]", path, i)
			if err := o.style(item, at); err != nil {
				return err
			}
			o.comment(item, item, at)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			at := strings.TrimPrefix(child(path, key.Value), ".")
			if err := o.style(value, at); err != nil {
				return err
			}
			if err := restyle(key); err != nil {
				return err
			}
			o.comment(key, value, at)
		}
	}
	node.Style = 0
	if len(node.Content) == 0 || isShortList(node) {
		node.Style = yaml.FlowStyle
	}
	return nil
}

// child is the path of a key below a path. Keys that would not read as one step stand in brackets.
func child(path, key string) string {
	if strings.ContainsAny(key, ".[]/ $") {
		return path + "[" + key + "]"
	}
	return path + "." + key
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

// comment adds what stands at a field.
func (o Object) comment(key, value *yaml.Node, field string) {
	if o.Comments == nil {
		return
	}
	comments := o.Comments(field)
	key.HeadComment, key.FootComment = comments.Head, comments.Foot
	if value.Kind == yaml.ScalarNode {
		value.LineComment = comments.Line
	} else {
		key.LineComment = comments.Line
	}
}
