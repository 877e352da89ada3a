"""Expected rows of measures that rest on no answer: registry, treaty dates, milestones, recorded figures, text."""

from fractions import Fraction

from tests.recomputed import facts, registry, shares, verdicts
from tests.recomputed.answered import NO_TARGET, as_lists, of_counts
from tests.recomputed.inputs import CYCLES_WITH_FORMS, as_day, in_group

NOT_FROM_ANSWERS = "not taken from answers of Parties"
RECORDED = "awaiting a recorded figure"
PER_PERIOD = "each figure covers a period of its own"


def expect(measure, world, expected):
    by_kind = {
        "membership": membership,
        "milestone": milestone,
        "record_count": record_count,
        "ratio": record_count,
        "parties_with_record": parties_with_record,
    }
    if measure["kind"] in by_kind:
        by_kind[measure["kind"]](measure, world, expected)
        return
    reasons = {"narrative": "narrative only", "recorded_figure": RECORDED}
    nothing(measure, reasons.get(measure["kind"], "no data source"), expected)


def nothing(measure, reason, expected, **columns):
    expected.value(measure, reason=reason, **columns)
    same(measure, reason, expected)


def same(measure, reason, expected):
    expected.finding(measure, level_reason=reason, trend_reason=reason, pace_reason=reason)


def membership(measure, world, expected):
    for place, reading in enumerate(measure["membership"]["readings"]):
        numerator, denominator = facts.membership(world["parties"], reading)
        if place == 0:
            reached = verdicts.reaches(Fraction(numerator, denominator), measure["target"])
        expected.value(
            measure,
            day=as_day(reading["until"]),
            reading="" if place == 0 else reading["label"],
            numerator=numerator,
            denominator=denominator,
            unit=reading["unit"],
        )
    level = {"level": "met" if reached else "not met"}
    if measure["direction"] == "per_period":
        expected.finding(measure, **level, trend_reason=PER_PERIOD, pace_reason=PER_PERIOD)
        return
    for pair in measure["comparisons"]:
        first, last = (world["cycles"][pair[end]]["deadline"] for end in ("baseline", "current"))
        moved = facts.membership_between(world["parties"], first, last)
        net = moved["gained"] - moved["lost"]
        columns = {"trend": "little or no change"}
        if abs(net) >= 2 and abs(net) * 100 >= 2 * moved["panel"]:
            columns = {"trend": "improved" if net > 0 else "worsened", "strength": "exact"}
        expected.finding(
            measure,
            baseline=pair["baseline"],
            current=pair["current"],
            **level,
            **columns,
            **moved,
            pace_reason=NOT_FROM_ANSWERS,
        )


def milestone(measure, world, expected):
    fact, target = measure["milestone"], measure.get("target")
    day = facts.reached_on(world["parties"], fact)
    columns = {"unit": "events"}
    if "list" in fact:
        expected.value(measure, numerator=len(fact["list"]), **columns)
    elif day is None:
        expected.value(measure, reason=RECORDED, **columns)
    else:
        expected.value(measure, day=day, numerator=1, **columns)
    level = {"level_reason": NO_TARGET}
    if target and day is None:
        level = {"level_reason": RECORDED}
    elif target:
        level = {"level": "met" if day <= as_day(target["due"]) else "not met"}
    expected.finding(measure, **level, trend_reason=NOT_FROM_ANSWERS, pace_reason=NOT_FROM_ANSWERS)


def days_of(measure, world):
    """[(cycle, day, rebuilt)] of the figures of a measure of the registry, and the day of the latest snapshot."""
    found = []
    for cycle in CYCLES_WITH_FORMS:
        cut_off = world["cycles"][cycle]["cut_offs"][""]
        near = registry.nearest_snapshot(world["snapshots"], cut_off)
        if near:
            found.append((cycle, near, False))
        elif "no_past" not in measure["registry"] and world["snapshots"]:
            found.append((cycle, cut_off, True))
    return found, max(world["snapshots"], default=None)


def records_of(measure, day, world, *, is_rebuilt):
    there = (registry.rebuilt if is_rebuilt else registry.snapshot)(world["records"], day)
    found = {}
    for rule in measure["registry"]["counts"]:
        records = registry.found(there, rule, day, world["terms"])
        if "groups" in rule:
            records = registry.of_groups(world["parties"], records, rule["groups"], day)
        found[rule["name"]] = records
    return found


def record_count(measure, world, expected):
    of_cycles, latest = days_of(measure, world)
    days = [(day, is_rebuilt, "") for _, day, is_rebuilt in of_cycles]
    if latest:
        days.append((latest, False, "latest snapshot"))
    unit = measure["registry"]["unit"]
    if not days:
        nothing(measure, "no snapshot", expected, unit=unit)
        return
    for day, is_rebuilt, reading in days:
        found = records_of(measure, day, world, is_rebuilt=is_rebuilt)
        numbers = [len(records) for records in found.values()]
        columns = {"numerator": numbers[0], "unit": unit}
        if len(numbers) == 2:
            columns["denominator"] = numbers[1]
        elif is_rebuilt:
            columns["low"] = numbers[0]
        expected.value(measure, day=day, reading=reading, **columns)
    level = {"level_reason": NO_TARGET}
    expected.finding(measure, **level, trend_reason=NOT_FROM_ANSWERS, pace_reason=NOT_FROM_ANSWERS)


def parties_with_record(measure, world, expected):
    of_cycles, latest = days_of(measure, world)
    if latest is None:
        nothing(measure, "no snapshot", expected, unit="Parties")
        return
    if not of_cycles:
        counts = holders(measure, None, latest, world, expected, is_rebuilt=False, reading="latest snapshot")
        level = level_of(measure, counts)
        expected.finding(measure, **level, trend_reason=NOT_FROM_ANSWERS, pace_reason=NOT_FROM_ANSWERS)
        return
    for cycle, day, is_rebuilt in of_cycles:
        holders(measure, cycle, day, world, expected, is_rebuilt=is_rebuilt, reading="")
    for pair in measure["comparisons"]:
        day = next(day for cycle, day, _ in of_cycles if cycle == pair["current"])
        for group in world["groups"]:
            in_force = registry.with_record(world["parties"], {"": []}, day)[1]
            members = in_force & in_group(world["parties"], group, world["cycles"][pair["current"]]["deadline"])
            expected.finding(
                measure,
                baseline=pair["baseline"],
                current=pair["current"],
                group=group,
                level_reason=NO_TARGET,
                trend="not comparable",
                trend_reason="a count rebuilt from dates of registration",
                pace_reason="not comparable",
                reporting=len(members),
                population=len(members),
            )


def level_of(measure, counts):
    if "target" not in measure:
        return {"level_reason": NO_TARGET}
    return {"level": verdicts.level_of(counts, measure["target"])[0]}


def holders(measure, cycle, day, world, expected, *, is_rebuilt, reading):
    """Values of every group of those who have a record; returns the counts of all of them."""
    by_count = records_of(measure, day, world, is_rebuilt=is_rebuilt)
    have, in_force = registry.with_record(world["parties"], by_count, day)
    # Of a rebuilt count only those who have one are sure.
    other = "unanswered" if is_rebuilt else "no"
    found = {party: ("yes" if name == "yes" else other, None) for party, name in have.items()}
    if cycle:
        expected.classes[measure["indicator"], measure["key"], cycle] = as_lists(found)
    for group in world["groups"] if cycle else ["all"]:
        members = in_group(world["parties"], group, world["cycles"][cycle]["deadline"] if cycle else day)
        counts = shares.count(found, in_force & members)
        columns = of_counts(counts, denominator=counts["population"], reason="")
        expected.value(measure, cycle=cycle, day=day, group=group, reading=reading, **columns)
    return shares.count(found, in_force)
