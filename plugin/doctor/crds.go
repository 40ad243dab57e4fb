// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// definition is what is compared of a CRD.
type definition struct {
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Versions []struct {
			Name   string         `json:"name"`
			Schema map[string]any `json:"schema"`
		} `json:"versions"`
	} `json:"spec"`
	Status struct {
		Conditions []struct {
			Type    string `json:"type"`
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"conditions"`
	} `json:"status"`
}

func (d *definition) schema() map[string]any {
	for _, v := range d.Spec.Versions {
		if v.Name == catalog.Version {
			return v.Schema
		}
	}
	return nil
}

// crds tells whether our kinds are served, and by the CRDs of this program. What is served everybody may see.
func (d *Doctor) crds(ctx context.Context, r *Report) {
	const name = "CRDs"
	var served struct {
		Resources []struct {
			Name string `json:"name"`
		} `json:"resources"`
	}
	err := d.read(ctx, "/apis/"+catalog.APIVersion, &served)
	switch reason := live.ReasonOf(err); {
	case reason == live.NotInstalled || reason == live.Absent:
		r.add(fail(name, install, "none of our kinds is there"))
		return
	case err != nil:
		r.add(notSeen(name, err))
		return
	}
	is := map[string]bool{}
	for _, resource := range served.Resources {
		is[resource.Name] = true
	}
	var missing []string
	for _, resource := range catalog.Resources() {
		if !is[resource.Plural] {
			missing = append(missing, resource.Plural)
		}
	}
	if len(missing) > 0 {
		r.add(fail(name, install, "not there: %s", strings.Join(missing, ", ")))
		return
	}
	r.add(d.compareCRDs(ctx, name))
}

// compareCRDs holds the CRDs against those of this program.
func (d *Doctor) compareCRDs(ctx context.Context, name string) Check {
	var differ []string
	for _, text := range d.CRDs {
		var mine, its definition
		if err := yaml.Unmarshal(text, &mine); err != nil {
			return fail(name, "", "those of this program can not be read: %v", err)
		}
		plural, _, _ := strings.Cut(mine.Metadata.Name, ".")
		path := "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + mine.Metadata.Name
		if err := d.read(ctx, path, &its); live.ReasonOf(err) == live.Forbidden {
			return ok(name, "%d kinds are served (you may not see in which form)", len(d.CRDs))
		} else if err != nil {
			return notSeen(name, err)
		}
		for _, condition := range its.Status.Conditions {
			if condition.Type == "Established" && condition.Status != "True" {
				return fail(name, install, "%s is not served: %s", plural, condition.Message)
			}
		}
		if !reflect.DeepEqual(mine.schema(), its.schema()) {
			differ = append(differ, plural)
		}
	}
	if len(differ) > 0 {
		return warn(name, "install those of the release that the cluster shall run, and use its plugin",
			"of another release than this program: %s", strings.Join(differ, ", "))
	}
	return ok(name, "%s", fmt.Sprintf("%d kinds, as this program knows them", len(d.CRDs)))
}
