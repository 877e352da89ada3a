"""The gate of meaning: what may not be frozen is named with its place, and what is right passes."""

import json
import re
from datetime import date, timedelta

import pytest

from bch_sync.selectors import NEAR
from evaluation.editions import gate_figures
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate import refusals
from evaluation.editions.gate_days import days_in, without_days, years_in
from evaluation.editions.refusals import NEVER, Check
from languages.catalogues import translated
from languages.codes import LANGUAGES
from languages.days import day as written
from languages.days import days
from tests.evaluation.editions.making import AT

A, B = "A.1/headline", "B.1/headline"


@pytest.fixture
def form(frozen) -> dict:
    """The frozen form of the small plan as plain data, to be spoiled."""
    return json.loads(bytes(frozen.frozen))


def found(form, at=AT):
    return [(refusal.check, refusal.place) for refusal in refusals(FrozenForm(form), at=at)]


def row_of(form, measure, cycle="NR4", group="all"):
    return next(
        row for row in form["values"] if (row["measure"], row["cycle"], row["group"]) == (measure, cycle, group)
    )


def finding_of(form, measure, group="all"):
    return next(row for row in form["findings"] if (row["measure"], row["group"]) == (measure, group))


def by_records(form, text):
    """A.1 as a count of Parties with a record, rebuilt, of which a text is made."""
    form["measures"][A]["kind"] = "parties_with_record"
    for row in form["values"]:
        if row["measure"] == A:
            row |= {"kind": "parties_with_record", "source": "registry rebuilt?day=2020-01-01"}
            row |= {"as_of": "2020-01-01"} if row["cycle"] == "NR4" else {"source": "registry rebuilt?day=2015-01-01"}
            row |= {"as_of": "2015-01-01"} if row["cycle"] == "NR3" else {}
    form["texts"]["indicator/A.1"]["generated"]["en"] = text


def test_what_is_right_passes(form):
    assert found(form) == []


def test_a_cut_off_to_come_is_refused_and_never_passed(form):
    """As it happened: a cut-off in 2031 was published for good."""
    form["parameters"]["cut_off"] = "2031-01-01"
    form["cycles"]["NR4"]["cut_offs"][""] = "2031-01-01"
    assert (Check.DAY_TO_COME, "cut-off") in found(form)
    assert Check.DAY_TO_COME in NEVER


def test_a_day_is_over_when_it_is_over_everywhere_on_earth(form):
    form["parameters"]["cut_off"] = form["cycles"]["NR4"]["cut_offs"][""] = "2026-03-01"
    # The second of March has begun at twelve, where days end last.
    assert (Check.DAY_TO_COME, "cut-off") in found(form, at=AT.replace(hour=11))
    assert (Check.DAY_TO_COME, "cut-off") not in found(form, at=AT.replace(hour=12))


def test_a_population_day_to_come_is_refused(form):
    form["parameters"]["population_on"] = "2027-01-01"
    assert found(form) == [(Check.DAY_TO_COME, "population day")]


def test_a_cut_off_before_the_deadline_is_for_an_interim_look_that_is_called_so(form):
    form["cycles"]["NR4"]["deadline"] = "2025-12-31"
    assert found(form) == [(Check.BEFORE_DEADLINE, "cut-off NR4")]
    form["edition"]["kind"] = "interim"
    assert (Check.BEFORE_DEADLINE, "title en") in found(form)
    form["edition"]["title"] = {"en": "Interim look", "fr": "Évaluation"}
    assert found(form) == [(Check.BEFORE_DEADLINE, "title fr")]
    form["edition"]["title"]["fr"] = "Bilan provisoire"
    assert found(form) == []


@pytest.mark.parametrize("broken", ["Évaluation\nfinale", "Évaluation\tfinale", "Évaluation\u2028finale"])
def test_what_heads_a_document_stands_in_one_line(form, broken):
    """As it happened: a title with a line break was published, and its letters never went."""
    form["edition"]["title"]["fr"] = broken
    assert found(form) == [(Check.IN_LINES, "title fr")]
    form["edition"] |= {"title": {"en": "Mid-term evaluation"}, "symbol": broken, "agenda_item": broken}
    assert found(form) == [(Check.IN_LINES, "symbol"), (Check.IN_LINES, "agenda_item")]
    assert Check.IN_LINES in NEVER


def test_a_cycle_without_a_counted_report_is_refused(form):
    form["reports"] = [row for row in form["reports"] if row["cycle"] == "NR3"]
    assert found(form) == [(Check.NO_REPORT, "NR4")]


def test_a_report_received_after_the_cut_off_is_refused(form):
    form["reports"][-1]["received_on"] = "2025-01-01"
    last = form["reports"][-1]
    assert found(form) == [(Check.AFTER_CUT_OFF, f"{last['cycle']} {last['party']}")]


def test_an_edition_of_january_2016_tells_nothing_of_march_2018(form):
    """As it happened: a milestone reached on 5 March 2018 in an edition with a cut-off of January 2016."""
    form["measures"][B]["kind"] = "milestone"
    row = next(row for row in form["values"] if row["measure"] == B)
    row |= {
        "kind": "milestone",
        "reason": "",
        "numerator": "1",
        "as_of": "2018-03-05",
        "source": "treaty",
        "cycle": None,
    }
    label = form["measures"][B]["label"]
    form["texts"]["indicator/B.1"]["generated"] = {
        "en": f"{label}: reached on 5 March 2018.",
        "fr": f"{label}: atteint le 5 mars 2018.",
        "ar": f"{label}: تحقق في 5 مارس، 2018.",
    }
    form["parameters"]["cut_off"] = form["cycles"]["NR4"]["cut_offs"][""] = "2016-01-31"
    form["cycles"]["NR4"]["deadline"] = "2016-01-01"
    form["plan"]["period"] = [2011, 2015]
    form["reports"] = [row | {"received_on": "2015-01-01"} for row in form["reports"]]
    places = [place for check, place in found(form) if check is Check.AFTER_CUT_OFF]
    assert f"{B} all" in places
    assert {f"text indicator/B.1 {language}" for language in ("en", "fr", "ar")} <= set(places)


def test_a_listed_milestone_after_the_cut_off_is_refused(form):
    form["measures"][B]["kind"] = "milestone"
    row = next(row for row in form["values"] if row["measure"] == B)
    row |= {"kind": "milestone", "reason": "", "numerator": "2", "source": "COP-MOP 4, 2008-05; COP-MOP 12, 2024-10"}
    assert (Check.AFTER_CUT_OFF, f"{B} all") in found(form)


def test_days_that_are_no_events_may_come_after_the_cut_off(form):
    form["edition"]["meeting"] = {"title": "A meeting", "starts_on": "2027-10-01", "ends_on": "2027-10-12"}
    form["texts"]["whole"]["generated"]["en"] += " It is made for the meeting of 1 October 2027."
    assert found(form) == []
    form["texts"]["whole"]["generated"]["en"] += " In 2029 all was well."
    assert found(form) == [(Check.AFTER_CUT_OFF, "text whole en")]


def test_a_figure_of_four_digits_is_no_year(form):
    form["texts"]["whole"]["generated"]["es"] = "Formaron al menos a 2060 personas."
    assert found(form) == [(Check.AFTER_CUT_OFF, "text whole es")]
    row_of(form, A)["low"] = 2060
    assert (Check.AFTER_CUT_OFF, "text whole es") not in found(form)


def test_a_snapshot_has_its_own_printed_day_near_the_cut_off(form):
    cut_off = FrozenForm(form)["parameters"]["cut_off"]
    near = (gate_figures.date.fromisoformat(cut_off) + NEAR).isoformat()
    counted = {"filter": f"{A}/records", "measure": A, "count": "records", "cycle": "NR4", "as_of": near}
    form["registry"] = [counted | {"reconstructed": False, "total": 3, "governments": {}}]
    assert found(form) == []
    form["registry"][0]["reconstructed"] = True
    assert found(form) == [(Check.AFTER_CUT_OFF, f"{A}/records NR4")]
    form["registry"][0] |= {"reconstructed": False, "as_of": (AT.date() - timedelta(days=1)).isoformat()}
    assert found(form) == [(Check.AFTER_CUT_OFF, f"{A}/records NR4")]


def test_as_near_is_a_snapshot_as_the_reading_of_snapshots_has_it():
    assert gate_figures.NEAR == NEAR


@pytest.mark.parametrize(("name", "value"), [("numerator", "99"), ("high", 999), ("low", 999)])
def test_an_n_greater_than_its_n_is_refused(form, name, value):
    row_of(form, A)[name] = value
    assert found(form) == [(Check.OVER_N, f"{A} NR4 all")]


@pytest.mark.parametrize("name", ["panel", "current_yes", "reporting"])
def test_a_panel_greater_than_its_parties_is_refused(form, name):
    finding_of(form, A)[name] = 999
    assert (Check.OVER_N, f"{A} NR4 all") in found(form)


def test_n_of_n_in_a_sentence_is_read_too(form):
    form["texts"]["whole"]["generated"]["en"] += " 1,944 of the 170 Parties did."
    assert found(form) == [(Check.OVER_N, "text whole en")]


@pytest.mark.parametrize("text", ["170个缔约方中有180个。", "170个中的180个。"])
def test_n_of_n_is_read_in_chinese_where_the_whole_stands_first(form, text):
    form["texts"]["whole"]["generated"]["zh"] = text
    assert found(form) == [(Check.OVER_N, "text whole zh")]
    form["texts"]["whole"]["generated"]["zh"] = text.replace("180", "17") + "30个中的50%–67%。"
    assert found(form) == []


def test_coverage_greater_than_the_population_is_refused(form):
    form["coverage"]["NR4"][""]["africa"]["received"] = 999
    assert found(form) == [(Check.OVER_N, "coverage NR4 africa")]


def test_a_party_stands_in_exactly_one_class(form):
    classes = form["classes"][A]["NR4"]
    classes["yes"].append(classes["no"][0])
    assert (Check.SUMS, f"{A} NR4 classes") in found(form)


def test_counts_are_those_of_the_classes(form):
    classes = form["classes"][A]["NR4"]
    classes["no"].append(classes["yes"].pop())
    assert (Check.SUMS, f"{A} NR4 all") in found(form)


def test_gained_lost_and_stayed_add_up_to_the_panel(form):
    finding_of(form, A)["stayed"] += 1
    assert found(form) == [(Check.SUMS, f"{A} NR4 all")]


def test_stands_and_targets_add_up(form):
    form["summaries"]["whole"]["trend"]["not_assessed"] += 1
    form["summaries"]["objective/A"]["targets"]["stated"] += 1
    assert set(found(form)) == {
        (Check.SUMS, "whole indicators"),
        (Check.SUMS, "objective/A targets"),
        (Check.SUMS, "whole targets of the objectives"),
    }


@pytest.mark.parametrize(
    "words",
    [
        "44 of the 170 Parties that answered in NR4.",
        "44 des 170 Parties ayant répondu.",
        "44 من 170 طرفا أجاب.",
        "44 of 170 Parties reported.",
    ],
)
def test_nobody_answers_by_a_record(form, words):
    """As it happened: “44 of the 170 Parties that answered” on a count of the registry."""
    by_records(form, f"{form['measures'][A]['label']}: {words}")
    assert (Check.ANSWERING, "text indicator/A.1 en") in found(form)


def test_a_count_of_records_that_speaks_of_no_answers_passes(form):
    by_records(form, f"{form['measures'][A]['label']}: at least 3 of the 170 Parties have such a record.")
    assert Check.ANSWERING not in {check for check, _place in found(form)}


def test_a_label_is_read_in_the_language_of_its_sentence(form):
    """As it happened: with the labels translated, every sentence in five languages was refused, and no edition went."""
    form["measures"][A]["label"] = label = "Parties that adopted or used guidance documents"
    own = {language: translated(label, language) for language in LANGUAGES}
    assert len({*own.values()}) == len(LANGUAGES)
    form["texts"]["indicator/A.1"]["generated"] = {language: f"{said}: 3." for language, said in own.items()}
    assert found(form) == []
    form["texts"]["indicator/A.1"]["generated"]["fr"] = f"{own['es']}: 3."
    assert found(form) == [(Check.ANOTHER_MEASURE, "text indicator/A.1 fr")]


def test_a_label_stands_with_the_numbers_of_its_own_measure(form):
    form["texts"]["indicator/A.1"]["generated"]["en"] = form["texts"]["indicator/B.1"]["generated"]["en"]
    assert found(form) == [(Check.ANOTHER_MEASURE, "text indicator/A.1 en")]


def test_every_statement_that_is_not_said_has_its_reason(form):
    finding_of(form, B)["level_reason"] = ""
    next(row for row in form["values"] if row["measure"] == B)["reason"] = ""
    assert found(form) == [(Check.NO_REASON, f"{B} all figure"), (Check.NO_REASON, f"{B} all level")]


def test_an_indicator_without_a_finding_is_refused(form):
    form["findings"] = [row for row in form["findings"] if row["measure"] != B]
    assert (Check.NO_REASON, f"{B} finding") in found(form)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("reached on 5 March 2018", "2018-03-05"),
        ("le 5 mars 2018", "2018-03-05"),
        ("el 5 de marzo de 2018", "2018-03-05"),
        ("5 марта 2018 г.", "2018-03-05"),
        ("5 مارس، 2018", "2018-03-05"),
        ("2018年3月5日", "2018-03-05"),
        ("COP-MOP 9, 2018-11", "2018-11-01"),
    ],
)
def test_days_are_read_in_every_language(text, day):
    assert [one.isoformat() for one in days_in(text)] == [day]
    assert not years_in(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_that_the_portal_writes_is_read_again(language):
    for number in range(366):
        first, last = date(2016, 1, 1) + timedelta(number), date(2016, 1, 10) + timedelta(number)
        assert days_in(written(first, language)) == {first}
        assert not re.search(r"\d", without_days(written(first, language)))
        assert not re.search(r"\d", without_days(days(first, last, language)))


def test_a_number_with_thousands_is_no_year():
    assert years_in("1,944 to 1,449 in 2018, 2019.") == {2018, 2019}
