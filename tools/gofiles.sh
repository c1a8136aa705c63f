#!/usr/bin/env bash
# Prints the Go files of the project, each ended by a zero byte. Folders whose
# name starts with a dot hold working copies of other projects, not our sources.
cd "$(dirname "$0")/.." || exit 1
exec find . -path './.*' -prune -o -name '*.go' -type f -print0
