"""What an edition on its way will say of each Party, as of one moment: the content of a review.

The frozen form is asked the same, so that what a Party was shown is held against what is to be published.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from evaluation.editions.canonical import canonical, plain
from evaluation.editions.evidence_frozen import frozen_evidence
from evaluation.editions.form import FrozenForm
from evaluation.editions.plan_frozen import frozen_indicators, frozen_plan
from evaluation.models import Evaluation, PartyReview
from indicators.models import ReportingCycle
from national_reports.ledger_rows import LATE, NOTHING, ON_TIME, Ledger, LedgerRow, ledgers_of

Part = Mapping[str, Any]
REPORT, MEASURE = "report", "measure"
NOTHING_HELD: Part = {"version": None, "received_on": None, "sha256": ""}


def snapshot(evaluation: Evaluation, *, at: datetime) -> bytes:
    """The content of a review as canonical bytes: the plan, the standing of reports, and every class of every Party."""
    evidence = frozen_evidence(evaluation, at=at)
    pair = (evaluation.baseline.code, evaluation.current.code)
    return canonical(
        {
            "pair": pair,
            "cut_off": plain(evaluation.cut_off),
            "plan": frozen_plan(evaluation.plan),
            "indicators": frozen_indicators(evaluation.plan),
            "measures": {
                name: {key: held[key] for key in ("indicator", "label", "share_label", "kind", "headline", "bindings")}
                for name, held in evidence["measures"].items()
            },
            "cycles": {code: {"name": evidence["cycles"][code]["name"]} for code in pair},
            "reports": _reports(evaluation),
            "classes": {
                name: {code: packed for code, packed in held.items() if code in pair}
                for name, held in evidence["classes"].items()
            },
        }
    )


def _reports(evaluation: Evaluation) -> Part:
    """{cycle: {part: {party: how its report stands}}} by this evaluation's days, of every Party of the population."""
    scope = evaluation.scope
    cycles = ReportingCycle.objects.filter(pk__in=(evaluation.baseline_id, evaluation.current_id))
    found: dict[str, Any] = {}
    for cycle in cycles.prefetch_related("parts", "extensions"):
        held = ledgers_of(scope.set_cut_off(cycle), population_on=scope.population_day(cycle))
        found[cycle.code] = {part: _standings(ledger) for part, ledger in held.items()}
    return found


def _standings(ledger: Ledger) -> Part:
    return {row.party.code: _standing(row) for row in ledger.rows}


def _standing(row: LedgerRow) -> Part:
    line = row.counted or row.telling
    if line is None:
        return {"status": row.status, **NOTHING_HELD}
    report = line.report
    return {
        "status": row.status,
        "version": report.version,
        "received_on": plain(report.received_on),
        "sha256": report.sha256,
    }


@dataclass(frozen=True)
class Said:
    """The content of a review, to be asked of one Party."""

    content: Part

    @property
    def pair(self) -> tuple[str, str]:
        baseline, current = self.content["pair"]
        return baseline, current

    @cached_property
    def parties(self) -> frozenset[str]:
        """The Parties that something is said of: those of the population of either cycle."""
        return frozenset(party for held in self.content["reports"].values() for party in held[""])

    @cached_property
    def _classes(self) -> dict[tuple[str, str], dict[str, str]]:
        """{(measure, cycle): {party: class}}; what is settled of an unanswered one is no class."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for measure, held in self.content["classes"].items():
            for cycle, packed in held.items():
                of_party = found.setdefault((measure, cycle), {})
                for name, parties in packed.items():
                    if not name.startswith("settled"):
                        of_party.update(dict.fromkeys(parties, name))
        return found

    def class_of(self, measure: str, cycle: str, party: str) -> str:
        """What a Party counts as; empty where it was no Party, or was not asked."""
        return self._classes.get((measure, cycle), {}).get(party, "")

    def report(self, cycle: str, part: str, party: str) -> Part | None:
        """How the report of a Party stands; None where it was no Party."""
        held: Part | None = self.content["reports"][cycle][part].get(party)
        return held

    def counted(self, line: str, party: str) -> Part | None:
        """The report that counts by one line of reports, and whether in time; None where none does.

        Why none does is told to the Party, and by no edition.
        """
        cycle, _slash, part = line.partition("/")[2].partition("/")
        held = self.content["reports"].get(cycle, {}).get(part, {}).get(party)
        return held if held and held["status"] in (ON_TIME, LATE) else None

    def says(self, line: str, party: str) -> Any:
        """What a line says of a Party, to be held against what another says there."""
        if line.startswith(f"{REPORT}/"):
            return self.counted(line, party)
        return [self.class_of(line.partition("/")[2], cycle, party) for cycle in self.pair]

    def measure(self, name: str) -> Part:
        held: Part = self.content["measures"][name]
        return held

    def knows(self, line: str) -> bool:
        """Whether anything is said under a name of a line, of whichever Party."""
        kind, _slash, name = line.partition("/")
        cycle, _slash, part = name.partition("/")
        return part in self.content["reports"].get(cycle, ()) if kind == REPORT else name in self.content["measures"]

    def lines_of(self, party: str) -> list[str]:
        """The names of the lines of a Party, in the order of its page; none for who is no Party."""
        return [*self._report_lines(party), *self._measure_lines(party)]

    def _report_lines(self, party: str) -> Iterator[str]:
        for cycle in self.pair:
            for part, held in sorted(self.content["reports"][cycle].items()):
                if party in held:
                    yield "/".join(filter(None, (REPORT, cycle, part)))

    def _measure_lines(self, party: str) -> Iterator[str]:
        for name in self.measures():
            if any(self.class_of(name, cycle, party) for cycle in self.pair):
                yield f"{MEASURE}/{name}"

    def measures(self) -> list[str]:
        """Every measure in the plan's order."""
        codes = [
            code
            for goal in self.content["plan"]["objectives"]
            for part in goal["operational"]
            for code in part["indicators"]
        ]
        return [name for code in codes for name in self.content["indicators"][code]["measures"]]


def otherwise(shown: Said, now: Said) -> dict[str, list[str]]:
    """{Party: the lines that do not say of it what it was shown}, in the order of codes and of its page."""
    found = {}
    for party in sorted(shown.parties | now.parties):
        lines = dict.fromkeys([*now.lines_of(party), *shown.lines_of(party)])
        if changed := [line for line in lines if shown.says(line, party) != now.says(line, party)]:
            found[party] = changed
    return found


def said_by(form: FrozenForm) -> Said:
    """What a frozen form says of each Party."""
    return Said(
        {name: form[name] for name in ("plan", "indicators", "measures", "classes")}
        | {
            "pair": [form.baseline, form.current],
            "cycles": {code: {"name": form.cycle(code)["name"]} for code in (form.baseline, form.current)},
            "reports": {code: _counted(form, code) for code in (form.baseline, form.current)},
        }
    )


def _counted(form: FrozenForm, code: str) -> Part:
    """{part: {party: how its report stands}} of a cycle; whatever does not count is nothing received there."""
    cycle = form.cycle(code)
    found: dict[str, Any] = {
        part: {party: {"status": NOTHING, **NOTHING_HELD} for party in cycle["population"]} for part in form.parts(code)
    }
    for row in form["reports"]:
        if row["cycle"] == code:
            part, party = row["part"], row["party"]
            due = cycle["due"].get(party, cycle["deadline"])
            status = ON_TIME if cycle["received"][part][party] <= due else LATE
            found[part][party] = {"status": status, **{name: row[name] for name in NOTHING_HELD}}
    return found


def said_of(review: PartyReview) -> Said:
    """The content of a review, read once for its hash."""
    return _read(review.pk, review.sha256)


# Some hundred kilobytes each; few reviews are open at once.
@lru_cache(maxsize=2)
def _read(pk: int, sha256: str) -> Said:
    held = PartyReview.objects.only("content").get(pk=pk, sha256=sha256)
    return Said(json.loads(bytes(held.content)))
