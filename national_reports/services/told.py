"""What people are written by the clock: notes that are addressed to them, and to staff what happened at the desk."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from national_reports.models import Dispute, Report, ReviewNote, Submission
from national_reports.services.letters import address
from parties.carers import carer_of
from parties.emails import absolute
from parties.formats import in_a_clause, listed, under
from parties.letters import Letter, Link, Quote, as_read_by, reader_key, readers_of, send_letter
from parties.models import Carer, DeskWish, Email, Invitation, User

DAY = timedelta(days=1)
# A note that nobody could be told of for so long is no news any more.
NOTES_SINCE = timedelta(days=7)
# Whoever wants one letter a day gets it in the morning.
MORNING = 6


@dataclass(frozen=True)
class Also:
    """What an app above tells of a Party: the heading that it stands under, and its line."""

    party: int
    heading: str
    line: str


# What happened after the first moment and by the second, but by one person, in the language of the moment.
AlsoTells = Callable[[datetime, datetime, User], Sequence[Also]]
_also_tell: list[AlsoTells] = []


def also_tells(tell: AlsoTells) -> None:
    """Let an app above add to what staff are told."""
    _also_tell.append(tell)


@dataclass(frozen=True)
class News:
    """What happened at the desk, each with the number of its Party."""

    submissions: Sequence[Submission] = ()
    notes: Sequence[ReviewNote] = ()
    joined: Sequence[Invitation] = ()
    disputes: Sequence[Dispute] = ()
    also: Sequence[Also] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.submissions or self.notes or self.joined or self.disputes or self.also)

    def of_parties(self, parties: set[int]) -> "News":
        return News(
            [one for one in self.submissions if one.report.party_id in parties],
            [one for one in self.notes if one.report.party_id in parties],
            [one for one in self.joined if one.party_id in parties],
            [one for one in self.disputes if one.report.party_id in parties],
            [one for one in self.also if one.party in parties],
        )


def tell_notes(*, at: datetime) -> int:
    """Write to the people of a Party what was noted for them since; at most one letter a day, person and report.

    Staff hear of notes with their other news. Returns how many letters were queued; safe to repeat.
    """
    notes = ReviewNote.objects.filter(at__gt=at - NOTES_SINCE, at__lte=at, returns=False, settled_at=None)
    notes = notes.exclude(audience=ReviewNote.Audience.SECRETARIAT)
    by_report: dict[Report, list[ReviewNote]] = defaultdict(list)
    for note in notes.select_related("report__party", "report__cycle", "by").order_by("at", "pk"):
        by_report[note.report].append(note)
    return sum(_tell_notes_of(report, held, at=at) for report, held in by_report.items())


def _tell_notes_of(report: Report, notes: Sequence[ReviewNote], *, at: datetime) -> int:
    queued = 0
    for reader in readers_of([report.party], on=timezone.localdate(at))[report.party_id]:
        prefix = f"note/{report.pk}/{reader_key(reader)}/"
        last = Email.objects.filter(key__startswith=prefix).order_by("-queued_at").first()
        since = last.queued_at if last else at - NOTES_SINCE
        if last and since > at - DAY:
            continue
        new = [note for note in notes if note.at > since and note.by != reader]
        if new:
            with as_read_by(reader):
                send_letter(key=f"{prefix}{at:%Y%m%d%H%M%S}", to=reader, letter=_of_notes(report, new), at=at)
            queued += 1
    return queued


def _of_notes(report: Report, notes: Sequence[ReviewNote]) -> Letter:
    names = {"cycle": report.cycle.title, "party": report.party.name, "n": len(notes)}
    happened = ngettext(
        "There is %(n)d new note on this report: %(cycle)s, %(party)s.",
        "There are %(n)d new notes on this report: %(cycle)s, %(party)s.",
        len(notes),
    )
    return Letter(
        subject=_("New notes: %(cycle)s, %(party)s") % names,
        happened=happened % names,
        quotes=[Quote(note.by.name, note.words) for note in notes],
        then=[_("You are written at most once a day of the notes on one report.")],
        links=[Link(_("Answer on the report’s page"), address(report))],
        why=_("You get this message as a focal point of %(party)s.") % names,
        ask=carer_of(report.party),
    )


def tell_staff(*, at: datetime) -> int:
    """Write to each of the Secretariat's staff what happened since they were told last, as often as they wish.

    Returns how many letters were queued; safe to repeat.
    """
    return sum(_tell(person, at=at) for person in User.objects.filter(is_staff=True, is_active=True))


def wish_of(person: User, *, at: datetime) -> DeskWish:
    """How somebody wants to be told; once a day of every Party where nothing was said."""
    wish, _created = DeskWish.objects.get_or_create(user=person, defaults={"told_until": at - DAY})
    return wish


def keep_wish(*, person: User, often: str, own_only: bool, at: datetime) -> None:
    """Keep how somebody wants to be told; what happened while they wanted nothing is not told later."""
    wish = wish_of(person, at=at)
    if wish.often == DeskWish.Often.NEVER:
        wish.told_until = at
    wish.often, wish.own_only = often, own_only
    wish.save(update_fields=["often", "own_only", "told_until"])


def _tell(person: User, *, at: datetime) -> int:
    wish = wish_of(person, at=at)
    if not _is_due(wish, at):
        return 0
    with transaction.atomic():
        # Whoever else tells the same person just now finds it done.
        told = DeskWish.objects.filter(pk=wish.pk, told_until=wish.told_until).update(told_until=at)
        with as_read_by(person):
            news = _news(wish.told_until, at, but=person) if told else News()
            if wish.own_only:
                news = news.of_parties(set(Carer.objects.filter(user=person).values_list("party", flat=True)))
            if news.is_empty:
                return 0
            send_letter(key=f"desk/{person.pk}/{at:%Y%m%d%H%M%S}", to=person, letter=_of_desk(news), at=at)
    return 1


def _is_due(wish: DeskWish, at: datetime) -> bool:
    local, last = timezone.localtime(at), timezone.localtime(wish.told_until)
    if wish.often == DeskWish.Often.DAILY:
        return local.hour >= MORNING and last.date() < local.date()
    return wish.often == DeskWish.Often.HOURLY


def _news(since: datetime, until: datetime, *, but: User) -> News:
    """What others than this person did in a while."""
    submissions = Submission.objects.filter(at__gt=since, at__lte=until).exclude(by=but).defer("document")
    notes = ReviewNote.objects.filter(at__gt=since, at__lte=until, returns=False).exclude(by=but)
    joined = Invitation.objects.filter(accepted_at__gt=since, accepted_at__lte=until)
    # A draft is its Party's alone, and so is what its people disagree about.
    disputes = Dispute.objects.filter(at__gt=since, at__lte=until, released_at=None).exclude(by=but)
    disputes = disputes.exclude(report__state=Report.State.DRAFT)
    return News(
        list(submissions.select_related("report__party", "report__cycle", "by")),
        list(notes.exclude(audience=ReviewNote.Audience.PARTY).select_related("report__party", "report__cycle", "by")),
        list(joined.select_related("party", "accepted_by")),
        list(disputes.select_related("report__party", "report__cycle", "by").order_by("at")),
        [one for tell in _also_tell for one in tell(since, until, but)],
    )


def _of_desk(news: News) -> Letter:
    headings = dict.fromkeys(one.heading for one in news.also)
    then = [
        _lines(_("Reports that were submitted"), (_of_report(one.report, one.by) for one in news.submissions)),
        _lines(_("Reports that are held, because they are in dispute"), map(_of_dispute, news.disputes)),
        *(_lines(heading, (one.line for one in news.also if one.heading == heading)) for heading in headings),
        _lines(_("People who came in"), (_of_person(one) for one in news.joined)),
    ]
    return Letter(
        subject=_("At the desk: what is new"),
        happened=_("This happened since you were last written to."),
        quotes=[Quote(_of_report(one.report, one.by), one.words) for one in news.notes],
        then=[one for one in then if one],
        links=[
            Link(_("Go to the reviews"), absolute(reverse("desk:reviews"))),
            Link(_("Choose how often you are written to"), absolute(reverse("desk:wishes"))),
        ],
        why=_("You get this message as staff of the Secretariat."),
    )


def _lines(title: str, rows: Iterable[str]) -> str:
    found = list(rows)
    return "\n".join([title, *(f"– {row}" for row in found)]) if found else ""


def _of_report(report: Report, by: User) -> str:
    return under(f"{report.party.name} {report.cycle.code}", by.name)


def _of_dispute(one: Dispute) -> str:
    return in_a_clause([_of_report(one.report, one.by), one.reason])


def _of_person(one: Invitation) -> str:
    name = one.accepted_by.name if one.accepted_by else one.name
    role = str(one.offered_role.label)
    return listed([name, one.party.name, role] if one.party else [name, role])
