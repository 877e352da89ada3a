"""The server speaks HTTP as it stands: whole requests, bounded ones, one after another; nothing is read twice."""

import os
import signal
import socket
import subprocess
from contextlib import closing

import pytest

from tests.keeping.raw import answers, ask, talk
from tests.keeping.servers import ask as status_of
from tests.keeping.servers import is_open, until

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
LOGIN = b"POST /en/accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CLOSE = b"Connection: close\r\n"

pytestmark = pytest.mark.xdist_group("door")


def test_several_requests_on_one_connection_are_answered_in_their_order(door):
    """Kept open, and sent before the first is answered."""
    home = b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    told = answers(talk(door.port, home + b"\r\n" + GET + b"\r\n", b"\r\n" + GET + CLOSE + b"\r\n"))
    assert [(one.status, one.body == b"alive\n") for one in told] == [(200, False), (200, True), (200, True)]
    assert [one.headers["connection"] for one in told] == ["keep-alive", "keep-alive", "close"]


def test_an_old_client_is_answered_and_its_connection_ended_unless_it_asks_for_more(door):
    old = b"GET /healthz HTTP/1.0\r\n"
    assert ask(door.port, old + b"\r\n" + old + b"\r\n") == [200]
    assert ask(door.port, old + b"Connection: keep-alive\r\n\r\n" + old + b"\r\n") == [200, 200]


def test_head_says_how_long_the_page_is_and_sends_none_of_it(door):
    (head,) = answers(talk(door.port, b"HEAD /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + CLOSE + b"\r\n"), "HEAD")
    (page,) = answers(talk(door.port, b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + CLOSE + b"\r\n"))
    assert head.status == page.status == 200
    assert int(head.headers["content-length"]) == len(page.body)


def test_a_body_may_come_in_chunks(door):
    chunked = LOGIN + FORM + b"Transfer-Encoding: chunked\r\n\r\n"
    body = b"5\r\nlogin\r\n2;more\r\n=x\r\n0\r\nX-Trailer: 1\r\n\r\n"
    # Read whole, and refused by the portal as a form without its token; the next request begins where it ended.
    assert ask(door.port, chunked + body + GET + CLOSE + b"\r\n") == [403, 200]


@pytest.mark.parametrize(
    "body",
    [b"x\r\nab\r\n", b"-1\r\n\r\n", b"2\r\nabc\r\n", b"2 \n", b"0x2\r\nab\r\n", b"123456789\r\n"],
)
def test_chunks_that_are_none_are_refused(door, body):
    assert ask(door.port, LOGIN + b"Transfer-Encoding: chunked\r\n\r\n" + body, half_closed=True) == [400]


NO_UTF_8 = [b"utf-16", b"rot13", b"hex", b"idna", b"undefined", b'"iso-8859-1"']
ODD_CODINGS = [*[b"charset=" + name for name in NO_UTF_8], b"charset*=utf-8''%00x", b"CharSet*=nonsense''a"]


@pytest.mark.parametrize("coding", ODD_CODINGS)
def test_a_body_in_another_coding_than_utf_8_is_refused_and_a_page_without_one_is_shown(door, coding):
    """Django looks up any name as a codec and reads addresses by it: `rot13` is one, and reads no bytes."""
    odd = b"Content-Type: application/x-www-form-urlencoded; " + coding + b"\r\n"
    assert ask(door.port, LOGIN + odd + b"Content-Length: 3\r\n\r\na=b") == [415]
    page = b"GET /en/plan/?q=%ff HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    assert ask(door.port, page + odd + b"\r\n" + GET + odd + CLOSE + b"\r\n") == [302, 200]


def test_a_body_that_names_utf_8_is_read(door):
    named = LOGIN + FORM.replace(b"\r\n", b'; charset="UTF-8"\r\n') + CLOSE
    assert ask(door.port, named + b"Content-Length: 3\r\n\r\na=b") == [403]


def test_a_body_is_asked_for_where_it_is_awaited(door):
    with closing(socket.create_connection(("127.0.0.1", door.port), timeout=20)) as line:
        line.sendall(LOGIN + FORM + b"Expect: 100-continue\r\nContent-Length: 3\r\n" + CLOSE + b"\r\n")
        assert line.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"a=b")
        assert line.recv(100).startswith(b"HTTP/1.1 403 ")


def test_a_body_too_large_is_refused_before_it_is_asked_for(door):
    told = talk(
        door.port, LOGIN + FORM + b"Expect: 100-continue\r\nContent-Length: 300000000\r\n\r\n", half_closed=True
    )
    assert [one.status for one in answers(told)] == [413]
    assert b"shorten what you typed" in told


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400),
        (b"Content-Length: 3\r\nContent-Length: 3\r\n", 400),
        (b"Content-Length: 3\r\nContent-Length: 4\r\n", 400),
        (b"Content-Length: 3, 3\r\n", 400),
        (b"Content-Length: +3\r\n", 400),
        (b"Content-Length: -3\r\n", 400),
        (b"Content-Length: 3_0\r\n", 400),
        (b"Content-Length: \xb2\r\n", 400),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n", 400),
        (b"Transfer-Encoding: gzip, chunked\r\n", 501),
        (b"Transfer-Encoding: identity\r\n", 400),
        (b"Transfer-Encoding: x\r\n", 501),
        (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
        (b"Transfer-Encoding : chunked\r\n", 400),
        (b"Host: other\r\n", 400),
        (b"A: b\r\n folded\r\n", 400),
        (b"A: b\x00c\r\n", 400),
        (b"A: b\nContent-Length: 3\r\n", 400),
        (b"Expect: the-unexpected\r\n", 417),
        (b"A: " + b"x" * 70000 + b"\r\n", 431),
        (b"A: b\r\n" * 200, 431),
    ],
)
def test_a_request_that_two_servers_could_read_in_two_ways_is_refused_and_ends_its_connection(door, fields, status):
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    (told,) = answers(talk(door.port, LOGIN + fields + b"\r\n" + b"a=b" + smuggled))
    assert told.status == status
    assert told.headers["connection"] == "close"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in told.headers["content-security-policy"]
    assert all(line.endswith((".", "。")) for line in told.body.decode().strip().splitlines())


def test_a_forged_word_of_a_proxy_counts_for_nothing(door):
    """Without BEHIND_PROXY nobody is believed: not the scheme, not the address, not the place below an address."""
    forged = b"X-Forwarded-Proto: https\r\nX-Forwarded-For: 10.0.0.1\r\nScript-Name: /x\r\nSCRIPT_NAME: /x\r\n"
    (told,) = answers(talk(door.port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + forged + CLOSE + b"\r\n"))
    assert (told.status, told.headers["location"]) == (302, "/en/")


def test_a_header_that_never_ends_and_a_line_that_says_nothing_hold_no_thread(door):
    lines = [socket.create_connection(("127.0.0.1", door.port), timeout=20) for _ in range(40)]
    for line in lines[:30]:
        line.sendall(GET)
    assert status_of(door.port, "/en/") == 200
    for line in lines:
        line.close()


def test_a_killed_process_is_replaced_and_a_running_request_is_finished_at_the_end(door):
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(door.process.pid)], check=True, capture_output=True, text=True
    )
    first, *_ = (int(pid) for pid in children.stdout.split())
    os.kill(first, signal.SIGKILL)

    def replaced():
        now = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(door.process.pid)], check=True, capture_output=True, text=True
        )
        return len({int(pid) for pid in now.stdout.split()} - {first}) == 2

    until(replaced, "another process takes its place")
    assert status_of(door.port, "/readyz") == 200

    # A request begun before the end is answered after it: its last bytes come when the door is closing.
    with closing(socket.create_connection(("127.0.0.1", door.port), timeout=40)) as line:
        line.sendall(GET)
        until(lambda: status_of(door.port, "/healthz") == 200, "it was taken")
        door.process.terminate()
        until(lambda: not is_open(door.port), "nobody new is let in")
        line.sendall(b"\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200 OK")
    assert door.process.wait(40) == 0
