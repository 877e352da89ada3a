"""Texts of a report as one file a language: fetched, sent back, what it changes listed and confirmed.

The Secretariat does it at the desk for any report that was handed in, a Party for its own.
"""

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foreign_files.xliff import MEDIA_TYPE, XliffRefused, read, write
from languages.codes import ENGLISH, LANGUAGES, short
from national_reports.models import Report
from national_reports.selectors import form_of
from national_reports.services import translations
from national_reports.services.translations import (
    LONGEST_MAKER,
    Compared,
    Kind,
    Line,
    NoMaker,
    NotThisReport,
    NotTranslated,
    OtherThanSeen,
    Why,
)
from national_reports.translations import beside_texts
from national_reports.views.reports import HeldReport
from national_reports.views.xliff_files import rule_in_words, sent_content, too_long
from national_reports.workflow import TRANSLATED
from parties.bounds import A_FILE, takes
from parties.permissions import Access, requires, signed_in_user


@dataclass(frozen=True)
class Room:
    """Where the page stands: at the desk, or among a Party's own pages."""

    texts: str
    file: str
    template: str


DESK = Room("desk:report-texts", "desk:report-texts-file", "national_reports/desk/texts.html")
PARTY = Room("national_reports:texts", "national_reports:texts-file", "national_reports/texts.html")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_FILE)
def desk_texts(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """The texts of any report that was handed in."""
    return _texts(request, _found(party, cycle, pk), DESK)


@require_safe
@requires(Access.DESK)
def desk_texts_file(request: HttpRequest, party: str, cycle: str, pk: int, language: str) -> HttpResponse:
    return _file(_found(party, cycle, pk), language)


@requires(Access.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@takes(A_FILE)
def texts(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """The texts of a Party's own report."""
    return _texts(request, _found(party, cycle, pk), PARTY)


@requires(Access.REPORT_EDIT)
@require_safe
def texts_file(request: HttpRequest, party: str, cycle: str, pk: int, language: str) -> HttpResponse:
    return _file(_found(party, cycle, pk), language)


def translated_reports(report: Report) -> list[Report]:
    """The versions of a Party's report in a cycle, with what is kept beside it, whose texts may be translated."""
    held = Report.objects.filter(party=report.party_id, cycle=report.cycle_id, state__in=TRANSLATED).defer("header")
    return list(held.order_by("part", "-version"))


def _found(party: str, cycle: str, pk: int) -> HeldReport:
    held = Report.objects.filter(party__code=party, cycle__code=cycle, state__in=TRANSLATED, pk=pk)
    report = held.select_related("party", "cycle").first()
    if report is None:
        raise Http404(_("The texts of this report do not stand: it is not handed in, or was withdrawn or taken off."))
    return HeldReport(report, form_of(report, get_language() or ENGLISH))


def _file(held: HeldReport, language: str) -> HttpResponse:
    """Every text beside its translation into one language, as XLIFF 2.1."""
    if language not in LANGUAGES:
        raise Http404(_("The portal has no such language."))
    given = translations.given_out(report=held.report, form=held.form, language=language)
    name = f"{given.original.replace(' ', '-')}-{language}.xlf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(given), content_type=MEDIA_TYPE, headers=headers)


def _texts(request: HttpRequest, held: HeldReport, room: Room) -> HttpResponse:
    """The files to fetch and the form for one that comes back; confirmed, it is taken in whole."""
    maker = request.POST.get("maker", "")
    problem, compared = "", None
    if request.method == "POST":
        try:
            content = sent_content(request)
            given = read(content)
            if "seen" in request.POST:
                number = translations.take_in(
                    report=held.report,
                    form=held.form,
                    given=given,
                    maker=maker,
                    seen=request.POST["seen"],
                    by=signed_in_user(request),
                    at=timezone.now(),
                )
                _say(request, number)
                return redirect(room.texts, *held.args, held.report.pk)
            compared = translations.compared(report=held.report, form=held.form, given=given, maker=maker)
        except (XliffRefused, NotThisReport, NoMaker, NotTranslated, OtherThanSeen) as fault:
            problem = _problem(fault)
    context = _context(request, held, room) | {"problem": problem, "maker": maker or _maker(held, room)}
    if compared:
        context |= _listed(compared, held) | {"content": base64.b64encode(content).decode()}
    return render(request, room.template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK)


def _say(request: HttpRequest, number: int) -> None:
    said = ngettext("%(n)d translation is changed.", "%(n)d translations are changed.", number) % {"n": number}
    messages.success(request, said if number else _("Everything in the file stands already: nothing changed."))


def _problem(fault: Exception) -> str:
    """What is wrong, and what to do."""
    if isinstance(fault, XliffRefused):
        return rule_in_words(fault.rule)
    if isinstance(fault, NotThisReport):
        facts = {"given": fault.args[0], "expected": fault.args[1]}
        return _("The file is of “%(given)s”; what is taken here is “%(expected)s”.") % facts
    if isinstance(fault, NoMaker):
        return _("Say whose translation it is, in at most %(n)d characters.") % {"n": LONGEST_MAKER}
    if isinstance(fault, NotTranslated):
        return _("Nothing was taken: the report is %(state)s, and its texts do not stand.") % {"state": fault}
    return _("Somebody wrote meanwhile: nothing was taken. Send the file again and look at the list.")


def _maker(held: HeldReport, room: Room) -> str:
    """Whose translation it is unless somebody says otherwise."""
    return held.report.party.name if room is PARTY else _("Secretariat")


def _context(request: HttpRequest, held: HeldReport, room: Room) -> dict[str, Any]:
    passages = translations.texts_of(held.report, held.form)
    beside = beside_texts([held.report], public=False)
    made = [one for passage in passages for one in beside.get(passage.place, ())]
    names = {short(code): name for code, name in settings.ALL_LANGUAGES.items()}
    own = Counter(short(one.language) for one in passages)
    return {
        **held.context,
        "number": len(passages),
        "own": [{"code": code, "name": names.get(code, code), "number": number} for code, number in own.most_common()],
        "by_language": [
            {
                "code": code,
                "name": names[code],
                "url": reverse(room.file, args=[*held.args, held.report.pk, code]),
                "asked": sum(not one.is_written_in(code) for one in passages),
                "made": sum(one.language == code and one.of_this_text for one in made),
                "earlier": sum(one.language == code and not one.of_this_text for one in made),
            }
            for code in sorted(LANGUAGES, key=lambda code: list(names).index(code))
        ],
        "versions": [
            {
                "title": _version(one),
                "url": reverse(room.texts, args=[*held.args, one.pk]),
                "current": one.pk == held.report.pk,
            }
            for one in translated_reports(held.report)
        ],
        "longest_maker": LONGEST_MAKER,
    }


def _version(report: Report) -> str:
    said = _("version %(n)d") % {"n": report.version}
    return f"{report.part_title}, {said}" if report.part else said


def _listed(compared: Compared, held: HeldReport) -> dict[str, Any]:
    """The list of what a file changes, kind by kind."""
    names = {short(code): name for code, name in settings.ALL_LANGUAGES.items()}
    return {
        "compared": compared,
        "language_name": names[compared.language],
        "groups": [
            {"title": title, "lines": [_shown(one, held) for one in found], "is_change": kind in CHANGES}
            for kind, title in kinds()
            if (found := [one for one in compared.lines if one.kind == kind])
        ],
    }


CHANGES: Sequence[Kind] = (Kind.NEW, Kind.CHANGED, Kind.REMOVED)


def kinds() -> list[tuple[Kind, str]]:
    """What may become of a text of a file, in the order of the page."""
    return [
        (Kind.NEW, _("New")),
        (Kind.CHANGED, _("Changed")),
        (Kind.REMOVED, _("Removed")),
        (Kind.EARLIER, _("Of an earlier text: not taken")),
        (Kind.NOT_OURS, _("Not a text of this report: not taken")),
        (Kind.LEFT, _("Not taken")),
        (Kind.UNCHANGED, _("Unchanged")),
    ]


def _shown(line: Line, held: HeldReport) -> dict[str, Any]:
    return {
        "line": line,
        "asked": translations.asked_at(line.passage, held.form) if line.passage else "",
        "why": why_in_words(line) if line.why else "",
    }


def why_in_words(line: Line) -> str:
    """Why one text is not taken, and what to do."""
    if line.why is Why.TOO_LONG:
        return too_long(translations.longest(line.original))
    said: dict[Why | None, str] = {
        Why.UNKNOWN: _("The report has no such text."),
        Why.OWN: _("Its Party wrote it in this language itself."),
        Why.TWICE: _("It stands in the file twice."),
        Why.CODES: _("It holds a code in the place of text: type what it stands for."),
        Why.EARLIER: _("The original was changed after the file was fetched: fetch the file again."),
        Why.ALTERED: _("Its original is not what the Party wrote: it was altered in the file. Fetch the file again."),
        Why.MEANWHILE: _("Somebody entered another meanwhile. Theirs stands beside; fetch the file again."),
        Why.STAYS: _("It came with the report or belongs to another version, and is not removed here."),
    }
    return said[line.why]
