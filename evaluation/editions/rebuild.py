"""Prove an edition: recompute it, render it again, and compare with what is stored."""

from dataclasses import dataclass, field

from django.conf import settings

from evaluation.editions import building
from evaluation.editions.canonical import canonical, sha256
from evaluation.editions.form import FrozenForm
from evaluation.editions.rebuilding import recompute
from evaluation.editions.summaries import coverage, summaries
from evaluation.models import Edition

SIGNED = ("signature", "public-key")


@dataclass(frozen=True)
class Rebuilt:
    """What came out the same, with its hash, and what did not."""

    same: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def compare(self, what: str, stored: str, now: str) -> None:
        if stored == now:
            self.same.append(f"{stored}  {what}")
        else:
            self.differences.append(f"{what}: stored {stored or 'nothing'}, rebuilt {now or 'nothing'}")


def rebuild(edition: Edition) -> Rebuilt:
    """Compute values, findings and summaries from the frozen evidence, render every document, compare each hash."""
    content = bytes(Edition.objects.values_list("frozen", flat=True).get(pk=edition.pk) or b"")
    form = FrozenForm.of(content)
    again = recompute(form)
    anew = {
        **form,
        "values": again.values,
        "findings": again.findings,
        "summaries": summaries(form),
        "coverage": coverage(form),
        "transitions": {name: moved for name in sorted(form["measures"]) if (moved := form.moved(name))},
    }
    rebuilt = Rebuilt()
    rebuilt.compare("frozen form", edition.sha256, sha256(content))
    rebuilt.compare("frozen form, computed anew", edition.sha256, sha256(canonical(anew)))
    # Who holds the key signs; whoever rebuilds elsewhere checks the signature instead.
    signed = set(edition.documents.filter(kind__in=SIGNED).values_list("name", flat=True))
    stored = dict(edition.documents.values_list("name", "sha256"))
    for document in building.render(content):
        rebuilt.compare(document.name, stored.pop(document.name, ""), sha256(document.content))
    for name, digest in stored.items():
        if name in signed and not getattr(settings, "EDITION_SIGNING_KEY", ""):
            rebuilt.same.append(f"{digest}  {name}: kept, and not made anew without the signing key")
        else:
            rebuilt.compare(name, digest, "")
    for kept in edition.documents.all():
        # What is stored is what its hash says.
        if sha256(bytes(kept.content)) != kept.sha256:
            rebuilt.differences.append(f"{kept.name}: the stored bytes are not those of its hash")
    return rebuilt
