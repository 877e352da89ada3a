"""Whoever signs in on a device that the account was not signed in on before is written to."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from parties.emails import absolute
from parties.formats import date_format, under
from parties.letters import Letter, Link, as_read_by, send_letter
from parties.models import User


def tell_of_new_device(request: HttpRequest, user: User, *, at: datetime) -> None:
    """One letter a session: when, and what to do if it was somebody else."""
    with as_read_by(user):
        letter = Letter(
            subject=_("A sign-in on a new device"),
            happened=_("Your account of the Strategic Plan Portal was signed in to on a device not known so far."),
            then=[
                under(_("When"), date_format(at, "DATETIME_FORMAT")),
                _("If it was you, you need not do anything."),
                _(
                    "If it was not you: change your password, end that session on the page below, and write to the "
                    "Secretariat."
                ),
            ],
            links=[Link(_("Where you are signed in"), absolute(reverse("usersessions_list")))],
        )
        send_letter(key=f"new-device/{user.pk}/{at.isoformat()}", to=user, letter=letter, at=at)
