"""It runs as written: docker-compose.yml's commands under the values of .env.example, without a container engine."""

import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
import yaml
from django.utils import timezone
from redis import AuthenticationError, Redis

from jobs.models import ClockTask, Job
from tests.keeping.servers import BASE, POSTGRESQL, REDIS, begin_program, end, free_port, is_open, on_database, until

COMPOSE = yaml.safe_load((Path(BASE) / "docker-compose.yml").read_text())["services"]
INSIDE = "8000"
# As somebody might choose them: what an address, a shell or YAML would read otherwise.
PASSWORDS = {
    "POSTGRES_PASSWORD": "p@ss/wo:rd%41#? 'of' \"root\"",
    "OWNER_PASSWORD": "own&er=$HOME;{}[]",
    "APPLICATION_PASSWORD": "appli`cation`\\!*~",
    "REDIS_PASSWORD": 'bro\'ker @:/%20 "x" $1',
    "CACHE_PASSWORD": "ca#che/?&=;|<>",
}

SERVED = {"SECRET_KEY", "APPLICATION_PASSWORD", "REDIS_PASSWORD", "CACHE_PASSWORD"}

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(POSTGRESQL is None or REDIS is None, reason="no PostgreSQL or no Redis is installed"),
    pytest.mark.xdist_group("keeping"),
]


def values(name=".env.example"):
    """The variables of the file, filled in where it tells to, as Compose reads them."""
    lines = (line.strip() for line in (Path(BASE) / name).read_text().splitlines())
    written = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    # Nobody outside is asked or written to.
    nobody = {"BCH_BASE": "", "EMAIL_URL": "smtp://127.0.0.1:9", "LOG_LEVEL": "CRITICAL"}
    return written | {"SECRET_KEY": "k" * 86} | PASSWORDS | nobody


def told(service, places):
    """What Compose tells a service, with the places of this machine for the names of its networks."""
    held = values()

    def filled(name, value):
        if value is None:
            return held[name]
        text = re.sub(r"\$\{(\w+):\?[^}]*\}", lambda found: held[found[1]], value)
        for there, here in places.items():
            text = text.replace(f"{there}/", f"{here}/")
        return text

    asked = COMPOSE[service]["environment"].items()
    own = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(BASE)}
    return own | {name: filled(name, value) for name, value in asked}


def command_of(service, **other):
    """Its command with what must differ here; the image's own where it names none."""
    lines = (Path(BASE) / "Dockerfile").read_text().splitlines()
    own = next(line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))
    held = COMPOSE[service].get("command") or json.loads(own)
    words = shlex.split(held) if isinstance(held, str) else held
    assert set(other) <= set(words)
    return [other.get(word, word) for word in words]


def keeper(service, port):
    """The command of the broker or the cache on a port of this machine, by the program that is installed here."""
    *shell, line = command_of(service)
    here = f"{REDIS} --port {port} --bind 127.0.0.1"
    assert "valkey-server" in line
    return [*shell, line.replace("valkey-server", here).replace("$$", "$")]


@pytest.fixture(scope="module")
def places(cluster):
    """PostgreSQL as its image sets it up, broker and cache by their commands: where they are for each name."""
    with closing(psycopg2.connect(cluster.url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            of_image = COMPOSE["db"]["environment"]
            cursor.execute(
                f"CREATE ROLE {of_image['POSTGRES_USER']} SUPERUSER LOGIN PASSWORD %s", [values()["POSTGRES_PASSWORD"]]
            )
            cursor.execute(f"CREATE DATABASE {of_image['POSTGRES_DB']} OWNER {of_image['POSTGRES_USER']}")
    cluster.ask_for_passwords()
    ports = {"broker": free_port(), "cache": free_port()}
    running = [begin_program(keeper(name, port), told(name, {})) for name, port in ports.items()]
    for port in ports.values():
        until(lambda port=port: is_open(port), "the port is open")
    yield {"db:5432": f"127.0.0.1:{cluster.port}"} | {
        f"{name}:6379": f"127.0.0.1:{port}" for name, port in ports.items()
    }
    for process in running:
        end(process)
    cluster.trust()


def run(service, places):
    done = subprocess.run(command_of(service), env=told(service, places), cwd=BASE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def set_up(places, django_db_blocker):
    """What ends before the others begin, in its order; models here read and write as the portal does."""
    run("roles", places)
    run("setup", places)
    here = told("web", places)
    served = here["DATABASE_URL"].replace("@", f":{quote(here['DATABASE_PASSWORD'], safe='')}@")
    with django_db_blocker.unblock(), on_database(served):
        yield places


@pytest.fixture(scope="module")
def web(set_up):
    port = free_port()
    bound = {f"0.0.0.0:{INSIDE}": f"127.0.0.1:{port}"}
    process = begin_program(command_of("web", **bound), told("web", set_up) | {"OPERATORS_TOKEN": "a long secret"})
    until(lambda: is_open(port), "the port is open")
    yield port
    end(process)


def test_the_check_of_the_web_container_passes_under_the_right_and_the_wrong_host(web, set_up):
    program, *arguments = COMPOSE["web"]["healthcheck"]["test"][1:]
    assert f":{INSIDE}/" in arguments[-1]
    arguments[-1] = arguments[-1].replace(f":{INSIDE}/", f":{web}/")

    def passes():
        return subprocess.run([program, *arguments], env=told("web", set_up), capture_output=True).returncode == 0

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


def test_the_portal_serves_what_was_set_up_as_the_role_that_may_do_least(web):
    connection = HTTPConnection("127.0.0.1", web, timeout=20)
    connection.request("GET", "/readyz", headers={"Authorization": "Bearer a long secret"})
    assert "database role: may do what it needs" in connection.getresponse().read().decode()
    connection.request("GET", "/en/", headers={"Host": "portal.example", "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    assert (answer.status, "Strategic Plan" in answer.read().decode()) == (200, True)
    assert answer.headers["Strict-Transport-Security"]
    connection.close()


def test_broker_and_cache_ask_for_their_passwords_and_stay_within_their_memory(places):
    kept = {"broker": "noeviction", "cache": "allkeys-lru"}
    for name, policy in kept.items():
        at = f"redis://{places[f'{name}:6379']}/0"
        with pytest.raises(AuthenticationError), closing(Redis.from_url(at)) as nobody:
            nobody.ping()
        password = PASSWORDS["REDIS_PASSWORD" if name == "broker" else "CACHE_PASSWORD"]
        with closing(Redis.from_url(at, password=password)) as somebody:
            told_here = somebody.config_get("maxmemory*")
            assert (told_here["maxmemory-policy"], int(told_here["maxmemory"]) > 0) == (policy, True)
            assert somebody.config_get("save") == {"save": ""}


def test_the_worker_takes_a_job_before_and_after_it_was_killed_and_the_clock_makes_up_for_what_fell_due(
    set_up, tmp_path
):
    long_ago = timezone.now() - timedelta(days=3)
    ClockTask.objects.update_or_create(task="portal.tasks.verify", defaults={"known_at": long_ago, "done_at": long_ago})
    worker = begin_program(command_of("worker"), told("worker", set_up))
    beat = None
    try:
        _is_done(set_up)
        # A schedule that it has never seen before, as in every new container.
        beat = begin_program(command_of("beat", **{"/tmp/beat": str(tmp_path / "beat")}), told("beat", set_up))
        until(lambda: list(tmp_path.glob("beat*")), "the clock keeps its schedule")
        until(lambda: Job.objects.filter(kind="verify").exists(), "what fell due is asked for", 120)
        end(worker)
        worker = begin_program(command_of("worker"), told("worker", set_up))
        _is_done(set_up)
        assert beat.poll() is None
    finally:
        end(worker)
        if beat is not None:
            end(beat)


def _is_done(places):
    """A job asked for by a process of the portal, as the web does, is done by the worker."""
    work = "enqueue(kind='compute_progress', reason='asked')"
    asked = f"import django; django.setup(); from jobs.services import enqueue; print({work}.pk)"
    here = told("web", places) | {"DJANGO_SETTINGS_MODULE": "strategic_plan.settings"}
    done = subprocess.run([sys.executable, "-c", asked], env=here, cwd=BASE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    until(lambda: Job.objects.get(pk=int(done.stdout)).state == Job.State.DONE, "the job is done", 120)


def test_each_service_is_told_no_secret_but_its_own():
    secrets = {*PASSWORDS, "SECRET_KEY", "EDITION_SIGNING_KEY", "OPERATORS_TOKEN", "BCH_TOKEN", "EMAIL_URL"}
    found = {}
    for name, service in COMPOSE.items():
        assert "env_file" not in service
        words = " ".join(f"{key} {value}" for key, value in service.get("environment", {}).items())
        found[name] = set(re.findall(r"[A-Z_]+", words)) & secrets - {"DATABASE_PASSWORD"}
    assert found == {
        "roles": {"SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APPLICATION_PASSWORD"},
        "setup": {"SECRET_KEY", "OWNER_PASSWORD"},
        "web": {*SERVED, "OPERATORS_TOKEN", "BCH_TOKEN", "EMAIL_URL"},
        "worker": {*SERVED, "EDITION_SIGNING_KEY", "BCH_TOKEN", "EMAIL_URL"},
        "beat": SERVED,
        "caddy": set(),
        "db": {"POSTGRES_PASSWORD"},
        "broker": {"REDIS_PASSWORD"},
        "cache": {"REDIS_PASSWORD", "CACHE_PASSWORD"},
    }


def test_every_service_is_bounded_and_may_do_no_more_than_it_needs():
    for name, service in COMPOSE.items():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name
        if "image" in service:
            assert re.fullmatch(r"[\w/]+:\d+\.\d+(\.\d+)?(-\w+)?", service["image"]), name
        assert "privileged" not in service
    networks = yaml.safe_load((Path(BASE) / "docker-compose.yml").read_text())["networks"]
    reached = {
        name
        for name, service in COMPOSE.items()
        if not all((networks[n] or {}).get("internal") for n in service["networks"])
    }
    assert reached == {"caddy", "worker"}
    assert [name for name, service in COMPOSE.items() if "ports" in service] == ["caddy"]


def test_every_variable_of_the_example_reaches_a_service():
    # The embedded default's own, and what Compose says itself.
    alone = {"JOBS_BESIDE", "DATABASE_ROLES"}
    reached = set()
    for service in COMPOSE.values():
        for name, value in service.get("environment", {}).items():
            reached |= {name} | set(re.findall(r"\$\{(\w+)", value or ""))
    assert set(values()) - alone <= reached
