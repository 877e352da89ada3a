"""The head of a document, as the documents of the United Nations have it; the symbol is never made up. Pure."""

from dataclasses import dataclass
from datetime import date

from evaluation.documents.words import Words, words_of
from evaluation.editions.form import FrozenForm
from languages.codes import ENGLISH
from languages.writing import bracketed

# Their documents print the day and the languages in English, only French and Spanish ones translate them.
_IN_ENGLISH = frozenset({"ar", "ru", "zh"})


@dataclass(frozen=True)
class Masthead:
    """Body, symbol, distribution, date, languages, meeting, agenda item, title; empty where there is none.

    `facts_language` is that of distribution, date and languages.
    """

    body: str
    short: str
    symbol: str
    is_official: bool
    distribution: str
    day: str
    original: str
    facts_language: str
    courtesy: str
    meeting: tuple[str, ...]
    item: str
    title: str
    title_language: str
    edition: str


def masthead(edition: FrozenForm, words: Words) -> Masthead:
    """What stands at the head of every document of an edition."""
    held = edition.edition
    symbol = held["symbol"]
    title, title_language = edition.title(words.language)
    item = held["agenda_item"]
    facts = words_of(edition, ENGLISH) if words.language in _IN_ENGLISH else words
    # The original itself says no more than that.
    language = () if words.language == ENGLISH else (facts.names("languages")[words.language],)
    version = held["version"]
    version = words("masthead.edition", version=version) if version else words("masthead.preview")
    if held["corrects"]:
        version += bracketed(words("masthead.corrects", version=held["corrects"]), words.language)
    return Masthead(
        body=words("masthead.body"),
        short=words("masthead.short"),
        symbol=symbol or words("masthead.not_official"),
        is_official=bool(symbol),
        distribution=facts("masthead.distribution"),
        day=facts.day(edition.frozen_on),
        original=" / ".join((*language, facts("masthead.original"))),
        facts_language=facts.language,
        courtesy="" if words.language == ENGLISH else words("masthead.courtesy"),
        meeting=_meeting(edition, words),
        item=words("masthead.item", item=item) if item else "",
        title=title if title_language == words.language else words.in_english(title),
        title_language=title_language,
        edition=version,
    )


def _meeting(edition: FrozenForm, words: Words) -> tuple[str, ...]:
    """The meeting's title, as staff typed it where no catalogue has it, then its place and days."""
    meeting = edition.edition["meeting"]
    if not meeting:
        return ()
    given = [date.fromisoformat(meeting[name]) for name in ("starts_on", "ends_on") if meeting.get(name)]
    days = words.days(given[0], given[-1]) if given else ""
    place = words.in_a_clause((words.named(meeting.get("place") or ""), days))
    return tuple(part for part in (words.of_data(meeting["title"]), place) if part)
