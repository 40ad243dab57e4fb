// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// pager lists environments of all products in pages of the size that is asked for, and forgets one token.
type pager struct {
	n        int
	forgets  string
	requests []string
}

func (p *pager) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.requests = append(p.requests, r.URL.RawQuery)
	query := r.URL.Query()
	token := query.Get("continue")
	if token != "" && token == p.forgets {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusGone)
		_ = json.NewEncoder(w).Encode(metav1.Status{ //nolint:errchkjson // the client may be gone
			TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusFailure,
			Reason: metav1.StatusReasonExpired, Code: http.StatusGone, ListMeta: metav1.ListMeta{Continue: token + "0"},
		})
		return
	}
	from, _ := strconv.Atoi(strings.TrimSuffix(token, "-"))
	if token == p.forgets+"0" && p.forgets != "" {
		from, _ = strconv.Atoi(strings.TrimSuffix(p.forgets, "-"))
	}
	limit, _ := strconv.Atoi(query.Get("limit"))
	to, next := from+limit, ""
	if to < p.n {
		next = strconv.Itoa(to) + "-"
	} else {
		to = p.n
	}
	table := strings.Contains(r.Header.Get("Accept"), "as=Table")
	var items []string
	for i := from; i < to; i++ {
		object := fmt.Sprintf(`{"metadata":{"name":"e%d","namespace":"demo","labels":{"n":"%d"}}}`, i, i)
		if table {
			object = fmt.Sprintf(`{"cells":["e%d"],"object":%s}`, i, object)
		}
		items = append(items, object)
	}
	form := `{"kind":"EnvironmentList","metadata":{"continue":%q},"items":[%s]}`
	if table {
		form = `{"kind":"Table","columnDefinitions":[{"name":"Name","type":"string"}],"metadata":{"continue":%q},"rows":[%s]}`
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, form, next, strings.Join(items, ","))
}

func (p *pager) cluster(t *testing.T) *live.Cluster {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	c, err := live.Connect(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEachReadsAllPages(t *testing.T) {
	p := &pager{n: 1234}
	n := 0
	listing := live.Listing{ID: catalog.ID{Kind: catalog.Environment}, Labels: "a=b", Fields: "metadata.name!=x"}
	err := p.cluster(t).Each(t.Context(), listing, func(object *unstructured.Unstructured) error {
		if want := fmt.Sprintf("e%d", n); object.GetName() != want {
			t.Fatalf("%s where %s is to come", object.GetName(), want)
		}
		n++
		return nil
	})
	if err != nil || n != 1234 || len(p.requests) != 3 {
		t.Errorf("%d objects in %d requests, error %v", n, len(p.requests), err)
	}
	for _, request := range p.requests {
		if !strings.Contains(request, "labelSelector=a%3Db") || !strings.Contains(request, "fieldSelector=metadata.name%21%3Dx") {
			t.Errorf("request %q", request)
		}
	}
}

func TestAListingGoesOnWhereTheServerForgotIt(t *testing.T) {
	p := &pager{n: 1200, forgets: "500-"}
	n := 0
	err := p.cluster(t).Each(t.Context(), live.Listing{ID: catalog.ID{Kind: catalog.Environment}}, func(*unstructured.Unstructured) error {
		n++
		return nil
	})
	if err != nil || n != 1200 {
		t.Errorf("%d objects, error %v", n, err)
	}
}

func TestEachEndsWithTheErrorOfTheVisitor(t *testing.T) {
	p := &pager{n: 1234}
	full := fmt.Errorf("disk is full")
	err := p.cluster(t).Each(t.Context(), live.Listing{ID: catalog.ID{Kind: catalog.Environment}}, func(*unstructured.Unstructured) error { return full })
	if err == nil || !strings.Contains(err.Error(), "disk is full") || len(p.requests) != 1 {
		t.Errorf("error %v after %d requests", err, len(p.requests))
	}
}

func TestTableIsOneOfAllPages(t *testing.T) {
	p := &pager{n: 1001}
	table, err := p.cluster(t).Table(t.Context(), live.Listing{ID: catalog.ID{Kind: catalog.Environment}}, true)
	if err != nil || len(table.Rows) != 1001 || len(table.ColumnDefinitions) != 1 {
		t.Fatalf("%+v, error %v", table, err)
	}
	last, ok := table.Rows[1000].Object.Object.(*metav1.PartialObjectMetadata)
	if !ok || last.Namespace != "demo" || last.Labels["n"] != "1000" || table.Rows[1000].Object.Raw != nil {
		t.Errorf("%+v", table.Rows[1000])
	}
	if table, err = p.cluster(t).Table(t.Context(), live.Listing{ID: catalog.ID{Kind: catalog.Environment}}, false); err != nil || table.Rows[0].Object.Object != nil {
		t.Errorf("%+v, error %v", table.Rows[0], err)
	}
}

func TestNamesAreOfOnePage(t *testing.T) {
	names, err := (&pager{n: 1001}).cluster(t).Names(t.Context(), catalog.ID{Kind: catalog.Environment, Namespace: "demo"})
	if err != nil || len(names) != 500 || names[499] != "e499" {
		t.Errorf("%d names, error %v", len(names), err)
	}
}
