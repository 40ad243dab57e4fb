// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

func secretID(name string) catalog.ID {
	return catalog.ID{Kind: "Secret", Namespace: v1alpha1.SystemNamespace, Name: name}
}

func secretPath(name string) []string {
	return []string{"/api/v1", "namespaces", v1alpha1.SystemNamespace, "secrets", name}
}

// Kubeconfig reads a kubeconfig from the key of a Secret of our own namespace. The content is in no log, whatever the
// verbosity, and in no error. The error, if any, is an [*Error] or that of ctx; its reason is [Absent] where there is no
// such Secret, or it has no such key.
func (c *Cluster) Kubeconfig(ctx context.Context, secret, key string) (content []byte, err error) {
	id := secretID(secret)
	// As a stream: the client logs answers that it reads itself.
	stream, err := c.client.Get().AbsPath(secretPath(secret)...).Stream(ctx)
	if err != nil {
		return nil, classify(ctx, err, id)
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	text, err := io.ReadAll(stream)
	if err != nil {
		return nil, classify(ctx, err, id)
	}
	var stored struct {
		Data map[string][]byte `json:"data"`
	}
	if json.Unmarshal(text, &stored) != nil {
		return nil, errors.New("read the answer of the cluster: it is no Secret") // what the parser says could quote it
	}
	content, given := stored.Data[key]
	if !given {
		return nil, &Error{Reason: Absent, Message: fmt.Sprintf("%s has no key %q", id, key)}
	}
	return content, nil
}

// KubeconfigSecret is what is known of a Secret without its content.
type KubeconfigSecret struct {
	Name string
	UID  types.UID
	// Ours: it was made, or changed, by this program.
	Ours bool
}

// KubeconfigSecret looks at a Secret of our own namespace, without its content; nil where there is none. The error, if any,
// is an [*Error] or that of ctx.
func (c *Cluster) KubeconfigSecret(ctx context.Context, name string) (*KubeconfigSecret, error) {
	_, body, err := do(ctx, c.client.Get().AbsPath(secretPath(name)...).SetHeader("Accept", onlyMetadata), secretID(name))
	switch {
	case isAbsent(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	object, err := decode(body)
	if err != nil {
		return nil, err
	}
	ours := slices.ContainsFunc(object.GetManagedFields(), func(entry metav1.ManagedFieldsEntry) bool {
		return entry.Manager == v1alpha1.FieldManager
	})
	return &KubeconfigSecret{Name: name, UID: object.GetUID(), Ours: ours}, nil
}

// DeleteKubeconfigSecret deletes it, if it still is the same one. That it is gone by now is no error. The error, if any, is an
// [*Error] or that of ctx.
func (c *Cluster) DeleteKubeconfigSecret(ctx context.Context, secret *KubeconfigSecret) error {
	options := metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &secret.UID}}
	options.Kind, options.APIVersion = "DeleteOptions", "v1"
	body, err := json.Marshal(options)
	if err != nil {
		return fmt.Errorf("write options: %w", err)
	}
	request := c.client.Delete().AbsPath(secretPath(secret.Name)...).
		SetHeader("Content-Type", "application/json").SetHeader("Accept", onlyMetadata).Body(body)
	_, _, err = do(ctx, request, secretID(secret.Name))
	if isAbsent(err) {
		return nil
	}
	return err
}
