"""The ledger of a cycle, its words, extensions of the due day, and what a focal point is told beforehand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from indicators.models import ReportingCycle
from national_reports.ledger import ReportStanding
from national_reports.ledger_rows import ledger_of, ledger_of_party
from national_reports.ledger_words import none_counted_in_words, row_in_words, why_none_counts
from national_reports.models import Extension, Report, TakingOff
from national_reports.prospect import prospect_of
from national_reports.services.extensions import (
    AfterCutOff,
    DecisionMissing,
    NotLater,
    extend_due_day,
    take_back_extension,
)
from parties.models import AuditEvent, Party
from tests.factories import make_report
from tests.people_factories import client_of, make_focal_point, make_staff

pytestmark = pytest.mark.usefixtures("world")

BEFORE_CUT_OFF = datetime(2019, 12, 1, 9, tzinfo=UTC)
AFTER_CUT_OFF = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def nr4():
    return ReportingCycle.objects.get(code="NR4")


@pytest.fixture
def publisher():
    return make_staff(publisher=True)


def kenya():
    return Party.objects.get(code="KEN")


def extend(cycle, publisher, due_on=date(2019, 12, 1), party=None, decision="Decision CP-1/1"):
    return extend_due_day(cycle=cycle, party=party, due_on=due_on, decision=decision, by=publisher, at=AFTER_CUT_OFF)


def test_standings_add_up_to_the_reports_held_and_counted_and_silent_to_the_population(nr4, publisher):
    make_report("KEN", "NR4", {"Q014": "implementation.none"})
    make_report("GHA", "NR4", received_on=None)
    make_report("UGA", "NR4", received_on=nr4.cut_off + timedelta(12))
    make_report("USA", "NR4")
    taking = TakingOff.objects.create(
        requested_on=date(2026, 1, 2),
        requested_by="X",
        request_text="x",
        reason="By mistake",
        by=publisher,
        at=AFTER_CUT_OFF,
    )
    make_report("ZWE", "NR4", state="taken-off", taking_off=taking)
    make_report("TGO", "NR4", state="draft")
    ledger = ledger_of(nr4)
    found = {standing: number for standing, number in ledger.count().items() if number}
    assert found == dict.fromkeys(
        (
            ReportStanding.WITHDRAWN,
            ReportStanding.NOT_A_PARTY,
            ReportStanding.NO_DATE,
            ReportStanding.AFTER,
            ReportStanding.COUNTED,
        ),
        1,
    )
    assert len(ledger.counted) + len(ledger.silent) == len(ledger.rows) == 171
    said = {code: row_in_words(ledger.of(code), ledger) for code in ("KEN", "GHA", "UGA", "ZWE", "USA", "TGO")}
    assert said == {
        "KEN": "counted, by the due day",
        "GHA": "no date, so counted nowhere",
        "UGA": "received 12 days after the cut-off",
        "ZWE": "withdrawn: taken off at the Party's request on 2 January 2026: By mistake",
        "USA": "not a Party on 1 October 2019, so in no figure",
        "TGO": "no report yet",
    }
    nr4.is_open = False
    closed = ledger_of(nr4)
    assert why_none_counts(closed.of("TGO"), closed) == "no report"


def test_none_dated_is_told_of_a_cycle_without_a_counted_report(nr4):
    for code in ("KEN", "GHA"):
        make_report(code, "NR4", received_on=None)
    assert none_counted_in_words([ledger_of(nr4)]) == "2 held, none dated"
    make_report("UGA", "NR4")
    assert none_counted_in_words([ledger_of(nr4)]) == ""


def test_the_cover_alone_is_no_answer(nr4):
    make_report("KEN", "NR4", {"languages": ["en"]})
    ledger = ledger_of(nr4)
    assert row_in_words(ledger.of("KEN"), ledger) == "counted, without any answer that the form knows, by the due day"


def test_the_ledger_costs_few_queries_whatever_is_held(nr4, django_assert_num_queries):
    for code in ("KEN", "GHA", "UGA", "TGO"):
        make_report(code, "NR4")
    with django_assert_num_queries(3):
        ledger = ledger_of(nr4)
        assert [row_in_words(row, ledger) for row in ledger.rows]


def test_an_extension_moves_who_is_late_and_no_denominator(nr4, publisher):
    from figures.evidence import gather, measure_rules
    from indicators.computing import standings_of

    day = nr4.deadline + timedelta(20)
    for code in ("KEN", "GHA"):
        make_report(code, "NR4", received_on=day)
    before = ledger_of(nr4)
    assert not before.of("KEN").is_on_time
    extend(nr4, publisher, party=kenya())
    ledger = ledger_of(nr4)
    assert (ledger.of("KEN").is_on_time, ledger.of("GHA").is_on_time) == (True, False)
    assert [row.party for row in ledger.rows] == [row.party for row in before.rows]
    assert Report.objects.get(party__code="KEN").is_late is False
    rule = next(one for one in measure_rules() if one.facts.get("rule") == "received by the deadline")
    found = standings_of(rule, gather([rule])[0].cycles["NR4"])
    assert (found["KEN"].party_class, found["GHA"].party_class) == ("yes", "partial")
    extend(nr4, publisher)
    assert ledger_of(nr4).of("GHA").is_on_time


def test_a_population_day_of_its_own_counts_other_parties_and_leaves_the_due_day(nr4):
    whole = len(ledger_of(nr4).rows)
    nr4.population_on = date(2020, 6, 30)
    nr4.save()
    ledger = ledger_of(nr4)
    assert len(ledger.rows) > whole
    assert {row.due_on for row in ledger.rows} == {nr4.deadline}


def test_an_extension_cites_its_decision_is_later_and_stands_on_the_trail(nr4, publisher):
    with pytest.raises(NotLater):
        extend(nr4, publisher, due_on=nr4.deadline)
    with pytest.raises(AfterCutOff):
        extend(nr4, publisher, due_on=nr4.cut_off + timedelta(1))
    with pytest.raises(DecisionMissing):
        extend(nr4, publisher, decision=" ")
    first = extend(nr4, publisher)
    assert extend(nr4, publisher) == first
    later = extend(nr4, publisher, due_on=date(2019, 12, 15))
    assert later.pk == first.pk
    take_back_extension(extension=later, by=publisher, at=AFTER_CUT_OFF)
    take_back_extension(extension=later, by=publisher, at=AFTER_CUT_OFF)
    actions = AuditEvent.objects.filter(subject=nr4.subject).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["opened for reports", "due day extended", "due day extended", "extension taken back"]


@pytest.mark.parametrize("party", ["KEN", None])
def test_there_is_one_extension_for_a_party_and_one_for_all(nr4, publisher, party):
    values = {
        "cycle": nr4,
        "party": Party.objects.get(code=party) if party else None,
        "due_on": date(2019, 12, 1),
        "by": publisher,
        "at": AFTER_CUT_OFF,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(**values, decision="")
    Extension.objects.create(**values, decision="A decision")
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(**values, decision="Another")


def test_a_later_due_day_stands_at_the_desk_and_in_public(nr4, publisher):
    """How one is given, once it was seen what it moves: tests/evaluation/editions/test_date_changes.py."""
    client = client_of(publisher)
    letter = "Letter of the Secretariat, 2019-09-01"
    extend(nr4, publisher, party=kenya(), decision=letter)
    page = client.get("/en/desk/cycles/NR4/extensions/").content.decode()
    assert letter in page
    assert "UTC−12" in page
    assert letter in client.get("/en/reporting/?cycle=NR4").content.decode()


def told(cycle, party="KEN", report=None, at=AFTER_CUT_OFF):
    found = prospect_of(party=Party.objects.get(code=party), cycle=cycle, report=report, at=at)
    return found.counts, found.words


def test_before_the_cut_off_it_will_count_if_it_comes_by_then(nr4):
    assert told(nr4, at=BEFORE_CUT_OFF) == (
        True,
        "It will count in the figures of Fourth national reports if it is submitted by the end of 1 January 2020.",
    )


def test_after_the_cut_off_the_focal_point_is_told_before_beginning(nr4):
    counts, words = told(nr4)
    assert not counts
    assert "the cut-off, 1 January 2020, has passed" in words
    make_report("KEN", "NR4", origin="form", received_on=date(2019, 9, 1))
    assert told(nr4)[1].endswith("Version 1, received on 1 September 2019, stays the one that counts.")


def test_who_was_no_party_on_the_population_day_is_told(nr4):
    for at in (BEFORE_CUT_OFF, AFTER_CUT_OFF):
        counts, words = told(nr4, "UZB", at=at)
        assert not counts
        assert "the Protocol was not in force for Uzbekistan on 1 October 2019" in words


def test_a_decision_for_another_report_is_told(nr4):
    make_report("KEN", "NR4", preferred=True, preferred_reason="As agreed", identifier="X")
    counts, words = told(nr4, at=BEFORE_CUT_OFF)
    assert not counts
    assert "the Secretariat chose another report" in words


def test_what_is_in_review_is_told_by_the_day_on_which_it_was_received(nr4):
    report = make_report(
        "KEN", "NR4", origin="form", state="submitted", published_at=None, received_on=date(2019, 12, 31)
    )
    assert told(nr4, report=report) == (
        True,
        "It will count in the figures of Fourth national reports once it is published.",
    )
    report.received_on = date(2020, 1, 2)
    assert told(nr4, report=report)[1].startswith(
        "It will not count in the figures of Fourth national reports: it was received after the cut-off"
    )


def test_of_a_published_report_its_standing_is_told(nr4):
    report = make_report("KEN", "NR4", {"Q014": "implementation.none"})
    assert told(nr4, report=report) == (True, "In the figures of Fourth national reports: counted.")


def test_the_pages_of_the_focal_point_say_it(nr4):
    client = client_of(make_focal_point("KEN"))
    for address in ("/en/reports/", "/en/reports/KEN/NR4/"):
        page = client.get(address).content.decode()
        assert "the cut-off, 1 January 2020, has passed" in page, address
        assert "UTC−12" in page
    assert client.post("/en/reports/KEN/NR4/").status_code == 302
    assert "the cut-off, 1 January 2020, has passed" in client.get("/en/reports/KEN/NR4/").content.decode()


def test_the_ledger_of_one_party_says_what_the_whole_says(nr4):
    make_report("KEN", "NR4")
    make_report("USA", "NR4")
    whole = ledger_of(nr4)
    for code in ("KEN", "USA", "GHA"):
        alone = ledger_of_party(nr4, Party.objects.get(code=code))
        assert row_in_words(alone.of(code), alone) == row_in_words(whole.of(code), whole)
        assert alone.of(code).is_party == whole.of(code).is_party
