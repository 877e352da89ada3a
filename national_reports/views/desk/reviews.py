"""The review queue, and one report beside what was said before."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from national_reports.models import Report, ReviewNote
from national_reports.review import Review, Row, queue, review_of
from national_reports.views.desk.choices import chosen
from national_reports.views.desk.forms import WHOLE, Reasons
from national_reports.views.people import audiences
from national_reports.views.reports import HeldReport, find_report
from parties.permissions import Access, requires
from parties.views import signed_in_user

ONLY = ("remarks", "changes")
NOTHING_TYPED = Reasons()


@require_safe
@never_cache
@requires(Access.DESK)
def reviews(request: HttpRequest) -> HttpResponse:
    """Reports that wait: for review, to be published, for their Party."""
    held, now = queue(), timezone.now()
    waiting = [
        {"report": one, "days": (now - one.submitted_at).days if one.submitted_at else None} for one in held.submitted
    ]
    context = {"waiting": waiting, "accepted": held.accepted, "returned": held.returned}
    return render(request, "national_reports/desk/reviews.html", context)


@require_safe
@never_cache
@requires(Access.DESK)
def review(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """One report, question by question."""
    held = find_report(party, cycle)
    context = review_context(request, held, only=chosen(request, "only", ONLY))
    return render(request, "national_reports/desk/review.html", context)


def review_context(
    request: HttpRequest, held: HeldReport, *, only: str, typed: Reasons = NOTHING_TYPED, errors: bool = False
) -> dict[str, Any]:
    """The page's context; with `errors` also what is wrong with what was typed."""
    user = signed_in_user(request)
    found = review_of(held.report, audiences=audiences(user))
    faults = typed.errors if errors else {}
    report = held.report
    sections = [
        (title, [_shown(row, typed, faults) for row in rows if _is_shown(row, only, typed)])
        for title, rows in found.sections
    ]
    return {
        "review": found,
        "report": report,
        "sections": [(title, rows) for title, rows in sections if rows],
        "tabs": _tabs(found, only),
        "only": only,
        "counts": [{"name": label, "value": number} for label, number in found.count if number],
        "whole": {"ticked": WHOLE in typed.ticked, "text": typed.texts.get(WHOLE, ""), "error": faults.get(WHOLE)},
        "errors": [(key, _name(held, key), text) for key, text in faults.items()],
        "audiences": [(value, ReviewNote.Audience(value).label) for value in audiences(user)],
        "may_decide": report.state == Report.State.SUBMITTED,
        "is_own": report.submitted_by_id == user.pk,
        "may_publish": report.state == Report.State.ACCEPTED and user.is_publisher,
        "waits_for_publisher": report.state == Report.State.ACCEPTED and not user.is_publisher,
        "demonstration": report.party.demonstration,
    }


def _is_shown(row: Row, only: str, typed: Reasons) -> bool:
    key = row.question.key
    if key in typed.ticked or key in typed.texts:
        return True
    if only == "remarks":
        return bool(row.remarks or row.notes)
    return row.is_changed if only == "changes" else True


def _shown(row: Row, typed: Reasons, faults: dict[str, str]) -> dict[str, Any]:
    key = row.question.key
    return {
        "row": row,
        "ticked": key in typed.ticked,
        "text": typed.texts.get(key, ""),
        "error": faults.get(key),
    }


def _tabs(found: Review, only: str) -> list[dict[str, Any]]:
    rows = [row for _title, held in found.sections for row in held]
    offered = (
        ("", _("All questions"), len(rows)),
        ("remarks", _("With remarks or notes"), sum(bool(row.remarks or row.notes) for row in rows)),
        ("changes", _("With changes"), sum(row.is_changed for row in rows)),
    )
    return [
        {"title": title, "url": f"?only={name}" if name else "?", "current": name == only, "note": number}
        for name, title, number in offered
    ]


def _name(held: HeldReport, key: str) -> str:
    if key == WHOLE:
        return _("The whole report")
    question = held.form.fields[key]
    return question.number or question.wording.text
