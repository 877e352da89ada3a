"""Levels against targets, and pace towards them (method, section 6)."""

from fractions import Fraction
from math import ceil, floor

from tests.recomputed.shares import applicable, fewest_yes, most_yes

UNKNOWN = "cannot be told from the reports received"


def reaches(share, target):
    goal = Fraction(target["value"], 100)
    return share > goal if target["operator"] == ">" else share >= goal


def is_of_everybody(target):
    return target["operator"] == ">=" and target["value"] == 100


def level_of(counts, target):
    """(level, how many more yes answers would settle it)."""
    whole = applicable(counts)
    if whole == 0:
        return "", None
    if reaches(Fraction(fewest_yes(counts), whole), target):
        return "met", None
    if not reaches(Fraction(most_yes(counts), whole), target):
        return "not met", None
    goal = Fraction(target["value"], 100) * whole
    needed = floor(goal) + 1 if target["operator"] == ">" else ceil(goal)
    return UNKNOWN, needed - fewest_yes(counts)


def pace_of(target, moved, begun, now, due):
    """(pace, reason) on the matched panel; `moved` are its transitions, the others days."""
    if not begun < now <= due:
        return "", "past due"
    goal = Fraction(target["value"], 100)
    then, today = (Fraction(moved[name], moved["panel"]) for name in ("baseline_yes", "current_yes"))
    if reaches(then, target):
        return "", "the panel was at the target already"
    if reaches(today, target):
        return "on track", ""
    required = then + (goal - then) * Fraction((now - begun).days, (due - begun).days)
    if required == then:
        # «more than 60 %» from exactly 60 %: the line is flat, and the method does not say what R is on it.
        return ("limited progress" if today == then else "moving away"), ""
    ratio = (today - then) / (required - then)
    if ratio >= Fraction(95, 100):
        return "on track", ""
    if ratio >= Fraction(60, 100):
        return "acceleration needed", ""
    return ("limited progress" if ratio >= 0 else "moving away"), ""
