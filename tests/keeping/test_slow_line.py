"""A long text over a slow line: saved once, however long it takes, and without a conflict with oneself."""

import os
import socket
from contextlib import closing, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

import pytest

from national_reports.models import Answer, AnswerChange
from tests.keeping.browsers import Chromium, Firefox, cookie_of
from tests.keeping.making import SECTION, TEXT, address, make_draft
from tests.keeping.servers import Portal, copied_world, on_database, until
from tests.people_factories import make_focal_point

LENGTH, BYTES_A_SECOND, PIECE = 80_000, 3_000, 300
# Half a minute each: the long form asks both browsers.
BROWSERS = ["chromium", "firefox"] if "DRILL_BROWSERS" in os.environ else ["chromium"]
BOX, STATE = f"[data-question={TEXT}] textarea", f"[data-question={TEXT}] [data-state]"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass
class SlowLine:
    """A line to the portal that takes so many bytes a second from the browser, and gives answers at once."""

    to: int
    listener: socket.socket = field(default_factory=socket.socket)
    over: Event = field(default_factory=Event)

    def __enter__(self) -> "SlowLine":
        # Little is taken in advance: what the browser has sent is on its way.
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        self.threads = [Thread(target=self._accept)]
        self.threads[0].start()
        return self

    def _accept(self) -> None:
        while not self.over.is_set():
            with suppress(OSError):
                near, _address = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                for ends in ((near, far, True), (far, near, False)):
                    one = Thread(target=self._carry, args=ends)
                    self.threads.append(one)
                    one.start()

    def _carry(self, source: socket.socket, target: socket.socket, is_slow: bool) -> None:
        with closing(source), closing(target), suppress(OSError):
            while data := source.recv(PIECE if is_slow else 65536):
                # The line itself: a piece takes its time.
                if is_slow and self.over.wait(len(data) / BYTES_A_SECOND):
                    return
                target.sendall(data)

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
            pass
        self.listener.close()
        for one in self.threads:
            one.join(timeout=20)


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    url = copied_world(tmp_path_factory.mktemp("line"))
    with django_db_blocker.unblock(), on_database(url), Portal(url, workers=1) as running:
        yield running


@pytest.mark.parametrize("name", BROWSERS)
def test_a_text_of_80_kb_at_3_kb_a_second_is_saved_once(name, playwright, tmp_path, portal):
    person = make_focal_point("KEN")
    draft = make_draft("KEN", person)
    AnswerChange.objects.filter(report=draft, question=TEXT).delete()
    Answer.objects.filter(report=draft, question=TEXT).delete()
    profile = tmp_path / "profile"
    driven = Firefox(profile, scripts=True) if name == "firefox" else Chromium(playwright, profile, scripts=True)
    try:
        with SlowLine(portal.port) as line:
            base = f"http://127.0.0.1:{line.port}"
            driven.sign_in(cookie_of(portal, person) | {"url": base})
            driven.go(f"{base}{address(draft, f'sections/{SECTION}/')}")
            driven.write(BOX, "x" * LENGTH)
            until(lambda: driven.text(STATE).startswith("Saved"), "the text is saved", seconds=180)
            driven.close()
    finally:
        driven.close()
    assert len(Answer.objects.get(report=draft, question=TEXT).texts["en"]) == LENGTH
    assert AnswerChange.objects.filter(report=draft, question=TEXT).count() == 1
    assert not draft.conflicts.exists()
