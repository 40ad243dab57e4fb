// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package command holds the commands of kubectl-nautes, one file a command: what cobra fills in, what a run does with
// it, and how it is printed. Data goes to stdout, all else to stderr.
//
// The package must not know how rules judge or how requests are made. Making the commands costs each start of the
// program, so nothing is read, compiled or connected before a command runs.
package command
