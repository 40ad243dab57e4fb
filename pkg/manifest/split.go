// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// splitter cuts a stream into documents at lines that start with --- or ...,
// holding one document in memory at most. cli-runtime's StreamVisitor cuts in
// the same way, but keeps no lines and reads a document of any size.
type splitter struct {
	in   *bufio.Reader
	line int // the line about to be read
	// pending is a separator with content of its own, as in "--- {kind: Product}":
	// the beginning of the next document.
	pending []byte
	done    bool
}

func newSplitter(in *bufio.Reader) *splitter { return &splitter{in: in, line: 1} }

// next gives the next document that is not empty, io.EOF after the last one, or
// the error of the reader.
func (s *splitter) next() (*chunk, error) {
	for !s.done || s.pending != nil {
		c, err := s.read()
		if err != nil {
			return nil, err
		}
		if c.first > 0 {
			return c, nil
		}
	}
	return nil, io.EOF
}

// read collects lines up to the next separator or the end.
func (s *splitter) read() (*chunk, error) {
	c := &chunk{line: s.line}
	if s.pending != nil {
		c.line--
		c.take(s.pending, c.line)
		s.pending = nil
	}
	for {
		text, err := s.readLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		s.done = err != nil
		if separates(text) {
			if text[0] == '-' && hasContent(text[3:]) {
				s.pending = bytes.Clone(text)
			}
			return c, nil
		}
		c.take(text, s.line-1)
		if s.done {
			return c, nil
		}
	}
}

// readLine gives a line with its end. Of a line longer than a document may be it
// gives just enough to tell that it is.
func (s *splitter) readLine() ([]byte, error) {
	s.line++
	text, err := s.in.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return text, err
	}
	long := bytes.Clone(text)
	for errors.Is(err, bufio.ErrBufferFull) {
		text, err = s.in.ReadSlice('\n')
		if len(long) <= MaxDocument {
			long = append(long, text...)
		}
	}
	return long, err
}

// separates tells a separator: three dashes or dots at the start of a line with
// nothing or a blank after them.
func separates(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("---")) && !bytes.HasPrefix(line, []byte("...")) {
		return false
	}
	return len(line) == 3 || bytes.IndexByte([]byte(" \t\r\n"), line[3]) >= 0
}
