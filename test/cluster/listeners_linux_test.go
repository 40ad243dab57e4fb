// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stateListen is TCP_LISTEN as /proc/net/tcp shows it.
const stateListen = "0A"

// TestListensOnLoopbackOnly looks at what the kernel knows, not at what the programs were told: a port that a new release opens by
// itself shows here.
func TestListensOnLoopbackOnly(t *testing.T) {
	c, err := Start(t.Context(), Options{Progress: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	listening := map[string]string{} // socket inode to local address, hexadecimal, as in /proc/net/tcp
	for _, file := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			fields := strings.Fields(line)
			if len(fields) > 9 && fields[3] == stateListen {
				listening[fields[9]] = fields[1]
			}
		}
	}
	for _, p := range c.processes {
		var own []string
		for _, inode := range socketInodes(t, p.command.Process.Pid) {
			if address, ok := listening[inode]; ok {
				own = append(own, address)
			}
		}
		if len(own) == 0 {
			t.Errorf("%s listens nowhere: the test looks in the wrong place", p.name)
		}
		for _, address := range own {
			if !isLoopback(t, address) {
				t.Errorf("%s listens on %s, which is not 127.0.0.1", p.name, address)
			}
		}
	}
}

// socketInodes are the sockets that a process has open.
func socketInodes(t *testing.T, pid int) []string {
	t.Helper()
	links, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		t.Fatal(err)
	}
	var inodes []string
	for _, link := range links {
		to, err := os.Readlink(link)
		if err != nil {
			continue // closed meanwhile
		}
		if inode, ok := strings.CutPrefix(to, "socket:["); ok {
			inodes = append(inodes, strings.TrimSuffix(inode, "]"))
		}
	}
	return inodes
}

// isLoopback tells whether an address like 0100007F:1F90 is 127.0.0.1. The kernel writes each 32 bits in the order of the machine,
// so the bytes may be either way round. No IPv6 address is: the programs were told 127.0.0.1.
func isLoopback(t *testing.T, address string) bool {
	t.Helper()
	ip, _, _ := strings.Cut(address, ":")
	raw, err := hex.DecodeString(ip)
	if err != nil {
		t.Fatalf("local address %q: %v", address, err)
	}
	return string(raw) == "\x01\x00\x00\x7f" || string(raw) == "\x7f\x00\x00\x01"
}
