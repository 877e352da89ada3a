"""Wiring of the portal; nothing imports it but the servers."""

from strategic_plan.celery import app as celery_app

__all__ = ["celery_app"]
