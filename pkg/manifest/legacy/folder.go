// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

const secretsFolder = "secrets"

// Folder is what is to be written into a folder, one file an object: what belongs to a product in a folder of its name,
// laid out as its default.project repository is, and beside those a folder for each other kind.
type Folder struct {
	files     []file
	manifests []string
	taken     map[string]bool
}

// file is one of them, by its path in the folder, with slashes.
type file struct {
	path    string
	content []byte
	secret  bool
}

// NewFolder lays objects and kubeconfigs out.
func NewFolder(places *manifest.Places, objects []Written, kubeconfigs []Kubeconfig) (*Folder, error) {
	f := &Folder{taken: map[string]bool{}}
	listed := map[string][]string{}
	for _, object := range objects {
		at, err := f.place(places, object)
		if err != nil {
			return nil, err
		}
		content, err := object.yaml()
		if err != nil {
			return nil, err
		}
		f.files = append(f.files, file{path: at, content: content})
		if product := object.Object.GetNamespace(); product != "" {
			listed[product] = append(listed[product], strings.TrimPrefix(at, product+"/"))
		}
	}
	slices.Sort(f.manifests)
	f.manifests = slices.Compact(f.manifests)
	for product, manifests := range listed {
		content, err := kustomization(places.Kustomization, manifests)
		if err != nil {
			return nil, err
		}
		f.files = append(f.files, file{path: path.Join(product, places.Kustomization), content: content})
	}
	for _, kubeconfig := range kubeconfigs {
		f.files = append(f.files, file{
			path: path.Join(secretsFolder, kubeconfig.Secret+".yaml"), content: kubeconfig.yaml(), secret: true,
		})
	}
	slices.SortFunc(f.files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	return f, nil
}

// place is the file of an object. Where another kind has that name in the same folder, the kind stands behind it.
func (f *Folder) place(places *manifest.Places, w Written) (string, error) {
	object := w.Object
	resource, known := catalog.ResourceOf(catalog.Kind(object.GetKind()))
	if !known {
		return "", fmt.Errorf("write %s %q: there is no place for that kind", object.GetKind(), object.GetName())
	}
	folder, top := resource.Plural, resource.Plural
	if place, placed := places.Kinds[object.GetKind()]; placed {
		below := ""
		switch place.Subdirectory {
		case "":
		case "*":
			below = object.GetName()
		default:
			below = fieldOf(object, strings.Split(place.Subdirectory, ".")...)
		}
		top = path.Join(object.GetNamespace(), place.Directory)
		folder = path.Join(top, below)
	}
	f.manifests = append(f.manifests, top)
	at := path.Join(folder, object.GetName()+".yaml")
	if f.taken[at] {
		at = path.Join(folder, object.GetName()+"."+strings.ToLower(object.GetKind())+".yaml")
	}
	f.taken[at] = true
	return at, nil
}

// kustomization lists the manifests of a product, by their paths from where it lies.
func kustomization(at string, manifests []string) ([]byte, error) {
	up := strings.Repeat("../", strings.Count(at, "/"))
	resources := make([]string, len(manifests))
	for i, manifest := range slices.Sorted(slices.Values(manifests)) {
		resources[i] = up + manifest
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(indent)
	encoder.CompactSeqIndent()
	err := encoder.Encode(struct {
		APIVersion string   `yaml:"apiVersion"`
		Kind       string   `yaml:"kind"`
		Resources  []string `yaml:"resources"`
	}{"kustomize.config.k8s.io/v1beta1", "Kustomization", resources})
	if err != nil {
		return nil, fmt.Errorf("write kustomization: %w", err)
	}
	return out.Bytes(), nil
}

// yaml is the manifest of the Secret. Its name and its key need no quotes: they are those of an object that its schema
// has nothing against.
func (k Kubeconfig) yaml() []byte {
	return fmt.Appendf(nil, `# The kubeconfig of Cluster %s. Keep it out of Git.
apiVersion: v1
kind: Secret
metadata:
  name: %s
  namespace: %s
type: Opaque
data:
  %s: %s
`, k.Cluster, k.Secret, v1alpha1.SystemNamespace, k.Key, base64.StdEncoding.EncodeToString(k.Content()))
}

// Secrets is the folder in it that holds the Secrets; empty where there are none.
func (f *Folder) Secrets() string {
	if slices.ContainsFunc(f.files, func(file file) bool { return file.secret }) {
		return secretsFolder
	}
	return ""
}

// Manifests are the folders in it that hold all else that is to be applied, at any depth, and nothing but that; sorted,
// with slashes.
func (f *Folder) Manifests() []string { return f.manifests }

// Who may read what is written: of the Secrets only the user.
const (
	folderMode, fileMode             fs.FileMode = 0o755, 0o644
	secretFolderMode, secretFileMode fs.FileMode = 0o700, 0o600
)

// Write writes the files into a folder, which is made where it is not there. No file that is there is written over: then
// nothing is written, and the error names the files.
func (f *Folder) Write(folder string) (err error) {
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	var there []string
	for _, file := range f.files {
		if _, err := root.Lstat(filepath.FromSlash(file.path)); !errors.Is(err, fs.ErrNotExist) {
			there = append(there, filepath.Join(folder, filepath.FromSlash(file.path)))
		}
	}
	if len(there) > 0 {
		return fmt.Errorf("%s: there already (name another folder, or remove it)", strings.Join(there, ", "))
	}
	for _, file := range f.files {
		if err := file.write(root); err != nil {
			return fmt.Errorf("write %s: %w", file.path, err)
		}
	}
	return nil
}

func (f file) write(root *os.Root) error {
	dir, mode := folderMode, fileMode
	if f.secret {
		dir, mode = secretFolderMode, secretFileMode
	}
	if err := root.MkdirAll(filepath.FromSlash(path.Dir(f.path)), dir); err != nil {
		return err
	}
	// Created for this and by this: a link that somebody put there meanwhile is not followed.
	out, err := root.OpenFile(filepath.FromSlash(f.path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = out.Write(f.content)
	return errors.Join(err, out.Close())
}
