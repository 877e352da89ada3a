from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parties.second_steps import seal_all_again


class Command(BaseCommand):
    help = "Seal every second step of sign-in with the key of today; then the keys that it replaced may be left out."

    def handle(self, *args: Any, **options: Any) -> None:
        done, unreadable = seal_all_again()
        self.stdout.write(f"{done} second steps are sealed with the key of today.")
        if unreadable:
            raise CommandError(
                "No key that the environment names opens these; add the key they were sealed with to "
                "TWO_STEP_KEY_FALLBACKS or SECRET_KEY_FALLBACKS, or reset them with reset_second_step:\n"
                + "\n".join(unreadable)
            )
