"""The same rows as files: CSV, JSON, SVG."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from charts import Drawing
from figures import drawings
from figures.query import chosen, chosen_group, chosen_pair, chosen_plan, groups
from figures.selectors import current_run, findings_of, measures_of, trend_findings, values_of
from figures.strips import placed, strips
from indicators.models import ComputationRun, Finding, IndicatorValue
from national_reports.ledger_rows import ledger_of
from national_reports.ledger_words import row_in_words
from parties.asked import reads
from parties.models import Party
from parties.selectors import is_demonstration
from parties.spreadsheets import safe_cell
from portal.api.reports import report_rows
from portal.api.serializers.figures import FindingSerializer, ValueSerializer
from portal.api.serializers.reports import REPORT_COLUMNS, ReportSerializer
from portal.api.serializers.texts import TEXT_COLUMNS, TextSerializer
from portal.distribution import distribution
from portal.views.indicators import chosen_indicator, chosen_measure
from portal.views.questions import chosen_question
from portal.views.reporting import chosen_cycle
from portal.written import text_rows, written


def csv_file(name: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> HttpResponse:
    """Rows as CSV with a byte order mark; demonstration data says so in a column of its own."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    said = [] if "demonstration" in columns else [is_demonstration()]
    writer.writerow([*columns, "demonstration"] if said else columns)
    for row in rows:
        writer.writerow([safe_cell(row[column]) for column in columns] + said)
    return response


@dataclass(frozen=True)
class Origin:
    """What the rows of the API say of themselves, for the same rows in files."""

    run: ComputationRun | None
    demonstration: bool


def value_rows(values: Sequence[IndicatorValue]) -> list[dict[str, Any]]:
    return _rows(ValueSerializer, values)


def finding_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return _rows(FindingSerializer, findings)


def _rows(serializer: type[ValueSerializer | FindingSerializer], rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of the API, so that page, file and API never differ."""
    origin = Origin(current_run(), is_demonstration())
    return list(serializer(rows, many=True, context={"view": origin}).data)


def svg_file(request: HttpRequest, drawing: Drawing, name: str) -> HttpResponse:
    run = current_run()
    source = _("Run %(run)s") % {"run": run} if run else ""
    if is_demonstration():
        source = f"{_('Demonstration data.')} {source}"
    context = {"drawing": drawing, "source": source}
    response = render(request, "charts/file.svg", context, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.svg"'
    return response


@reads()
def indicator_csv(request: HttpRequest, code: str, plan: str | None = None) -> HttpResponse:
    one = chosen_indicator(chosen_plan(plan), code)
    return csv_file(f"indicator-{code}", ValueSerializer.Meta.fields, value_rows(values_of(one)))


@reads()
def indicator_json(request: HttpRequest, code: str, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    one = chosen_indicator(shown, code)
    content = {
        "plan": shown.slug,
        "indicator": code,
        "text": one.text,
        "label": one.label,
        "demonstration": is_demonstration(),
        "values": value_rows(values_of(one)),
        "findings": finding_rows(findings_of(one)),
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")


@reads("measure", "group", "chart", "cycle")
def indicator_svg(request: HttpRequest, code: str, plan: str | None = None) -> HttpResponse:
    one = chosen_indicator(chosen_plan(plan), code)
    measure = chosen_measure(request, measures_of(one))
    all_groups = groups()
    group = chosen_group(request, all_groups)
    kind = chosen(request, "chart", ("cycles", "groups"), "cycles")
    values = [v for v in values_of(one) if v.measure_id == measure.pk and v.threshold is None and v.cycle]
    if kind == "groups" and values:
        cycles = [v.cycle.code for v in values if v.cycle]
        cycle = chosen(request, "cycle", cycles, cycles[-1])
        by_group = {v.group: v for v in values if v.cycle and v.cycle.code == cycle}
        chart = drawings.groups_chart(by_group, all_groups, f"{one.code} {measure.share_of}, {cycle}")
    else:
        allowed = {(c.baseline.code, c.current.code): c.allowed for c in measure.comparisons.all()}
        chart = drawings.cycles_chart(measure, [v for v in values if v.group == group], allowed)
    return svg_file(request, chart.wide, f"indicator-{code}")


@reads("pair", "group")
def findings_csv(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    (baseline, current), _offered = chosen_pair(request, shown)
    findings = trend_findings(shown, baseline, current, chosen_group(request, groups()))
    rows = [findings[pk] for pk in shown.indicators.values_list("pk", flat=True) if pk in findings]
    return csv_file(f"findings-{baseline}-{current}", FindingSerializer.Meta.fields, finding_rows(rows))


@reads("pair")
def findings_svg(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    (baseline, current), _offered = chosen_pair(request, shown)
    rows = strips(shown, placed(shown, baseline, current))
    return svg_file(request, drawings.strip_chart(rows, shown.labels).wide, f"findings-{baseline}-{current}")


@reads()
def parties_csv(request: HttpRequest) -> HttpResponse:
    columns = (
        "code",
        "name",
        "kind",
        "convention_in_force",
        "protocol_in_force",
        "supplementary_in_force",
        "groups",
    )
    rows = []
    for party in Party.objects.prefetch_related("statuses", "memberships__group"):
        dates = {status.treaty: status.in_force_on for status in party.statuses.all()}
        rows.append(
            {
                "code": party.code,
                "name": party.name,
                "kind": party.kind,
                "convention_in_force": dates.get("cbd"),
                "protocol_in_force": dates.get("cpb"),
                "supplementary_in_force": dates.get("nklsp"),
                "groups": " ".join(sorted(m.group.slug for m in party.memberships.all())),
            }
        )
    return csv_file("parties", columns, rows)


@reads()
def question_csv(request: HttpRequest, cycle: str, key: str) -> HttpResponse:
    held, form = chosen_question(cycle, key)
    found = distribution(held, form, key)
    rows = (
        {
            "party": code,
            "name": row.party.name,
            "counted": row.counted is not None,
            "options": " ".join(sorted(found.codes.get(code, ()))),
            "in_words": row_in_words(row, found.ledger),
        }
        for code, row in sorted((row.party.code, row) for row in found.ledger.rows)
    )
    return csv_file(f"question-{cycle}-{key}", ("party", "name", "counted", "options", "in_words"), rows)


@reads()
def question_texts_csv(request: HttpRequest, cycle: str, key: str) -> HttpResponse:
    """A row a text, language and courtesy translation, in the shape of the API."""
    held, form = chosen_question(cycle, key)
    rows: Any = text_rows(written(distribution(held, form, key)))
    return csv_file(f"question-{cycle}-{key}-texts", TEXT_COLUMNS, TextSerializer(rows, many=True).data)


@reads("cycle")
def reporting_csv(request: HttpRequest) -> HttpResponse:
    """A row a Party of the population."""
    cycle, _cycles = chosen_cycle(request)
    ledger = ledger_of(cycle)
    rows = (
        {
            "party": row.party.code,
            "name": row.party.name,
            "cycle": cycle.code,
            "deadline": cycle.deadline,
            "due_on": row.due_on,
            "population_on": ledger.population_on,
            "cut_off": ledger.cut_off,
            "received_on": row.first,
            "content_received_on": row.content,
            "status": row.status,
            "in_words": row_in_words(row, ledger),
        }
        for row in ledger.rows
    )
    days = ("deadline", "due_on", "population_on", "cut_off", "received_on", "content_received_on")
    columns = ("party", "name", "cycle", *days, "status", "in_words")
    return csv_file(f"reporting-{cycle.code}", columns, rows)


@reads("cycle")
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """A row a report that is held, in the shape of the API."""
    cycle, _cycles = chosen_cycle(request)
    rows: Any = report_rows([cycle])
    return csv_file(f"ledger-{cycle.code}", REPORT_COLUMNS, ReportSerializer(rows, many=True).data)


@reads("cycle")
def reporting_svg(request: HttpRequest) -> HttpResponse:
    cycle, _cycles = chosen_cycle(request)
    chart = drawings.timeline_chart(cycle, ledger_of(cycle).rows)
    return svg_file(request, chart.wide, f"reporting-{cycle.code}")
