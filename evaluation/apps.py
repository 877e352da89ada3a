from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self) -> None:
        from evaluation.tasks import run_compute_progress
        from jobs.services import register

        register("compute_progress", run_compute_progress)
