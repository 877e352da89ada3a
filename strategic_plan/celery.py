"""The Celery application: workers wake jobs, beat sweeps them."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")
app = Celery("strategic_plan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
