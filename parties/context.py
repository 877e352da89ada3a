"""What every template knows about whoever reads it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from parties.sessions import SHARED


def people(request: HttpRequest) -> dict[str, Any]:
    """`keeps_on_device`: whether scripts may keep what is typed on this device until it is sent.

    `questions_to`: the Secretariat's address for whoever has a question.
    """
    return {
        "questions_to": settings.MAIL_QUESTIONS_TO,
        "keeps_on_device": SimpleLazyObject(
            lambda: request.user.is_authenticated and not request.session.get(SHARED, False)
        ),
    }
