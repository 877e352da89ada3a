#!/usr/bin/env bash
# Serve the demonstration on a free port, reports in every state, and take every page; pictures go to var/screens.
# In languages instead of directions: LANGUAGES=ar,fr tools/screens.sh [page …]
set -euo pipefail
cd "$(dirname "$0")/.."
# A database of its own: the states of reports are no part of the demonstration that people try.
mkdir -p var
rm -f var/screens.sqlite3*
export DATABASE_URL="sqlite:///$PWD/var/screens.sqlite3"
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py load_demonstration
.venv/bin/python manage.py sync_demonstration --records 3000
.venv/bin/python manage.py load_demonstration_evaluations
parties=$(.venv/bin/python tools/report_states.py)
port=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
.venv/bin/gunicorn --bind "127.0.0.1:$port" --log-level warning &
server=$!
trap 'kill $server' EXIT
.venv/bin/python - "$port" <<'PY'
import sys, urllib.request
from time import monotonic
end = monotonic() + 30
while True:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/healthz", timeout=2)
        break
    except OSError:  # Refused, or not answered in time.
        if monotonic() > end:
            raise
PY
.venv/bin/python tools/screens.py ${LANGUAGES:+--languages "$LANGUAGES"} "http://127.0.0.1:$port" "$parties" \
    var/screens "$@"
