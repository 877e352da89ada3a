"""What an indicator's page shows of a measure that rests on Parties' answers, for one cycle and one group."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from figures import drawings
from figures.catalogue import class_label
from figures.query import group_filter, with_query
from figures.selectors import classification
from figures.strips import stand_alone
from figures.targets import readings_in_words, readings_of
from figures.wording import (
    ReadBefore,
    ShareView,
    bounds_in_words,
    bounds_view,
    chance_in_words,
    change_in_words,
    limit_of,
    once_in_words,
    read_at,
    share_cells,
    share_view,
    silence_in_words,
    statement_items,
    value_in_words,
)
from indicators.calculations import PartyClass, Share
from indicators.kinds.figure import Bounds, Number
from indicators.models import Finding, IndicatorValue, Measure
from indicators.statements import Moved, TooFew, change_of
from parties.all_parties import ALL
from parties.formats import under
from parties.models import PartyGroup
from portal.addresses import plan_address
from portal.parties_behind import moved, parties_by_class
from portal.silences import Silences

Context = dict[str, Any]


@dataclass(frozen=True)
class InCycle:
    """A measure with its figures and findings, read for one of its cycles and for one group."""

    request: HttpRequest
    measure: Measure
    values: Sequence[IndicatorValue]
    findings: Sequence[Finding]
    of_indicator: Sequence[Finding]
    cycle: str
    group: str
    groups: list[PartyGroup]

    @property
    def context(self) -> Context:
        return {
            **self._figure(),
            **self._choices(),
            **self._statements(),
            **self._over_cycles(),
            **self._by_group(),
            **self._parties(),
        }

    @cached_property
    def silences(self) -> Silences:
        return Silences()

    @cached_property
    def plain(self) -> list[IndicatorValue]:
        return [value for value in self.values if value.threshold is None]

    @cached_property
    def of_groups(self) -> dict[str, IndicatorValue]:
        """The figure of the cycle, by group."""
        return {value.group: value for value in self.plain if value.cycle and value.cycle.code == self.cycle}

    @cached_property
    def of_cycles(self) -> list[IndicatorValue]:
        """The figures of the group, cycle by cycle."""
        return [value for value in self.plain if value.group == self.group]

    @property
    def value(self) -> IndicatorValue:
        return self.of_groups[self.group]

    @property
    def share(self) -> Share:
        share = self.value.classes
        assert share is not None
        return share

    @cached_property
    def of_group(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.group == self.group]

    @cached_property
    def carried(self) -> Finding | None:
        """What the indicator is counted by, where this is its headline measure and another one has its trend."""
        if not self.measure.is_headline or self.measure.is_trend or self.finding is None:
            return None
        return next(
            (
                one
                for one in self.of_indicator
                if one.measure.is_trend
                and (one.group, one.baseline, one.current) == (self.group, self.finding.baseline, self.finding.current)
            ),
            None,
        )

    @cached_property
    def finding(self) -> Finding | None:
        """The finding of the pair that ends with this cycle."""
        return next((one for one in self.of_group if one.current and one.current.code == self.cycle), None)

    def _figure(self) -> Context:
        kind = self.measure.of_kind
        return {
            "value": self.value,
            "share": self._shown(self.share),
            "counts": self.share,
            "banded": value_in_words(self.value) if kind.has_steps or not kind.is_share else "",
            "is_number": isinstance(self.value.figure, Number),
            "thresholds": [
                {
                    "value": one,
                    "share": bounds_view(one.classes) if isinstance(one.figure, Bounds) else self._shown(one.classes),
                }
                for one in self.values
                if one.threshold is not None and one.classes
                if one.group == self.group and one.cycle and one.cycle.code == self.cycle
            ],
        }

    def _choices(self) -> Context:
        """The tabs of the cycles with their n, and the choice of a group."""
        answering = {one.cycle.code: one.classes.answering for one in self.of_cycles if one.cycle and one.classes}
        cycles = dict.fromkeys(value.cycle.code for value in self.values if value.cycle)
        return {
            "cycle_tabs": [
                {
                    "title": code,
                    "url": with_query(self.request, cycle=code),
                    "current": code == self.cycle,
                    # Nobody was asked where records are counted.
                    "note": f"n {answering[code]}" if self.measure.of_kind.is_share else "",
                }
                for code in cycles
            ],
            "filters": group_filter(self.group, self.groups),
            "hidden": [{"name": k, "value": v} for k, v in self.request.GET.items() if k in ("cycle", "measure")],
        }

    def _statements(self) -> Context:
        """What is said of target, trend and pace, and of every earlier pair of cycles."""
        return {
            "findings": self._head(),
            "target_readings": self._target_in_words(),
            "finding": self.finding,
            "changes": [_change(one) | {"items": self._items_of(one)} for one in self.of_group],
        }

    def _head(self) -> list[Context]:
        """Level and pace of this measure, and the trend that the indicator is counted by, under its name."""
        own = self._items_of(self.finding)
        if self.finding is None or self.carried is None:
            return own
        carried = self._items_of(self.carried)
        return (
            [item for item in own if item["kind"] == "level"]
            + [item for item in carried + own if item["kind"] == "trend"]
            + [item for item in own if item["kind"] == "pace"]
        )

    def _over_cycles(self) -> Context:
        joined = {
            (one.baseline.code, one.current.code): isinstance(one.statement.trend, Moved | TooFew)
            for one in self.of_group
            if one.baseline and one.current
        }
        return {
            "any_answer": any(one.classes.answering for one in self.of_cycles if one.classes),
            "cycles_chart": drawings.cycles_chart(self.measure, self.of_cycles, joined),
            **self._cycles_table(),
        }

    def _cycles_table(self) -> Context:
        """What the chart draws; of a total its shares stand beside it, each under its own heading."""
        rows = [[one.cycle.code if one.cycle else "", value_in_words(one)] for one in self.of_cycles]
        if not self.measure.of_kind.has_steps:
            return {
                "cycles_rows": [[*row, bounds_in_words(one)] for row, one in zip(rows, self.of_cycles, strict=True)],
                "cycles_headings": [_("Cycle"), _("Figure"), _("Lowest to highest possible")],
            }
        shares = [one.of_parties for one in self.of_cycles]
        return {
            "cycles_rows": [[*row, *share_cells(share)] for row, share in zip(rows, shares, strict=True)],
            "cycles_headings": [_("Cycle"), _("Figure"), _("Share of Parties"), _("Lowest to highest possible")],
        }

    def _by_group(self) -> Context:
        title = self._titled(_("By group, %(cycle)s") % {"cycle": self.cycle})
        plan, code = self.measure.indicator.plan, self.measure.indicator.code
        drawing = with_query(self.request, chart="groups", group=None, cycle=self.cycle)
        return {
            "groups_chart": drawings.groups_chart(self.of_groups, self.groups, title),
            "group_downloads": [
                {"format": "CSV", "url": plan_address(plan, "indicator-csv", code)},
                {"format": "SVG", "url": plan_address(plan, "indicator-svg", code) + drawing},
            ],
            "group_rows": [
                {"name": name, "counts": counts, "share": self._shown(counts)}
                for slug, name in [(ALL, _("All Parties")), *((group.slug, _(group.name)) for group in self.groups)]
                if slug in self.of_groups and (counts := self.of_groups[slug].of_parties) is not None
            ],
            "record_rows": [
                {"name": name, "words": value_in_words(self.of_groups[slug])}
                for slug, name in [(ALL, _("All Parties")), *((group.slug, _(group.name)) for group in self.groups)]
                if slug in self.of_groups
            ],
        }

    def _titled(self, title: str) -> str:
        """The title of a drawing of classes: of a total it says what they are of."""
        return under(title, self.measure.share_label) if self.measure.share_label else title

    def _parties(self) -> Context:
        """How many Parties counted as what, who they are, and who gained or lost."""
        measure, finding = self.measure, self.finding
        counted = classification(measure, self.cycle)
        title = self._titled(_("What the Parties counted as, %(cycle)s") % {"cycle": self.cycle})
        return {
            "classes_chart": drawings.class_chart(self.share, title, measure.kind),
            "classes_rows": [
                [class_label(one, measure.kind), getattr(self.share, one)]
                for one in PartyClass
                if measure.of_kind.is_share or getattr(self.share, one)
            ],
            "classes_headings": [_("Class"), _("Parties")],
            "parties": parties_by_class(measure, counted, self.group, self.cycle, self.silences),
            "moved": moved(measure, finding) if finding and self.group == ALL else [],
        }

    def _shown(self, share: Share) -> ShareView:
        """A share with what is held of the cycle in the place of "no report"."""
        view = share_view(share)
        return replace(view, reason=self.silences.in_place_of(view.reason, self.measure, [self.value.cycle]))

    def _items_of(self, finding: Finding | None) -> list[Context]:
        ends = (finding.baseline, finding.current) if finding else ()
        shown = [one.figure for one in self.of_cycles if finding and one.cycle == finding.current]
        before = None if shown else self._read_before(finding)
        items = statement_items(
            finding.statement if finding else None,
            stand=stand_alone(finding, shown, before),
            limit=limit_of(self.measure),
            before=before,
            trend_by=self._trend_by(finding),
        )
        return [item | {"reason": self.silences.in_place_of(item["reason"], self.measure, ends)} for item in items]

    def _read_before(self, finding: Finding | None) -> ReadBefore | None:
        """The verdict on the target at the earlier cycle of a pair, of this measure."""
        if finding is None or finding.current is None or finding.measure_id != self.measure.pk:
            return None
        value = next((one for one in self.of_cycles if one.cycle == finding.baseline), None)
        return read_at(self.measure, value, finding.current.code)

    def _trend_by(self, finding: Finding | None) -> str:
        """What the trend is of, where one page tells of two things."""
        if finding is None:
            return ""
        return finding.measure.share_of if self.carried else finding.measure.share_label

    def _target_in_words(self) -> str:
        """The verdict of the target at every reading; empty where the plan states none of all these Parties."""
        readings = readings_of(self.measure, self.of_cycles)
        if self.finding is None or not any(one.level.level for one in readings):
            # The statement of level says why, once.
            return ""
        return readings_in_words(readings, self.finding.statement.level, limit_of(self.measure))


def _change(finding: Finding) -> Context:
    """One pair of cycles: what is said, in points only where a change is told, and what it rests on."""
    statement = finding.statement
    said, change = statement.trend, change_of(statement.trend)
    more = []
    if isinstance(said, Moved) and finding.baseline and finding.current:
        more = [
            silence_in_words(said),
            chance_in_words(said),
            once_in_words(said, finding.baseline.code, finding.current.code),
        ]
    return {
        "finding": finding,
        "points": change_in_words(change) if change is not None else "",
        "more": [text for text in more if text],
    }
