"""Who works on a report, and what they tell each other."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from national_reports.models import Presence, Report, ReviewNote
from parties.formats import in_clauses
from parties.models import User
from parties.permissions import is_secretariat, signed_in_user

HERE = timedelta(minutes=2)
AUDIENCES_OF_STAFF = (ReviewNote.Audience.BOTH, ReviewNote.Audience.SECRETARIAT)
AUDIENCES_OF_PARTY = (ReviewNote.Audience.PARTY, ReviewNote.Audience.BOTH)


def colleagues(report: Report, *, but: User) -> list[Presence]:
    """Who else looked at this report in the last two minutes, and where."""
    return list(
        Presence.objects.filter(report=report, seen_at__gte=timezone.now() - HERE)
        .exclude(user=but)
        .select_related("user")
        .order_by("user__name")
    )


def of_the_party(request: HttpRequest) -> User:
    """Whoever asks; the Secretariat does not decide this for a Party. Raises PermissionDenied."""
    user = signed_in_user(request)
    if is_secretariat(user):
        raise PermissionDenied(_("Only the Party’s own people decide this."))
    return user


def in_words(presences: list[Presence], section: str) -> str:
    """Who else is here, in one sentence; empty where nobody is."""
    said = [
        (
            _("%(name)s is on this section now")
            if one.section == section
            else _("%(name)s is working on this report now")
        )
        % {"name": one.user.name}
        for one in presences
    ]
    return in_clauses(said)


def audiences(user: User) -> tuple[str, ...]:
    """The notes that a person may read and write: staff never see what colleagues of a Party tell each other."""
    return AUDIENCES_OF_STAFF if user.is_staff else AUDIENCES_OF_PARTY


def audience_choices(user: User) -> list[tuple[str, str]]:
    return [(value, str(ReviewNote.Audience(value).label)) for value in audiences(user)]


def readable_notes(user: User, report: Report) -> QuerySet[ReviewNote]:
    return report.notes.filter(audience__in=audiences(user)).select_related("by")


def notes_for(user: User, report: Report, questions: Collection[str]) -> dict[str, list[ReviewNote]]:
    """The open notes at each of these questions that a person may read."""
    found: dict[str, list[ReviewNote]] = defaultdict(list)
    for note in readable_notes(user, report).filter(question__in=questions, settled_at=None):
        found[note.question].append(note)
    return found
