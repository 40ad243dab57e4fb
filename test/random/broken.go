// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package random

// Break puts something into an object, at a place of any depth, that no schema would take there: a value of another
// type, or nothing where something has to be.
func Break(c *Choices, object map[string]any) {
	keys := sortedKeys(object)
	if len(keys) == 0 {
		return
	}
	key := Of(c, keys)
	if c.OneIn(8) {
		delete(object, key)
		return
	}
	object[key] = broken(c, object[key])
}

func broken(c *Choices, value any) any {
	switch inner := value.(type) {
	case map[string]any:
		if !c.OneIn(4) {
			Break(c, inner)
			return inner
		}
	case []any:
		if len(inner) > 0 && !c.OneIn(4) {
			at := c.Below(len(inner))
			inner[at] = broken(c, inner[at])
			return inner
		}
	}
	return Of(c, []any{
		nil, "", "text", true, int64(-1), 1.5, int64(1) << 62, []any{}, []any{nil}, []any{[]any{map[string]any{"": nil}}},
		map[string]any{}, map[string]any{"name": []any{}}, map[string]any{"a": map[string]any{"b": map[string]any{"c": "d"}}},
	})
}
