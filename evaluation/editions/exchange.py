"""Narratives, sources and titles of one language as one file, and back: what differs is listed before it is taken.

English is what the other languages are translated from: its own file is for whoever corrects the English.

A text in the file carries a digest of the words that it was given out with; where others stand by now, somebody wrote
them meanwhile, and the text of the file is refused by its name. What stands already is no difference, so that the same
file twice changes nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from evaluation.editions.services import open_edition, text_subjects, write_text
from evaluation.evaluations import Parameters, change_evaluation
from evaluation.models import Edition, Evaluation, FindingText
from foreign_files.xliff import Exchange, Unit
from languages.codes import short, tag
from parties.models import User
from typesetting.text import clean, one_line

ENGLISH = "en"
TITLE = "title"
# Characters, as the forms of the desk take them.
LONGEST = {TITLE: 200, "narrative": 20000, "sources": 4000}
Held = dict[str, str]


class Why(StrEnum):
    """Why one text of a file is not taken."""

    UNKNOWN = "unknown"
    TWICE = "twice"
    CODES = "codes"
    TOO_LONG = "too long"
    ALTERED = "altered"
    CHANGED = "changed meanwhile"
    NO_BASE = "without what it was fetched with"
    EMPTY_TITLE = "empty title"


class NotThisFile(ValueError):
    """The file is of another evaluation or edition; carries what it is of, and what is taken."""


class NoSuchLanguage(ValueError):
    """The file is of no language that texts are written in; carries what it says, which may be nothing."""


class OtherThanSeen(RuntimeError):
    """Somebody wrote meanwhile: what would change now is not what was listed. Look again."""


@dataclass(frozen=True)
class Change:
    """One text that the file says otherwise; `name` is "indicator/2.2.1 narrative"."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Refused:
    """One text of the file that is not taken; `stands` is what stands there."""

    name: str
    why: Why
    stands: str = ""

    @property
    def longest(self) -> int:
        """How many characters a text of its kind may have; raises KeyError for one of no kind."""
        return longest(self.name)


@dataclass(frozen=True)
class Compared:
    """What a file would change, and what of it is refused."""

    language: str
    changes: Sequence[Change]
    refused: Sequence[Refused]

    @property
    def digest(self) -> str:
        """What was listed, so that nothing else is taken."""
        return digest_of("\0".join(f"{one.name}\0{one.before}\0{one.after}" for one in self.changes))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def given_out(
    *, evaluation: Evaluation, edition: Edition | None, language: str, notes: Mapping[str, str] | None = None
) -> Exchange:
    """Every text that is written in English beside that of a language, which may be empty.

    What no English stands of has nothing to be translated from, and is no unit. `notes` tells a translator what each
    text is about, by its name.
    """
    english, held = (_held(evaluation, edition, one) for one in (ENGLISH, language))
    told = notes or {}
    return Exchange(
        original=original_of(evaluation, edition),
        source_language=ENGLISH,
        target_language=tag(language),
        units=[
            Unit(name, english[name], held.get(name, ""), digest_of(held.get(name, "")), told.get(name, ""))
            for name in names(evaluation)
            if english.get(name)
        ],
    )


def compared(*, evaluation: Evaluation, edition: Edition | None, given: Exchange, languages: Sequence[str]) -> Compared:
    """Hold a file against what stands. Raises NotThisFile, NoSuchLanguage."""
    expected = original_of(evaluation, edition)
    if given.original != expected:
        raise NotThisFile(given.original or "–", expected)
    language = short(given.target_language)
    if not given.target_language or language not in languages:
        raise NoSuchLanguage(given.target_language)
    known, held = set(names(evaluation)), _held(evaluation, edition, language)
    english = _held(evaluation, edition, ENGLISH)
    changes: dict[str, Change] = {}
    refused = [Refused(name, Why.CODES) for name in given.refused]
    seen: set[str] = set()
    for unit in given.units:
        if unit.target is None:
            continue
        fit = one_line if unit.name == TITLE else clean
        stands, after = held.get(unit.name, ""), fit(unit.target)
        if why := _why_not(unit, after, stands, is_known=unit.name in known, is_again=unit.name in seen):
            changes.pop(unit.name, None)
            refused.append(Refused(unit.name, why, stands))
        elif after != stands and not _is_as_fetched(unit, after):
            if unit.source.split() == english.get(unit.name, "").split():
                changes[unit.name] = Change(unit.name, stands, after)
            else:
                refused.append(Refused(unit.name, Why.ALTERED, stands))
        seen.add(unit.name)
    return Compared(language, list(changes.values()), refused)


def take_in(
    *,
    evaluation: Evaluation,
    edition: Edition | None,
    given: Exchange,
    languages: Sequence[str],
    seen: str,
    by: User,
    at: datetime,
) -> int:
    """Write everything that a file changes, or nothing; returns how many texts. `seen` is the digest of the list.

    Raises NotThisFile, NoSuchLanguage, OtherThanSeen, NotDraft, ParametersFrozen.
    """
    with transaction.atomic():
        held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
        now = compared(evaluation=held, edition=edition, given=given, languages=languages)
        if not now.changes:
            return 0
        if now.digest != seen:
            raise OtherThanSeen(held.slug)
        edition = edition or open_edition(evaluation=held, by=by, at=at)
        texts = {one.subject: one for one in edition.texts.filter(language=now.language)}
        written: dict[str, dict[str, str]] = {}
        for change in now.changes:
            subject, _space, part = change.name.rpartition(" ")
            if change.name == TITLE:
                _retitle(held, now.language, change.after, by, at)
            else:
                written.setdefault(subject, {})[part] = change.after
        for subject, parts in written.items():
            _write(edition, subject, now.language, texts.get(subject), parts, by, at)
    return len(now.changes)


def original_of(evaluation: Evaluation, edition: Edition | None) -> str:
    """What a file says that it is of."""
    return f"{evaluation.slug} {edition.version if edition else '1.0'}"


def longest(name: str) -> int:
    """How many characters a text may have, by its name in a file."""
    return LONGEST[name.rpartition(" ")[2]]


def _why_not(unit: Unit, after: str, stands: str, *, is_known: bool, is_again: bool) -> Why | None:
    if not is_known:
        return Why.UNKNOWN
    if is_again:
        return Why.TWICE
    if len(after) > longest(unit.name):
        return Why.TOO_LONG
    if after == stands or _is_as_fetched(unit, after):
        return None
    if unit.name == TITLE and not after:
        return Why.EMPTY_TITLE
    if not unit.base:
        # Where nothing stands nothing is lost.
        return Why.NO_BASE if stands else None
    return Why.CHANGED if unit.base != digest_of(stands) else None


def _is_as_fetched(unit: Unit, after: str) -> bool:
    """Whether the file leaves a text as it was given out: whatever stands by now, the file says nothing of it."""
    return unit.base == digest_of(after)


def names(evaluation: Evaluation) -> list[str]:
    subjects = text_subjects(evaluation)
    return [TITLE, *(f"{subject} {part}" for subject in subjects for part in ("narrative", "sources"))]


def _held(evaluation: Evaluation, edition: Edition | None, language: str) -> Held:
    found = {TITLE: one_line(str(evaluation.titles.get(language, "")))}
    for text in edition.texts.filter(language=language) if edition else ():
        found[f"{text.subject} narrative"] = clean(text.narrative)
        found[f"{text.subject} sources"] = clean(text.sources)
    return found


def _retitle(evaluation: Evaluation, language: str, title: str, by: User, at: datetime) -> None:
    held = Parameters(
        kind=evaluation.kind,
        plan=evaluation.plan,
        baseline=evaluation.baseline,
        current=evaluation.current,
        cut_off=evaluation.cut_off,
        population_on=evaluation.population_on,
        groups=evaluation.groups,
        meeting=evaluation.meeting,
        agenda_item=evaluation.agenda_item,
        titles=evaluation.titles,
    )
    titled = replace(held, titles={**held.titles, language: title})
    change_evaluation(evaluation=evaluation, parameters=titled, by=by, at=at)


def _write(
    edition: Edition,
    subject: str,
    language: str,
    held: FindingText | None,
    parts: dict[str, str],
    by: User,
    at: datetime,
) -> None:
    said = {name: parts.get(name, getattr(held, name) if held else "") for name in ("narrative", "sources")}
    version = held.version if held else 0
    write_text(edition=edition, subject=subject, language=language, version=version, by=by, at=at, **said)
