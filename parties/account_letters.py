"""Letters about an account and how one signs in to it: what allauth tells, and who is invited, as our other letters."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.carers import carer_of
from parties.emails import absolute
from parties.formats import date_format, under
from parties.letters import Letter, Link
from parties.models import Invitation

# By the template of allauth: the subject, and what happened.
_CHANGES = {
    "account/email/password_changed": (
        gettext_lazy("Your password has changed"),
        gettext_lazy("The password of your account at the Strategic Plan Portal was changed."),
    ),
    "account/email/password_reset": (
        gettext_lazy("Your password has changed"),
        gettext_lazy(
            "A new password was chosen for your account at the Strategic Plan Portal, by the link that we sent you."
        ),
    ),
    "account/email/password_set": (
        gettext_lazy("Your password is set"),
        gettext_lazy("A password was set for your account at the Strategic Plan Portal."),
    ),
    "mfa/email/totp_activated": (
        gettext_lazy("Two-step sign-in is set up"),
        gettext_lazy(
            "An authenticator app is now the second step of your account at the Strategic Plan Portal: "
            "from now on you are asked for its code when you sign in."
        ),
    ),
    "mfa/email/totp_deactivated": (
        gettext_lazy("An authenticator app was taken off your account"),
        gettext_lazy(
            "The authenticator app was taken off your account at the Strategic Plan Portal: its codes work no more."
        ),
    ),
    "mfa/email/recovery_codes_generated": (
        gettext_lazy("You have new recovery codes"),
        gettext_lazy(
            "New recovery codes were made for your account at the Strategic Plan Portal: the earlier ones work no more."
        ),
    ),
    "mfa/email/webauthn_added": (
        gettext_lazy("A security key was added to your account"),
        gettext_lazy("A security key was added to your account at the Strategic Plan Portal: it can now sign you in."),
    ),
    "mfa/email/webauthn_removed": (
        gettext_lazy("A security key was taken off your account"),
        gettext_lazy("A security key was taken off your account at the Strategic Plan Portal: it works no more."),
    ),
}


class LetterUnknown(LookupError):
    """allauth tells something that has no words here: add a row to `_CHANGES`."""


def of_a_forgotten_password(*, url: str, at: datetime) -> Letter:
    until = at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return Letter(
        subject=_("Choose a new password for the Strategic Plan Portal"),
        happened=_(
            "Somebody, most likely you, asked for a new password for your account at the Strategic Plan Portal."
        ),
        then=[
            _("The link works once, until %(at)s. Do not pass it on: whoever opens it can sign in as you.")
            % {"at": date_format(until, "DATETIME_FORMAT")},
            _("If you did not ask for it, you need not do anything: your password stays as it is."),
        ],
        links=[Link(_("Choose a new password"), url)],
    )


def of_a_change(template: str, context: Mapping[str, Any]) -> Letter:
    """What was changed about signing in, when and from where. Raises LetterUnknown."""
    if template not in _CHANGES:
        raise LetterUnknown(template)
    subject, happened = _CHANGES[template]
    return Letter(
        subject=str(subject),
        happened=str(happened),
        then=[
            under(_("When"), date_format(context["timestamp"], "DATETIME_FORMAT")),
            under(_("From the network address"), str(context["ip"])),
            under(_("With the browser"), str(context["user_agent"]) or _("not named")),
            _(
                "If this was you, there is nothing to do. If not, choose a new password at once and write to the "
                "Secretariat."
            ),
        ],
        links=[Link(_("Choose a new password"), absolute(reverse("account_reset_password")))],
        why=_("You get such a letter at every change to how you sign in."),
    )


def of_an_invitation(invitation: Invitation, *, url: str, has_account: bool) -> Letter:
    """Who invites to what, what to do, until when, and whom to ask."""
    names = {"name": invitation.invited_by.name, "party": invitation.party.name if invitation.party else ""}
    if invitation.party:
        happened = _(
            "%(name)s invites you to work on the national reports under the Cartagena Protocol on Biosafety, "
            "for this Party: %(party)s."
        )
    else:
        happened = _(
            "%(name)s invites you to work with the Secretariat on the Strategic Plan of the Cartagena Protocol on "
            "Biosafety."
        )
    if has_account:
        how = _("You have an account already: open the link below and sign in with your password.")
    else:
        how = _("Open the link below and choose a password.")
    until = {"at": date_format(invitation.expires_at, "DATETIME_FORMAT")}
    return Letter(
        subject=_("Your invitation to the Strategic Plan Portal"),
        happened=happened % names,
        then=[
            _("Your role: %(role)s.") % {"role": invitation.offered_role.title},
            how,
            _("The link works once, until %(at)s. Do not pass it on: whoever opens it acts in your name.") % until,
            _("If you did not expect this letter, you need not do anything."),
        ],
        links=[Link(_("Accept the invitation"), url)],
        ask=carer_of(invitation.party) if invitation.party else None,
    )
