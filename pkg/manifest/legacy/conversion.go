// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// conversion is one document on its way.
type conversion struct {
	converter *Converter
	document  *manifest.Document
	kind      kind
	id        catalog.ID
	// old is the spec with values for placeholders, spec what becomes of it.
	old, spec map[string]any
	// origins are the fields that have another name in the document, by what they are called now.
	origins map[string]string
	// lacking are placeholders without a value, each with the first field that has it.
	lacking map[string]string
	// object is what the document became; nil as long as that is not known.
	object *unstructured.Unstructured
	errs   manifest.Errors
}

const (
	nameField  = "spec.name"
	specPrefix = "spec."
)

func (c *conversion) run() {
	var known bool
	name := c.document.Object.GetKind()
	if c.kind, known = kinds[catalog.Kind(name)]; !known {
		c.fail("kind", fmt.Sprintf("the old nautes command line has no kind %q", name), manifest.DidYouMean(name, kindNames()))
		return
	}
	c.expandSpec()
	if len(c.lacking) > 0 {
		c.failLacking() // everything else would be about what is not the text yet
		return
	}
	c.identify()
	if c.converter.IdentityOnly || c.object == nil {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(c.document.Object.Object)) {
		if key != "apiVersion" && key != "kind" && key != "spec" {
			c.unknown(key, []string{"apiVersion", "kind", "spec"})
		}
	}
	c.takeFields()
	for field, value := range c.kind.defaults {
		if isEmpty(c.spec[field]) {
			c.fill(value, "it is what the old command line took where it was left out", field)
		}
	}
	c.coerce()
	if c.kind.finish != nil {
		c.kind.finish(c)
	}
	c.object.Object["spec"] = c.spec
}

// expandSpec puts the values into the spec. Of what can not be created any more only the name counts.
func (c *conversion) expandSpec() {
	written, _ := c.document.Object.Object["spec"].(map[string]any)
	if c.converter.IdentityOnly {
		written = map[string]any{"name": written["name"], c.kind.owner: written[c.kind.owner]}
	}
	kubeconfig, given := written[kubeconfigField]
	rest := maps.Clone(written)
	delete(rest, kubeconfigField)
	c.old, _ = c.expandAll(rest, "spec", "spec").(map[string]any)
	if given {
		c.old[kubeconfigField] = c.expandKubeconfig(kubeconfig)
	}
}

// identify makes the object with its name and namespace.
func (c *conversion) identify() {
	name, ok := c.word("name")
	metadata := map[string]any{"name": name}
	c.id = catalog.ID{Kind: catalog.Kind(c.document.Object.GetKind()), Name: name}
	c.origins["metadata.name"] = nameField
	if c.kind.owner != "" {
		product, named := c.word(c.kind.owner)
		ok = ok && named
		metadata["namespace"] = product
		c.id.Namespace = product
		c.origins["metadata.namespace"] = specPrefix + c.kind.owner
	}
	if !ok {
		return
	}
	c.spec = map[string]any{}
	c.object = &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": c.document.Object.GetAPIVersion(), "kind": c.document.Object.GetKind(), "metadata": metadata,
	}}
}

// word is a field of the spec that has to be text and not empty.
func (c *conversion) word(field string) (string, bool) {
	switch value := c.old[field].(type) {
	case string:
		if value != "" {
			return value, true
		}
		c.fail(specPrefix+field, "is empty", "")
	case nil:
		c.fail(specPrefix+field, "is missing", "")
	case int64, float64, bool:
		return fmt.Sprint(value), true
	default:
		c.fail(specPrefix+field, "must be a string", "")
	}
	return "", false
}

// takeFields takes the fields of the spec over, by the names that they have now.
func (c *conversion) takeFields() {
	for _, field := range slices.Sorted(maps.Keys(c.old)) {
		switch now := cmp.Or(c.kind.renamed[field], field); {
		case field == "name" || field == c.kind.owner || c.old[field] == nil:
		case !slices.Contains(c.kind.fields, field):
			c.unknown(specPrefix+field, append([]string{"name", c.kind.owner}, c.kind.fields...))
		case field == kubeconfigField: // it is taken out at the end
		case now != field:
			c.rename(field, now)
		case c.isMoved(field):
		default:
			c.spec[field] = c.old[field]
			if slices.Contains(c.kind.unheard, field) && c.old[field] != false {
				c.say(specPrefix+field, "%s counts now; the old command line left it out of what it sent", specPrefix+field)
			}
		}
	}
	for _, m := range c.kind.moved {
		if value, given := c.old[m.from]; given && value != nil {
			c.move(m, value)
		}
	}
}

func (c *conversion) isMoved(field string) bool {
	return slices.ContainsFunc(c.kind.moved, func(m move) bool { return m.from == field })
}

// rename takes a field over by another name. Both names at once are right only where they say the same.
func (c *conversion) rename(field, now string) {
	if other := c.old[now]; other != nil && fmt.Sprint(other) != fmt.Sprint(c.old[field]) {
		c.fail(specPrefix+field, fmt.Sprintf("says something else than %s", specPrefix+now), "take one of the two out")
	}
	c.spec[now] = c.old[field]
	c.origins[specPrefix+now] = specPrefix + field
	c.say(specPrefix+now, "%s is now %s", specPrefix+field, specPrefix+now)
}

// move takes over a field of earlier releases, unless what it has become is given too.
func (c *conversion) move(m move, value any) {
	at := strings.Split(m.to, ".")
	if _, given, err := unstructured.NestedFieldNoCopy(c.spec, at...); err != nil || given {
		c.say(specPrefix+m.from, "%s is dropped: %s is given", specPrefix+m.from, specPrefix+m.to)
		return
	}
	// A copy: the lists and objects of the document are not to be shared.
	if unstructured.SetNestedField(c.spec, value, at...) != nil {
		return // the schema says what is wrong on the way there
	}
	c.origins[specPrefix+m.to] = specPrefix + m.from
	c.say(specPrefix+m.to, "%s is now %s", specPrefix+m.from, specPrefix+m.to)
}

// fill sets a field that was left out.
func (c *conversion) fill(value any, why string, at ...string) {
	if unstructured.SetNestedField(c.spec, value, at...) != nil {
		return
	}
	field := specPrefix + strings.Join(at, ".")
	c.say(field, "%s is filled in: %s", field, why)
	c.converter.Notes[len(c.converter.Notes)-1].Filled = true
}

// say adds a note about a field of the object, or of the document where it was dropped.
func (c *conversion) say(field, format string, args ...any) {
	c.converter.Notes = append(c.converter.Notes, Note{
		File: c.document.Origin.File, Line: c.document.Line(c.was(field)), ID: c.id, Field: field, Text: fmt.Sprintf(format, args...),
	})
}

// fail adds an error at a field of the document.
func (c *conversion) fail(field, message, hint string) {
	c.errs = append(c.errs, &manifest.Error{
		File: c.document.Origin.File, Line: c.document.Line(field), Field: field, Message: message, Hint: hint,
	})
}

func (c *conversion) unknown(field string, known []string) {
	last := field[strings.LastIndexByte(field, '.')+1:]
	c.fail(field, "unknown field", manifest.DidYouMean(last, known))
}

// was is what a field of the object is called in the document.
func (c *conversion) was(field string) string {
	origin, longest := "", ""
	for now, old := range c.origins {
		rest, below := strings.CutPrefix(field, now)
		if below && len(now) > len(longest) && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			origin, longest = old+rest, now
		}
	}
	return cmp.Or(origin, field)
}

func isEmpty(value any) bool { return value == nil || value == "" }
