"""What people wrote in a report, and translations of it made as a courtesy: beside the original, never for it. Pure.

A passage is the text of an answer, or the remark at one of its options. A translation carries the digest of the text
that it was made from, so that one of an earlier text is never shown as of the one that stands.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from languages.codes import place, short
from national_reports.codec import AnswerData

# What a Party sends along as a courtesy stands in its document under the language with an asterisk.
STAR = "*"

Place = tuple[str, str]


@dataclass(frozen=True)
class Passage:
    """One text as its Party wrote it: `option` is empty for the answer's own text; `own` and `along` by language."""

    question: str
    option: str
    language: str
    own: Mapping[str, str]
    # Courtesy translations that came with the report.
    along: Mapping[str, str]

    @property
    def place(self) -> Place:
        return self.question, self.option

    @property
    def name(self) -> str:
        """How a file names it: "Q020", or "Q020 true" for the remark at an option."""
        return f"{self.question} {self.option}".strip()

    @property
    def text(self) -> str:
        """The one that is translated."""
        return self.own[self.language]

    @property
    def sha256(self) -> str:
        return digest_of(self.text)

    def is_written_in(self, language: str) -> bool:
        """Whether its Party says it in this language itself."""
        return short(language) in map(short, self.own)


@dataclass(frozen=True)
class Made:
    """A translation as it is kept: of which text, into which language, by whom and when."""

    language: str
    text: str
    maker: str
    on: date
    source_language: str
    source_sha256: str
    # The version of the report that it was entered for.
    version: int


@dataclass(frozen=True)
class Courtesy:
    """A translation beside a text; `maker` is empty and `on` none where it came with the report."""

    language: str
    text: str
    maker: str = ""
    on: date | None = None
    of_this_text: bool = True
    version: int = 0

    @property
    def came_along(self) -> bool:
        return not self.maker


Beside = Mapping[Place, Sequence[Courtesy]]


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def passages(answers: Mapping[str, AnswerData], languages: Sequence[str]) -> list[Passage]:
    """Every text in answers, in their order; of several languages the first of the report's own is translated from."""
    found = []
    for question, answer in answers.items():
        remarks = {code: held for code, held in answer.details.items() if isinstance(held, Mapping)}
        for option, texts in {"": answer.texts, **remarks}.items():
            own = {code: text for code, text in texts.items() if not code.endswith(STAR) and text.strip()}
            along = {code.rstrip(STAR): text for code, text in texts.items() if code.endswith(STAR) and text.strip()}
            if own:
                language = next((code for code in languages if code in own), next(iter(own)))
                found.append(Passage(question, option, language, own, along))
    return found


def beside(passage: Passage, made: Iterable[Made], *, version: int) -> list[Courtesy]:
    """The translations of one passage, one a language: of this text, else what came along, else of an earlier text.

    `made` are those of its place, for any version of the report; of `version` itself goes before others.
    """
    here = [one for one in made if not passage.is_written_in(one.language)]
    ranked = sorted(here, key=lambda one: (one.version == version, one.version), reverse=True)
    of_this = [one for one in ranked if digest_of(passage.own.get(one.source_language, "")) == one.source_sha256]
    found: dict[str, Courtesy] = {}
    for one in of_this:
        found.setdefault(one.language, Courtesy(one.language, one.text, one.maker, one.on, version=one.version))
    for code, text in passage.along.items():
        if not passage.is_written_in(code):
            found.setdefault(short(code), Courtesy(short(code), text))
    for one in ranked:
        if one.version <= version:
            earlier = Courtesy(one.language, one.text, one.maker, one.on, of_this_text=False, version=one.version)
            found.setdefault(one.language, earlier)
    return sorted(found.values(), key=lambda one: place(one.language))
