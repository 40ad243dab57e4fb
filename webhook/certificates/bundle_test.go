// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"testing"
	"time"
)

// The time on the configuration is that since which all of the bundle has been trusted: only an addition changes it.
func TestBundleTimeChangesWithAdditionsOnly(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var cas certificates
	for range 3 {
		made, err := newCA(now, testCALifetime)
		if err != nil {
			t.Fatal(err)
		}
		cas = cas.with(made.cert)
	}
	earlierTime, nowTime := formatTime(now.Add(-time.Minute)), formatTime(now)
	tests := map[string]struct {
		since   string // on the configuration; none when empty
		was     certificates
		trusted certificates
		want    string // none when nothing is to be written
	}{
		"same":                {earlierTime, cas[:2], cas[:2], ""},
		"same, other order":   {earlierTime, certificates{cas[1], cas[0]}, cas[:2], ""},
		"one added":           {earlierTime, cas[:1], cas[:2], nowTime},
		"one taken off":       {earlierTime, cas[:2], cas[:1], earlierTime},
		"one for another":     {earlierTime, cas[:2], cas[1:], nowTime},
		"from nothing":        {earlierTime, nil, cas[:1], nowTime},
		"no time":             {"", cas[:1], cas[:1], nowTime},
		"not a time":          {"yesterday", cas[:1], cas[:1], nowTime},
		"clocks differ a bit": {formatTime(now.Add(testOverlap)), cas[:1], cas[:1], ""},
		"far ahead":           {formatTime(now.Add(testOverlap + time.Second)), cas[:1], cas[:1], nowTime},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			was := configuration()
			for i := range was.Webhooks {
				was.Webhooks[i].ClientConfig.CABundle = encodeCertificates(test.was)
			}
			if test.since != "" {
				was.Annotations = map[string]string{BundleSinceAnnotation: test.since}
			}
			got := withBundle(was, test.trusted, testOverlap, now)
			if got == nil {
				if test.want != "" {
					t.Fatal("nothing is to be written")
				}
				return
			}
			if since := got.Annotations[BundleSinceAnnotation]; since != test.want {
				t.Errorf("since %q, want %q", since, test.want)
			}
			if b := readBundle(got); !b.held.hasAll(test.trusted) || !test.trusted.hasAll(b.seen) {
				t.Errorf("bundle of %d, want exactly the %d trusted", len(b.seen), len(test.trusted))
			}
		})
	}
}

func TestConfigurationWithoutWebhooksIsLeftAlone(t *testing.T) {
	empty := configuration()
	empty.Webhooks = nil
	if withBundle(empty, nil, testOverlap, time.Now()) != nil || readBundle(empty).exists || readBundle(nil).exists {
		t.Error("there is nothing to write a bundle to")
	}
}
