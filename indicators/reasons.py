"""Why something is not said: codes with parameters, as they are stored; the words are the reader's. Pure."""

from enum import StrEnum
from urllib.parse import parse_qsl, urlencode


class NotAssessed(StrEnum):
    """Reasons for saying nothing; a result, counted and shown like the others. What they take stands beside them."""

    TOO_FEW = "too few answers in both cycles"
    NO_TARGET = "no target in the plan"
    NO_DUE_DATE = "no due date"
    PAST_DUE = "past due"
    AT_TARGET = "the panel was at the target already"
    OF_ALL_PARTIES = "the target speaks of all Parties together"
    NOT_MEASURED = "the measure cannot judge the target"
    NO_DATA_SOURCE = "no data source"
    NO_SNAPSHOT = "no snapshot"
    QUESTION_CHANGED = "question changed"
    SCALE_CHANGED = "scale changed"  # note: what the plan's data says of it
    NARRATIVE_ONLY = "narrative only"
    AWAITING_FIGURE = "awaiting a recorded figure"
    NO_REPORTS = "no report counted"
    NOBODY_ANSWERED = "nobody answered"
    NO_PARTY = "no Party in this group"
    NO_DIRECTION = "no direction stated"
    PER_PERIOD = "each figure covers a period of its own"
    NOBODY = "applies to nobody"
    NOT_BY_PARTY_ANSWERS = "not taken from answers of Parties"
    NOT_ASKED = "not asked"  # cycle
    NOT_YET = "read later"  # day
    NOT_REACHED = "not reached yet"  # day
    NO_COMPARISON = "no comparison of these cycles is stated"
    REBUILT = "a count rebuilt from dates of registration"


class Unread(StrEnum):
    """Why an answer that was given counts as unanswered."""

    IMPLAUSIBLE = "an answer that cannot be true"


def coded(code: StrEnum, **parameters: str) -> str:
    """A code with its parameters as one text: "not asked?cycle=NR3"."""
    return f"{code}?{urlencode(parameters)}" if parameters else str(code)


def decoded(text: str) -> tuple[str, dict[str, str]]:
    """The code and the parameters of a stored text; a text that is no code is its own."""
    code, mark, rest = text.partition("?")
    return (code, dict(parse_qsl(rest, keep_blank_values=True))) if mark and "=" in rest else (text, {})


class Source(StrEnum):
    """What a computed figure is taken from. What was entered has its own source, in the words of who entered it."""

    REPORTS = "national reports"  # cycle
    SNAPSHOT = "registry snapshot"  # day
    REBUILT = "registry rebuilt"  # day
    TREATY = "treaty dates"  # basis, who: codes of countries, where they are few


_CODES = frozenset(str(code) for kind in (NotAssessed, Unread, Source) for code in kind)


def code_of(text: str) -> str:
    """The code of a stored text, without what it takes; a text that is no code of ours as it stands."""
    code, _given = decoded(text)
    return code if code in _CODES else text
