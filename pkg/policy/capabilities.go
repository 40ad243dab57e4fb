// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowed are the built-ins that a rule may call: pure, and quick for the sizes that an object can have. What is not
// here does not exist for a rule, so a new OPA version adds nothing by itself. Left out on purpose: everything that
// reaches the network or the process (http.send, net.lookup_ip_addr, opa.runtime), that makes a decision
// irreproducible (rand.intn, uuid.rfc4122), that can make much out of little (numbers.range, net.cidr_expand,
// strings.render_template), and that parses code (rego.parse_module).
var allowed = []string{ //nolint:gochecknoglobals // a table, never written
	// operators
	"eq", "equal", "neq", "lt", "lte", "gt", "gte", "assign", "plus", "minus", "mul", "div", "rem", "and", "or",
	"internal.member_2", "internal.member_3", "internal.template_string",
	// numbers and collections
	"abs", "ceil", "floor", "round", "count", "sum", "max", "min", "sort",
	"array.concat", "array.flatten", "array.reverse", "array.slice", "intersection", "union",
	"object.filter", "object.get", "object.keys", "object.remove", "object.subset", "object.union", "object.union_n",
	"walk",
	// strings
	"concat", "contains", "endswith", "format_int", "indexof", "indexof_n", "lower", "replace", "split", "sprintf",
	"startswith", "strings.any_prefix_match", "strings.any_suffix_match", "strings.count", "strings.replace_n",
	"strings.reverse", "substring", "to_number", "trim", "trim_left", "trim_prefix", "trim_right", "trim_space",
	"trim_suffix", "upper",
	"regex.is_valid", "regex.match", "regex.find_n", "regex.replace", "regex.split",
	// types
	"is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set", "is_string", "type_name",
	// time: now_ns is fixed for a decision
	"time.now_ns", "time.parse_rfc3339_ns", "time.parse_duration_ns", "time.add_date", "time.date", "time.weekday",
	// formats
	"json.is_valid", "json.marshal", "json.unmarshal", "uri.is_valid", "uri.parse", "net.cidr_is_valid",
	"net.cidr_contains", "semver.compare", "semver.is_valid", "units.parse", "units.parse_bytes",
	// tests
	"print", "internal.print",
}

// capabilities are OPA's own for this version less every built-in that is not allowed. No host may be reached.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return !slices.Contains(allowed, b.Name) })
	c.AllowNet = []string{}
	return c
}
