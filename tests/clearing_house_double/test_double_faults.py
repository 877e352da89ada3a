"""Each fault of the double does what it says, as often as it says, and then it is gone."""

import threading
from time import monotonic

import httpx
import pytest
import stamina

from bch_sync.client import Refused, Unreachable, Unreadable
from clearing_house_double.server import read_forms, serving
from national_reports.codec import DocumentInvalid, decode

from .conftest import FIELDS, ORDER, asking, found, selected


def test_a_fault_happens_as_often_as_it_is_switched_on(http, faults):
    faults.arm("429:count=2,skip=1,after=7")
    answers = [http.get("/api/v2013/countries/XAA") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 429, 429, 200, 200]
    assert answers[1].headers["Retry-After"] == "7"
    assert "Retry-After" not in answers[0].headers
    assert faults.fired == {"429": 2}
    assert faults.armed == ()


def test_a_fault_by_chance_strikes_the_same_requests_again(registry, faults):
    def struck():
        faults.clear()
        faults.arm("500:share=0.3")
        return [bool(faults.strike("/api", 0)) for _ in range(200)]

    first = struck()
    assert first == struck()
    assert 40 < sum(first) < 80


def test_a_fault_keeps_to_its_addresses(http, faults):
    faults.arm("500:path=/countries,status=503")
    assert http.get("/api/v2013/countries").status_code == 503
    assert selected(http, rows=0)["response"]["numFound"]


def test_the_client_waits_as_asked_and_then_reads(base, faults):
    faults.arm("429:count=2,after=0", "500:count=1,skip=2")
    with stamina.set_testing(True, attempts=5), asking(base) as house:
        assert house.select("*:*", fields=FIELDS, sort=ORDER, rows=1).rows
        assert house.requests == 4


def test_no_answer_ends_the_request_when_the_time_is_up(base, faults):
    faults.arm("time-out:count=1,seconds=0.2")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{base}/api/v2013/countries/XAA")
    assert httpx.get(f"{base}/api/v2013/countries/XAA").status_code == 200


def test_a_client_that_gives_up_first_does_not_hold_up_the_end(registry, faults):
    faults.arm("time-out:seconds=60", "slow:seconds=60")
    started = monotonic()
    with serving(registry, faults) as base, pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{base}/api/v2013/countries", timeout=0.2)
    assert monotonic() - started < 10
    assert not [thread for thread in threading.enumerate() if "process_request" in thread.name]


def test_a_slow_body_arrives_whole(http, faults):
    whole = http.get("/api/v2013/countries").content
    faults.arm("slow:seconds=0.4")
    started = monotonic()
    assert http.get("/api/v2013/countries").content == whole
    assert monotonic() - started > 0.3


def test_half_of_the_json_looks_whole_and_a_cut_body_does_not(http, faults):
    faults.arm("truncated:count=1")
    answer = http.get("/api/v2013/countries")
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|Invalid"):
        answer.json()
    faults.arm("cut-off:count=1")
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/api/v2013/countries")
    assert http.get("/api/v2013/countries").json()


@pytest.mark.parametrize("fault", ["truncated", "cut-off", "500", "429:after=0"])
def test_the_client_gives_up_on_a_fault_that_stays(base, faults, fault):
    faults.arm(fault)
    with stamina.set_testing(True, attempts=3), asking(base, attempts=3) as house:
        with pytest.raises(Unreachable):
            house.countries()
        assert house.requests == 3


@pytest.mark.parametrize("fault", ["wrong-found", "wrong-docs"])
def test_wrong_types_around_the_rows_are_unreadable_to_the_client(house, faults, fault):
    faults.arm(f"{fault}:count=1")
    with pytest.raises(Unreadable):
        house.select("*:*", fields=FIELDS, sort=ORDER)
    assert house.select("*:*", fields=FIELDS, sort=ORDER).rows


def test_wrong_types_within_rows_leave_the_other_rows_as_they_are(house, faults):
    right = house.select("*:*", fields=FIELDS, sort=ORDER, rows=300).rows
    faults.arm("wrong-fields")
    wrong = house.select("*:*", fields=FIELDS, sort=ORDER, rows=300).rows
    changed = [place for place in range(300) if right[place] != wrong[place]]
    assert 20 < len(changed) <= 43
    assert {type(wrong[place].get("identifier_s")) for place in changed} == {str, dict}


def test_a_document_of_wrong_types_is_one_that_the_codec_refuses(house, faults, registry):
    identifier = found(registry, "schema_s:cpbNationalReport4")[0]["identifier_s"]
    right = house.document(identifier)
    faults.arm("wrong-document:count=1")
    wrong = house.document(identifier)
    changed = {key for key in right if wrong[key] != right[key]}
    assert "government" in changed
    assert len(changed) == 2
    with pytest.raises(DocumentInvalid):
        decode(wrong, read_forms()["cpbNationalReport4"])
    assert house.document(identifier) == right


def test_duplicate_pages_repeat_the_page_before(house, faults):
    right = list(house.pages("schema_s:biosafetyLaw", fields=FIELDS, sort=ORDER, rows=100))
    faults.arm("duplicate:count=1")
    wrong = list(house.pages("schema_s:biosafetyLaw", fields=FIELDS, sort=ORDER, rows=100))
    assert wrong[0].rows == wrong[1].rows == right[0].rows
    assert wrong[2].rows == right[2].rows


def test_a_short_page_holds_the_first_half_and_counts_them_all(house, faults):
    right = house.select("schema_s:biosafetyLaw", fields=FIELDS, sort=ORDER, start=100, rows=40)
    faults.arm("short:count=1")
    short = house.select("schema_s:biosafetyLaw", fields=FIELDS, sort=ORDER, start=100, rows=40)
    assert short.rows == right.rows[:20]
    assert short.found == right.found


def test_shifting_pages_lose_a_record_to_those_who_count_rows(house, faults, registry):
    before = {row["identifier_s"] for row in found(registry, "schema_s:biosafetyLaw")}
    faults.arm("shifting")
    pages = list(house.pages("schema_s:biosafetyLaw", fields=FIELDS, sort=ORDER, rows=50))
    seen = [row["identifier_s"] for page in pages for row in page.rows]
    after = {row["identifier_s"] for row in found(registry, "schema_s:biosafetyLaw")}
    assert before < after
    assert len(seen) > len(set(seen)), "a record that was revised is seen twice"
    assert set(seen) < after, "the record that moved up into its place is never seen"


def test_deletions_between_pages_take_records_out(house, faults, registry):
    before = {row["identifier_s"] for row in found(registry, "schema_s:resource")}
    faults.arm("deletions:count=2")
    seen = [
        r["identifier_s"]
        for page in house.pages("schema_s:resource", fields=FIELDS, sort=ORDER, rows=100)
        for r in page.rows
    ]
    after = {row["identifier_s"] for row in found(registry, "schema_s:resource")}
    gone = before - after
    assert len(gone) == 2
    assert gone < set(seen)
    assert len(after - set(seen)) == 2
    with pytest.raises(Refused, match="404"):
        house.document(next(iter(gone)))


def test_a_skewed_clock_dates_some_records_ahead_and_nothing_else(house, faults):
    right = house.select("*:*", fields=FIELDS, sort="identifier_s asc", rows=100_000).rows
    faults.arm("skew")
    ahead = house.select("updatedDate_dt:[2030-01-01T00:00:00Z TO *]", fields=FIELDS, sort=ORDER, rows=100_000).rows
    assert 20 < len(ahead) < 200
    faults.clear()
    assert house.select("*:*", fields=FIELDS, sort="identifier_s asc", rows=100_000).rows == right


def test_new_keys_stand_beside_the_known_ones(house, faults, registry):
    report = next(iter(found(registry, "schema_s:cpbNationalReport4")))
    body = house.document(report["identifier_s"])
    faults.arm("new-keys")
    changed = house.document(report["identifier_s"])
    assert {"newKey", "Q999"} <= changed.keys()
    assert {key: value for key, value in changed.items() if key in body and key != "header"} == {
        key: value for key, value in body.items() if key != "header"
    }
    assert "newTopics_ss" in house.select("*:*", fields=FIELDS, sort=ORDER, rows=1).rows[0]
