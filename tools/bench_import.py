"""Import a folder of documents, beside decoding and storing them alone and one computation, each on new databases."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench_sizes import of

BASE = Path(__file__).resolve().parent.parent
DOCUMENTS, TURNS = of(340, 12), of(3, 1)


@dataclass(frozen=True)
class Found:
    """Seconds, medians of the turns; and how many runs of figures one import made at most."""

    documents: int
    alone: float
    computation: float
    whole: float
    again: float
    runs: int

    @property
    def ratio(self) -> float:
        """The whole import against three times the documents alone and one computation."""
        return self.whole / (3 * self.alone + self.computation)


def measure() -> Found:
    """Import the same folder into copies of one database, in a process of its own each time."""
    with TemporaryDirectory(prefix="bench-import-") as place:
        folder, prepared = Path(place) / "documents", Path(place) / "prepared.sqlite3"
        _child("prepare", prepared, folder)
        turns = []
        for turn in range(TURNS):
            copy = prepared.with_name(f"{turn}.sqlite3")
            copy.write_bytes(prepared.read_bytes())
            turns.append(json.loads(_child("measure", copy, folder)))
    of_turns = {name: median(turn[name] for turn in turns) for name in ("alone", "computation", "whole", "again")}
    return Found(turns[0]["documents"], **of_turns, runs=max(turn["runs"] for turn in turns))


def _child(step: str, database: Path, folder: Path) -> str:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "PYTHONPATH": str(BASE),
        "DJANGO_SETTINGS_MODULE": "strategic_plan.settings",
        # As manage.py has it: whoever imports waits for the figures.
        "JOBS_BESIDE": "false",
    }
    command = [sys.executable, __file__, step, str(folder)]
    done = subprocess.run(command, cwd=BASE, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[-1]


# -- in a process of its own ----------------------------------------------------------------------------


def prepare(folder: Path) -> dict[str, int]:
    """Stand-ins without a report, and their documents as files."""
    from bench_data import SEED, store_stand_ins
    from django.core.management import call_command

    from demonstration.documents import documents
    from demonstration.loading import make_world
    from parties.demonstration import demonstration_files
    from parties.services import read_party_files

    call_command("migrate", verbosity=0)
    store_stand_ins()
    folder.mkdir()
    world = make_world(demonstration_files(read_party_files(), seed=SEED), seed=SEED)
    dated = (one for one in documents(world) if "submittedOn" in one)
    for number, one in enumerate(islice(dated, DOCUMENTS)):
        (folder / f"{number:03d}.json").write_text(json.dumps(one), encoding="utf-8")
    return {}


def measure_here(folder: Path) -> dict[str, float]:
    from django.utils import timezone

    from bch_sync.importing import Importer
    from figures.services import compute_progress
    from indicators.models import ComputationRun

    alone = _alone(folder)
    begin = perf_counter()
    result = Importer(at=timezone.now()).folder(folder)
    whole = perf_counter() - begin
    assert result.filed.stored >= result.documents, result.refused
    runs = ComputationRun.objects.count()
    begin = perf_counter()
    assert not Importer(at=timezone.now()).folder(folder).filed.stored
    again = perf_counter() - begin
    ComputationRun.objects.update(current=False)
    begin = perf_counter()
    compute_progress(at=timezone.now(), reason="benchmark")
    computation = perf_counter() - begin
    figures = {"alone": alone, "computation": computation, "whole": whole, "again": again}
    return figures | {"documents": result.documents, "runs": runs}


def _alone(folder: Path) -> float:
    """Seconds to read, decode and store the same documents, with nothing else: no rule, no trail, no figures."""
    from django.db import transaction

    from national_reports.codec import decode
    from national_reports.models import Answer, Questionnaire, Report
    from national_reports.services.filling import columns_of
    from parties.models import Party

    forms = {one.form.schema: (one.form, one.cycle) for one in Questionnaire.objects.in_use().select_related("cycle")}
    parties = {party.code: party for party in Party.objects.all()}
    begin = perf_counter()
    with transaction.atomic():
        for number, path in enumerate(sorted(folder.glob("*.json")), 1):
            info = json.loads(path.read_bytes())
            form, cycle = forms[info["type"]]
            decoded = decode(info["body"], form)
            report = Report.objects.create(
                party=parties[decoded.government],
                cycle=cycle,
                version=number,
                state=Report.State.SUPERSEDED,
                origin=Report.Origin.DEMONSTRATION,
                header=decoded.header,
            )
            Answer.objects.bulk_create(
                Answer(report=report, question=key, **columns_of(answer)) for key, answer in decoded.answers.items()
            )
        seconds = perf_counter() - begin
        transaction.set_rollback(True)
    return seconds


def main(step: str, folder: str) -> None:
    import django

    django.setup()
    done = prepare(Path(folder)) if step == "prepare" else measure_here(Path(folder))
    print(json.dumps(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
