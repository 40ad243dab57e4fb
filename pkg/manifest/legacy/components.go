// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

// fillComponents puts into a Cluster the components that its class needs, each with a note.
func (c *conversion) fillComponents() {
	c.converter.Components.Fill(c.id.Name, c.spec, c.fill)
}
