"""How fast and in how much memory a whole registry is read, beside the bare client that reads the same pages."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from bench_sizes import SMALL, of

if TYPE_CHECKING:
    from bch_sync.client import ClearingHouse

BASE = Path(__file__).resolve().parent.parent
RECORDS, MORE = of(30_000, 300), of(90_000, 600)
TURNS = of(3, 1)


@dataclass(frozen=True)
class Reading:
    """One reading in a process of its own: rows, seconds, and the most memory in MB."""

    rows: int
    seconds: float
    peak: float

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


@dataclass(frozen=True)
class Found:
    """Readings in turns, so that a busy moment of the machine meets both ways."""

    bare: list[Reading]
    stored: list[Reading]
    larger: Reading


def measure() -> Found:
    """Read a registry with the bare client and by a full sync, and once one of three times the size."""
    with TemporaryDirectory(prefix="bench-sync-") as folder:
        prepared = Path(folder) / "prepared.sqlite3"
        _child("prepare", prepared, "-")
        if SMALL:
            # One registry for all: to make one takes most of the time.
            with clearing_house(RECORDS) as base:
                readings = [_read("bare", prepared, base), _read("sync", _copy(prepared, "small.sqlite3"), base)]
            return Found(readings[:1], readings[1:], readings[1])
        bare, stored = [], []
        for turn in range(TURNS):
            # Each from a Clearing-House that has answered nothing yet.
            with clearing_house(RECORDS) as base:
                bare.append(_read("bare", prepared, base))
            with clearing_house(RECORDS) as base:
                stored.append(_read("sync", _copy(prepared, f"{turn}.sqlite3"), base))
        with clearing_house(MORE) as base:
            larger = _read("sync", _copy(prepared, "larger.sqlite3"), base)
    return Found(bare, stored, larger)


@contextmanager
def clearing_house(records: int) -> Iterator[str]:
    """The address of a generated Clearing-House that runs in a process of its own."""
    command = [sys.executable, "manage.py", "serve_bch_double", "--port", "0", "--records", str(records)]
    with subprocess.Popen(command, cwd=BASE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(word for word in process.stdout.readline().split() if word.startswith("http")).rstrip(";")
        finally:
            process.terminate()
            process.communicate()


def _copy(prepared: Path, name: str) -> Path:
    copy = prepared.with_name(name)
    copy.write_bytes(prepared.read_bytes())
    return copy


def _read(way: str, database: Path, base: str) -> Reading:
    return Reading(**json.loads(_child(way, database, base)))


def _child(way: str, database: Path, base: str) -> str:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(BASE)}
    command = [sys.executable, __file__, way, base]
    return subprocess.run(
        command, cwd=BASE, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()[-1]


# -- in a process of its own ----------------------------------------------------------------------------


def main(way: str, base: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")
    django.setup()
    from bench_peak import megabytes

    from bch_sync.client import ClearingHouse

    if way == "prepare":
        prepare()
        print("{}")
        return
    with ClearingHouse(base=base, realm="BCH", agent="bench", per_second=1e6) as house:
        rows, seconds = read_only(house) if way == "bare" else read_and_store(house)
    print(json.dumps({"rows": rows, "seconds": seconds, "peak": megabytes()}))


def prepare() -> None:
    """The plan, whose filters say which schemas are read; no cycle, so that only records are read."""
    from django.core.management import call_command

    from demonstration.loading import PLAN_FILE
    from indicators.loading import load_cycles, load_plan

    call_command("migrate", verbosity=0)
    load_cycles()
    load_plan(PLAN_FILE)


def read_only(house: "ClearingHouse") -> tuple[int, float]:
    """The same pages with the same fields, thrown away: rows and seconds."""
    from bch_sync.counts import fields_looked_at, registry_filters
    from bch_sync.harvest import NEWEST_FIRST
    from bch_sync.records import COMMON_FIELDS

    rows, begin = 0, perf_counter()
    for schema, fields in sorted(fields_looked_at(registry_filters()).items()):
        asked = sorted({*COMMON_FIELDS, *fields})
        rows += sum(page.length for page in house.pages(f"schema_s:{schema}", fields=asked, sort=NEWEST_FIRST))
    return rows, perf_counter() - begin


def read_and_store(house: "ClearingHouse") -> tuple[int, float]:
    """A full sync with its counts, without the figures that are computed after it."""
    from bch_sync.services import sync

    run = sync(house=house, full=True, demonstration=True)
    assert run.state == run.State.DONE, run.faults
    assert run.finished_at is not None
    return run.total("fetched"), (run.finished_at - run.started_at).total_seconds()


if __name__ == "__main__":
    main(*sys.argv[1:])
