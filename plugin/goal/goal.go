// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package goal

import (
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/jsonpath"
	"k8s.io/kubectl/pkg/cmd/get"

	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// Goal is what an object shall come to.
type Goal interface {
	// Met tells whether the object has come to it, and if not, what is in the way, in a few words. object is nil where
	// there is none; uid is that of the object that was there at the beginning, empty if there was none. An error tells
	// that it will not come to it any more, or can not be told.
	Met(object *unstructured.Unstructured, uid types.UID) (met bool, obstacle string, err error)
}

// Forms are the ways to write a goal, as the help of a flag lists them.
const Forms = "ready|create|delete|condition=NAME[=VALUE]|jsonpath=EXPRESSION[=VALUE]"

// Parse reads a goal as --for takes it.
func Parse(text string) (Goal, error) {
	name, rest, given := strings.Cut(text, "=")
	switch name = strings.ToLower(name); {
	case !given && name == "ready":
		return ready{}, nil
	case !given && name == "create":
		return create{}, nil
	case !given && name == "delete":
		return gone{}, nil
	case given && name == "condition":
		return parseCondition(rest)
	case given && name == "jsonpath":
		return parsePath(rest)
	}
	return nil, fmt.Errorf("unknown --for %q (use one of %s)", text, Forms)
}

// errDeleted tells that an object went away while something else was waited for.
var errDeleted = errors.New("it was deleted while it was waited for")

// ready is what [live.Ready] says.
type ready struct{}

func (ready) Met(object *unstructured.Unstructured, _ types.UID) (bool, string, error) {
	if object == nil {
		return false, "", errDeleted
	}
	met, obstacle := live.Ready(object)
	if c := conditionOf(object, "Ready"); !met && c != nil {
		obstacle = c.obstacle(object)
	}
	return met, obstacle, nil
}

// create is that there is such an object.
type create struct{}

func (create) Met(object *unstructured.Unstructured, _ types.UID) (bool, string, error) {
	return object != nil, "it is not there yet", nil
}

// gone is that the object is no more; another one of its name may be there.
type gone struct{}

func (gone) Met(object *unstructured.Unstructured, uid types.UID) (bool, string, error) {
	switch {
	case object == nil || object.GetUID() != uid:
		return true, "", nil
	case object.GetDeletionTimestamp() == nil:
		return false, "nobody has deleted it", nil
	}
	return false, live.Holding(object), nil
}

// path is that a value is there, or is a certain one.
type path struct {
	text, want string
	any        bool
	parsed     *jsonpath.JSONPath
}

func parsePath(text string) (Goal, error) {
	const form = "write --for=jsonpath='{.status.phase}'=Running, or without a value"
	expression, want, given := cutValue(text)
	if expression == "" {
		return nil, fmt.Errorf("--for=jsonpath names no field (%s)", form)
	}
	want = strings.Trim(want, `'"`)
	if given && want == "" {
		return nil, fmt.Errorf("--for=jsonpath has no value behind the equal sign (%s)", form)
	}
	relaxed, err := get.RelaxedJSONPathExpression(expression)
	if err != nil {
		return nil, fmt.Errorf("read --for=jsonpath %q: %w (%s)", expression, err, form)
	}
	p := path{text: expression, want: want, any: !given, parsed: jsonpath.New("wait").AllowMissingKeys(true)}
	if err := p.parsed.Parse(relaxed); err != nil {
		return nil, fmt.Errorf("read --for=jsonpath %q: %w (%s)", expression, err, form)
	}
	return p, nil
}

// cutValue parts an expression from what its value shall be, at the first single "=": "==" belongs to a filter.
func cutValue(text string) (expression, value string, given bool) {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '=':
		case strings.HasPrefix(text[i:], "=="):
			i++
		case i > 0 && strings.ContainsRune("!<>", rune(text[i-1])):
		default:
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

func (p path) Met(object *unstructured.Unstructured, _ types.UID) (bool, string, error) {
	if object == nil {
		return false, "", errDeleted
	}
	results, err := p.parsed.FindResults(object.Object)
	if err != nil {
		return false, "", fmt.Errorf("look for %s: %w", p.text, err)
	}
	if len(results) == 0 || len(results[0]) == 0 {
		return false, p.text + " is not there", nil
	}
	if len(results) > 1 || len(results[0]) > 1 {
		return false, "", fmt.Errorf("%s is more than one value (name one of them)", p.text)
	}
	value := results[0][0].Interface()
	switch value.(type) {
	case map[string]any, []any:
		if !p.any {
			return false, "", fmt.Errorf("%s is no plain value (name a field in it)", p.text)
		}
	}
	if p.any || strings.TrimSpace(fmt.Sprint(value)) == p.want {
		return true, "", nil
	}
	return false, fmt.Sprintf("%s is %v", p.text, value), nil
}
