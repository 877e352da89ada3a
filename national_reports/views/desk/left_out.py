"""What was not counted, not read or not sent, and why; what to do about it."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jobs.clock import regular_work
from jobs.kinds import title_of
from jobs.left_out import subjects_in_words
from jobs.models import LeftOut
from languages.told import said_again
from national_reports.views.desk.choices import chosen
from parties.in_languages import reader_language
from parties.models import Party
from parties.permissions import Access, requires

ON_A_PAGE = 50
Kind = LeftOut.Kind
# What staff can do about a row of each kind, and where.
ADVICE = {
    Kind.IMPORT: gettext_lazy(
        "Put the file right, or ask the Party for it, and import it again. What is held already stays."
    ),
    Kind.SYNC: gettext_lazy(
        "It is tried again when the Clearing-House serves a new revision, and when everything is read anew."
    ),
    Kind.LETTER: gettext_lazy(
        "Where there is nobody yet, invite a focal point; where a letter could not be sent, check the address, then "
        "try it again among the jobs."
    ),
    Kind.JOB: gettext_lazy("Read the error, then try it again among the jobs."),
}
PLACES = {
    Kind.SYNC: ("clearing-house:syncs", gettext_lazy("Clearing-House")),
    Kind.LETTER: ("desk:jobs", gettext_lazy("Jobs")),
    Kind.JOB: ("desk:jobs", gettext_lazy("Jobs")),
}


@require_safe
@requires(Access.DESK)
def left_out(request: HttpRequest) -> HttpResponse:
    """The list, 50 a page; by kind, and those that were made up for apart."""
    kind = chosen(request, "kind", Kind.values)
    ended = chosen(request, "ended", ("yes",))
    held = LeftOut.objects.exclude(ended_at=None) if ended else LeftOut.objects.open()
    page = Paginator(held.filter(kind=kind) if kind else held, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _shown(list(page.object_list)),
        "kinds": _kinds(kind, ended),
        "kind": kind,
        "ended": ended,
        "query": f"kind={kind}&ended={ended}&",
        "overdue": [one.title for one in regular_work(at=timezone.now()) if one.is_overdue],
    }
    return render(request, "national_reports/desk/left_out.html", context)


def _kinds(kind: str, ended: str) -> list[dict[str, Any]]:
    """The kinds as tabs, each with how many stand."""
    counts = dict(LeftOut.objects.open().order_by().values_list("kind").annotate(n=Count("pk")))
    tabs: list[tuple[str, str, int]] = [("", _("All"), sum(counts.values()))]
    tabs += [(one.value, str(one.label), counts.get(one.value, 0)) for one in Kind]
    items = [
        {"title": title, "url": f"?kind={value}", "current": value == kind and not ended, "note": note}
        for value, title, note in tabs
    ]
    return [*items, {"title": _("Made up for"), "url": f"?kind={kind}&ended=yes", "current": bool(ended), "note": ""}]


def _subject(row: LeftOut, worded: Mapping[str, str]) -> str:
    """What was left out, in the reader's language; a name of a file, a record or a letter as it came."""
    if row.kind == Kind.JOB:
        return title_of(row.source)
    if row.source in worded:
        return worded[row.source]
    return said_again(row.subject, reader_language()) or row.subject


def _shown(rows: list[LeftOut]) -> list[dict[str, Any]]:
    parties = {one.code: one for one in Party.objects.filter(code__in={row.party for row in rows})}
    worded = subjects_in_words(row.source for row in rows)
    return [
        {
            "left_out": row,
            "subject": _subject(row, worded),
            "party": parties.get(row.party),
            "advice": "" if row.ended_at else ADVICE[Kind(row.kind)],
            "place": PLACES.get(Kind(row.kind)),
        }
        for row in rows
    ]
