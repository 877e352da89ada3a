"""Measure what the portal promises about speed and memory, all in one run on one database.

    make bench         all of it, some minutes on a quiet machine
    make bench-small   every row within seconds, no bar held against anything: that it still runs

Times depend on the machine and are shown for information; bars stand on ratios within the run, and on memory.
The database is a new SQLite file, removed afterwards; DATABASE_URL_BENCH may name an empty PostgreSQL database
instead, which is left filled; filling in a report is measured on a database of its own. Ends with 1 if a bar is missed.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import django
from django.db import connection

BASE = Path(__file__).resolve().parent.parent
if "--small" in sys.argv:
    # Before anything reads it; the processes that are started inherit it.
    os.environ["BENCH_SMALL"] = "1"

import bench_import  # noqa: E402
import bench_sync  # noqa: E402
from bench_sizes import SMALL, of  # noqa: E402

REPEATED, REPEATED_LARGE = of(7, 1), of(3, 1)
COMMON_FRACTION = of(80, 2000)
TIMES = of(10, 2)

MOST_OF_BARE, MOST_OF_WHOLE = 1.8, 0.35
LEAST_OF_COMMON = 15.0
MOST_GROWTH = 6.0
MOST_MEGABYTES = 200.0
MOST_SAVE_MILLISECONDS = 50.0
MOST_OF_EMPTY_POST = 12.0
MOST_QUERIES = 12
LEAST_OF_BARE_CLIENT, MOST_SYNC_MEGABYTES = 1 / 3, 150.0
MOST_EDITION_SECONDS, MOST_EDITION_MEGABYTES = 10.0, 500.0
MOST_PAGE, MOST_FIRST_VISIT = 10.0, 60.0
MOST_OF_IMPORT, MOST_RUNS = 1.0, 2


@dataclass
class Table:
    """Prints a line as soon as it is known, and remembers whether a bar was missed."""

    missed: int = 0

    def heading(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def line(self, what: str, value: str, beside: str = "") -> None:
        print(f"  {what:<48}{value:>16}   {beside}".rstrip(), flush=True)

    def bar(self, what: str, value: float, *, most: float | None = None, least: float | None = None) -> None:
        """Hold a value against the most or the least that it may be."""
        wanted = f"at most {most:g}" if most is not None else f"at least {least:g}"
        if SMALL:
            self.line(what, f"{value:,.2f}", f"{wanted}: not judged")
            return
        ok = (most is None or value <= most) and (least is None or value >= least)
        self.missed += not ok
        self.line(what, f"{value:,.2f}", f"{wanted}: {'ok' if ok else 'missed'}")


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database."""
    named = os.environ.get("DATABASE_URL_BENCH", "")
    if named:
        yield named
        return
    with TemporaryDirectory(prefix="bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


def prepare(url: str) -> None:
    """Set the portal up on this database as it runs by default: no cache server, reachable here only."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "strategic_plan.settings",
        "DATABASE_URL": url,
        "REDIS_URL": "",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "false",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(BASE),
    }
    sys.path.insert(0, str(BASE))
    django.setup()
    if connection.introspection.table_names():
        sys.exit("DATABASE_URL_BENCH names a database that holds tables: name an empty one.")


def measure_recompute(table: Table) -> float:
    """Show a recomputation beside the bare reads and writes, a count by the database, and the common way."""
    from bench_compute import bare_reads, bare_writes, common_way, group_by, one_report_more, recompute, timed

    recompute()
    read, write = bare_reads(), bare_writes()
    spent: dict[str, list[float]] = defaultdict(list)
    for turn in range(REPEATED):
        # In turns, so that a busy moment of the machine meets all of them.
        for stage, seconds in recompute().items():
            spent[stage].append(seconds)
        spent["read"].append(timed(read))
        spent["write"].append(write())
        spent["group by"].append(timed(group_by))
        common = common_way(COMMON_FRACTION, seed=turn)
        spent["common"].append(common.seconds)
        one_report_more(Random(turn))
        spent["one more"].append(recompute(afresh=False)["total"])
    of = {name: median(seconds) for name, seconds in spent.items()}
    total, bare, usual = of["total"], of["read"] + of["write"], of["common"]
    table.heading(f"Recomputation, medians of {REPEATED}")
    table.line("full recomputation", milliseconds(total))
    for stage in ("gather", "compute", "store"):
        table.line(f"  {stage}", milliseconds(of[stage]), f"{of[stage] / total:.0%}")
    table.line("bare reads of the same rows", milliseconds(of["read"]))
    table.line("bare writes of as many rows", milliseconds(of["write"]))
    table.line("one GROUP BY over all answers", milliseconds(of["group by"]), times(total / of["group by"]))
    table.line(f"common way, from 1/{COMMON_FRACTION} of {common.figures:,} figures", milliseconds(usual))
    table.line("one report more on top of the others", milliseconds(of["one more"]))
    table.bar("one report more / recomputation", of["one more"] / total, most=MOST_OF_WHOLE)
    table.bar("recomputation / bare reads and writes", total / bare, most=MOST_OF_BARE)
    table.bar("common way / recomputation", usual / total, least=LEAST_OF_COMMON)
    return total


def measure_growth(table: Table, before: float) -> None:
    """Show a recomputation of ten times the answers."""
    from bench_compute import recompute
    from bench_data import multiply

    answers = multiply(TIMES)
    runs = [recompute() for _ in range(REPEATED_LARGE)]
    of = {stage: median(run[stage] for run in runs) for stage in runs[0]}
    table.heading(f"{answers:,} answers of {TIMES} times the Parties, medians of {REPEATED_LARGE}")
    table.line("full recomputation", milliseconds(of["total"]))
    for stage in ("gather", "compute", "store"):
        table.line(f"  {stage}", milliseconds(of[stage]), f"{of[stage] / of['total']:.0%}")
    table.bar(f"{TIMES} times the answers / once", of["total"] / before, most=MOST_GROWTH)


def measure_memory(table: Table) -> None:
    """Show what a process that only recomputes needs."""
    from bench_compute import peak

    found = peak()
    table.heading("A process of its own, its first recomputation")
    table.line("full recomputation, nothing warm", milliseconds(found["seconds"]))
    table.line("memory after start", f"{found['start']:,.0f} MB")
    table.bar("peak memory in MB", found["peak"], most=MOST_MEGABYTES)


def measure_edition(table: Table) -> None:
    """Show what a whole edition takes, step by step and document by document."""
    script = Path(__file__).with_name("bench_edition.py")
    done = subprocess.run([sys.executable, script], check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout)
    total = sum(seconds for _name, seconds, _size in found["steps"])
    table.heading("A whole edition, frozen and set, in a process of its own")
    for name, seconds, size in found["steps"]:
        weight = f", {size / 1024:,.0f} KB" if size else ""
        table.line(name, milliseconds(seconds), f"{seconds / total:.0%}{weight}")
    table.line("memory after start", f"{found['start']:,.0f} MB")
    table.bar("a whole edition in s", total, most=MOST_EDITION_SECONDS)
    table.bar("peak memory in MB", found["peak"], most=MOST_EDITION_MEGABYTES)


def measure_server(table: Table) -> None:
    """Show how many answers one worker gives in a second."""
    from bench_server import EMPTY, rates

    found = rates()
    least = median(found[EMPTY].drawn)
    table.heading("Answers a second of one worker, one connection each")
    for name, one in found.items():
        drawn, revalidated = median(one.drawn), median(one.revalidated)
        table.line(f"{name}, drawn anew", f"{drawn:,.0f} a second", f"{drawn / least:.2f} of the empty view")
        table.line(
            f"{name}, revalidated", f"{revalidated:,.0f} a second", f"{revalidated / least:.2f} of the empty view"
        )
    table.bar("repeat visits answered with something but 304", sum(one.sent_again for one in found.values()), most=0)


def measure_forms(table: Table) -> None:
    """Show what 50 editors feel who save every five seconds, and what a page of questions weighs."""
    from bench_forms import EDITORS, EVERY, SECONDS, WORKERS, measure

    found = measure()
    table.heading(f"{EDITORS} editors on {EDITORS} reports, a save every {EVERY:g} s each for {SECONDS:g} s")
    table.line("answered by", f"{WORKERS} workers", f"on {found.database}; arrivals are scheduled beforehand")
    table.line("a save in the server, p50", milliseconds(found.served(50) / 1000))
    table.bar("a save in the server, p95 in ms", found.served(95), most=MOST_SAVE_MILLISECONDS)
    table.line("from the scheduled arrival, p50", milliseconds(found.waited(50) / 1000))
    table.bar("from the scheduled arrival, p95 in ms", found.waited(95), most=MOST_SAVE_MILLISECONDS)
    table.bar(f"errors in {len(found.saves)} saves", found.errors, most=0)
    table.line("a save alone", milliseconds(found.alone / 1000))
    table.line("an empty view, posted to by the same person", milliseconds(found.empty / 1000))
    table.bar("a save / an empty POST", found.alone / found.empty, most=MOST_OF_EMPTY_POST)
    for name, page in found.pages.items():
        table.bar(f"page of questions, {name} report: queries", page["queries"], most=MOST_QUERIES)
        table.bar(f"page of questions, {name} report: KB", page["html"] / 1024, most=MOST_PAGE)
        table.bar(f"page of questions, {name} report: KB, first visit", page["cold"] / 1024, most=MOST_FIRST_VISIT)


def measure_sync(table: Table, found: "bench_sync.Found") -> None:
    """Show how fast a registry is read and stored, beside reading the same pages and storing nothing."""
    from bench_sync import MORE, RECORDS

    bare, stored = median(one.rate for one in found.bare), median(one.rate for one in found.stored)
    table.heading(f"The Clearing-House read whole, {found.bare[0].rows:,} of {RECORDS:,} records")
    table.line("bare client, nothing stored", f"{bare:,.0f} a second")
    table.line("full sync with its counts", f"{stored:,.0f} a second", f"{stored / bare:.2f} of the bare client")
    table.bar("full sync / bare client", stored / bare, least=LEAST_OF_BARE_CLIENT)
    table.bar("peak memory in MB", max(one.peak for one in found.stored), most=MOST_SYNC_MEGABYTES)
    table.bar(f"peak memory in MB, {MORE:,} records", found.larger.peak, most=MOST_SYNC_MEGABYTES)


def measure_import(table: Table, found: "bench_import.Found") -> None:
    """Show what an import takes beside decoding and storing the same documents alone, and one computation."""
    table.heading(f"{found.documents} documents imported from a folder")
    table.line("decoded and stored alone", milliseconds(found.alone))
    table.line("one computation", milliseconds(found.computation))
    table.line("imported and computed", milliseconds(found.whole), times(found.whole / found.alone) + " alone")
    table.line("the same folder again", milliseconds(found.again))
    table.bar("import / (3 times alone and one computation)", found.ratio, most=MOST_OF_IMPORT)
    table.bar("runs of the figures", found.runs, most=MOST_RUNS)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


def times(ratio: float) -> str:
    return f"{ratio:.2f} times"


def main() -> int:
    begin = perf_counter()
    table = Table()
    with database() as url, ThreadPoolExecutor(1) as pool:
        prepare(url)
        # Where nothing is judged, what runs in processes of its own need not be waited for.
        imported = pool.submit(bench_import.measure).result if SMALL else bench_import.measure
        synced = pool.submit(bench_sync.measure).result if SMALL else bench_sync.measure
        from bench_data import CYCLES, PARTIES, fill

        answers = fill()
        table.heading(f"{PARTIES} Parties, {', '.join(CYCLES)}: {answers:,} answers, on {connection.vendor}")
        once = measure_recompute(table)
        measure_memory(table)
        measure_edition(table)
        measure_server(table)
        measure_forms(table)
        measure_import(table, imported())
        measure_sync(table, synced())
        measure_growth(table, once)
        connection.close()
    table.heading(f"{table.missed} bars missed; {perf_counter() - begin:.0f} seconds in all.")
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
