"""What stands beside a courtesy translation, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from national_reports.courtesy import Courtesy
from parties.formats import date_format

# A sentence for each language: no language lets a name stand in all of them unchanged.
MADE: Mapping[str, StrOrPromise] = {
    "en": gettext_lazy("Courtesy translation into English by %(maker)s, %(day)s"),
    "fr": gettext_lazy("Courtesy translation into French by %(maker)s, %(day)s"),
    "es": gettext_lazy("Courtesy translation into Spanish by %(maker)s, %(day)s"),
    "ru": gettext_lazy("Courtesy translation into Russian by %(maker)s, %(day)s"),
    "ar": gettext_lazy("Courtesy translation into Arabic by %(maker)s, %(day)s"),
    "zh": gettext_lazy("Courtesy translation into Chinese by %(maker)s, %(day)s"),
}
ALONG: Mapping[str, StrOrPromise] = {
    "en": gettext_lazy("Courtesy translation into English that came with the report"),
    "fr": gettext_lazy("Courtesy translation into French that came with the report"),
    "es": gettext_lazy("Courtesy translation into Spanish that came with the report"),
    "ru": gettext_lazy("Courtesy translation into Russian that came with the report"),
    "ar": gettext_lazy("Courtesy translation into Arabic that came with the report"),
    "zh": gettext_lazy("Courtesy translation into Chinese that came with the report"),
}
# Marks around a name that keep its direction to itself.
ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def courtesy_label(one: Courtesy) -> str:
    """Whose translation it is, into which language and of which day."""
    if one.came_along or one.on is None:
        return str(ALONG.get(one.language) or _("Courtesy translation that came with the report"))
    said = str(MADE.get(one.language) or _("Courtesy translation by %(maker)s, %(day)s"))
    return said % {"maker": f"{ISOLATE}{one.maker}{END}", "day": date_format(one.on)}
