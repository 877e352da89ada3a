"""Do the jobs that wait."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs import kinds
from jobs.working import IDLE_SECONDS, work


class Command(BaseCommand):
    help = (
        "Do every job that is due, and end when none was left for a while; "
        "started by the server where there is no broker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--idle", type=float, default=IDLE_SECONDS, help="seconds without work after which it ends")
        parser.add_argument("--lock", type=int, help="the open file that the starter locked")

        parser.add_argument("--waited-for", action="store_true", help="only what somebody looks at a page for")

    def handle(self, *args: Any, idle: float, lock: int | None, waited_for: bool, **options: Any) -> None:
        work(lock=lock, idle=idle, only=kinds.waited_for() if waited_for else None)
