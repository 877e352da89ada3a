"""Two published reports of one Party and cycle: the latest submission counts, unless staff say otherwise."""

from datetime import UTC, date, datetime

import pytest

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData, DecodedReport
from national_reports.dates import Received
from national_reports.models import Report
from national_reports.selectors import form_for
from national_reports.services.counting import NoReason, NotPublished, decide_counted, follow_the_rule
from national_reports.services.publishing import Incoming, PartDates, publish_documents
from national_reports.several import differences, several_documents, slot_of
from parties.audit import trail
from parties.models import Party
from tests.factories import make_report
from tests.people_factories import make_staff

pytestmark = pytest.mark.usefixtures("world")

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CUT_OFF = date(2020, 1, 1)


def from_elsewhere(received, identifier="BCH-1", code="implementation.none", revision=1):
    cycle = ReportingCycle.objects.get(code="NR4")
    day = received and Received(received)
    document = Incoming(
        decoded=DecodedReport(
            government="KE",
            identifier=identifier,
            header={"languages": ["en"]},
            answers={"Q014": AnswerData(options=(code,))},
            refused=(),
        ),
        form=form_for(cycle),
        cycle=cycle,
        party=Party.objects.get(code="KEN"),
        dates={"": PartDates(day, day)},
        revision=revision,
        origin=Report.Origin.CLEARING_HOUSE,
    )
    (filed,) = publish_documents(documents=[document], at=AT, computes=False)
    return filed


@pytest.fixture
def filed_here():
    return make_report(
        "KEN", "NR4", {"Q014": "implementation.fullInPlace"}, received_on=date(2019, 9, 1), origin="form"
    )


def counted():
    return list(Report.objects.counted("NR4", "", CUT_OFF).values_list("origin", flat=True))


def public():
    return Report.objects.published().get(party__code="KEN", cycle__code="NR4").origin


@pytest.mark.parametrize(
    ("received", "origin"),
    [(date(2019, 8, 1), "form"), (date(2019, 9, 2), "clearing-house"), (None, "form"), (date(2020, 6, 1), "form")],
)
def test_the_latest_submission_by_the_cut_off_counts_whatever_came_in_first(filed_here, received, origin):
    from_elsewhere(received)
    assert counted() == [origin]


def test_the_one_that_does_not_count_is_kept_and_shown_beside_it(filed_here):
    from_elsewhere(date(2019, 8, 1))
    assert public() == "form"
    (slot,) = several_documents()
    assert [report.origin for report in slot.reports] == ["form", "clearing-house"]
    (difference,) = differences(slot.reports)
    assert difference.question.key == "Q014"
    assert difference.answers[0].in_one_line != difference.answers[1].in_one_line


def test_the_same_document_again_changes_nothing_even_where_it_does_not_count(filed_here):
    from_elsewhere(date(2019, 8, 1))
    before = Report.objects.count()
    assert from_elsewhere(date(2019, 8, 1)).unchanged == 1
    assert Report.objects.count() == before


def test_staff_decide_otherwise_for_a_reason_and_take_it_back(filed_here):
    staff = make_staff(publisher=True)
    from_elsewhere(date(2019, 9, 20))
    assert (counted(), public()) == (["clearing-house"], "clearing-house")
    filed_here.refresh_from_db()
    with pytest.raises(NoReason):
        decide_counted(report=filed_here, reason=" ", by=staff, at=AT)
    decide_counted(report=filed_here, reason="The other one is a test entry.", by=staff, at=AT)
    assert (counted(), public()) == (["form"], "form")
    assert trail(filed_here.subject).filter(action="counted by decision").get().detail == {
        "reason": "The other one is a test entry."
    }
    filed_here.refresh_from_db()
    follow_the_rule(report=filed_here, by=staff, at=AT)
    assert (counted(), public()) == (["clearing-house"], "clearing-house")
    follow_the_rule(report=filed_here, by=staff, at=AT)


def test_a_decision_stands_against_what_comes_later(filed_here):
    decide_counted(report=filed_here, reason="Agreed with the Party.", by=make_staff(publisher=True), at=AT)
    from_elsewhere(date(2019, 9, 20))
    from_elsewhere(date(2019, 9, 21), revision=2, code="implementation.draftMeasures")
    assert (counted(), public()) == (["form"], "form")


def test_only_what_was_published_can_count(filed_here):
    Report.objects.filter(pk=filed_here.pk).update(state=Report.State.DRAFT)
    filed_here.refresh_from_db()
    with pytest.raises(NotPublished):
        decide_counted(report=filed_here, reason="Because.", by=make_staff(publisher=True), at=AT)


def test_revisions_of_one_document_are_one_line_in_the_comparison(filed_here):
    from_elsewhere(date(2019, 9, 20))
    from_elsewhere(date(2019, 10, 20), revision=2, code="implementation.draftMeasures")
    slot = slot_of(filed_here.party_id, filed_here.cycle_id)
    assert [(report.origin, report.revision) for report in slot.reports] == [("clearing-house", 2), ("form", None)]
