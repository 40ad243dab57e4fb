// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package exitcode_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

func TestCodeAndMessageOfErrors(t *testing.T) {
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		err     error
		code    exitcode.Code
		message string
	}{
		"no error":          {nil, 0, ""},
		"any error":         {broken, 1, "broken"},
		"denied":            {exitcode.With(exitcode.Denied, broken), 2, "broken"},
		"silent":            {exitcode.Silent(exitcode.Partly), 3, ""},
		"wrapped":           {fmt.Errorf("apply: %w", exitcode.With(exitcode.TimedOut, broken)), 4, "apply: broken"},
		"cancelled":         {fmt.Errorf("read: %w", context.Canceled), 130, "read: context canceled"},
		"deadline is plain": {context.DeadlineExceeded, 1, "context deadline exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := exitcode.Of(test.err); got != test.code {
				t.Errorf("code %d, want %d", got, test.code)
			}
			if got := exitcode.Message(test.err); got != test.message {
				t.Errorf("message %q, want %q", got, test.message)
			}
		})
	}
}

// Scripts rely on the numbers, people on the help: both are named here once more, on purpose.
func TestHelpNamesEveryCode(t *testing.T) {
	help := exitcode.Help()
	for _, line := range []string{
		"    0  done", "    1  error", "    2  findings that deny", "    3  partly done", "    4  timed out", "  130  interrupted",
	} {
		if !strings.Contains(help, "\n"+line) {
			t.Errorf("no line starts with %q in:\n%s", line, help)
		}
	}
}

func TestRowsRise(t *testing.T) {
	last := exitcode.Code(-1)
	for _, row := range exitcode.Rows() {
		if row.Code <= last {
			t.Errorf("%d comes after %d", row.Code, last)
		}
		last = row.Code
	}
}
