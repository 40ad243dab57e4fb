// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func TestBeforeTheFirstLeaf(t *testing.T) {
	a := newCluster(t).replica(0, testLog(t))
	if cert, err := a.GetCertificate(nil); cert != nil || err == nil || !strings.Contains(err.Error(), "no serving certificate yet") {
		t.Errorf("GetCertificate: %v, %v", cert, err)
	}
	if err := a.Ready(nil); err == nil {
		t.Error("ready without a leaf")
	}
	if a.NeedLeaderElection() {
		t.Error("a replica without leadership would have no leaf")
	}
}

func TestReadyWaitsForTheBundle(t *testing.T) {
	c := newCluster(t)
	a, other := c.replica(0, testLog(t)), c.replica(0, testLog(t))
	// As if somebody else changed the configuration each time before we can.
	c.before = func(verb string, _ client.Object) error { return map[string]error{"patch": errRaced}[verb] }
	if err := a.look(t.Context()); err == nil {
		t.Fatal("want an error: the bundle cannot be written")
	}
	if err := a.Ready(nil); err == nil || !strings.Contains(err.Error(), "caBundle") {
		t.Errorf("got %v, want not ready before the bundle holds our CA", err)
	}
	c.before = nil
	look(t, other) // Any replica may write it.
	look(t, a)
	if err := a.Ready(nil); err != nil {
		t.Error(err)
	}
	changed := c.configuration()
	changed.Webhooks[1].ClientConfig.CABundle = nil
	if err := c.api.Update(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	c.before = func(verb string, _ client.Object) error { return map[string]error{"patch": errRaced}[verb] }
	if err := a.look(t.Context()); err == nil {
		t.Fatal("want an error: the bundle cannot be written")
	}
	if err := a.Ready(nil); err == nil {
		t.Error("ready although one of two webhooks does not trust us")
	}
}

func TestReadyLooksAtTheDates(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	for name, test := range map[string]struct {
		when time.Duration
		want string
	}{
		"clock jumped back": {-backdate - time.Second, "not valid before"},
		"valid":             {testLeaf - time.Second, ""},
		"expired":           {testLeaf, "expired"},
	} {
		served := a.view.Load()
		late := c.replica(test.when, testLog(t))
		late.view.Store(served)
		err := late.Ready(nil)
		if (err == nil) != (test.want == "") || (err != nil && !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// A local process is called by address, one in a pod by the Service's name.
func TestClientsReachEveryHost(t *testing.T) {
	c := newCluster(t)
	a, err := New(c.api, Options{Hosts: []string{"127.0.0.1", "::1", "webhook.example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	look(t, a)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{GetCertificate: a.GetCertificate})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.(*tls.Conn).HandshakeContext(t.Context()) // The client tells how it went.
			conn.Close()
		}
	}()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(c.configuration().Webhooks[0].ClientConfig.CABundle) {
		t.Fatal("the caBundle is not PEM")
	}
	for host, trusted := range map[string]bool{
		ServiceHost: true, "127.0.0.1": true, "::1": true, "webhook.example.org": true,
		"nautes-webhook.other.svc": false, "127.0.0.2": false,
	} {
		conn, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{RootCAs: roots, ServerName: host})
		if (err == nil) != trusted {
			t.Errorf("%s: %v, want trusted: %v", host, err, trusted)
		}
		if err == nil {
			conn.Close()
		}
	}
}

func TestCertificatesAreFitForPurpose(t *testing.T) {
	c := newCluster(t)
	a := c.replica(0, testLog(t))
	look(t, a)
	root, l := c.state().current.cert, a.view.Load().leaf.tls.Leaf
	if !root.IsCA || !root.MaxPathLenZero || root.KeyUsage != x509.KeyUsageCertSign || l.IsCA {
		t.Errorf("CA %v pathlen %d usage %d, leaf is CA %v", root.IsCA, root.MaxPathLen, root.KeyUsage, l.IsCA)
	}
	for name, cert := range map[string]*x509.Certificate{"ca": root, "leaf": l} {
		if cert.PublicKeyAlgorithm != x509.ECDSA || cert.SerialNumber.Sign() <= 0 || !cert.NotBefore.Equal(c.clock.Now().Add(-backdate)) {
			t.Errorf("%s: algorithm %s, serial %s, not before %s", name, cert.PublicKeyAlgorithm, cert.SerialNumber, cert.NotBefore)
		}
	}
}

func TestOptions(t *testing.T) {
	tests := map[string]struct {
		options Options
		want    string // in the error; none when empty
	}{
		"defaults":           {Options{}, ""},
		"seconds":            {Options{CALifetime: 18 * time.Second, LeafLifetime: 4 * time.Second, Overlap: time.Second}, ""},
		"overlap too short":  {Options{Overlap: time.Millisecond, Resync: time.Millisecond}, "overlap must be at least 1s"},
		"resync too long":    {Options{Resync: 2 * time.Hour}, "resync must be"},
		"resync negative":    {Options{Resync: -1}, "resync must be"},
		"leaf too short":     {Options{LeafLifetime: time.Hour}, "leaf lifetime must be at least 3h1m30s"},
		"CA too short":       {Options{CALifetime: 20 * 24 * time.Hour}, "ca lifetime must be at least 510h0m0s"},
		"host with port":     {Options{Hosts: []string{"localhost:9443"}}, `host "localhost:9443" is neither`},
		"host with a scheme": {Options{Hosts: []string{"https://localhost"}}, "leave scheme and port out"},
		"empty host":         {Options{Hosts: []string{""}}, `host "" is neither`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(newCluster(t).api, test.options)
			if (err == nil) != (test.want == "") || (err != nil && !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// Everything that is logged or returned while CAs come, rotate, break and fail to be written.
func TestPrivateKeysAreNeverLogged(t *testing.T) {
	c := newCluster(t)
	var mu sync.Mutex
	var said strings.Builder
	say := func(parts ...string) {
		mu.Lock()
		defer mu.Unlock()
		said.WriteString(strings.Join(parts, " ") + "\n")
	}
	a := c.replica(0, funcr.New(func(prefix, args string) { say(prefix, args) }, funcr.Options{Verbosity: 10}))
	lookAndSay := func() {
		if err := a.look(t.Context()); err != nil {
			say(err.Error())
		}
	}
	var keys [][]byte
	lookAndSay()
	for range 2 * testCALifetime / testOverlap {
		lookAndSay()
		for _, name := range []string{currentKey, nextKey} {
			if key := c.secret().Data[name]; key != nil {
				keys = append(keys, key)
			}
		}
		c.clock.Step(testOverlap)
	}
	for _, damage := range []func(*corev1.Secret){
		func(s *corev1.Secret) { s.Data[currentCert] = s.Data[currentKey] },
		func(s *corev1.Secret) { s.Data[currentKey] = s.Data[currentKey][:150] },
		func(s *corev1.Secret) { s.Data[previousCert] = s.Data[currentKey] },
	} {
		c.updateSecret(damage)
		lookAndSay()
		keys = append(keys, c.secret().Data[currentKey])
	}
	if lines := strings.Count(said.String(), "\n"); lines < 10 {
		t.Fatalf("only %d lines, there is nothing to check", lines)
	}
	for _, key := range keys {
		block, _ := pem.Decode(key)
		for _, form := range []string{string(key), base64.StdEncoding.EncodeToString(block.Bytes)[60:100], strings.Split(string(key), "\n")[1], "PRIVATE KEY-----"} {
			if strings.Contains(said.String(), form) {
				t.Fatalf("a private key was logged:\n%s", said.String())
			}
		}
	}
}
