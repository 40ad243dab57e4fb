// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package livetest

import "strings"

// review answers questions about the user; nil for any other request. The user is called jane.
func (s *Server) review(r Request) any {
	switch {
	case strings.HasSuffix(r.Path, "/selfsubjectreviews"):
		return map[string]any{
			"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
			"status": map[string]any{"userInfo": map[string]any{"username": "jane"}},
		}
	case strings.HasSuffix(r.Path, "/selfsubjectaccessreviews"):
		attribute := func(name string) string {
			text, _ := field(r.Body, "spec", "resourceAttributes", name).(string)
			return text
		}
		allowed := s.May == nil || s.May(attribute("verb"), attribute("resource"), attribute("namespace"))
		return map[string]any{
			"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
			"spec": map[string]any{}, "status": map[string]any{"allowed": allowed},
		}
	}
	return nil
}
