"""A questionnaire as frozen data: questions, options, conditions. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from languages.catalogues import translated
from languages.codes import ENGLISH, LANGUAGES, short

Codes = Mapping[str, frozenset[str]]
# By language: what texts of a form are called in it, as they were translated when the form was in use.
KeptWords = Mapping[str, Mapping[str, str]]

# How the official questions are answered; the cover knows more.
TYPES = ("option", "term", "text", "number")
COVER = "cover"
MOST_NUMBERS = 8
YES_NO = frozenset({"true", "true.some", "false"})


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question asks and its options say, with the language that they are in, and whose words they are.

    The Secretariat's may have more to them: a footnote, and what an option asks to be told besides.
    """

    text: str
    options: Mapping[str, str]
    language: str = ENGLISH
    is_official: bool = False
    footnote: str = ""
    captions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """The Secretariat's title of a section, with what its form says below it."""

    title: str
    description: str = ""
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the Secretariat says around its questions in one language: by section, by group, by question below."""

    sections: Mapping[str, Heading] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    legends: Mapping[str, str] = field(default_factory=dict)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title and lead, to know one by its words."""
        return (*(one.title for one in self.sections.values()), *self.groups.values())


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when another question was answered with one of `values`, or with something besides `excluded`."""

    question: str
    values: frozenset[str] | None = None
    excluded: frozenset[str] | None = None

    def holds(self, answers: Codes) -> bool:
        given = answers.get(self.question, frozenset())
        if self.values is not None:
            return bool(given & self.values)
        return bool(given - (self.excluded or frozenset()))


@dataclass(frozen=True, slots=True)
class Check:
    """Answers that contradict each other when all of `when` holds; told at one question."""

    question: str
    when: tuple[tuple[Condition, ...], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Plausible:
    """What an answer keeps to if it is true: bounds of a number, of each amount or of a day's year; the sum of the
    amounts; the question whose day comes first."""

    lowest: int | None = None
    highest: int | None = None
    sum: int | None = None
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One leaf question of a form, under its official key and number."""

    key: str
    number: str
    section: str
    type: str
    wording: Wording
    group: str = ""
    part: str = ""
    hint: str = ""
    multiple: bool = False
    mandatory: bool = False
    exclusive: frozenset[str] = frozenset()
    details: Mapping[str, str] = field(default_factory=dict)
    # Every entry must hold; an entry holds when any of its conditions does.
    enabled_by: tuple[tuple[Condition, ...], ...] = ()
    plausible: Plausible | None = None
    # Of a contact: the parts of it that are published; all others are personal.
    public: frozenset[str] = frozenset()
    official: Mapping[str, Wording] = field(default_factory=dict)
    # Of a form that is worded for a language: our own English, and the Secretariat's text above this question.
    working: Wording | None = None
    legend: str = ""
    kept_words: KeptWords = field(default_factory=dict)

    @property
    def options(self) -> Mapping[str, str]:
        return self.wording.options

    @property
    def kind(self) -> str:
        """How it is asked: yes-no, one, many, bands, number, text, day, contact, links or attachments."""
        if not self.options:
            return self.type
        if self.multiple:
            return "many"
        if self.options.keys() <= YES_NO:
            return "yes-no"
        return "bands" if all(code[:1].isdigit() or code == "none" for code in self.options) else "one"

    def is_personal(self, name: str) -> bool:
        """Whether a part of its entries is told to nobody but the Party and the Secretariat."""
        return self.type == "contact" and name not in self.public

    @property
    def name(self) -> str:
        """How a sentence calls it: its number, or what it asks where it has none; never its key."""
        return self.number or self.wording.text

    @property
    def is_official(self) -> bool:
        """Whether the wording is the Secretariat's own rather than ours."""
        return self.wording.is_official

    def called(self, code: str) -> dict[str, set[str]]:
        """What an option is called in each language: ours, and the Secretariat's own where it was supplied.

        Of a question in its English working wording: the other languages are found by it.
        """
        label = self.wording.options[code]
        names = {language: {said} for language in LANGUAGES if (said := translated(label, language))}
        for language, official in self.official.items():
            if code in official.options:
                names.setdefault(language, set()).add(official.options[code])
        return names

    def wording_in(self, language: str) -> Wording:
        """The Secretariat's own text where it was supplied for this language, else our working wording in it.

        Ours is a word of data; where its catalogue lacks it the text is English: the Secretariat's, else ours.
        """
        base, code = self.working or self.wording, short(language)
        if code not in self.official:
            ours = _worded(base, language, self.kept_words)
            if ours.language != ENGLISH or ENGLISH not in self.official:
                return ours
            code = ENGLISH
        chosen = self.official[code]
        # An option that was not supplied has our label, in the language of the others where there is one.
        labels = {
            key: chosen.options.get(key) or _said(label, code, self.kept_words) for key, label in base.options.items()
        }
        return replace(chosen, options=labels)


@dataclass(frozen=True)
class QuestionnaireForm:
    """A whole form: its sections in order and its questions by key."""

    cycle: str
    version: int
    schema: str
    title: str
    sections: tuple[tuple[str, str], ...]
    groups: Mapping[str, str]
    parts: Mapping[str, str]
    questions: Mapping[str, Question]
    # Whether the Clearing-House's documents of this form hold texts as {"value": {language: text}}.
    wraps_texts: bool = False
    # What a report says of itself, asked before the official questions.
    cover_title: str = ""
    cover: tuple[Question, ...] = ()
    checks: tuple[Check, ...] = ()
    # The question whether the country is a Party; empty where the form does not ask it.
    membership: str = ""
    # Headings and stems that are not in English, with their language.
    translations: Mapping[str, str] = field(default_factory=dict)
    # What the Secretariat says around its questions, by language; and in the one that this form is worded for.
    official: Mapping[str, Headings] = field(default_factory=dict)
    headings: Headings = field(default_factory=Headings)
    kept_words: KeptWords = field(default_factory=dict)

    @cached_property
    def conditional(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions.values() if question.enabled_by)

    @cached_property
    def bounded(self) -> tuple[Question, ...]:
        """The questions of which the questionnaire says what can be true, the cover's first."""
        return tuple(one for one in (*self.cover, *self.questions.values()) if one.plausible is not None)

    def has_official(self, language: str) -> bool:
        """Whether anything of the Secretariat's was supplied in a language."""
        return language in self.official or any(language in one.official for one in self.questions.values())

    def in_language(self, language: str) -> "QuestionnaireForm":
        """The form as a reader of a language sees it: the Secretariat's own wording, else ours in the language.

        Everything else is a word of data too: translated where its catalogue has it, else in English.
        """
        code = short(language)
        if code == ENGLISH and not self.has_official(ENGLISH):
            return self
        headings = self.official.get(code, Headings())
        kept = self.kept_words
        sections = {key: _said(title, language, kept) for key, title in self.sections}
        sections |= {key: one.title for key, one in headings.sections.items()}
        groups = {key: _said(stem, language, kept) for key, stem in self.groups.items()} | dict(headings.groups)
        ours = (self.title, self.cover_title, *dict(self.sections).values(), *self.groups.values())
        translations = {said: code for one in ours if (said := _translated(one, language, kept))}
        return replace(
            self,
            title=_said(self.title, language, kept),
            sections=tuple(sections.items()),
            groups=groups,
            questions={
                key: replace(_asked(question, language), legend=headings.legends.get(key, ""))
                for key, question in self.questions.items()
            },
            cover_title=_said(self.cover_title, language, kept),
            cover=tuple(_asked(question, language) for question in self.cover),
            checks=tuple(replace(check, text=_said(check.text, language, kept)) for check in self.checks),
            translations=translations | dict.fromkeys(headings.titles, code),
            headings=headings,
        )

    def language_of(self, heading: str) -> str:
        """The language that a heading or the stem of a group is in."""
        return self.translations.get(heading, ENGLISH)

    def section_questions(self, section: str) -> list[Question]:
        return [question for question in self.questions.values() if question.section == section]

    def under_leads(self, questions: Iterable[Question]) -> list[tuple[Question, str]]:
        """Questions with the lead of their group where it begins; a form's own parts say little without it."""
        found, group = [], ""
        for question in questions:
            found.append((question, self.groups.get(question.group, "") if question.group != group else ""))
            group = question.group
        return found

    @cached_property
    def fields(self) -> Mapping[str, Question]:
        """All that a Party fills in, in order: the cover, then the questions of the report itself."""
        return {question.key: question for question in self.cover} | {
            question.key: question for question in self.questions.values() if not question.part
        }

    @cached_property
    def chapters(self) -> tuple[tuple[str, str], ...]:
        """The sections that a Party fills in, with the cover first."""
        filled_in = {question.section for question in self.fields.values()}
        return tuple(one for one in ((COVER, self.cover_title), *self.sections) if one[0] in filled_in)

    @cached_property
    def pages(self) -> Mapping[str, tuple[tuple[Question, ...], ...]]:
        """The pages of each section: at most 8 numbers each, a question never apart from its sub-questions."""
        return {
            section: _paged([question for question in self.fields.values() if question.section == section])
            for section, _title in self.chapters
        }

    def page_of(self, key: str) -> int:
        """The page of its section that a question stands on, from 1."""
        pages = self.pages[self.fields[key].section]
        return next(number for number, page in enumerate(pages, 1) if any(one.key == key for one in page))

    def closed(self, answers: Codes) -> frozenset[str]:
        """Keys of the questions that the answers close; an answer that is itself closed opens nothing."""
        closed: dict[str, bool] = {}

        def is_closed(key: str) -> bool:
            if key not in closed:
                question = self.questions[key]
                closed[key] = not all(
                    any(not is_closed(c.question) and c.holds(answers) for c in entry) for entry in question.enabled_by
                )
            return closed[key]

        return frozenset(question.key for question in self.conditional if is_closed(question.key))


@dataclass(frozen=True, slots=True)
class Link:
    """A question and its counterpart in an earlier cycle, with the recoding of values."""

    current: str
    previous: str
    values: Mapping[str, str]
    not_comparable: str = ""

    def recode(self, code: str) -> str:
        """The current form's code for an answer to the earlier one."""
        return self.values.get(code, code)


def _paged(questions: list[Question]) -> tuple[tuple[Question, ...], ...]:
    numbered = [list(together) for _number, together in groupby(questions, key=_Numbering())]
    count = -(-len(numbered) // MOST_NUMBERS)
    # Even pages: nine numbers are 5 + 4, not 8 + 1.
    size = -(-len(numbered) // count) if count else 1
    return tuple(
        tuple(question for together in numbered[start : start + size] for question in together)
        for start in range(0, len(numbered), size)
    )


def _translated(text: str, language: str, kept: KeptWords) -> str | None:
    """A text in a language; of a form that is in use no more, as it was translated then."""
    return translated(text, language) or kept.get(short(language), {}).get(text)


def _said(text: str, language: str, kept: KeptWords) -> str:
    return _translated(text, language, kept) or text


def _asked(question: Question, language: str) -> Question:
    return replace(
        question,
        wording=question.wording_in(language),
        working=question.working or question.wording,
        hint=_said(question.hint, language, question.kept_words),
    )


def _worded(wording: Wording, language: str, kept: KeptWords) -> Wording:
    """A wording of ours in a language; whole in English where its text or an option of it has no translation."""
    text = _translated(wording.text, language, kept)
    labels = {code: _translated(label, language, kept) for code, label in wording.options.items()}
    options = {code: said for code, said in labels.items() if said}
    if text is None or short(language) == ENGLISH or len(options) < len(wording.options):
        return wording
    return Wording(text, options, short(language))


class _Numbering:
    """The whole number of a question; one without a number belongs to the question before it."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, question: Question) -> str:
        digits = question.number.rstrip("abcdefghijklmnopqrstuvwxyz")
        self.last = digits or (self.last if question.section != COVER else question.key)
        return self.last


def build_form(document: Mapping[str, Any], kept_words: KeptWords | None = None) -> QuestionnaireForm:
    """Turn a validated document into frozen dataclasses."""
    official, kept = document.get("official", {}), kept_words or {}
    questions = {entry["key"]: _question(entry, official, kept) for entry in document["questions"]}
    cover = document.get("cover", {"title": "", "questions": ()})
    return QuestionnaireForm(
        cycle=document["cycle"],
        version=document["version"],
        schema=document["schema"],
        title=document["title"],
        sections=tuple((section["key"], section["title"]) for section in document["sections"]),
        groups=document.get("groups", {}),
        parts={part["key"]: part["title"] for part in document.get("parts", ())},
        questions=questions,
        wraps_texts=document.get("wraps_texts", False),
        cover_title=cover["title"],
        cover=tuple(_question(entry | {"number": "", "section": COVER}, {}, kept) for entry in cover["questions"]),
        checks=tuple(
            Check(entry["question"], tuple(_condition_entry(one) for one in entry["when"]), entry["text"])
            for entry in document.get("checks", ())
        ),
        membership=document.get("membership", ""),
        official={language: _headings(held) for language, held in document.get("official_headings", {}).items()},
        kept_words=kept,
    )


def words_to_keep(form: QuestionnaireForm) -> dict[str, dict[str, str]]:
    """What every text of a form is called in each language today, for the day when it is in use no more."""
    questions = (*form.cover, *form.questions.values())
    texts = {form.title, form.cover_title, *dict(form.sections).values(), *form.groups.values()}
    texts |= {check.text for check in form.checks} | {one.hint for one in questions}
    texts |= {text for one in questions for text in (one.wording.text, *one.wording.options.values())}
    return {
        language: {text: said for text in sorted(texts) if text and (said := translated(text, language))}
        for language in LANGUAGES
        if language != ENGLISH
    }


def _headings(held: Mapping[str, Any]) -> Headings:
    legends: dict[str, str] = {}
    for key, text in held.get("legends", {}).items():
        below = held["legends_before"][key]
        legends[below] = f"{legends[below]}\n{text}" if below in legends else text
    sections = {
        key: Heading(one["title"], one.get("description", ""), one.get("footnote", ""))
        for key, one in held.get("sections", {}).items()
    }
    return Headings(sections, held.get("groups", {}), legends)


def _official(texts: Mapping[str, Any], language: str) -> Wording:
    return Wording(
        texts["text"],
        texts.get("options", {}),
        language,
        is_official=True,
        footnote=texts.get("footnote", ""),
        captions=texts.get("captions", {}),
    )


def _question(entry: dict[str, Any], official: Mapping[str, Mapping[str, Any]], kept: KeptWords) -> Question:
    # A file names options in a mapping, the database in pairs: either keeps the order of the form.
    options = dict(entry.get("options", {}))
    return Question(
        key=entry["key"],
        number=entry["number"],
        section=entry["section"],
        type=entry["type"],
        wording=Wording(entry["text"], options),
        group=entry.get("group", ""),
        part=entry.get("part", ""),
        hint=entry.get("hint", ""),
        multiple=entry.get("multiple", False),
        mandatory=entry.get("mandatory", False),
        exclusive=frozenset(entry.get("exclusive", ())),
        details=entry.get("details", {}),
        enabled_by=tuple(_condition_entry(condition) for condition in entry.get("enabled_by", ())),
        plausible=Plausible(**entry["plausible"]) if "plausible" in entry else None,
        public=frozenset(entry.get("public", ())),
        official={
            language: _official(texts[entry["key"]], language)
            for language, texts in official.items()
            if entry["key"] in texts
        },
        kept_words=kept,
    )


def _condition_entry(entry: Mapping[str, Any]) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            question=condition["question"],
            values=frozenset(condition["values"]) if "values" in condition else None,
            excluded=frozenset(condition["except"]) if "except" in condition else None,
        )
        for condition in entry.get("any_of", [entry])
    )


def build_links(document: Mapping[str, Any]) -> dict[str, Link]:
    """The links of a cross-cycle map by the current form's key."""
    return {
        entry["current"]: Link(
            current=entry["current"],
            previous=entry["previous"],
            values=entry.get("values", {}),
            not_comparable=entry.get("not_comparable", ""),
        )
        for entry in document["links"]
    }
