"""Addresses of a plan's pages: short for the current plan, below plans/SLUG/ for another."""

from django.urls import reverse

from indicators.models import Plan


def plan_address(plan: Plan | None, name: str, *args: str) -> str:
    """The address of a page of a plan, by its name in portal.urls."""
    of_another = [plan.slug] if plan and not plan.current else []
    return reverse(f"portal:{name}", args=[*of_another, *args])
