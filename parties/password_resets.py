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
from django.utils.translation import override

from jobs.models import Job
from jobs.services import enqueue
from parties.account_letters import of_a_forgotten_password
from parties.emails import absolute
from parties.letters import as_chosen_by, write_to
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
    now = timezone.now()
    with override(language), as_chosen_by(user):
        write_to(
            key=f"password-reset/{asked}",
            email=user.email,
            name=user.name,
            letter=of_a_forgotten_password(url=_link(user), at=now),
            at=now,
            holds_secret=True,
        )
    return {"written": True}


def _link(user: User) -> str:
    """At the public address: the Host of a request is the client's word."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return absolute(path.replace("UID-KEY", quote(key)))
