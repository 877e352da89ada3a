"""The table of the security standard leaves no number out and names nothing that is not there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import DATA

BASE = Path(settings.BASE_DIR)
TEXT = (BASE / "docs" / "asvs.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
STATES = {"met": "met", "not applicable": "do not apply", "**not met**": "are **not met**"}


def test_every_requirement_of_levels_1_and_2_stands_in_it_once_in_order():
    asked = [tuple(line.split()) for line in (DATA / "asvs-5.0.0.txt").read_text().splitlines()]
    assert len(asked) == 253
    assert [(number, level) for number, level, *_ in ROWS] == asked


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_row_says_how_or_why_not(row):
    _number, _level, state, words = row
    assert state in STATES
    assert len(words) > 8
    if state == "met":
        assert "`" in words or "below" in words, "no evidence is named"


def test_the_head_counts_the_rows():
    head = " ".join(TEXT.split("\n## ")[0].split())
    states = [row[2] for row in ROWS]
    met, apart, missing = (states.count(state) for state in STATES)
    assert f"{len(ROWS)} rows, of which {met} are met, {apart} do not apply and {missing} are **not met**" in head


def test_every_file_and_every_test_that_is_named_is_there():
    """`path/file.py` `test_name` `test_name`: each test stands in the file named last."""
    path = ""
    for word in re.findall(r"`([^`\n]+)`", TEXT + (BASE / "docs" / "keys.md").read_text()):
        if "/" in word and " " not in word:
            assert (BASE / word).is_file(), word
            path = word
        elif word.startswith("test_"):
            assert f"def {word}(" in (BASE / path).read_text(), f"{path}: {word}"


def test_every_heading_that_a_row_leads_to_is_there():
    named = {one for row in ROWS for one in re.findall(r"“([^”]+)”(?: below|\)\.)", row[3])}
    assert named
    assert all(f"### {one}" in TEXT for one in named), named
