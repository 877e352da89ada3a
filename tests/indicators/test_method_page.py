"""The page that says how figures are made is of the version of the code, and names what the code can say."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from indicators.calculations import METHOD_VERSION, PartyClass
from indicators.findings import STANDARD, Level, Pace, Trend
from indicators.strength import MOST_BY_CHANCE, Strength

PAGE = " ".join((Path(settings.BASE_DIR) / "docs" / "method.md").read_text(encoding="utf-8").split())


def test_it_is_of_the_version_of_the_code():
    assert PAGE.startswith(f"# The evaluation method, version {METHOD_VERSION} ")


@pytest.mark.parametrize("word", [*PartyClass, *Level, *Trend, *Pace, Strength.CLEAR, Strength.SLIGHT])
def test_it_names_every_class_level_trend_pace_and_strength(word):
    assert f"`{word}`" in PAGE or word == Trend.NO_BASELINE


def test_it_states_the_thresholds_of_the_code():
    assert float(MOST_BY_CHANCE) == 0.05
    assert "p ≤ 0.05 `clear`" in PAGE
    assert f"at least {STANDARD.least_share * 100} points of the panel *and* at least {STANDARD.least_parties}" in PAGE
    assert STANDARD.gate == 0.5
    assert "must be above one half" in PAGE


def test_every_section_that_the_code_cites_stands_in_it():
    cited = set()
    for folder in ("indicators", "evaluation", "figures", "national_reports", "charts"):
        for file in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            for part in re.findall(r"method\.md,? ((?:§\d(?:, | to )?)+)", file.read_text(encoding="utf-8")):
                cited |= set(re.findall(r"§(\d)", part))
    assert cited
    assert {number for number in cited if f"## {number}. " not in PAGE} == set()
