from django.apps import AppConfig, apps
from django.core import checks
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from jobs.services import register
        from portal.checks import check_migrations
        from portal.database_roles import grant
        from portal.verification import KIND, run_verification

        checks.register(check_migrations, checks.Tags.database)
        register(KIND, run_verification, is_long=True, title=_("Verification of everything that is held"))
        # Sent once for each app, after all of them; the last one's tables are there with the first.
        post_migrate.connect(grant, sender=apps.get_app_config("parties"))
