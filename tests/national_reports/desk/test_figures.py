"""Figures that the Secretariat enters: with a source, in versions, on the public page after the job."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from evaluation.data_files import weigh
from evaluation.models import DataProposal
from indicators.forms import FigureForm
from indicators.models import Indicator, Measure, RecordedFigure
from indicators.selectors import entered_measures
from indicators.services import NotEntered, NotKnownYet, SourceMissing, is_entered, record_figure
from jobs.models import Job
from parties.models import AuditEvent
from tests.factories import measure
from tests.national_reports.desk.conftest import AT
from tests.people_factories import client_of, make_staff

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/figures/5.1.4/headline/"
PROPOSED = "/en/desk/evaluations/data-files/figures/5.1.4/headline/"
VISITORS = {
    "value": "120500",
    "unit": "visitors a year",
    "as_of": "2015-12-31",
    "source": "UNEP/CBD/EXAMPLE/1, paragraph 4",
    "note": "",
}


def given(**overrides):
    fields = {
        "measure": measure("5.1.4"),
        "value": Decimal("120500"),
        "unit": "visitors a year",
        "as_of": date(2015, 12, 31),
        "source": "UNEP/CBD/EXAMPLE/1",
        "note": "",
        "at": AT,
    }
    return fields | overrides


def entered(desk, page=PAGE, said=VISITORS):
    """Type a figure, look at what it moves, and record it; the page that says what became of it."""
    answer = desk.post(page.replace("/desk/figures/", "/desk/evaluations/data-files/figures/"), said)
    assert answer.status_code == 302, answer.content.decode()
    weigh(proposal=DataProposal.objects.latest("pk").pk)
    return recorded(answer.url)


def recorded(address):
    """What a publisher reads after recording a figure that was proposed."""
    return client_of(make_staff(publisher=True)).post(f"{address}recording/", follow=True)


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("en", "120,500", "120500"),
        ("en", "1,200.5", "1200.5"),
        ("en", "8.7", "8.7"),
        ("en", "8,7", "8.7"),
        ("fr", "120 500", "120500"),
        ("fr", "1\u202f200,5", "1200.5"),
        ("fr", "1.200,5", "1200.5"),
        ("ar", "١٢٠٬٥٠٠", "120500"),
        ("ar", "٨٫٧", "8.7"),
        ("zh-hans", "120,500", "120500"),
        ("ru", "0,125", "0.125"),
    ],
)
def test_a_figure_is_read_with_its_thousands_and_parts_as_the_reader_writes_them(language, typed, read):
    with override(language):
        form = FigureForm(VISITORS | {"value": typed}, measure=measure("5.1.4"))
        assert form.is_valid(), form.errors
    assert form.given["value"] == Decimal(read)


@pytest.mark.parametrize(("language", "typed"), [("fr", "120,500"), ("en", "120.500"), ("es", "120.500")])
def test_a_figure_that_may_be_two_numbers_is_asked_back(language, typed):
    with override(language):
        form = FigureForm(VISITORS | {"value": typed}, measure=measure("5.1.4"))
        (said,) = form.errors["value"]
    assert "120500" in said
    assert "120.500" in said


@pytest.mark.parametrize("typed", ["many", "1,2,3", "12 34", "-5", "1e5", "NaN", "3²"])
def test_no_figure_is_read_wrongly(typed):
    assert "value" in FigureForm(VISITORS | {"value": typed}, measure=measure("5.1.4")).errors


def test_the_list_holds_exactly_what_waits_for_figures():
    listed = {row.measure.pk for row in entered_measures()}
    kinds = {"recorded_figure", "milestone"}
    told_by_dates = {m.pk for m in Measure.objects.filter(kind="milestone") if "from_treaty" in m.facts}
    assert listed == set(Measure.objects.filter(kind__in=kinds).values_list("pk", flat=True)) - told_by_dates
    assert told_by_dates


def test_every_measure_that_awaits_a_recorded_figure_is_on_the_list():
    from figures.services import compute_progress
    from indicators.models import IndicatorValue

    compute_progress(at=AT, reason="test")
    awaiting = IndicatorValue.objects.current().filter(reason="awaiting a recorded figure")
    assert awaiting.exists()
    listed = {row.measure.pk for row in entered_measures()}
    assert set(awaiting.values_list("measure", flat=True)) <= listed


def test_what_is_tagged_as_awaited_is_what_the_computation_misses(desk):
    from figures.services import compute_progress
    from indicators.models import IndicatorValue

    compute_progress(at=AT, reason="test")
    rows = entered_measures()
    missing = IndicatorValue.objects.current().filter(measure__in=[row.measure.pk for row in rows]).exclude(reason="")
    awaited = {row.measure.pk for row in rows if not row.latest and not row.is_in_plan_data}
    assert awaited == set(missing.values_list("measure", flat=True))


def test_a_figure_is_kept_with_source_person_and_trail(desk, staff):
    entered(desk)
    figure = RecordedFigure.objects.get()
    assert (figure.value, figure.version, figure.recorded_by.is_publisher) == (Decimal("120500"), 1, True)
    assert AuditEvent.objects.get(action="data proposed").by == staff
    event = AuditEvent.objects.get(subject="indicator/5.1.4")
    assert event.detail["source"] == VISITORS["source"]
    assert event.by == figure.recorded_by


def test_staff_propose_a_figure_and_a_publisher_records_it(desk):
    answer = desk.post(PROPOSED, VISITORS)
    weigh(proposal=DataProposal.objects.get().pk)
    Job.objects.filter(kind="weigh_data").update(state="done")
    assert "A publisher takes it in." in desk.get(answer.url).content.decode()
    assert desk.post(f"{answer.url}recording/").status_code == 403
    assert not RecordedFigure.objects.exists()
    recorded(answer.url)
    assert RecordedFigure.objects.count() == 1


def test_the_same_again_changes_nothing(desk):
    for _ in range(3):
        answer = entered(desk)
    assert "nothing changed" in answer.content.decode()
    assert RecordedFigure.objects.count() == 1
    assert AuditEvent.objects.filter(subject="indicator/5.1.4").count() == 1
    assert Job.objects.filter(kind="compute_progress").count() == 1


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(desk):
    entered(desk)
    entered(desk, said=VISITORS | {"value": "120600", "note": "A typing error."})
    versions = list(RecordedFigure.objects.values_list("version", "value"))
    assert versions == [(1, Decimal("120500")), (2, Decimal("120600"))]
    page = desk.get(PAGE).content.decode()
    assert "120,500 visitors a year" in page
    assert "120,600 visitors a year" in page
    assert "120,600 visitors a year" in desk.get("/en/desk/figures/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"source": ""}, {"source": "  "}, {"value": ""}, {"value": "many"}, {"unit": ""}, {"as_of": "2999-01-01"}],
)
def test_a_figure_that_lacks_something_is_refused_with_what_was_typed(desk, wrong):
    answer = desk.post(PROPOSED, VISITORS | {"note": "Kept words."} | wrong)
    assert answer.status_code == 422
    assert "error-message" in answer.content.decode()
    assert "Kept words." in answer.content.decode()
    assert not DataProposal.objects.exists()


def test_nothing_is_recorded_before_what_it_moves_was_shown(desk):
    assert desk.post(PAGE, VISITORS).status_code == 405
    answer = desk.post(PROPOSED, VISITORS)
    held = DataProposal.objects.get()
    refused = recorded(answer.url).content.decode()
    assert "What this figure moves is not worked out" in refused
    assert not RecordedFigure.objects.exists()
    weigh(proposal=held.pk)
    Job.objects.filter(kind="weigh_data").update(state="done")
    shown = desk.get(answer.url).content.decode()
    assert "120,500 visitors a year" in shown
    assert "31 December 2015" in shown
    assert "5.1.4/headline" in shown
    held.refresh_from_db()
    moved = [column for row in held.outcome["figures"] for column in row["columns"]]
    assert ["numerator", "", "120500"] in moved
    assert ["reason", "awaiting a recorded figure", ""] in moved
    assert not RecordedFigure.objects.exists()
    # It is recorded as a figure, by whoever may enter one, and not taken in like a file.
    assert desk.post(f"{answer.url}taking/").status_code in (403, 404)
    recorded(answer.url)
    recorded(answer.url)
    assert RecordedFigure.objects.get().value == Decimal("120500")


def test_a_measure_that_takes_figures_no_more_refuses_the_one_that_was_sent(desk):
    desk.post(PROPOSED, VISITORS)
    Measure.objects.filter(pk=measure("5.1.4").pk).update(kind="narrative")
    held = DataProposal.objects.get()
    weigh(proposal=held.pk)
    held.refresh_from_db()
    assert held.outcome["refused"]
    assert "takes no such figure any more" in desk.get(f"/en/desk/evaluations/data-files/{held.pk}/").content.decode()
    assert not RecordedFigure.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"source": " "}, SourceMissing),
        ({"as_of": AT.date() + timedelta(days=1)}, NotKnownYet),
    ],
)
def test_the_service_refuses_by_itself(staff, wrong, error):
    with pytest.raises(error):
        record_figure(**given(by=staff, **wrong))


def test_figures_that_are_computed_are_not_entered(staff):
    with pytest.raises(NotEntered):
        record_figure(**given(measure=measure("2.2.1"), by=staff))
    treaty = next(m for m in Measure.objects.filter(kind="milestone") if "from_treaty" in m.facts)
    assert not is_entered(treaty)


def test_a_milestone_is_a_day_and_a_source(desk):
    held = next(row.measure for row in entered_measures() if row.is_milestone)
    assert set(FigureForm(measure=held).fields) == {"as_of", "source", "note"}
    address = f"/en/desk/figures/{held.indicator.code}/{held.key}/"
    entered(desk, address, {"as_of": "2015-01-01", "source": "A decision"})
    assert str(RecordedFigure.objects.get()) == "1 events"


@pytest.mark.parametrize(
    ("value", "shown"), [("100", "100 people"), ("0.5", "0.5 people"), ("1200000", "1200000 people")]
)
def test_a_figure_reads_without_idle_zeros(value, shown):
    assert str(RecordedFigure(value=Decimal(f"{value}.0000" if "." not in value else value), unit="people")) == shown


@pytest.mark.parametrize("headline", [True, False])
def test_a_figure_entered_on_the_page_is_on_the_indicators_public_page(
    desk, small_world, django_capture_on_commit_callbacks, headline
):
    indicator = Indicator.objects.get(code="B.1")
    if headline:
        indicator.measures.update(kind="recorded_figure")
        key = "headline"
    else:
        key = "visits"
        fields = {"label": "Visits", "kind": "recorded_figure", "rule": "Entered.", "position": 9}
        Measure.objects.create(indicator=indicator, key=key, **fields)
    with django_capture_on_commit_callbacks(execute=True):
        entered(desk, f"/en/desk/figures/B.1/{key}/", VISITORS | {"value": "4711"})
    assert Job.objects.get(kind="compute_progress").state == Job.State.DONE
    query = "" if headline else "?measure=visits"
    page = client_of().get(f"/en/indicators/B.1/{query}").content.decode().replace(",", "").replace("\u202f", "")
    assert "4711" in page
    assert "visitors a year" in page
