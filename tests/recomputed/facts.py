"""Figures that rest on no answer: treaty dates and milestones (method, section 5)."""

from tests.recomputed.inputs import as_day, bound


def membership(parties, reading):
    """(numerator, denominator) of one reading: Convention Parties, or those outside of the Protocol on a day."""
    what = "deposited" if reading["basis"] == "deposit" else "in_force"
    until = as_day(reading["until"])
    if "after" in reading:
        after = as_day(reading["after"])
        universe = bound(parties, "cbd", "in_force", after) - bound(parties, "cpb", what, after)
    else:
        universe = bound(parties, "cbd", "in_force", until)
    return len(universe & bound(parties, "cpb", what, until)), len(universe)


def membership_between(parties, first, last):
    """Who joined and who left the Protocol between two days, of the Convention Parties of the later one."""
    universe = bound(parties, "cbd", "in_force", last)
    then, now = (bound(parties, "cpb", "in_force", day) & universe for day in (first, last))
    gained, lost = len(now - then), len(then - now)
    return {
        "panel": len(universe),
        "population": len(universe),
        "baseline_yes": len(then),
        "current_yes": len(now),
        "gained": gained,
        "lost": lost,
        "stayed": len(universe) - gained - lost,
    }


def reached_on(parties, milestone):
    """The day of a milestone, None where it is not known to be reached."""
    if "from_treaty" in milestone:
        days = [one["treaties"].get(milestone["from_treaty"], {}).get("in_force") for one in parties.values()]
        return min((day for day in days if day), default=None)
    return as_day(milestone.get("reached_on"))
