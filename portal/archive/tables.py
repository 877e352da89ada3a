"""The tables of an archive: the rows of the API, and what the plan and the trail are, each as CSV."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import override

from figures.selectors import findings_of, plan_tree, values_of
from indicators.models import Indicator, Plan, ReportingCycle
from national_reports.documents.content import Entry, Written
from national_reports.models import Report
from parties.models import AuditChain
from portal.api.reports import report_rows
from portal.api.serializers.figures import FindingSerializer, ValueSerializer
from portal.api.serializers.reports import REPORT_COLUMNS, ReportSerializer
from portal.archive.folder import Folder
from portal.published_reports import PublishedReport
from portal.views.files import finding_rows, value_rows

ANSWER_COLUMNS = (
    *("party", "cycle", "part", "version", "demonstration", "number", "key", "question", "question_language"),
    *("answered", "options", "value", "text", "text_language"),
)
# Chains of persons and of what is not published say by their mere names more than is public.
PUBLIC_CHAINS = ("adjustment/", "cycle/", "data", "indicator/", "meeting/", "plan/", "run/")


def write_tables(folder: Folder) -> dict[str, int]:
    """Every table but that of the answers, which comes with the reports; rows of each, by its name."""
    cycles = ReportingCycle.objects.order_by("deadline", "pk")
    return {
        "plan": folder.table("data/plan.csv", plan_columns(), plan_rows()),
        "figures": folder.table("data/figures.csv", ValueSerializer.Meta.fields, _of_indicators(values=True)),
        "findings": folder.table("data/findings.csv", FindingSerializer.Meta.fields, _of_indicators(values=False)),
        "ledger": folder.table("data/ledger.csv", REPORT_COLUMNS, _ledger(list(cycles))),
        "heads": folder.table("data/heads.csv", ("subject", "length", "sha256"), head_rows()),
    }


def plan_columns() -> tuple[str, ...]:
    return ("plan", "level", "code", *(f"text_{code}" for code in settings.ALL_LANGUAGES))


def plan_rows() -> Iterator[dict[str, Any]]:
    """Every line of every plan with its text in six languages; English where a language has none."""
    for plan in Plan.objects.order_by("pk"):
        yield _in_languages(plan.slug, "plan", "", plan, "title")
        for goal in plan_tree(plan):
            yield _in_languages(plan.slug, "strategic objective", goal.code, goal, "text")
            for impact in goal.expected_impacts.all():
                yield _in_languages(plan.slug, "expected impact", "", impact, "text")
            for objective in goal.operational_objectives.all():
                yield _in_languages(plan.slug, "operational objective", objective.code, objective, "text")
                for outcome in objective.outcomes.all():
                    yield _in_languages(plan.slug, "outcome", outcome.code, outcome, "text")
                for indicator in objective.indicators.all():
                    yield _in_languages(plan.slug, "indicator", indicator.code, indicator, "text")


def _in_languages(plan: str, level: str, code: str, of: Any, name: str) -> dict[str, Any]:
    said = {}
    for language in settings.ALL_LANGUAGES:
        with override(language):
            said[f"text_{language}"] = str(getattr(of, name))
    return {"plan": plan, "level": level, "code": code, **said}


def _of_indicators(*, values: bool) -> Iterator[dict[str, Any]]:
    for indicator in Indicator.objects.order_by("plan_id", "pk").iterator():
        yield from value_rows(values_of(indicator)) if values else finding_rows(findings_of(indicator))


def _ledger(cycles: list[ReportingCycle]) -> Iterator[dict[str, Any]]:
    for cycle in cycles:
        rows: Any = report_rows([cycle])
        yield from ReportSerializer(rows, many=True).data


def head_rows() -> Iterator[dict[str, Any]]:
    """The end of each public chain, and one line over the ends of all, so that none can be shortened unseen."""
    public = set(Report.objects.seen().values_list("pk", flat=True))
    digest, count = hashlib.sha256(), 0
    for chain in AuditChain.objects.order_by("subject").iterator():
        count += 1
        digest.update(f"{chain.subject} {chain.length} {chain.head}\n".encode())
        kind, _, number = chain.subject.partition("/")
        if chain.subject.startswith(PUBLIC_CHAINS) or (
            kind == "report" and number.isdecimal() and int(number) in public
        ):
            yield {"subject": chain.subject, "length": chain.length, "sha256": chain.head}
    yield {"subject": "all chains", "length": count, "sha256": digest.hexdigest()}


def answer_rows(shown: PublishedReport) -> Iterator[dict[str, Any]]:
    """A row a question of a report, and one more for each further text that was written to it."""
    report = shown.report
    of = {
        "party": report.party.code,
        "cycle": report.cycle.code,
        "part": report.part,
        "version": report.version,
        "demonstration": report.party.demonstration,
    }
    for section in shown.content.chapters:
        for entry in section.entries:
            for at, text in enumerate(_texts(entry) or [None]):
                yield of | {
                    "number": entry.number,
                    "key": entry.key,
                    "question": entry.asked.text,
                    "question_language": entry.asked.language,
                    "answered": entry.answered,
                    "options": "" if at else "; ".join(one.label.text for one in entry.choices),
                    "value": "" if at else entry.value,
                    "text": text.said.text if text else "",
                    "text_language": text.said.language if text else "",
                }


def _texts(entry: Entry) -> list[Written]:
    """What the Party wrote; a courtesy translation is none of it."""
    told = [*entry.texts, *(text for choice in entry.choices for text in choice.texts)]
    return [one for one in told if not one.courtesy]
