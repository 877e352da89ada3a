"""One hostile client never takes the portal away: 64 connections at once of each kind, from one address."""

import os
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.keeping.attack import KINDS
from tests.keeping.servers import BASE, ask, until

CONNECTIONS = 64
SECONDS = float(os.environ.get("DRILL_ATTACK_SECONDS", "2"))
MOST_MORE = 10 * 1024 * 1024
LONGEST = 1
PAGES = ["/en/", "/en/indicators/2.2.1/", "/en/plan/", "/en/parties/", "/en/questions/", "/en/reporting/"]

pytestmark = pytest.mark.xdist_group("door")


def processes(door):
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(door.process.pid)], capture_output=True, text=True)
    return [door.process.pid, *map(int, told.stdout.split())]


def held(door):
    """Bytes of the database and of temporary files, also of those that have no name any more."""
    folder = Path(door.url.removeprefix("sqlite:///")).parent
    count = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    for process in processes(door):
        for descriptor in Path(f"/proc/{process}/fd").glob("*"):
            with suppress(OSError):
                if str(descriptor.readlink()).endswith("(deleted)"):
                    count += descriptor.stat().st_size
    return count


def readiness(port):
    """How long /readyz took, and what it answered."""
    begun, status = monotonic(), 0
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    with suppress(OSError):
        connection.request("GET", "/readyz")
        status = connection.getresponse().status
    connection.close()
    return monotonic() - begun, status


@pytest.mark.parametrize("kind", KINDS)
def test_the_portal_stays_ready_and_keeps_nothing_while_it_is_attacked(door, kind):
    until(lambda: ask(door.port, "/en/") == 200, "it serves")
    before = most = held(door)
    command = [sys.executable, "-m", "tests.keeping.attack", door.port, kind, CONNECTIONS, SECONDS, "", *PAGES]
    attack = subprocess.Popen([*map(str, command)], cwd=BASE, stdout=subprocess.PIPE, text=True)
    seen = []
    while attack.poll() is None:
        seen.append(readiness(door.port))
        most = max(most, held(door))
        sleep(0.05)
    begun = int(attack.communicate()[0])
    assert begun >= CONNECTIONS
    slowest = max(took for took, _ in seen)
    print(f"{kind}: {begun} connections, /readyz at most {slowest:.2f} s of {len(seen)}, {most - before} bytes more")
    assert {status for _, status in seen} == {200}
    assert slowest <= LONGEST
    assert most - before <= MOST_MORE
