"""Reads of editions: those that the public sees, their frozen forms and documents."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.editions.form import FrozenForm
from evaluation.models import Adjustment, Document, Edition, Evaluation, HomeChoice, Withdrawal
from indicators.models import Plan
from languages.codes import place, short

# What documents are, in the order in which an edition's page lists them; of a kind, by language.
KIND_LABELS = {
    "brief": gettext_lazy("Brief: one page"),
    "report": gettext_lazy("Report"),
    "tables": gettext_lazy("Tables: the workbook"),
    "data": gettext_lazy("Data pack"),
    "kit": gettext_lazy("Kit: everything in one folder, for a memory stick"),
    "frozen": gettext_lazy("All that was frozen"),
    "sums": gettext_lazy("Checksums"),
    "signature": gettext_lazy("Signature of the checksums"),
    "public-key": gettext_lazy("Key that the signature is checked with"),
    "table": gettext_lazy("One of the tables"),
}


def published_editions() -> QuerySet[Edition]:
    """Every published edition, the newest first; those withdrawn after the others."""
    withdrawn_last = Case(When(withdrawal=None, then=Value(0)), default=Value(1))
    return (
        Edition.objects.published()
        .select_related(
            "evaluation__plan", "evaluation__baseline", "evaluation__current", "evaluation__meeting", "withdrawal"
        )
        .order_by(withdrawn_last, "-published_at", "-pk")
    )


def withdrawal_of(edition: Edition) -> Withdrawal | None:
    """When, by whom and why it was withdrawn; None while it stands."""
    held: Withdrawal | None = getattr(edition, "withdrawal", None)
    return held


def latest_edition(plan: Plan) -> Edition | None:
    """The edition that the first page of a plan shows: that which stands of the evaluation chosen for it.

    Nothing withdrawn is shown there. Where none was chosen, or nothing of it stands, the one published last.
    """
    found = published_editions().filter(withdrawal=None, evaluation__plan=plan)
    chosen = HomeChoice.objects.filter(evaluation__plan=plan).order_by("pk").last()
    return (found.filter(evaluation=chosen.evaluation_id).first() if chosen else None) or found.first()


def published_edition(evaluation: str, version: str = "") -> Edition:
    """A published edition by its version, or the one that stands. Raises Http404."""
    found = published_editions().filter(evaluation__slug=evaluation)
    held = found.filter(version=version).first() if version else found.first()
    if held is None:
        raise Http404(_("No edition of this evaluation is published under this address."))
    return held


def form_of(edition: Edition) -> FrozenForm:
    """The frozen form, read once for its hash."""
    return _read(edition.pk, edition.sha256)


# Two evaluations and a correction: a form takes some megabytes of memory.
@lru_cache(maxsize=3)
def _read(pk: int, sha256: str) -> FrozenForm:
    held = Edition.objects.only("frozen").get(pk=pk, sha256=sha256)
    return FrozenForm.of(bytes(held.frozen or b""))


def documents_of(edition: Edition) -> list[Document]:
    """An edition's documents without their bytes: in the order of their kinds."""
    return in_order(edition.documents.defer("content"))


def in_order(documents: Iterable[Document]) -> list[Document]:
    """By kind, then by language."""
    order = {kind: at for at, kind in enumerate(KIND_LABELS)}
    return sorted(documents, key=lambda one: (order.get(one.kind, len(KIND_LABELS)), place(one.language), one.name))


def brief_of(edition: Edition, language: str) -> Document | None:
    """The brief in the reader's language, else in English."""
    briefs = {one.language: one for one in documents_of(edition) if one.kind == "brief"}
    return briefs.get(short(language)) or briefs.get("en")


def corrections_of(edition: Edition) -> list[Edition]:
    """The published editions that correct this one."""
    return list(published_editions().filter(corrects=edition))


def evaluations() -> QuerySet[Evaluation]:
    return Evaluation.objects.select_related("plan", "baseline", "current", "meeting", "created_by")


def adjustments_since_earlier(edition: Edition) -> list[dict[str, Any]]:
    """What followed from each edition of the same plan published before this one: [{edition, entries}]."""
    earlier = (
        Adjustment.objects.holding()
        .of_plan(edition.evaluation.plan)
        .filter(edition__published_at__lte=edition.published_at)
        .exclude(edition=edition)
        .told()
    )
    by_edition: dict[int, dict[str, Any]] = {}
    for one in earlier:
        by_edition.setdefault(one.edition_id, {"edition": one.edition, "entries": []})["entries"].append(one)
    return sorted(by_edition.values(), key=lambda held: held["edition"].published_at, reverse=True)
