"""What a report may keep beside its answers: a stated amount, which refuses files and old texts, never an answer.

Counted are files as long as their bytes are there, but for those taken out that a submission needs, and the texts
that were put beside answers. Whoever takes more holds the report's row, so that two at once cannot pass the bound.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, Sum, TextField
from django.db.models.functions import Cast, Length
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from national_reports.models import Conflict, KeptText, Report, StoredFile

MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE
# From here on the pages say how much is taken.
NEAR = 0.8
# Of one question, the newest; settled texts before them go.
MOST_SETTLED = 20


class QuotaFull(ValueError):
    """There is no room for this beside the answers of the report; `left` bytes are free."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} bytes are left.")
        self.left = left


@dataclass(frozen=True)
class Use:
    """How many bytes a report keeps beside its answers, and what they are."""

    parts: tuple[tuple[StrOrPromise, int], ...]

    @property
    def total(self) -> int:
        return sum(size for _label, size in self.parts)

    @property
    def most(self) -> int:
        return MOST_BYTES

    @property
    def left(self) -> int:
        return max(0, MOST_BYTES - self.total)

    @property
    def is_near(self) -> bool:
        return self.total >= NEAR * MOST_BYTES

    @property
    def held(self) -> list[tuple[StrOrPromise, int]]:
        """The parts that take anything."""
        return [(label, size) for label, size in self.parts if size]


def _files(report: Report) -> int:
    needed = Q(attachments__removed_at__isnull=True) | Q(attachments__handed_in=False)
    contents = StoredFile.objects.filter(needed, attachments__report=report).values("pk").distinct()
    return StoredFile.objects.filter(pk__in=contents).aggregate(size=Sum("size"))["size"] or 0


def _beside(report: Report) -> int:
    length = Length(Cast("content", TextField()))
    return report.conflicts.aggregate(size=Sum(length))["size"] or 0


def _kept(report: Report) -> int:
    # Counted, and bounded by themselves: a report that is full of files still keeps what somebody typed.
    return KeptText.objects.filter(report=report).aggregate(size=Sum("size"))["size"] or 0


# What is kept beside the answers, by the name that pages give it. Whoever keeps more of another kind adds it here.
MEASURES: tuple[tuple[StrOrPromise, Callable[[Report], int]], ...] = (
    (_("files"), _files),
    (_("texts put beside answers"), _beside),
    (_("texts kept for their writers"), _kept),
)


def use_of(report: Report) -> Use:
    """What a report keeps beside its answers; one query for each kind."""
    return Use(tuple((label, measure(report)) for label, measure in MEASURES))


def make_room(report: Report, needed: int) -> None:
    """Let `needed` more bytes be kept; old settled texts make way. The caller holds the report. Raises QuotaFull."""
    left = MOST_BYTES - use_of(report).total
    if needed > left:
        left += _drop_settled(report, needed - left)
    if needed > left:
        raise QuotaFull(max(0, left))


def trim_conflicts(report: Report, question: str) -> None:
    """Let go of settled texts: of this question beyond the newest, and the oldest of all where there is no room."""
    settled = report.conflicts.filter(question=question, settled_at__isnull=False).order_by("-settled_at", "-pk")
    old = list(settled.values_list("pk", flat=True)[MOST_SETTLED:])
    if old:
        Conflict.objects.filter(pk__in=old).delete()
    over = use_of(report).total - MOST_BYTES
    if over > 0:
        _drop_settled(report, over)


def _drop_settled(report: Report, wanted: int) -> int:
    """Delete settled texts, the oldest first, until so many bytes are free or none is left; returns how many are."""
    length = Length(Cast("content", TextField()))
    freed, dropped = 0, []
    rows = report.conflicts.filter(settled_at__isnull=False).order_by("settled_at", "pk")
    for pk, size in rows.annotate(length=length).values_list("pk", "length"):
        if freed >= wanted:
            break
        dropped.append(pk)
        freed += size
    Conflict.objects.filter(pk__in=dropped).delete()
    return freed
