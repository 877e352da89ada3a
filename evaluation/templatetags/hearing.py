"""Where somebody's Parties may speak now, for the page of their reports."""

from typing import Any

from django import template
from django.utils import timezone

from evaluation.hearing.selectors import open_reviews
from parties.models import User

register = template.Library()


@register.inclusion_tag("evaluation/open_reviews.html")
def open_party_reviews(user: Any) -> dict[str, Any]:
    """The open reviews of a person's Parties, a link each; nothing where there is none."""
    now = timezone.now()
    return {"rows": open_reviews(user, at=now, on=timezone.localdate(now)) if isinstance(user, User) else []}
