"""Counts of classes, shares and their bounds (method, section 3)."""

from fractions import Fraction

CLASSES = ("yes", "partial", "no", "not_applicable", "unanswered", "silent")
SUBSTANTIVE = ("yes", "partial", "no")


def count(classes, among):
    """{class: how many} with settled_yes and settled_not_yes; `classes` is {Party: (class, settled)}."""
    found = dict.fromkeys((*CLASSES, "settled_yes", "settled_not_yes"), 0)
    for party in among:
        name, settled = classes[party]
        found[name] += 1
        if settled:
            found[f"settled_{settled}"] += 1
    found["population"] = len(among)
    return found


def answering(counts):
    return sum(counts[name] for name in SUBSTANTIVE)


def applicable(counts):
    return counts["population"] - counts["not_applicable"]


def fewest_yes(counts):
    return counts["yes"] + counts["settled_yes"]


def most_yes(counts):
    return counts["yes"] + counts["unanswered"] - counts["settled_not_yes"] + counts["silent"]


def share_of_those_answering(counts):
    return Fraction(counts["yes"], answering(counts)) if answering(counts) else None
