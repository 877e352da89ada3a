"""Write the archive: plan, published reports with their files, figures, editions, ledger, heads of the trail.

Nothing is in it that is not public: no draft, note, person or address. No clock is read, so that the same data give
the same bytes. One report or document at a time is in memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override

from evaluation.editions.selectors import documents_of, published_editions
from figures.selectors import current_run
from national_reports.models import Attachment, Report
from parties.models import Party
from parties.selectors import is_demonstration
from portal.archive import pages
from portal.archive.folder import Folder, NotExported, new_folder
from portal.archive.tables import ANSWER_COLUMNS, answer_rows, write_tables
from portal.published_reports import HeldVersions, NotPublished, PublishedReport, published_report

ENGLISH = settings.LANGUAGE_CODE


def export_archive(folder: Path) -> dict[str, int]:
    """Write everything that is public to a folder that is not there yet; what it holds, by name.

    Raises NotExported; then nothing stands under the folder's name.
    """
    run = current_run()
    said: dict[str, Any] = {
        "release": settings.CODE_VERSION,
        "run": run.short_id if run else "",
        "demonstration": is_demonstration(),
        "languages": list(settings.ALL_LANGUAGES),
    }
    with override(ENGLISH), _as_of_one_moment(), new_folder(folder, said) as held:
        counts = write_tables(held)
        counts |= {"reports": 0, "files": 0, "reports without a form": 0}
        listed: list[pages.Listed] = []
        counts["answers"] = held.table("data/answers.csv", ANSWER_COLUMNS, _reports(held, listed, counts))
        counts["editions"] = _write_editions(held)
        pages.write_pages(held, listed)
    return counts


@contextmanager
def _as_of_one_moment() -> Iterator[None]:
    """What is published meanwhile is wholly in it or wholly not."""
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _reports(held: Folder, listed: list[pages.Listed], counts: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Write the page, data and files of each published report, and give the rows of its answers."""
    slots = Report.objects.seen().order_by("cycle__deadline", "cycle_id", "part", "party__code")
    chosen = slots.values_list("party_id", "cycle__code", "part").distinct()
    for party, cycle, part in list(dict.fromkeys(chosen)):
        try:
            versions = _versions(party, cycle, part)
        except NotPublished:
            # Their questions were never loaded: the ledger alone has them.
            counts["reports without a form"] += 1
            continue
        for shown in versions:
            files = _write_files(held, shown)
            one = pages.write_report(held, shown, files)
            listed.append(one)
            counts["reports"] += 1
            counts["files"] += len(files)
            yield from answer_rows(shown)


def _versions(party: int, cycle: str, part: str) -> list[PublishedReport]:
    """The versions that are or were public and not taken off. Raises NotPublished where no form is loaded."""
    versions = HeldVersions.of(Party.objects.get(pk=party), cycle, part)
    return [published_report(versions, report) for report in versions.reports if report.is_seen]


def _write_files(held: Folder, shown: PublishedReport) -> list[pages.FileShown]:
    """Copy the files of a report under names of our own; how a sender named one is shown and never a path."""
    return [_write_file(held, shown, one) for one in shown.files]


def _write_file(held: Folder, shown: PublishedReport, one: Attachment) -> pages.FileShown:
    ending = PurePath(one.name).suffix.lower()
    ending = ending if ending[1:].isalnum() and ending.isascii() else ""
    name = f"{pages.place_of(shown.report)}-{one.sha256[:16]}{ending}"
    try:
        with one.file.open("rb") as file:
            held.copy(name, file)
    except FileNotFoundError as absent:
        raise NotExported(
            f"The file {one.sha256} of report/{shown.report.pk} is missing. Run manage.py verify."
        ) from absent
    return pages.FileShown(one.name, PurePath(name).name, one.size, one.sha256)


def _write_editions(held: Folder) -> int:
    editions = list(published_editions())
    for edition in editions:
        for document in documents_of(edition):
            content = edition.documents.only("content").get(pk=document.pk).content
            held.pieces(f"{pages.folder_of(edition)}/{document.name}", [bytes(content)])
    return len(editions)
