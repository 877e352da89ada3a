from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = "Figures"

    def ready(self) -> None:
        from figures.tasks import run_compute_progress
        from jobs.services import register

        # Reports published within seconds of each other are counted once.
        settles = timedelta(seconds=5)
        title = _("Computation of every figure")
        register("compute_progress", run_compute_progress, is_long=True, settles=settles, title=title)
