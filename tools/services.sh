# Find, or in CI install and start, the real PostgreSQL and Redis that tests use. Source this file.
# Sets DATABASE_URL_TEST where a server answers; a value that is set already stays. Tests start Redis themselves.

answers() { python3 -c "import socket, sys; socket.create_connection(('127.0.0.1', $1), 1)" 2>/dev/null; }

if [ "${CI:-}" = "true" ]; then
    if ! answers 5432 && [ -z "${DATABASE_URL_TEST:-}" ]; then
        command -v pg_ctlcluster >/dev/null || { apt-get update -qq && apt-get install -qq -y postgresql >/dev/null; }
        pg_ctlcluster --skip-systemctl-redirect "$(ls /etc/postgresql | tail -n 1)" main start || true
    fi
    command -v redis-server >/dev/null || { apt-get update -qq && apt-get install -qq -y redis-server >/dev/null; }
    for _ in $(seq 60); do
        answers 5432 && break
        python3 -c "import select; select.select([], [], [], 0.5)"
    done
fi

# Whoever may create databases there: the role named like this user, or postgres.
if [ -z "${DATABASE_URL_TEST:-}" ] && answers 5432; then
    for role in "$(id -un)" postgres; do
        url="postgres://$role@127.0.0.1:5432/postgres"
        if .venv/bin/python -c "import psycopg2, sys; psycopg2.connect(sys.argv[1], connect_timeout=3)" "$url" 2>/dev/null; then
            export DATABASE_URL_TEST="$url"
            break
        fi
    done
fi
