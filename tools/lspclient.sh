#!/usr/bin/env bash
# Installs the client that the language server is tested with, Microsoft's own library
# for it, into .cache/lsp-client: the packages that lsp/testdata/client/package-lock.json
# names, each held to its checksum. What is there already is left alone, so a second run
# needs no network. Without node, npm or the network it says so, and the test that needs
# it skips; with CI=true that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

from=$PWD/lsp/testdata/client
to=$PWD/.cache/lsp-client

cmp -s "$from/package-lock.json" "$to/package-lock.json" && exit 0

fail() {
	echo "lspclient: $1: the test of the language server with a real client will be skipped" >&2
	[ "${CI:-}" != true ]
	exit
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "lspclient: installing npm" >&2
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm) </dev/null >/dev/null || true
	fi
	command -v npm >/dev/null || fail "npm is missing; on Debian: sudo apt-get install npm"
fi

rm -rf "$to.new"
mkdir -p "$to.new"
cp "$from/package.json" "$from/package-lock.json" "$to.new"
echo "lspclient: fetching the packages of $(basename "$from")/package-lock.json"
(cd "$to.new" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2) || fail "npm could not fetch it"
rm -rf "$to"
mv "$to.new" "$to" # renamed when it is whole
