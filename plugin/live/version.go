// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Version says what the cluster runs.
type Version struct {
	// Kubernetes is the version of the API server, for example "v1.37.2".
	Kubernetes string `json:"kubernetes"`
	// Webhook is what nautes-webhook says of itself, or the tag of the image that it runs from; empty where neither
	// can be seen.
	Webhook string `json:"webhook,omitempty"`
	// Rules and OwnRules are the hashes of the rules that the webhook carries and of those that the operator added;
	// empty where they can not be seen.
	Rules    string `json:"rules,omitempty"`
	OwnRules string `json:"ownRules,omitempty"`
}

// Version asks the cluster. The error, if any, is an [*Error] or that of ctx.
func (c *Cluster) Version(ctx context.Context) (*Version, error) {
	server, err := c.ServerVersion(ctx)
	if err != nil {
		return nil, err
	}
	v := &Version{Kubernetes: server}
	// Few may see the one or the other, and it may run elsewhere: then it is left out.
	if published, err := c.Published(ctx); err == nil && published != nil {
		v.Webhook, v.Rules, v.OwnRules = published.Version, published.Hash, published.OwnHash
	}
	if v.Webhook == "" {
		v.Webhook = c.imageTag(ctx)
	}
	return v, nil
}

// ServerVersion is the version of the API server, for example "v1.37.2". The error, if any, is an [*Error] or that of ctx.
func (c *Cluster) ServerVersion(ctx context.Context) (string, error) {
	var server struct {
		GitVersion string `json:"gitVersion"`
	}
	err := c.read(ctx, "/version", &server)
	return server.GitVersion, err
}

// imageTag is the tag of the image that the webhook runs from; empty where it can not be seen.
func (c *Cluster) imageTag(ctx context.Context) string {
	var deployment struct {
		Spec struct {
			Template struct {
				Spec struct {
					Containers []struct {
						Image string `json:"image"`
					} `json:"containers"`
				} `json:"spec"`
			} `json:"template"`
		} `json:"spec"`
	}
	path := "/apis/apps/v1/namespaces/" + v1alpha1.SystemNamespace + "/deployments/nautes-webhook"
	if err := c.read(ctx, path, &deployment); err != nil {
		return ""
	}
	for _, container := range deployment.Spec.Template.Spec.Containers {
		return tagOf(container.Image)
	}
	return ""
}

// read reads an answer into a value.
func (c *Cluster) read(ctx context.Context, path string, into any) error {
	_, body, err := do(ctx, c.client.Get().AbsPath(path), catalog.ID{Name: path})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("read the answer of the cluster: %w", err)
	}
	return nil
}

// tagOf is the tag of an image, without registry, port and digest.
func tagOf(image string) string {
	image, _, _ = strings.Cut(image, "@")
	image = image[strings.LastIndex(image, "/")+1:]
	_, tag, _ := strings.Cut(image, ":")
	return tag
}
