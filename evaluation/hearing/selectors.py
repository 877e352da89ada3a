"""Reads of reviews: what a Party last said to each line, and what is not answered yet."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import QuerySet

from evaluation.editions.refusals import UNTIL, Check, Refusal
from evaluation.editions.selectors import form_of
from evaluation.hearing.snapshot import otherwise, said_by, said_of
from evaluation.models import Edition, Evaluation, PartyRemark, PartyReview
from parties.models import Party, User
from parties.permissions import parties_of


def remarks_of(review: PartyReview, party: Party) -> dict[str, list[PartyRemark]]:
    """All that a Party said to each line, the last word last."""
    found: dict[str, list[PartyRemark]] = {}
    held = PartyRemark.objects.filter(review=review, party=party).select_related("by", "answer__by")
    for remark in held.order_by("line", "version"):
        found.setdefault(remark.line, []).append(remark)
    return found


def last_words(reviews: Iterable[PartyReview]) -> list[PartyRemark]:
    """The last word of each Party to each line."""
    held = PartyRemark.objects.filter(review__in=reviews).select_related("review", "party", "by", "answer__by")
    found = {(one.review_id, one.party_id, one.line): one for one in held.order_by("version", "pk")}
    return sorted(found.values(), key=lambda one: one.pk)


def objections_of(review: PartyReview) -> QuerySet[PartyRemark]:
    """Every objection of a review, also those after which the Party said something else."""
    held = review.remarks.filter(verdict=PartyRemark.Verdict.OBJECTS).order_by("pk")
    return held.select_related("review", "party", "by", "answer__by")


def open_objections(edition: Edition) -> list[PartyRemark]:
    """The objections to an edition on its way that nobody has answered, and that the Party did not take back."""
    return [one for one in last_words(edition.party_reviews.all()) if one.objects_to_it and not is_answered(one)]


def is_answered(remark: PartyRemark) -> bool:
    return hasattr(remark, "answer")


def heard_refusals(edition: Edition, *, at: datetime) -> Iterator[Refusal]:
    """What stands against an edition because a Party is being heard."""
    for review in edition.party_reviews.select_related("edition"):
        if review.is_open(at):
            yield Refusal(Check.STILL_HEARD, f"{UNTIL}{review.until}", str(review.until), "hearing")
    for remark in open_objections(edition):
        yield Refusal(Check.OBJECTION, f"{remark.party.code} {remark.line}", remark.words, "hearing")
    for party, lines in shown_otherwise(edition).items():
        yield Refusal(Check.SHOWN_OTHERWISE, party, ", ".join(lines), "hearing")


def shown_otherwise(edition: Edition) -> dict[str, list[str]]:
    """{Party: the lines} of which the frozen form does not say what the review opened last showed the Party."""
    review = edition.party_reviews.last()
    if review is None or not edition.is_frozen:
        return {}
    return otherwise(said_of(review), said_by(form_of(edition)))


def heard_on_its_way(evaluation: Evaluation) -> bool:
    """Whether Parties were shown something of the edition on its way."""
    return PartyReview.objects.filter(edition__in=evaluation.editions.open()).exists()


def open_reviews(user: User, *, at: datetime, on: date) -> list[tuple[PartyReview, Party]]:
    """The reviews in which somebody's own Parties may speak now."""
    codes = parties_of(user, on)
    if not codes:
        return []
    parties = list(Party.objects.filter(code__in=codes).order_by("code"))
    return [
        (review, party)
        for review in PartyReview.objects.not_over(at)
        if review.is_open(at)
        for party in parties
        if party.code in said_of(review).parties
    ]
