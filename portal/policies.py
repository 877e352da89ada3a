"""The Secretariat's own words on pages that are its to write: what is published, personal data, terms.

They stand in the trail itself, one chain a page and language: who entered them and when, with every text before.
Where none were entered the page shows the portal's own text, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from languages.codes import ENGLISH, LANGUAGES
from languages.told import said_later
from parties.audit import record
from parties.changes import lock, note_change
from parties.models import AuditEvent, User
from typesetting.text import clean

TITLES: Mapping[str, StrOrPromise] = {
    "content": _("What is published, and what is taken off"),
    "privacy": _("Privacy notice"),
    "terms": _("Terms of use"),
}
SOURCE = "policies"
ENTERED = said_later("page worded")
MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class PolicyText:
    """What stands on a page in a language; `version` counts its texts, 0 where none was ever entered."""

    language: str
    text: str = ""
    version: int = 0
    by: str = ""
    at: datetime | None = None


class WordedMeanwhile(RuntimeError):
    """Somebody else entered a text since this one was begun."""


def texts_of(page: str) -> dict[str, PolicyText]:
    """The text of a page in each of the six languages, empty where the portal's own stands; one query."""
    subjects = {_subject(page, language): language for language in LANGUAGES}
    events = AuditEvent.objects.filter(subject__in=subjects).select_related("by").order_by("sequence")
    found = {language: PolicyText(language) for language in LANGUAGES}
    for event in events:
        language = subjects[event.subject]
        by = event.by.name if event.by else ""
        found[language] = PolicyText(language, event.detail["text"], event.sequence, by, event.at)
    return found


def text_for(page: str, language: str) -> PolicyText | None:
    """What a reader is shown: their language, else English, else what there is; None where nothing was entered."""
    entered = {code: one for code, one in texts_of(page).items() if one.text}
    return entered.get(language) or entered.get(ENGLISH) or next(iter(entered.values()), None)


def enter_text(*, page: str, language: str, text: str, over: int, by: User, at: datetime) -> None:
    """Put a text on a page in place of version `over`; an empty one brings the portal's own back.

    The same text again is no change. Raises WordedMeanwhile.
    """
    text = clean(text)
    with transaction.atomic():
        lock(SOURCE)
        standing = texts_of(page)[language]
        if standing.text == text:
            return
        if standing.version != over:
            raise WordedMeanwhile
        record(subject=_subject(page, language), action=ENTERED, by=by, at=at, detail={"text": text})
        note_change(SOURCE)


def _subject(page: str, language: str) -> str:
    return f"page/{page}/{language}"
