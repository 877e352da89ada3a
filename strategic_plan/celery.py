"""The Celery application: workers wake jobs, beat sweeps them."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")
app = Celery("strategic_plan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _say_at_start(**_signal: Any) -> None:
    from portal.database_roles import say_at_start

    say_at_start()
