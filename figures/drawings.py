"""Which chart shows which figures: rows of the selectors in, drawings with their words out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

import charts
from charts import Pair
from figures.catalogue import class_label, in_words, stand_label
from figures.dumbbells import moved_row
from figures.strips import Strip, stand_labels
from figures.wording import points, share_view, trend_word
from indicators.calculations import PartyClass, Share
from indicators.models import IndicatorValue, Measure, ReportingCycle, Target
from indicators.models.levels import many_of, number_of, one_of
from indicators.statements import Moved, NotCompared, Statement, TooFew, Unsaid
from languages.writing import isolated
from national_reports.ledger_rows import LedgerRow
from parties.all_parties import ALL
from parties.formats import date_format, listed, short_month, with_remark
from parties.in_languages import reader_language
from parties.models import PartyGroup


def strip_chart(rows: Sequence[Strip], levels: Mapping[str, str]) -> Pair:
    """Findings of the indicators by strategic objective; `levels` is what the plan calls its levels."""
    named = {
        "indicators": many_of(levels, "indicator").lower(),
        "objective": one_of(levels, "strategic_objective").lower(),
    }
    data = [
        charts.StripRow(
            label=f"{row.objective.code}. {row.objective.text}",
            counts=[charts.Count(stand, number, stand_label(stand)) for stand, number in row.counts.items()],
            total=number_of(levels, "indicator", row.indicators),
            note=reasons_in_words(row),
        )
        for row in rows
    ]
    return charts.pair(
        lambda width: charts.counts_strip(
            data,
            name="strips",
            title=_("Trend of the %(indicators)s, by %(objective)s") % named,
            description=_(
                "For each %(objective)s, how many of its %(indicators)s improved or worsened, clearly or slightly, "
                "how many show little or no change, and how many have no direction or are not assessed."
            )
            % named,
            rtl=get_language_bidi(),
            width=width,
        )
    )


def reasons_in_words(row: Strip) -> str:
    if not row.reasons:
        return ""
    return _("Without a direction or not assessed: %(reasons)s.") % {
        "reasons": listed(with_remark(reason, n) for reason, n in row.reasons)
    }


def strip_headings(rows: Sequence[Strip], levels: Mapping[str, str]) -> list[str]:
    return [one_of(levels, "strategic_objective"), *stand_labels(rows), many_of(levels, "indicator")]


def strip_rows(rows: Sequence[Strip]) -> list[list[str | int]]:
    return [[f"{row.objective.code}. {row.objective.text}", *row.in_order, row.indicators] for row in rows]


def counted(share: Share) -> str:
    """n/N beside a row of a chart: those answering of those to which it applies."""
    return f"{share.answering}/{share.applicable}"


def dumbbell_row(
    label: str, statement: Statement | None, value: IndicatorValue | None, target: Target | None
) -> charts.DumbbellRow:
    """Baseline and current share on the matched panel, with the interval of the current cycle."""
    share = value.of_parties if value else None
    aim = _least_share(target)
    if statement is None or not isinstance(statement.trend, Moved):
        # One short line: a statement such as "not comparable", else why there is none.
        return charts.DumbbellRow(label, None, None, target=aim, reason=_why_not_drawn(statement))
    return moved_row(label, statement.trend.panel, share, aim)


def _least_share(target: Target | None) -> Fraction | None:
    """The share that a target asks for; an event has none."""
    return Fraction(target.value, 100) if target and target.operator in (">=", ">") else None


def _why_not_drawn(statement: Statement | None) -> str:
    if statement is None:
        return _("no figure")
    match statement.trend:
        case NotCompared(word):
            return in_words(word)
        case TooFew(size, eligible):
            return _("too few answers: %(panel)d of %(eligible)d") % {"panel": size, "eligible": eligible}
        case Unsaid(reason):
            return in_words(reason)
        case said:
            return trend_word(said)


def dumbbell_headings(levels: Mapping[str, str], baseline: str, current: str) -> list[str]:
    return [one_of(levels, "indicator"), baseline, current, _("Change in points")]


def dumbbell_table(rows: Sequence[charts.DumbbellRow]) -> list[list[str]]:
    """The dumbbells as a table: shares on the matched panel, or why there are none."""

    def show(share: Fraction, row: charts.DumbbellRow) -> str:
        return _("%(share)s of %(counted)s") % {"share": _in_percent(share), "counted": row.counted}

    return [
        [row.label, show(row.baseline, row), show(row.current, row), points(row.current - row.baseline)]
        if row.baseline is not None and row.current is not None
        else [row.label, row.reason, "", ""]
        for row in rows
    ]


def dumbbell_chart(rows: Sequence[charts.DumbbellRow], baseline: str, current: str, title: str, name: str) -> Pair:
    words = charts.DumbbellWords(
        baseline=_("Baseline, %(cycle)s") % {"cycle": baseline},
        current=_("Later, %(cycle)s") % {"cycle": current},
        interval=_("Lowest to highest possible, all Parties"),
        target=_("Target"),
        counted=_("both times / Parties"),
    )
    return charts.pair(
        lambda width: charts.dumbbell(
            rows,
            words=words,
            name=name,
            title=title,
            description=_("Share of yes on the Parties that answered both times, at the baseline and later."),
            show=_in_percent,
            rtl=get_language_bidi(),
            width=width,
        )
    )


def cycles_chart(measure: Measure, values: Iterable[IndicatorValue], joined: Mapping[tuple[str, str], bool]) -> Pair:
    """The share over the cycles with its interval; a line only between cycles that may be compared."""
    rows = [value for value in values if value.cycle is not None and value.of_parties is not None]
    points = []
    before = ""
    for value in rows:
        share, code = value.classes, value.cycle.code if value.cycle else ""
        assert share is not None
        points.append(
            charts.CyclePoint(
                code,
                share.share,
                lowest=share.lowest if share.answering else None,
                highest=share.highest if share.answering else None,
                counted=_("%(n)d of %(N)d") % {"n": share.answering, "N": share.applicable},
                reason=in_words(share.reason),
                joined=joined.get((before, code), False),
            )
        )
        before = code
    target = getattr(measure, "target", None)
    aim = _least_share(target)
    return charts.pair(
        lambda width: charts.share_over_cycles(
            points,
            interval_label=_("Lowest to highest possible"),
            target=aim,
            target_label=_("Target: %(value)s") % {"value": _in_percent(aim)} if aim is not None else "",
            name="cycles",
            title=_("Share over the cycles: %(measure)s") % {"measure": measure.share_of},
            description=_(
                "Share of yes among those answering in each cycle, with the lowest and highest possible share."
            ),
            show=_in_percent,
            rtl=get_language_bidi(),
            width=width,
        )
    )


def groups_chart(values: Mapping[str, IndicatorValue], groups: Sequence[PartyGroup], title: str) -> Pair:
    """Yes, partial and no of those answering, by group."""
    rows = []
    for slug, label in [(ALL, _("All Parties")), *((group.slug, _(group.name)) for group in groups)]:
        share = values[slug].of_parties if slug in values else None
        if share is None:
            continue
        view = share_view(share)
        rows.append(
            charts.GroupRow(
                label,
                share.yes,
                share.partial,
                share.no,
                counted=_("%(percent)d %% of %(n)d/%(N)d")
                % {"percent": view.percent, "n": share.answering, "N": share.applicable}
                if view.percent is not None
                else f"0/{share.applicable}",
                reason=view.reason,
            )
        )
    labels = {name.value: class_label(name) for name in (PartyClass.YES, PartyClass.PARTIAL, PartyClass.NO)}
    return charts.pair(
        lambda width: charts.group_bars(
            rows,
            labels=labels,
            name="groups",
            title=title,
            description=_("For each group, the Parties that answered yes, partially and no."),
            show=_in_percent,
            rtl=get_language_bidi(),
            width=width,
        )
    )


def class_chart(share: Share, title: str, kind: str = "") -> Pair:
    """All Parties of the population in one bar."""
    counts = [charts.Count(name.value, getattr(share, name.value), class_label(name, kind)) for name in PartyClass]
    return charts.pair(
        lambda width: charts.class_bar(
            counts,
            name="classes",
            title=title,
            description=_("How many Parties counted as what."),
            rtl=get_language_bidi(),
            width=width,
        )
    )


def timeline_chart(cycle: ReportingCycle, records: Sequence[LedgerRow]) -> Pair:
    """Reports received against the deadline and the cut-off."""
    dates = sorted(one.first for one in records if one.first is not None)
    tally: dict[date, int] = {}
    for number, on in enumerate(dates, 1):
        tally[on] = number
    first = min([*dates[:1], cycle.deadline - timedelta(days=120)])
    last = max([*dates[-1:], cycle.cut_off + timedelta(days=30)])
    return charts.pair(
        lambda width: charts.submission_timeline(
            [charts.Received(on, number) for on, number in tally.items()],
            first=first,
            last=last,
            ticks=_ticks(first, last, 5 if width > charts.NARROW else 2 if get_language_bidi() else 3),
            deadline=charts.Day(cycle.deadline, _("Deadline, %(day)s") % {"day": date_format(cycle.deadline)}),
            cut_off=charts.Day(cycle.cut_off, _("Cut-off, %(day)s") % {"day": date_format(cycle.cut_off)}),
            population=len(records),
            population_label=_("%(n)d Parties") % {"n": len(records)},
            name="timeline",
            title=_("Reports received, %(cycle)s") % {"cycle": cycle.title},
            description=_("Cumulative number of reports by the day on which they were received."),
            rtl=get_language_bidi(),
            width=width,
        )
    )


def _in_percent(share: Fraction) -> str:
    return isolated(charts.whole_percent(share, reader_language()), reader_language())


def _ticks(first: date, last: date, most: int) -> list[charts.Day]:
    """The first days of months between two days, thinned to what fits."""
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    step = -(-len(months) // most) if months else 1
    return [charts.Day(day, short_month(day)) for day in months[::step]]
