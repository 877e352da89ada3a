"""The head of a document, as the documents of the United Nations have it; the symbol is never made up. Pure."""

from dataclasses import dataclass
from datetime import date

from evaluation.documents.words import Words
from evaluation.editions.form import FrozenForm
from languages.codes import ENGLISH


@dataclass(frozen=True)
class Masthead:
    """Body, symbol, distribution, date, original language, meeting, agenda item, title; empty where there is none."""

    body: str
    short: str
    symbol: str
    is_official: bool
    distribution: str
    day: str
    original: str
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
    title, language = edition.title(words.language)
    item = held["agenda_item"]
    version = held["version"]
    version = words("masthead.edition", version=version) if version else words("masthead.preview")
    if held["corrects"]:
        version += f" ({words('masthead.corrects', version=held['corrects'])})"
    return Masthead(
        body=words("masthead.body"),
        short=words("masthead.short"),
        symbol=symbol or words("masthead.not_official"),
        is_official=bool(symbol),
        distribution=words("masthead.distribution"),
        day=words.day(edition.frozen_on),
        original=words("masthead.original"),
        courtesy="" if words.language == ENGLISH else words("masthead.courtesy"),
        meeting=_meeting(edition, words),
        item=words("masthead.item", item=item) if item else "",
        title=title if language == words.language else words.in_english(title),
        title_language=language,
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
