"""A draft under its evaluation's lock: how every write begins that an edition is frozen from."""

from evaluation.models import Edition, Evaluation


class NotDraft(RuntimeError):
    """Only a draft can be changed: send it back from review, or correct what is published by a new edition."""


def lock_evaluation(pk: int) -> None:
    """Whoever changes the same evaluation meanwhile waits."""
    Evaluation.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_draft(edition: Edition) -> None:
    """Lock an edition, read as it stands now. Raises NotDraft."""
    lock_evaluation(edition.evaluation_id)
    edition.refresh_from_db()
    if not edition.is_draft:
        raise NotDraft(str(edition))
