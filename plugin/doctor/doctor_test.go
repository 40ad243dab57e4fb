// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net/url"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/doctor"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

type object = map[string]any

// fake is a cluster that holds answers by their paths.
type fake struct {
	answers   map[string]any
	refusals  map[string]error
	applied   error
	objects   []*unstructured.Unstructured
	published *policy.Published
	may       func(authorizationv1.ResourceAttributes) bool
}

func (f *fake) Address() string { return "https://a.example.com" }

func (f *fake) Read(_ context.Context, path string, _ url.Values, into any) error {
	if err := f.refusals[path]; err != nil {
		return err
	}
	answer, there := f.answers[path]
	if !there {
		return &live.Error{Reason: live.Absent, Message: path + " not found"}
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

func (f *fake) Apply(_ context.Context, o *unstructured.Unstructured, dryRun bool) (*live.Answer, error) {
	if !dryRun {
		return nil, errors.New("it was no dry run")
	}
	f.objects = append(f.objects, o)
	return nil, f.applied
}

func (f *fake) Published(context.Context) (*policy.Published, error) { return f.published, nil }

func (f *fake) User(context.Context) (authenticationv1.UserInfo, error) {
	return authenticationv1.UserInfo{Username: "jane"}, nil
}

func (f *fake) May(_ context.Context, a authorizationv1.ResourceAttributes) (bool, error) {
	return f.may == nil || f.may(a), nil
}

const (
	registration = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/nautes-webhook"
	guard        = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/nautes-break-glass"
	deployments  = "/apis/apps/v1/namespaces/nautes-system/deployments/"
	crd          = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/environments.nautes.resource.nautes.io"
	served       = "/apis/nautes.resource.nautes.io/v1alpha1"
)

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// ca is a certificate that is good for a time from noon, as PEM.
func ca(t *testing.T, good time.Duration) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: noon().Add(-time.Hour), NotAfter: noon().Add(good), IsCA: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// fromFile is one of our manifests.
func fromFile(t *testing.T, path string) object {
	t.Helper()
	text, err := manifests.Files().(interface{ ReadFile(string) ([]byte, error) }).ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var o object
	if err := yaml.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// healthy is a cluster on which nothing is wrong.
func healthy(t *testing.T) (*fake, *doctor.Doctor) {
	t.Helper()
	webhook := fromFile(t, "webhook/validatingwebhookconfiguration.yaml")
	config := webhook["webhooks"].([]any)[0].(object)
	config["clientConfig"].(object)["caBundle"] = base64.StdEncoding.EncodeToString(ca(t, 300*24*time.Hour))
	ready := object{"spec": object{"replicas": 2}, "status": object{"readyReplicas": 2}}
	f := &fake{
		answers: map[string]any{
			"/version": object{"gitVersion": "v1.37.2"}, registration: webhook, guard: object{},
			deployments + "nautes-webhook": ready, deployments + "nautes-controller": ready,
		},
		refusals:  map[string]error{},
		applied:   &live.Error{Reason: live.Denied, Message: "denied"},
		published: &policy.Published{Version: "v0.1.0", Hash: "sha256:a", Rules: []policy.PublishedRule{{}, {Own: "team/a.rego"}}},
	}
	crds, err := manifests.CRDs()
	if err != nil {
		t.Fatal(err)
	}
	var resources []any
	for _, text := range crds {
		var stored object
		if err := yaml.Unmarshal(text, &stored); err != nil {
			t.Fatal(err)
		}
		name := stored["metadata"].(object)["name"].(string)
		f.answers["/apis/apiextensions.k8s.io/v1/customresourcedefinitions/"+name] = stored
		plural, _, _ := strings.Cut(name, ".")
		resources = append(resources, object{"name": plural})
	}
	f.answers[served] = object{"resources": resources}
	return f, &doctor.Doctor{
		Cluster: f, Plugin: "v0.1.0", Rules: "sha256:a", CRDs: crds, Now: noon(),
		Kubectl: func(context.Context) (string, error) { return "v1.36.0", nil },
		Dial: func(context.Context, string, *x509.CertPool) (*x509.Certificate, error) {
			return &x509.Certificate{NotAfter: noon().Add(72 * time.Hour)}, nil
		},
	}
}

func TestNothingIsWrong(t *testing.T) {
	f, d := healthy(t)
	r := d.Examine(t.Context())
	if r.Count(doctor.OK) != len(r.Checks) || len(r.Checks) < 13 {
		t.Errorf("%+v", r.Checks)
	}
	if len(f.objects) != 1 || f.objects[0].GetKind() != "Product" || f.objects[0].GetName() != "kube-system" {
		t.Errorf("tried %v", f.objects)
	}
	d.Product = "demo"
	d.Examine(t.Context())
	if o := f.objects[1]; o.GetKind() != "Project" || o.GetNamespace() != "demo" {
		t.Errorf("tried %v", o)
	}
}

var forbidden = &live.Error{Reason: live.Forbidden, Message: "jane cannot get it"}

func TestWhatIsWrong(t *testing.T) {
	webhook := func(f *fake) object { return f.answers[registration].(object)["webhooks"].([]any)[0].(object) }
	lacks := func(verbs ...string) func(authorizationv1.ResourceAttributes) bool {
		return func(a authorizationv1.ResourceAttributes) bool {
			return !strings.Contains(strings.Join(verbs, " "), a.Verb)
		}
	}
	for name, test := range map[string]struct {
		spoil func(*fake, *doctor.Doctor)
		check string
		want  doctor.Status
		says  string
	}{
		"old server":        {func(f *fake, _ *doctor.Doctor) { f.answers["/version"] = object{"gitVersion": "v1.30.9"} }, "API server", doctor.Fail, "v1.30.9 is too old"},
		"server of a cloud": {func(f *fake, _ *doctor.Doctor) { f.answers["/version"] = object{"gitVersion": "v1.37.2-eks-1"} }, "API server", doctor.OK, "v1.37.2-eks-1"},
		"kubectl far away":  {func(_ *fake, d *doctor.Doctor) { d.Kubectl = saying("v1.35.1", nil) }, "kubectl", doctor.Warn, "more than one minor release away"},
		"broken kubectl":    {func(_ *fake, d *doctor.Doctor) { d.Kubectl = saying("", errors.New("it broke")) }, "kubectl", doctor.Warn, "not known: it broke"},
		"no kinds":          {func(f *fake, _ *doctor.Doctor) { delete(f.answers, served) }, "CRDs", doctor.Fail, "none of our kinds is there"},
		"a kind missing": {func(f *fake, _ *doctor.Doctor) {
			f.answers[served] = object{"resources": []any{object{"name": "environments"}}}
		}, "CRDs", doctor.Fail, "not there: coderepoproviders, "},
		"kinds of another release": {func(f *fake, _ *doctor.Doctor) {
			f.answers[crd] = object{"spec": object{"versions": []any{object{"name": "v1alpha1", "schema": object{}}}}}
		}, "CRDs", doctor.Warn, "of another release than this program: environments"},
		"kinds not seen":      {func(f *fake, _ *doctor.Doctor) { refuse(f, "/apis/apiextensions.k8s.io/") }, "CRDs", doctor.OK, "you may not see"},
		"not registered":      {func(f *fake, _ *doctor.Doctor) { delete(f.answers, registration) }, "webhook", doctor.Fail, "not registered"},
		"registration unseen": {func(f *fake, _ *doctor.Doctor) { f.refusals[registration] = forbidden }, "webhook", doctor.Warn, "you may not look at it"},
		"no entry":            {func(f *fake, _ *doctor.Doctor) { webhook(f)["name"] = "other" }, "webhook", doctor.Fail, "has no entry"},
		"deletes not sent": {func(f *fake, _ *doctor.Doctor) {
			webhook(f)["rules"].([]any)[0].(object)["operations"] = []any{"CREATE", "UPDATE"}
		}, "webhook", doctor.Fail, "not asked about delete of coderepoproviders"},
		"ignored failures":     {func(f *fake, _ *doctor.Doctor) { webhook(f)["failurePolicy"] = "Ignore" }, "failure policy", doctor.Warn, "written unjudged"},
		"no CA":                {func(f *fake, _ *doctor.Doctor) { delete(webhook(f)["clientConfig"].(object), "caBundle") }, "CA", doctor.Fail, "has no caBundle"},
		"CA expired":           {func(f *fake, _ *doctor.Doctor) { bundle(t, f, -time.Minute) }, "CA", doctor.Fail, "expired on 2026-11-23"},
		"CA expires":           {func(f *fake, _ *doctor.Doctor) { bundle(t, f, time.Hour) }, "CA", doctor.Warn, "expires on 2026-11-23"},
		"certificate":          {func(f *fake, _ *doctor.Doctor) { at(f, "https://127.0.0.1:9443/validate") }, "certificate", doctor.OK, "good until 2026-11-26"},
		"certificate not seen": {func(f *fake, d *doctor.Doctor) { at(f, "https://127.0.0.1:9443/x"); d.Dial = undialled }, "certificate", doctor.Warn, "not seen from here: refused"},
		"no guard":             {func(f *fake, _ *doctor.Doctor) { delete(f.answers, guard) }, "break-glass", doctor.Warn, "is not there"},
		"nobody judges":        {func(f *fake, _ *doctor.Doctor) { f.applied = nil }, "answers", doctor.Fail, "passed a dry run"},
		"webhook down": {func(f *fake, _ *doctor.Doctor) {
			f.applied = &live.Error{Reason: live.WebhookDown, Message: "it is down"}
		}, "answers", doctor.Fail, "it is down"},
		"probe forbidden":   {func(f *fake, _ *doctor.Doctor) { f.applied = forbidden }, "answers", doctor.Warn, "not tried"},
		"other rules":       {func(f *fake, _ *doctor.Doctor) { f.published.Hash = "sha256:b" }, "rules", doctor.Warn, "carries other rules"},
		"no rules":          {func(f *fake, _ *doctor.Doctor) { f.published = nil }, "rules", doctor.Warn, "no webhook has told"},
		"no controller":     {func(f *fake, _ *doctor.Doctor) { delete(f.answers, deployments+"nautes-controller") }, "controller", doctor.Warn, "not installed"},
		"webhook elsewhere": {func(f *fake, _ *doctor.Doctor) { delete(f.answers, deployments+"nautes-webhook") }, "webhook pods", doctor.OK, "it runs elsewhere"},
		"none ready":        {func(f *fake, _ *doctor.Doctor) { f.answers[deployments+"nautes-webhook"] = object{} }, "webhook pods", doctor.Fail, "none of 1 is ready"},
		"half ready": {func(f *fake, _ *doctor.Doctor) {
			f.answers[deployments+"nautes-webhook"].(object)["status"] = object{"readyReplicas": 1}
		}, "webhook pods", doctor.Warn, "1 of 2 are ready"},
		"may not write": {func(f *fake, _ *doctor.Doctor) { f.may = lacks("create") }, "may write", doctor.Warn, "nothing in all products"},
		"may not skip":  {func(f *fake, _ *doctor.Doctor) { f.may = lacks("skip-check") }, "may skip rules", doctor.OK, "few are to"},
		"may read some": {func(f *fake, _ *doctor.Doctor) {
			f.may = func(a authorizationv1.ResourceAttributes) bool { return a.Resource != "clusters" }
		}, "may read", doctor.Warn, "not everything in all products: not clusters"},
		"may read nothing": {func(f *fake, d *doctor.Doctor) { f.may = lacks("list"); d.Product = "demo" }, "may read", doctor.Fail, "nothing in product demo"},
	} {
		t.Run(name, func(t *testing.T) {
			f, d := healthy(t)
			test.spoil(f, d)
			r := d.Examine(t.Context())
			for _, check := range r.Checks {
				if check.Name != test.check {
					continue
				}
				if check.Status != test.want || !strings.Contains(check.Message, test.says) {
					t.Errorf("%+v", check)
				}
				if check.Status == doctor.Fail && check.Mend == "" && name != "webhook down" {
					t.Errorf("nothing to do about %+v", check)
				}
				return
			}
			t.Errorf("no check %q in %+v", test.check, r.Checks)
		})
	}
}

func saying(version string, err error) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return version, err }
}

func undialled(context.Context, string, *x509.CertPool) (*x509.Certificate, error) {
	return nil, errors.New("refused")
}

func clientConfig(f *fake) object {
	return f.answers[registration].(object)["webhooks"].([]any)[0].(object)["clientConfig"].(object)
}

func bundle(t *testing.T, f *fake, good time.Duration) {
	t.Helper()
	clientConfig(f)["caBundle"] = base64.StdEncoding.EncodeToString(ca(t, good))
}

func at(f *fake, address string) {
	delete(clientConfig(f), "service")
	clientConfig(f)["url"] = address
}

// refuse has all reads below a path be forbidden.
func refuse(f *fake, below string) {
	for path := range f.answers {
		if strings.HasPrefix(path, below) {
			f.refusals[path] = forbidden
		}
	}
}

func TestWithoutAClusterTheRestIsTold(t *testing.T) {
	_, d := healthy(t)
	d.Cluster, d.ConnectErr = nil, errors.New("there is no kubeconfig")
	r := d.Examine(t.Context())
	if len(r.Checks) != 3 || r.Checks[0].Status != doctor.Fail || !strings.Contains(r.Checks[0].Message, "there is no kubeconfig") {
		t.Errorf("%+v", r.Checks)
	}
	f, d := healthy(t)
	f.refusals["/version"] = &live.Error{Reason: live.Unreachable, Message: "it is away", Hint: "is it up?"}
	if r = d.Examine(t.Context()); len(r.Checks) != 3 || r.Checks[0].Message != "it is away" || r.Checks[0].Mend != "is it up?" {
		t.Errorf("%+v", r.Checks)
	}
}

func TestWhatIsInterruptedEnds(t *testing.T) {
	_, d := healthy(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r := d.Examine(ctx); len(r.Checks) != 4 {
		t.Errorf("%+v", r.Checks)
	}
}
