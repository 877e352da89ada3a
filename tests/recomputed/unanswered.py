"""Expected rows of measures that rest on no answer: registry, treaty dates, milestones, recorded figures, text."""

from fractions import Fraction

from tests.recomputed import facts, registry, shares, verdicts
from tests.recomputed.answered import NO_TARGET, as_lists, expect_finding, of_counts
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
        first, last = (world["cycles"][pair[end]]["population_on"] for end in ("baseline", "current"))
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
    """{cycle: (day, whether rebuilt)} of a measure of the registry, and the day of the latest snapshot."""
    found, latest = {}, max(world["snapshots"], default=None)
    for cycle in CYCLES_WITH_FORMS:
        cut_off = world["cycles"][cycle]["cut_offs"][""]
        near = registry.nearest_snapshot(world["snapshots"], cut_off)
        if near:
            found[cycle] = near, False
        elif not (schemas_of(measure) & without_past(world)) and latest and latest >= cut_off:
            found[cycle] = cut_off, True
    return found, latest


def schemas_of(measure):
    return {schema for rule in measure["registry"]["counts"] for schema in rule["schemas"]}


def without_past(world):
    """Schemas of which some measure says that their records carry no date, or a wrong one: none of them is rebuilt."""
    return {
        schema
        for measure in world["measures"]
        for rule in measure.get("registry", {}).get("counts", ())
        if "no_past" in rule
        for schema in rule["schemas"]
    }


def counts_of(measure, day, world, *, is_rebuilt):
    """[(records, {Party: records}, {kind: records})] of the named counts: of a snapshot as counted, else of records."""
    found = []
    for rule in measure["registry"]["counts"]:
        if is_rebuilt:
            there = registry.rebuilt(world["records"], day)
            number, governments, kinds = registry.counted(there, rule, day, world["terms"])
        else:
            number, governments, kinds = world["snapshots"][day][measure["indicator"], measure["key"], rule["name"]]
        if "groups" in rule:
            number = registry.of_groups(world["parties"], governments, rule["groups"], day)
        found.append((number, governments, kinds))
    return found


def record_count(measure, world, expected):
    of_cycles, latest = days_of(measure, world)
    days = [(day, is_rebuilt, "") for day, is_rebuilt in of_cycles.values()]
    if latest:
        days.append((latest, False, "latest snapshot"))
    unit = measure["registry"]["unit"]
    if not days:
        nothing(measure, "no snapshot", expected, unit=unit)
        return
    for day, is_rebuilt, reading in days:
        counts = counts_of(measure, day, world, is_rebuilt=is_rebuilt)
        numbers = [number for number, _, _ in counts]
        for what in measure["registry"].get("beside", ()):
            many = len(counts[0][1 if what == "governments" else 2])
            label = f"latest snapshot, {what}" if reading else what
            expected.value(measure, day=day, reading=label, numerator=many, unit=what, low=many if is_rebuilt else None)
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
        found = holders(measure, latest, world, is_rebuilt=False)
        counts = shares.count(found, set(found))
        expected.value(measure, day=latest, reading="latest snapshot", **of_records(counts, is_rebuilt=False))
        level = verdicts.level_of(counts, measure["target"])[0] if "target" in measure else ""
        reason = "" if level else NO_TARGET
        expected.finding(
            measure, level=level, level_reason=reason, trend_reason=NOT_FROM_ANSWERS, pace_reason=NOT_FROM_ANSWERS
        )
        return
    by_cycle = {}
    for cycle, (day, is_rebuilt) in of_cycles.items():
        by_cycle[cycle] = found = holders(measure, day, world, is_rebuilt=is_rebuilt)
        expected.classes[measure["indicator"], measure["key"], cycle] = as_lists(found)
        for group in world["groups"]:
            among = set(found) & in_group(world["parties"], group, day)
            columns = of_records(shares.count(found, among), is_rebuilt=is_rebuilt)
            expected.value(measure, cycle=cycle, day=day, group=group, **columns)
    days = {cycle: day for cycle, (day, _) in of_cycles.items()}
    rebuilt = {cycle for cycle, (_, is_rebuilt) in of_cycles.items() if is_rebuilt}
    for pair in measure["comparisons"]:
        for group in world["groups"]:
            expect_finding(measure, pair, group, by_cycle, world, expected, rebuilt=rebuilt, counted=days)


def holders(measure, day, world, *, is_rebuilt):
    """{Party: (class, None)}; of a rebuilt count only those who have a record are sure."""
    by_count = [governments for _, governments, _ in counts_of(measure, day, world, is_rebuilt=is_rebuilt)]
    others = "unanswered" if is_rebuilt else "no"
    have = registry.with_record(world["parties"], by_count, day)
    return {party: ("yes" if has else others, None) for party, has in have.items()}


def of_records(counts, *, is_rebuilt):
    """N is the Parties in force, no word is lost on answers, and a rebuilt count is open above."""
    columns = of_counts(counts, denominator=counts["population"], reason="")
    return {**columns, "high": None} if is_rebuilt else columns
