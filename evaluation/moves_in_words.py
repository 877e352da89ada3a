"""What a change of data moves in the reader's words: what each row is of, its columns, what they say."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.models import Edition
from figures.catalogue import CLASS_LABELS, in_words
from figures.wording import grouped
from indicators.calculations import CLASSES
from indicators.models import Measure
from indicators.models.kind_labels import KIND_LABELS
from languages import units
from parties.all_parties import ALL
from parties.formats import date_format, listed, under, with_sign
from parties.in_languages import in_reader_language, reader_language
from parties.models import PartyGroup

# What the columns of figures and findings are called (indicators.rows).
COLUMNS: Mapping[str, str | Promise] = {
    "kind": gettext_lazy("Kind"),
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "low": gettext_lazy("Lowest count"),
    "high": gettext_lazy("Highest count"),
    "unit": gettext_lazy("Unit"),
    "source": gettext_lazy("Source"),
    "reason": gettext_lazy("Reason for no figure"),
    "population": gettext_lazy("Parties"),
    **{name: CLASS_LABELS[name] for name in CLASSES},
    "settled_yes": gettext_lazy("Unanswered, where other answers settle a yes"),
    "settled_not_yes": gettext_lazy("Unanswered, where other answers exclude a yes"),
    "level": gettext_lazy("Level against the target"),
    "level_reason": gettext_lazy("Why no level is stated"),
    "yes_needed": gettext_lazy("Yes answers that would settle the level"),
    "trend": gettext_lazy("Trend"),
    "strength": gettext_lazy("Strength of the change"),
    "trend_reason": gettext_lazy("Why no trend is stated"),
    "pace": gettext_lazy("Pace"),
    "pace_reason": gettext_lazy("Why no pace is stated"),
    "panel": gettext_lazy("Parties that answered both times"),
    "reporting": gettext_lazy("Parties that reported in the later cycle"),
    "eligible": gettext_lazy("Parties at both deadlines that it applies to"),
    "baseline_yes": gettext_lazy("Yes in the earlier cycle, of those that answered both times"),
    "current_yes": gettext_lazy("Yes in the later cycle, of those that answered both times"),
    "gained": gettext_lazy("Gained"),
    "lost": gettext_lazy("Lost"),
    "stayed": gettext_lazy("Neither gained nor lost"),
    "net_low": gettext_lazy("Lowest net change, where the scale changed"),
    "net_high": gettext_lazy("Highest net change, where the scale changed"),
    "silence_low": gettext_lazy("Lowest net change, all Parties"),
    "silence_high": gettext_lazy("Highest net change, all Parties"),
    "silence_among": gettext_lazy("Parties that this net change is over"),
    "could_offset": gettext_lazy("Silent that could offset it"),
    "only_before": gettext_lazy("Parties that answered in the earlier cycle only"),
    "only_before_yes": gettext_lazy("Yes answers of those of the earlier cycle only"),
    "only_now": gettext_lazy("Parties that answered in the later cycle only"),
    "only_now_yes": gettext_lazy("Yes answers of those of the later cycle only"),
}
STRENGTHS: Mapping[str, str | Promise] = {
    "clear": gettext_lazy("clear"),
    "slight": gettext_lazy("slight"),
    "exact": gettext_lazy("exact"),
}
CHANGES = ("net_low", "net_high", "silence_low", "silence_high")
WORDED = ("level", "level_reason", "trend", "trend_reason", "pace", "pace_reason", "reason", "source")

Row = Mapping[str, Any]


class Worder:
    """Puts rows into words; asks for the labels of measures and groups once."""

    def __init__(self) -> None:
        held = Measure.objects.select_related("indicator__plan")
        self._measures = {f"{one.indicator.plan.slug} {one.indicator.code}/{one.key}": str(one) for one in held}
        self._groups = {one.slug: _(one.name) for one in PartyGroup.objects.all()}

    def rows(self, kept: Sequence[Row]) -> list[dict[str, Any]]:
        """Rows as they are kept, worded: [{place, columns: [[name, before, after]]}]."""
        return [
            {
                # What was worked out before version 0.3 kept the codes alone.
                "place": self.place(row["of"]) if "of" in row else row["place"],
                "columns": [
                    [column_label(name), value_in_words(name, before), value_in_words(name, after)]
                    for name, before, after in row["columns"]
                ],
            }
            for row in kept
        ]

    def place(self, of: Mapping[str, str]) -> str:
        """What a figure or a finding is of: A.1 Rules – NR4, 1 October 2019, All Parties."""
        measure = self._measures.get(of["measure"], of["measure"])
        return under(measure, listed(self._rest(of)))

    def _rest(self, of: Mapping[str, str]) -> Iterator[str]:
        yield from (of[name] for name in ("cycle", "baseline", "current") if name in of)
        if "as_of" in of:
            yield date_format(date.fromisoformat(of["as_of"]))
        if "group" in of:
            yield _("All Parties") if of["group"] == ALL else self._groups.get(of["group"], of["group"])
        if "threshold" in of:
            yield _("%(number)s or more") % {"number": value_in_words("", of["threshold"])}
        if "reading" in of:
            yield in_reader_language(of["reading"])

    def editions(self, kept: Sequence[Row]) -> list[Row]:
        """Editions as they are kept, by the title that the reader knows."""
        called = {f"edition {one}": one.called for one in Edition.objects.select_related("evaluation")}
        return [{**row, "edition": called.get(row["edition"], row["edition"])} for row in kept]


def column_label(name: str) -> str:
    return str(COLUMNS.get(name, name))


def link_in_words(link: str) -> str:
    """A link between two questions as it is kept, or that there is none."""
    return link or _("no link")


def value_in_words(name: str, said: str) -> str:
    """What a column says: numbers and changes as the language writes them, codes in words, a dash for nothing."""
    if not said:
        return "–"
    if name in WORDED:
        return in_words(said)
    if name == "strength":
        return str(STRENGTHS.get(said, said))
    if name == "kind":
        return str(dict(KIND_LABELS).get(said, said))
    if name == "unit":
        return units.label(said, reader_language()) or said
    try:
        number = Decimal(said)
    except InvalidOperation:
        return said
    return with_sign(int(number)) if name in CHANGES else grouped(number)
