"""The Parties behind a figure: who counted as what, who gained and who lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures.catalogue import class_label
from figures.selectors import classification
from indicators.calculations import PartyClass, panel
from indicators.models import Finding, Measure, ReportingCycle
from indicators.rows import unpacked
from parties.all_parties import ALL
from parties.models import Party
from parties.name_order import by_name
from portal.silences import Silences, parts_of


@dataclass(frozen=True)
class PartyBehind:
    """A Party in its class; `settled` says what an unanswered one can still be, `silence` why a silent one is."""

    party: Party
    settled: str = ""
    silence: str = ""


@dataclass(frozen=True)
class Behind:
    """One list of Parties with its heading."""

    name: str
    label: str
    parties: list[PartyBehind]


def parties_by_class(
    measure: Measure, counted: dict[str, list[str]], group: str, cycle: str, silences: Silences
) -> list[Behind]:
    """The Parties of a packed classification, class by class; of one group by its members on the population day."""
    members = {code for codes in counted.values() for code in codes}
    if group != ALL:
        day = ReportingCycle.objects.get(code=cycle).population_on
        members &= set(Party.objects.in_group(group, day).values_list("code", flat=True))
    settled = {code: name for name in ("settled_yes", "settled_not_yes") for code in counted.get(name, ())}
    held = Party.objects.in_bulk(members, field_name="code")
    parts = parts_of(measure, cycle)
    reasons = {code: silences.why(code, cycle, parts) for code in counted.get(PartyClass.SILENT, ()) if code in members}
    unread = silences.why_unanswered(measure, cycle)
    reasons |= {code: unread[code] for code in counted.get(PartyClass.UNANSWERED, ()) if code in unread}
    return [
        Behind(
            name.value,
            class_label(name, measure.kind),
            _in_order(
                PartyBehind(held[c], settled.get(c, ""), reasons.get(c, "")) for c in counted[name] if c in members
            ),
        )
        for name in PartyClass
        if name in counted
    ]


def moved(measure: Measure, finding: Finding) -> list[Behind]:
    """Who gained and who lost between the two cycles of a finding, from the stored classes."""
    if finding.baseline is None or finding.current is None or finding.gained is None:
        return []
    first, last = (unpacked(classification(measure, c.code)) for c in (finding.baseline, finding.current))
    matched = panel(first, last, first.keys() & last.keys())
    held = Party.objects.in_bulk(matched.gained | matched.lost, field_name="code")
    return [
        Behind(name, label, _in_order(PartyBehind(held[code]) for code in codes))
        for name, label, codes in (("gained", _("Gained"), matched.gained), ("lost", _("Lost"), matched.lost))
        if codes
    ]


def _in_order(rows: Iterable[PartyBehind]) -> list[PartyBehind]:
    return sorted(rows, key=lambda row: str(getattr(row.party, by_name())))
