"""Editions: bytes of documents and forms against their hashes and the trail, figures from the form, signatures."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath

from evaluation.documents.produced import SERVED_AS
from evaluation.documents.sums import is_signed
from evaluation.editions.canonical import sha256
from evaluation.editions.rebuild import documents_changed, prove_form
from evaluation.models import Document, Edition, FindingText
from languages.told import said_later
from parties.checked import Checked
from parties.models import AuditEvent

# The state that an event of an edition leads to.
LEADS_TO = {
    "edition opened": Edition.State.DRAFT,
    "edition returned to draft": Edition.State.DRAFT,
    "edition sent to review": Edition.State.REVIEW,
    "edition published": Edition.State.PUBLISHED,
}
Key = tuple[str, str]


@dataclass
class Told:
    """What the trail says of one edition."""

    state: str = ""
    sha256: str = ""
    symbol: str | None = None
    changes: list[dict[str, str]] | None = None
    published: tuple[int | None, datetime] | None = None
    documents: dict[str, str] | None = None
    texts: dict[Key, tuple[str, str]] = field(default_factory=dict)


def told_editions() -> dict[Key, Told]:
    """{(evaluation, version): what the trail says}, its events read in their order."""
    found: dict[Key, Told] = {}
    events = AuditEvent.objects.filter(subject__startswith="evaluation/", action__startswith="edition ")
    rows = events.order_by("subject", "sequence").values_list("subject", "action", "by", "at", "detail")
    for subject, action, by, at, detail in rows:
        key = (subject.partition("/")[2], detail["version"])
        if action == "edition dropped":
            # Another may be opened under its number.
            found.pop(key, None)
            continue
        told = found.setdefault(key, Told())
        told.state = LEADS_TO.get(action, told.state)
        if action == "edition frozen":
            told.sha256 = detail["sha256"]
        elif action == "edition masthead written":
            told.symbol, told.changes = detail["symbol"], detail["changes"]
        elif action == "edition published":
            told.published, told.documents = (by, at), detail.get("documents")
        elif action == "edition text written":
            told.texts[detail["subject"], detail["language"]] = (detail["narrative"], detail["sources"])
    return found


def documents() -> Checked:
    """The bytes of every document against its hash, those published against the trail, and their signatures."""
    checked = Checked(said_later("Documents of editions: bytes, hashes, signatures"), number=Document.objects.count())
    told = told_editions()
    for edition in _editions():
        place = _place(edition)
        for name in documents_changed(edition):
            checked.fault(f"{place}, {name}", "its bytes are not those of its SHA-256")
        stands = dict(edition.documents.values_list("name", "sha256"))
        said = told.get(_key(edition), Told()).documents
        if edition.is_published and said is not None:
            for name in sorted(stands.keys() | said.keys()):
                if stands.get(name) != said.get(name):
                    checked.fault(f"{place}, {name}", "it is not the document that was published")
        elif edition.is_published:
            checked.remarks.append(f"{place}: it was published before the trail told of its documents.")
        for name, media_type in edition.documents.values_list("name", "media_type"):
            if media_type != SERVED_AS.get(PurePath(name).suffix, media_type):
                checked.fault(f"{place}, {name}", f"it is served as {media_type}")
        _signature(edition, checked)
    return checked


def _signature(edition: Edition, checked: Checked) -> None:
    kinds = ("sums", "signature", "public-key")
    held = {one.kind: bytes(one.content) for one in edition.documents.filter(kind__in=kinds)}
    if "signature" not in held:
        return
    try:
        signed = is_signed(held.get("sums", b""), held["signature"], held.get("public-key", b"").decode())
    except ValueError:
        signed = False
    if not signed:
        checked.fault(_place(edition), "its signature is not of its checksums")


def editions() -> Checked:
    """Every edition: the frozen form against its hash, the trail, and a recomputation from the form alone."""
    checked = Checked(said_later("Editions: frozen form, state, figures computed anew from it"))
    told = told_editions()
    for edition in _editions():
        checked.number += 1
        place, said = _place(edition), told.pop(_key(edition), None)
        if said is None:
            checked.fault(place, "the trail does not tell of this edition")
            continue
        checked.same(place, "state", edition.state, said.state)
        checked.same(place, "SHA-256", edition.sha256, said.sha256)
        # Where nobody wrote one, it is that of the edition that it corrects.
        symbol = said.symbol if said.symbol is not None else edition.corrects.symbol if edition.corrects else ""
        checked.same(place, "masthead", [edition.symbol, edition.changes], [symbol, said.changes or []])
        if edition.is_published:
            checked.same(place, "publication", (edition.publisher_id, edition.published_at), said.published)
        if edition.is_frozen:
            _form(edition, checked)
    for evaluation, version in sorted(told):
        checked.fault(f"edition {evaluation} {version}", "the edition that the trail tells of is gone")
    return checked


def _form(edition: Edition, checked: Checked) -> None:
    content = bytes(Edition.objects.values_list("frozen", flat=True).get(pk=edition.pk) or b"")
    if sha256(content) != edition.sha256:
        checked.fault(_place(edition), "its frozen form is not that of its SHA-256")
        return
    # A draft is computed anew when it is frozen again; what is published must still follow from its evidence.
    if edition.is_published:
        proved = prove_form(content)
        for difference in proved.differences:
            checked.fault(_place(edition), difference)
        checked.remarks += [f"{_place(edition)}: {line}" for line in proved.elsewhere]


def texts() -> Checked:
    """What staff wrote beside the sentences of each edition, against the trail; a correction begins with the texts of
    the edition that it corrects."""
    checked = Checked(said_later("Texts of editions against the trail"))
    told = told_editions()
    for edition in _editions():
        expected = _texts_told(edition, told)
        place = _place(edition)
        for text in FindingText.objects.filter(edition=edition).order_by("subject", "language"):
            checked.number += 1
            said = expected.pop((text.subject, text.language), None)
            if said != (text.narrative, text.sources):
                checked.fault(f"{place}, {text.subject} in {text.language}", "it is not the text that was written")
        for (subject, language), said in sorted(expected.items()):
            if any(said):
                checked.fault(f"{place}, {subject} in {language}", "the text that was written is gone")
    return checked


def _texts_told(edition: Edition, told: dict[Key, Told]) -> dict[Key, tuple[str, str]]:
    before = _texts_told(edition.corrects, told) if edition.corrects else {}
    said = told.get(_key(edition))
    return before | (said.texts if said else {})


def _editions() -> list[Edition]:
    return list(Edition.objects.select_related("evaluation", "corrects__evaluation").order_by("pk"))


def _key(edition: Edition) -> Key:
    return edition.evaluation.slug, edition.version


def _place(edition: Edition) -> str:
    return f"edition {edition.evaluation.slug} {edition.version}"
