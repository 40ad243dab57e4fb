// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package rules keeps the rules in force: those that the webhook carries, and those that the operator adds by ConfigMaps
// in the system namespace. It loads them anew when a ConfigMap changes, tells by an Event on the ConfigMap what came of
// it, and publishes which rules are in force.
//
// One ConfigMap that is wrong takes nothing else down: of that one what was in force before stays, the others come and
// go as they like, and the carried rules hold in any case. The package must not know how a rule is compiled or asked
// (pkg/policy does), nor who judges by it.
package rules
