"""One report under review, beside what was said before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from languages.codes import ENGLISH
from national_reports.closed_drafts import refuse_closed_draft
from national_reports.frequent_remarks import choices
from national_reports.models import KeptText, Report, ReviewClaim, ReviewNote
from national_reports.posted import REASON, TICK
from national_reports.questionnaire import QuestionnaireForm
from national_reports.review import Review, Row, review_of
from national_reports.services.disputes import dispute_of
from national_reports.services.drafts import Reason, drafts_of, save_drafts
from national_reports.services.entered import waiting_for_party, word_of
from national_reports.services.filling import SaveState
from national_reports.services.kept import Typed, forget, kept_for, note_shown
from national_reports.slips import make_slip
from national_reports.views.desk.choices import chosen
from national_reports.views.desk.forms import WHOLE, Reasons
from national_reports.views.people import audiences
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.texts import translated_reports
from national_reports.views.typed import Keeping
from national_reports.workflow import OPEN, leading_to
from parties.models import User
from parties.permissions import Access, includes, requires, signed_in_user
from parties.publishers import why_nothing_is_published

ONLY = ("all", "since", "changes", "remarks")
NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Choice:
    """Which questions a page shows: of a kind, and of a section by its slug; empty words narrow nothing."""

    only: str = ""
    section: str = ""

    @classmethod
    def posted(cls, request: HttpRequest, held: HeldReport) -> "Choice":
        """What the page showed that a form was sent from."""
        only, section = request.POST.get("only", ""), request.POST.get("section", "")
        return cls(only if only in ONLY else "", section if section in held.slugs else "")

    @property
    def query(self) -> str:
        held = {"only": self.only, "section": self.section}
        return "?" + urlencode({name: value for name, value in held.items() if value})


def read_review(posted: QueryDict, report: Report, form: QuestionnaireForm, person: User) -> list[Typed]:
    """The reasons of a posted review that say something else than what their reviewer's drafts say."""
    drafts = {one.question: one for one in drafts_of(report, person)}
    found = []
    for reason in Reasons.read(posted, form).drafts:
        draft = drafts.get(reason.question)
        held = (draft.ticked, draft.text) if draft else (False, "")
        untouched = reason.read_version == 0 and not reason.says_something
        if held != (reason.ticked, reason.text) and not untouched:
            fields = {REASON: [reason.text], TICK: ["yes"] if reason.ticked else []}
            found.append(Typed(reason.question, reason.read_version, fields))
    return found


REVIEW = Keeping(KeptText.Place.REVIEW, Access.DESK, read_review, page="desk:review")


@require_safe
@requires(Access.DESK)
def review(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """One report, question by question."""
    refuse_closed_draft(signed_in_user(request), party, cycle)
    held = find_report(party, cycle)
    choice = Choice(chosen(request, "only", ONLY), request.GET.get("section", ""))
    if choice.section and choice.section not in held.slugs:
        raise Http404(choice.section)
    beside = take_up(held.report, signed_in_user(request)) if request.method == "GET" else {}
    context = review_context(request, held, choice, beside=beside)
    return render(request, "national_reports/desk/review.html", context)


def take_up(report: Report, reviewer: User) -> dict[str, list[str]]:
    """Make drafts of what a reviewer sent after the session had ended; what another window said since stays beside."""
    now = timezone.now()
    rows = kept_for(report=report, person=reviewer, place=REVIEW.place, questions=None, at=now)
    beside: dict[str, list[str]] = {}
    for row in (row for held in rows.values() for row in held):
        text = row.fields[REASON][0]
        reason = Reason(row.question, bool(row.fields[TICK]), text, row.read_version)
        (saved,) = save_drafts(report=report, reasons=[reason], by=reviewer, at=now)
        if saved.state == SaveState.CONFLICT:
            beside.setdefault(row.question or WHOLE, []).append(text)
            note_shown([row], at=now)
        else:
            forget([row])
    return beside


def review_context(
    request: HttpRequest,
    held: HeldReport,
    choice: Choice,
    *,
    typed: Reasons | None = None,
    faults: Mapping[str, str] = NONE,
    beside: Mapping[str, list[str]] = NONE,
) -> dict[str, Any]:
    """The page's context: the reviewer's reasons as they were typed just now or earlier, and what is wrong there."""
    user = signed_in_user(request)
    publishes = includes(user, Access.PUBLISH, on=timezone.localdate())
    found = review_of(held.report, audiences=audiences(user))
    report = held.report
    drafts = Reasons.of_drafts(drafts_of(report, user))
    typed = typed.over(drafts) if typed else drafts
    choice = replace(choice, only=choice.only or _first(found))
    section = held.slugs.get(choice.section, "")
    sections = [
        (
            title,
            [_shown(row, typed, faults, beside) for row in rows if _is_shown(row, choice.only, section, typed, faults)],
        )
        for title, rows in found.sections
    ]
    claim = ReviewClaim.objects.filter(report=report).select_related("by").first()
    return {
        "review": found,
        "report": report,
        "sections": [(title, rows) for title, rows in sections if rows],
        "tabs": _tabs(found, choice),
        "chapters": _chapters(held, found, choice),
        "choice": choice,
        "claim": claim,
        "frequent": choices(get_language() or ENGLISH),
        "is_mine": claim is not None and claim.by_id == user.pk,
        "counts": [{"name": label, "value": number} for label, number in found.count if number],
        "whole": _reason(WHOLE, typed, faults, beside),
        "reasons": len(typed.texts.keys() | typed.ticked),
        "typed": [(_name(held, key), text) for key, text in typed.texts.items()],
        "slip": make_slip(person=user.pk, report=report.pk),
        "errors": [(key, _name(held, key), text) for key, text in faults.items()],
        "audiences": [(value, ReviewNote.Audience(value).label) for value in audiences(user)],
        "may_decide": report.state == Report.State.SUBMITTED,
        "dispute": dispute_of(report),
        "may_hold": report.state in OPEN,
        "is_own": report.submitted_by_id == user.pk,
        "may_return": report.state in leading_to(Report.State.RETURNED),
        "may_take_off": publishes
        and Report.objects.published().filter(party=report.party_id, cycle=report.cycle_id).exists(),
        "may_publish": report.state == Report.State.ACCEPTED and publishes,
        "nothing_is_published": why_nothing_is_published() if report.state == Report.State.ACCEPTED else "",
        "texts": next(iter(translated_reports(report)), None),
        "word": word_of(report),
        "waits_for_party": report.pk in waiting_for_party([report]),
        "waits_for_publisher": report.state == Report.State.ACCEPTED and not publishes,
        "demonstration": report.party.demonstration,
    }


def _first(found: Review) -> str:
    """What a reviewer reads first: what was changed since the return, else since the published version, else all."""
    return "since" if found.before else "changes" if found.earlier else "all"


def _is_shown(row: Row, only: str, section: str, typed: Reasons, faults: Mapping[str, str]) -> bool:
    key = row.question.key
    if key in typed.ticked or key in typed.texts or key in faults:
        return True
    return _fits(row, only) and section in ("", row.question.section)


def _fits(row: Row, only: str) -> bool:
    match only:
        case "remarks":
            return bool(row.remarks or row.notes)
        case "changes":
            return row.is_changed
        case "since":
            return row.is_of_return
    return True


def _shown(row: Row, typed: Reasons, faults: Mapping[str, str], beside: Mapping[str, list[str]]) -> dict[str, Any]:
    return {"row": row, **_reason(row.question.key, typed, faults, beside)}


def _reason(key: str, typed: Reasons, faults: Mapping[str, str], beside: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "ticked": key in typed.ticked,
        "text": typed.texts.get(key, ""),
        "version": typed.versions.get(key, 0),
        "error": faults.get(key),
        "beside": beside.get(key, ()),
    }


def _tabs(found: Review, choice: Choice) -> list[dict[str, Any]]:
    rows = [row for _title, held in found.sections for row in held]
    titles = {
        "all": _("All questions"),
        "since": _("Since it was returned"),
        "changes": _("With changes"),
        "remarks": _("With remarks or notes"),
    }
    return [
        {
            "title": titles[name],
            "url": replace(choice, only=name).query,
            "current": name == choice.only,
            "note": sum(_fits(row, name) for row in rows),
        }
        for name in ONLY
        if name != "since" or found.before
    ]


def _chapters(held: HeldReport, found: Review, choice: Choice) -> list[dict[str, Any]]:
    """The sections of the form, to be read one by one, with the number of questions of the kind that is shown."""
    by_key = {
        rows[0].question.section: (title, sum(_fits(row, choice.only) for row in rows))
        for title, rows in found.sections
        if rows
    }
    listed = [
        {
            "title": by_key[key][0],
            "url": replace(choice, section=slug).query,
            "current": slug == choice.section,
            "note": by_key[key][1],
        }
        for slug, key in held.slugs.items()
        if key in by_key and (by_key[key][1] or slug == choice.section)
    ]
    return [
        {"title": _("All sections"), "url": replace(choice, section="").query, "current": not choice.section},
        *listed,
    ]


def _name(held: HeldReport, key: str) -> str:
    if key == WHOLE:
        return _("The whole report")
    question = held.form.fields[key]
    return question.number or question.wording.text
