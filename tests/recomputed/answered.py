"""Expected rows of measures that rest on reports and their answers."""

from urllib.parse import quote_plus

from tests.recomputed import changes, classes, ledger, shares, verdicts
from tests.recomputed.inputs import as_day, bound, in_group, read_answers

NO_TARGET = "no target in the plan"
OF_ALL_TOGETHER = "the target speaks of all Parties together"
CANNOT_JUDGE = "the measure cannot judge the target"
WITHOUT_DIRECTION = {"none": "no direction stated", "per_period": "each figure covers a period of its own"}


def what_was_answered(world):
    """{(cycle, part): {Party: answers without hidden ones}} of the reports that count."""
    found = {}
    for cycle, questions in world["questions"].items():
        for part, cut_off in world["cycles"][cycle]["cut_offs"].items():
            counted = ledger.counted(world["reports"].get((cycle, part), ()), cut_off)
            answers = read_answers(counted.values(), questions)
            of_part = {key: one for key, one in questions.items() if one.get("part", "") == part}
            found[cycle, part] = {
                party: classes.counting(
                    of_part, {key: given for key, given in answers[report["id"]].items() if key in of_part}
                )
                for party, report in counted.items()
            }
    return found


def classified(measure, cycle, world):
    """{Party of the population: (class, settled)}, with the bands where the measure has some."""
    dates = world["cycles"][cycle]
    population = bound(world["parties"], "cpb", "in_force", dates["population_on"])
    if "reports" in measure:
        due = {party: due_day(world, cycle, party) for party in world["parties"]}
        came = ledger.received(world["reports"].get((cycle, ""), ()), due, dates["cut_offs"][""])
        return {party: (came.get(party, "no"), None) for party in population}, {}
    binding = measure["bindings"][cycle]
    parts = {rule.get("part", "") for rule in binding["questions"]}
    found, bands = {}, {}
    for party in population:
        held = [world["given"][cycle, part][party] for part in parts if party in world["given"][cycle, part]]
        if not held:
            found[party] = "silent", None
            continue
        answers = {key: given for one in held for key, given in one.items()}
        found[party] = classes.class_of_party(binding, world["questions"][cycle], answers)
        if measure["kind"] == "banded_number" and found[party][0] != "not_applicable":
            bands[party] = classes.bands_of_party(binding, world["questions"][cycle], answers)
    return found, bands


def due_day(world, cycle, party):
    """The cycle's own due day, or a later one that was decided for all Parties or for this one."""
    days = [world["cycles"][cycle]["deadline"]]
    days += [world["extensions"][cycle, whom] for whom in (None, party) if (cycle, whom) in world["extensions"]]
    return max(days)


def cycles_of(measure):
    return measure["reports"]["cycles"] if "reports" in measure else list(measure["bindings"])


def day_of_answers(measure, cycle, world):
    """The day that a figure speaks of: the deadline, or that of the part that was used, whichever is later."""
    dates = world["cycles"][cycle]
    if "bindings" not in measure:
        return dates["deadline"]
    parts = {rule.get("part", "") for rule in measure["bindings"][cycle]["questions"]}
    return max(dates["cut_offs"][part] if part else dates["deadline"] for part in parts)


def expect(measure, world, expected):
    by_cycle = {}
    for cycle in cycles_of(measure):
        found, bands = classified(measure, cycle, world)
        by_cycle[cycle] = found
        expected.classes[measure["indicator"], measure["key"], cycle] = as_lists(found)
        for group in world["groups"]:
            among = set(found) & in_group(world["parties"], group, world["cycles"][cycle]["population_on"])
            expect_values(measure, cycle, group, found, bands, among, world, expected)
    for pair in measure.get("comparisons", ()):
        for group in world["groups"]:
            expect_finding(measure, pair, group, by_cycle, world, expected)


def as_lists(found):
    lists = {}
    for party in sorted(found):
        name, settled = found[party]
        lists.setdefault(name, []).append(party)
        if settled:
            lists.setdefault(f"settled_{settled}", []).append(party)
    return lists


def of_counts(counts, **columns):
    """The columns of a share with its bounds, or why there is none."""
    reason = ""
    if shares.applicable(counts) == 0:
        reason = "applies to nobody"
    elif counts["silent"] == counts["population"]:
        reason = "no report counted"
    elif shares.answering(counts) == 0:
        reason = "nobody answered"
    return {
        **counts,
        "numerator": counts["yes"],
        "denominator": shares.answering(counts),
        "low": shares.fewest_yes(counts),
        "high": shares.most_yes(counts),
        "unit": "Parties",
        "reason": reason,
        **columns,
    }


def expect_values(measure, cycle, group, found, bands, among, world, expected):
    where = {"cycle": cycle, "day": day_of_answers(measure, cycle, world), "group": group}
    columns = of_counts(shares.count(found, among))
    if measure["kind"] != "banded_number":
        expected.value(measure, **where, **columns)
        return
    binding = measure["bindings"][cycle]
    known = {party: bands[party] for party in among if party in bands}
    rule = binding.get("band_rule", "single")
    total = sum(classes.joined_bands(rule, one)[0] for one in known.values())
    # Open above: those of whom nothing is known may have any number, and the highest band has no upper end.
    expected.value(measure, **where, **{**columns, "low": total, "high": None, "unit": "people or items"})
    for step in binding["thresholds"]:
        at_step = {
            party: classes.at_least(binding, step, known[party]) if party in known else found[party] for party in among
        }
        # Parties whose band straddles the step are in the bounds; no share of those answering is told beside them.
        straddling = any(None not in known[party] and at_step[party] == ("unanswered", None) for party in known)
        untold = {"numerator": None, "denominator": None} if straddling else {}
        expected.value(measure, threshold=step, **where, **of_counts(shares.count(at_step, among), **untold))


def expect_finding(measure, pair, group, by_cycle, world, expected, *, rebuilt=(), counted=None):
    """One pair and group; `rebuilt` are the cycles whose count of records was rebuilt.

    `counted` are the days of counts of records by cycle: they say who is counted.
    """
    baseline, current = pair["baseline"], pair["current"]
    where = {"baseline": baseline, "current": current, "group": group}
    deadline = world["cycles"][current]["deadline"]
    counted_on = (counted or {}).get(current, world["cycles"][current]["population_on"])
    members = in_group(world["parties"], group, counted_on)
    if current not in by_cycle:
        expected.finding(
            measure,
            **where,
            population=len(bound(world["parties"], "cpb", "in_force", counted_on) & members),
            **nothing_to_judge(measure, current),
        )
        return
    after = by_cycle[current]
    counts = shares.count(after, set(after) & members)
    columns = {"population": counts["population"], "reporting": counts["population"] - counts["silent"]}
    columns |= level(measure.get("target"), group, counts)
    if baseline not in by_cycle:
        reason = "no snapshot" if "registry" in measure else pair["reason"]
        columns |= {"trend": "no baseline", "trend_reason": reason, "pace_reason": "no baseline"}
        expected.finding(measure, **where, **columns)
        return
    before = by_cycle[baseline]
    among = set(before) & set(after) & members
    panel = changes.panel_of(before, after, among)
    if {baseline, current} & set(rebuilt):
        reason = "a count rebuilt from dates of registration"
        columns |= {"trend": "not comparable", "trend_reason": reason, "pace_reason": "not comparable"}
        expected.finding(measure, **where, **columns)
        return
    if not pair["allowed"]:
        columns |= refused(measure, pair, before, after, panel)
        expected.finding(measure, **where, **columns)
        return
    moved = changes.transitions(before, after, panel)
    eligible = changes.eligible_of(before, after, among)
    columns |= moved | {"eligible": len(eligible)}
    columns |= changes.silence(before, after, eligible, panel, moved["gained"] - moved["lost"])
    columns |= changes.who_stayed(before, after, among, panel)
    enough = 2 * len(panel) > len(eligible)
    columns |= trend(measure["direction"], moved, enough=enough)
    begun = day_of_answers(measure, baseline, world)
    columns |= pace(measure, group, moved, begun, deadline, enough=enough)
    expected.finding(measure, **where, **columns)


def nothing_to_judge(measure, cycle):
    reason = "no snapshot" if "registry" in measure else f"not asked?cycle={cycle}"
    return dict.fromkeys(("level_reason", "trend_reason", "pace_reason"), reason)


def level(target, group, counts):
    if not target:
        return {"level_reason": NO_TARGET}
    if group != "all" and not verdicts.is_of_everybody(target):
        return {"level_reason": OF_ALL_TOGETHER}
    if target["assess"] == "no":
        return {"level_reason": CANNOT_JUDGE}
    name, needed = verdicts.level_of(counts, target)
    if not name:
        return {"level_reason": "applies to nobody"}
    if target["assess"] == "not_met_only" and name == "met":
        return {"level_reason": CANNOT_JUDGE}
    if target["assess"] == "not_met_only":
        # No number of yes answers would settle it, only enough that are not.
        needed = None
    return {"level": name, "yes_needed": needed}


def refused(measure, pair, before, after, panel):
    """A pair that is not comparable: with bounds where only the scale changed."""
    columns = {"trend": "not comparable", "trend_reason": pair["reason"], "pace_reason": "not comparable"}
    then, now = (changes.offers_partly(measure["bindings"][pair[end]]) for end in ("baseline", "current"))
    if then == now:
        return columns
    low, high = changes.bounds_of_changed_scale(before, after, panel, partly_now=now)
    reason = f"scale changed?note={quote_plus(pair['reason'])}"
    return {**columns, "trend_reason": reason, "panel": len(panel), "net_low": low, "net_high": high}


def trend(direction, moved, *, enough):
    if direction in WITHOUT_DIRECTION:
        return {"trend_reason": WITHOUT_DIRECTION[direction]}
    if not enough:
        return {"trend_reason": "too few answers in both cycles"}
    name, strength = changes.trend_of(moved["gained"], moved["lost"], moved["panel"], direction)
    return {"trend": name, "strength": strength}


def pace(measure, group, moved, begun, deadline, *, enough):
    target = measure.get("target")
    if not target:
        return {"pace_reason": NO_TARGET}
    if group != "all" and not verdicts.is_of_everybody(target):
        return {"pace_reason": OF_ALL_TOGETHER}
    if target["assess"] == "no":
        return {"pace_reason": CANNOT_JUDGE}
    if "due" not in target:
        return {"pace_reason": "no due date"}
    due = as_day(target["due"])
    if begun < deadline <= due and measure["direction"] in WITHOUT_DIRECTION:
        return {"pace_reason": WITHOUT_DIRECTION[measure["direction"]]}
    if begun < deadline <= due and not enough:
        return {"pace_reason": "too few answers in both cycles"}
    name, reason = verdicts.pace_of(target, moved, begun, deadline, due)
    return {"pace": name, "pace_reason": reason}
