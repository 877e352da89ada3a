"""What a document of a report says, apart from any format. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from languages import days, numbers, writing
from languages.codes import short
from national_reports.codec import AnswerData
from national_reports.courtesy import STAR as COURTESY
from national_reports.courtesy import Beside, Courtesy
from national_reports.documents.markup import words_of
from national_reports.questionnaire import Question
from typesetting.text import Phrase, clean, in_groups, phrase

CONTACT_FIELDS = ("name", "post", "institution", "email", "telephone")

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """An attachment; `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class About:
    """What the portal knows of a report besides its answers, and our own words in the reader's language."""

    party: str
    cycle: str
    version: int
    state: str
    labels: Labels
    language: str = "en"
    reference: str = ""
    submitted_at: datetime | None = None
    sha256: str = ""
    address: str = ""
    demonstration: bool = False
    draft: bool = False
    part: str = ""
    attachments: tuple[File, ...] = ()
    # Texts that came from the Clearing-House carry HTML; those typed here never do, and "<" is a sign in them.
    texts_are_markup: bool = False
    # Only for the Party itself and the Secretariat: who the contact is and how to reach them.
    shows_private: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what stands beside it; with an address, a link."""

    name: Phrase
    value: Phrase
    address: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A text that the Party wrote, and the language as it is named to the reader."""

    said: Phrase
    language_name: str
    courtesy: bool
    # Whose translation it is and of which day; empty for one that came with the report.
    by: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen option; `known` is false where the form has no such option and its code is shown."""

    label: Phrase
    known: bool
    amount: str
    texts: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer in words; `under` is the text of the group that begins here."""

    key: str
    number: str
    asked: Phrase
    answered: bool
    grouped: bool
    under: Phrase | None = None
    # The form's own footnote to the question.
    note: Phrase | None = None
    choices: tuple[Choice, ...] = ()
    # A number or a day, as the language of the document writes it.
    value: str = ""
    texts: tuple[Written, ...] = ()
    facts: tuple[Fact, ...] = ()
    # Whose words the question is asked in, where those of a report differ; why its answer cannot be true.
    whose: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: Phrase
    entries: tuple[Entry, ...]
    # The form's own footnote to the section.
    note: Phrase | None = None


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """A whole report, ready for any format."""

    party: str
    cycle: str
    version: int
    state: str
    reference: str
    submitted: str
    languages: tuple[str, ...]
    sha256: str
    address: str
    demonstration: bool
    draft: bool
    language: str
    labels: Labels
    cover: Section | None
    sections: tuple[Section, ...]
    # Whose words the questions are asked in, and in which language.
    wording: str = ""

    @property
    def title(self) -> str:
        return f"{self.party} – {self.cycle}"

    @property
    def chapters(self) -> tuple[Section, ...]:
        """The cover, then the sections."""
        return (self.cover, *self.sections) if self.cover else self.sections

    @property
    def version_in_words(self) -> str:
        return f"{self.labels['version']} {self.version}"

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What stands under the title, without what is not known."""
        held = {
            "version": str(self.version),
            "state": self.state,
            "reference": self.reference,
            "submitted": self.submitted,
            "languages": writing.comma(self.language).join(self.languages),
            "wording": self.wording,
            "address": self.address,
        }
        return tuple(our_fact(self.labels, self.language, name, value) for name, value in held.items() if value)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What every page must say."""
        said = (("demonstration", self.demonstration), ("draft", self.draft))
        return tuple(self.labels[name] for name, holds in said if holds)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a Party is given when it has submitted; times in UTC."""

    reference: str
    party: str
    cycle: str
    version: int
    # In the zone of whoever reads it, which is named.
    submitted_at: datetime
    submitted_by: str
    declaration: str
    sha256: str
    address: str
    labels: Labels
    language: str = "en"
    # The language of the declaration, which stays as it was made; "" where none can be told.
    declared_in: str = ""
    demonstration: bool = False
    files: tuple[File, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.labels['receipt']} {self.reference}"

    @property
    def facts(self) -> tuple[Fact, ...]:
        held = {
            "reference": self.reference,
            "party": self.party,
            "cycle": self.cycle,
            "version": str(self.version),
            "submitted": days.moment(self.submitted_at, self.language, seconds=True),
            "submitted_by": self.submitted_by,
        }
        return tuple(our_fact(self.labels, self.language, name, value) for name, value in held.items())

    @property
    def warnings(self) -> tuple[str, ...]:
        return (self.labels["demonstration"],) if self.demonstration else ()


def our_fact(labels: Labels, language: str, name: str, value: str, address: str = "") -> Fact:
    """A fact under one of our own labels."""
    return Fact(phrase(labels[name], language), phrase(value, language), address)


def file_fact(file: File, labels: Labels, language: str) -> Fact:
    """A file by its name, with its size and digest."""
    kilobytes = numbers.integer(-(-file.size // 1024), language)
    size = labels["size"].format(kb=kilobytes)
    return Fact(phrase(file.name, language), phrase(f"{size}, SHA-256 {in_groups(file.sha256)}", language))


def in_utc(at: datetime, language: str) -> str:
    """A time as documents print it: 2 March 2026, 09:00 UTC; raises ValueError without a zone."""
    if at.utcoffset() is None:
        raise ValueError("The time has no zone.")
    return days.moment(at.astimezone(UTC), language)


def _day(answer: AnswerData, language: str) -> str:
    """A day as the language of the document writes it; what is no day, as it stands."""
    held = clean(answer.entries[0].get("day", "")) if answer.entries else ""
    try:
        return days.day(date.fromisoformat(held), language)
    except ValueError:
        return held


class Words:
    """Answers in words, for one report."""

    def __init__(self, about: About, beside: Beside = MappingProxyType({})) -> None:
        self.about = about
        self.beside = beside

    def entry(
        self,
        question: Question,
        answer: AnswerData | None,
        *,
        under: Phrase | None = None,
        whose: str = "",
        remark: str = "",
    ) -> Entry:
        """A question with its answer; an attachment is no answer and comes from the report itself."""
        held = answer or AnswerData()
        language = question.wording.language
        choices = tuple(self._choice(question, held, code, language) for code in held.options)
        texts = self.written(held.texts, self.beside.get((question.key, ""), ()))
        facts = self._facts(question, held)
        value = _day(held, self.about.language) if question.type == "day" else self._number(held.number)
        return Entry(
            key=question.key,
            number=question.number,
            asked=phrase(question.wording.text, language),
            answered=bool(choices or texts or facts or value),
            grouped=bool(question.group),
            under=under,
            note=phrase(question.wording.footnote, language) if question.wording.footnote else None,
            choices=choices,
            value=value,
            texts=texts,
            facts=facts,
            whose=whose,
            remark=remark,
        )

    def _number(self, number: int | None) -> str:
        return "" if number is None else numbers.integer(number, self.about.language)

    def written(self, texts: Mapping[str, str], beside: Sequence[Courtesy] = ()) -> tuple[Written, ...]:
        """The Party's own texts first, then those translated as a courtesy: those sent along, and the reader's."""
        reader = short(self.about.language)
        entered = [one for one in beside if one.language == reader and one.of_this_text and not one.came_along]
        held = [
            Written(
                said=phrase(words_of(text) if self.about.texts_are_markup else text, code.rstrip(COURTESY)),
                language_name=self.language_name(code.rstrip(COURTESY)),
                courtesy=code.endswith(COURTESY),
            )
            for code, text in texts.items()
            if not (entered and code.endswith(COURTESY) and short(code.rstrip(COURTESY)) == reader)
        ]
        held += [
            Written(phrase(one.text, one.language), self.language_name(one.language), True, f"{one.maker}, {one.on}")
            for one in entered
        ]
        return tuple(sorted((one for one in held if one.said), key=lambda one: one.courtesy))

    def language_name(self, code: str) -> str:
        return self.about.labels.get(f"language.{code.partition('-')[0]}") or phrase(code, "").text

    def _choice(self, question: Question, answer: AnswerData, code: str, language: str) -> Choice:
        detail, beside = answer.details.get(code), self.beside.get((question.key, code), ())
        return Choice(
            label=phrase(question.options.get(code, code), language),
            known=code in question.options,
            amount=self._percent(detail) if isinstance(detail, int) else "",
            texts=self.written(detail, beside) if isinstance(detail, Mapping) else (),
        )

    def _percent(self, amount: int) -> str:
        language = self.about.language
        return writing.isolated(numbers.percent(amount, language), language)

    def _facts(self, question: Question, answer: AnswerData) -> tuple[Fact, ...]:
        if question.type == "attachments":
            return tuple(self._file(file) for file in self.about.attachments)
        if question.type == "contact":
            shown = [name for name in CONTACT_FIELDS if self.about.shows_private or not question.is_personal(name)]
            return tuple(self._fact(name, entry[name]) for entry in answer.entries for name in shown if entry.get(name))
        if question.type == "links":
            return tuple(self._link(entry) for entry in answer.entries if entry.get("url"))
        return ()

    def _fact(self, name: str, value: str) -> Fact:
        """What a person typed: in which language is not known."""
        return Fact(phrase(self.about.labels[name], self.about.language), phrase(value, ""))

    def _file(self, file: File) -> Fact:
        return file_fact(file, self.about.labels, self.about.language)

    def _link(self, entry: Mapping[str, str]) -> Fact:
        """The address in full; it is a link only where it leads to a web page."""
        url = phrase(entry["url"], "")
        title = (
            phrase(entry["title"], "") if entry.get("title") else phrase(self.about.labels["link"], self.about.language)
        )
        return Fact(title, url, url.text if url.text.startswith(("https://", "http://")) else "")


def content_from(held: Mapping[str, Any]) -> ReportContent:
    """The content that was written with dataclasses.asdict() and went through JSON."""
    content: ReportContent = _of(ReportContent, held)
    return content


def _of(kind: Any, held: Any) -> Any:
    """A value as its annotation says it is."""
    if get_origin(kind) is UnionType:
        kind = next(one for one in get_args(kind) if one is not type(None))
        return None if held is None else _of(kind, held)
    if get_origin(kind) is tuple:
        return tuple(_of(get_args(kind)[0], one) for one in held)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        # What was asked for before a field was there has none of it.
        known = [field.name for field in fields(kind) if field.name in held]
        return kind(**{name: _of(hints[name], held[name]) for name in known})
    return held
