"""Change counters of the public sources: what a page was made from, so that it knows when it is stale."""

from django.db import models
from django.db.models import F

from parties.models import SourceVersion


class Source(models.TextChoices):
    PARTIES = "parties"
    PLAN = "plan"
    QUESTIONNAIRES = "questionnaires"
    REPORTS = "reports"
    RUN = "run"


def note_change(source: Source) -> None:
    """Move a source's counter, in the transaction that changes the source."""
    SourceVersion.objects.get_or_create(source=source)
    SourceVersion.objects.filter(source=source).update(version=F("version") + 1)


def generation() -> str:
    """One short text that differs whenever any source changed; one query."""
    versions = SourceVersion.objects.order_by("source").values_list("source", "version")
    return "-".join(f"{source[0:2]}{version}" for source, version in versions)
