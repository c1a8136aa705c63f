package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
)

// maxBody is what a request may weigh; the shop's largest is a few KiB.
const maxBody = 64 << 10

// request is an HTTP request whose body was read.
type request struct {
	*http.Request
	body []byte
}

func read(w http.ResponseWriter, r *http.Request) (*request, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, refuse(http.StatusRequestEntityTooLarge, "Too large", "a request may have 64 KiB")
	case err != nil:
		return nil, refuse(http.StatusBadRequest, "Unreadable", "the body ended too early")
	}
	return &request{Request: r, body: body}, nil
}

// decode reads the body as one JSON value without fields that nobody asked for.
func (r *request) decode(into any) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return refuse(http.StatusUnsupportedMediaType, "Not JSON", "the body must be application/json")
	}
	d := json.NewDecoder(bytes.NewReader(r.body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return refuse(http.StatusBadRequest, "Malformed body", err.Error())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return refuse(http.StatusBadRequest, "Malformed body", "something follows the JSON value")
	}
	return nil
}

// problem is an error as the client sees it (RFC 9457).
type problem struct {
	Status  int        `json:"status"`
	Title   string     `json:"title"`
	Detail  string     `json:"detail,omitempty"`
	Missing []shortage `json:"missing,omitempty"` // of an inventory that has too little
}

func (p *problem) Error() string { return p.Title + ": " + p.Detail }

func refuse(status int, title, detail string) *problem {
	return &problem{Status: status, Title: title, Detail: detail}
}

func invalid(detail string) *problem {
	return refuse(http.StatusUnprocessableEntity, "Invalid request", detail)
}
