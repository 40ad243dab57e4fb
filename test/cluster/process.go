// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// tailLines is how much of a failing program's log an error shows.
const tailLines = 20

// process is one running program of the control plane.
type process struct {
	name    string
	log     string // path
	command *exec.Cmd
	exited  chan struct{} // closed when the program has ended and was waited for
	failure error         // of waiting; to be read after exited
}

// startProcess starts a program, with its output in the file log. It runs in a process group of its own: a Ctrl-C in the terminal
// then reaches only us, and we stop the programs in the order that they need.
func startProcess(executable, log string, args []string) (*process, error) {
	name := filepath.Base(executable)
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	cmd := exec.CommandContext(context.Background(), executable, args...) // it lives until stop, not as long as the start
	cmd.Dir = filepath.Dir(log)
	cmd.Env = []string{"HOME=" + cmd.Dir, "TMPDIR=" + cmd.Dir} // nothing of the developer's settings, no proxies
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = attributes()

	p := &process{name: name, log: log, command: cmd, exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		defer out.Close()
		// Linux ends the child when the thread ends that made it, not the process. So the thread is kept until the child has ended.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		p.failure = cmd.Wait()
		close(p.exited)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return p, nil
}

// running tells whether the program has not ended yet.
func (p *process) running() bool {
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// stop asks the program to end and waits for it; one that has not ended after grace is killed. It is an error if the program had
// ended before it was asked, or had to be killed.
func (p *process) stop(grace time.Duration) error {
	if !p.running() {
		return p.endedByItself()
	}
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-p.exited:
		return nil
	case <-timer.C:
	}
	if err := p.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill %s: %w", p.name, err)
	}
	<-p.exited
	return fmt.Errorf("stop %s: killed, as it still ran %s after it was asked to end; its last words:\n%s", p.name, grace, p.tail())
}

// endedByItself is the error for a program that is not there any more although nobody stopped it.
func (p *process) endedByItself() error {
	return fmt.Errorf("%s ended by itself: %s; its last words:\n%s", p.name, p.command.ProcessState, p.tail())
}

// tail returns the last lines of the program's log.
func (p *process) tail() []byte {
	content, err := os.ReadFile(p.log)
	if err != nil {
		return []byte("(" + err.Error() + ")")
	}
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-tailLines):], []byte("\n"))
}

// lostItsPort tells whether the program says that somebody else listens on its port.
func (p *process) lostItsPort() bool {
	return bytes.Contains(p.tail(), []byte(syscall.EADDRINUSE.Error()))
}
