"""Work that beat asks for."""

from celery import shared_task
from django.utils import timezone

from evaluation.hearing.letters import follow_party_reviews as follow
from evaluation.notices import forget_unconfirmed as forget
from evaluation.queries import forget_addresses


@shared_task
def forget_unconfirmed() -> None:
    """Forget addresses that asked for notices and were not confirmed, and those of queries that nobody answered."""
    forget(at=timezone.now())
    forget_addresses(at=timezone.now())


@shared_task
def follow_party_reviews() -> None:
    """Write to focal points who began while Parties are heard, and end what stands of reviews that are over."""
    follow(at=timezone.now())
