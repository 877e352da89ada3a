from django.apps import AppConfig


class NationalReportsConfig(AppConfig):
    name = "national_reports"
    verbose_name = "National reports"
