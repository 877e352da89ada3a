"""The look for known faults of packages: clean, named, or not asked, and never the first where it was the last."""

import json
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import audit
import pytest

LOCK = (
    "a-package==1.2.0 \\\n    --hash=sha256:" + "0" * 64 + "\nb-package==3.0 \\\n    --hash=sha256:" + "1" * 64 + "\n"
)


@pytest.fixture
def lock(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    path = tmp_path / "requirements.txt"
    path.write_text(LOCK)
    return str(path)


@contextmanager
def source(answer, status=200):
    """Somebody who answers every question with these bytes; the questions that came."""
    asked = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


def answered(*results):
    return json.dumps({"results": list(results)}).encode()


def record(*, name="a-package", modified=None, **affected):
    at = modified or datetime.now(UTC)
    held = {"package": {"ecosystem": "PyPI", "name": name}, **affected}
    return {"id": "GHSA-known", "modified": f"{at:%Y-%m-%dT%H:%M:%SZ}", "affected": [held]}


def between(introduced, fixed=None, last=None):
    events = [{"introduced": introduced}]
    events += [{"fixed": fixed}] if fixed else []
    events += [{"last_affected": last}] if last else []
    return [{"type": "ECOSYSTEM", "events": events}]


# -- a source ----------------------------------------------------------------------------------------


def test_asked_and_clean_ends_with_0(lock, capsys):
    with source(answered({}, {})) as (address, asked):
        assert audit.main(["--source", address, lock]) == 0
    assert [one["package"]["name"] for one in asked[0]["queries"]] == ["a-package", "b-package"]
    assert [one["version"] for one in asked[0]["queries"]] == ["1.2.0", "3.0"]
    assert "2 packages asked, 0 known faults." in capsys.readouterr().out


def test_a_known_fault_ends_with_1_and_is_named(lock, capsys):
    with source(answered({}, {"vulns": [{"id": "GHSA-1234", "modified": "2026-11-01T00:00:00Z"}]})) as (address, _):
        assert audit.main(["--source", address, lock]) == 1
    assert "b-package 3.0: GHSA-1234" in capsys.readouterr().out


def test_nobody_there_ends_with_2_and_says_so(lock, capsys):
    with source(answered({}, {})) as (address, _):
        pass
    assert audit.main(["--source", address, lock]) == 2
    told = capsys.readouterr()
    assert "Not asked, so nothing is known" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (answered({}, {}), 503),
        (b"<html>a proxy's page</html>", 200),
        (b"[]", 200),
        (b'{"results": null}', 200),
        (answered({}), 200),
        (answered({"vulns": [{}]}, {}), 200),
        (answered({"vulns": 7}, {}), 200),
        (answered(7, {}), 200),
    ],
)
def test_an_answer_that_is_none_ends_with_2(lock, answer, status):
    with source(answer, status) as (address, _):
        assert audit.main(["--source", address, lock]) == 2


def test_nobody_is_asked_over_a_line_that_others_may_change(lock):
    assert audit.main(["--source", "http://portal.example/", lock]) == 2


def test_a_lock_that_is_not_there_ends_with_2(tmp_path):
    assert audit.main(["--source", "https://portal.example/", str(tmp_path / "none.txt")]) == 2


# -- a copy ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("affected", "status"),
    [
        ({"versions": ["1.1", "1.2.0"]}, 1),
        ({"versions": ["1.1"]}, 0),
        ({"ranges": between("0", "1.3")}, 1),
        ({"ranges": between("0", "1.2.0")}, 0),
        ({"ranges": between("1.2", last="1.2.0")}, 1),
        ({"ranges": between("1.10")}, 0),
        ({"ranges": between("no number")}, 1),
        ({"versions": ["1.2.0"], "name": "c-package"}, 0),
        ({"versions": ["1.2.0"], "name": "A_Package"}, 1),
    ],
)
def test_a_copy_of_the_records_is_read_by_versions_and_ranges(lock, tmp_path, affected, status):
    path = tmp_path / "records.json"
    path.write_text(json.dumps([record(**affected)]))
    assert audit.main(["--database", str(path), lock]) == status


def test_a_zip_as_osv_gives_it_is_read_and_what_was_withdrawn_is_none(lock, tmp_path, capsys):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("GHSA-known.json", json.dumps(record(versions=["1.2.0"])))
        gone = record(name="b-package", versions=["3.0"]) | {"withdrawn": "2026-11-02T00:00:00Z"}
        archive.writestr("GHSA-gone.json", json.dumps(gone))
    assert audit.main(["--database", str(path), lock]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "a-package 1.2.0: GHSA-known"


def test_an_old_an_empty_a_broken_or_an_absent_copy_ends_with_2(lock, tmp_path, capsys):
    old = tmp_path / "old.json"
    old.write_text(json.dumps([record(name="c-package", modified=datetime.now(UTC) - timedelta(days=15))]))
    empty, broken, zipped = (tmp_path / name for name in ("empty.json", "broken.json", "broken.zip"))
    empty.write_text("[]")
    broken.write_text('[{"id": 7}]')
    zipped.write_bytes(b"PK")
    for path in (old, empty, broken, zipped, tmp_path / "none.zip"):
        assert audit.main(["--database", str(path), lock]) == 2, path
        assert "nothing is known" in capsys.readouterr().err
