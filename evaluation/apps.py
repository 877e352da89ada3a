from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self) -> None:
        from evaluation import guards
        from evaluation.editions.building import build_edition
        from evaluation.notices import send_edition_notices
        from evaluation.tasks import run_compute_progress
        from jobs.services import register

        register("compute_progress", run_compute_progress)
        register("build_edition", build_edition)
        register("send_edition_notices", send_edition_notices)
        pre_migrate.connect(guards.take_down, sender=self)
        post_migrate.connect(guards.set_up, sender=self)
