// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package known

import (
	"fmt"
	"io/fs"
	"slices"

	"sigs.k8s.io/yaml"
)

// Known is what the data files say.
type Known struct {
	// Components are by name.
	Components map[string]Component
	// Categories are those of the components that a cluster of a class needs, by class; see [ClassNames].
	Categories map[string][]string
	// Events are the webhook events of a code repo, by GitLab's name.
	Events map[string]Event
	// ClusterKinds are well-known kinds of cluster-scoped objects, with the API group of each; "" is the core group.
	ClusterKinds map[string]string

	// carried are the values that events carry: by name of the value, then by event.
	carried map[string]map[string]string
}

// Component is a piece of software that a cluster can have.
type Component struct {
	// Category is the field of componentsList in which it may stand.
	Category string `json:"category"`
	// Namespace is where it is installed unless a Cluster says otherwise.
	Namespace string `json:"namespace"`
	// Additions are what it can be told, by name.
	Additions map[string]Addition `json:"additions"`
}

// Addition is something that a component can be told.
type Addition struct {
	// Required: it has to be told, unless there is a default.
	Required bool `json:"required"`
	// Form says in words what is wanted; Pattern is RE2 and covers the whole value. Both may be empty.
	Form    string `json:"form,omitempty"`
	Pattern string `json:"pattern,omitempty"`
	Default string `json:"default,omitempty"`
}

// Event is a webhook event.
type Event struct {
	// Pipeline: it can start a pipeline.
	Pipeline bool `json:"pipeline"`
}

// Read reads the data files of a folder of policies.
func Read(files fs.FS) (*Known, error) {
	k := &Known{}
	var variables struct {
		FromEvent map[string]map[string]string `json:"fromEvent"`
	}
	for name, into := range map[string]any{
		"components": &k.Components, "categories": &k.Categories, "events": &k.Events, "clusterkinds": &k.ClusterKinds,
		"variables": &variables,
	} {
		text, err := fs.ReadFile(files, name+"/data.yaml")
		if err != nil {
			return nil, fmt.Errorf("read what is known: %w", err)
		}
		if err := yaml.Unmarshal(text, into); err != nil {
			return nil, fmt.Errorf("read what is known: %s: %w", name, err)
		}
	}
	k.carried = variables.FromEvent
	return k, nil
}

// CarriesRef tells whether an event is about a branch or a tag, and says which.
func (k *Known) CarriesRef(event string) bool { return k.carried["ref"][event] != "" }

// PipelineEvents are the events that can start a pipeline, by name.
func (k *Known) PipelineEvents() []string {
	var events []string
	for name, event := range k.Events {
		if event.Pipeline {
			events = append(events, name)
		}
	}
	slices.Sort(events)
	return events
}
