"""What changed between two cycles, how strongly, and what silence could do to it (method, section 4)."""

from fractions import Fraction
from math import comb

from tests.recomputed.shares import SUBSTANTIVE


def panel_of(before, after, among):
    """Those with a substantive class both times."""
    return {one for one in among if before[one][0] in SUBSTANTIVE and after[one][0] in SUBSTANTIVE}


def transitions(before, after, panel):
    gained = sum(after[one][0] == "yes" and before[one][0] != "yes" for one in panel)
    lost = sum(before[one][0] == "yes" and after[one][0] != "yes" for one in panel)
    return {
        "panel": len(panel),
        "gained": gained,
        "lost": lost,
        "stayed": len(panel) - gained - lost,
        "baseline_yes": sum(before[one][0] == "yes" for one in panel),
        "current_yes": sum(after[one][0] == "yes" for one in panel),
    }


def chance_of_so_uneven(gained, lost):
    """Exact two-sided sign test: how often a fair coin splits as unevenly or more so."""
    tosses, fewer = gained + lost, min(gained, lost)
    if tosses == 0:
        return Fraction(1)
    tail = sum(comb(tosses, heads) for heads in range(fewer + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**tosses))


def trend_of(gained, lost, panel, direction):
    """(trend, strength): a direction from 2 points of the panel and 2 Parties on."""
    net = gained - lost
    if abs(net) < 2 or abs(net) * 100 < 2 * panel:
        return "little or no change", ""
    better = net > 0 if direction == "up" else net < 0
    strength = "clear" if chance_of_so_uneven(gained, lost) <= Fraction(1, 20) else "slight"
    return ("improved" if better else "worsened"), strength


def range_of(classified):
    """(lowest, highest) that a Party may count as: 1 is yes, 0 is not yes."""
    name, settled = classified
    if name == "yes" or settled == "yes":
        return 1, 1
    if name in ("partial", "no") or settled == "not_yes":
        return 0, 0
    return 0, 1


def eligible_of(before, after, among):
    """Those at both deadlines, less those to whom it does not apply in either."""
    return {one for one in among if "not_applicable" not in (before[one][0], after[one][0])}


def silence(before, after, eligible, panel, net):
    """Bounds of the net change over all, and how many outside of the panel could bring it back."""
    low = high = against_rise = against_fall = 0
    for one in eligible:
        (least_0, most_0), (least_1, most_1) = range_of(before[one]), range_of(after[one])
        low += least_1 - most_0
        high += most_1 - least_0
        has_open_answer = least_0 != most_0 or least_1 != most_1
        if one not in panel and has_open_answer:
            against_rise += least_1 - most_0 < 0
            against_fall += most_1 - least_0 > 0
    # Where nothing moved the method names no side; the portal keeps those who could make it a rise.
    could = against_rise if net > 0 else against_fall
    return {"silence_low": low, "silence_high": high, "silence_among": len(eligible), "could_offset": could}


def who_stayed(before, after, among, panel):
    then = {one for one in among if before[one][0] in SUBSTANTIVE} - panel
    now = {one for one in among if after[one][0] in SUBSTANTIVE} - panel
    return {
        "only_before": len(then),
        "only_before_yes": sum(before[one][0] == "yes" for one in then),
        "only_now": len(now),
        "only_now_yes": sum(after[one][0] == "yes" for one in now),
    }


def offers_partly(binding):
    """Whether a cycle's form has a middle answer for a measure."""
    if binding["combine"] == "composite":
        return any(row["out"] == "partial" for row in binding["table"])
    return any(rule.get("partial") for rule in binding["questions"])


def bounds_of_changed_scale(before, after, panel, *, partly_now):
    """Bounds of the net change where a middle answer came or went: it may have been either."""

    def among(classes, names):
        return sum(classes[one][0] in names for one in panel)

    if partly_now:
        then = among(before, ("yes",))
        return among(after, ("yes",)) - then, among(after, ("yes", "partial")) - then
    now = among(after, ("yes",))
    return now - among(before, ("yes", "partial")), now - among(before, ("yes",))
