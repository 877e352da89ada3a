"""A line of the log is an event with fields and the number of its request; it names nobody and opens nothing."""

import json
import logging
import os
import re
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from io import StringIO

import pytest
from django.conf import settings as held
from django.db import IntegrityError
from django.test import Client

from jobs import kinds, request_ids
from jobs.models import Job
from jobs.services import enqueue, register, run
from portal import requests_told
from strategic_plan.log_lines import AsJson, AsText, UnknownFormat, checked, chosen, logging_settings
from tests.keeping.servers import BASE, LONG, free_port, is_open, until

GIVEN = "0b8f6e3a-6f0e-4c0e-9d53-1f0a5d2c7e11"


@pytest.fixture
def lines():
    """What is logged meanwhile, as the objects that JSON lines hold."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def one(message, *arguments, **extra):
    record = logging.LogRecord("a.logger", logging.WARNING, "", 0, message, arguments, extra.pop("exc_info", None))
    record.__dict__ |= extra
    return record


# -- a line ------------------------------------------------------------------------------------------


def test_a_line_is_an_object_with_its_event_and_fields():
    line = json.loads(AsJson().format(one("late save ignored", report=7, question="Q12", seconds=0.25)))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "WARNING",
        "logger": "a.logger",
        "event": "late save ignored",
        "report": 7,
        "question": "Q12",
        "seconds": 0.25,
    }


def test_as_text_the_same_stands_in_one_line():
    text = AsText().format(one("late save ignored", report=7))
    assert text.endswith(" WARNING a.logger late save ignored report=7")


@pytest.mark.parametrize("kind", [AsJson(), AsText()])
def test_a_line_names_nobody_and_opens_nothing(kind):
    line = kind.format(
        one("sent to %s for /en/invitations/Secret-1/", "ann.focal@example.org", address="/en/queries/Secret-2/")
    )
    assert "ann.focal" not in line
    assert "Secret" not in line
    assert "/en/invitations/…" in line


def test_objects_like_a_request_with_its_query_are_left_out(rf):
    line = AsJson().format(one("Not Found: %s", "/en/parties/", request=rf.get("/en/parties/?q=ann"), status_code=404))
    assert "ann" not in line
    assert json.loads(line)["status_code"] == 404


@pytest.mark.parametrize("kind", [AsJson(), AsText()])
def test_nobody_writes_a_second_line_into_the_log(kind):
    assert len(kind.format(one("Not Found: %s", "/en/\r\n2026 INFO forged\u2028x\x1b[2J")).splitlines()) == 1


def test_of_a_fault_the_trace_is_told_without_the_row_that_was_refused():
    try:
        raise IntegrityError(
            'duplicate key\nDETAIL:  Failing row contains (7, "what somebody typed", ann@example.org).'
        )
    except IntegrityError:
        line = json.loads(AsJson().format(one("job failed", exc_info=sys.exc_info())))
    assert line["fault"] == "IntegrityError"
    assert "test_log_lines.py" in line["trace"]
    assert "typed" not in line["trace"]
    assert "ann@" not in line["trace"]


# -- the setting -------------------------------------------------------------------------------------


def test_the_format_is_one_setting_with_two_values():
    assert [checked(name) for name in ("", "text", "json")] == ["text", "text", "json"]
    with pytest.raises(UnknownFormat, match="Set it to json or text"):
        checked("yaml")
    for name in ("text", "json"):
        assert logging_settings(name, "INFO")["formatters"]["line"]["name"] == name
    assert held.LOGGING["formatters"]["line"]["()"] == "strategic_plan.log_lines.formatter"


def test_the_server_reads_it_from_the_file_without_changing_the_environment(tmp_path, monkeypatch):
    monkeypatch.delenv("LOG_FORMAT", raising=False)
    assert chosen(tmp_path) == "text"
    (tmp_path / ".env").write_text("LOG_FORMAT=json\n")
    assert chosen(tmp_path) == "json"
    monkeypatch.setenv("LOG_FORMAT", "text")
    assert chosen(tmp_path) == "text"


# -- the number --------------------------------------------------------------------------------------


def test_each_answer_carries_a_number_of_its_own(client, db):
    numbers = [client.get("/healthz").headers["X-Request-ID"] for _ in range(2)]
    assert len(set(numbers)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", number) for number in numbers)


def test_a_visitor_does_not_choose_it(client, db):
    assert client.get("/healthz", headers={"X-Request-ID": GIVEN}).headers["X-Request-ID"] != GIVEN


@pytest.mark.parametrize(
    "bad", ["", "short", "x" * 65, "with space 0123456789", "<b>0123456789abcdef", "0123\n456789abcdef0"]
)
def test_from_a_proxy_it_is_taken_where_it_is_well_formed(settings, bad):
    settings.BEHIND_PROXY = True
    assert requests_told.number({"HTTP_X_REQUEST_ID": GIVEN}) == GIVEN
    made = requests_told.number({"HTTP_X_REQUEST_ID": bad})
    assert made != bad
    assert re.fullmatch(r"[0-9a-f]{32}", made)


def test_the_lines_of_a_request_carry_it_and_tell_the_place_but_no_address(client, db, lines):
    answer = client.get("/en/invitations/Secret-7/")
    (line,) = [line for line in lines() if line["event"] == "request answered"]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["status"], line["logger"]) == ("GET", answer.status_code, "portal.requests_told")
    assert line["place"] == "en/invitations/…/"
    assert "Secret" not in json.dumps(lines())
    assert request_ids.current() == ""


def test_a_page_that_is_kept_has_the_number_of_who_asks_and_not_of_who_asked_first(client, small_world, lines):
    first, second = (client.get("/en/").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert [line["place"] for line in lines() if line["event"] == "request answered"] == ["en/", "en/"]


def test_what_is_asked_all_the_time_is_told_when_it_fails_only(client, db, lines, monkeypatch):
    client.get("/healthz")
    assert lines() == []
    monkeypatch.setattr("portal.views.health.connection", None)
    Client(raise_request_exception=False).get("/readyz")
    assert [line["status"] for line in lines() if line["event"] == "request answered"] == [500]


def test_the_page_of_a_fault_shows_the_number_that_stands_beside_the_trace(db, lines, monkeypatch):
    def broken(*_):
        raise RuntimeError("a fault of ann@example.org")

    monkeypatch.setattr("portal.views.health.alive", broken)
    monkeypatch.setattr("portal.moved._to", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/healthz")
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f'<code dir="ltr">{number}</code>' in answer.content.decode()
    (fault,) = [line for line in lines() if "trace" in line]
    assert (fault["request_id"], fault["fault"]) == (number, "RuntimeError")
    assert "ann@" not in json.dumps(lines())
    assert [line["status"] for line in lines() if line["event"] == "request answered"] == [500]


# -- jobs --------------------------------------------------------------------------------------------


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    seen = []
    register("a told kind", lambda **_: seen.append(request_ids.current()))
    return seen


def test_a_job_works_under_the_number_of_the_request_that_asked_for_it(db, kind, lines):
    with request_ids.working_for(GIVEN):
        job = enqueue(kind="a told kind")
    run(job_id=job.pk)
    assert Job.objects.get(pk=job.pk).request_id == GIVEN
    assert kind == [GIVEN]
    told = [(line["event"], line["request_id"], line["job"]) for line in lines() if "job" in line]
    assert told == [("job asked for", GIVEN, job.pk), ("job done", GIVEN, job.pk)]


def test_who_asks_again_finds_the_job_of_before_by_the_line_of_the_own_number(db, kind, lines):
    for number in (GIVEN, "another-number-0001"):
        with request_ids.working_for(number):
            job = enqueue(kind="a told kind")
    assert [(line["request_id"], line["job"]) for line in lines()] == [(GIVEN, job.pk), ("another-number-0001", job.pk)]


def test_a_failed_job_says_so_under_the_number(db, monkeypatch, lines):
    def broken(**_):
        raise RuntimeError("no")

    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    register("a told kind", broken)
    with request_ids.working_for(GIVEN):
        job = enqueue(kind="a told kind")
    with pytest.raises(RuntimeError):
        run(job_id=job.pk)
    (line,) = [line for line in lines() if line["event"] == "job failed"]
    assert (line["request_id"], line["job"], line["fault"], line["attempt"]) == (GIVEN, job.pk, "RuntimeError", 1)


# -- as it is served ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.xdist_group("keeping")
def test_every_line_of_the_server_is_an_object(tmp_path):
    port, log = free_port(), tmp_path / "log"
    environment = {"LOG_FORMAT": "json", "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as to:
        server = subprocess.Popen(command, cwd=BASE, env=os.environ | environment, stderr=to, stdout=to)
    try:
        until(lambda: is_open(port), "the server answers")
        with closing(HTTPConnection("127.0.0.1", port, timeout=LONG)) as line:
            line.request("GET", "/en/", headers={"Host": f"127.0.0.1:{port}"})
            number = line.getresponse().headers["X-Request-ID"]
    finally:
        server.terminate()
        server.wait(30)
    told = [json.loads(text) for text in log.read_text().splitlines()]
    assert {"gunicorn.error", "portal.requests_told"} <= {line["logger"] for line in told}
    # The database is empty: the fault has the number that the visitor was given.
    assert number in {line["request_id"] for line in told if "trace" in line}
