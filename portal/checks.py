"""Whether this release can take a database on: refused where migrations stand half-way or are of a later release.

Runs before every `migrate`, which would otherwise fail with a riddle, or leave an app half made without a word.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder

Step = tuple[str, str]

# A commit at which all the steps that 0.2.0 folds into one an app stand as files of their own.
WITH_THE_STEPS = "cf6c753b6e29"


def check_migrations(*, databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
    """Name, for each database, the apps that stand half-way and the steps that no file of this release knows."""
    files = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    found: list[CheckMessage] = []
    for alias in databases or ():
        applied = set(MigrationRecorder(connections[alias]).applied_migrations())
        found += _half_way(files, applied)
        found += _of_a_later_release(files, applied)
    return found


def _half_way(files: dict[Step, Migration], applied: set[Step]) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for (app, _name), migration in sorted(files.items()):
        lacking = [name for _app, name in migration.replaces if (app, name) not in applied]
        if lacking and len(lacking) < len(migration.replaces):
            found.append(
                Error(
                    f"The database stands half-way before release 0.2.0: {app} lacks {', '.join(lacking)}.",
                    hint=f"Check out {WITH_THE_STEPS}, run `manage.py migrate` there, and then this release's.",
                    id="portal.E001",
                )
            )
    return found


def _of_a_later_release(files: dict[Step, Migration], applied: set[Step]) -> list[CheckMessage]:
    # What libraries bring has releases of its own.
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    known = set(files) | {tuple(step) for migration in files.values() for step in migration.replaces}
    unknown = [f"{app}.{name}" for app, name in sorted(applied - known) if app in ours]
    if not unknown:
        return []
    return [
        Error(
            f"The database was made by a later release than {settings.RELEASE}: it holds {', '.join(unknown)}.",
            hint="Install the release that made it, or restore the copy of the database from before.",
            id="portal.E002",
        )
    ]
