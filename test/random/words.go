// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package random

import "strings"

// words are what people write into manifests, right and wrong, by and large: names of software, events, variables,
// hooks, times, addresses, paths, and what has broken a parser before.
func words() []string {
	return []string{
		"", "*", "-", ".", "..", "/", "//", ":", "@", "%", "%s", "%d", "{{x}}", "${x}", "null", "true", "0", "-1", "1e309", "007",
		"default", "kube-system", "kube-", "nautes", "nautes-system", "nautes-argo-event-sa", "admin", "readonly", "default.project",
		"argocd", "tekton", "hnc", "vault", "traefik", "argo-events", "argo-rollouts", "external-secrets", "oauth2-proxy", "cert-manager",
		"tekton-pipelines", "hnc-system", "host", "httpNodePort", "httpsNodePort", "30080", "30443", "99999", "a.example.com", "A..b",
		"push_events", "tag_push_events", "merge_requests_events", "issues_events", "note_events", "job_events", "pipeline_events",
		"deployment_events", "releases_events", "confidential_issues_events", "wiki_page_events", "PUSH_EVENTS",
		"ref", "commitID", "target_branch", "source_branch", "title", "labels", "Namespace", "ServiceAccount", "PipelineRevision", "nonsense",
		"ls", "gitlab-status", "main", "release-.*", "(", "(a", "[", "a{1001}", "a{0,999}{0,999}", "(?i)main", "\\C", "(?P<n>x)", "^main$", "\\",
		"0 2 * * *", "*/5 * * * *", "* * * * * *", "60 25 32 13 8", "0 0 31 2 *", "@daily", "MON", "0 2 * * MON-FRI", "1-/2 * * * *", ", , , , ,",
		"30m", "24h", "1.5h", "0s", "-1h", "1d", "9223372036854775807ns", "99999999999999999999h", "1h1", ".s", "µs", "h",
		"Europe/Berlin", "UTC", "Local", "Mars/Olympus", "../etc/passwd", "EST5EDT",
		"20260301T020000Z", "EXDATE:20260301T020000Z", "EXDATE;TZID=Europe/Berlin:20260301T020000", "20261332T256199Z", "EXDATE",
		"2026-03-01T18:00:00Z", "9999-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "2026-03-01t18:00:00z", "2026-03-01T18:00:00,5Z",
		"git@git.example.io:shop/cart.git", "ssh://git@git.example.io:2222/shop/cart.git", "ssh://git@[::1]:99999/a/b.git",
		"ssh://git@[::1/a.git", "ssh://git:secret@git.example.io/a/b.git", "https://git.example.io/a", "https://a b", "http://[", "https://%zz",
		"https://user:pass@git.example.io", "https://10.0.0.9:6443", "HTTPS://A.example.com:443/", "https://a:0", "file:///etc", "://",
		"deploy/test", "./deploy//test/", "../up", "/etc", "a/../b", "a/..", "C:\\a", "/spec/params/0/value", "/spec/~2", "~", "/a~1b/~0", "spec",
		"rbac.authorization.k8s.io", "authorization.k8s.io", "ClusterRole", "readwrite",
		"\u0000", "a\u0000b", "é", "\u202e", "\U0001f600", "a\nb", "\t", "'", "\"", "`", strings.Repeat("x", 63), strings.Repeat("y", 64),
		strings.Repeat("z", 253), strings.Repeat("a/", 100), strings.Repeat("(", 200), strings.Repeat("9", 400),
	}
}
