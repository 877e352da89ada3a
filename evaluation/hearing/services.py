"""Writes of a review of Parties: open it, speak to a line, answer an objection. Each may run twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluation.editions.canonical import sha256
from evaluation.editions.drafts import NotDraft
from evaluation.editions.passing import keep_heard
from evaluation.editions.services import open_edition
from evaluation.hearing.letters import LETTERS, tell_of_answer
from evaluation.hearing.selectors import is_answered, remarks_of
from evaluation.hearing.snapshot import said_of, snapshot
from evaluation.models import Evaluation, ObjectionAnswer, PartyRemark, PartyReview
from indicators.days import deadline_day
from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.models import Party, User
from parties.permissions import role_for
from parties.roles import Leave

LONGEST = timedelta(days=180)
Verdict = PartyRemark.Verdict


class DayNotToCome(ValueError):
    """Parties need time to answer: give a day after today, and within half a year."""


class StillOpen(RuntimeError):
    """Parties are being heard already: wait until the day of that review is over."""


class ReviewClosed(RuntimeError):
    """The day of the review is over, or the edition is published: write to the Secretariat instead."""


class NotOfTheParty(PermissionError):
    """For a Party speaks who may submit its report: ask the authority of your Party."""


class NoSuchLine(ValueError):
    """The review says nothing of this Party under this name: load the page again."""


class WordsMissing(ValueError):
    """Whoever objects, and whoever answers, says why; carries the lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(", ".join(lines))
        self.lines = lines


class SaidMeanwhile(RuntimeError):
    """Somebody else of the Party spoke to these lines meanwhile; carries their remarks, so that both can be read."""

    def __init__(self, held: Mapping[str, PartyRemark]) -> None:
        super().__init__(", ".join(held))
        self.held = held


class AnsweredBefore(RuntimeError):
    """The objection is answered, or the Party has said something else since: look at the list again."""


@dataclass(frozen=True)
class Word:
    """What a Party says to one line; `version` is that of its word that was read, 0 where there was none."""

    verdict: str
    words: str
    version: int


def open_review(*, evaluation: Evaluation, until: date, by: User, at: datetime) -> PartyReview:
    """Show each Party what the edition on its way will say of it, until a day; the focal points get a letter.

    The same day again gives the same review. Raises DayNotToCome, StillOpen, NotDraft.
    """
    # After today for whoever gives it and for the last zone: what day it is, is UTC for everybody.
    if not at.astimezone(UTC).date() < until <= deadline_day(at) + LONGEST:
        raise DayNotToCome(str(until))
    with transaction.atomic():
        edition = open_edition(evaluation=evaluation, by=by, at=at)
        if not edition.is_draft:
            raise NotDraft(str(edition))
        for held in edition.party_reviews.all():
            if held.until == until:
                return held
            if held.is_open(at):
                raise StillOpen(str(held))
        content = snapshot(evaluation, at=at)
        review = PartyReview.objects.create(
            edition=edition, until=until, content=content, sha256=sha256(content), opened_by=by, opened_at=at
        )
        told = told_of_review(review)
        record(subject=evaluation.subject, action=said_later("party review opened"), by=by, at=at, detail=told)
        record(subject=review.subject, action=said_later("party review opened"), by=by, at=at, detail=told)
        keep_heard(edition, at=at)
        enqueue(kind=LETTERS, review=review.pk)
    return review


def speak(*, review: PartyReview, party: Party, said: Mapping[str, Word], by: User, at: datetime) -> list[PartyRemark]:
    """Agree or object to lines, all of them or none; what was said before in the same words is not said again.

    Raises NotOfTheParty, ReviewClosed, NoSuchLine, WordsMissing, SaidMeanwhile.
    """
    role = role_for(by, party.code, timezone.localdate(at))
    if role is None or role.submits is Leave.NO:
        raise NotOfTheParty(party.code)
    lines = set(said_of(review).lines_of(party.code))
    if unknown := said.keys() - lines:
        raise NoSuchLine(", ".join(sorted(unknown)))
    with transaction.atomic():
        # Nobody publishes, and nobody else speaks, between the reading of what stands and the writing.
        Evaluation.objects.select_for_update(of=("self",)).get(editions=review.edition_id)
        review.edition.refresh_from_db()
        if not review.is_open(at):
            raise ReviewClosed(str(review))
        held = {line: words[-1] for line, words in remarks_of(review, party).items()}
        said = {line: _without_the_objection(held.get(line), word) for line, word in said.items()}
        new = {line: word for line, word in said.items() if not _is_said(held.get(line), word)}
        if meanwhile := {
            line: held[line] for line, word in new.items() if line in held and held[line].version != word.version
        }:
            raise SaidMeanwhile(meanwhile)
        if silent := [line for line, word in new.items() if word.verdict == Verdict.OBJECTS and not word.words.strip()]:
            raise WordsMissing(silent)
        remarks = PartyRemark.objects.bulk_create(
            PartyRemark(
                review=review,
                party=party,
                line=line,
                version=held[line].version + 1 if line in held else 1,
                verdict=word.verdict,
                words=word.words.strip(),
                by=by,
                at=at,
            )
            for line, word in new.items()
        )
        if remarks:
            detail = {"party": party.code, "lines": [told_of_remark(one) for one in remarks]}
            record(subject=review.subject, action=said_later("party spoke"), by=by, at=at, detail=detail)
            keep_heard(review.edition, at=at)
    return remarks


def _without_the_objection(held: PartyRemark | None, word: Word) -> Word:
    """Whoever agrees after all does not say again what was objected to, which still stands in the field."""
    repeats = held is not None and held.objects_to_it and held.words == word.words.strip()
    return replace(word, words="") if repeats and word.verdict == Verdict.AGREES else word


def _is_said(held: PartyRemark | None, word: Word) -> bool:
    return held is not None and (held.verdict, held.words) == (word.verdict, word.words.strip())


def answer_objection(*, remark: PartyRemark, words: str, by: User, at: datetime) -> ObjectionAnswer:
    """Answer an objection in words, which its Party reads beside it and gets by letter; the same again changes nothing.

    Raises WordsMissing, AnsweredBefore.
    """
    if not words.strip():
        raise WordsMissing([remark.line])
    with transaction.atomic():
        Evaluation.objects.select_for_update(of=("self",)).get(editions=remark.review.edition_id)
        last = remarks_of(remark.review, remark.party)[remark.line][-1]
        if is_answered(last) and last.pk == remark.pk and last.answer.words == words.strip():
            return last.answer
        if last.pk != remark.pk or not last.objects_to_it or is_answered(last):
            raise AnsweredBefore(str(remark))
        answer = ObjectionAnswer.objects.create(remark=remark, words=words.strip(), by=by, at=at)
        detail = {**told_of_remark(remark), "party": remark.party.code, "answer": answer.words}
        record(subject=remark.review.subject, action=said_later("objection answered"), by=by, at=at, detail=detail)
        keep_heard(remark.review.edition, at=at)
        tell_of_answer(answer, at=at)
    return answer


def told_of_review(review: PartyReview) -> dict[str, Any]:
    """What the trail says of a review that is opened."""
    return {
        "version": review.edition.version,
        "review": review.pk,
        "until": review.until.isoformat(),
        "sha256": review.sha256,
    }


def told_of_remark(remark: PartyRemark) -> dict[str, Any]:
    return {"line": remark.line, "remark": remark.version, "verdict": str(remark.verdict), "words": remark.words}
