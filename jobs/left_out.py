"""The one list of what was not counted, not read or not sent, and why. Every write may run twice."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jobs.models import LeftOut

BATCH = 500
SOURCE_LENGTH, KEY_LENGTH, SUBJECT_LENGTH = 120, 200, 300
# A reason may quote what could not be read; a whole file is no reason.
REASON_LENGTH = 2000
ABOUT_LENGTH = 140
# How the app that lists things of a kind of source, "name number", says their subjects now; by the name.
_subjects: dict[str, Callable[[set[str]], dict[str, str]]] = {}


@dataclass(frozen=True)
class Entry:
    """One thing that was left out: a key that the next run gives it too, what it is in words, and why.

    `party` is the code of the Party that it is about, where there is one; `about` what it tells of, under a name that
    another source gives it too.
    """

    key: str
    subject: str
    reason: str
    party: str = ""
    about: str = ""


def word_subjects(source: str, say: Callable[[set[str]], dict[str, str]]) -> None:
    """Let an app say the subjects of its sources in the reader's language; called in AppConfig.ready() of that app."""
    _subjects[source] = say


def subjects_in_words(sources: Iterable[str]) -> dict[str, str]:
    """Subjects by their sources, where an app words them: of what has a name in each language."""
    named: dict[str, set[str]] = {}
    for source in sources:
        named.setdefault(source.partition(" ")[0], set()).add(source)
    return {
        source: said
        for name, found in named.items()
        if name in _subjects
        for source, said in _subjects[name](found).items()
    }


def note_left_out(
    *, kind: LeftOut.Kind, source: str, key: str, subject: str, reason: str, at: datetime, party: str = ""
) -> None:
    """Put one thing on the list; seen again, it keeps the day since when it is there."""
    _upsert(kind, _fitting(source, SOURCE_LENGTH), [Entry(key, subject, reason, party)], at)


def replace_left_out(*, kind: LeftOut.Kind, source: str, entries: Iterable[Entry], at: datetime) -> int:
    """Say what a whole run over a source left out: these stand, others of that source are made up for.

    Returns how many stand. Entries with the same key are one; the last counts.
    """
    source = _fitting(source, SOURCE_LENGTH)
    with transaction.atomic():
        keys = _upsert(kind, source, entries, at)
        open_before = LeftOut.objects.open().filter(kind=kind, source=source).values_list("pk", "key")
        made_up_for = [pk for pk, key in open_before if key not in keys]
        for start in range(0, len(made_up_for), BATCH):
            LeftOut.objects.filter(pk__in=made_up_for[start : start + BATCH]).update(ended_at=at)
    return len(keys)


def end_left_out(*, kind: LeftOut.Kind, source: str, key: str, at: datetime) -> bool:
    """Say that one thing was made up for; False when it was not on the list."""
    open_here = LeftOut.objects.open().filter(kind=kind, source=_fitting(source, SOURCE_LENGTH))
    return bool(open_here.filter(key=_fitting(key, KEY_LENGTH)).update(ended_at=at))


def end_elsewhere(*, kind: LeftOut.Kind, about: Iterable[str], but: str, at: datetime) -> int:
    """Say of these things that source `but` was read for them: what it could not read stands in its own rows, and
    what other sources left out of them is made up for. Returns how many rows that ends.
    """
    source, names = _fitting(but, SOURCE_LENGTH), sorted({_fitting(one, ABOUT_LENGTH) for one in about if one})
    ended = 0
    for start in range(0, len(names), BATCH):
        elsewhere = LeftOut.objects.open().filter(kind=kind, about__in=names[start : start + BATCH])
        ended += elsewhere.exclude(source=source).update(ended_at=at)
    return ended


def _upsert(kind: LeftOut.Kind, source: str, entries: Iterable[Entry], at: datetime) -> set[str]:
    """Write entries and return the keys they are held under."""
    rows = {
        (key := _fitting(entry.key, KEY_LENGTH)): LeftOut(
            kind=kind,
            source=source,
            key=key,
            subject=_plain(entry.subject)[:SUBJECT_LENGTH],
            party=entry.party[:3],
            reason=_plain(entry.reason)[:REASON_LENGTH],
            about=_fitting(entry.about, ABOUT_LENGTH),
            since=at,
            last_seen_at=at,
        )
        for entry in entries
    }
    keys = list(rows)
    with transaction.atomic():
        for start in range(0, len(keys), BATCH):
            # What comes back after it was made up for is there since now.
            ended = LeftOut.objects.filter(kind=kind, source=source, key__in=keys[start : start + BATCH])
            ended.exclude(ended_at=None).update(since=at, last_seen_at=at, ended_at=None)
        LeftOut.objects.bulk_create(
            rows.values(),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["kind", "source", "key"],
            update_fields=["subject", "party", "reason", "about", "last_seen_at"],
        )
    return set(rows)


def _plain(text: str) -> str:
    """The same text without what no database holds: names of files may carry anything."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _fitting(text: str, length: int) -> str:
    """A text that is too long ends in its digest, so that two that begin alike stay two."""
    text = _plain(text)
    if len(text) <= length:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return f"{text[: length - len(digest) - 1]}…{digest}"
