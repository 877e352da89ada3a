"""Remind focal points of a report that is due: by hand from the desk, and by the clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.days import deadline_day
from indicators.models import ReportingCycle
from jobs.left_out import Entry, replace_left_out
from jobs.models import LeftOut
from languages.told import said_later
from national_reports.day_end import day_end
from national_reports.due_days import DueDays
from national_reports.models import Reminder, Report
from national_reports.workflow import HANDED_IN
from parties.carers import carer_of
from parties.emails import absolute
from parties.formats import date_format, in_sentences
from parties.letters import Letter, Link, Reader, as_read_by, reader_key, readers_of, send_letter
from parties.models import Party, User

DAYS_BEFORE = (90, 30, 7)
# The occasion of telling Parties, once a cycle, that the form waits for them with what they answered before.
READY = said_later("the form is ready")
# The clock may have been away for a while: what fell due in the last days is made up for, what is older is not.
CATCH_UP = timedelta(days=3)

SUBMITTED = gettext_lazy("has handed in its report")
NOBODY = gettext_lazy("has no focal point here: invite one first")
REMINDED = gettext_lazy("was reminded on this occasion before")


@dataclass(frozen=True)
class Addressed:
    """One Party with the people and offices that are told, or why nobody is."""

    party: Party
    people: tuple[Reader, ...]
    left_out: str = ""


@dataclass
class Outcome:
    """What became of a round of reminders."""

    sent: list[Reminder] = field(default_factory=list)
    left_out: list[Addressed] = field(default_factory=list)


def occasion_of(on: date) -> str:
    """The occasion of reminders that staff send: once a day for each Party."""
    return on.isoformat()


def addressed(*, cycle: ReportingCycle, parties: Iterable[Party], occasion: str, on: date) -> list[Addressed]:
    """Who is reminded, Party by Party, and who is left out, with the word why; four queries."""
    chosen = list(parties)
    people = readers_of(chosen, on=on)
    done = set(Report.objects.for_cycle(cycle).filter(part="", state__in=HANDED_IN).values_list("party_id", flat=True))
    reminded = set(Reminder.objects.filter(cycle=cycle, occasion=occasion).values_list("party_id", flat=True))

    def why_not(party: Party) -> str:
        if party.pk in done:
            return str(SUBMITTED)
        if party.pk in reminded:
            return str(REMINDED)
        return "" if people[party.pk] else str(NOBODY)

    return [Addressed(party, tuple(people[party.pk]), why_not(party)) for party in chosen]


def letter(*, cycle: ReportingCycle, party: Party, on: date, occasion: str = "") -> Letter:
    """What a focal point reads, in the language of the moment."""
    due_on = DueDays.of(cycle).of_party(party.pk)
    names = {"cycle": cycle.title, "party": party.name, "day": date_format(due_on)}
    ready = occasion == READY
    due = _("The report is due on %(day)s.") if on <= due_on else _("The report was due on %(day)s; it is late.")
    until = in_sentences([due % names, day_end(due_on) if on <= due_on else ""])
    if ready:
        subject = _("Your next form is ready: %(cycle)s, %(party)s") % names
        happened = _("The form is open: %(cycle)s, %(party)s.") % names
        then = [
            _("Your Party’s earlier answers stand beside the questions; each can be taken over and confirmed."),
            until,
        ]
    else:
        subject = _("Reminder: %(cycle)s, %(party)s") % names
        happened = _("The Secretariat has not received this report yet: %(cycle)s, %(party)s.") % names
        then = [until, _("A late report is welcome too.")]
    address = absolute(reverse("national_reports:report", args=[party.code, cycle.code]))
    return Letter(
        subject=subject,
        happened=happened,
        then=then,
        links=[Link(_("Open the form") if ready else _("Go on with the report"), address)],
        why=_("You get this message as a focal point of %(party)s.") % names,
        ask=carer_of(party),
    )


def send_reminders(
    *, cycle: ReportingCycle, parties: Iterable[Party], occasion: str, by: User | None, at: datetime
) -> Outcome:
    """Send one message to each focal point of Parties that have not handed in; once for each occasion."""
    on = timezone.localdate(at)
    outcome = Outcome()
    for one in addressed(cycle=cycle, parties=parties, occasion=occasion, on=on):
        sent = None if one.left_out else _remind(one, cycle=cycle, occasion=occasion, by=by, at=at)
        if sent is not None:
            outcome.sent.append(sent)
        else:
            outcome.left_out.append(Addressed(one.party, one.people, one.left_out or str(REMINDED)))
    return outcome


def _remind(one: Addressed, *, cycle: ReportingCycle, occasion: str, by: User | None, at: datetime) -> Reminder | None:
    """Remind one Party; None where somebody else was faster."""
    with transaction.atomic():
        reminder, created = Reminder.objects.get_or_create(
            cycle=cycle,
            party=one.party,
            occasion=occasion,
            defaults={"at": at, "by": by, "recipients": len(one.people)},
        )
        if not created:
            return None
        for person in one.people:
            with as_read_by(person):
                said = letter(cycle=cycle, party=one.party, on=deadline_day(at), occasion=occasion)
                send_letter(
                    key=f"{email_prefix(cycle)}{reminder.pk}/{reader_key(person)}", to=person, letter=said, at=at
                )
    return reminder


def email_prefix(cycle: ReportingCycle) -> str:
    """How the keys of a cycle's reminders begin in the outbox; the reminder's and the person's numbers follow."""
    return f"reminder/{cycle.code}/"


def send_due_reminders(*, at: datetime) -> Outcome:
    """Send what is due today, or fell due while the clock was away; safe to repeat."""
    today = timezone.localdate(at)
    outcome = Outcome()
    for cycle in ReportingCycle.objects.filter(is_open=True).prefetch_related("extensions"):
        for due_on, days in product(_due_days(cycle), DAYS_BEFORE):
            begins = due_on - timedelta(days=days)
            if begins <= today <= begins + CATCH_UP:
                parties = _due_on(cycle, due_on)
                # Who was reminded of the cycle's own day is reminded of a later one too.
                occasion = f"{days} days before" + ("" if due_on == cycle.deadline else f" {due_on}")
                found = send_reminders(cycle=cycle, parties=parties, occasion=occasion, by=None, at=at)
                outcome.sent += found.sent
                outcome.left_out += found.left_out
                _list_those_without_anybody(cycle, found.left_out, at)
    return outcome


def _due_days(cycle: ReportingCycle) -> list[date]:
    due = DueDays.of(cycle)
    return sorted({due.for_all, *due.own.values()})


def _due_on(cycle: ReportingCycle, day: date) -> list[Party]:
    """The Parties that are counted in a cycle and whose report is due on this day."""
    due = DueDays.of(cycle)
    return [party for party in Party.objects.in_force(cycle.population_on) if due.of_party(party.pk) == day]


def _list_those_without_anybody(cycle: ReportingCycle, left_out: Iterable[Addressed], at: datetime) -> None:
    """Put the Parties that nobody can be reminded of on the list of what was left out."""
    nobody = [one for one in left_out if one.left_out == str(NOBODY)]
    subject = said_later("Reminder, {cycle}", cycle=cycle.code)
    reason = said_later("has no focal point here: invite one first")
    entries = [Entry(one.party.code, subject, reason, one.party.code) for one in nobody]
    replace_left_out(kind=LeftOut.Kind.LETTER, source=f"reminders {cycle.code}", entries=entries, at=at)
