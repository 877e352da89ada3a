from django.apps import AppConfig


class ClearingHouseDoubleConfig(AppConfig):
    name = "clearing_house_double"
    verbose_name = "Generated Clearing-House"
