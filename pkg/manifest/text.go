// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// MaxInput is how many bytes are read of one file, URL or standard input. It
// holds some 200,000 objects, and keeps an endless pipe from filling the memory.
const MaxInput = 256 << 20

// headSize is how much of an input is looked at to tell text from binary, as
// much as git looks at.
const headSize = 8000

// openText gives the UTF-8 text of in without its byte order mark, or an error
// when it is no text. UTF-16 is taken when it has a byte order mark, as kubectl
// takes it.
func openText(in io.Reader) (*bufio.Reader, error) {
	raw := bufio.NewReaderSize(&bounded{in: in, left: MaxInput}, 64<<10)
	mark, err := raw.Peek(3)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.HasPrefix(mark, []byte("\xff\xfe")) || bytes.HasPrefix(mark, []byte("\xfe\xff")) {
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		raw = bufio.NewReaderSize(transform.NewReader(raw, utf16), 64<<10)
	} else if bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		if _, err := raw.Discard(len(mark)); err != nil {
			return nil, err
		}
	}
	head, err := raw.Peek(headSize)
	if err != nil && err != io.EOF {
		return nil, err
	}
	return raw, checkText(head)
}

// checkText refuses what can not be a manifest before a parser stumbles over it.
func checkText(head []byte) error {
	if bytes.IndexByte(head, 0) >= 0 {
		return &Error{Message: "is a binary file", Hint: "a manifest is YAML or JSON text"}
	}
	// The head may end in the middle of a character.
	for cut := 0; cut < utf8.UTFMax && cut <= len(head); cut++ {
		if utf8.Valid(head[:len(head)-cut]) {
			return nil
		}
	}
	return &Error{Message: "is not UTF-8 text", Hint: "a binary file, or one to be saved as UTF-8"}
}

// bounded fails instead of reading more than it may.
type bounded struct {
	in   io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		// Only an input that goes on is too long, not one that ends right here.
		if n, err := b.in.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		return 0, &Error{
			Message: fmt.Sprintf("is larger than %d MiB", MaxInput>>20),
			Hint:    "give it in several files",
		}
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
