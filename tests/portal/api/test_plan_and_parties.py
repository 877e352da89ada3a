"""The plan, the Parties, the cycles and the questions as the API gives them."""

from datetime import date

import pytest

from indicators.models import Indicator
from national_reports.models import Questionnaire
from parties.models import Party
from parties.selectors import groups_on, population


def test_an_indicator_is_given_verbatim_with_its_measures_targets_and_outcomes(api):
    held = Indicator.objects.get(code="2.2.1")
    row = api("indicators/2.2.1/", plan="cartagena-2011-2020")
    assert row["text"] == held.text
    assert (row["operational_objective"], row["strategic_objective"]) == ("2.2", "2")
    assert [measure["key"] for measure in row["measures"]] == [measure.key for measure in held.measures.all()]
    assert row["measures"][0]["is_headline"]
    assert row["measures"][0]["target"]["value"] == 100
    assert row["measures"][1]["target"] is None
    assert {link["outcome"] for link in row["outcomes"]} == {link.outcome.code for link in held.links.all()}
    assert all(link["reason"] for link in row["outcomes"])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("plans", "cartagena-2011-2020"),
        ("strategic-objectives", "1"),
        ("operational-objectives", "2.2"),
        ("outcomes", "1.1-A"),
        ("indicators", "2.2.1"),
        ("parties", "KEN"),
        ("cycles", "NR3"),
    ],
)
def test_one_thing_is_the_same_as_its_row_in_the_list(api, name, code):
    rows = api(f"{name}/", page_size=500)["results"]
    assert api(f"{name}/{code}/") in rows


def test_the_whole_plan_is_there_in_its_order(api):
    assert [row["code"] for row in api("strategic-objectives/")["results"]] == ["1", "2", "3", "4", "5"]
    codes = [row["code"] for row in api("indicators/")["results"]]
    assert len(codes) == 59
    assert codes == sorted(codes, key=lambda code: [int(part) for part in code.split(".")])


def test_the_parties_of_a_day_are_those_for_which_the_protocol_is_in_force(api):
    on = date(2011, 9, 30)
    rows = api("parties/", in_force_on=on, page_size=500)["results"]
    assert [row["code"] for row in rows] == sorted(population(on))


def test_the_groups_of_a_party_are_those_of_the_day(api):
    then, later = "2013-12-31", "2026-01-01"
    samoa = {day: group_slugs(api, "WSM", day) for day in (then, later)}
    assert "ldc" in samoa[then]
    assert "ldc" not in samoa[later]


def group_slugs(api, code, day):
    (row,) = [row for row in api("parties/", in_force_on=day, page_size=500)["results"] if row["code"] == code]
    assert row["groups_on"] == day
    return row["groups"]


def test_a_group_is_filtered_by_its_members_of_the_day(api):
    on = date(2014, 6, 5)
    rows = api("parties/", in_force_on=on, group="ldc", page_size=500)["results"]
    assert {row["code"] for row in rows} == groups_on(on)["ldc"] & population(on)


def test_a_party_has_names_in_six_languages_and_its_treaty_dates(api):
    row = api("parties/KEN/")
    assert set(row["names"]) == {"en", "fr", "es", "ru", "ar", "zh"}
    assert row["name"] == row["names"]["en"] == Party.objects.get(code="KEN").name_en
    assert row["treaties"]["cpb"]["in_force_on"] == "2003-09-11"
    assert row["treaties"]["nklsp"] is None


def test_a_cycle_has_its_dates_its_parts_and_the_numbers_published(api):
    row = api("cycles/NR2/")
    assert (row["deadline"], row["cut_off"]) == ("2011-09-30", "2011-12-31")
    assert [part["key"] for part in row["parts"]] == ["survey-2014"]
    assert [count["reports"] for count in row["published_counts"]] == [124, 143]


def test_every_question_of_every_form_is_there(api):
    for questionnaire in Questionnaire.objects.select_related("cycle"):
        answer = api("questions/", cycle=questionnaire.cycle.code, page_size=500)
        assert [row["key"] for row in answer["results"]] == list(questionnaire.form.questions)


def question(api, cycle, key):
    (row,) = [row for row in api("questions/", cycle=cycle, search=key)["results"] if row["key"] == key]
    return row


def test_a_question_names_its_counterparts_and_why_they_may_not_be_compared(api):
    row = question(api, "NR3", "Q017")
    found = {one["cycle"]: one for one in row["counterparts"]}
    assert found["NR2"]["not_comparable"].startswith("Scale changed")
    assert found["NR4"]["not_comparable"] is None


def test_counterparts_point_at_each_other(api):
    rows = api("questions/", page_size=500)["results"] + api("questions/", page_size=500, page=2)["results"]
    links = {(row["cycle"], row["key"], one["cycle"], one["key"]) for row in rows for one in row["counterparts"]}
    assert links == {(*link[2:], *link[:2]) for link in links}


def test_a_question_says_when_it_is_asked_and_whose_words_it_has(api):
    row = question(api, "NR2", "Q013")
    assert row["conditions"] == [{"any_of": [{"question": "Q012", "values": ["false"], "except": None}]}]
    assert row["wording"] == "working wording"
    assert row["options"] == [{"code": "true", "label": "Yes"}, {"code": "false", "label": "No"}]


def test_the_secretariats_own_wording_is_shown_and_named_as_official(api):
    questionnaire = Questionnaire.objects.get(cycle__code="NR2")
    official = {"text": "As the Secretariat puts it.", "options": {"true": "Oui"}}
    questionnaire.document["official"] = {"en": {"Q013": official}}
    questionnaire.sha256 = "another"
    questionnaire.save()
    row = question(api, "NR2", "Q013")
    assert (row["wording"], row["text"]) == ("official", official["text"])
    assert [option["label"] for option in row["options"]] == ["Oui", "No"]


def test_questions_are_found_by_their_words_whatever_the_case(api):
    rows = api("questions/", cycle="NR3", section="Article2", search="BUDGET")["results"]
    assert [row["key"] for row in rows] == ["Q017"]
