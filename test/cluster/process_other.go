// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package cluster

import "syscall"

// attributes are the defaults where the kernel can not end a program with its parent: if we are killed, it stays.
func attributes() *syscall.SysProcAttr { return nil }
