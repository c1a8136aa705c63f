#!/usr/bin/env bash
# Runs every check and every test of the project, the cheap ones first, and
# prints how long each part took. The last line counts the tests: N passed, N failed.
# Reads nothing from standard input. CI=true turns missing test suites into failures.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
exec </dev/null
export GOFLAGS="${GOFLAGS:--buildvcs=false}"

logs=.cache/test
rm -rf "$logs"
mkdir -p "$logs"

names=() seconds=() outcomes=()
broken=0 # parts that failed other than by a failed test, which is counted by itself

# part NAME COMMAND…: runs one part and notes its time and outcome.
part() {
	local name=$1 start=$SECONDS rc=0
	shift
	printf '\n== %s\n' "$name"
	"$@" || rc=$?
	names+=("$name")
	seconds+=($((SECONDS - start)))
	outcomes+=("$([ $rc = 0 ] && echo ok || echo FAILED)")
	return $rc
}

check() { part "$@" || broken=$((broken + 1)); }

tool() { go tool -modfile=tools/go.mod "$@"; }

# silent COMMAND…: the command must print nothing; what it prints is the complaint.
silent() {
	local said
	said=$("$@") && [ -z "$said" ] && return 0
	printf '%s\n' "$said"
	return 1
}

format() { tools/gofiles.sh | silent xargs -0 go tool -modfile=tools/go.mod gofumpt -l; }

examples() {
	local project
	for project in examples/shop bench/express; do
		bin/tutti check "$project" || return
	done
}

# go_test NAME ARGS…: go test under a runner that keeps its events for the count.
go_test() {
	local name=$1
	shift
	tool gotestsum --format standard-quiet --no-color --jsonfile "$logs/$name.json" -- -timeout 15m "$@"
}

build() { make --no-print-directory build shop && go build ./...; }

# What is too slow under the race detector: the bombs and the large documents of the
# expressions, and the contracts that are large.
plain() { go_test plain -run 'TestConformance|TestBombs|TestDocuments|TestLarge|TestHostile' ./expr ./connector/rest/public ./explain; }

# The machine's tests against mistakes planted in it: each must be found.
mutants() { go_test mutants -tags mutant -run TestMutants ./machine; }

layers() { go_test layers ./arch; }

race() { go_test race -race $(go list ./... | grep -v '^tutti/arch$'); }

# counts prints "passed failed skipped" of all recorded events. A package that
# failed without a failed test (it did not build, or died) counts as one.
counts() {
	awk '
		function field(name,    at, rest) {
			at = index($0, "\"" name "\":\"")
			if (!at) return ""
			rest = substr($0, at + length(name) + 4)
			return substr(rest, 1, index(rest, "\"") - 1)
		}
		{ action = field("Action") }
		action != "pass" && action != "fail" && action != "skip" { next }
		field("Test") != "" {
			n[action]++
			if (action == "fail") explained[field("Package")] = 1
			next
		}
		action == "fail" { fell[field("Package")] = 1 }
		END {
			for (p in fell) if (!(p in explained)) n["fail"]++
			print n["pass"] + 0, n["fail"] + 0, n["skip"] + 0
		}
	' "$@"
}

summary() {
	local i passed=0 failed=0 skipped=0
	printf '\n%-12s %7s\n' part seconds
	for i in "${!names[@]}"; do
		printf '%-12s %7d  %s\n' "${names[$i]}" "${seconds[$i]}" "${outcomes[$i]}"
	done
	printf '%-12s %7d\n\n' all "$SECONDS"
	shopt -s nullglob
	local events=("$logs"/*.json)
	if [ ${#events[@]} -gt 0 ]; then
		read -r passed failed skipped < <(counts "${events[@]}")
	fi
	failed=$((failed + broken))
	if [ "$failed" = 0 ] && [[ " ${outcomes[*]} " == *FAILED* ]]; then
		failed=1 # a part that could not even begin has no tests to count
	fi
	if [ "$skipped" -gt 0 ]; then
		echo "$passed passed, $failed failed, $skipped skipped"
	else
		echo "$passed passed, $failed failed"
	fi
	[ "$failed" = 0 ]
}

if ! part build build; then
	summary
	exit 1
fi
check format format
check vet go vet ./...
check staticcheck tool staticcheck ./...
check deadcode silent tool deadcode -test ./...
check examples examples
part layers layers
part plain plain
part mutants mutants
part race race
check demo make --no-print-directory demo ONCE=1
summary
