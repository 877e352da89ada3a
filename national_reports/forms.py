"""What was sent of a question, read as its answer: the shape of the values of each kind.

A field is named by question and version, and by the part that it holds (`sending.py`): Q014~7 (options, number, day),
Q014~7:fr (the text in a language), Q014~7:detail:OPTION:fr or Q014~7:detail:OPTION (what is added to an option),
Q014~7:name … (a contact), Q014~7:0:url and Q014~7:0:title … (links); Q014~7:shown ends every question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from languages.typed import NotRead, TwoReadings, whole_number, without_per_cent
from national_reports.codec import AnswerData, Detail, clean_text
from national_reports.questionnaire import Question
from national_reports.sending import NAME, Sent
from parties.formats import as_digits
from parties.in_languages import reader_language
from parties.typed_numbers import two_readings

LONGEST_TEXT = 100_000
LONGEST_LINE = 500
MOST_LINKS = 20
GREATEST = 10**18 - 1
# The codes that a report's texts have: those of the interface's languages, without a script.
LANGUAGES = tuple(code.partition("-")[0] for code in settings.ALL_LANGUAGES)
CONTACT = ("name", "post", "institution", "email", "telephone")


class FieldInvalid(ValueError):
    """A value that its question does not take; the text says what to do."""

    def __init__(self, question: Question, reason: str) -> None:
        super().__init__(reason)
        self.question = question
        self.reason = reason


class FieldUnknown(ValueError):
    """Fields that the form of a question does not have: whoever sends them means something else."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class VersionMissing(ValueError):
    """A save that does not say which version it was read at, or did not arrive whole."""


@dataclass(frozen=True)
class PostedAnswer:
    question: Question
    data: AnswerData
    read_version: int
    # A digest of what the page showed; "" where it does not say.
    shown: str = ""


def read_answer(
    sent: Mapping[str, Sent], question: Question, *, languages: Sequence[str], held: AnswerData | None
) -> PostedAnswer:
    """Read one question's fields. Texts in languages that the form does not show are kept from `held`.

    Raises VersionMissing and FieldInvalid.
    """
    one = sent.get(question.key)
    if one is None or one.shown is None:
        raise VersionMissing(question.key)
    if one.is_mixed:
        raise FieldInvalid(question, _("Your browser put two texts into this answer: look through them, then save."))
    reader = _READERS.get(question.kind, _read_options)
    return PostedAnswer(question, reader(one, question, languages, held or AnswerData()), one.version, one.shown)


# Beside the fields of questions; see sending.py.
_OF_THE_FORM = frozenset({"tab", "sequence", "slip", "end", "csrfmiddlewaretoken"})


def check_fields(names: Iterable[str], question: Question, *, held: AnswerData | None) -> None:
    """See that a form of one question has that question's fields and no other. Raises FieldUnknown."""
    parts = _parts_of(question, held or AnswerData())
    strange = [
        name
        for name in names
        if name not in _OF_THE_FORM
        and not ((found := NAME.fullmatch(name)) and found["key"] == question.key and (found["part"] or "") in parts)
    ]
    if strange:
        raise FieldUnknown(strange)


def _parts_of(question: Question, held: AnswerData) -> set[str]:
    """The parts of the fields that a question can have, in whichever languages."""

    def texts(part: str, texts: Mapping[str, str]) -> set[str]:
        return {f"{part}{code}" for code in (*LANGUAGES, *texts)}

    match question.kind:
        case "text":
            return {"shown"} | texts("", held.texts)
        case "contact":
            return {"shown", *CONTACT}
        case "links":
            return {"shown"} | {f"{place}:{name}" for place in range(MOST_LINKS) for name in ("url", "title")}
        case "number" | "day":
            return {"shown", ""}
    found = {"shown", ""}
    for code, what in question.details.items():
        kept = held.details.get(code)
        place = f"detail:{code}"
        found |= {place} if what == "amount" else texts(f"{place}:", kept if isinstance(kept, Mapping) else {})
    return found


def read_page(
    sent: Mapping[str, Sent], questions: Sequence[Question], *, languages: Sequence[str], held: Mapping[str, AnswerData]
) -> tuple[list[PostedAnswer], list[FieldInvalid]]:
    """Read every question of a page that arrived; what can't be read stands beside what can."""
    answers, invalid = [], []
    for question in questions:
        try:
            answers.append(read_answer(sent, question, languages=languages, held=held.get(question.key)))
        except FieldInvalid as fault:
            invalid.append(fault)
        except VersionMissing:
            continue
    return answers, invalid


def as_typed(sent: Sent, question: Question, *, languages: Sequence[str], held: AnswerData) -> AnswerData:
    """What a question's fields say, whether or not it takes that: to be shown again and mended.

    A number that is none has no place in an answer: the page shows it from what was sent.
    """
    match question.kind:
        case "text":
            return AnswerData(texts=_as_sent(sent, "", languages, held.texts))
        case "contact":
            return AnswerData(entries=({name: sent.get(name) for name in CONTACT},))
        case "links":
            places = range(MOST_LINKS)
            links = [{"url": sent.get(f"{place}:url"), "title": sent.get(f"{place}:title")} for place in places]
            return AnswerData(entries=tuple(link for link in links if any(link.values())))
        case "day":
            return AnswerData(entries=({"day": sent.get()},))
        case "number":
            return AnswerData()
    chosen = sent.getlist()
    details: dict[str, Detail] = {}
    for code, what in question.details.items():
        kept = held.details.get(code)
        if what != "amount":
            texts = kept if isinstance(kept, Mapping) else {}
            details[code] = _as_sent(sent, f"detail:{code}:", languages, texts)
    return AnswerData(options=tuple(code for code in question.options if code in chosen), details=details)


def _as_sent(sent: Sent, part: str, languages: Sequence[str], held: Mapping[str, str]) -> dict[str, str]:
    return {**held, **{code: sent.get(f"{part}{code}") for code in _shown(sent, part, languages, held)}}


def _shown(sent: Sent, part: str, languages: Sequence[str], held: Mapping[str, str]) -> list[str]:
    """The languages that the page showed a box for: a colleague may have taken one off the report meanwhile."""
    known = dict.fromkeys((*languages, *LANGUAGES, *languages_beside(held, languages)))
    return [code for code in known if f"{part}{code}" in sent]


def languages_beside(texts: Mapping[str, str], languages: Sequence[str]) -> list[str]:
    """The languages that somebody wrote in, though the report does not name them."""
    return [code for code, text in texts.items() if text and code not in languages and not code.endswith("*")]


def _read_options(sent: Sent, question: Question, languages: Sequence[str], held: AnswerData) -> AnswerData:
    codes = [code for code in sent.getlist() if code]
    for code in codes:
        if code not in question.options:
            raise FieldInvalid(question, _("Choose one of the options shown."))
    if len(codes) > 1 and not question.multiple:
        raise FieldInvalid(question, _("Choose one option only."))
    # In the order of the form, whatever order they came in.
    chosen = tuple(code for code in question.options if code in codes)
    details: dict[str, Detail] = {}
    for code, what in question.details.items():
        if what == "amount":
            amount = _clean_line(sent.get(f"detail:{code}"))
            if amount:
                details[code] = _whole(question, without_per_cent(amount))
        else:
            kept = held.details.get(code)
            texts = _texts(sent, question, f"detail:{code}:", languages, kept if isinstance(kept, Mapping) else {})
            if texts:
                details[code] = texts
    return AnswerData(options=chosen, details=details)


def _read_text(sent: Sent, question: Question, languages: Sequence[str], held: AnswerData) -> AnswerData:
    return AnswerData(texts=_texts(sent, question, "", languages, held.texts))


def _read_number(sent: Sent, question: Question, languages: Sequence[str], held: AnswerData) -> AnswerData:
    typed = _clean_line(sent.get())
    return AnswerData(number=_whole(question, typed) if typed else None)


def _read_day(sent: Sent, question: Question, languages: Sequence[str], held: AnswerData) -> AnswerData:
    typed = _clean_line(sent.get())
    if not typed:
        return AnswerData()
    try:
        return AnswerData(entries=({"day": date.fromisoformat(typed).isoformat()},))
    except ValueError:
        raise FieldInvalid(
            question,
            _("Give a whole day of the calendar. Where the field shows no calendar, write it as here: %(day)s.")
            % {"day": as_digits("2019-09-30")},
        ) from None


def _read_contact(sent: Sent, question: Question, languages: Sequence[str], held: AnswerData) -> AnswerData:
    entry = {name: _line(question, sent.get(name)) for name in CONTACT}
    if entry["email"]:
        try:
            validate_email(entry["email"])
        except ValidationError:
            raise FieldInvalid(
                question, _("The e-mail address is not whole; it looks like name@example.org.")
            ) from None
    entry = {name: value for name, value in entry.items() if value}
    return AnswerData(entries=(entry,) if entry else ())


def _read_links(sent: Sent, question: Question, languages: Sequence[str], held: AnswerData) -> AnswerData:
    links = []
    for place in range(MOST_LINKS):
        url = _line(question, sent.get(f"{place}:url"))
        title = _line(question, sent.get(f"{place}:title"))
        if not (url or title):
            continue
        if not is_web_address(url):
            raise FieldInvalid(question, _("An address begins with http:// or https://."))
        links.append({"url": url, "title": title} if title else {"url": url})
    return AnswerData(entries=tuple(links))


_READERS = {
    "text": _read_text,
    "number": _read_number,
    "day": _read_day,
    "contact": _read_contact,
    "links": _read_links,
}


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def _texts(
    sent: Sent, question: Question, part: str, languages: Sequence[str], held: Mapping[str, str]
) -> dict[str, str]:
    # What the page did not show stays as it is: other languages, courtesy translations.
    shown = _shown(sent, part, languages, held)
    texts = {code: text for code, text in held.items() if code not in shown}
    for code in shown:
        # Browsers send lines with \r\n; what is stored and compared has \n.
        text = clean_text(sent.get(f"{part}{code}").replace("\r\n", "\n").replace("\r", "\n"))
        if len(text) > LONGEST_TEXT:
            raise FieldInvalid(
                question,
                _("The text has %(n)d characters; at most %(most)d are taken. Put the rest in a file.")
                % {"n": len(text), "most": LONGEST_TEXT},
            )
        if text.strip():
            texts[code] = text
    return texts


def _line(question: Question, text: str) -> str:
    line = _clean_line(text)
    if len(line) > LONGEST_LINE:
        raise FieldInvalid(question, _("A line takes at most %(most)d characters.") % {"most": LONGEST_LINE})
    return line


def _clean_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _whole(question: Question, text: str) -> int:
    """A whole number as the reader's language writes it; what may be two numbers is asked back."""
    try:
        number = whole_number(text, reader_language())
    except TwoReadings as fault:
        raise FieldInvalid(question, two_readings(text, fault)) from fault
    except NotRead as fault:
        raise FieldInvalid(question, _("Give a whole number in digits, for example 1500.")) from fault
    if abs(number) > GREATEST:
        raise FieldInvalid(question, _("Give a whole number in digits, for example 1500."))
    return number
