// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// onlyMetadata asks for an answer without the content of what was sent. The client logs answers.
const onlyMetadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"

// StoreKubeconfig puts a kubeconfig into a Secret of our own namespace, under a key, and tells whether the Secret was
// not there before. Unlike [Cluster.Apply] it takes nothing from who else wrote that Secret: then the error is a
// [Conflict]. The content is in no log, whatever the verbosity. With dryRun nothing is stored. The error, if any, is an
// [*Error] or that of ctx.
func (c *Cluster) StoreKubeconfig(ctx context.Context, secret, key string, content []byte, dryRun bool) (created bool, err error) {
	body, err := json.Marshal(map[string]any{
		"apiVersion": "v1",
		"kind":       "Secret",
		"metadata":   map[string]string{"name": secret, "namespace": v1alpha1.SystemNamespace},
		"type":       "Opaque",
		"data":       map[string][]byte{key: content},
	})
	if err != nil {
		return false, errors.New("write Secret: its content can not be encoded")
	}
	request := c.client.Patch(types.ApplyPatchType).
		AbsPath("/api/v1", "namespaces", v1alpha1.SystemNamespace, "secrets", secret).
		SetHeader("Accept", onlyMetadata).
		Param("fieldManager", v1alpha1.FieldManager).
		Body(bytes.NewReader(body)) // not as bytes: the client logs those
	if dryRun {
		request = request.Param("dryRun", metav1.DryRunAll)
	}
	answer, err := c.send(ctx, request, catalog.ID{Kind: "Secret", Namespace: v1alpha1.SystemNamespace, Name: secret})
	var told *Error
	if errors.As(err, &told) && told.Reason == Conflict {
		told.Message = fmt.Sprintf("Secret %s/%s holds something else, which another program wrote", v1alpha1.SystemNamespace, secret)
		told.Hint = fmt.Sprintf("if it is not needed: kubectl delete secret --namespace=%s %s; then do the same again",
			v1alpha1.SystemNamespace, secret)
	}
	if err != nil {
		return false, err
	}
	return answer.Created, nil
}
