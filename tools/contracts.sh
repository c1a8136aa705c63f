#!/usr/bin/env bash
# Fetches the real OpenAPI documents that the tests load and call: those of
# tools/contracts.txt, out of packages of the public registries, each at one version
# and held to its checksum. They go to .cache/contracts; what is there already and
# right is left alone, so a second run needs no network. Without the network it says
# what is missing, and the tests that need it skip; with CI=true that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

manifest=$PWD/tools/contracts.txt
cache=$PWD/.cache/contracts
mkdir -p "$cache"

# right FILE SHA256
right() { [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$2" ]; }

# rows: the manifest without its comments.
rows() { grep -v -e '^#' -e '^[[:space:]]*$' "$manifest"; }

packages=() # "KIND PACKAGE" of what is missing, each once
while read -r name kind package _ _ _ _ sum; do
	right "$cache/$name" "$sum" && continue
	case " ${packages[*]-} " in *" $kind|$package "*) ;; *) packages+=("$kind|$package") ;; esac
done < <(rows)
[ ${#packages[@]} -gt 0 ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# have_npm installs npm where that is allowed, as tools/setup.sh does with what it needs.
have_npm() {
	command -v npm >/dev/null && return
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "contracts: installing npm" >&2
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm) </dev/null >/dev/null && return
	fi
	echo "contracts: npm is missing; on Debian: sudo apt-get install npm" >&2
	return 1
}

# unpack KIND PACKAGE: prints the folder that the package was laid out in.
unpack() {
	case $1 in
	npm)
		have_npm || return
		local archive
		archive=$(cd "$work" && npm pack --loglevel=error "$2" </dev/null) || return
		tar -xzf "$work/$archive" -C "$work" && echo "$work/package"
		;;
	go) # a module cache of its own: nothing of this stays on the machine
		(cd "$work" && GOMODCACHE=$work/mod GOFLAGS=-modcacherw go mod download -json "$2" </dev/null) |
			sed -n -e 's/^[[:space:]]*"Dir": "\(.*\)",*$/\1/p' -e '/"Error"/w /dev/stderr'
		;;
	*)
		echo "contracts: $manifest names a registry $1 that is none of npm, go" >&2
		return 1
		;;
	esac
}

missing=0
for entry in "${packages[@]}"; do
	kind=${entry%%|*} package=${entry#*|}
	echo "contracts: fetching $package"
	rm -rf "$work/package"
	dir=$(unpack "$kind" "$package") || dir=
	while read -r name k p file _ _ _ sum; do
		[ "$k|$p" = "$entry" ] || continue
		right "$cache/$name" "$sum" && continue
		if [ -z "$dir" ] || ! right "$dir/$file" "$sum"; then
			echo "contracts: $name: $file of $package is not there, or not the file that $manifest describes" >&2
			missing=$((missing + 1))
			continue
		fi
		cp "$dir/$file" "$cache/$name.new" # renamed when it is whole
		chmod u+w "$cache/$name.new"
		mv "$cache/$name.new" "$cache/$name"
	done < <(rows)
done

[ "$missing" = 0 ] && exit 0
echo "contracts: $missing of the real documents are missing: the tests of them will be skipped" >&2
[ "${CI:-}" != true ]
