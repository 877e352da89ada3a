"""One palette: the style sheets and templates that can't import it name no other colour."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from typesetting import palette

BASE = Path(settings.BASE_DIR)
HELD = {name: value for name, value in vars(palette).items() if name.isupper()}


def test_the_pages_name_the_same_colours():
    said = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (BASE / "static/css/base.css").read_text()))
    named = {name.lower().replace("_", "-").replace("soft", "ink-soft"): value for name, value in HELD.items()}
    assert {name: said.get(name) for name in named} == named


@pytest.mark.parametrize(
    "place",
    [
        "typesetting/common.typ",
        "evaluation/documents/report.css",
        "evaluation/documents/brief.typ",
        "evaluation/documents/report.typ",
        "national_reports/documents/report.typ",
        "national_reports/documents/receipt.typ",
        "static/img/mark.svg",
        "templates/components/mark.svg",
        "templates/charts/file.svg",
        "templates/charts/marks.svg",
    ],
)
def test_what_can_not_import_it_has_no_colour_of_its_own(place):
    text = re.sub(r"url\(#\w+\)|href=\"#[^\"]*\"", "", (BASE / place).read_text())
    # The words across a preview are grey on whatever is below them.
    used = set(re.findall(r"#[0-9a-f]{6}\b", text, re.IGNORECASE)) - {"#8a8a8a"}
    assert used <= set(HELD.values())


def test_no_module_writes_a_colour_that_the_palette_holds():
    for package in ("charts", "typesetting", "evaluation", "national_reports", "figures", "portal"):
        for path in (BASE / package).rglob("*.py"):
            if path.name != "palette.py":
                found = set(re.findall(r"\"(#[0-9a-f]{6})\"", path.read_text().lower())) & set(HELD.values())
                assert not found, path
