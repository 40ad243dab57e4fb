// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// value is plain data as unstructured objects want it (map[string]any, []any,
// string, int64, float64, bool, nil) and where it stands in its chunk.
type value struct {
	data  any
	chunk *chunk
	path  []step
}

// decode gives the values of a chunk: one of YAML, any number of JSON. A value
// that has errors is given too where there is one, so that they can be reported
// together with what else is wrong with it.
func (c *chunk) decode() ([]value, Errors) {
	if c.oversize {
		return nil, Errors{{
			Line:    c.first,
			Message: fmt.Sprintf("document is larger than %d MiB, the apiserver's limit", MaxDocument>>20),
			Hint:    "several objects are separated by lines of ---",
		}}
	}
	if !utf8.Valid(c.text) {
		return nil, Errors{{Line: c.first, Message: "document is not UTF-8 text"}}
	}
	if c.isJSON() {
		chunks, err := c.splitJSON()
		switch {
		case err == nil:
			return decodeEach(chunks)
		case len(chunks) > 0 && (c.tree() == nil || c.behind > 0):
			return nil, Errors{err} // it says more than the YAML parser can
		}
		// What only looks like JSON, as {kind: Product}, is YAML.
	}
	return c.decodeYAML()
}

func decodeEach(chunks []*chunk) (values []value, errs Errors) {
	for _, one := range chunks {
		decoded, err := one.decodeJSON(one.text)
		values, errs = append(values, decoded...), append(errs, err...)
	}
	return values, errs
}

// splitJSON gives a chunk for each of the JSON values that follow each other, up
// to what is none, for which there is the error.
func (c *chunk) splitJSON() ([]*chunk, *Error) {
	var chunks []*chunk
	decoder := json.NewDecoder(bytes.NewReader(c.text))
	line, end := c.line, 0
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return chunks, nil
		} else if err != nil {
			rest := bytes.TrimLeft(c.text[end:], " \t\r\n")
			line += bytes.Count(c.text[end:len(c.text)-len(rest)], []byte("\n"))
			return chunks, &Error{Line: line, Message: "invalid JSON: " + err.Error(), Hint: "behind the end of an object"}
		}
		start := int(decoder.InputOffset()) - len(raw)
		line += bytes.Count(c.text[end:start], []byte("\n"))
		chunks = append(chunks, &chunk{text: raw, line: line, first: line})
		line += bytes.Count(raw, []byte("\n"))
		end = start + len(raw)
	}
}

// decodeJSON decodes text, which is the chunk's or was made of it, with integers
// as int64.
func (c *chunk) decodeJSON(text []byte) ([]value, Errors) {
	var data any
	strict, err := kjson.UnmarshalStrict(text, &data)
	if err != nil {
		return nil, Errors{{Line: c.first, Message: "document can not be read: " + err.Error()}}
	}
	var errs Errors
	if len(strict) > 0 {
		errs = c.duplicateKeys()
	}
	if data == nil {
		return nil, errs // "null" is no document, as for kubectl
	}
	return []value{{data: data, chunk: c}}, errs
}

func (c *chunk) decodeYAML() ([]value, Errors) {
	if err := c.checkAliases(); err != nil {
		return nil, Errors{err}
	}
	var errs Errors
	text, err := yaml.YAMLToJSONStrict(c.text)
	if err != nil && strings.Contains(err.Error(), "already set in map") {
		// Also said of a key that overrides a merged one, which is what merging
		// is for: the tree knows the difference.
		errs = c.duplicateKeys()
		text, err = yaml.YAMLToJSON(c.text)
	}
	if err != nil {
		return nil, Errors{c.syntaxError(err)}
	}
	if err := c.checkEnd(); err != nil {
		return nil, Errors{err}
	}
	values, more := c.decodeJSON(text)
	if errs == nil && len(values) == 1 && hasTypedKey(values[0].data) {
		errs = c.duplicateKeys() // 8 and "8" are two keys in YAML and one in JSON
	}
	return values, append(errs, more...)
}

// syntaxError makes an error of what the YAML parser says, with the line made
// absolute.
func (c *chunk) syntaxError(err error) *Error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := c.first
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		number, text, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			message = text
			if strings.HasPrefix(text, "did not find expected") {
				n++ // go-yaml counts the lines of these errors from 0
			}
			line = min(c.absolute(n), c.lastLine())
		}
	}
	return &Error{Line: line, Message: "invalid YAML: " + message, Hint: syntaxHint(message)}
}

// syntaxHint says what is behind the parser's commonest messages.
func syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "tab character"):
		return "indent with blanks"
	case strings.Contains(message, "mapping values are not allowed"):
		return "wrong indentation, or a value holding \": \" that needs quotes"
	case strings.Contains(message, "cannot start any token"):
		return "a tab, or a value that needs quotes"
	case strings.Contains(message, "unknown anchor"):
		return "a value that starts with * needs quotes"
	case strings.Contains(message, "did not find expected key"):
		return "wrong indentation"
	}
	return ""
}
