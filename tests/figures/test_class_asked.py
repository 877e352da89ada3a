"""Who gave no answer to what is kept beside a report may have reported all the same."""

import pytest

from figures.bindings_in_words import class_asked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("party_class", "parts", "label"),
    [
        ("silent", ["survey-2014"], "No answer to the 2014 survey counted"),
        ("silent", ["survey-2014", ""], "No report counted"),
        ("silent", [""], "No report counted"),
        ("unanswered", ["survey-2014"], "Unanswered"),
    ],
)
def test_silence_is_said_of_what_was_asked(party_class, parts, label):
    binding = {"questions": [{"key": "S029", "part": part} for part in parts]}
    assert class_asked(party_class, "share_of_parties", "NR2", binding) == label


def test_a_measure_that_asks_nothing_there_speaks_of_the_report():
    assert class_asked("silent", "share_of_parties", "NR2", {}) == "No report counted"
