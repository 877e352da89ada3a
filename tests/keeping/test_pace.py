"""Nobody is waited for below the floor, and addresses take turns: the server's parts by themselves."""

import asyncio
from collections import Counter

import pytest

from strategic_plan.serving import reading
from strategic_plan.serving.answering import File, make_answer, refusal, send
from strategic_plan.serving.reading import FLOOR, Pace, Refused, TooSlow, environ_of, read_body, read_head
from strategic_plan.serving.turns import SPARE, RequestTurns

PEER = ("127.0.0.1", 1)


class Settled:
    """What the parser asks of gunicorn's settings."""

    def __new__(cls):
        from gunicorn.config import Config

        return Config()


async def _read(head, *pieces, end=False, most=reading.SMALL):
    reader = asyncio.StreamReader()
    reader.feed_data(head)
    for piece in pieces:
        reader.feed_data(piece)
    if end:
        reader.feed_eof()

    async def bound(_environ):
        return most

    parsed = await read_head(reader, b"P", Settled(), PEER)
    environ = environ_of(parsed, PEER, PEER)
    return await read_body(parsed, environ, reader, None, bound)


HEAD = b"OST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"


def test_a_body_below_the_floor_is_refused_and_one_above_it_is_waited_for(monkeypatch):
    monkeypatch.setattr(reading, "GRACE", 0.05)
    with pytest.raises(Refused) as refused:
        asyncio.run(_read(HEAD, b"abc"))
    assert refused.value.status == 408
    whole = asyncio.run(_read(HEAD, b"abc", b"defghij"))
    assert whole.environ["wsgi.input"].read() == b"abcdefghij"
    whole.environ["wsgi.input"].close()


def test_a_head_that_does_not_end_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "HEAD_SECONDS", 0.05)
    with pytest.raises(Refused) as refused:
        asyncio.run(_read(b"OST / HTTP/1.1\r\nHost: x\r\n"))
    assert refused.value.status == 408


def test_what_came_buys_time_at_the_floor():
    """80 kB at 3 kB/s, standing still for half a minute in its middle."""
    pace = Pace(count=40_000)
    pace.begun -= 40_000 / 3_000 + 30

    async def step():
        return "came"

    assert asyncio.run(pace.keep(step())) == "came"
    assert pace.count / FLOOR > 40_000 / 3_000 + 30


class Stuck:
    """A client that takes nothing."""

    transport = property(lambda self: self)
    aborted = False

    def set_write_buffer_limits(self, _):
        pass

    def write(self, _):
        pass

    async def drain(self):
        await asyncio.Event().wait()

    def abort(self):
        self.aborted = True


def test_an_answer_that_nobody_takes_ends_its_connection(monkeypatch):
    monkeypatch.setattr(reading, "GRACE", 0.05)
    client = Stuck()
    assert asyncio.run(send(refusal(503), client, keeps=True)) is False
    assert client.aborted


def test_a_pace_says_so_at_once_when_all_time_is_used():
    pace = Pace()
    pace.begun -= reading.GRACE + 1

    async def step():
        await asyncio.sleep(60)

    with pytest.raises(TooSlow):
        asyncio.run(pace.keep(step()))


def test_addresses_take_turns_and_none_holds_all_threads():
    async def work():
        turns, running, most, done = RequestTurns(8), Counter(), Counter(), []
        waiting = asyncio.Event()
        loop = asyncio.get_running_loop()

        def one(address):
            def begin():
                running[address] += 1
                most[address] = max(most[address], running[address])

            loop.call_soon_threadsafe(begin)
            asyncio.run_coroutine_threadsafe(waiting.wait(), loop).result()
            running[address] -= 1
            done.append(address)

        asked = [asyncio.create_task(turns.take("hostile", lambda: one("hostile"))) for _ in range(64)]
        while running["hostile"] < 8 - SPARE:
            await asyncio.sleep(0)
        asked.append(asyncio.create_task(turns.take("honest", lambda: one("honest"))))
        while not running["honest"]:
            await asyncio.sleep(0)
        waiting.set()
        await asyncio.gather(*asked)
        turns.pool.shutdown()
        return most, len(done), turns

    most, count, turns = asyncio.run(work())
    assert (most["hostile"], count) == (8 - SPARE, 65)
    assert (turns.free, turns.count, dict(turns.running)) == (8, 0, {})


def test_a_file_is_not_read_by_the_thread_that_answers_with_it(tmp_path):
    place = tmp_path / "edition.pdf"
    place.write_bytes(b"x" * 1000)
    with place.open("rb") as file:

        def application(environ, start_response):
            start_response("200 OK", [("Content-Length", "1000")])
            return File(file)

        answer = make_answer(application, {"REQUEST_METHOD": "GET"})
        assert file.tell() == 0
        assert answer.read(2000) == b"x" * 1000
        answer.close()
