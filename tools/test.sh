#!/usr/bin/env bash
# Run the suite: fast tests first, then slow ones and the browsers, on SQLite; then on PostgreSQL and Redis what may be
# otherwise there; the benchmark in its small form beside them. Each stage says how long it took.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/services.sh
unset DATABASE_URL REDIS_URL PUBLIC_URL
# Hundreds of processes are started: what one of them compiled need not be compiled by the next.
unset PYTHONDONTWRITEBYTECODE

# What is missing is told at once; CI must not skip anything.
absent() {
    if [ "${CI:-}" = "true" ]; then
        echo "$1, and CI must not skip it." >&2
        exit 1
    fi
    echo "== Skipped: $1"
}
browsers=true
if ! command -v chromium >/dev/null || ! command -v firefox-esr >/dev/null; then
    absent "Chromium or Firefox was not found (apt-get install chromium firefox-esr)"
    browsers=false
fi
[ -n "${DATABASE_URL_TEST:-}" ] || absent "PostgreSQL was not reached (set DATABASE_URL_TEST)"
command -v redis-server >/dev/null || absent "Redis was not found (apt-get install redis-server)"

minutes() { printf '%2d:%02d' $(($1 / 60)) $(($1 % 60)); }
took=""
stage() {
    local name=$1 begun=$SECONDS
    shift
    echo "== $name"
    "$@"
    echo "== $name took $(minutes $((SECONDS - begun))) minutes"
    took+="  $(printf '%-32s' "$name") $(minutes $((SECONDS - begun)))"$'\n'
}
# A file of tests stays in one process, which makes its world, its servers and its browser once (tests/conftest.py).
tests() { .venv/bin/pytest --dist loadgroup --no-loadscope-reorder "$@"; }

stage "SQLite: fast" tests -n 2 -m "not slow and not browser and not services"

# Nothing is judged of the benchmark's small form but that it runs: it may do so beside the next stage.
bench=$(mktemp)
.venv/bin/python tools/bench.py --small >"$bench" 2>&1 &
benching=$!
trap 'kill "$benching" 2>/dev/null || true; rm -f "$bench"' EXIT
rest_of_bench() {
    local status=0
    wait "$benching" || status=$?
    cat "$bench"
    return "$status"
}

# Many wait for servers and for what a page says: a third process works meanwhile.
if [ "$browsers" = true ]; then
    stage "SQLite: slow, and browsers" tests -n 3 -m "(slow or browser) and not services"
else
    stage "SQLite: slow" tests -n 3 -m "slow and not browser and not services"
fi
if [ -n "${DATABASE_URL_TEST:-}" ]; then
    export DATABASE_URL="$DATABASE_URL_TEST"
    stage "PostgreSQL and Redis" tests -n 3 -m "not browser" --on-this-database
    unset DATABASE_URL
fi
stage "Benchmark, the rest of it" rest_of_bench
printf '\nStages, in minutes:\n%s  %-32s %s\n' "$took" "all" "$(minutes $SECONDS)"
