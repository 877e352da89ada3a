"""Parties: list, one Party with its answers, and what it answered differently."""

from collections.abc import Iterable
from itertools import groupby, pairwise
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from figures.catalogue import class_label
from figures.query import chosen, chosen_group, chosen_plan, group_filter, groups, with_query
from figures.selectors import bound_cycles, class_by_party, forms
from indicators.calculations import PartyClass
from indicators.models import Classification, Measure, Plan, ReportingCycle
from national_reports.documents.labels import wording_labels
from national_reports.ledger_rows import Ledger, LedgerRow, ledger_of
from national_reports.ledger_words import why_none_counts
from national_reports.models import Attachment, Report
from national_reports.translations import beside_texts
from national_reports.wording_words import in_words_of_labels
from parties.all_parties import ALL
from parties.asked import reads
from parties.models import GroupMembership, Party, Treaty, current_on
from portal import answers
from portal.published_reports import report_address, standings_of
from portal.silences import Silences, parts_of


@reads("group", "status", freely=("q",))
def party_list(request: HttpRequest) -> HttpResponse:
    all_groups = groups()
    group = chosen_group(request, all_groups)
    standing = chosen(request, "status", ("party", "non-party", "all"), "party")
    search = request.GET.get("q", "").strip()
    cycles = list(
        ReportingCycle.objects.filter(has_questions=True).order_by("deadline").prefetch_related("parts", "extensions")
    )
    ledgers = [ledger_of(cycle) for cycle in cycles]
    held = [{row.party.pk: row for row in (*ledger.rows, *ledger.apart)} for ledger in ledgers]
    rows = []
    for party in _found(group, standing, search):
        dates = {status.treaty: status for status in party.statuses.all()}
        protocol = dates.get(Treaty.PROTOCOL)
        rows.append(
            {
                "party": party,
                "since": protocol.in_force_on if protocol else None,
                "reports": [
                    {
                        "cycle": ledger.cycle.code,
                        "row": of_cycle.get(party.pk),
                        "words": _apart(of_cycle.get(party.pk), ledger),
                    }
                    for of_cycle, ledger in zip(held, ledgers, strict=True)
                ],
            }
        )
    context = {
        "nav": "parties",
        "rows": rows,
        "cycles": cycles,
        "fields": [
            {"name": "q", "label": _("Name contains"), "value": search},
            *group_filter(group, all_groups),
            {"name": "status", "label": _("Status"), "options": _standing_options(standing)},
        ],
        "downloads": [{"format": "CSV", "url": reverse("portal:parties-csv")}],
    }
    return render(request, "portal/party_list.html", context)


def _found(group: str, standing: str, search: str) -> Iterable[Party]:
    """The Parties of a group today, those to the Protocol, the others or both, whose name holds what is searched."""
    today = timezone.localdate()
    found = Party.objects.by_name().prefetch_related("statuses")
    if group != ALL:
        found = found.in_group(group, today)
    in_force = set(Party.objects.in_force(today).values_list("pk", flat=True))
    if standing != "all":
        found = found.filter(pk__in=in_force) if standing == "party" else found.exclude(pk__in=in_force)
    return found.named_like(search) if search else found


def _standing_options(standing: str) -> list[dict[str, str | bool]]:
    options = (
        ("party", _("Parties to the Protocol")),
        ("non-party", _("Not Parties")),
        ("all", pgettext("Parties", "All")),
    )
    return [{"value": value, "label": label, "selected": value == standing} for value, label in options]


def _apart(row: LedgerRow | None, ledger: Ledger) -> str:
    """What is said beside the day in a list: lateness, or why what is held does not count; empty where it does."""
    if row is None or not row.lines:
        return ""
    if row.counted is None:
        return why_none_counts(row, ledger)
    return "" if row.is_on_time else _("late")


@reads("cycle")
def party(request: HttpRequest, code: str) -> HttpResponse:
    one = get_object_or_404(Party.objects.prefetch_related("statuses", "former_names"), code=code)
    plan = chosen_plan(None)
    reports = list(
        (one.reports.seen() | one.reports.taken_off())
        .select_related("party", "cycle", "taking_off")
        .prefetch_related("cycle__parts", "cycle__extensions")
        .order_by("cycle__deadline", "part", "version")
    )
    standings = standings_of(one, reports)
    answered = list(dict.fromkeys(r.cycle.code for r in reports if r.state == Report.State.PUBLISHED))
    cycle = chosen(request, "cycle", answered, answered[-1]) if answered else ""
    sections, cover = [], None
    if cycle:
        published = answers.published(one, cycle)
        beside = beside_texts(published, public=True)
        form = answers.form_of_published(published)
        sections = answers.by_section(form, answers.open_answers(published, form), beside)
        whole = next((report for report in published if not report.part), None)
        cover = answers.cover_of_published(whole, form, beside) if whole else None
    cycles = [cycle.code for cycle in bound_cycles(plan)]
    context = {
        "nav": "parties",
        "party": one,
        "groups": [
            m.group
            for m in GroupMembership.objects.filter(current_on(timezone.localdate()), party=one).select_related("group")
        ],
        "treaties": [(Treaty(status.treaty).label, status) for status in one.statuses.all()],
        "reports": [
            {
                "report": report,
                "standing": standings[report.pk],
                "address": report_address("report", report) if report.is_seen else "",
            }
            for report in reports
        ],
        "tabs": [
            {"title": c, "url": with_query(request, cycle=c) + "#answers", "current": c == cycle} for c in answered
        ],
        "cycle": cycle,
        "sections": sections,
        "wording": in_words_of_labels((one.words.question for _t, rows in sections for one in rows), wording_labels()),
        "cover": cover,
        "cycles": cycles,
        "indicators": [
            {
                "indicator": measure.indicator,
                # A class is of the share, where the figure is a total.
                "label": measure.share_label or measure.indicator.label,
                "classes": [classes.get(code) for code in cycles],
            }
            for measure, classes in _classes(one, plan, cycles)
        ],
        "wrong": {
            "reports": urlencode({"party": one.code}),
            "measures": urlencode({"party": one.code, "plan": plan.slug, "of": "measures"}),
            "answers": urlencode({"party": one.code, "cycle": cycle, "of": "answers"}),
        },
        "changes": [
            {"title": f"{a} → {b}", "url": reverse("portal:party-changes", args=[one.code, a, b])}
            for a, b in pairwise(answered)
        ],
    }
    return render(request, "portal/party.html", context)


@reads()
def file(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """A file of a published report, as a download."""
    kept = get_object_or_404(
        Attachment.objects.kept().select_related("content"),
        pk=pk,
        is_scan=False,
        report__party__code=code,
        report__state=Report.State.PUBLISHED,
    )
    return FileResponse(kept.file.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.content_type)


def _classes(one: Party, plan: Plan, cycles: list[str]) -> Iterable[tuple[Measure, dict[str, dict[str, str]]]]:
    """What a Party counted as for each headline measure, by cycle; without a name where it was no Party then.

    A cycle in which the measure was not asked is left out.
    """
    rows = (
        Classification.objects.filter(run__current=True, measure__is_headline=True, measure__indicator__plan=plan)
        .filter(cycle__code__in=cycles)
        .select_related("measure__indicator", "cycle")
        .prefetch_related("measure__bindings__cycle")
        .order_by("measure__indicator__position", "cycle__deadline")
    )
    silences = Silences(one)
    for measure, held in groupby(rows, key=lambda row: row.measure):
        yield measure, {row.cycle.code: _class(one, row, silences) for row in held}


def _class(one: Party, row: Classification, silences: Silences) -> dict[str, str]:
    name = class_by_party(row.parties).get(one.code)
    if name is None:
        return {"name": ""}
    if name == PartyClass.UNANSWERED and (why := silences.why_unanswered(row.measure, row.cycle.code).get(one.code)):
        return {"name": name, "label": why}
    if name != PartyClass.SILENT:
        return {"name": name, "label": class_label(name, row.measure.kind)}
    cycle = row.cycle.code
    return {"name": name, "label": silences.why(one.code, cycle, parts_of(row.measure, cycle))}


def _changes(code: str, baseline: str, current: str) -> tuple[Party, list[answers.Change]]:
    one = get_object_or_404(Party, code=code)
    held = forms()
    if baseline not in held or current not in held:
        raise Http404(_("There is no questionnaire for one of these cycles."))
    ends = []
    for cycle in (baseline, current):
        reports = answers.published(one, cycle)
        if not reports:
            raise Http404(_("%(party)s has no published report in %(cycle)s.") % {"party": one.name, "cycle": cycle})
        form = answers.form_of_published(reports)
        ends.append((form, answers.open_answers(reports, form)))
    found = answers.changes_between(ends[0], ends[1])
    if found is None:
        raise Http404(_("No map joins the questions of these cycles."))
    return one, found


@reads()
def changes(request: HttpRequest, code: str, baseline: str, current: str) -> HttpResponse:
    one, found = _changes(code, baseline, current)
    context = {
        "nav": "parties",
        "party": one,
        "baseline": baseline,
        "current": current,
        "changes": found,
        "downloads": [{"format": "TXT", "url": reverse("portal:party-changes-text", args=[code, baseline, current])}],
    }
    return render(request, "portal/party_changes.html", context)


@reads()
def changes_text(request: HttpRequest, code: str, baseline: str, current: str) -> HttpResponse:
    one, found = _changes(code, baseline, current)
    text = answers.changes_as_text(one, baseline, current, found)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
