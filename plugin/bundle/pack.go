// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package bundle

import (
	"bytes"
	"context"
	"net/url"
	"path"
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/doctor"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

const (
	// mostEvents bounds how many Events of a namespace are taken.
	mostEvents = 2000
	// logLines and logBytes bound how much of a log is taken: its end.
	logLines, logBytes = 5000, 2 << 20
)

// pack gathers everything.
func (p *packing) pack(ctx context.Context) {
	b := p.bundle
	p.value("versions.yaml", b.Versions)
	if table, err := doctor.Formats().Find("table"); err == nil {
		var text bytes.Buffer
		_ = table.Write(&text, b.Doctor) // to memory
		p.text("doctor.txt", text.String())
	}
	p.value("doctor.yaml", b.Doctor)
	if b.Rules != nil {
		p.value("rules.yaml", b.Rules)
	}
	if b.Cluster == nil {
		p.miss("what is in the cluster", b.Unasked)
		return
	}
	for _, resource := range catalog.Resources() {
		p.ask(ctx, resource.Plural, func() error { return p.objects(ctx, resource) })
	}
	p.events(ctx)
	p.system(ctx)
}

// objects adds all objects of a kind, one document each.
func (p *packing) objects(ctx context.Context, resource catalog.Resource) error {
	listing := live.Listing{ID: catalog.ID{Kind: resource.Kind}}
	if resource.Namespaced {
		listing.Namespace = p.bundle.Product
	}
	var text bytes.Buffer
	err := p.bundle.Cluster.Each(ctx, listing, func(object *unstructured.Unstructured) error {
		written, err := p.marshal(object.Object)
		if err != nil {
			return err
		}
		text.WriteString("---\n")
		text.Write(written)
		return nil
	})
	if text.Len() > 0 {
		p.file(path.Join("objects", resource.Plural+".yaml"), text.Bytes())
	}
	return err
}

// events adds those of the product, or those about our kinds wherever they are, and those of our own namespace.
func (p *packing) events(ctx context.Context) {
	ours := fields.OneTermEqualSelector("involvedObject.apiVersion", catalog.APIVersion).String()
	if p.bundle.Product == "" {
		p.list(ctx, "events/objects.yaml", "/api/v1/events", url.Values{"fieldSelector": {ours}})
	} else {
		p.list(ctx, "events/"+p.bundle.Product+".yaml", live.EventsPath(p.bundle.Product), url.Values{})
	}
	p.list(ctx, "events/"+v1alpha1.SystemNamespace+".yaml", live.EventsPath(v1alpha1.SystemNamespace), url.Values{})
}

// list adds what is listed at a path.
func (p *packing) list(ctx context.Context, name, at string, query url.Values) {
	p.ask(ctx, name, func() error {
		query.Set("limit", strconv.Itoa(mostEvents))
		return p.read(ctx, name, at, query)
	})
}

// read adds what is at a path.
func (p *packing) read(ctx context.Context, name, at string, query url.Values) error {
	var found map[string]any
	if err := p.bundle.Cluster.Read(ctx, at, query, &found); err != nil {
		return err
	}
	p.value(name, found)
	return nil
}

// system adds how our own programs are run, and what they say.
func (p *packing) system(ctx context.Context) {
	const (
		admission = "/apis/admissionregistration.k8s.io/v1/"
		namespace = "/namespaces/" + v1alpha1.SystemNamespace
		pods      = "/api/v1" + namespace + "/pods"
	)
	for _, thing := range [][2]string{
		{"registration", admission + "validatingwebhookconfigurations/nautes-webhook"},
		{"break-glass", admission + "validatingadmissionpolicies/nautes-break-glass"},
		{"deployments", "/apis/apps/v1" + namespace + "/deployments"},
		{"pods", pods},
	} {
		name := "system/" + thing[0] + ".yaml"
		p.ask(ctx, name, func() error { return p.read(ctx, name, thing[1], nil) })
	}
	var running podList
	p.ask(ctx, "logs", func() error { return p.bundle.Cluster.Read(ctx, pods, nil, &running) })
	for _, pod := range running.Items {
		for _, container := range pod.Spec.Containers {
			name := path.Join("logs", pod.Metadata.Name+"_"+container.Name)
			at := pods + "/" + pod.Metadata.Name + "/log"
			p.log(ctx, name+".log", at, container.Name, false)
			if pod.restarted(container.Name) {
				p.log(ctx, name+".previous.log", at, container.Name, true)
			}
		}
	}
}

// podList is what is needed of pods to find their logs.
type podList struct {
	Items []podItem `json:"items"`
}

type podItem struct {
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Containers []struct {
			Name string `json:"name"`
		} `json:"containers"`
	} `json:"spec"`
	Status struct {
		ContainerStatuses []struct {
			Name         string `json:"name"`
			RestartCount int    `json:"restartCount"`
		} `json:"containerStatuses"`
	} `json:"status"`
}

func (p *podItem) restarted(container string) bool {
	for _, status := range p.Status.ContainerStatuses {
		if status.Name == container {
			return status.RestartCount > 0
		}
	}
	return false
}

// log adds the end of a log.
func (p *packing) log(ctx context.Context, name, at, container string, previous bool) {
	p.ask(ctx, name, func() error {
		text, err := p.bundle.Cluster.Raw(ctx, at, url.Values{
			"container": {container}, "previous": {strconv.FormatBool(previous)}, "timestamps": {"true"},
			"tailLines": {strconv.Itoa(logLines)}, "limitBytes": {strconv.Itoa(logBytes)},
		})
		if err == nil {
			p.text(name, string(text))
		}
		return err
	})
}
