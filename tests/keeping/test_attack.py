"""One hostile client never takes the portal away: 64 connections at once of each kind, from one address."""

import asyncio
import os
import re
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.keeping.attack import KINDS
from tests.keeping.making import address, fill, make_draft
from tests.keeping.servers import BASE, Visitor, ask, until
from tests.people_factories import client_of, make_focal_point

CONNECTIONS, READERS = 64, 400
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


@pytest.fixture(scope="module")
def reports(door):
    """A long report's documents, asked for by somebody who may: the heaviest that a request can ask for."""
    editor = make_focal_point("KEN")
    draft = make_draft("KEN", editor)
    fill(draft, everything=True)
    session = client_of(editor).session.session_key
    return f"sessionid={session}", [address(draft, place) for place in ("print/", "report.pdf", "report.docx")]


@pytest.mark.parametrize("kind", [*KINDS, "heavy_reports"])
def test_the_portal_stays_ready_and_keeps_nothing_while_it_is_attacked(door, kind, request):
    cookie, pages = request.getfixturevalue("reports") if kind == "heavy_reports" else ("", PAGES)
    held_to(door, "heavy_pages" if kind == "heavy_reports" else kind, cookie, pages)


def held_to(door, kind, cookie, pages):
    """Attack, and ask all the while whether it is ready and how much it keeps."""
    until(lambda: all(ask(door.port, page) == 200 for page in PAGES), "it serves")
    # Both processes have started.
    until(lambda: all(readiness(door.port)[0] < LONGEST / 5 for _ in range(10)), "it is at rest")
    before = most = held(door)
    command = [sys.executable, "-m", "tests.keeping.attack", door.port, kind, CONNECTIONS, SECONDS, cookie, *pages]
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


def test_a_hall_behind_one_address_is_served(door):
    """Many at once, each with a line that stays open and asks again: nobody is refused for being many."""

    style = re.search(r'href="(/static/[^"]+\.css)"', Visitor(door.port).get("/en/").text)[1]

    async def reader():
        told = []
        reading, writing = await asyncio.open_connection("127.0.0.1", door.port)
        for page in (style, "/healthz"):
            writing.write(f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = (await reading.readuntil(b"\r\n\r\n")).decode().lower()
            await reading.readexactly(int(head.partition("content-length: ")[2].split()[0]))
            told.append(int(head.split()[1]))
        writing.close()
        return told

    async def hall():
        return await asyncio.gather(*(reader() for _ in range(READERS)))

    assert asyncio.run(hall()) == [[200, 200]] * READERS
