// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// Twenty clients create and delete objects that refer to each other, all at once. Nothing can keep one from deleting
// what another is just about to refer to, since admission sees one write at a time. So references may be left that lead
// nowhere, and none of them unknown: the rules find each, and the audit says so on the object.
func TestConcurrentWritersLeaveNothingUnreported(t *testing.T) {
	c := newContest(t, shared, 20)
	c.run(t, soaking(10*time.Second, time.Minute))
	stored := c.stored(t)
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	wrong, dangling := map[catalog.ID]bool{}, map[string]int{}
	stored.Each(func(object *catalog.Object) bool {
		if object.Kind == catalog.Namespace {
			return true
		}
		verdict, err := engine.Judge(t.Context(), policy.Stored(object, stored, time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		wrong[object.ID] = verdict.Denied()
		for _, reference := range catalog.ReferencesOf(object) {
			if stored.Get(reference.To) != nil {
				continue
			}
			dangling[fmt.Sprintf("%s %s", object.Kind, reference.Field)]++
			if !slices.ContainsFunc(verdict.Denials(), func(f policy.Finding) bool { return f.Field == reference.Field }) {
				t.Errorf("%s names %s in %s, which is not there, and no rule says so: %v", object.ID, reference.To, reference.Field, verdict.Findings)
			}
		}
		return true
	})
	t.Logf("%d objects left, %d not compliant; references that lead nowhere: %v", len(wrong), len(wronged(wrong)), dangling)
	within(t, time.Minute, func() (string, bool) { return unlike(c.stored(t), wrong) })
}

func wronged(all map[catalog.ID]bool) []catalog.ID {
	return slices.DeleteFunc(slices.Collect(maps.Keys(all)), func(id catalog.ID) bool { return !all[id] })
}

// unlike tells on which object the audit says something else than the rules.
func unlike(stored *catalog.Snapshot, wrong map[catalog.ID]bool) (seen string, ok bool) {
	ok = true
	for id, is := range wrong {
		if says := saysWrong(stored.Get(id)); says != is {
			seen, ok = fmt.Sprintf("%s breaks a rule: %v; the audit says so: %v", id, is, says), false
		}
	}
	return seen, ok
}

func saysWrong(object *catalog.Object) bool {
	status, _ := object.Content()["status"].(map[string]any)
	conditions, _ := status["conditions"].([]any)
	return slices.ContainsFunc(conditions, func(item any) bool {
		condition, _ := item.(map[string]any)
		return condition["type"] == v1alpha1.ConditionCompliant && condition["status"] == string(metav1.ConditionFalse)
	})
}

// stored are all objects of the contest, as the API server has them.
func (c *contest) stored(t *testing.T) *catalog.Snapshot {
	t.Helper()
	var objects []*catalog.Object
	list := func(ctx context.Context, client dynamic.ResourceInterface) {
		items, err := client.List(ctx, metav1.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range items.Items {
			object, err := catalog.NewObject(items.Items[i].Object)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(object.Namespace+object.Name, c.prefix) {
				objects = append(objects, object)
			}
		}
	}
	for _, resource := range catalog.Resources() {
		list(t.Context(), c.client.Resource(schema.GroupVersionResource{Group: catalog.Group, Version: catalog.Version, Resource: resource.Plural}))
	}
	list(t.Context(), c.client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}))
	return catalog.New(objects...)
}
