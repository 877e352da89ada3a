"""Work out the drawings of the portal's charts; ``templates/charts/drawing.svg`` only draws them.

Pure: no Django, no clock, no language. Words come in translated, shares as exact fractions 0..1 or
None, with the reason to print instead. Each function draws for one width; ``pair`` draws for a wide
and a narrow place, so that text keeps its size on a telephone. Right to left is mirrored in one
place (``Canvas``): x is mirrored, and the root's direction turns the anchors.
"""

from charts.classes import class_bar
from charts.cycles import CyclePoint, share_over_cycles
from charts.drawing import NARROW, WIDE, Drawing, Pair, pair
from charts.dumbbell import DumbbellRow, DumbbellWords, dumbbell
from charts.groups import GroupRow, group_bars
from charts.scale import whole_percent
from charts.stack import Count
from charts.strip import StripRow, counts_strip
from charts.timeline import Day, Received, submission_timeline

__all__ = [
    "NARROW",
    "WIDE",
    "Count",
    "CyclePoint",
    "Day",
    "Drawing",
    "DumbbellRow",
    "DumbbellWords",
    "GroupRow",
    "Pair",
    "Received",
    "StripRow",
    "class_bar",
    "counts_strip",
    "dumbbell",
    "group_bars",
    "pair",
    "share_over_cycles",
    "submission_timeline",
    "whole_percent",
]
