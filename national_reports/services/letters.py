"""What people are told by e-mail about a report."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.days import deadline_day
from national_reports.day_end import day_end
from national_reports.models import Report, Submission
from national_reports.selectors import answered_questionnaire
from parties.carers import carer_of
from parties.emails import absolute
from parties.formats import date_format, in_sentences, under
from parties.in_languages import reader_language
from parties.letters import Letter, Link, Quote, as_read_by, reader_key, readers_of, send_letter


def tell_receipt(submission: Submission, *, at: datetime) -> None:
    """Send the receipt to whoever submitted and to the Party's offices, once for each submission."""
    with as_read_by(submission.by):
        send_letter(key=receipt_key(submission), to=submission.by, letter=_receipt(submission), at=at)
    for office in submission.report.party.offices.written_to().exclude(email=submission.by.email):
        with as_read_by(office):
            key = f"{receipt_key(submission)}/{reader_key(office)}"
            send_letter(key=key, to=office, letter=_receipt(submission), at=at)


def _receipt(submission: Submission) -> Letter:
    report = submission.report
    facts = [
        _("Reference: %(reference)s") % {"reference": submission.reference},
        _("Time: %(time)s") % {"time": date_format(submission.at, "DATETIME_SECONDS")},
        under("SHA-256", submission.sha256),
    ]
    return Letter(
        subject=_("Receipt %(reference)s") % {"reference": submission.reference},
        happened=_("The report was received: %(cycle)s, %(party)s, version %(version)d.") % _names(report),
        then=[
            *facts,
            _("The Secretariat reads the report, and writes to you when it is published or returned with questions."),
        ],
        links=[Link(_("The report"), address(report))],
        ask=carer_of(report.party),
    )


def receipt_key(submission: Submission) -> str:
    """The key of the letter with the receipt."""
    return f"receipt/{submission.reference}"


def tell_focal_points(report: Report, what: str, *, at: datetime, more: str = "") -> None:
    """Tell the people and offices of the Party what became of its report: a word of `_SAID`."""
    for reader in readers_of([report.party], on=timezone.localdate(at))[report.party_id]:
        with as_read_by(reader):
            said = _SAID[what](report, at, more)
            key = f"{what}/{report.pk}/{at:%Y%m%d%H%M%S}/{reader_key(reader)}"
            send_letter(key=key, to=reader, letter=said, at=at)


def _returned(report: Report, at: datetime, _more: str) -> Letter:
    """With the reasons in the reviewer's words, each under its question."""
    quotes = _reasons(report, at)
    n = len(quotes)
    what = ngettext(
        "The Secretariat read this report and returned it with %(n)d remark: %(cycle)s, %(party)s.",
        "The Secretariat read this report and returned it with %(n)d remarks: %(cycle)s, %(party)s.",
        n,
    )
    due_on = report.due_on
    if deadline_day(at) <= due_on:
        until = in_sentences(
            [
                _("The report is due on %(day)s.") % {"day": date_format(due_on)},
                day_end(due_on),
            ]
        )
    else:
        until = _("A correction does not make the report late: what counts is the day on which it was first received.")
    return Letter(
        subject=_("Returned with remarks: %(cycle)s, %(party)s") % _names(report),
        happened=what % (_names(report) | {"n": n}),
        quotes=quotes,
        then=[_("Change or explain each of these answers, then submit the report again."), until],
        links=[Link(_("Go to the report"), address(report))],
        why=_why(report),
        ask=carer_of(report.party),
    )


def _reasons(report: Report, at: datetime) -> list[Quote]:
    # As they were asked when it was handed in: what no longer fits the form in use is told on its pages.
    form = answered_questionnaire(report).form_in(reader_language())
    notes = report.notes.filter(returns=True, at=at)
    order = {key: place for place, key in enumerate(form.fields)}
    return [
        Quote(_about(form.fields[note.question].number, form.fields[note.question].wording.text), note.words)
        if note.question in form.fields
        else Quote(_("The whole report"), note.words)
        for note in sorted(notes, key=lambda note: order.get(note.question, -1))
    ]


def _about(number: str, wording: str) -> str:
    return under(_("Question %(number)s") % {"number": number}, wording) if number else wording


def _published(report: Report, _at: datetime, _more: str) -> Letter:
    page = absolute(reverse("portal:party", args=[report.party.code]))
    return Letter(
        subject=_("Your report is published: %(cycle)s, %(party)s") % _names(report),
        happened=_("The report is published: %(cycle)s, %(party)s.") % _names(report),
        then=[
            _("Your answers are public now, and the figures of the plan are computed with them."),
            _("To change an answer, open the next version of the report; this one stays public until then."),
        ],
        links=[
            Link(_("Your Party’s figures beside those of your region"), page),
            Link(_("The report"), address(report)),
        ],
        why=_why(report),
        ask=carer_of(report.party),
    )


def _taken_off(report: Report, _at: datetime, more: str) -> Letter:
    return Letter(
        subject=_("Taken off: %(cycle)s, %(party)s") % _names(report),
        happened=_("The Secretariat took the report off at the Party's written request: %(cycle)s, %(party)s.")
        % _names(report),
        then=[more, _("Its answers are no longer public and are counted in no figure.")],
        links=[Link(_("The report"), address(report))],
        why=_why(report),
        ask=carer_of(report.party),
    )


def _entered(report: Report, _at: datetime, _more: str) -> Letter:
    """What came on paper or by e-mail is confirmed or corrected by its Party before it is public."""
    return Letter(
        subject=_("Please check what was entered: %(cycle)s, %(party)s") % _names(report),
        happened=_("The Secretariat entered the report that your Party sent: %(cycle)s, %(party)s.") % _names(report),
        then=[
            _("Please compare it with what you sent; the original stands beside the answers."),
            _("An authority of your Party then confirms it, or opens it to correct it and submits it."),
            _("It is published once your Party has confirmed it."),
        ],
        links=[Link(_("Confirm or correct the report"), _page_of(report, "entered"))],
        why=_why(report),
        ask=carer_of(report.party),
    )


def _set_aside(report: Report, _at: datetime, _more: str) -> Letter:
    """Why the draft that somebody was at work on is closed, and that nothing of it is lost."""
    return Letter(
        subject=_("Your draft is kept beside what you sent: %(cycle)s, %(party)s") % _names(report),
        happened=_(
            "The Secretariat enters the report that your Party sent on paper or by e-mail: %(cycle)s, %(party)s."
        )
        % _names(report),
        then=[
            _("The draft that your Party had begun here is kept as it was; only your Party reads it."),
            _(
                "Compare the two, and take over what is right in your draft. You may also fill in the report "
                "yourselves."
            ),
            _(
                "When the Secretariat has entered everything, your Party confirms or corrects it before it is "
                "published."
            ),
        ],
        links=[Link(_("Compare with your own draft"), _page_of(report, "own-draft"))],
        why=_why(report),
        ask=carer_of(report.party),
    )


def _page_of(report: Report, page: str) -> str:
    return absolute(reverse(f"national_reports:{page}", args=[report.party.code, report.cycle.code]))


_SAID = {
    "returned": _returned,
    "published": _published,
    "taken off": _taken_off,
    "entered": _entered,
    "set aside": _set_aside,
}


def _names(report: Report) -> dict[str, object]:
    return {"cycle": report.cycle.title, "party": report.party.name, "version": report.version}


def _why(report: Report) -> str:
    return _("You get this message as a focal point of %(party)s.") % {"party": report.party.name}


def address(report: Report) -> str:
    """The report's page, as it is written in a letter."""
    return _page_of(report, "report")
