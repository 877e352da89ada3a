"""It runs as written: docker-compose.yml's commands under the values of .env.example, without a container engine."""

import json
import os
import shlex
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

from jobs.models import Job
from tests.keeping.servers import BASE, POSTGRESQL, REDIS, Broker, begin_program, end, free_port, is_open, until

COMPOSE = yaml.safe_load((Path(BASE) / "docker-compose.yml").read_text())["services"]
INSIDE = "8000"

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(POSTGRESQL is None or REDIS is None, reason="no PostgreSQL or no Redis is installed"),
    pytest.mark.xdist_group("keeping"),
]


def values(name=".env.example"):
    """The variables of the file, as a container is given them."""
    lines = (line.strip() for line in (Path(BASE) / name).read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def environment(own_database):
    """What .env.example says, filled in where it tells to, on this machine's own database and broker."""
    broker = Broker()
    broker.start()
    own = {"SECRET_KEY": "k" * 86, "DATABASE_URL": own_database, "REDIS_URL": broker.url}
    # Nobody outside is asked or written to.
    nobody = {"BCH_BASE": "", "EMAIL_URL": "smtp://127.0.0.1:9", "LOG_LEVEL": "CRITICAL"}
    yield (
        {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(BASE)}
        | values()
        | own
        | nobody
    )
    broker.stop()


def command_of(service, **other):
    """Its command with what must differ here; the image's own where it names none."""
    lines = (Path(BASE) / "Dockerfile").read_text().splitlines()
    own = next(line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))
    held = COMPOSE[service].get("command")
    words = shlex.split(held) if held else json.loads(own)
    assert set(other) <= set(words)
    return [other.get(word, word) for word in words]


@pytest.fixture(scope="module")
def web(environment):
    port = free_port()
    process = begin_program(command_of("web", **{f"0.0.0.0:{INSIDE}": f"127.0.0.1:{port}"}), environment)
    until(lambda: is_open(port), "the port is open")
    yield port
    end(process)


def test_the_check_of_the_web_container_passes_under_the_right_and_the_wrong_host(web, environment):
    program, *arguments = COMPOSE["web"]["healthcheck"]["test"][1:]
    assert f":{INSIDE}/" in arguments[-1]
    arguments[-1] = arguments[-1].replace(f":{INSIDE}/", f":{web}/")

    def passes():
        return subprocess.run([program, *arguments], env=environment, capture_output=True).returncode == 0

    until(passes, "the health check passes")
    for place in ("/healthz", "/readyz"):
        for host in ("portal.example", "127.0.0.1", "elsewhere.example", "_not a name_"):
            connection = HTTPConnection("127.0.0.1", web, timeout=20)
            connection.request("GET", place, headers={"Host": host})
            response = connection.getresponse()
            assert (response.status, response.headers["Location"]) == (200, None)
            connection.close()


def test_visitors_are_led_to_https_and_wrong_hosts_are_refused(web):
    found = {}
    for host in ("portal.example", "elsewhere.example"):
        connection = HTTPConnection("127.0.0.1", web, timeout=20)
        connection.request("GET", "/en/", headers={"Host": host})
        found[host] = connection.getresponse().status
        connection.close()
    assert found == {"portal.example": 301, "elsewhere.example": 400}


def test_the_worker_takes_a_job_before_and_after_it_was_killed_and_the_clock_starts_afresh(environment, tmp_path):
    clock = tmp_path / "beat"
    beat = begin_program(command_of("beat", **{"/tmp/beat": str(clock)}), environment)
    worker = begin_program(command_of("worker"), environment)
    try:
        until(lambda: list(tmp_path.glob("beat*")), "the clock keeps its schedule")
        _is_done(environment)
        end(worker)
        worker = begin_program(command_of("worker"), environment)
        _is_done(environment)
        assert beat.poll() is None
    finally:
        end(worker)
        end(beat)


def _is_done(environment):
    """A job asked for by a process of the portal, as the web does, is done by the worker."""
    work = "enqueue(kind='compute_progress', reason='asked')"
    asked = f"import django; django.setup(); from jobs.services import enqueue; print({work}.pk)"
    told = environment | {"DJANGO_SETTINGS_MODULE": "strategic_plan.settings"}
    done = subprocess.run([sys.executable, "-c", asked], env=told, cwd=BASE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    until(lambda: Job.objects.get(pk=int(done.stdout)).state == Job.State.DONE, "the job is done")
