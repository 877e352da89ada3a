"""What a plan calls its levels, one and several of them, by our names of the levels."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from parties.in_languages import in_reader_language

# A plan of two levels has no word for the second: there an objective is what its first level is.
ABOVE = {"operational_objective": "strategic_objective"}
# One and several, where a plan calls a level as we do or does not name it.
PLAIN = {
    "strategic_objective": (_("Strategic objective"), _("Strategic objectives")),
    "operational_objective": (_("Operational objective"), _("Operational objectives")),
    "expected_impact": (_("Expected impact"), _("Expected impacts")),
    "outcome": (_("Outcome"), _("Outcomes")),
    "indicator": (_("Indicator"), _("Indicators")),
}


def one_of(labels: Mapping[str, str], level: str) -> str:
    """What a plan calls one of a level."""
    level = _named(labels, level)
    return in_reader_language(labels.get(level, "")) or str(PLAIN[level][0])


def many_of(labels: Mapping[str, str], level: str) -> str:
    """What a plan calls several of a level; the word for one where its file gives no other and ours is not its own."""
    level = _named(labels, level)
    single, several = PLAIN[level]
    plain = str(several) if one_of(labels, level) == str(single) else one_of(labels, level)
    return in_reader_language(labels.get(f"{level}s", "")) or plain


def number_of(labels: Mapping[str, str], level: str, number: int) -> str:
    """So many of a level: "1 indicator", "59 indicators"."""
    one, many = one_of(labels, level), many_of(labels, level)
    if (one, many) == tuple(str(word) for word in PLAIN["indicator"]):
        # Called as we call them: counted as each language counts them.
        return ngettext("%(n)d indicator", "%(n)d indicators", number) % {"n": number}
    called = one if number == 1 else many
    return gettext("%(n)d %(of_a_level)s") % {"n": number, "of_a_level": called.lower()}


def _named(labels: Mapping[str, str], level: str) -> str:
    return level if level in labels else ABOVE.get(level, level)
