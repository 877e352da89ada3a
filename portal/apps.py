from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from jobs.services import register
        from portal.checks import check_migrations
        from portal.verification import KIND, run_verification

        checks.register(check_migrations, checks.Tags.database)
        register(KIND, run_verification, is_long=True, title=_("Verification of everything that is held"))
