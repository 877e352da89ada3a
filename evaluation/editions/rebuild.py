"""Prove an edition: recompute it, render it again, and compare with what is stored, or with a list of hashes.

Figures and findings are proved by any later code of the same method version, documents by the code that set them: other
code sets other bytes and proves nothing. What can't be proved here is told with the release that can.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from evaluation.documents.produced import stem
from evaluation.editions import building
from evaluation.editions.canonical import canonical, sha256
from evaluation.editions.form import FrozenForm
from evaluation.editions.provenance import renderer
from evaluation.editions.rebuilding import recompute
from evaluation.editions.sensitivity import sensitivity
from evaluation.editions.summaries import coverage, summaries
from evaluation.models import Edition
from indicators.calculations import METHOD_VERSION

# Who holds the key signs; whoever rebuilds elsewhere checks the signature instead.
SIGNED = ("signature", "public-key")


@dataclass(frozen=True)
class Rebuilt:
    """What came out the same, with its hash, what did not, and what another release has to prove."""

    same: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def compare(self, what: str, stored: str, now: str) -> None:
        if stored == now:
            self.same.append(f"{stored}  {what}")
        else:
            self.differences.append(f"{what}: stored {stored or 'nothing'}, rebuilt {now or 'nothing'}")


def rebuild(edition: Edition) -> Rebuilt:
    """Rebuild a stored edition, and hold every document's bytes against their hash."""
    content = bytes(Edition.objects.values_list("frozen", flat=True).get(pk=edition.pk) or b"")
    stored = dict(edition.documents.values_list("name", "sha256"))
    held_back = edition.documents.filter(kind__in=SIGNED) if not getattr(settings, "EDITION_SIGNING_KEY", "") else ()
    kept = {one.name: stored.pop(one.name) for one in held_back}
    rebuilt = rebuild_form(content, stored)
    rebuilt.compare("the edition's own hash", edition.sha256, sha256(content))
    for name, digest in kept.items():
        rebuilt.same.append(f"{digest}  {name}: kept, and not made anew without the signing key")
    for name in documents_changed(edition):
        rebuilt.differences.append(f"{name}: the stored bytes are not those of its hash")
    return rebuilt


def documents_changed(edition: Edition) -> list[str]:
    """The documents of an edition whose bytes are not those of their hash."""
    return [one.name for one in edition.documents.all() if sha256(bytes(one.content)) != one.sha256]


def rebuild_form(content: bytes, stored: Mapping[str, str]) -> Rebuilt:
    """Compute values, findings and summaries from the frozen evidence, render every document, compare each hash.

    `stored` is {name: SHA-256} of what was published; no database is asked.
    """
    form = FrozenForm.of(content)
    rebuilt = _proved(form, content)
    made_by = form.get("made_by", {})
    other = [name for name, held in renderer().items() if name in made_by and made_by[name] != held]
    if other:
        rebuilt.elsewhere.append(f"{len(stored)} documents: made with another {', '.join(other)}; {_way(made_by)}")
        if (name := f"{stem(form)}-frozen.json") in stored:
            rebuilt.compare(name, stored[name], form.sha256)
    elif made_by:
        _prove_documents(content, stored, rebuilt)
    else:
        _try_documents(form, content, stored, rebuilt)
    return rebuilt


def prove_form(content: bytes) -> Rebuilt:
    """The part of `rebuild_form` that renders nothing: figures, findings and summaries from the frozen evidence."""
    return _proved(FrozenForm.of(content), content)


def _proved(form: FrozenForm, content: bytes) -> Rebuilt:
    rebuilt = Rebuilt()
    if form["method"]["version"] == METHOD_VERSION:
        _prove_figures(form, content, rebuilt)
    else:
        way = _way(form.get("made_by", {}))
        rebuilt.elsewhere.append(
            f"figures and findings: of method {form['method']['version']}, this is {METHOD_VERSION}; {way}"
        )
    return rebuilt


def _way(made_by: Mapping[str, Any]) -> str:
    """Where to go on: by whom, and by whose contents if that release was not the one that made it."""
    if not made_by:
        return "the release that made it is not told"
    return f"check out v{made_by['release']} (contents {made_by['code']}) and run this again"


def _prove_figures(form: FrozenForm, content: bytes, rebuilt: Rebuilt) -> None:
    again = recompute(form)
    anew = {
        **form,
        "values": again.values,
        "findings": again.findings,
        "summaries": summaries(form),
        "coverage": coverage(form),
        "sensitivity": sensitivity(form),
        "transitions": {name: moved for name in sorted(form["measures"]) if (moved := form.moved(name))},
    }
    rebuilt.compare("computed anew from the frozen form", sha256(content), sha256(canonical(anew)))


def _try_documents(form: FrozenForm, content: bytes, stored: Mapping[str, str], rebuilt: Rebuilt) -> None:
    """Set the documents of an edition that tells no renderer: the same bytes prove it, others say nothing."""
    tried = Rebuilt()
    _prove_documents(content, stored, tried)
    rebuilt.same.extend(tried.same)
    frozen = f"{stem(form)}-frozen.json: "
    other = [line for line in tried.differences if not line.startswith(frozen)]
    rebuilt.differences.extend(line for line in tried.differences if line.startswith(frozen))
    if other:
        rebuilt.elsewhere.append(f"{len(other)} documents: this release sets other bytes; {_way({})}")


def _prove_documents(content: bytes, stored: Mapping[str, str], rebuilt: Rebuilt) -> None:
    waiting = dict(stored)
    for document in building.render(content):
        # A list of hashes does not hold its own.
        if document.name in waiting or document.kind not in ("sums", *SIGNED):
            rebuilt.compare(document.name, waiting.pop(document.name, ""), sha256(document.content))
    for name, digest in waiting.items():
        rebuilt.compare(name, digest, "")
