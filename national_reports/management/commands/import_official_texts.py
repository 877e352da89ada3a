"""Take in the Secretariat's own wording of the questionnaires from its public files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.datafile import DataFileInvalid
from national_reports.official.importing import (
    NoDefinitions,
    OfficialTexts,
    read_official_texts,
    store_official_texts,
)
from national_reports.official.remarks import in_lines


class Command(BaseCommand):
    help = (
        "Take in the Secretariat's wording of every questionnaire in six languages, from the folder that has its app/ "
        "and i18n/. What does not join is listed; all of it is stored, or nothing; safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--source", default="", help="what the texts state as their source, as “…, revision 3f2a”")
        parser.add_argument("--check", action="store_true", help="store nothing; say what joins and what does not")

    def handle(self, *args: Any, folder: Path, source: str, check: bool, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            found = read_official_texts(folder, source=source)
            changed = [] if check else store_official_texts(found)
        except NoDefinitions as refused:
            raise CommandError(str(refused)) from refused
        except DataFileInvalid as refused:
            raise CommandError(f"Nothing was stored.\n{refused}") from refused
        self._tell(found)
        same = len(found.files) - len(changed)
        self.stdout.write(
            "Nothing was stored."
            if check
            else f"Files: {len(changed)} written, {same} as they were. All of their texts are stored."
        )

    def _tell(self, found: OfficialTexts) -> None:
        for language, cycles in found.joined.items():
            each = ", ".join(f"{cycle} {number}" for cycle, number in cycles.items()) or "no texts"
            self.stdout.write(f"{language}: {sum(cycles.values())} of {found.questions} questions joined ({each})")
        left = [one for one in found.remarks if one.is_not_joined]
        told = [one for one in found.remarks if not one.is_not_joined]
        for heading, remarks in (("Does not join:", left), ("Good to know:", told)):
            if remarks:
                self.stdout.write("\n".join([heading, *(f"  {line}" for line in in_lines(remarks))]))
