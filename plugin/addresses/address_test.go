// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package addresses_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/addresses"
	"github.com/nautes-labs/kubectl-nautes/plugin/known"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type fields = map[string]any

// of lists addresses, each on a line with its sources or its problem.
func of(t *testing.T, product string, objects ...*catalog.Object) []string {
	t.Helper()
	k, err := known.Read(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, a := range addresses.Of(catalog.New(objects...), product, k).Addresses {
		parts := []string{a.What, a.Of.Name, a.URL, a.Problem}
		for _, source := range a.From {
			parts = append(parts, source.String())
		}
		lines = append(lines, strings.Join(strings.Fields(strings.Join(parts, " ")), " "))
	}
	return lines
}

func cluster(name string, spec fields) *catalog.Object {
	return world.Object(catalog.Cluster, "", name, spec)
}

func environment(product, cluster string) *catalog.Object {
	return world.Object(catalog.Environment, product, "on-"+cluster, fields{"cluster": cluster, "envType": "test"})
}

func gateway(additions fields) fields {
	return fields{"name": "traefik", "namespace": "traefik", "additions": additions}
}

func argocd(host string) fields {
	return fields{"name": "argocd", "namespace": "argocd", "additions": fields{"host": host}}
}

func TestDashboards(t *testing.T) {
	host := cluster("host1", fields{
		"clusterType": "physical", "primaryDomain": "host1.io",
		"componentsList": fields{"gateway": gateway(fields{"httpNodePort": "30080", "httpsNodePort": "30444"})},
	})
	for name, test := range map[string]struct {
		objects []*catalog.Object
		want    []string
	}{
		"a physical one": {
			[]*catalog.Object{cluster("c", fields{"componentsList": fields{"deployment": argocd("a.io"), "gateway": gateway(fields{"httpsNodePort": "31443"})}})},
			[]string{"Argo CD c https://a.io:31443 Cluster/c spec.componentsList.deployment.additions.host Cluster/c spec.componentsList.gateway.additions.httpsNodePort"},
		},
		"a virtual one, at the port of its host": {
			[]*catalog.Object{host, cluster("c", fields{"clusterType": "virtual", "hostCluster": "host1", "componentsList": fields{
				"pipeline": fields{"name": "tekton", "additions": fields{"host": "t.io"}}, "gateway": gateway(fields{"httpsNodePort": "1"}),
			}})},
			[]string{"Tekton Dashboard c https://t.io:30444 Cluster/c spec.componentsList.pipeline.additions.host Cluster/host1 spec.componentsList.gateway.additions.httpsNodePort"},
		},
		"the host is gone": {
			[]*catalog.Object{cluster("c", fields{"clusterType": "virtual", "hostCluster": "host1", "componentsList": fields{"deployment": argocd("a.io")}})},
			[]string{"Argo CD c Cluster/host1 is not there, or not for you to see"},
		},
		"no host name, under the cluster's domain": {
			[]*catalog.Object{cluster("c", fields{"primaryDomain": "d.io", "componentsList": fields{"deployment": fields{"name": "argocd"}, "gateway": gateway(nil)}})},
			[]string{"Argo CD c https://argocd.c.d.io:30443 Cluster/c spec.componentsList.deployment.additions.host (default) " +
				"Cluster/c spec.primaryDomain Cluster/c spec.componentsList.gateway.additions.httpsNodePort (default)"},
		},
		"no host name, under the domain of its host": {
			[]*catalog.Object{host, cluster("c", fields{"clusterType": "virtual", "hostCluster": "host1", "componentsList": fields{"deployment": fields{"name": "argocd"}}})},
			[]string{"Argo CD c https://argocd.c.host1.io:30444 Cluster/c spec.componentsList.deployment.additions.host (default) " +
				"Cluster/host1 spec.primaryDomain Cluster/host1 spec.componentsList.gateway.additions.httpsNodePort"},
		},
		"no host name at all": {
			[]*catalog.Object{cluster("c", fields{"componentsList": fields{"deployment": fields{"name": "argocd"}}})},
			[]string{"Argo CD c Cluster/c has neither spec.componentsList.deployment.additions.host nor a spec.primaryDomain"},
		},
		"no gateway": {
			[]*catalog.Object{cluster("c", fields{"componentsList": fields{"deployment": argocd("a.io"), "gateway": nil}})},
			[]string{"Argo CD c Cluster/c has no gateway in front (spec.componentsList.gateway)"},
		},
		"a gateway that nothing is known of, in plain HTTP": {
			[]*catalog.Object{cluster("c", fields{"componentsList": fields{
				"deployment": fields{"name": "flux", "additions": fields{"host": "f.io"}}, "gateway": fields{"name": "own", "additions": fields{"httpNodePort": "8080"}},
			}})},
			[]string{"flux c http://f.io:8080 Cluster/c spec.componentsList.deployment.additions.host Cluster/c spec.componentsList.gateway.additions.httpNodePort"},
		},
		"a gateway without a port": {
			[]*catalog.Object{cluster("c", fields{"componentsList": fields{"deployment": argocd("a.io"), "gateway": fields{"name": "own"}}})},
			[]string{"Argo CD c nothing says at which port own of Cluster/c is"},
		},
		"the port that goes without saying": {
			[]*catalog.Object{cluster("c", fields{"componentsList": fields{"deployment": argocd("a.io"), "gateway": gateway(fields{"httpsNodePort": "443"})}})},
			[]string{"Argo CD c https://a.io Cluster/c spec.componentsList.deployment.additions.host Cluster/c spec.componentsList.gateway.additions.httpsNodePort"},
		},
		"a cluster that is not there": {nil, []string{"Dashboards c Cluster/c is not there, or not for you to see"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, of(t, "demo", append(test.objects, environment("demo", "c"))...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRepositories(t *testing.T) {
	provider := func(name, address string) *catalog.Object {
		return world.Object(catalog.CodeRepoProvider, "", name, fields{"httpAddress": address, "providerType": "gitlab"})
	}
	product := func(spec fields) *catalog.Object { return world.Object(catalog.Product, "", "demo", spec) }
	repo := func(spec fields) *catalog.Object { return world.Object(catalog.CodeRepo, "demo", "web", spec) }
	found := product(nil)
	found.Content()["status"] = fields{"provider": "b"}
	for name, test := range map[string]struct {
		objects []*catalog.Object
		want    []string
	}{
		"all by default": {
			[]*catalog.Object{provider("a", "https://git.io/"), product(nil), repo(nil)},
			[]string{
				"GitLab group demo https://git.io/demo CodeRepoProvider/a spec.httpAddress Product/demo metadata.name",
				"GitLab repo web https://git.io/demo/web CodeRepoProvider/a spec.httpAddress Product/demo metadata.name CodeRepo/demo/web metadata.name",
			},
		},
		"all of their own": {
			[]*catalog.Object{
				provider("a", "https://git.io:8443/root"), product(fields{"git": fields{"gitlab": fields{"path": "retail/demo"}}}),
				repo(fields{"codeRepoProvider": "a", "repoName": "no", "git": fields{"gitlab": fields{"path": "My_Web"}}}),
			},
			[]string{
				"GitLab group demo https://git.io:8443/root/retail/demo CodeRepoProvider/a spec.httpAddress Product/demo spec.git.gitlab.path",
				"GitLab repo web https://git.io:8443/root/retail/demo/My_Web CodeRepoProvider/a spec.httpAddress Product/demo spec.git.gitlab.path CodeRepo/demo/web spec.git.gitlab.path",
			},
		},
		"the provider that was found": {
			[]*catalog.Object{provider("a", "https://a.io"), provider("b", "https://b.io"), found},
			[]string{"GitLab group demo https://b.io/demo CodeRepoProvider/b spec.httpAddress Product/demo metadata.name"},
		},
		"no one provider": {
			[]*catalog.Object{provider("a", "https://a.io"), provider("b", "https://b.io"), product(nil)},
			[]string{"Group demo no code repo provider is named, and there are 2, not 1"},
		},
		"a provider that is not there": {
			[]*catalog.Object{product(fields{"codeRepoProvider": "x"})},
			[]string{"Group demo CodeRepoProvider/x is not there, or not for you to see"},
		},
		"elsewhere": {
			[]*catalog.Object{repo(fields{"url": "git@other.io:x/web.git"})},
			[]string{"Code repo (SSH) web git@other.io:x/web.git CodeRepo/demo/web spec.url"},
		},
		"a product that can not be seen": {
			[]*catalog.Object{provider("a", "https://a.io"), repo(nil)},
			[]string{"Code repo web Product/demo is not there, or not for you to see"},
		},
		"no URL": {
			[]*catalog.Object{provider("a", "nowhere"), product(nil)},
			[]string{"GitLab group demo the address is no URL CodeRepoProvider/a spec.httpAddress Product/demo metadata.name"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, of(t, "demo", test.objects...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNoAddressHoldsCredentials(t *testing.T) {
	lines := of(t, "demo",
		world.Object(catalog.CodeRepoProvider, "", "a", fields{"httpAddress": "https://jane:pa55@git.io"}),
		world.Object(catalog.Product, "", "demo", nil),
		world.Object(catalog.CodeRepo, "demo", "web", fields{"url": "ssh://git:pa55@git.io:22/x/web.git"}),
		world.Object(catalog.CodeRepo, "demo", "odd", fields{"url": "https://git:pa55@%zz"}),
	)
	if text := strings.Join(lines, "\n"); strings.Contains(text, "pa55") || strings.Contains(text, "jane") || !strings.Contains(text, "ssh://git@git.io:22/x/web.git") {
		t.Errorf("got:\n%s", text)
	}
}

func TestRegistriesAndWhatIsOfOthers(t *testing.T) {
	objects := []*catalog.Object{
		world.Object(catalog.ArtifactRepoProvider, "", "nexus", fields{"url": "https://nexus.io/repository"}),
		world.Object(catalog.ArtifactRepo, "demo", "mvn", fields{"artifactRepoProvider": "nexus", "repoName": "mvn-local"}),
		world.Object(catalog.ArtifactRepo, "shop", "go", fields{"artifactRepoProvider": "gone", "repoName": "go"}),
	}
	want := []string{"Registry mvn https://nexus.io/repository/mvn-local ArtifactRepoProvider/nexus spec.url ArtifactRepo/demo/mvn spec.repoName"}
	if diff := cmp.Diff(want, of(t, "demo", objects...)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = append(want, "Registry go ArtifactRepoProvider/gone is not there, or not for you to see")
	if diff := cmp.Diff(want, of(t, "", objects...)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := of(t, "nope", objects...); got != nil {
		t.Errorf("got %v", got)
	}
}
