"""Rebuild an edition from its frozen form and compare every hash."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluation.editions.rebuild import Rebuilt, rebuild, rebuild_form
from evaluation.models import Edition


class Command(BaseCommand):
    help = (
        "Recompute an edition from its frozen form, render its documents again and compare every SHA-256; what only "
        "another release can prove is named with that release. Exit status 1 on any difference. With --form and --sums "
        "from downloaded files, without its database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", type=int, nargs="?", help="The edition's number, as the desk shows it.")
        parser.add_argument("--form", type=Path, help="Instead of the number: the frozen form as a file.")
        parser.add_argument("--sums", type=Path, help="SHA256SUMS of the documents that go with it.")

    def handle(self, *args: Any, edition: int | None, form: Path | None, sums: Path | None, **options: Any) -> None:
        if (edition is None) == (form is None) or (form is None) != (sums is None):
            raise CommandError("Give the edition's number, or --form and --sums with two files.")
        what = str(form or edition)
        found = _of_files(form, sums) if form and sums else _of_edition(edition or 0)
        for line in found.same:
            self.stdout.write(line)
        for line in found.elsewhere:
            self.stdout.write(f"Not proved here: {line}")
        if found.differences:
            raise CommandError("\n".join(["Differences:", *found.differences]))
        whole = "rebuilt to the same bytes" if not found.elsewhere else "what this release can prove is the same"
        self.stdout.write(f"{what}: {whole}")


def _of_edition(number: int) -> Rebuilt:
    held = Edition.objects.select_related("evaluation").filter(pk=number).first()
    if held is None:
        raise CommandError(f"There is no edition {number}.")
    if not held.is_frozen:
        raise CommandError(f"Edition {held} is not frozen yet: there is nothing to rebuild.")
    return rebuild(held)


def _of_files(form: Path, sums: Path) -> Rebuilt:
    try:
        lines = sums.read_text(encoding="utf-8").splitlines()
        stored = {name: digest for digest, _space, name in (line.partition("  ") for line in lines if line)}
        return rebuild_form(form.read_bytes(), stored)
    except OSError as unread:
        raise CommandError(str(unread)) from unread
