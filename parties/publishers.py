"""What is made public is looked at by two: nothing is published while fewer than two people may publish."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parties.models import User
from parties.roles import Leave, of_the_secretariat

FEWEST = 2


class TooFewPublishers(RuntimeError):
    """Only one person may publish: invite a second publisher first, on the desk's page of people."""


def publishing() -> QuerySet[User]:
    """The people who may publish and can sign in, by their numbers."""
    flags = {flag for role in of_the_secretariat() if role.publishes is not Leave.NO for flag in role.flags}
    return User.objects.filter(is_active=True, **dict.fromkeys(flags, True)).order_by("pk")


def publishers() -> int:
    """How many they are; one query."""
    return publishing().count()


def check_publishers() -> None:
    """Asked by every act that makes something public. Raises TooFewPublishers."""
    if publishers() < FEWEST:
        raise TooFewPublishers


def why_nothing_is_published() -> str:
    """What stands on a page in the place of its button to publish; nothing where there are enough publishers."""
    return too_few_in_words() if publishers() < FEWEST else ""


def too_few_in_words() -> SafeString:
    """Why nothing is published, with a link to where a second publisher is invited."""
    said = _("Nothing can be published while only one person may publish: what is made public is looked at by two.")
    return format_html('{} <a href="{}">{}</a>', said, reverse("parties:people"), _("Invite a second publisher"))
