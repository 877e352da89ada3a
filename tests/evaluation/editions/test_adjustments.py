"""What followed from a finding is told with its decision, and never changed in silence."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation

from evaluation.adjustments import (
    AlreadyCorrected,
    ChangeIncomplete,
    ItemOfAnotherPlan,
    NoSuchFinding,
    NotPublished,
    NotSaid,
    NotYet,
    SourceMissing,
    WhyMissing,
    correct_adjustment,
    record_adjustment,
    withdraw_adjustment,
)
from evaluation.editions.services import correct
from evaluation.models import AdjustedItem, Adjustment, Edition
from indicators.models import Plan, ProgrammeItem
from parties.changes import generation
from parties.models import AuditEvent
from tests.evaluation.editions.making import AT, make_published, make_said, read
from tests.people_factories import client_of

DESK = "/en/desk/evaluations/adjustments/"
LIST, CSV = "/en/evaluations/adjustments/", "/en/evaluations/adjustments.csv"
TYPED = {
    "found": "Half have rules.",
    "decided": "Count the laws alone.",
    "decision": "X/1",
    "decided_on": "2026-02-10",
    "source": "Report of the meeting",
}


@pytest.fixture
def entry(published, author):
    return record_adjustment(edition=published, subject="indicator/A.1", said=make_said(), by=author, at=AT)


@pytest.fixture
def desk(author):
    return client_of(author)


def correct_it(entry, by, version=1, why="A wrong paragraph", **said):
    return correct_adjustment(number=entry.number, version=version, said=make_said(**said), why=why, by=by, at=AT)


def events(entry):
    return list(AuditEvent.objects.filter(subject=entry.trail_subject).order_by("sequence").values_list("action"))


def test_an_entry_is_recorded_once_however_often_it_is_sent(entry, published, author):
    again = record_adjustment(edition=published, subject="indicator/A.1", said=make_said(), by=author, at=AT)
    assert again == entry
    assert Adjustment.objects.count() == 1
    assert events(entry) == [("adjustment recorded",)]


def test_entries_are_numbered_one_after_the_other(entry, published, author):
    other = record_adjustment(edition=published, subject="whole", said=make_said(), by=author, at=AT)
    assert (entry.number, other.number) == (1, 2)


def test_nothing_follows_from_an_edition_before_it_is_published(frozen, author):
    with pytest.raises(NotPublished):
        record_adjustment(edition=frozen, subject="whole", said=make_said(), by=author, at=AT)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"source": " "}, SourceMissing),
        ({"found": ""}, NotSaid),
        ({"decided": ""}, NotSaid),
        ({"decision": ""}, NotSaid),
        ({"changed_where": ""}, ChangeIncomplete),
        ({"changed_on": None}, ChangeIncomplete),
        ({"decided_on": date(2026, 3, 3)}, NotYet),
        ({"changed_on": date(2026, 3, 3)}, NotYet),
    ],
)
def test_an_entry_that_does_not_say_enough_is_refused(published, author, said, error):
    with pytest.raises(error):
        record_adjustment(edition=published, subject="whole", said=make_said(**said), by=author, at=AT)


def test_a_finding_that_the_edition_does_not_have_is_refused(published, author):
    with pytest.raises(NoSuchFinding):
        record_adjustment(edition=published, subject="indicator/9.9.9", said=make_said(), by=author, at=AT)


def test_an_item_of_another_plan_is_refused(published, author):
    other = Plan.objects.create(slug="other", title="Other", short_title="Other", status="draft")
    item = ProgrammeItem.objects.create(plan=other, letter="a", position=0)
    with pytest.raises(ItemOfAnotherPlan):
        record_adjustment(edition=published, subject="whole", said=make_said(items=[item]), by=author, at=AT)


def test_a_correction_is_a_new_version_and_the_earlier_one_stays(entry, author):
    corrected = correct_it(entry, author, source="Report of the meeting, paragraph 8")
    assert list(Adjustment.objects.values_list("version", "source")) == [
        (1, "Report of the meeting, paragraph 7"),
        (2, "Report of the meeting, paragraph 8"),
    ]
    assert list(Adjustment.objects.holding()) == [corrected]
    assert events(entry) == [("adjustment recorded",), ("adjustment corrected",)]


def test_a_correction_that_changes_nothing_makes_no_version(entry, author):
    assert correct_it(entry, author, why="") == entry


def test_a_correction_says_why_and_of_which_version(entry, author):
    with pytest.raises(WhyMissing):
        correct_it(entry, author, why=" ", found="Other words.")
    correct_it(entry, author, found="Other words.")
    with pytest.raises(AlreadyCorrected):
        correct_it(entry, author, found="Words of somebody who read the first version.")


def test_in_another_language_the_texts_of_an_entry_are_marked_as_english(entry):
    with translation.override("fr"):
        page = render_to_string("portal/adjustments_of.html", {"entries": [entry]})
    for text in (entry.found, entry.decided, entry.source):
        assert f'<span lang="en" dir="ltr">{text}</span>' in page


def test_a_withdrawn_entry_stays_in_the_register_and_leaves_the_plan(client, entry, author):
    for _twice in range(2):
        withdraw_adjustment(number=entry.number, version=1, why="Entered for another plan", by=author, at=AT)
    assert Adjustment.objects.count() == 2
    assert "Entered for another plan" in read(client, LIST)
    assert "X/1" not in read(client, "/en/indicators/A.1/")
    other = record_adjustment(edition=entry.edition, subject="whole", said=make_said(), by=author, at=AT)
    with pytest.raises(WhyMissing):
        withdraw_adjustment(number=other.number, version=1, why="", by=author, at=AT)


COLUMNS = {
    "number": 0,
    "subject": "indicator",
    "found": "",
    "source": "",
    "changed_on": None,
    "why": "Because",
    "is_withdrawn": True,
}


@pytest.mark.parametrize("name", COLUMNS)
def test_the_database_refuses_an_entry_that_is_not_whole(entry, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=entry.pk).update(**{name: COLUMNS[name]})


def test_the_database_holds_each_version_and_each_item_once(entry, published):
    item = ProgrammeItem.objects.create(plan=published.evaluation.plan, letter="a", position=0)
    AdjustedItem.objects.create(adjustment=entry, item=item)
    with pytest.raises(IntegrityError), transaction.atomic():
        AdjustedItem.objects.create(adjustment=entry, item=item)
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_every_page_that_shows_an_entry_is_stale_once_it_is_recorded(published, author):
    before = generation()
    record_adjustment(edition=published, subject="whole", said=make_said(), by=author, at=AT)
    assert generation() != before


def test_the_plan_shows_what_followed_where_it_belongs(client, entry, published, author):
    record_adjustment(edition=published, subject="objective/B", said=make_said(decision="X/2"), by=author, at=AT)
    assert "X/1" in read(client, "/en/indicators/A.1/")
    assert "What followed from evaluations" not in read(client, "/en/indicators/A.2/")
    assert "X/1" in read(client, "/en/plan/A/")
    assert "X/2" in read(client, "/en/plan/B/")
    page = read(client, "/en/plan/")
    assert "X/2" in page
    assert "X/1" not in page


def test_the_register_is_read_as_a_page_and_as_a_file(client, entry):
    assert "The question on guidelines no longer counts." in read(client, LIST)
    heading, row = read(client, CSV).removeprefix("\ufeff").splitlines()
    held = dict(zip(heading.split(","), row.split(","), strict=False))
    assert held["subject"] == "indicator/A.1"
    assert (held["evaluation"], held["edition"]) == ("mid-term", "1.0")


def test_a_later_edition_names_earlier_adjustments_and_what_is_frozen_stays(
    client, entry, published, author, publisher
):
    frozen = bytes(Edition.objects.only("frozen").get(pk=published.pk).frozen)
    correct(evaluation=published.evaluation, by=author, at=AT)
    Edition.objects.filter(version="1.1").update(changes=[{"what": "A share", "why": "Counted twice"}])
    make_published(published.evaluation, author, publisher)
    page = read(client, "/en/evaluations/mid-term/1.1/")
    assert "Adjustments since Mid-term evaluation, 1.0" in page
    assert "X/1" in page
    assert "What followed from this edition" in read(client, "/en/evaluations/mid-term/1.0/")
    assert bytes(Edition.objects.only("frozen").get(pk=published.pk).frozen) == frozen
    later = Edition.objects.only("frozen").get(version="1.1")
    assert b"no longer counts" not in bytes(later.frozen)


def test_staff_enter_what_followed_from_a_finding(client, desk, published):
    page = read(desk, DESK + "new/?subject=indicator/A.1")
    assert "per cent of the 6 Parties that answered" in page
    response = desk.post(DESK + "new/?subject=indicator/A.1", TYPED)
    assert response.url == DESK
    assert "Count the laws alone." in read(client, "/en/indicators/A.1/")


def test_a_change_told_by_half_is_refused_at_its_field(desk, published):
    page = desk.post(DESK + "new/", TYPED | {"changed": "Something"}).content.decode()
    assert "A change is told with what changed, where and when." in page
    assert not Adjustment.objects.exists()


def test_a_decision_of_tomorrow_is_refused_at_its_field(desk, published):
    page = desk.post(DESK + "new/", TYPED | {"decided_on": "2090-01-01"}).content.decode()
    assert "is of a day that has been" in page


def test_a_reason_is_kept_whole_or_refused_with_its_limit(desk, entry):
    address = f"{DESK}{entry.number}/withdrawal/"
    said = {"version": entry.version, "why": "x" * 4001}
    assert "more than 4000 characters" in desk.post(address, said, follow=True).content.decode()
    assert Adjustment.objects.holding().exists()
    # A line's end is one character for the box that counts them.
    lines = "\r\n".join(["x" * 39] * 100)
    desk.post(address, said | {"why": lines})
    assert not Adjustment.objects.holding().exists()


def test_staff_correct_and_withdraw_with_a_reason(desk, entry):
    one = f"{DESK}{entry.number}/"
    assert "Why it is corrected" in read(desk, one)
    desk.post(one, TYPED | {"version": 1, "why": "Shorter"})
    assert Adjustment.objects.holding().get().decided == "Count the laws alone."
    page = desk.post(one, TYPED | {"version": 1, "why": "Late", "found": "Others"}).content.decode()
    assert "Somebody else corrected this entry meanwhile" in page
    desk.post(one + "withdrawal/", {"version": 2, "why": ""})
    assert Adjustment.objects.holding().exists()
    desk.post(one + "withdrawal/", {"version": 2, "why": "By mistake"})
    assert not Adjustment.objects.holding().exists()
    assert "adjustment withdrawn" in read(desk, one)
    assert desk.get(DESK + "77/").status_code == 404


def test_without_a_published_edition_nothing_can_be_entered(desk, frozen):
    assert "none is published yet" in read(desk, DESK)
    assert desk.get(DESK + "new/").status_code == 404
