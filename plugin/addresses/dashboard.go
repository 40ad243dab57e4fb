// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package addresses

import (
	"cmp"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// dashboard is a component that people look at.
type dashboard struct {
	category  string
	component string
	what      string
}

// dashboards are those there are. Another component of the category is told by its own name.
var dashboards = []dashboard{ //nolint:gochecknoglobals // a table, never written
	{"pipeline", "tekton", "Tekton Dashboard"},
	{"deployment", "argocd", "Argo CD"},
}

// dashboards are the addresses of the components of a cluster that have one.
func (a *atlas) dashboards(id catalog.ID) []Address {
	cluster := a.live(id)
	if cluster == nil {
		return []Address{{What: "Dashboards", Of: id, Problem: missing(id)}}
	}
	var addresses []Address
	for _, d := range dashboards {
		name := cluster.String(componentField(d.category) + ".name")
		if name == "" {
			continue
		}
		what := d.what
		if name != d.component {
			what = name
		}
		addresses = append(addresses, a.dashboard(cluster, what, d.category, name))
	}
	return addresses
}

func componentField(category string) string { return "spec.componentsList." + category }

// dashboard is the address of a component: its host, and the port of the gateway in front of it.
func (a *atlas) dashboard(cluster *catalog.Object, what, category, name string) Address {
	address := Address{What: what, Of: cluster.ID}
	host, from := a.host(cluster, category, name)
	if host == "" {
		address.Problem = fmt.Sprintf("%s has neither %s.additions.host nor a spec.primaryDomain", cluster.ID, componentField(category))
		return address
	}
	p := a.port(cluster)
	if p.problem != "" {
		address.Problem = p.problem
		return address
	}
	if p.number != wellKnown[p.scheme] {
		host = net.JoinHostPort(host, p.number)
	}
	address.URL = p.scheme + "://" + host
	address.From = slices.Concat(from, []Source{p.from})
	return address
}

// wellKnown are the ports that go without saying.
var wellKnown = map[string]string{"https": "443", "http": "80"} //nolint:gochecknoglobals // a table, never written

// host is the one that the component is told, else NAME.CLUSTER.DOMAIN, as it is made where nothing else is said. A
// virtual cluster without a domain is under that of its host.
func (a *atlas) host(cluster *catalog.Object, category, name string) (string, []Source) {
	field := componentField(category) + ".additions.host"
	if host := cluster.String(field); host != "" {
		return host, []Source{{Object: cluster.ID, Field: field}}
	}
	for _, of := range []*catalog.Object{cluster, a.hostOf(cluster)} {
		if of == nil || of.String("spec.primaryDomain") == "" {
			continue
		}
		return strings.Join([]string{name, cluster.Name, of.String("spec.primaryDomain")}, "."), []Source{
			{Object: cluster.ID, Field: field, Default: true}, {Object: of.ID, Field: "spec.primaryDomain"},
		}
	}
	return "", nil
}

// hostOf is the cluster that a virtual one is on; nil where there is none.
func (a *atlas) hostOf(cluster *catalog.Object) *catalog.Object {
	return a.live(catalog.ID{Kind: catalog.Cluster, Name: cluster.String("spec.hostCluster")})
}

// port is where a gateway takes requests, or why that is not known.
type port struct {
	scheme, number string
	from           Source
	problem        string
}

// port is that of the gateway in front of a cluster: of a virtual one, that of its host, whose nodes take the requests.
func (a *atlas) port(cluster *catalog.Object) port {
	entrance := cluster
	if cluster.String("spec.clusterType") == "virtual" {
		if entrance = a.hostOf(cluster); entrance == nil {
			return port{problem: missing(catalog.ID{Kind: catalog.Cluster, Name: cluster.String("spec.hostCluster")})}
		}
	}
	gateway := entrance.String(componentField("gateway") + ".name")
	if gateway == "" {
		return port{problem: fmt.Sprintf("%s has no gateway in front (%s)", entrance.ID, componentField("gateway"))}
	}
	properties := a.known.Components[gateway].Additions
	for _, p := range []struct{ scheme, property string }{{"https", "httpsNodePort"}, {"http", "httpNodePort"}} {
		field := componentField("gateway") + ".additions." + p.property
		told := entrance.String(field)
		if number := cmp.Or(told, properties[p.property].Default); number != "" {
			return port{scheme: p.scheme, number: number, from: Source{entrance.ID, field, told == ""}}
		}
	}
	return port{problem: fmt.Sprintf("nothing says at which port %s of %s is", gateway, entrance.ID)}
}
