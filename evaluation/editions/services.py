"""Writes of editions: open, freeze, review, publish, correct. Each may run twice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from evaluation.editions.changed_lines import BOXES, digest_of, rewritten, translated
from evaluation.editions.differences import counted, differences
from evaluation.editions.drafts import NotDraft, lock_draft, lock_evaluation
from evaluation.editions.form import FrozenForm
from evaluation.editions.freezing import frozen_form, subjects
from evaluation.editions.gate import refusals
from evaluation.editions.passing import keep_heard, keep_refusals, look_through, standing
from evaluation.editions.plan_frozen import frozen_plan
from evaluation.editions.states import may_go
from evaluation.hearing.letters import LETTERS
from evaluation.models import Edition, Evaluation, FindingText
from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.changes import REPORTS, lock, note_change
from parties.models import User
from parties.publishers import check_publishers
from typesetting.text import one_line

EDITIONS = "editions"
State = Edition.State


class AlreadyThere(RuntimeError):
    """The edition is in this state already, or not on the way to it."""


class NotFrozen(RuntimeError):
    """Somebody changed the edition while it was sent on: send it again."""


class ChangesMissing(ValueError):
    """A correction says what it changes and why."""


class AnotherEnglish(RuntimeError):
    """Somebody changed the English lines meanwhile: translate those that stand now."""


class MastheadChanged(RuntimeError):
    """Somebody else wrote the symbol or the lines after they were read; carries the edition as it stands now."""

    def __init__(self, held: Edition) -> None:
        super().__init__(str(held))
        self.held = held


class NothingPublished(LookupError):
    """There is no published edition to correct yet: mend the draft."""


class NotDropped(RuntimeError):
    """Only a correction that is a draft is dropped, and only before Parties were shown anything of it."""


class NotAnother(PermissionError):
    """An edition is published by another person than its author."""


class DocumentsMissing(RuntimeError):
    """The documents of this frozen form are not built: wait for the job, or send it back and freeze again."""


class RefusalsStand(RuntimeError):
    """The gate of meaning refuses something that nobody passed: work through the list on the desk."""


class AnotherForm(RuntimeError):
    """Nothing was confirmed, or not what is in review now: look at it and confirm its hash."""


class NoSuchSubject(ValueError):
    """There is nothing of this name in the plan to write about."""


class TextChanged(RuntimeError):
    """Somebody else wrote this text meanwhile; carries theirs, so that both can be read."""

    def __init__(self, held: FindingText) -> None:
        super().__init__(held.subject)
        self.held = held


def open_edition(*, evaluation: Evaluation, by: User, at: datetime) -> Edition:
    """The edition on its way; the first one opened where there is none. Raises NotDraft once one is published."""
    with transaction.atomic():
        lock_evaluation(evaluation.pk)
        held = evaluation.editions.open().first()
        if held is not None:
            return held
        if evaluation.editions.exists():
            raise NotDraft(evaluation.slug)
        return _open(evaluation, "1.0", by, at)


def freeze(*, evaluation: Evaluation, by: User, at: datetime) -> Edition:
    """Freeze evidence, figures, findings and texts of the draft, and ask for its documents.

    Whoever freezes is its author. It may be frozen again while it is a draft. Raises NotDraft.
    """
    with transaction.atomic():
        edition = open_edition(evaluation=evaluation, by=by, at=at)
        if not edition.is_draft:
            raise NotDraft(str(edition))
        # No report is published between the reading of its version and of its answers.
        lock(REPORTS)
        frozen = frozen_form(evaluation=evaluation, edition=edition, at=at)
        # The gate asks which days were over when it was frozen, also where nothing else changed since.
        edition.frozen_at = at
        if edition.sha256 != frozen.sha256 or edition.author_id != by.pk:
            changed = _changed(edition, frozen.form)
            edition.frozen, edition.sha256 = frozen.content, frozen.sha256
            edition.author = by
            edition.save(update_fields=["frozen", "sha256", "author", "frozen_at"])
            _record(edition, said_later("frozen"), by, at, sha256=frozen.sha256, **changed)
        else:
            edition.save(update_fields=["frozen_at"])
        keep_refusals(edition=edition, found=refusals(frozen.form, at=at), of_documents=False)
        keep_heard(edition, at=at)
        enqueue(kind="build_edition", edition=edition.pk, sha256=frozen.sha256)
    return edition


def _changed(edition: Edition, now: FrozenForm) -> dict[str, dict[str, int]]:
    """What the trail says of a freezing: how much of each part is not as it was frozen before."""
    held = Edition.objects.only("frozen").get(pk=edition.pk)
    if held.frozen is None:
        return {}
    return {"changed": counted(differences(FrozenForm.of(bytes(held.frozen)), now))}


def write_text(
    *,
    edition: Edition,
    subject: str,
    language: str,
    narrative: str,
    sources: str,
    version: int,
    by: User,
    at: datetime,
) -> FindingText | None:
    """Write what is said beside the generated sentence; `version` is that which was read, 0 where there was none.

    The same text again changes nothing. Raises NotDraft, NoSuchSubject, TextChanged.
    """
    with transaction.atomic():
        lock_draft(edition)
        if subject not in text_subjects(edition.evaluation):
            raise NoSuchSubject(subject)
        said = {"narrative": narrative.strip(), "sources": sources.strip()}
        held = edition.texts.filter(subject=subject, language=language).first()
        if held is None and not any(said.values()):
            return None
        if held is not None and all(getattr(held, name) == text for name, text in said.items()):
            return held
        if held is not None and held.version != version:
            raise TextChanged(held)
        text, _new = FindingText.objects.update_or_create(
            edition=edition,
            subject=subject,
            language=language,
            defaults={**said, "version": version + 1, "changed_by": by, "changed_at": at},
        )
        Edition.objects.filter(pk=edition.pk).update(texts_changed_at=at)
        _record(edition, said_later("text written"), by, at, subject=subject, language=language, **said)
    return text


def text_subjects(evaluation: Evaluation) -> list[str]:
    """Every subject that a text of this evaluation can be about."""
    return subjects({"plan": frozen_plan(evaluation.plan)})


def set_masthead(
    *, edition: Edition, symbol: str, changes: Sequence[Mapping[str, str]], by: User, at: datetime, seen: str = ""
) -> Edition:
    """Type the document symbol, and in English what a correction changes and why; the form must then be frozen again.

    A line that stands already keeps its translations. `seen` is the digest of what was read, empty where nobody read
    it before. Raises NotDraft, ChangesMissing, MastheadChanged.
    """
    with transaction.atomic():
        lock_draft(edition)
        said = [{"what": one["what"].strip(), "why": one["why"].strip()} for one in changes]
        said = [one for one in said if one["what"] or one["why"]]
        if any(not (one["what"] and one["why"]) for one in said):
            raise ChangesMissing(str(edition))
        typed = (one_line(symbol), rewritten(edition.changes, said))
        if seen and seen != masthead_digest(edition) and typed != (edition.symbol, edition.changes):
            raise MastheadChanged(edition)
        _keep_masthead(edition, *typed, by, at)
    return edition


def masthead_digest(edition: Edition) -> str:
    """A digest of the symbol and the English lines: whoever types them says which were read."""
    return digest_of(edition.changes, edition.symbol)


def translate_changes(
    *, edition: Edition, language: str, said: Sequence[Mapping[str, str]], seen: str, by: User, at: datetime
) -> Edition:
    """Say in a language what a correction changes and why, line by line; empty boxes take a translation away.

    `seen` is the digest of the English that it is of. Raises NotDraft, ChangesMissing, AnotherEnglish.
    """
    with transaction.atomic():
        lock_draft(edition)
        edition.refresh_from_db(fields=["symbol", "changes"])
        if digest_of(edition.changes) != seen or len(said) != len(edition.changes):
            raise AnotherEnglish(str(edition))
        typed = [{box: one.get(box, "").strip() for box in BOXES} for one in said]
        if any(bool(one["what"]) != bool(one["why"]) for one in typed):
            raise ChangesMissing(str(edition))
        _keep_masthead(edition, edition.symbol, translated(edition.changes, language, typed), by, at)
    return edition


def _keep_masthead(edition: Edition, symbol: str, changes: list[dict[str, Any]], by: User, at: datetime) -> None:
    if (edition.symbol, edition.changes) != (symbol, changes):
        edition.symbol, edition.changes, edition.texts_changed_at = symbol, changes, at
        edition.save(update_fields=["symbol", "changes", "texts_changed_at"])
        _record(edition, said_later("masthead written"), by, at, symbol=symbol, changes=changes)


def send_to_review(*, edition: Edition, by: User, at: datetime) -> Edition:
    """Send a draft to review, frozen anew where something changed since, or nothing was frozen yet.

    Whatever the gate refuses stays to be worked through. Raises NotDraft, RefusalsStand, ChangesMissing, AlreadyThere.
    """
    edition.refresh_from_db()
    if edition.is_draft and edition.corrects_id and not edition.changes:
        raise ChangesMissing(str(edition))
    if edition.is_draft and not edition.texts_are_frozen:
        freeze(evaluation=edition.evaluation, by=by, at=at)
    elif edition.is_draft:
        look_through(edition, at=at)

    def check(held: Edition) -> None:
        if not held.texts_are_frozen:
            raise NotFrozen(str(held))
        _pass_the_gate(held, at)

    return _go(edition, State.REVIEW, said_later("sent to review"), check, by, at)


def return_to_draft(*, edition: Edition, reason: str, by: User, at: datetime) -> Edition:
    """Give an edition in review back to be changed. Raises AlreadyThere."""
    return _go(edition, State.DRAFT, said_later("returned to draft"), lambda held: None, by, at, reason=reason.strip())


def publish(*, edition: Edition, by: User, at: datetime, confirmed: str) -> Edition:
    """Publish an edition in review with the documents of its frozen form; from then on the database keeps it.

    `confirmed` is the hash of what whoever publishes looked at. Raises TooFewPublishers, NotAnother, DocumentsMissing,
    RefusalsStand, AnotherForm, AlreadyThere.
    """
    check_publishers()

    def check(held: Edition) -> None:
        if held.author_id == by.pk:
            raise NotAnother(str(held))
        if not documents_are_made(held):
            raise DocumentsMissing(str(held))
        if confirmed != held.sha256:
            raise AnotherForm(str(held))
        look_through(held, at=at)
        _pass_the_gate(held, at)
        held.publisher, held.published_at = by, at

    with transaction.atomic():
        # No document is built anew between this and the publication.
        lock_evaluation(edition.evaluation_id)
        made = dict(edition.documents.order_by("name").values_list("name", "sha256"))
        published = _go(edition, State.PUBLISHED, "published", check, by, at, documents=made)
        note_change(EDITIONS)
        enqueue(kind="send_edition_notices", edition=published.pk)
        enqueue(kind="compare_editions")
        # Parties are heard no more: nobody is to be invited for it.
        for review in published.party_reviews.values_list("pk", flat=True):
            enqueue(kind=LETTERS, review=review)
    return published


def documents_are_made(edition: Edition) -> bool:
    """Whether an edition has its documents, all of the form that is frozen now."""
    return set(edition.documents.values_list("made_from", flat=True)) == {edition.sha256}


def correct(*, evaluation: Evaluation, by: User, at: datetime) -> Edition:
    """Open a new edition that corrects the last published one, with its texts; the one on its way if there is one.

    Raises NothingPublished.
    """
    with transaction.atomic():
        lock_evaluation(evaluation.pk)
        held = evaluation.editions.open().first()
        if held is not None:
            return held
        last = evaluation.editions.published().order_by("-published_at", "-pk").first()
        if last is None:
            raise NothingPublished(evaluation.slug)
        major, minor = last.version.split(".")
        edition = _open(evaluation, f"{major}.{int(minor) + 1}", by, at, corrects=last, symbol=last.symbol)
        FindingText.objects.bulk_create(
            FindingText(
                edition=edition,
                subject=text.subject,
                language=text.language,
                narrative=text.narrative,
                sources=text.sources,
                changed_by=text.changed_by,
                changed_at=text.changed_at,
            )
            for text in last.texts.all()
        )
    return edition


def drop_correction(*, edition: Edition, by: User, at: datetime) -> None:
    """Drop a correction that was opened by mistake, with its texts and documents; the trail tells that it was.

    One that Parties were shown anything of stays, and so does one with passes or languages left out. Raises NotDropped.
    """
    with transaction.atomic():
        lock_evaluation(edition.evaluation_id)
        held = Edition.objects.select_related("evaluation").filter(pk=edition.pk).first()
        if held is None:
            return
        if not may_be_dropped(held):
            raise NotDropped(str(held))
        _record(held, said_later("dropped"), by, at)
        for name in ("texts", "refusals", "documents"):
            getattr(held, name).all().delete()
        held.delete()


def may_be_dropped(edition: Edition) -> bool:
    """Whether an edition is a correction of which nobody was told, and for which nothing else was decided."""
    told = edition.party_reviews.exists() or edition.passes.exists() or edition.left_out.exists()
    return edition.is_draft and edition.corrects_id is not None and not told


def _open(evaluation: Evaluation, version: str, by: User, at: datetime, **more: Any) -> Edition:
    edition = Edition.objects.create(evaluation=evaluation, version=version, author=by, opened_at=at, **more)
    corrects = edition.corrects.version if edition.corrects else None
    _record(edition, said_later("opened"), by, at, corrects=corrects)
    return edition


def _pass_the_gate(held: Edition, at: datetime) -> None:
    if stand := standing(held, at=at):
        raise RefusalsStand(f"{held}: {'; '.join(map(str, stand))}")


def _go(
    edition: Edition, to: State, action: str, check: Callable[[Edition], None], by: User, at: datetime, **detail: Any
) -> Edition:
    """Change the state by the table, under the evaluation's lock, with one event of the trail."""
    with transaction.atomic():
        lock_evaluation(edition.evaluation_id)
        edition.refresh_from_db()
        if not may_go(edition.state, to):
            raise AlreadyThere(str(edition))
        check(edition)
        edition.state = to
        edition.save(update_fields=["state", "publisher", "published_at"])
        _record(edition, action, by, at, sha256=edition.sha256, **detail)
    return edition


def _record(edition: Edition, action: str, by: User, at: datetime, **detail: Any) -> None:
    record(
        subject=edition.evaluation.subject,
        action=said_later("edition {action}", action=action),
        by=by,
        at=at,
        detail={"version": edition.version, **detail},
    )
