"""The Clearing-House at the Secretariat's desk."""

from datetime import UTC, date, datetime

import pytest

from bch_sync.claims import claims
from bch_sync.counts import registry_filters
from bch_sync.models import RefusedRow, StatusDifference, SyncRun
from bch_sync.record_kinds import KINDS, kind_of_records
from national_reports.models import Report
from parties.models import Party
from tests.factories import make_report
from tests.people_factories import client_of, make_staff

pytestmark = pytest.mark.usefixtures("world")

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DESK = "/en/desk/clearing-house/"


@pytest.fixture
def staff():
    return client_of(make_staff())


@pytest.fixture
def publisher():
    return client_of(make_staff(publisher=True))


@pytest.fixture
def run():
    return SyncRun.objects.create(
        state=SyncRun.State.INCOMPLETE,
        base="http://127.0.0.1",
        started_at=AT,
        finished_at=AT,
        holder="test/1",
        counts={"biosafetyLaw": {"fetched": 1234, "new": 5}},
        faults=[["resource", "the answer has no numbered list of records."]],
    )


def test_the_list_and_the_page_say_what_was_read_and_what_was_not(staff, run, settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    RefusedRow.objects.create(run=run, schema="biosafetyLaw", reason="It carries no usable identifier_s.", row={"a": 1})
    listed = staff.get(DESK).content.decode()
    assert "1,234" in listed
    assert "Incomplete" in listed
    page = staff.get(f"{DESK}readings/{run.pk}/").content.decode()
    for words in ("Biosafety laws, regulations and guidelines", "no numbered list", "no usable identifier_s."):
        assert words in page
    # No reader meets a schema's key, and each is told in their own language.
    assert "biosafetyLaw" not in page
    french = staff.get(f"{DESK}readings/{run.pk}/".replace("/en/", "/fr/")).content.decode()
    assert "Lois, règlements et lignes directrices" in french
    assert "Ressources de la bibliothèque virtuelle" in french


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("cpbNationalReport3", "National reports in the index, NR3"),
        ("NR3", "Documents of national reports, NR3"),
        ("thesaurus", "Terms of the thesaurus"),
        # One that nobody named here stays as it came.
        ("modifiedOrganism", "modifiedOrganism"),
        ("", ""),
    ],
)
def test_what_a_reading_brings_is_named_in_words(schema, kind):
    assert kind_of_records(schema) == kind


def test_every_kind_of_record_that_is_read_has_a_name():
    read = {schema for named in registry_filters() for schema in named.filter.schemas}
    read |= {schema for claim in claims() for schema in claim.schemas}
    assert read
    assert read <= KINDS.keys()


def test_a_reading_is_asked_for_only_where_an_address_is_set(staff, settings, monkeypatch):
    asked = []
    monkeypatch.setattr("bch_sync.views.syncs.enqueue", lambda **kind: asked.append(kind))
    settings.BCH_BASE = ""
    staff.post(f"{DESK}readings/")
    assert asked == []
    settings.BCH_BASE = "http://127.0.0.1:1"
    staff.post(f"{DESK}readings/", {"full": "yes"})
    assert asked == [{"kind": "sync_bch", "full": True}]


def test_the_job_without_an_address_is_done_and_says_why(settings):
    from bch_sync.tasks import run_sync

    settings.BCH_BASE = ""
    assert "BCH_BASE" in run_sync(full=False)["skipped"]


def test_a_publisher_decides_on_a_treaty_date_and_staff_read_it(staff, publisher):
    one = StatusDifference.objects.create(
        party=Party.objects.get(code="KEN"), treaty="cpb", field="signed_on", theirs="2000-05-16", ours="", seen_at=AT
    )
    assert "16 May 2000" in staff.get(f"{DESK}treaty-dates/").content.decode()
    assert ">Cartagena Protocol on Biosafety</td>" in staff.get(f"{DESK}treaty-dates/").content.decode()
    # Staff propose to take theirs; that ours is kept is a publisher's word.
    assert "Take theirs" in staff.get(f"{DESK}treaty-dates/").content.decode()
    assert "Keep ours" not in staff.get(f"{DESK}treaty-dates/").content.decode()
    publisher.post(f"{DESK}treaty-dates/{one.pk}/decision/", {"take": "nobody's"})
    one.refresh_from_db()
    assert one.state == StatusDifference.State.OPEN
    publisher.post(f"{DESK}treaty-dates/{one.pk}/decision/", {"take": "ours"})
    one.refresh_from_db()
    assert one.state == StatusDifference.State.KEPT


def test_two_documents_stand_side_by_side_and_a_publisher_lets_the_earlier_one_count(publisher):
    first = make_report("KEN", "NR4", {"Q014": "implementation.none"}, origin="form", received_on=date(2019, 9, 1))
    Report.objects.filter(pk=first.pk).update(state=Report.State.SUPERSEDED)
    make_report("KEN", "NR4", {"Q014": "implementation.fullInPlace"}, version=2, identifier="BCH-1")
    assert "Kenya" in publisher.get(f"{DESK}several-reports/").content.decode()
    address = f"{DESK}several-reports/KEN/NR4/"
    page = publisher.get(address).content.decode()
    assert "the latest submission" in page
    assert "No measures so far" in page
    publisher.post(f"{address}decision/", {"report": first.pk, "reason": ""})
    assert Report.objects.published().get(party__code="KEN", cycle__code="NR4").identifier == "BCH-1"
    publisher.post(f"{address}decision/", {"report": first.pk, "reason": "The other one is a test."})
    assert Report.objects.published().get(party__code="KEN", cycle__code="NR4") == first
    assert "The other one is a test." in publisher.get(address).content.decode()
    publisher.post(f"{address}decision/", {"report": "rule"})
    assert Report.objects.published().get(party__code="KEN", cycle__code="NR4").identifier == "BCH-1"


def test_a_decision_on_no_document_of_the_page_changes_nothing(publisher):
    make_report("KEN", "NR4", {"Q014": "implementation.none"})
    publisher.post(f"{DESK}several-reports/KEN/NR4/decision/", {"report": "999999", "reason": "So."})
    assert not Report.objects.filter(preferred=True).exists()
    assert publisher.get(f"{DESK}several-reports/GHA/NR4/").status_code == 404
