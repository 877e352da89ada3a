"""What somebody typed into a box, counted as the box counts it, and what is said where it is too long."""

from django.http import HttpRequest
from django.utils.translation import gettext as _


def typed(request: HttpRequest, name: str) -> str:
    """The text of a box; a line's end is one character there, and two as it is sent."""
    return request.POST.get(name, "").replace("\r\n", "\n")


def reason_too_long(most: int) -> str:
    """Why a reason that has more characters than `most` is not kept, and what to do."""
    return _("A reason of more than %(most)d characters is not kept: shorten it.") % {"most": most}
