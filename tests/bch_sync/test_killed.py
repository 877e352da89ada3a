"""A reading that is killed at any moment and begun again ends as one that was left alone."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from clearing_house_double.registry import demonstration_registry
from clearing_house_double.server import serving
from tests.bch_sync.conftest import store_stand_ins
from tests.conftest import on_copy, remove_world
from tests.keeping.servers import until
from tests.templates import sqlite_world

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("DRILL_SYNC_KILLS", "8"))
RECORDS = int(os.environ.get("DRILL_SYNC_RECORDS", "1000"))
# Seconds: the latest moment of the kill after a process has begun to read.
LONGEST = float(os.environ.get("DRILL_SYNC_SECONDS", "2.5"))
SEED = int(os.environ.get("DRILL_SEED", "20261125"))

# What is held of the Clearing-House, without what tells only of the readings themselves.
HELD = {
    "records": "SELECT identifier, schema, government, revision, created_at, updated_at, payload, digest, withdrawn_on"
    " FROM bch_sync_bchrecord ORDER BY identifier",
    "counts": "SELECT filter, digest, as_of, reconstructed, records, by_schema, governments, kinds"
    " FROM bch_sync_registrycount ORDER BY filter, digest, as_of, reconstructed",
    "cursors": "SELECT schema, updated_until, fields, unexplained FROM bch_sync_schemacursor"
    " WHERE schema != 'countries' ORDER BY schema",
    "imported": "SELECT r.identifier, i.revision, i.refused FROM bch_sync_importedreport i"
    " JOIN bch_sync_bchrecord r ON r.id = i.record_id ORDER BY r.identifier",
    "reports": "SELECT identifier, revision, version, part, state, received_on, sha256 FROM national_reports_report"
    " ORDER BY identifier, part, version",
    "answers": "SELECT p.identifier, p.part, p.version, a.question, a.options, a.texts, a.details, a.number"
    " FROM national_reports_answer a JOIN national_reports_report p ON p.id = a.report_id"
    " ORDER BY p.identifier, p.part, p.version, a.question",
}


def manage(*command, database, **environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{database}", "REDIS_URL": ""} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process):
    _, said = process.communicate()
    assert process.returncode == 0, said.decode()


@pytest.fixture(scope="module")
def empty(tmp_path_factory, django_db_blocker) -> Path:
    """A database with the demonstration's Parties, plan and questionnaires, and nothing of the Clearing-House."""
    folder = tmp_path_factory.mktemp("killed")
    with on_copy(sqlite_world(), folder, django_db_blocker):
        remove_world()
        store_stand_ins()
    return folder / "portal.sqlite3"


def held(database):
    with closing(sqlite3.connect(database)) as connection:
        return {name: connection.execute(query).fetchall() for name, query in HELD.items()}


def test_killed_at_random_moments_and_resumed_it_ends_as_if_left_alone(empty, tmp_path):
    random = Random(SEED)
    undisturbed, killed = tmp_path / "undisturbed.sqlite3", tmp_path / "killed.sqlite3"
    for copy in (undisturbed, killed):
        shutil.copy(empty, copy)
    registry = demonstration_registry(records=RECORDS)
    with serving(registry.copy()) as base:
        clearing_house = {"BCH_BASE": base, "BCH_PER_SECOND": "100000"}
        finish(manage("sync_bch", "--full", database=undisturbed, **clearing_house))
        took = _duration(undisturbed)
        died = 0
        while died < KILLS:
            begun = _begun(killed)
            process = manage("sync_bch", "--full", database=killed, **clearing_house)
            until(lambda process=process, begun=begun: process.poll() is not None or _begun(killed) > begun, "it reads")
            try:
                # Each goes on where the one before was killed, so that every part of a reading is met in time.
                process.wait(timeout=random.uniform(0, min(took, LONGEST)))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                died += 1
            process.communicate()
        finish(manage("sync_bch", "--full", database=killed, **clearing_house))
    wanted, found = held(undisturbed), held(killed)
    for name, rows in wanted.items():
        assert found[name] == rows, name
        assert rows
    with closing(sqlite3.connect(killed)) as connection:
        states = dict(connection.execute("SELECT state, count(*) FROM bch_sync_syncrun GROUP BY state"))
    assert states.get("running", 0) == 0
    assert states["abandoned"] >= 1


def _begun(database):
    """How many readings have begun."""
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        return connection.execute("SELECT count(*) FROM bch_sync_syncrun").fetchone()[0]


def _duration(database):
    """Seconds that the whole reading took, its figures included."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT (julianday(finished_at) - julianday(started_at)) * 86400 FROM bch_sync_syncrun"
        ((seconds,),) = connection.execute(query)
    return seconds
