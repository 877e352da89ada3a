"""Generated sentences say what the method found, with n and N, and nothing else."""

import re

import pytest

from evaluation.editions.form import FrozenForm
from evaluation.editions.sentences import generated_texts, indicator_sentences, summary_sentences
from evaluation.editions.summaries import summaries
from tests.evaluation.editions.test_freezing import form_of


@pytest.fixture
def form(frozen) -> FrozenForm:
    return form_of(frozen)


def test_a_share_is_said_with_n_and_its_interval_and_its_change(form):
    population = len(form["cycles"]["NR4"]["population"])
    text = indicator_sentences(form, "A.1")
    assert f"50 per cent of the 6 Parties that answered in NR4 (between 2 and 98 per cent of the {population}" in text
    assert "1 more Party answered partially." in text
    assert "The target (at least 50 percent of Parties): cannot be told at NR3 from the reports received" in text
    assert "; cannot be told at NR4 from the reports received" in text
    # Half of 170 Parties and of 171 is 85 and 86; three said yes.
    assert f"; {-(-population // 2) - 3} more yes answers would settle it." in text


def test_a_verdict_on_an_earlier_cycle_alone_stands_beside_its_figure(frozen):
    asked = form_of(frozen)
    said = indicator_sentences(asked, "A.1")
    assert "that answered in NR3 (between" not in said
    rows = [row for row in asked["values"] if not (row["measure"] == "A.1/headline" and row["cycle"] == "NR4")]
    text = indicator_sentences(FrozenForm({**asked, "values": rows}), "A.1")
    figure, verdict = (
        text.index("Parties that answered in NR3 (between"),
        text.index("at NR3 from the reports received"),
    )
    assert text.index("not asked in NR4.") < figure < verdict


def test_too_few_answers_are_named_as_the_reason_with_the_numbers_of_the_gate(form):
    both = len(set(form["cycles"]["NR3"]["population"]) & set(form["cycles"]["NR4"]["population"]))
    text = indicator_sentences(form, "A.1")
    assert f"Trend since NR3: no direction – too few answers in both cycles: 6 of {both} Parties." in text
    assert "gained" not in text
    assert "point" not in text


def test_a_narrative_indicator_has_no_number_made_up_for_it(form):
    text = indicator_sentences(form, "B.1")
    assert text == "The story: not assessed – narrative only."
    assert not re.search(r"\d", text)


def test_a_direction_from_treaty_dates_is_told_beside_those_from_answers(form):
    said = summaries(form)["whole"]
    said["strength"] |= {"judged": 2, "clear": 1, "slight": 0}
    said["trend"] = dict.fromkeys(said["trend"], 0) | {"improved_clearly": 2}
    text = summary_sentences(form, said)
    assert "Of 1 direction told from answers, clear: 1;" in text
    assert "1 more direction is known exactly from treaty dates, and counts as clear." in text
    said["trend"]["improved_clearly"] = 1
    assert "more direction" not in summary_sentences(form, said)


def test_every_subject_has_a_sentence_and_every_percentage_its_n(form):
    texts = generated_texts(form, "en")
    assert {"whole", "objective/A", "objective/B", "indicator/A.1", "indicator/A.2", "indicator/B.1"} <= set(texts)
    for text in texts.values():
        assert text
        assert ".." not in text
        for sentence in text.split(". "):
            if "per cent" in sentence:
                assert re.search(r"of the \d+ Parties", sentence)


def test_the_whole_says_who_is_silent(form):
    population = len(form["cycles"]["NR4"]["population"])
    assert f"6 of {population} Parties reported in NR4" in generated_texts(form, "en")["whole"]
    assert f"{population - 6} did not" in generated_texts(form, "en")["whole"]


def test_a_summary_counts_every_indicator_once(form):
    for subject, one in summaries(form).items():
        assert sum(one["trend"].values()) == one["indicators"], subject
        for part in ("no_direction", "not_assessed"):
            told = sum(number for stand, _why, number in one["trend_reasons"] if stand == part)
            assert told == one["trend"][part], (subject, part)


def test_a_summary_counts_every_target_once(form):
    for subject, one in summaries(form).items():
        held = one["targets"]
        assert sum(held[name] for name in ("met", "not_met", "cannot_tell", "not_judged")) == held["stated"], subject
        assert sum(number for _why, number in held["reasons"]) == held["not_judged"], subject
    assert summaries(form)["whole"]["targets"]["stated"] == sum(
        bool(one["target"]) for one in form["measures"].values()
    )


@pytest.mark.parametrize(
    ("clear", "words"),
    [(1, "It does not hold whatever the silent"), (2, "None of them holds whatever the silent")],
)
def test_one_direction_is_told_in_the_singular(form, clear, words):
    told = {"judged": 2, "clear": clear, "slight": 0, "clear_by_chance": "0", "hold_whatever_the_silent_say": 0}
    assert words in summary_sentences(form, form["summaries"]["whole"] | {"strength": told})
