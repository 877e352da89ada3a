"""Letters of a review: to the focal points of every Party when it opens, and to those of one when it is answered.

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
from jobs.models import LeftOut
from languages.told import said_later
from parties.emails import absolute, queue_email
from parties.models import Email, FocalPoint, Party, User

LETTERS = "send_party_review_letters"
BETWEEN = "\n\n----\n\n"
# As the outbox holds it.
LONGEST_SUBJECT = Email._meta.get_field("subject").max_length


def send_party_review_letters(*, review: int) -> dict[str, Any]:
    """The handler of such jobs: one letter for each focal point; a repeat writes no second. Who has none is listed."""
    held = PartyReview.objects.select_related("edition__evaluation").get(pk=review)
    evaluation, now = held.edition.evaluation, timezone.now()
    sent, nobody = 0, []
    for party in Party.objects.filter(code__in=said_of(held).parties).order_by("code"):
        people = _people_of(party, now)
        for person in people:
            _send(
                key=f"party-review/{held.pk}/{party.code}/{person.pk}",
                to=person.email,
                at=now,
                say=partial(_opening, held, party),
            )
        sent += len(people)
        if not people:
            nobody.append(
                Entry(
                    party.code,
                    said_later("Review by Parties: {title}", title=evaluation.titles.get("en", evaluation.slug)),
                    said_later("has no focal point here: invite one first"),
                    party.code,
                )
            )
    replace_left_out(kind=LeftOut.Kind.LETTER, source=f"party-review {held.pk}", entries=nobody, at=now)
    return {"letters": sent, "without anybody": len(nobody)}


def tell_of_answer(answer: ObjectionAnswer, *, at: datetime) -> None:
    """Send the answer to an objection to every focal point of the Party."""
    for person in _people_of(answer.remark.party, at):
        _send(
            key=f"objection/{answer.pk}/{person.pk}",
            to=person.email,
            at=at,
            say=lambda: _answered(answer),
        )


def _people_of(party: Party, at: datetime) -> list[User]:
    current = FocalPoint.objects.current(timezone.localdate(at)).filter(party=party).select_related("user")
    # A person may hold two roles on the day of a change: one letter.
    return list({one.user_id: one.user for one in current.order_by("user__name").written_to()}.values())


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
