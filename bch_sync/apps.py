from django.apps import AppConfig


class BchSyncConfig(AppConfig):
    name = "bch_sync"
    verbose_name = "Biosafety Clearing-House"
