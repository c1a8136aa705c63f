#!/usr/bin/env bash
# Measures bin/tutti on the yardstick beside this repository (../shared/bench/express,
# whose README says what the cells and columns are) and prints a table for each cell.
#   CELLS="s2/medium s3/medium"        cells, default: the five below
#   ONLY=go-map,tutti                  servers, default: all
#   ARGS="-c 32 -d 3s -reps 3"         further arguments of the yardstick's runner
#   BENCH=ThreeCalls                   which micro benchmarks to run behind them; none: none
#   OUT=results.jsonl                  also append the figures here, a JSON line each
# The yardstick's ports are fixed (27080 and up), so one measurement runs at a time.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export GOFLAGS="${GOFLAGS:--buildvcs=false}"

yardstick=../shared/bench/express
if [ ! -d "$yardstick" ]; then
	echo "bench: SKIPPED: there is no yardstick at $yardstick" >&2
	[ "${CI:-}" != true ]
	exit
fi
tools/setup.sh bench
make --no-print-directory build

work=$root/.cache/yardstick
mkdir -p "$work"
cp -R "$yardstick/." "$work"
chmod -R u+w "$work"
(cd "$work" && go build -o bin/ ./cmd/...)

# The list of servers is a JSON array; ours goes in behind its last element.
{
	sed '$ s/][[:space:]]*$//' "$yardstick/conf/servers.json"
	cat <<JSON
 ,{
  "name": "tutti",
  "cmd": ["$root/bin/tutti", "serve", "$root/bench/express",
   "--listen", "127.0.0.1:27090", "--control", "127.0.0.1:27091", "--data", "$work/data"],
  "env": ["UPSTREAM_URL=http://127.0.0.1:27080"],
  "port": 27090,
  "compare": true,
  "routes": { "s1": "/s1/{size}", "s2": "/s2/{size}", "s3": "/s3/{size}/42" }
 }
]
JSON
} >"$work/servers.json"

echo "# $(git describe --tags --always --dirty 2>/dev/null || echo devel), $(go env GOVERSION), $(nproc) CPUs: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
cells=${CELLS:-s1/small s2/small s2/medium s3/small s3/medium}
cd "$work"
# shellcheck disable=SC2086 # ARGS is a list of words
bin/bench -config servers.json -scenario "${cells// /,}" \
	${ONLY:+-only "$ONLY"} ${OUT:+-out "$(cd "$root" && realpath -m "$OUT")"} ${ARGS:-}

# The machine, expressions and values alone; BENCH is a pattern, none skips them.
if [ "${BENCH:=.}" != none ]; then
	cd "$root"
	go test -run '^$' -bench "$BENCH" -benchmem -cpu 1 ./machine ./expr ./value
fi
