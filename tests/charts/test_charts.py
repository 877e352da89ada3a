"""Drawings of charts: what is drawn, where it stands, and what the template makes of it."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import charts
from charts.lettering import extent, lines_of
from charts.marks import INKS, Box, Dot, Label, Path

SVG = "{http://www.w3.org/2000/svg}"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b")
HOSTILE = "</title><script>alert(\"1\")</script> & 'x'"

CLASSES = [
    charts.Count("yes", 60, "Yes"),
    charts.Count("partial", 10, "Partially"),
    charts.Count("no", 30, "No"),
    charts.Count("not_applicable", 40, "Not applicable"),
    charts.Count("unanswered", 3, "Unanswered"),
    charts.Count("silent", 0, "No report"),
]
OBJECTIVE = "1. To put in place further tools and guidance necessary to make the Protocol fully operational"
STRIPS = [
    charts.StripRow(
        OBJECTIVE,
        [charts.Count("improved", 9, "Improved"), charts.Count("unchanged", 4, "Little or no change")],
        total="13 indicators",
    ),
    charts.StripRow(
        "2. Capacity-building",
        [
            charts.Count("worsened", 2, "Worsened"),
            charts.Count("not_comparable", 1, "Not comparable"),
            charts.Count("not_assessed", 5, "Not assessed"),
        ],
        total="8 indicators",
        note="Not assessed: no question in the questionnaires 3, fewer than half of the Parties answered both times 2.",
    ),
]
INDICATORS = [
    charts.DumbbellRow(
        "Percentage of Parties with operational regulatory frameworks",
        Fraction(2, 5),
        Fraction(60, 100),
        lowest=Fraction(60, 121),
        highest=Fraction(81, 121),
        target=Fraction(3, 4),
        counted="100/121",
    ),
    charts.DumbbellRow("Both ends", Fraction(0), Fraction(1), target=Fraction(1), counted="9/9"),
    charts.DumbbellRow("Nearly the same", Fraction(99, 100), Fraction(1), target=Fraction(0), counted="9/9"),
    charts.DumbbellRow("No panel", None, None, reason="Not assessed: no question"),
]
WORDS = charts.DumbbellWords("Baseline, 2011", "Later, 2019", "Lowest to highest possible", "Target", "both times")
CYCLES = [
    charts.CyclePoint("NR2", Fraction(2, 5), Fraction(1, 3), Fraction(3, 5), counted="40 of 100"),
    charts.CyclePoint("NR3", Fraction(3, 5), Fraction(1, 2), Fraction(7, 10), counted="60 of 100"),
    charts.CyclePoint("NR4", None, reason="nobody answered"),
    charts.CyclePoint("NR5", Fraction(11, 12), counted="11 of 12", joined=False),
]
GROUPS = [
    charts.GroupRow("All Parties", 60, 10, 30, counted="60 % of 100/121"),
    charts.GroupRow("Small island developing States of the Pacific and the Caribbean", 3, 0, 4, counted="43 % of 7/30"),
    charts.GroupRow("Megadiverse countries", 0, 0, 0, counted="0/4", reason="nobody answered"),
]


def make_strip(**changes):
    return charts.counts_strip(**{"rows": STRIPS, **words("strip"), **changes})


def make_dumbbell(**changes):
    return charts.dumbbell(**{"rows": INDICATORS, "words": WORDS, **words("dumbbell"), **changes})


def make_cycles(**changes):
    target = {"target": Fraction(3, 4), "target_label": "Target: 75 %"}
    interval = {"interval_label": "Lowest to highest possible"}
    return charts.share_over_cycles(**{"points": CYCLES, **interval, **target, **words("cycles"), **changes})


def make_groups(**changes):
    labels = {"yes": "Yes", "partial": "Partially", "no": "No"}
    return charts.group_bars(**{"rows": GROUPS, "labels": labels, **words("groups"), **changes})


def make_classes(**changes):
    return charts.class_bar(**{"counts": CLASSES, **words("classes"), **changes})


def make_timeline(**changes):
    usual = {
        "received": [charts.Received(date(2019, 9, 2), 12), charts.Received(date(2019, 12, 20), 121)],
        "first": date(2019, 6, 1),
        "last": date(2020, 3, 1),
        "ticks": [charts.Day(date(2019, month, 1), f"{month}/2019") for month in range(6, 13)],
        "deadline": charts.Day(date(2019, 10, 1), "Deadline, 1 October 2019"),
        "cut_off": charts.Day(date(2020, 2, 1), "Cut-off, 1 February 2020"),
        "population": 173,
        "population_label": "173 Parties",
    }
    return charts.submission_timeline(**{**usual, **words("timeline"), **changes})


def words(name):
    return {"name": name, "title": f"Title of {name}", "description": f"Description of {name}"}


MAKERS = (make_strip, make_dumbbell, make_cycles, make_groups, make_classes, make_timeline)
every_chart = pytest.mark.parametrize("make", MAKERS)
every_width = pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
every_direction = pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])


def texts(drawing):
    return [mark.text for mark in drawing.marks if isinstance(mark, Label)]


def rendered(drawing):
    return render_to_string("charts/drawing.svg", {"drawing": drawing})


def corners(d):
    return [tuple(map(float, point.split(","))) for point in d.strip("MZ").split()]


def extremes(mark, *, rtl):
    """Left, top, right and bottom of what a mark covers, without the edge of its stroke."""
    if isinstance(mark, Path):
        xs, ys = zip(*corners(mark.d), strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    x, y = float(mark.x), float(mark.y)
    if isinstance(mark, Box):
        return x, y, x + float(mark.width), y + float(mark.height)
    if isinstance(mark, Dot):
        r = float(mark.r)
        return x - r, y - r, x + r, y + r
    size = float(mark.ink.size)
    wide = extent(mark.text, size)
    before = {"start": 0, "middle": wide / 2, "end": wide}[mark.anchor]
    left = x - (wide - before if rtl else before)
    return left, y - size * 0.8, left + wide, y + size * 0.25


# -- inks -------------------------------------------------------------------------------------------------


def test_the_inks_repeat_the_tokens_of_the_style_sheet():
    css = (settings.BASE_DIR / "static/css/base.css").read_text()
    tokens = set(re.findall(r"--[\w-]+:\s*(#[0-9a-f]{3,8})\s*;", css))
    assert {"#fff", "#0b5a54"} <= tokens
    used = {colour for ink in INKS.values() for colour in (ink.fill, ink.stroke) if colour != "none"}
    assert used <= tokens


@pytest.mark.parametrize("template", ["drawing.svg", "marks.svg", "file.svg"])
def test_the_templates_use_no_colour_that_the_inks_do_not_have(template):
    text = (settings.BASE_DIR / "templates/charts" / template).read_text()
    assert set(COLOUR.findall(text)) <= {colour for ink in INKS.values() for colour in (ink.fill, ink.stroke)}


def test_no_two_classes_look_the_same():
    looks = [replace(INKS[count.kind], name="") for count in CLASSES]
    assert len(set(looks)) == len(looks)


# -- every drawing ----------------------------------------------------------------------------------------


@every_chart
@every_width
def test_every_drawing_is_labelled_by_its_title_and_description(make, width):
    drawing = make(width=width)
    root = ElementTree.fromstring(rendered(drawing))
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    title, description = (by_id[one] for one in root.get("aria-labelledby").split())
    assert (root.get("role"), title.tag, description.tag) == ("img", f"{SVG}title", f"{SVG}desc")
    assert (title.text, description.text) == (drawing.title, drawing.description)


def test_ids_are_unique_on_a_page_with_every_chart_in_both_widths():
    pairs = [charts.pair(lambda width, make=make: make(width=width)) for make in MAKERS]
    page = "".join(rendered(drawing) for pair in pairs for drawing in (pair.wide, pair.narrow))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 3 * 2 * len(MAKERS)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


@every_chart
def test_a_pair_is_drawn_once_for_each_width(make):
    pair = charts.pair(lambda width: make(width=width))
    assert (pair.wide.width, pair.wide.is_narrow) == (charts.WIDE, False)
    assert (pair.narrow.width, pair.narrow.is_narrow) == (charts.NARROW, True)


@every_chart
@every_width
@every_direction
def test_no_mark_leaves_the_view_box(make, width, rtl):
    drawing = make(width=width, rtl=rtl)
    assert drawing.marks
    for mark in drawing.marks:
        left, top, right, bottom = extremes(mark, rtl=rtl)
        slack = 1 if isinstance(mark, Label) else 0.1  # widths of words are estimates, on the wide side
        assert left >= -slack, mark
        assert top >= -0.1, mark
        assert right <= drawing.width + slack, mark
        assert bottom <= drawing.height + 0.1, mark


@every_chart
def test_narrow_drawings_keep_their_text_at_13_units_or_more(make):
    drawing = make(width=charts.NARROW)
    assert drawing.view_box.startswith(f"0 0 {charts.NARROW} ")
    assert min(float(mark.ink.size) for mark in drawing.marks if isinstance(mark, Label)) >= 13


RUSSIAN = "От наименьшего возможного до наибольшего возможного, все Стороны Протокола"


@every_width
@every_direction
@pytest.mark.parametrize(
    ("make", "wordy"),
    [
        (make_strip, {"rows": [charts.StripRow(RUSSIAN, [charts.Count("unchanged", 4, RUSSIAN)], note=RUSSIAN)]}),
        (make_dumbbell, {"rows": [charts.DumbbellRow(RUSSIAN, None, None, counted="100/121", reason=RUSSIAN)]}),
        (make_dumbbell, {"words": charts.DumbbellWords("2011", "2019", RUSSIAN, RUSSIAN, RUSSIAN)}),
        (make_cycles, {"interval_label": RUSSIAN, "points": [replace(point, counted=RUSSIAN) for point in CYCLES]}),
        (make_classes, {"counts": [replace(count, label="Учтенного доклада нет") for count in CLASSES]}),
    ],
)
def test_words_longer_than_a_line_are_wrapped_and_never_cut(make, wordy, width, rtl):
    drawing = make(width=width, rtl=rtl, **wordy)
    for mark in drawing.marks:
        left, _top, right, bottom = extremes(mark, rtl=rtl)
        assert -1 <= left <= right <= drawing.width + 1, mark
        assert bottom <= drawing.height + 0.1, mark


def test_the_value_of_a_cycle_stands_off_the_lines_that_come_and_leave():
    steady = [charts.CyclePoint(f"NR{n}", Fraction(91, 100)) for n in range(1, 5)]
    marks = make_cycles(points=steady).marks
    dots = [float(mark.y) for mark in marks if isinstance(mark, Dot)]
    values = [float(mark.y) for mark in marks if mark.ink.name == "value"]
    assert [value - dot for value, dot in zip(values, dots, strict=True)] == [5, -9, -9, 5]


def test_no_word_of_the_timeline_stands_across_a_limit():
    days = {
        "deadline": charts.Day(date(2019, 9, 20), "Крайний срок, 20 сентября 2019 года"),
        "cut_off": charts.Day(date(2019, 12, 1), "Дата отсечения данных, 1 декабря 2019 года"),
    }
    marks = make_timeline(**days, width=charts.NARROW).marks
    lines = [mark for mark in marks if isinstance(mark, Path) and mark.ink.name in ("target", "axis")]
    limits = [
        (x, top) for x, top, _right, bottom in (extremes(mark, rtl=False) for mark in lines) if bottom - top > 100
    ]
    words = [extremes(mark, rtl=False) for mark in marks if isinstance(mark, Label) and float(mark.y) < 60]
    assert len(limits) == 2
    assert not [(x, word) for x, above in limits for word in words if word[0] <= x <= word[2] and word[3] > above]


@every_chart
@every_width
def test_right_to_left_mirrors_every_x_and_keeps_words_and_numbers(make, width):
    usual, mirrored = make(width=width), make(width=width, rtl=True)
    assert (usual.direction, mirrored.direction) == ("ltr", "rtl")
    assert usual.height == mirrored.height
    assert texts(usual) == texts(mirrored)
    for one, other in zip(usual.marks, mirrored.marks, strict=True):
        assert (type(one), one.ink) == (type(other), other.ink)
        if isinstance(one, Path):
            xs, ys = zip(*corners(one.d), strict=True)
            assert [(pytest.approx(width - x, abs=0.11), y) for x, y in zip(xs, ys, strict=True)] == corners(other.d)
            continue
        wide = float(one.width) if isinstance(one, Box) else 0
        assert float(other.x) == pytest.approx(width - float(one.x) - wide, abs=0.16)
        assert replace(one, x="") == replace(other, x="")


@every_width
@pytest.mark.parametrize(
    ("make", "nothing"),
    [
        (make_strip, {"rows": []}),
        (make_dumbbell, {"rows": []}),
        (make_cycles, {"points": []}),
        (make_groups, {"rows": []}),
        (make_classes, {"counts": [replace(count, number=0) for count in CLASSES]}),
        (make_timeline, {"received": [], "population": 0, "cut_off": None}),
    ],
)
def test_nothing_to_show_still_makes_a_drawing(make, nothing, width):
    drawing = make(**nothing, width=width)
    assert ElementTree.fromstring(rendered(drawing)).get("viewBox") == drawing.view_box


# -- what is printed --------------------------------------------------------------------------------------


@every_width
@pytest.mark.parametrize("make", [make_dumbbell, make_cycles, make_groups])
def test_a_share_of_none_prints_its_reason(make, width):
    reason = {make_dumbbell: "Not assessed: no question"}.get(make, "nobody answered")
    assert reason in " ".join(texts(make(width=width)))


@every_width
def test_a_cycle_without_a_share_has_no_dot_and_no_line_to_it(width):
    marks = make_cycles(width=width).marks
    assert sum(mark.ink.name == "current" for mark in marks) == 3
    assert sum(mark.ink.name == "change" for mark in marks) == 1  # NR2 to NR3; NR5 stands alone


def test_cycles_that_may_not_be_compared_are_not_joined():
    marks = make_cycles(points=[replace(point, joined=False) for point in CYCLES]).marks
    assert not [mark for mark in marks if mark.ink.name in ("change", "received_area")]


@every_width
def test_counts_of_zero_draw_no_segment(width):
    bar = [mark for mark in make_classes(width=width).marks if isinstance(mark, Box) and mark.height == "36"]
    assert [mark.ink.name for mark in bar] == ["yes", "partial", "no", "not_applicable", "unanswered"]
    rows = [charts.StripRow("1", [charts.Count("improved", 3, "Improved"), charts.Count("worsened", 0, "Worsened")])]
    strip = make_strip(rows=rows, width=width)
    assert not [mark for mark in strip.marks if mark.ink.name == "worsened"]
    assert "Worsened" not in texts(strip)


@every_width
def test_the_key_of_the_classes_prints_every_number_even_zero(width):
    printed = texts(make_classes(width=width))
    for count in CLASSES:
        assert printed[printed.index(count.label) - 1] == str(count.number)


def test_segments_are_as_long_as_their_counts():
    bar = [mark for mark in make_classes().marks if isinstance(mark, Box) and mark.height == "36"]
    unit = charts.WIDE / 143
    for mark, count in zip(bar, CLASSES, strict=False):
        assert float(mark.width) + 2 == pytest.approx(count.number * unit, abs=0.1)


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (Fraction(15, 40), "38"),
        (Fraction(5, 1000), "1"),
        (Fraction(4, 1000), "0"),
        (Fraction(125, 1000), "13"),
        (Fraction(135, 1000), "14"),
        (Fraction(995, 1000), "100"),
        (Fraction(994, 1000), "99"),
        (Fraction(0), "0"),
        (Fraction(1), "100"),
    ],
)
def test_percent_is_printed_half_away_from_zero(share, printed):
    assert charts.whole_percent(share) == f"{printed}\u00a0%"


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_the_values_of_a_dumbbell_never_touch(baseline, current):
    row = charts.DumbbellRow("", baseline, current)
    drawing = make_dumbbell(rows=[row], width=charts.NARROW)
    values = [mark for mark in drawing.marks if mark.ink.name in ("value", "value_muted") and "%" in mark.text]
    (left, *_), (right, *_) = sorted((float(mark.x), extent(mark.text, 14)) for mark in values)
    assert right - left >= sum(extent(mark.text, 14) for mark in values) / 2


@given(st.text(alphabet="abc MW.风险评估 ", max_size=80), st.integers(60, 400))
def test_breaking_lines_loses_no_sign(text, width):
    lines = lines_of(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(extent(line, 14) <= width or " " not in line.strip() for line in lines)


def test_a_line_of_chinese_breaks_neither_a_number_nor_before_a_stop():
    assert lines_of("150个中的130个", 13 * 6, 13) == ["150个中的", "130个"]
    assert lines_of("不可比，未提问", 14 * 3) == ["不可", "比，未", "提问"]


# -- the template -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", ["charts/drawing.svg", "charts/file.svg"])
@every_direction
def test_hostile_text_is_escaped_in_the_rendered_drawing(template, rtl):
    drawing = make_classes(
        counts=[charts.Count("yes", 3, HOSTILE)], title=HOSTILE, description=HOSTILE, rtl=rtl, width=charts.WIDE
    )
    svg = render_to_string(template, {"drawing": drawing, "source": HOSTILE})
    assert "<script" not in svg
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title").text == root.find(f"{SVG}desc").text == HOSTILE
    assert HOSTILE in " ".join(text.text for text in root.iter(f"{SVG}text"))


def test_a_language_with_a_decimal_comma_keeps_points_in_coordinates():
    drawing = make_classes()
    with translation.override("fr"):
        french = rendered(drawing)
    assert french == rendered(drawing)


@every_chart
@every_direction
def test_a_file_that_stands_alone_holds_title_and_source_on_its_paper(make, rtl):
    drawing = make(title=" ".join([OBJECTIVE] * 2), rtl=rtl)
    sheet = drawing.sheet
    assert " ".join(line.text for line in drawing.heading) == drawing.title
    for line in drawing.heading:
        left, top, right, bottom = extremes(line, rtl=rtl)
        assert sheet["x"] <= left <= right <= sheet["x"] + sheet["width"]
        assert sheet["y"] <= top <= bottom <= 4
    assert drawing.height < sheet["source_y"] < sheet["y"] + sheet["height"]
    root = ElementTree.fromstring(render_to_string("charts/file.svg", {"drawing": drawing, "source": "Source"}))
    assert [text.text for text in root.iter(f"{SVG}text")][-1] == "Source"


def test_a_row_without_a_change_has_no_heading_for_a_number_that_is_not_there():
    rows = [charts.DumbbellRow("No panel", None, None, reason="no question")]
    words = charts.DumbbellWords("Baseline", "Later", counted="both times / Parties")
    drawing = charts.dumbbell(rows, name="n", title="t", description="d", words=words, width=charts.NARROW)
    assert "both times" not in rendered(drawing)
    assert "no question" in rendered(drawing)
