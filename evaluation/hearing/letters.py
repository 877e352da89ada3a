"""Letters of a review: to the people and offices of every Party when it opens, of one when it is answered.

Nobody's language is known here: each letter says the same in every language that the portal has.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluation.hearing.snapshot import said_of
from evaluation.hearing.words import line_label
from evaluation.models import ObjectionAnswer, PartyReview
from jobs.left_out import Entry, replace_left_out
from jobs.models import Job, LeftOut
from jobs.services import enqueue
from languages.catalogues import translated
from languages.told import CONTEXT, said_later
from parties.emails import absolute, queue_email
from parties.in_languages import reader_language
from parties.letters import Reader, reader_key, readers_of
from parties.models import Email, FocalPoint, Invitation, Party, User

LETTERS = "send_party_review_letters"
# Of rows in the list of what was left out, with the number of the review.
SOURCE = "party-review"
SUBJECT = said_later("Review by Parties: {title}")
BETWEEN = "\n\n----\n\n"
# As the outbox holds it.
LONGEST_SUBJECT = Email._meta.get_field("subject").max_length


def send_party_review_letters(*, review: int) -> dict[str, Any]:
    """The handler of such jobs: a letter for each focal point and office; a repeat writes no second, but to who joined.

    Who has none is listed while the review is open; once it is closed nobody is written to, and nothing stands there.
    """
    held = PartyReview.objects.select_related("edition__evaluation").get(pk=review)
    now, sent = timezone.now(), 0
    nobody: list[Party] = []
    is_open = held.is_open(now)
    for party in Party.objects.filter(code__in=said_of(held).parties).order_by("code") if is_open else ():
        readers = _readers_of(party, now)
        for reader in readers:
            _send(
                key=f"{_key_of(held)}{party.code}/{reader_key(reader)}",
                to=reader.email,
                at=now,
                say=partial(_opening, held, party),
            )
        sent += len(readers)
        # An office reads, and can't speak for its Party.
        if not any(isinstance(reader, User) for reader in readers):
            nobody.append(party)
    replace_left_out(
        kind=LeftOut.Kind.LETTER, source=f"{SOURCE} {held.pk}", entries=_without_anybody(held, nobody, now), at=now
    )
    if not is_open:
        return {"skipped": "The review is closed."}
    return {"letters": sent, "without anybody": len(nobody)}


def are_waited_for(review: int) -> bool:
    """Whether the letters of a review are still to be written: who is reached is not known before."""
    return Job.objects.open().filter(kind=LETTERS, arguments={"review": review}).exists()


def _without_anybody(review: PartyReview, parties: list[Party], at: datetime) -> list[Entry]:
    evaluation = review.edition.evaluation
    subject = SUBJECT.format(title=evaluation.titles.get("en", evaluation.slug))
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at, party__in=parties)
    invited = set(waiting.values_list("party__code", flat=True))
    reasons = {
        True: said_later("is invited, and is written to once the invitation is accepted while the review is open"),
        False: said_later("has no focal point here: invite one, who is written to while the review is open"),
    }
    return [Entry(one.code, subject, reasons[one.code in invited], one.code) for one in parties]


def subjects_of_reviews(sources: set[str]) -> dict[str, str]:
    """What the list of what was left out calls reviews, by their sources: titles are held in each language."""
    numbers = {int(source.rpartition(" ")[2]): source for source in sources}
    pattern = translated(SUBJECT, reader_language(), CONTEXT) or SUBJECT
    reviews = PartyReview.objects.filter(pk__in=numbers).select_related("edition__evaluation")
    return {numbers[one.pk]: pattern.format(title=one.edition.evaluation.title) for one in reviews}


def _key_of(review: PartyReview) -> str:
    return f"party-review/{review.pk}/"


def written_to(review: PartyReview) -> tuple[int, int]:
    """How many Parties were written to when a review opened or since, and in how many letters."""
    key = _key_of(review)
    keys = Email.objects.filter(key__startswith=key).values_list("key", flat=True)
    return len({one.removeprefix(key).partition("/")[0] for one in keys}), len(keys)


def write_to_who_joined(*, focal_point: FocalPoint, at: datetime, **_sent: Any) -> None:
    """Whoever becomes a focal point while Parties are heard gets the letter too."""
    for review in PartyReview.objects.not_over(at):
        if review.is_open(at) and focal_point.party.code in said_of(review).parties:
            enqueue(kind=LETTERS, review=review.pk)


def follow_party_reviews(*, at: datetime) -> None:
    """Write to whoever began meanwhile, and end what stands of reviews whose day is over; each may run twice."""
    sources = LeftOut.objects.open().filter(kind=LeftOut.Kind.LETTER, source__startswith=f"{SOURCE} ")
    listed = {int(one.rpartition(" ")[2]) for one in sources.values_list("source", flat=True).distinct()}
    for pk in sorted(listed | set(PartyReview.objects.not_over(at).values_list("pk", flat=True))):
        enqueue(kind=LETTERS, review=pk)


def tell_of_answer(answer: ObjectionAnswer, *, at: datetime) -> None:
    """Send the answer to an objection to every focal point of the Party, and to its offices."""
    for reader in _readers_of(answer.remark.party, at):
        _send(
            key=f"objection/{answer.pk}/{reader_key(reader)}",
            to=reader.email,
            at=at,
            say=lambda: _answered(answer),
        )


def _readers_of(party: Party, at: datetime) -> list[Reader]:
    return readers_of([party], on=timezone.localdate(at))[party.pk]


def _send(*, key: str, to: str, at: datetime, say: Callable[[], tuple[str, str]]) -> None:
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(say())
    subject, bodies = said[0][0], [body.strip() for _subject, body in said]
    queue_email(key=key, to=to, subject=subject[:LONGEST_SUBJECT], body=BETWEEN.join(bodies), at=at)


def _link(review: PartyReview, party: Party) -> str:
    return absolute(reverse("party_reviews:review", args=[party.code, review.pk]))


def _opening(review: PartyReview, party: Party) -> tuple[str, str]:
    names = {"title": review.edition.evaluation.title, "party": party.name}
    context = {"review": review, "party": party, "link": _link(review, party), **names}
    subject = _("To be looked at: what %(title)s will say of %(party)s") % names
    return subject, render_to_string("evaluation/emails/party_review.txt", context)


def _answered(answer: ObjectionAnswer) -> tuple[str, str]:
    remark = answer.remark
    names = {"title": remark.review.edition.evaluation.title, "party": remark.party.name}
    context = {
        "answer": answer,
        "remark": remark,
        "label": line_label(said_of(remark.review), remark.line),
        "link": _link(remark.review, remark.party),
        **names,
    }
    subject = _("Answered: an objection of %(party)s, %(title)s") % names
    return subject, render_to_string("evaluation/emails/objection_answered.txt", context)
