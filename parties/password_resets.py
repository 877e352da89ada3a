"""A forgotten password: the page answers the same, as fast, for whoever has an account and whoever has none.

Asking puts one job in the queue whoever asks; the job looks for nobody, or writes the letter. Of an address that no
account has nothing is kept.
"""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jobs.models import Job
from jobs.services import enqueue
from parties.emails import absolute, queue_email
from parties.letters import Letter, Link
from parties.models import User

KIND = "reset_password"
NOBODY = 0


def ask_for_reset(*, person: User | None, language: str) -> None:
    """Let a letter be written to a person, in their language or that of the page; for nobody the same work is asked."""
    enqueue(kind=KIND, person=person.pk if person else NOBODY, language=language, asked=uuid4().hex)


def write_letter(*, person: int, language: str, asked: str) -> dict[str, Any]:
    """The handler of these jobs: put the letter with the link in the outbox, once for each time it was asked."""
    user = User.objects.filter(pk=person, is_active=True).first()
    if user is None:
        # So that strangers who ask again and again leave no rows behind.
        Job.objects.filter(kind=KIND, state=Job.State.DONE, arguments__person=NOBODY).delete()
        return {"written": False}
    with override(user.language or language):
        letter = Letter(
            subject=_("Another password for the Strategic Plan Portal"),
            happened=_("Somebody, you we hope, asked for another password for this address."),
            then=[
                _("The link works once, within one hour."),
                _("If it was not you, you need not do anything: your password stays as it is."),
            ],
            links=[Link(_("Choose another password"), _link(user))],
        )
        queue_email(
            key=f"password-reset/{asked}",
            to=user.email,
            subject=letter.subject,
            body=letter.as_text(user.name),
            html=letter.as_html(user.name),
            at=timezone.now(),
            holds_secret=True,
        )
    return {"written": True}


def _link(user: User) -> str:
    """At the public address: the Host of a request is the client's word."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return absolute(path.replace("UID-KEY", quote(key)))
