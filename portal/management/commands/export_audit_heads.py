from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from jobs.clock import noted
from portal.trail_heads import send_away


class Command(BaseCommand):
    help = (
        "Write the end of every chain of the trail to a file of today, signed where EDITION_SIGNING_KEY is set, with a "
        "copy in AUDIT_HEADS, and send every publisher its digest by letter."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with noted("portal.tasks.export_audit_heads"):
            name = send_away(at=timezone.now(), on=timezone.localdate())
        self.stdout.write(name)
