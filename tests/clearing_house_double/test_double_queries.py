"""What queries to the double's index find, and in which order and shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearing_house_double.index import Index
from clearing_house_double.query import QueryInvalid, read_query
from clearing_house_double.records import Record

from .conftest import FIELDS, ORDER, SELECT, STANDING, selected

ROWS = [
    {"id": "1", "schema_s": "law", "_revision_i": 1, "government_s": "xaa", "tags_ss": ["A-1", "B"]},
    {"id": "2", "schema_s": "law", "_revision_i": 2, "government_s": "xab", "tags_ss": ["B"]},
    {"id": "3", "schema_s": "decision", "_revision_i": 3, "government_s": "xaa", "virtual_b": True},
    {"id": "4", "schema_s": "decision", "_revision_i": 4, "tags_ss": ["C d"], "virtual_b": False},
]
ROWS[0] |= {"on_dt": "2010-10-15T23:59:59Z", "title_EN_t": "Act on biosafety"}
ROWS[1] |= {"on_dt": "2010-10-16T00:00:00Z"}
ROWS[2] |= {"title_EN_t": "Decision on an act"}
ROWS[3] |= {"on_dt": "2020-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("*:*", "1234"),
        ("schema_s:law", "12"),
        ("schema_s:(law)", "12"),
        ("schema_s:(law decision)", "1234"),
        ("schema_s:(law OR decision) AND government_s:xaa", "13"),
        ("schema_s:Law", ""),
        ("law_s:*", ""),
        ("government_s:*", "123"),
        ("NOT government_s:*", "4"),
        ("-government_s:*", "4"),
        ("!government_s:*", "4"),
        ("(*:* NOT virtual_b:*)", "12"),
        ("(NOT virtual_b:*)", "12"),
        ("*:* -virtual_b:true", "124"),
        ("virtual_b:false", "4"),
        # What stands between clauses: as Solr's own parser has it, without precedence.
        ("schema_s:law government_s:xaa", "123"),
        ("schema_s:law && government_s:xaa", "1"),
        ("schema_s:law || government_s:xaa", "123"),
        ("schema_s:law AND government_s:xaa OR virtual_b:true", "1"),
        ("schema_s:law NOT government_s:xaa", "2"),
        ("NOT virtual_b:* AND schema_s:(law decision)", "12"),
        ("+schema_s:decision government_s:xaa", "34"),
        # A group that only refuses finds nothing among others.
        ("schema_s:law AND (NOT government_s:xaa)", ""),
        ("schema_s:law AND (*:* NOT government_s:xaa)", "2"),
        # Terms: quoted, escaped, with hyphens inside.
        ('tags_ss:"A-1"', "1"),
        (r"tags_ss:A\-1", "1"),
        ("tags_ss:A-1", "1"),
        ('tags_ss:("A-1" OR "C d")', "14"),
        (r"tags_ss:C\ d", "4"),
        ("tags_ss:(A-1 AND B)", "1"),
        ("_revision_i:3", "3"),
        ("title_EN_t:act", "13"),
        ("title_EN_t:ACT", "13"),
        ('title_EN_t:"on biosafety"', "1"),
        ("act", "13"),
        # Ranges: with and without their ends, open at either end.
        ("on_dt:[2010-10-16T00:00:00Z TO *]", "24"),
        ("on_dt:[* TO 2010-10-16T00:00:00Z]", "12"),
        ("on_dt:{2010-10-16T00:00:00Z TO *]", "4"),
        ("on_dt:[* TO 2010-10-16T00:00:00.000Z}", "1"),
        ("on_dt:[* TO *]", "124"),
        ("_revision_i:[2 TO 3]", "23"),
        ("_revision_i:{2 TO 4}", "3"),
        ("government_s:[xab TO *]", "2"),
        ("tags_ss:{A-1 TO *]", "124"),
        (r"tags_ss:[A\-1 TO A\-1]", "1"),
        (r"on_dt:2020\-01\-01T00\:00\:00Z", "4"),
        ('on_dt:"2020-01-01T00:00:00Z"', "4"),
    ],
)
def test_a_query_finds(query, expected):
    index = Index([Record(row) for row in ROWS])
    rows = index.find(query, ["*:*"], "_revision_i asc", "text_EN_txt")
    assert "".join(record.row["id"] for record in rows) == expected


@pytest.mark.parametrize(
    "query",
    [
        "",
        "schema_s:",
        "schema_s:(law",
        "schema_s:law)",
        "AND schema_s:law",
        "schema_s:law AND",
        "schema_s:law AND OR schema_s:law",
        "NOT",
        "unknown:law",
        "schema_s:la*",
        "schema_s:law~2",
        "schema_s:law^2",
        "/regex/",
        'schema_s:"law',
        "createdDate_dt:2010-10-16T00:00:00Z",
        "createdDate_dt:[2010 TO *]",
        "createdDate_dt:[NOW-1DAY TO *]",
        "_revision_i:two",
        "virtual_b:[a TO b]",
        "schema_s:[a TO b",
        "(" * 60 + "schema_s:law" + ")" * 60,
        "_val_:1",
    ],
)
def test_a_query_outside_the_language_is_refused_in_the_shape_of_the_api(query, http):
    with pytest.raises(QueryInvalid):
        read_query(query)
    answer = http.post(SELECT, json={"q": query})
    assert answer.status_code == 400
    assert answer.json().keys() == {"statusCode", "code", "fields", "message"}
    assert answer.json()["fields"] == ["q"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"sort": "updatedDate_dt"},
        {"sort": "realm_ss asc"},
        {"sort": "nothing asc"},
        {"rows": "many"},
        {"start": "-1"},
        {"wt": "xml"},
        {"cursorMark": "*"},
        {"facet.query": "schema_s:biosafetyLaw"},
        {"fl": "title_*"},
        {"facet": "true", "facet.field": "nothing"},
        {"facet": "true", "facet.pivot": "schema_s"},
        {"group": "true"},
    ],
)
def test_a_wrong_parameter_is_refused_by_its_name(parameters, http):
    answer = http.get(SELECT, params={"q": "*:*", **parameters})
    assert answer.status_code == 400
    assert answer.json()["fields"][0] in parameters or "group" in parameters


TOKENS = (*'():*"[]{}+-! ', "\\", "schema_s", "on_dt", "law", "AND", "OR", "NOT", " TO ")


@given(st.lists(st.sampled_from(TOKENS), max_size=14).map("".join) | st.text(max_size=30))
def test_any_text_is_read_or_refused(query):
    try:
        test = read_query(query).matches
    except QueryInvalid:
        return
    assert all(test(row) in (True, False) for row in ROWS)


@pytest.mark.parametrize("order", [ORDER, "updatedDate_dt desc,identifier_s desc", "schema_s asc, _documentId_i desc"])
@pytest.mark.parametrize("rows", [7, 400, 5_000])
def test_paging_is_slicing(house, order, rows):
    query = "schema_s:(biosafetyLaw biosafetyDecision focalPoint)"
    whole = house.select(query, fields=FIELDS, sort=order, rows=100_000)
    assert len(whole.rows) == whole.found > 900
    if rows == 7:
        page = house.select(query, fields=FIELDS, sort=order, start=123, rows=7)
        assert page.rows == whole.rows[123:130]
        return
    pages = list(house.pages(query, fields=FIELDS, sort=order, rows=rows))
    assert [row for page in pages for row in page.rows] == whole.rows
    assert {page.found for page in pages} == {whole.found}


def test_rows_without_a_date_come_first_and_last_in_descending_order(house):
    up = house.select("schema_s:*", fields=FIELDS, sort="createdDate_dt asc", rows=100_000).rows
    down = house.select("schema_s:*", fields=FIELDS, sort="createdDate_dt desc", rows=100_000).rows
    assert "createdDate_dt" not in up[0]
    assert "createdDate_dt" not in down[-1]
    assert [row["createdDate_dt"] for row in down[:50]] == sorted(
        (row["createdDate_dt"] for row in down[:50]), reverse=True
    )


def test_facets_pivots_and_groups_count_the_same_records(http):
    asked = {"q": "schema_s:(biosafetyLaw database) AND government_s:*", "fq": STANDING, "rows": 0}
    faceting = {"facet": "true", "facet.field": ["government_s", "schema_s"], "facet.limit": 512, "facet.mincount": 1}
    facets = selected(http, **asked, **faceting, **{"facet.pivot": "government_s,schema_s"})
    number = facets["response"]["numFound"]
    flat = facets["facet_counts"]["facet_fields"]["government_s"]
    counted = dict(zip(flat[::2], flat[1::2], strict=True))
    assert sum(counted.values()) == number
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
    pivots = facets["facet_counts"]["facet_pivot"]["government_s,schema_s"]
    assert {one["value"]: one["count"] for one in pivots} == counted
    assert sum(inner["count"] for one in pivots for inner in one["pivot"]) == number
    grouping = {"group": "true", "group.field": "government_s", "group.ngroups": "true", "group.limit": 2}
    groups = selected(http, **asked | {"rows": 1_000}, **grouping)["grouped"]["government_s"]
    assert groups["matches"] == number
    assert groups["ngroups"] == len(counted)
    assert {one["groupValue"]: one["doclist"]["numFound"] for one in groups["groups"]} == counted
    assert max(len(one["doclist"]["docs"]) for one in groups["groups"]) == 2
    few = selected(http, **asked, **faceting | {"facet.limit": 3})
    assert few["facet_counts"]["facet_fields"]["government_s"] == flat[:6]


def test_address_and_body_ask_the_same(http):
    parameters = {
        "q": "schema_s:biosafetyLaw",
        "fq": STANDING,
        "fl": "id,schema_s",
        "sort": ORDER,
        "start": 3,
        "rows": 4,
    }
    asked = http.get("/api/v2013/index", params=parameters).json()
    assert http.post(SELECT, json=parameters).json() == asked
    assert len(asked["response"]["docs"]) == 4
    assert all(row.keys() == {"id", "schema_s"} for row in asked["response"]["docs"])
