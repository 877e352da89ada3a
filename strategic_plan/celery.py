"""The Celery application: workers wake jobs, beat sweeps them."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")
app = Celery("strategic_plan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _say_at_start(**_signal: Any) -> None:
    from portal.database_roles import say_at_start

    say_at_start()


@setup_logging.connect
def _as_settings_say(**_signal: Any) -> None:
    """Lines go out as LOGGING and LOG_LEVEL say: where somebody listens here Celery makes no handlers of its own."""
    from django.conf import settings

    dictConfig(settings.LOGGING)
