"""Texts of a report leave as one file for a translator and come back: what differs is listed, confirmed and kept.

A text in the file carries the digests of the original and of the translation that it was given out with. Where the
original is another by now the translation is of an earlier text; where another translation stands, somebody entered it
meanwhile: both are named and left. What stands already is no difference, so that the same file twice changes nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from foreign_files.xliff import Exchange, Unit
from languages.codes import LANGUAGES, short, tag
from national_reports.courtesy import Courtesy, Passage, Place, digest_of
from national_reports.digests import digest
from national_reports.models import CourtesyTranslation, Report
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import form_answers, open_answers
from national_reports.translations import beside_texts, passages_of
from national_reports.workflow import TRANSLATED
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import User
from typesetting.text import clean

# Characters; a translation may be longer than its original, and no form takes a longer one than the first number.
LONGEST = 20_000
TIMES_THE_ORIGINAL = 4
LONGEST_MAKER = 120
# A name stands in our own lines: it turns nothing round there.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Kind(StrEnum):
    """What becomes of one text of a file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    UNCHANGED = "unchanged"
    EARLIER = "of an earlier text"
    NOT_OURS = "not ours"
    LEFT = "left"


class Why(StrEnum):
    """Why one text of a file is not taken."""

    UNKNOWN = "unknown"
    OWN = "written in that language by its Party"
    TWICE = "twice"
    CODES = "codes"
    TOO_LONG = "too long"
    EARLIER = "of an earlier text"
    ALTERED = "the original was altered in the file"
    MEANWHILE = "changed meanwhile"
    STAYS = "came with the report, or belongs to another version"


KIND_OF_REFUSAL: Mapping[Why, Kind] = {Why.OWN: Kind.NOT_OURS, Why.EARLIER: Kind.EARLIER}


class NotThisReport(ValueError):
    """The file is of another report or version, or into no language of the portal; says which, and what is taken."""


class NotTranslated(RuntimeError):
    """The report's texts do not stand: it is not handed in, or withdrawn or taken off. The text names its state."""


class NoMaker(ValueError):
    """A translation names its maker, on one line of at most 120 characters."""


class OtherThanSeen(RuntimeError):
    """Somebody wrote meanwhile: what would change now is not what was listed. Look again."""


@dataclass(frozen=True)
class Line:
    """One text of a file: what it is of, what stands beside it and what the file says."""

    name: str
    kind: Kind
    original: str = ""
    original_language: str = ""
    before: str = ""
    after: str = ""
    why: Why | None = None
    passage: Passage | None = None


@dataclass(frozen=True)
class Compared:
    """What a file would change, text by text in its order, and how many it leaves without a translation."""

    language: str
    maker: str
    lines: Sequence[Line]
    empty: int

    @property
    def changes(self) -> list[Line]:
        return [one for one in self.lines if one.kind in (Kind.NEW, Kind.CHANGED, Kind.REMOVED)]

    @property
    def digest(self) -> str:
        """What was listed, so that nothing else is taken."""
        said = [self.language, self.maker]
        said += [text for one in self.changes for text in (one.name, one.original, one.before, one.after)]
        return digest_of("\0".join(said))


def texts_of(report: Report, form: QuestionnaireForm) -> list[Passage]:
    """What was written in a report, in the order of its form, without what its own answers close."""
    answers = open_answers(form, form_answers(report))
    keys = [*(one.key for one in form.cover), *form.questions]
    return passages_of(report, {key: answers[key] for key in ("languages", *keys) if key in answers})


def given_out(*, report: Report, form: QuestionnaireForm, language: str) -> Exchange:
    """Every text that its Party did not write in a language, with the translation that stands. Raises NotTranslated."""
    _require_handed_in(report)
    texts = [one for one in texts_of(report, form) if not one.is_written_in(language)]
    standing = _standing(report, language)
    source = _commonest([one.language for one in texts])
    return Exchange(
        original=original_of(report),
        source_language=tag(source),
        target_language=tag(language),
        units=[
            Unit(
                one.name,
                clean(one.text),
                standing[one.place].text if one.place in standing else "",
                base=_base(one, standing.get(one.place)),
                note=_note(one, form, source),
            )
            for one in texts
        ],
    )


def compared(*, report: Report, form: QuestionnaireForm, given: Exchange, maker: str) -> Compared:
    """Hold a file against what stands. Raises NotThisReport, NotTranslated, NoMaker."""
    _require_handed_in(report)
    maker = _checked(maker)
    expected = original_of(report)
    if given.original != expected:
        raise NotThisReport(given.original or "–", expected)
    language = short(given.target_language) if given.target_language else ""
    if language not in LANGUAGES:
        raise NotThisReport(given.target_language or "–", ", ".join(map(tag, LANGUAGES)))
    texts = {one.name: one for one in texts_of(report, form)}
    standing = _standing(report, language)
    lines = [Line(name, Kind.LEFT, why=Why.CODES) for name in given.refused]
    seen = set(given.refused)
    empty = 0
    for unit in given.units:
        passage = texts.get(unit.name)
        stands = standing.get(passage.place) if passage else None
        after = clean(unit.target or "")
        if passage is not None and not after and (stands is None or unit.target is None):
            empty += 1
        else:
            lines.append(_line(unit, passage, stands, after, language, report, is_again=unit.name in seen))
        seen.add(unit.name)
    return Compared(language, maker, _each_once(lines), empty)


def take_in(
    *, report: Report, form: QuestionnaireForm, given: Exchange, maker: str, seen: str, by: User, at: datetime
) -> int:
    """Keep everything that a file changes, or nothing; returns how many texts. `seen` is the digest of the list.

    Raises NotThisReport, NotTranslated, NoMaker, OtherThanSeen.
    """
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).select_related("party", "cycle").get(pk=report.pk)
        now = compared(report=held, form=form, given=given, maker=maker)
        if not now.changes:
            return 0
        if now.digest != seen:
            raise OtherThanSeen(held.subject)
        for line in now.changes:
            _keep(held, now, line, by=by, at=at)
        counts = {str(kind): sum(one.kind == kind for one in now.changes) for kind in (Kind.NEW, Kind.CHANGED)}
        detail = {
            "language": now.language,
            "maker": now.maker,
            **counts,
            "removed": sum(one.kind == Kind.REMOVED for one in now.changes),
            "sha256": translations_digest(held.translations.filter(language=now.language)),
        }
        record(subject=held.subject, action="translated", by=by, at=at, detail=detail)
        if held.is_seen:
            note_change(REPORTS)
    return len(now.changes)


def translations_digest(rows: Iterable[CourtesyTranslation]) -> str:
    """What all translations of a report into a language say, with their makers and what they were made from."""
    said = [
        [one.question, one.option, one.language, one.text, one.maker, one.source_language, one.source_sha256]
        for one in rows
    ]
    return digest(sorted(said))


def original_of(report: Report) -> str:
    """What a file says that it is of: "KEN NR4 version 2", with the part where it is a collection kept beside."""
    part = f" {report.part}" if report.part else ""
    return f"{report.party.code} {report.cycle.code}{part} version {report.version}"


def _require_handed_in(report: Report) -> None:
    if report.state not in TRANSLATED:
        raise NotTranslated(report.get_state_display())


def _checked(maker: str) -> str:
    maker = " ".join(DIRECTIONS.sub("", clean(maker)).split())
    if not maker or len(maker) > LONGEST_MAKER:
        raise NoMaker
    return maker


def _standing(report: Report, language: str) -> dict[Place, Courtesy]:
    """The translation of each text as it stands, into one language."""
    found = beside_texts([report], public=False)
    return {
        place: one for place, held in found.items() for one in held if one.language == language and one.of_this_text
    }


def _line(
    unit: Unit,
    passage: Passage | None,
    stands: Courtesy | None,
    after: str,
    language: str,
    report: Report,
    *,
    is_again: bool,
) -> Line:
    before = stands.text if stands else ""
    if passage is None:
        return Line(unit.name, Kind.NOT_OURS, after=after, why=Why.UNKNOWN)
    why = _why_not(unit, passage, stands, after, language, report, is_again=is_again)
    kind = KIND_OF_REFUSAL.get(why, Kind.LEFT) if why else _kind(before, after)
    return Line(unit.name, kind, clean(passage.text), passage.language, before, after, why, passage)


def longest(original: str) -> int:
    """How many characters a translation of a text may have."""
    return max(LONGEST, TIMES_THE_ORIGINAL * len(original))


def _why_not(
    unit: Unit, passage: Passage, stands: Courtesy | None, after: str, language: str, report: Report, *, is_again: bool
) -> Why | None:
    if is_again:
        return Why.TWICE
    if passage.is_written_in(language):
        return Why.OWN
    source, _space, target = unit.base.partition(" ")
    if source != passage.sha256 and unit.source != clean(passage.text):
        return Why.EARLIER
    # Programs fold spaces; other words were translated from something that the Party did not write.
    if unit.source.split() != clean(passage.text).split():
        return Why.ALTERED
    if after == (stands.text if stands else ""):
        return None
    if len(after) > longest(clean(passage.text)):
        return Why.TOO_LONG
    # A program that drops our notes leaves nothing to tell by where a translation stands already.
    if target != digest_of(stands.text if stands else "") and (target or stands):
        return Why.MEANWHILE
    if not after and stands and (stands.came_along or stands.version != report.version):
        return Why.STAYS
    return None


def _kind(before: str, after: str) -> Kind:
    if after == before:
        return Kind.UNCHANGED
    if not before:
        return Kind.NEW
    return Kind.CHANGED if after else Kind.REMOVED


def _each_once(lines: Sequence[Line]) -> list[Line]:
    """Of a text that stands in the file twice nothing is taken."""
    twice = {one.name for one in lines if one.why == Why.TWICE}
    return [one for one in lines if one.name not in twice or one.why is not None]


def _keep(report: Report, now: Compared, line: Line, *, by: User, at: datetime) -> None:
    assert line.passage is not None
    passage = line.passage
    if line.kind == Kind.REMOVED:
        here = {"question": passage.question, "option": passage.option, "language": now.language}
        report.translations.filter(**here).delete()
        return
    CourtesyTranslation.objects.update_or_create(
        report=report,
        question=passage.question,
        option=passage.option,
        language=now.language,
        defaults={
            "text": line.after,
            "maker": now.maker,
            "source_language": passage.language,
            "source_sha256": passage.sha256,
            "entered_by": by,
            "entered_at": at,
        },
    )


def _base(passage: Passage, stands: Courtesy | None) -> str:
    return f"{passage.sha256} {digest_of(stands.text if stands else '')}"


def asked_at(passage: Passage, form: QuestionnaireForm) -> str:
    """The question that a text answers, in words, and the option that it is a remark at."""
    question = form.fields.get(passage.question) or form.questions[passage.question]
    said = [f"{question.number} {question.wording.text}".strip()]
    if passage.option:
        said.append(question.options.get(passage.option, passage.option))
    return clean(" – ".join(said))


def _note(passage: Passage, form: QuestionnaireForm, source: str) -> str:
    """What a translator is told of a text: what it answers, and its language where that is not the file's."""
    another = f" [{tag(passage.language)}]" if short(passage.language) != short(source) else ""
    return f"{asked_at(passage, form)}{another}"


def _commonest(codes: Sequence[str]) -> str:
    return max(codes, key=codes.count, default=LANGUAGES[0])
