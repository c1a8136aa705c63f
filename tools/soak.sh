#!/usr/bin/env bash
# Runs every fuzz test of the project for FUZZTIME (10m), one after the other;
# FUZZ=pattern takes only those whose name matches. An input that fails is kept
# by go in testdata/fuzz of its package and so becomes a test.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export GOFLAGS="${GOFLAGS:--buildvcs=false}"

failed=0
ran=0
while read -r pkg; do
	if ! tests=$(go test -list "^Fuzz.*${FUZZ:-}" "$pkg" </dev/null); then
		echo "soak: $pkg does not build" >&2
		failed=$((failed + 1))
		continue
	fi
	for name in $(grep '^Fuzz' <<<"$tests"); do
		echo "== $pkg $name for ${FUZZTIME:-10m}"
		ran=$((ran + 1))
		go test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-10m}" "$pkg" </dev/null || failed=$((failed + 1))
	done
done < <(go list ./...)

echo "$ran fuzz tests ran, $failed failed"
[ "$failed" = 0 ] && [ "$ran" -gt 0 ]
