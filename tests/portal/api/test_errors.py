"""Errors: one shape, and always with what would have been right."""

import pytest

ODD = [
    "\x00",
    "a\x00b",
    "9" * 5000,
    "-1",
    "' OR 1=1 --",
    "٣",
    "𝕏‮",
    "%",
    "../..",
    "a\nb",
    "null",
    "[]",
    "💥" * 300,
]
FILTERS = [
    ("indicators/", "plan"),
    ("values/", "plan"),
    ("values/", "indicator"),
    ("values/", "measure"),
    ("values/", "cycle"),
    ("values/", "group"),
    ("findings/", "indicator"),
    ("findings/", "measure"),
    ("findings/", "baseline"),
    ("findings/", "current"),
    ("findings/", "group"),
    ("parties/", "group"),
    ("questions/", "cycle"),
    ("questions/", "section"),
]


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_an_unknown_value_is_refused_with_those_that_are_known(api, path, name):
    answer = api(path, 400, **{name: "nonsense"})
    (problem,) = answer["fields"][name]
    start = "Unknown value. Allowed: "
    assert problem.startswith(start)
    first = problem.removeprefix(start).rstrip(".").split(", ")[0]
    api(path, **{name: first})


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_odd_text_in_a_filter_is_a_plain_refusal(api, path, name):
    for text in ODD:
        assert set(api(path, 400, **{name: text})["fields"]) == {name}


@pytest.mark.parametrize("text", [*ODD, "2014-02-30", "0000-01-01", "10000-01-01", "01/02/2014", "today"])
def test_a_date_that_is_none_is_refused(api, text):
    assert "in_force_on" in api("parties/", 400, in_force_on=text)["fields"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_far_date_is_a_date(api, day):
    api("parties/", in_force_on=day)


@pytest.mark.parametrize("text", ["' OR 1=1 --", "𝕏‮", "%", "__", "[]"])
def test_odd_text_is_searched_for_as_it_is(api, text):
    assert api("questions/", search=text)["count"] == 0


def test_a_search_is_neither_endless_nor_of_null_characters(api):
    assert "search" in api("questions/", 400, search="a" * 101)["fields"]
    assert "search" in api("questions/", 400, search="\x00")["fields"]


def test_an_unknown_parameter_is_refused_with_those_that_are_known(api):
    assert api("findings/", 400, colour="red") == {
        "detail": "The query is not valid.",
        "fields": {
            "colour": [
                "Unknown parameter. Known parameters: "
                "plan, indicator, measure, baseline, current, group, page, page_size."
            ]
        },
    }


@pytest.mark.parametrize("path", ["", "schema/", "plans/", "plans/cartagena-2011-2020/", "indicators/2.2.1/"])
def test_every_address_refuses_unknown_parameters(api, path):
    assert "colour" in api(path, 400, colour="red")["fields"]


def test_a_parameter_given_twice_is_refused(api):
    assert api("values/?cycle=NR2&cycle=NR3", 400)["fields"] == {"cycle": ["Give it once."]}


def test_a_measure_of_another_indicator_is_refused_with_the_indicators_own(api):
    (problem,) = api("values/", 400, indicator="2.1.2", measure="contained-use")["fields"]["measure"]
    assert problem == "Unknown value. Allowed: headline."


def test_every_wrong_parameter_is_named_at_once(api):
    assert set(api("values/", 400, cycle="NR0", group="nobody")["fields"]) == {"cycle", "group"}


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("plans/nonsense/", "There is no plan nonsense."),
        ("indicators/9.9.9/", "There is no indicator 9.9.9 in cartagena-2011-2020."),
        ("outcomes/9.9-A/", "There is no outcome 9.9-A in cartagena-2011-2020."),
        ("indicators/2.2.1/?plan=nonsense", "There is no plan nonsense."),
        ("indicators/2.2.1/?plan=%00", "There is no plan \x00."),
        ("parties/XXX/", "There is no party XXX."),
        ("cycles/NR0/", "There is no reporting cycle NR0."),
    ],
)
def test_what_does_not_exist_is_not_found_by_its_name(api, path, detail):
    assert api(path, 404) == {"detail": detail, "fields": {}}


@pytest.mark.parametrize(
    "path",
    ["nonsense/", "plans/%00/", "indicators/%00/", "indicators/2.2.1/more/", "parties/ken/", "%0A/", "%FF/"],
)
def test_every_other_address_answers_in_the_same_shape(api, path):
    assert set(api(path, 404)) == {"detail", "fields"}


def test_an_address_without_its_closing_slash_is_sent_on(client, api):
    response = client.get("/api/v1/plans")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/plans/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["plans/", "indicators/2.2.1/", "values/", "questions/", ""])
def test_nothing_can_be_written(client, api, method, path):
    response = getattr(client, method)(f"/api/v1/{path}")
    assert response.status_code == 405
    assert set(response.json()) == {"detail", "fields"}


def test_the_api_speaks_english_whoever_asks(client, api):
    french = {"accept-language": "fr"}
    assert client.get("/api/v1/values/?cycle=x", headers=french).json() == api("values/", 400, cycle="x")
    assert client.get("/api/v1/plans/", headers=french)["Content-Language"] == "en"
