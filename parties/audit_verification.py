"""Whether the trail is as it was written: every chain walked, and held against heads that were exported before."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parties.audit import hash_of
from parties.models import AuditChain, AuditEvent

FOLDER = "audit-heads"
# Ends the name of the file that holds the signature of another, in base64.
SIGNATURE = ".sig"


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many events it has, and the hash of the last."""

    length: int
    head: str


@dataclass(frozen=True)
class Fault:
    """The first bad row of a chain."""

    subject: str
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"{self.subject}, event {self.sequence}: {self.what}"


def verify(*exports: Mapping[str, Head] | None) -> tuple[int, list[Fault]]:
    """Walk every chain in the order of subjects; returns how many there are, and the first fault of each bad one.

    `exports` are the heads of one day or of many: every one of them must still lie on its chain.
    """
    held = {chain.subject: Head(chain.length, chain.head) for chain in AuditChain.objects.all()}
    before: dict[str, set[Head]] = defaultdict(set)
    for exported in exports:
        for subject, head in (exported or {}).items():
            before[subject].add(head)
    faults = []
    events = AuditEvent.objects.order_by("subject", "sequence").iterator(chunk_size=1000)
    subjects = set()
    for subject, rows in groupby(events, key=lambda event: event.subject):
        subjects.add(subject)
        faults.append(first_fault(subject, rows, held.get(subject), before.get(subject, ())))
    for subject in sorted((held.keys() | before.keys()) - subjects):
        faults.append(first_fault(subject, (), held.get(subject), before.get(subject, ())))
    found = sorted((fault for fault in faults if fault), key=lambda fault: (fault.subject, fault.sequence))
    return len(held.keys() | before.keys() | subjects), found


def first_fault(
    subject: str, events: Iterable[AuditEvent], held: Head | None, exported: Iterable[Head] = ()
) -> Fault | None:
    """The first row of one chain, in the order of sequence, that is not what was written."""
    previous, at = "", 0
    known: dict[int, set[str]] = defaultdict(set)
    for head in exported:
        known[head.length].add(head.head)
    for event in events:
        at += 1
        if event.sequence != at:
            return Fault(subject, at, "this row is missing")
        if event.sha256 != hash_of(event):
            return Fault(subject, at, "its content is not what was written (changed, or moved here)")
        if event.previous != previous:
            return Fault(subject, at, "it does not follow the row before it (inserted, or the one before replaced)")
        if held is not None and at > held.length:
            return Fault(subject, at, f"it was inserted after the end: the chain has {held.length} rows")
        if known.get(at, {event.sha256}) != {event.sha256}:
            return Fault(subject, at, "its hash is not the one exported: the chain was written anew")
        previous = event.sha256
    return _fault_of_end(subject, at, previous, held, max(known, default=0))


def _fault_of_end(subject: str, at: int, last: str, held: Head | None, exported: int) -> Fault | None:
    if at < exported:
        return Fault(subject, at + 1, f"this row is missing: {exported} were exported")
    if held is None:
        return Fault(subject, at, "the chain's own row is missing")
    if at < held.length:
        return Fault(subject, at + 1, f"this row is missing: the chain has {held.length}")
    if last != held.head:
        return Fault(subject, at, "its hash is not the chain's head")
    return None


def export_heads(*, at: datetime, on: date) -> str:
    """Write the end of every chain to a file of the day, once; returns the file's name.

    The file belongs on another medium: whoever can cut the trail's tail should not reach it.
    """
    name = f"{FOLDER}/{on.isoformat()}.json"
    if not default_storage.exists(name):
        chains = {chain.subject: [chain.length, chain.head] for chain in AuditChain.objects.order_by("subject")}
        text = json.dumps({"at": at.isoformat(), "chains": chains}, ensure_ascii=False, indent=1)
        default_storage.save(name, ContentFile(text.encode()))
    return name


def kept_heads() -> Iterator[tuple[str, str]]:
    """Every file of heads that can be reached, by its name: those exported here, and copies kept elsewhere."""
    return _kept(".json")


def signatures() -> Iterator[tuple[str, str]]:
    """Every signature that can be reached, by the name of the file that it is of."""
    return ((name.removesuffix(SIGNATURE), text.strip()) for name, text in _kept(SIGNATURE))


def _kept(ending: str) -> Iterator[tuple[str, str]]:
    if default_storage.exists(FOLDER):
        for name in sorted(default_storage.listdir(FOLDER)[1]):
            if name.endswith(ending):
                with default_storage.open(f"{FOLDER}/{name}") as file:
                    yield f"{FOLDER}/{name}", file.read().decode(errors="replace")
    if settings.AUDIT_HEADS:
        for path in sorted(Path(settings.AUDIT_HEADS).glob(f"*{ending}")):
            yield str(path), path.read_text(encoding="utf-8", errors="replace")


def read_heads(text: str) -> dict[str, Head]:
    """The ends of chains as export_heads wrote them."""
    return {subject: Head(int(length), str(head)) for subject, (length, head) in json.loads(text)["chains"].items()}
