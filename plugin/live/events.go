// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"net/url"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/types"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// LastWarning is the latest Event of the type Warning about the object of that UID; nil where there is none. The error,
// if any, is an [*Error] or that of ctx.
func (c *Cluster) LastWarning(ctx context.Context, id catalog.ID, uid types.UID) (*corev1.Event, error) {
	namespace := id.Namespace
	if namespace == "" {
		namespace = metav1.NamespaceDefault // where Events about cluster-scoped objects are kept
	}
	about := fields.Set{"involvedObject.kind": string(id.Kind), "involvedObject.name": id.Name, "type": corev1.EventTypeWarning}
	if uid != "" {
		about["involvedObject.uid"] = string(uid)
	}
	var list corev1.EventList
	if err := c.Read(ctx, EventsPath(namespace), url.Values{"fieldSelector": {about.AsSelector().String()}}, &list); err != nil {
		return nil, err
	}
	var last *corev1.Event
	for i := range list.Items {
		if last == nil || SeenAt(&list.Items[i]).After(SeenAt(last)) {
			last = &list.Items[i]
		}
	}
	return last, nil
}

// EventsPath is where the Events of a namespace are.
func EventsPath(namespace string) string { return "/api/v1/namespaces/" + namespace + "/events" }

// SeenAt is when an Event was seen last, whichever of its fields its writer filled.
func SeenAt(e *corev1.Event) time.Time {
	at := e.CreationTimestamp.Time
	for _, other := range []time.Time{e.EventTime.Time, e.FirstTimestamp.Time, e.LastTimestamp.Time} {
		if other.After(at) {
			at = other
		}
	}
	if e.Series != nil && e.Series.LastObservedTime.After(at) {
		at = e.Series.LastObservedTime.Time
	}
	return at
}
