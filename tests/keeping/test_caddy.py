"""What stands in front in production, as docker-compose starts it: TLS, limits, and the client's true address."""

import json
import os
import shutil
import ssl
import subprocess
import sys
from http.client import HTTPSConnection
from pathlib import Path

import pytest
import yaml

from jobs.request_ids import WELL_FORMED
from tests.keeping.servers import BASE, Portal, begin_program, end, free_port, is_open, until

CADDY = shutil.which("caddy")
# An upstream that tells what it was asked.
ECHO = """
import json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Echo(BaseHTTPRequestHandler):
    def do_POST(self):
        length = len(self.rfile.read(int(self.headers["Content-Length"])))
        told = json.dumps({name.lower(): value for name, value in self.headers.items()} | {"read": length}).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(told))); self.end_headers()
        self.wfile.write(told)
    def log_message(self, *_): pass
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
"""

pytestmark = [
    pytest.mark.skipif(CADDY is None, reason="no caddy is installed"),
    pytest.mark.xdist_group("door"),
]


@pytest.fixture
def caddy(tmp_path):
    """Caddy with the repository's own file in front of a port."""
    started = []

    def start(upstream):
        port = free_port()
        told = {
            "PUBLIC_URL": "https://localhost",
            "UPSTREAM": f"127.0.0.1:{upstream}",
            "HTTP_PORT": str(free_port()),
            "HTTPS_PORT": str(port),
            "BIND": "127.0.0.1",
            "XDG_DATA_HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path),
        }
        command = [CADDY, "run", "--config", "caddy/Caddyfile", "--adapter", "caddyfile"]
        started.append(begin_program(command, os.environ | told))
        until(lambda: is_open(port) and asked(port, "GET", "/healthz") is not None, "Caddy answers")
        return port

    yield start
    for one in started:
        end(one)


def asked(port, method, place, body=None, headers=None):
    """An answer over TLS; its certificate is Caddy's own here. None where there is none yet."""
    unverified = ssl._create_unverified_context()
    connection = HTTPSConnection("localhost", port, timeout=20, context=unverified)
    try:
        connection.request(method, place, body, headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode(), dict(response.getheaders())
    except OSError:
        return None
    finally:
        connection.close()


def test_visitors_reach_the_portal_over_tls_with_their_own_address_whatever_they_claim(caddy, door):
    told = {"PUBLIC_URL": "https://localhost", "ALLOWED_HOSTS": "localhost", "BEHIND_PROXY": "true"}
    with Portal(door.url, told | {"SECRET_KEY": "k" * 64}) as portal:
        port = caddy(portal.port)
        # The scheme that Caddy tells is believed: no redirect to the page itself, and cookies for https only.
        status, page, headers = asked(port, "GET", "/en/accounts/login/", headers={"Host": "localhost"})
        assert (status, "Secure" in headers["Set-Cookie"]) == (200, True)
        assert "max-age" in headers["Strict-Transport-Security"]
        assert asked(port, "GET", "/en/", headers={"Host": "elsewhere.example"})[1] != page


def test_forged_words_of_a_proxy_are_written_anew_and_bodies_and_headers_are_bounded(caddy):
    upstream = free_port()
    echo = begin_program([sys.executable, "-c", ECHO, str(upstream)], dict(os.environ))
    try:
        until(lambda: is_open(upstream), "the upstream answers")
        port = caddy(upstream)
        forged = {"X-Forwarded-For": "10.9.8.7", "X-Forwarded-Proto": "http", "Host": "localhost"}
        forged |= {"X-Request-ID": "0123456789-chosen-by-a-visitor"}
        status, told, headers = asked(port, "POST", "/", b"x" * 1000, forged)
        assert WELL_FORMED.fullmatch(json.loads(told)["x-request-id"])
        assert "chosen" not in told
        # The upstream says nothing of it.
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert (status, '"x-forwarded-for": "127.0.0.1"' in told, '"x-forwarded-proto": "https"' in told) == (
            200,
            True,
            True,
        )
        assert '"read": 10' in asked(port, "POST", "/", b"x" * 10 * 1024 * 1024, {"Host": "localhost"})[1]
        too_large = asked(port, "POST", "/", b"x" * 12 * 1000 * 1000, {"Host": "localhost"})
        assert too_large is None or too_large[0] in (413, 502)
        assert asked(port, "POST", "/", b"x", {"Host": "localhost", "X-Long": "x" * 100_000})[0] == 431
    finally:
        end(echo)


def test_its_limits_of_time_stand_in_the_file_that_the_compose_file_mounts():
    compose = yaml.safe_load((Path(BASE) / "docker-compose.yml").read_text())
    service = compose["services"]["caddy"]
    assert "./caddy/Caddyfile:/etc/caddy/Caddyfile:ro" in service["volumes"]
    assert "ports" not in compose["services"]["web"]
    adapted = subprocess.run(
        [CADDY, "adapt", "--config", "caddy/Caddyfile", "--adapter", "caddyfile"],
        cwd=BASE,
        env=os.environ | {"PUBLIC_URL": "https://portal.example"},
        check=True,
        capture_output=True,
        text=True,
    )
    (server,) = yaml.safe_load(adapted.stdout)["apps"]["http"]["servers"].values()
    assert (server["read_header_timeout"], server["max_header_bytes"]) == (15_000_000_000, 64_000)
