// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// Nautes called products and code repos by the numbers of their group and their project at GitLab.
var (
	numberedProduct = regexp.MustCompile(`^product-\d+$`)
	numberedRepo    = regexp.MustCompile(`^repo-\d+$`)
)

// Numbers gives objects the names of people in the place of GitLab's numbers.
type Numbers struct {
	// Names are those that the user gives: "product-7" is "shop", "repo-50" is "charts", or "shop/charts" where the repo
	// belongs to another product. A code repo among the objects need not be named: it is called after the path of its
	// repository.
	Names map[string]string

	// repos are the names that were found, by namespace and numbered name.
	repos map[catalog.ID]string
	notes []Note
	errs  manifest.Errors
	told  map[string]bool
}

// Numbered tells whether an object has, or names, what is called by a number.
func Numbered(object *unstructured.Unstructured) bool {
	return numberedProduct.MatchString(object.GetNamespace()) || numberedProduct.MatchString(ownerOf(object)) ||
		numberedRepo.MatchString(object.GetName()) && object.GetKind() == string(catalog.CodeRepo) ||
		numberedProduct.MatchString(object.GetName()) && object.GetKind() == string(catalog.Product)
}

// Misplaced tells whether an object says that it belongs to a product by its number, and lies in another namespace: it comes
// from a default.project repository that Nautes filled.
func Misplaced(object *unstructured.Unstructured) bool {
	owner := ownerOf(object)
	return numberedProduct.MatchString(owner) && owner != object.GetNamespace()
}

// Owner is the number of the product that the objects of a default.project repository belong to; "" where none of them
// says it.
func Owner(objects []*unstructured.Unstructured) string {
	for _, object := range objects {
		if owner := ownerOf(object); numberedProduct.MatchString(owner) {
			return owner
		}
	}
	return ""
}

// ownerOf is the product that an object says it belongs to. On a binding the field names who is granted.
func ownerOf(object *unstructured.Unstructured) string {
	if object.GetKind() == string(catalog.CodeRepoBinding) {
		return ""
	}
	return fieldOf(object, "spec", "product")
}

func fieldOf(object *unstructured.Unstructured, at ...string) string {
	text, _, err := unstructured.NestedString(object.Object, at...)
	if err != nil {
		return ""
	}
	return text
}

// Resolve names the objects of documents, in place, and takes out what Nautes' controllers put in. The errors say which
// number stands for something that nobody has named.
func (n *Numbers) Resolve(documents []*manifest.Document) ([]Note, manifest.Errors) {
	n.repos, n.told = map[catalog.ID]string{}, map[string]bool{}
	for _, d := range documents {
		n.learn(d.Object)
	}
	for _, d := range documents {
		n.resolve(d)
	}
	return n.notes, n.errs
}

// learn remembers what a code repo says of its own name.
func (n *Numbers) learn(object *unstructured.Unstructured) {
	number := object.GetName()
	if object.GetKind() != string(catalog.CodeRepo) || !numberedRepo.MatchString(number) {
		return
	}
	if name := nameFor(fieldOf(object, "spec", "repoName")); name != "" {
		n.repos[catalog.ID{Namespace: object.GetNamespace(), Name: number}] = name
	}
}

// nameFor makes a name for an object of the path of a repository, which may be freer; "" where nothing is left of it.
func nameFor(path string) string {
	name := strings.Trim(strings.NewReplacer("_", "-", ".", "-").Replace(strings.ToLower(path)), "-")
	if len(validation.IsDNS1123Label(name)) > 0 {
		return ""
	}
	return name
}

// resolve names one object and what it refers to.
func (n *Numbers) resolve(d *manifest.Document) {
	object := d.Object
	n.clean(d)
	spec, _ := object.Object["spec"].(map[string]any)
	namespace := object.GetNamespace()
	for _, pattern := range repoReferences {
		visit(spec, strings.Split(pattern, "."), "spec", func(field string, value any) any {
			number, _ := value.(string)
			return n.repo(d, field, namespace, number)
		})
	}
	switch object.GetKind() {
	case string(catalog.CodeRepo):
		n.nameRepo(d, spec)
	case string(catalog.Product):
		n.nameProduct(d)
	}
	n.nameOwner(d, spec)
}

// nameOwner names the products that an object belongs to and grants to.
func (n *Numbers) nameOwner(d *manifest.Document, spec map[string]any) {
	if number := fieldOf(d.Object, "spec", "product"); number != "" {
		spec["product"] = n.product(d, "spec.product", number)
	}
	if namespace := d.Object.GetNamespace(); namespace != "" {
		d.Object.SetNamespace(n.product(d, "metadata.namespace", namespace))
	}
	if d.Object.GetKind() != string(catalog.CodeRepoBinding) && spec["product"] == d.Object.GetNamespace() {
		delete(spec, "product") // the namespace says it
	}
}

// repoReferences are the fields of all kinds that name a code repo, below spec.
var repoReferences = []string{ //nolint:gochecknoglobals // a table, never written
	"codeRepo", "manifestSource.codeRepo", "pipelineSource", "eventSources.*.gitlab.repoName", "additionalResources.git.codeRepo",
}

// nameRepo names a code repo after its repository. The path stays where the name could not be just that.
func (n *Numbers) nameRepo(d *manifest.Document, spec map[string]any) {
	number, path := d.Object.GetName(), fieldOf(d.Object, "spec", "repoName")
	if !numberedRepo.MatchString(number) {
		return
	}
	name := n.repo(d, "metadata.name", d.Object.GetNamespace(), number)
	d.Object.SetName(name)
	if path == name {
		delete(spec, "repoName") // the name says it
	}
	n.note(d, "metadata.name", "%s is now %s, after its repository", number, name)
}

func (n *Numbers) nameProduct(d *manifest.Document) {
	number := d.Object.GetName()
	if !numberedProduct.MatchString(number) {
		return
	}
	name := n.product(d, "metadata.name", number)
	d.Object.SetName(name)
	n.note(d, "metadata.name", "%s is now %s, after its group", number, name)
}

// repo is what a code repo is called from within a product, both by their numbers.
func (n *Numbers) repo(d *manifest.Document, field, namespace, number string) string {
	if !numberedRepo.MatchString(number) {
		return number
	}
	if name := n.Names[number]; name != "" {
		return name
	}
	if name := n.repos[catalog.ID{Namespace: namespace, Name: number}]; name != "" {
		return name
	}
	for id, name := range n.repos {
		if id.Name == number { // GitLab numbers the projects of all groups in one row
			return n.product(d, field, id.Namespace) + "/" + name
		}
	}
	n.unknown(d, field, number, fmt.Sprintf("give --map %s=REPO, or %s=PRODUCT/REPO where it is another product's", number, number))
	return number
}

// product is what a product is called.
func (n *Numbers) product(d *manifest.Document, field, number string) string {
	if !numberedProduct.MatchString(number) {
		return number
	}
	if name := n.Names[number]; name != "" {
		return name
	}
	n.unknown(d, field, number, fmt.Sprintf("give --map %s=PRODUCT, or -n PRODUCT for the one that the repository belongs to; "+
		"the name is the path of the group", number))
	return number
}

// unknown says once of each number that nothing is known of it.
func (n *Numbers) unknown(d *manifest.Document, field, number, hint string) {
	if n.told[number] {
		return
	}
	n.told[number] = true
	n.errs = append(n.errs, &manifest.Error{
		File: d.Origin.File, Line: d.Line(field), Field: field, Hint: hint,
		Message: fmt.Sprintf("what %q stands for is not said in these files: it is a number of GitLab", number),
	})
}

// clean takes out what controllers put in: finalizers would never be taken off again.
func (n *Numbers) clean(d *manifest.Document) {
	if len(d.Object.GetFinalizers()) > 0 {
		d.Object.SetFinalizers(nil)
		n.note(d, "metadata.finalizers", "metadata.finalizers are dropped: nobody would take them off again")
	}
	if len(d.Object.GetOwnerReferences()) > 0 {
		d.Object.SetOwnerReferences(nil)
		n.note(d, "metadata.ownerReferences", "metadata.ownerReferences are dropped: they name objects of another cluster")
	}
	d.Object.SetLabels(n.without(d, "labels", d.Object.GetLabels()))
	d.Object.SetAnnotations(n.without(d, "annotations", d.Object.GetAnnotations()))
}

func (n *Numbers) without(d *manifest.Document, field string, entries map[string]string) map[string]string {
	kept := maps.Clone(entries)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if ofProgram(key) {
			delete(kept, key)
			at := fmt.Sprintf("metadata.%s[%s]", field, key)
			n.note(d, at, "%s is dropped: a program wrote it", at)
		}
	}
	return kept
}

// programs are the domains whose labels and annotations nobody writes by hand.
var programs = []string{ //nolint:gochecknoglobals // a table, never written
	"resource.nautes.io", "argocd.argoproj.io", "kubectl.kubernetes.io",
}

// ofProgram tells such a label or annotation by its prefix. Those of our own group mean the same today.
func ofProgram(key string) bool {
	prefix, _, _ := strings.Cut(key, "/")
	return prefix != catalog.Group && slices.ContainsFunc(programs, func(domain string) bool {
		return prefix == domain || strings.HasSuffix(prefix, "."+domain)
	})
}

func (n *Numbers) note(d *manifest.Document, field, format string, args ...any) {
	id := catalog.ID{Kind: catalog.Kind(d.Object.GetKind()), Namespace: d.Object.GetNamespace(), Name: d.Object.GetName()}
	if name := n.Names[id.Namespace]; name != "" {
		id.Namespace = name
	}
	n.notes = append(n.notes, Note{
		File: d.Origin.File, Line: d.Line(field), ID: id, Field: field, Text: fmt.Sprintf(format, args...),
	})
}
