#!/usr/bin/env bash
# Sets up what the system must bring. It looks first and installs only what is
# missing, so it may run before every target and needs no network the second time.
#   tools/setup.sh          what build and demo need
#   tools/setup.sh test     also the real documents that tests call (tools/contracts.txt)
#   tools/setup.sh bench    also what the measurements need
set -euo pipefail

want_go=1.26

missing=()
need() { # need COMMAND PACKAGE
	command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}

has_c_headers() {
	command -v gcc >/dev/null 2>&1 &&
		printf '#include <stdlib.h>\nint main(void) { return 0; }\n' | gcc -x c -fsyntax-only - 2>/dev/null
}

need gcc gcc # the race detector is linked with the system's C library
has_c_headers || missing+=(libc6-dev)
need curl curl
if [ "${1:-}" = bench ]; then
	need wrk wrk
	need taskset util-linux
fi

if [ ${#missing[@]} -gt 0 ]; then
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "setup: missing: ${missing[*]} (Debian's names); install them with this system's package manager" >&2
		exit 1
	fi
	if [ "$(id -u)" != 0 ]; then
		echo "setup: missing: ${missing[*]}; run: sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
		exit 1
	fi
	echo "setup: installing ${missing[*]}"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq </dev/null
	apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
fi

if ! command -v go >/dev/null 2>&1; then
	echo "setup: the go command is missing: install Go $want_go or newer from https://go.dev/dl" >&2
	exit 1
fi
# From 1.21 on, go itself fetches the toolchain that go.mod names.
have=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
case $have in
go1.[0-9] | go1.[0-9].* | go1.1[0-9]* | go1.20*)
	echo "setup: $have is too old to fetch Go $want_go by itself: install it from https://go.dev/dl" >&2
	exit 1
	;;
esac

if [ "${1:-}" = test ]; then
	"$(dirname "$0")/contracts.sh"
	"$(dirname "$0")/suite.sh"
	"$(dirname "$0")/lspclient.sh"
fi
