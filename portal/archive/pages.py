"""The pages of an archive, and the titles that its search looks through."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluation.editions.selectors import documents_of, published_editions
from evaluation.models import Edition
from figures.selectors import current_run, findings_of, measures_of, plan_tree, values_of
from indicators.models import Indicator, Plan, ReportingCycle
from national_reports.ledger_rows import ledger_of
from national_reports.models import Report
from parties.selectors import is_demonstration
from portal.archive.folder import Folder
from portal.archive.tables import head_rows
from portal.published_reports import PublishedReport

STYLES = ("base.css", "components.css", "report-print.css")
OWN = Path(__file__).parent
ALL = "all"
LANGUAGES = tuple(f"{code}/" for code in settings.ALL_LANGUAGES)


@dataclass(frozen=True)
class FileShown:
    """A file of a report: as its sender named it, and where it lies beside the report's page."""

    name: str
    href: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Listed:
    """A report as lists show it; its address from the top of the archive."""

    report: Report
    href: str
    standing: str


def place_of(report: Report) -> str:
    """Where a report lies, without an ending."""
    part = f"-{report.part}" if report.part else ""
    return f"reports/{report.cycle.code}{part}/{report.party.code}-v{report.version}"


def folder_of(edition: Edition) -> str:
    return f"editions/{edition.evaluation.slug}/{edition.version}"


def write_report(held: Folder, shown: PublishedReport, files: list[FileShown]) -> Listed:
    """The page of a report, in English around what its Party wrote in its own languages, and the report as data."""
    place = place_of(shown.report)
    context = {"content": shown.content, "files": files, "data": f"{place.rpartition('/')[2]}.json"}
    _write_page(held, f"{place}.html", "report", context)
    document = json.dumps(shown.document(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    held.text(f"{place}.json", f"{document}\n")
    return Listed(shown.report, f"{place}.html", shown.standing)


def write_pages(held: Folder, listed: list[Listed]) -> None:
    """Every page but those of reports, in each language; styles and the search."""
    for name in STYLES:
        held.text(f"styles/{name}", (Path(settings.BASE_DIR) / "static" / "css" / name).read_text(encoding="utf-8"))
    held.text("styles/archive.css", (OWN / "archive.css").read_text(encoding="utf-8"))
    held.text("search.js", (OWN / "search.js").read_text(encoding="utf-8"))
    _write_page(held, "index.html", "first", {})
    for code in settings.ALL_LANGUAGES:
        with override(code):
            _write_in_language(held, code, listed)


def _write_in_language(held: Folder, code: str, listed: list[Listed]) -> None:
    plans, editions = list(Plan.objects.order_by("pk")), list(published_editions())
    cycles = [one for one in ReportingCycle.objects.order_by("deadline", "pk") if ledger_of(one).rows]
    titles = [*_titles_of_plans(plans), *_titles_of_reports(listed), *_titles_of_editions(editions)]
    held.text(f"{code}/titles.js", f"window.archiveTitles = {_as_script(titles)};\n")
    context = {"plans": plans, "cycles": cycles, "editions": editions, "reports": len(listed)}
    _write_page(held, f"{code}/index.html", "index", context)
    for plan in plans:
        _write_page(held, f"{code}/plan-{plan.slug}.html", "plan", {"plan": plan, "objectives": plan_tree(plan)})
        for indicator in plan.indicators.all():
            name = f"{code}/indicators/{plan.slug}/{indicator.code}.html"
            _write_page(held, name, "indicator", _of_indicator(plan, indicator))
    for cycle in cycles:
        _write_page(held, f"{code}/ledger-{cycle.code}.html", "ledger", _of_cycle(cycle, listed))
    _write_page(held, f"{code}/editions.html", "editions", {"editions": _with_documents(editions)})
    _write_page(held, f"{code}/trail.html", "trail", {"heads": head_rows()})


def _of_indicator(plan: Plan, indicator: Indicator) -> dict[str, Any]:
    """Its figures of all Parties, measure by measure; those of groups and other readings are in the table."""
    values = [one for one in values_of(indicator) if one.group == ALL and one.threshold is None and not one.reading]
    findings = [one for one in findings_of(indicator) if one.group == ALL and one.current]
    measures = [
        {
            "measure": measure,
            "values": [one for one in values if one.measure_id == measure.pk],
            "findings": [one for one in findings if one.measure_id == measure.pk],
        }
        for measure in measures_of(indicator)
    ]
    return {"plan": plan, "indicator": indicator, "measures": measures}


def _of_cycle(cycle: ReportingCycle, listed: list[Listed]) -> dict[str, Any]:
    addresses: dict[str, list[Listed]] = {}
    for one in listed:
        if one.report.cycle_id == cycle.pk:
            addresses.setdefault(one.report.party.code, []).append(one)
    ledger = ledger_of(cycle)
    rows = [{"row": row, "reports": addresses.get(row.party.code, [])} for row in (*ledger.rows, *ledger.apart)]
    return {"cycle": cycle, "rows": rows}


def _with_documents(editions: list[Edition]) -> list[dict[str, Any]]:
    return [{"edition": one, "place": folder_of(one), "documents": documents_of(one)} for one in editions]


def _write_page(held: Folder, name: str, template: str, context: dict[str, Any]) -> None:
    """One page; `top` leads from it to the folder of the archive, `own` to that of its language."""
    depth = name.count("/")
    around = {
        "top": "../" * depth,
        # A report's page lies beside the languages, and leads to English, in which it is.
        "own": "../" * (depth - 1) if name.startswith(LANGUAGES) else f"{'../' * depth}{settings.LANGUAGE_CODE}/",
        "run": current_run(),
        "demonstration": is_demonstration(),
        "release": settings.CODE_VERSION,
        "all_languages": settings.ALL_LANGUAGES,
    }
    held.text(name, render_to_string(f"portal/archive/{template}.html", around | context))


# -- what the search looks through --------------------------------------------------------------------------


def _titles_of_plans(plans: list[Plan]) -> Iterator[list[str]]:
    """Title, address from the language's folder, and words that are looked through but not shown."""
    for plan in plans:
        yield [str(plan.title), f"plan-{plan.slug}.html", ""]
        for indicator in plan.indicators.all():
            title = f"{indicator.code} {indicator.label}"
            yield [title, f"indicators/{plan.slug}/{indicator.code}.html", str(indicator.text)]


def _titles_of_reports(listed: list[Listed]) -> Iterator[list[str]]:
    for one in listed:
        report = one.report
        title = _("%(party)s, %(cycle)s, version %(version)s") % {
            "party": report.party.name,
            "cycle": report.cycle.title,
            "version": report.version,
        }
        yield [
            title,
            f"../{one.href}",
            f"{report.party.code} {report.cycle.code} {report.part_title if report.part else ''}",
        ]


def _titles_of_editions(editions: list[Edition]) -> Iterator[list[str]]:
    for edition in editions:
        yield [f"{edition.evaluation.title} {edition.version}", "editions.html", edition.evaluation.slug]


def _as_script(titles: list[list[str]]) -> str:
    """JSON that a script may hold: U+2028 and U+2029 end no line in it."""
    text = json.dumps(titles, ensure_ascii=False, indent=0)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
