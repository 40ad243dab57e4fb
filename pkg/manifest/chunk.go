// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"go.yaml.in/yaml/v3"
)

// MaxDocument is the size in bytes above which a document is refused. The
// apiserver takes no larger request body, so nothing above it can be applied.
const MaxDocument = 3 << 20

// chunk is the text between two document separators.
type chunk struct {
	text []byte
	// line is that of the first byte of text, first that of the first line which
	// is neither blank nor comment (0: there is none). Both count from 1 in the
	// whole input.
	line, first int
	// oversize says that the document is larger than MaxDocument; text then
	// lacks what did not fit.
	oversize bool

	parse    sync.Once
	root     *yaml.Node
	parseErr error
	// head are the comments above the document, foot those below it.
	head, foot string
	// behind is the line of what stands behind the end of the document that root
	// is; 0: nothing but comments.
	behind int
}

// take adds a line of text, up to the limit; beyond it only notes that there was more.
func (c *chunk) take(text []byte, line int) {
	if c.first == 0 && hasContent(text) && text[0] != '%' {
		c.first = line
	}
	c.oversize = c.oversize || len(c.text)+len(text) > MaxDocument
	if !c.oversize {
		c.text = append(c.text, text...)
	}
}

// lastLine is the last line of the chunk that is not blank.
func (c *chunk) lastLine() int {
	return c.line + bytes.Count(bytes.TrimRight(c.text, " \t\r\n"), []byte("\n"))
}

// tree is the document as a tree of nodes with lines, parsed when first asked
// for; nil when it can not be parsed (parseErr then says why).
func (c *chunk) tree() *yaml.Node {
	c.parse.Do(func() {
		text := c.text
		if c.isJSON() {
			// JSON may be indented with tabs, YAML may not. A tab inside of a
			// JSON string would be an error, so all of them are indentation.
			text = bytes.ReplaceAll(text, []byte("\t"), []byte(" "))
		}
		parser := yaml.NewDecoder(bytes.NewReader(text))
		var document, next yaml.Node
		switch err := parser.Decode(&document); {
		case err == nil && len(document.Content) > 0:
			c.root, c.head, c.foot = document.Content[0], document.HeadComment, document.FootComment
		case err != nil && !errors.Is(err, io.EOF):
			c.parseErr = err
			return
		}
		switch err := parser.Decode(&next); {
		case err == nil:
			c.behind = c.absolute(next.Line)
		case !errors.Is(err, io.EOF):
			c.behind = c.syntaxError(err).Line
		}
	})
	return c.root
}

// checkEnd refuses text behind the end of a document, as behind the closing brace
// of an object or indented less than its first line: the decoder does not look
// that far, and would leave it out without a word.
func (c *chunk) checkEnd() *Error {
	// A mapping that starts at the margin ends with the text, or where another
	// document starts. That is most of them, and saves parsing those twice.
	start := c.text
	for range c.first - c.line {
		_, start, _ = bytes.Cut(start, []byte("\n"))
	}
	marked := bytes.Contains(c.text, []byte("---")) || bytes.Contains(c.text, []byte("..."))
	if len(start) > 0 && 'a' <= start[0] && start[0] <= 'z' && !marked {
		return nil
	}
	c.tree()
	if c.behind == 0 {
		return nil
	}
	hint := "wrong indentation: it is less than that of the first line"
	if c.isJSON() {
		hint = "a brace too many, or a line of --- is missing"
	}
	return &Error{Line: c.behind, Message: "invalid YAML: text behind the end of the document", Hint: hint}
}

// isJSON guesses as kubectl does: by the opening brace.
func (c *chunk) isJSON() bool {
	return bytes.HasPrefix(bytes.TrimLeft(c.text, " \t\r\n"), []byte("{"))
}

// absolute turns a line of the chunk, counted from 1, into a line of the file.
func (c *chunk) absolute(line int) int {
	if line < 1 {
		return c.first
	}
	return c.line + line - 1
}

// hasContent tells a line that holds more than blanks and a comment.
func hasContent(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 0 && line[0] != '#'
}
