// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package parity

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

//go:embed world.yaml table
var files embed.FS

// Row is one write that Nautes refuses, or should have.
type Row struct {
	// Number is that of the rule of Nautes (R1), or of the hole in its rules (W1).
	Number string `json:"number"`
	// When says what is wrong.
	When string `json:"when"`

	// Create copies an object of the world and creates the copy, Update changes one, Delete deletes one. Written as
	// "Environment/shop/test", or "Cluster/test" where there is no namespace.
	Create string `json:"create,omitempty"`
	Update string `json:"update,omitempty"`
	Delete string `json:"delete,omitempty"`
	// Name and Namespace of the copy; "attempt" and that of the original where they are empty.
	Name      string `json:"name,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	// Spec is merged into that of the object, as RFC 7386 has it: null takes away.
	Spec map[string]any `json:"spec,omitempty"`

	// Files of a default.project checkout, instead of a write: the documents of each by its path.
	Files map[string][]map[string]any `json:"files,omitempty"`

	// Rule is the id of the rule that refuses it, Schema the field that the schema refuses, and Not why nothing has to.
	Rule   string `json:"rule,omitempty"`
	Schema string `json:"schema,omitempty"`
	Not    string `json:"not,omitempty"`
	// Warns tells that the rule warns of it and lets it through.
	Warns bool `json:"warns,omitempty"`
}

func (r *Row) String() string { return r.Number + ": " + r.When }

// Rows reads the table, in the order of its files.
func Rows() ([]Row, error) {
	names, err := fs.Glob(files, "table/*.yaml")
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var more []Row
		if err := yaml.UnmarshalStrict(text, &more); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		for i := range more {
			if err := more[i].check(); err != nil {
				return nil, fmt.Errorf("read %s: row %d (%s): %w", name, i+1, &more[i], err)
			}
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// check wants one thing that is tried and one that refuses it, or a line on why not.
func (r *Row) check() error {
	tried, answers := 0, 0
	for _, what := range []bool{r.Create != "", r.Update != "", r.Delete != "", r.Files != nil} {
		if what {
			tried++
		}
	}
	for _, answer := range []string{r.Rule, r.Schema, r.Not} {
		if answer != "" {
			answers++
		}
	}
	switch {
	case r.Number == "" || r.When == "":
		return errors.New("number and when are needed")
	case answers != 1:
		return errors.New("one of rule, schema and not is needed")
	case tried != 1 && r.Not == "" || tried != 0 && r.Not != "":
		return errors.New("one of create, update, delete and files is needed, and none with not")
	}
	return nil
}

// World reads the objects that are there, in the order of the file. Some have a status.
func World() ([]*unstructured.Unstructured, error) {
	text, err := files.ReadFile("world.yaml")
	if err != nil {
		return nil, err
	}
	var world []*unstructured.Unstructured
	for i, document := range strings.Split(string(text), "\n---\n") {
		object := &unstructured.Unstructured{}
		if err := yaml.UnmarshalStrict([]byte(document), &object.Object); err != nil {
			return nil, fmt.Errorf("read world.yaml: document %d: %w", i+1, err)
		}
		world = append(world, object)
	}
	return world, nil
}

// Write is what a row tries; Object is nil on a delete, OldObject on a create.
type Write struct {
	Operation         policy.Operation
	Object, OldObject *unstructured.Unstructured
}

// Write makes the write of a row out of the world.
func (r *Row) Write(world []*unstructured.Unstructured) (Write, error) {
	named := r.Create + r.Update + r.Delete
	for _, object := range world {
		if nameOf(object) != named {
			continue
		}
		switch {
		case r.Delete != "":
			return Write{Operation: policy.Delete, OldObject: object}, nil
		case r.Update != "":
			return Write{Operation: policy.Update, OldObject: object, Object: r.changed(object)}, nil
		}
		return Write{Operation: policy.Create, Object: r.copied(object)}, nil
	}
	return Write{}, fmt.Errorf("%s: world.yaml holds no %s", r, named)
}

func nameOf(o *unstructured.Unstructured) string {
	return strings.TrimSuffix(o.GetKind()+"/"+o.GetNamespace(), "/") + "/" + o.GetName()
}

func (r *Row) changed(object *unstructured.Unstructured) *unstructured.Unstructured {
	object = object.DeepCopy()
	spec, _ := object.Object["spec"].(map[string]any)
	object.Object["spec"] = merge(spec, runtime.DeepCopyJSON(r.Spec))
	return object
}

// copied is as an object comes that was not there: without a status.
func (r *Row) copied(object *unstructured.Unstructured) *unstructured.Unstructured {
	object = r.changed(object)
	delete(object.Object, "status")
	object.SetAnnotations(nil)
	object.SetName("attempt")
	if r.Name != "" {
		object.SetName(r.Name)
	}
	if r.Namespace != "" {
		object.SetNamespace(r.Namespace)
	}
	return object
}

// merge is RFC 7386.
func merge(into, patch map[string]any) map[string]any {
	if into == nil {
		into = map[string]any{}
	}
	for key, value := range patch {
		inner, isObject := value.(map[string]any)
		switch {
		case value == nil:
			delete(into, key)
		case isObject:
			was, _ := into[key].(map[string]any)
			into[key] = merge(was, inner)
		default:
			into[key] = value
		}
	}
	return into
}
