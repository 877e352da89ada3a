"""Due days, treaty dates and names: staff propose a change, what it would move is shown, and a publisher makes it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from bch_sync.models import StatusDifference
from evaluation.data_files import NotWeighed, propose_change, take_in
from evaluation.date_changes import (
    CYCLE_DATES,
    EXTENSION,
    EXTENSION_ENDS,
    PARTY_NAME,
    TREATY_DATE,
    Change,
    NoLonger,
    dates_told,
    end_of,
    extension,
)
from evaluation.date_changes import cycle_dates as cycle_dates_changed
from evaluation.date_changes import party_name as name_changed
from evaluation.date_changes import treaty_date as taking_theirs
from evaluation.forms import CycleDatesForm
from evaluation.models import DataProposal, Edition
from evaluation.name_forms import NameChangeForm
from indicators.cycle_dates import CycleDates
from indicators.models import ReportingCycle
from languages.codes import OWN_NAMES
from languages.writing import arrow
from national_reports.models import Extension, Report
from national_reports.views.desk.extensions import PAGE, extensions_context
from national_reports.views.desk.forms import ExtensionForm
from parties.bounds import A_TEXT, takes
from parties.formats import date_format
from parties.in_languages import in_reader_language, reader_language
from parties.names import Names
from parties.permissions import Access, requires, signed_in_user
from parties.selectors import short_name
from parties.treaty_words import field_in_words, instrument_in_words


@dataclass(frozen=True)
class InWords:
    """A change in the reader's language: the page that it is asked for on, what it is, and its button."""

    url: str
    page: str
    title: str
    facts: Sequence[tuple[str, str]]
    button: str


def change_in_words(change: Change) -> InWords:
    """What would be changed, for the page of its moves."""
    who = short_name(change["party"]) if change["party"] else _("All Parties")
    if change["kind"] == TREATY_DATE:
        facts = [
            (_("Party"), who),
            (_("Treaty"), change["treaty"]),
            (_("What"), field_in_words(change["field"])),
            (_("Ours"), instrument_in_words(change["ours"]) or "–"),
            (_("Theirs"), instrument_in_words(change["theirs"]) or "–"),
        ]
        theirs = _("Take theirs")
        return InWords(reverse("clearing-house:statuses"), _("Treaty dates that differ"), theirs, facts, theirs)
    if change["kind"] == CYCLE_DATES:
        return _dates_in_words(change)
    if change["kind"] == PARTY_NAME:
        return _name_in_words(change)
    facts = [
        (_("Cycle"), ReportingCycle.objects.get(code=change["cycle"]).title),
        (_("Party"), who),
        (_("Due on"), date_format(date.fromisoformat(change["due_on"]), "DATE_FORMAT")),
        (_("Decision"), change["decision"]),
    ]
    url, page = reverse("desk:cycle-extensions", args=[change["cycle"]]), _("Later due days")
    if change["kind"] == EXTENSION_ENDS:
        return InWords(url, page, _("Take a later due day back"), facts, _("Take back"))
    return InWords(url, page, _("Give a later due day"), facts, _("Give this due day"))


def _dates_in_words(change: Change) -> InWords:
    """Each day before and after."""
    before, after = dates_told(change["before"]), dates_told(change["after"])
    names = {
        "deadline": _("Due on"),
        "population_on": _("Parties counted are those of"),
        "cut_off": _("Counted as received by"),
    }
    facts = [(_("Cycle"), str(ReportingCycle.objects.get(code=change["cycle"]).title))]
    for name, label in names.items():
        days = [date_format(getattr(said, name), "DATE_FORMAT") for said in (before, after)]
        facts.append((label, days[1] if days[0] == days[1] else f" {arrow(reader_language())} ".join(days)))
    facts.append((_("Where the dates come from"), after.cut_off_source))
    url = reverse("desk_evaluations:cycle-dates", args=[change["cycle"]])
    return InWords(url, _("Dates of the cycle"), _("Change the dates"), facts, _("Change the dates"))


def _name_in_words(change: Change) -> InWords:
    """The name before and after in each language, and what keeps the one before."""
    begins_on, title = date.fromisoformat(change["begins_on"]), _("A Party's change of name")
    reports = Report.objects.seen().filter(party__code=change["party"], received_on__lt=begins_on).count()
    editions = Edition.objects.published().filter(evaluation__cut_off__lt=begins_on).count()
    facts = [
        (pgettext("day", "From"), date_format(begins_on, "DATE_FORMAT")),
        *(
            (OWN_NAMES[language], f"{before} {arrow(language)} {change['after'][language]}")
            for language, before in change["before"].items()
        ),
        (_("Source"), change["source"]),
        (_("Public reports that keep the name before"), str(reports)),
        (_("Published editions that keep the name before"), str(editions)),
    ]
    return InWords(reverse("desk_evaluations:party-name"), title, title, facts, _("Change the name"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def party_name(request: HttpRequest) -> HttpResponse:
    """Another name for a Party; what it moves is shown next, before anything is changed."""
    form = NameChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        party, given = form.cleaned_data["party"], form.cleaned_data
        # The name before, for a day of which a change was entered, takes that change back.
        if form.names != Names.of(party) or party.name_changes.filter(begins_on=given["begins_on"]).exists():
            source = given["source"]
            return _weighed(request, name_changed(party, form.names, begins_on=given["begins_on"], source=source))
        form.add_error(None, _("The Party has this name already."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluation/desk/party_name.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def cycle_dates(request: HttpRequest, cycle: str) -> HttpResponse:
    """The days of a cycle; what others would move is shown next, before anything is changed."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    form = CycleDatesForm(request.POST or None, initial=asdict(CycleDates.of(held)))
    if request.method == "POST" and form.is_valid():
        dates = CycleDates(**form.cleaned_data)
        if dates != CycleDates.of(held):
            return _weighed(request, cycle_dates_changed(held, dates))
        messages.info(request, _("This stands already: nothing changed."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluation/desk/cycle_dates.html", {"cycle": held, "form": form}, status=status)


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def extension_proposal(request: HttpRequest, cycle: str) -> HttpResponse:
    """Keep a later due day as it was typed, and lead to what it would move; nobody has it yet."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    form = ExtensionForm(request.POST, cycle=held)
    if form.is_valid():
        return _weighed(request, extension(cycle=held, **form.cleaned_data))
    return render(request, PAGE, extensions_context(held, form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@requires(Access.DESK)
def extension_end_proposal(request: HttpRequest, cycle: str, pk: int) -> HttpResponse:
    """Lead to what taking a later due day back would move."""
    held = get_object_or_404(Extension.objects.select_related("cycle", "party"), cycle__code=cycle, pk=pk)
    return _weighed(request, end_of(held))


@require_POST
@requires(Access.DESK)
def treaty_date_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what the Clearing-House's date would move in the place of ours."""
    difference = get_object_or_404(StatusDifference.objects.select_related("party"), pk=pk)
    if difference.state != StatusDifference.State.OPEN:
        messages.info(request, _("Somebody has decided on it meanwhile."))
        return redirect("clearing-house:statuses")
    return _weighed(request, taking_theirs(difference))


def _weighed(request: HttpRequest, change: Change) -> HttpResponse:
    proposal = propose_change(change=change, by=signed_in_user(request), at=timezone.now())
    return redirect("desk_evaluations:data-proposal", pk=proposal.pk)


@require_POST
@requires(Access.PUBLISH)
def change_making(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a change whose moves were shown."""
    held = get_object_or_404(DataProposal.objects.exclude(change={}), pk=pk)
    made = {
        EXTENSION: _("The later due day is kept. Whoever is counted stays the same."),
        EXTENSION_ENDS: _("The extension is taken back."),
        CYCLE_DATES: _("The dates are changed, and the figures are computed anew."),
        PARTY_NAME: _("The change of name is kept. Pages use the new name from its day."),
        TREATY_DATE: _("Their value is taken over, and the figures are computed anew."),
    }
    try:
        is_new = take_in(proposal=held, by=signed_in_user(request), at=timezone.now())
        messages.success(request, made[held.change["kind"]] if is_new else _("This stands already: nothing changed."))
    except NotWeighed:
        messages.error(request, _("What this moves is not worked out, or it was done already."))
    except NoLonger as why:
        messages.error(request, in_reader_language(str(why)))
    return redirect("desk_evaluations:data-proposal", pk=pk)
