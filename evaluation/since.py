"""What has moved since an edition was published: reports, answers, and figures that would differ if it were frozen now.

Reports are asked of the database. Figures take seconds, so a job compares them after each new run; what it found is
kept as an outcome, which says of which run it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluation.editions.evidence_frozen import frozen_evidence
from evaluation.editions.form import FrozenForm, Row
from evaluation.editions.selectors import form_of, published_editions
from evaluation.models import Edition, Evaluation
from figures.selectors import current_run
from indicators.calculations import METHOD_VERSION
from indicators.moves import Moved, compare_rows
from indicators.stands import Stand
from jobs.models import Job
from jobs.services import keep_outcome
from national_reports.models import Report
from parties.all_parties import ALL
from parties.changes import note_change
from parties.name_order import by_name

KIND = "compare_editions"
EDITIONS = "editions"
Part = dict[str, Any]


@dataclass(frozen=True)
class ReportSince:
    """One report that came, changed or went since: `what` is received, amended or taken off."""

    what: str
    party: str
    cycle: str
    part: str
    version: int
    counted: int | None
    received_on: date | None


RECEIVED, AMENDED, TAKEN_OFF = "received", "amended", "taken off"


@dataclass(frozen=True)
class StandsOtherwise:
    """An indicator that an edition counts in another part of the bar than today; each end a word of `Stand`."""

    code: str
    before: str
    now: str


def stands_otherwise(form: FrozenForm, today: Mapping[str, str]) -> list[StandsOtherwise]:
    """The indicators that stand otherwise `today`, by their codes, than frozen; in the order of `today`.

    Editions of method 1.0 have other parts: of them none can be named.
    """
    if form.stands != tuple(Stand):
        return []
    held = set(form.indicators())
    ends = [StandsOtherwise(code, str(form.stand(code)), str(now)) for code, now in today.items() if code in held]
    return [one for one in ends if one.before != one.now]


def reports_since(edition: Edition) -> list[ReportSince]:
    """The reports of the edition's Parties that it does not count as they are held now, by cycle and Party."""
    form = form_of(edition)
    pair = (form.baseline, form.current)
    counted = {(row["cycle"], row["part"], row["party"]): row for row in form["reports"] if row["cycle"] in pair}
    held = (
        Report.objects.published()
        .filter(cycle__code__in=pair)
        .select_related("party", "cycle")
        .defer("header")
        .order_by("cycle__deadline", by_name("party__"), "part")
    )
    found, seen = [], set()
    for report in held:
        key = (report.cycle.code, report.part, report.party.code)
        seen.add(key)
        row = counted.get(key)
        if not _came_since(report, edition):
            continue
        if row is None and report.party.code in form.members(cycle=report.cycle.code):
            found.append(_since(RECEIVED, report, None))
        elif row is not None and row["sha256"] != report.sha256:
            found.append(_since(AMENDED, report, row["version"]))
    for (cycle, part, party), row in counted.items():
        if (cycle, part, party) not in seen:
            found.append(ReportSince(TAKEN_OFF, party, cycle, part, row["version"], row["version"], None))
    return found


def _came_since(report: Report, edition: Edition) -> bool:
    """Whether this version was published here after the freezing.

    What came before and is not counted, as it was received after the cut-off, was there when it was frozen: no news.
    """
    if edition.frozen_at is None:
        return False
    if report.published_at is None:
        return report.received_on is not None and report.received_on > timezone.localdate(edition.frozen_at)
    return report.published_at > edition.frozen_at


def _since(what: str, report: Report, counted: int | None) -> ReportSince:
    return ReportSince(
        what, report.party.code, report.cycle.code, report.part, report.version, counted, report.received_on
    )


def compare_editions() -> Part:
    """The handler of such jobs: keeps {"run", "editions": {number: what would differ}} of every published edition.

    An edition of another method version is not computed by this one, and not compared.
    """
    run, at = current_run(), timezone.now()
    editions = list(published_editions())
    now = {one.pk: frozen_evidence(one, at=at) for one in _evaluations(editions)}
    found = {
        str(edition.pk): differing(form_of(edition), now[edition.evaluation_id])
        for edition in editions
        if _is_of_this_method(edition)
    }
    with transaction.atomic():
        # Together, so that no page drawn after the change shows what was found before.
        result = {"run": run.inputs_hash if run else "", "editions": found}
        keep_outcome(kind=KIND, result=result, reason="", at=at)
        note_change(EDITIONS)
    return {"compared": len(found)}


def _evaluations(editions: Iterable[Edition]) -> list[Evaluation]:
    return list({one.evaluation_id: one.evaluation for one in editions if _is_of_this_method(one)}.values())


def _is_of_this_method(edition: Edition) -> bool:
    return bool(form_of(edition)["method"]["version"] == METHOD_VERSION)


def differing(form: FrozenForm, now: Mapping[str, Any]) -> Part:
    """What a frozen form says otherwise than what would be frozen now: numbers of rows, and measure by measure.

    {"figures": n, "findings": n, "measures": {name: {"figures": [[before, after]], "finding": [before, after]}}}; the
    rows of a measure are those of all Parties, so that a measure without any moved in its groups alone.
    """
    figures = compare_rows(form["values"], now["values"])
    findings = compare_rows(form["findings"], now["findings"])
    moved: dict[str, Part] = {_measure(one): {"figures": [], "finding": None} for one in (*figures, *findings)}
    for name, told in moved.items():
        before, after = (_plain(rows, name) for rows in (form["values"], now["values"]))
        told["figures"] = [
            [before.get(key), after.get(key)]
            for key in sorted(before.keys() | after.keys())
            if before.get(key) != after.get(key)
        ]
        ends = [_of_all(rows, name) for rows in (form["findings"], now["findings"])]
        told["finding"] = ends if ends[0] != ends[1] else None
    return {"figures": len(figures), "findings": len(findings), "measures": moved}


def _measure(moved: Moved) -> str:
    return moved.of["measure"]


def _plain(rows: Iterable[Row], measure: str) -> dict[tuple[str, str], Row]:
    """The figures of all Parties by cycle and day, without steps and other readings."""
    return {
        (row["cycle"] or "", row["as_of"] or ""): dict(row)
        for row in rows
        if row["measure"] == measure and row["group"] == ALL and row["threshold"] is None and not row["reading"]
    }


def _of_all(rows: Iterable[Row], measure: str) -> Row | None:
    return next((dict(row) for row in rows if row["measure"] == measure and row["group"] == ALL), None)


def figures_since(edition: Edition) -> tuple[Part | None, bool]:
    """What was found of an edition last, None where it was not compared; and whether that is of the current run."""
    kept = Job.objects.filter(kind=KIND, state=Job.State.DONE, result__has_key="editions")
    job = kept.order_by("-finished_at", "-pk").first()
    if job is None or not job.result:
        return None, False
    run = current_run()
    return job.result["editions"].get(str(edition.pk)), job.result["run"] == (run.inputs_hash if run else "")
