"""An XLIFF file as a form sends it: chosen, then held by the page that lists what it changes."""

import base64
import binascii

from django.http import HttpRequest
from django.utils.translation import gettext as _

from foreign_files.xliff import MOST_BYTES, XliffRefused


def sent_content(request: HttpRequest) -> bytes:
    """The file that was chosen, or the one that was looked at. Raises XliffRefused."""
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > MOST_BYTES:
            raise XliffRefused("too-large")
        sent: bytes = file.read()
        return sent
    try:
        return base64.b64decode(request.POST.get("content", ""), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise XliffRefused("not-xml") from fault


def rule_in_words(rule: str) -> str:
    """What is wrong with a file, and what to do."""
    return {
        "too-large": _("The file is larger than %(n)d MB.") % {"n": MOST_BYTES // 2**20},
        "not-xml": _("This is no XLIFF file: send the .xlf file that was fetched here, filled in."),
        "cut": _("The file ends before its end: a part of it was lost on the way. Send the whole file."),
        "encoding": _("The file is not in the encoding that it names: save it as UTF-8."),
        "doctype": _("The file has a document type, which is not read: save it as plain XLIFF 2."),
        "not-xliff-2": _("The file is not XLIFF 2: save it in the version in which it was fetched."),
        "no-file": _("The file holds none or several documents: send one for one language."),
        "units": _("The file holds more texts than are taken at once."),
    }[rule]


def too_long(most: int) -> str:
    """Why one text of a file is not taken that has more characters than `most`."""
    return _("It has more than %(most)d characters: shorten it.") % {"most": most}
