"""Serve a Clearing-House to test against, on loopback."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearing_house_double.faults import FAULTS, Faults, FaultUnknown
from clearing_house_double.registry import RECORDS, demonstration_registry
from clearing_house_double.server import LOOPBACK, NotLoopback, serving


class Command(BaseCommand):
    help = (
        "Serve a generated Clearing-House on 127.0.0.1, for tests and demonstrations only: the demonstration's reports "
        "and records of every other schema, with faults to switch on. Ends on SIGTERM and Ctrl-C."
    )
    # Neither a database nor a page is needed.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=LOOPBACK, help="Only 127.0.0.1 is taken.")
        parser.add_argument("--port", type=int, default=8013, help="The port; a free one for 0.")
        parser.add_argument("--records", type=int, default=RECORDS, help="How many records besides the reports.")
        parser.add_argument("--seed", type=int, help="As of load_demonstration; the default stands in the data file.")
        told = "; ".join(f"{name}: {does}" for name, does in FAULTS.items())
        parser.add_argument(
            "--fault",
            action="append",
            default=[],
            metavar="NAME[:KEY=VALUE,…]",
            help=f"Switch a fault on, with count, skip, share, path, seconds, after, status. {told}.".replace(
                "%", "%%"
            ),
        )

    def handle(
        self, *args: Any, host: str, port: int, records: int, seed: int | None, fault: list[str], **options: Any
    ) -> None:
        if settings.HTTPS:
            raise CommandError("This portal is one that the world can reach: the double is for demonstrations only.")
        stop = threading.Event()
        before = {one: signal.signal(one, lambda *_: stop.set()) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            registry = demonstration_registry(seed=seed, records=records)
            with serving(registry, Faults(*fault, seed=registry.seed), host=host, port=port) as base:
                self.stdout.write(f"The Clearing-House's double listens on {base}; nothing that it serves is real.")
                self.stdout.flush()
                stop.wait()
        except (FaultUnknown, NotLoopback) as refused:
            raise CommandError(str(refused)) from refused
        except OSError as refused:
            raise CommandError(f"Nothing can listen on {host}:{port}: {refused}") from refused
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
        self.stdout.write("Ended.")
