// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trail

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Record is one write for which rules were skipped, as it was let through. Whether it was stored is not known yet.
type Record struct {
	catalog.ID
	// Bypass is what is written, within the bounds of the schema.
	Bypass v1alpha1.Bypass
	mark   mark
}

// mark tells one write of an object from the others.
type mark struct {
	uid        types.UID
	generation int64
	// value and reason are those of the annotations: a change of theirs counts up no generation.
	value, reason string
	// spec tells two writers apart who started from the same generation.
	spec [sha256.Size]byte
	// counted: the write counts up the generation, so that its spec is enough to know it by. Whoever takes the annotation
	// off right after it does not get rid of the record.
	counted bool
}

// NewRecord is the record of a write: the object as it was reviewed, what it was before (nil on create), and what to say
// about it. What the schema would not take of that is cut off: a name that is too long must not lose the record. It fails
// for an object that the catalog does not hold.
func NewRecord(reviewed, former map[string]any, bypass v1alpha1.Bypass) (Record, error) {
	object, err := catalog.NewObject(reviewed)
	if err != nil {
		return Record{}, fmt.Errorf("keep bypass: %w", err)
	}
	m := markOf(object)
	m.counted = former == nil || (&unstructured.Unstructured{Object: former}).GetGeneration() < m.generation
	return Record{object.ID, bounded(bypass), m}, nil
}

func markOf(object *catalog.Object) mark {
	content := &unstructured.Unstructured{Object: object.Content()}
	annotations := content.GetAnnotations()
	return mark{
		uid: content.GetUID(), generation: content.GetGeneration(), spec: specOf(object),
		value: annotations[v1alpha1.InsecureSkipCheckAnnotation], reason: annotations[v1alpha1.SkipCheckReasonAnnotation],
	}
}

func specOf(object *catalog.Object) [sha256.Size]byte {
	// JSON values always can be written, with the keys of an object in order.
	spec, _ := json.Marshal(object.Content()["spec"]) //nolint:errchkjson // as above
	return sha256.Sum256(spec)
}

// fate is what became of a write.
type fate int

const (
	// unseen: it is not stored, or not seen yet.
	unseen fate = iota
	// stored: the object is as the write made it.
	stored
	// overtaken: a later write counts. If rules were skipped for it as well, it has a record of its own; if not, it met
	// them.
	overtaken
)

func (r *Record) fate(seen *catalog.Object) fate {
	if seen == nil {
		return unseen
	}
	content := &unstructured.Unstructured{Object: seen.Content()}
	switch generation := content.GetGeneration(); {
	case content.GetUID() != r.mark.uid:
		return unseen
	case generation > r.mark.generation:
		return overtaken
	case generation < r.mark.generation:
		return unseen // before its spec is looked at: many records may wait for a large object
	}
	now := markOf(seen)
	if now.spec == r.mark.spec && (r.mark.counted || now.value == r.mark.value && now.reason == r.mark.reason) {
		return stored
	}
	return unseen
}

// status is what is applied. The error is that of a programmer.
func (r *Record) status() (map[string]any, error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&r.Bypass)
	if err != nil {
		return nil, fmt.Errorf("write bypass: %w", err)
	}
	return map[string]any{"bypass": content}, nil
}

// The bounds of status.bypass in the schema: characters of a text and of a rule's id, and the number of rules.
const (
	longestText = 1024
	longestRule = 253
	mostRules   = 200
)

func bounded(b v1alpha1.Bypass) v1alpha1.Bypass {
	b.By, b.Reason = cut(b.By, longestText), cut(b.Reason, longestText)
	rules, seen := []string{}, map[string]bool{}
	for _, rule := range b.Rules {
		if rule = cut(rule, longestRule); !seen[rule] && len(rules) < mostRules {
			seen[rule] = true
			rules = append(rules, rule)
		}
	}
	b.Rules = rules
	return b
}

// cut shortens a text to so many characters, the last of which says that there was more.
func cut(text string, most int) string {
	characters := []rune(text)
	if len(characters) <= most {
		return text
	}
	return string(characters[:most-1]) + "…"
}

// Until is the end of a bypass as the status has it; nil for one without end.
func Until(endless bool, end time.Time) *metav1.Time {
	if endless {
		return nil
	}
	return &metav1.Time{Time: end}
}
