// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// url makes an input of an http or https URL. It is asked once: unlike
// cli-runtime's URLVisitor, which tries three times and can not be cancelled.
func (r *Reader) url(address string) (input, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" {
		return input{}, &Error{Message: fmt.Sprintf("%q is not a valid URL", address)}
	}
	name := parsed.Redacted()
	return input{name: name, open: func(ctx context.Context) (io.ReadCloser, error) {
		if r.Client == nil {
			return nil, &Error{File: name, Message: "URLs are not read here", Hint: "download it and give the file"}
		}
		return get(ctx, r.Client, parsed)
	}}, nil
}

func get(ctx context.Context, client *http.Client, address *url.URL) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	response, err := client.Do(request)
	if err != nil {
		// The wrapping url.Error repeats the address, which is already named.
		var urlErr *url.Error
		if errors.As(err, &urlErr) {
			err = urlErr.Err
		}
		return nil, fmt.Errorf("get URL: %w", err)
	}
	if err := checkResponse(response); err != nil {
		return nil, errors.Join(err, response.Body.Close())
	}
	return response.Body, nil
}

func checkResponse(response *http.Response) error {
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("get URL: server answered %s", response.Status)
	}
	// GitLab answers 200 with its login page to who may not see a file.
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return &Error{
			File:    response.Request.URL.Redacted(),
			Message: "is a web page, not a manifest",
			Hint:    "a login page, or a page about the file: give the address of the raw file",
		}
	}
	return nil
}
