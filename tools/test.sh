#!/usr/bin/env bash
# Run the suite: fast tests first, then slow ones and the browser, on SQLite; then all on PostgreSQL and Redis.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/services.sh
unset DATABASE_URL REDIS_URL PUBLIC_URL
# Hundreds of processes are started: what one of them compiled need not be compiled by the next.
unset PYTHONDONTWRITEBYTECODE

echo "== SQLite: fast"
.venv/bin/pytest -n 2 -m "not slow and not browser and not services"
echo "== SQLite: slow"
.venv/bin/pytest -n 2 -m "slow and not browser and not services"

if [ -n "${DATABASE_URL_TEST:-}" ]; then
    echo "== PostgreSQL and Redis"
    DATABASE_URL="$DATABASE_URL_TEST" .venv/bin/pytest -n 2 --dist loadgroup -m "not browser" --on-this-database
elif [ "${CI:-}" = "true" ]; then
    echo "PostgreSQL was not reached, and CI must not skip it." >&2
    exit 1
else
    echo "== PostgreSQL: skipped, no server answers (set DATABASE_URL_TEST)"
fi
if [ -z "${REDIS_URL_TEST:-}" ] && [ "${CI:-}" = "true" ]; then
    echo "Redis was not reached, and CI must not skip it." >&2
    exit 1
fi

if command -v chromium >/dev/null && command -v firefox-esr >/dev/null; then
    echo "== Browsers"
    .venv/bin/pytest -n 2 -m browser
elif [ "${CI:-}" = "true" ]; then
    echo "Chromium or Firefox was not found, and CI must not skip the browsers." >&2
    exit 1
else
    echo "== Browsers: skipped, no chromium or no firefox-esr (apt-get install chromium firefox-esr)"
fi

echo "== Benchmark, its small form: that it runs"
.venv/bin/python tools/bench.py --small
