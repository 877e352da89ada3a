from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BchSyncConfig(AppConfig):
    name = "bch_sync"
    verbose_name = "Biosafety Clearing-House"

    def ready(self) -> None:
        from bch_sync.remarks import compare_report
        from bch_sync.tasks import run_sync
        from jobs.services import register

        register("sync_bch", run_sync, is_long=True, title=_("Reading of the Clearing-House"))
        register("compare_with_registry", compare_report, title=_("Comparison of a report with the registry"))
