"""What the gate refuses keeps an edition from being published, unless two publishers let it stand."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from evaluation.editions import building
from evaluation.editions.drafts import NotDraft
from evaluation.editions.passing import (
    NeverPassed,
    NotASecondPublisher,
    NotRefused,
    PassGone,
    ReasonMissing,
    agree_to_pass,
    ask_to_pass,
    standing,
    take_back_pass,
)
from evaluation.editions.refusals import NEVER, Check, Refusal
from evaluation.editions.selectors import form_of
from evaluation.editions.services import (
    AnotherForm,
    RefusalsStand,
    freeze,
    open_edition,
    publish,
    return_to_draft,
    send_to_review,
)
from evaluation.models import Edition, RefusalPass
from parties.models import AuditEvent
from tests.evaluation.editions.making import AT, build, make_evaluation, make_frozen
from tests.people_factories import client_of, make_staff

LATER = AT + timedelta(minutes=5)
# No report had been received by then, and the deadline had not been.
EARLY = date(2018, 6, 1)


@pytest.fixture
def second(reports):
    return make_staff(name="Second publisher", publisher=True)


@pytest.fixture
def early(author) -> Edition:
    """A draft that is refused twice: its cut-off is before the deadline, and no report of NR4 is counted."""
    return make_frozen(make_evaluation(author, "early", cut_off=EARLY), author)


def names(edition):
    return [(one.name, one.place) for one in standing(edition, at=AT)]


def passed(edition, publisher, second):
    """Every refusal passed by both."""
    for one in standing(edition, at=AT):
        asked = ask_to_pass(edition=edition, name=one.name, place=one.place, reason="Known.", by=publisher, at=LATER)
        agree_to_pass(asked=asked, by=second, at=LATER)


def test_a_cut_off_in_2031_is_frozen_but_goes_no_further(reports, author, publisher, second):
    edition = make_frozen(make_evaluation(author, "far", cut_off=date(2031, 1, 1)), author)
    assert (Check.DAY_TO_COME, "cut-off") in names(edition)
    with pytest.raises(RefusalsStand):
        send_to_review(edition=edition, by=author, at=AT)
    with pytest.raises(NeverPassed):
        ask_to_pass(edition=edition, name=Check.DAY_TO_COME, place="cut-off", reason="We trust.", by=publisher, at=AT)
    # Nor by a row that somebody put there.
    RefusalPass.objects.create(
        edition=edition,
        name=Check.DAY_TO_COME,
        place="cut-off",
        reason="We trust.",
        asked_by=publisher,
        asked_at=AT,
        agreed_by=second,
        agreed_at=AT,
    )
    assert (Check.DAY_TO_COME, "cut-off") in names(edition)


def test_the_form_is_held_against_the_day_on_which_it_was_frozen(reports, author):
    """A cut-off that is over by now was not when the reports were read: others may have come in between."""
    edition = make_frozen(make_evaluation(author, "soon", cut_off=AT.date()), author)
    with pytest.raises(RefusalsStand):
        send_to_review(edition=edition, by=author, at=AT + timedelta(days=30))
    freeze(evaluation=edition.evaluation, by=author, at=AT + timedelta(days=30))
    assert names(edition) == []


def test_each_refusal_is_a_row_with_its_place_and_the_page_where_it_is_mended(early):
    assert names(early) == [(Check.BEFORE_DEADLINE, "cut-off NR4"), (Check.NO_REPORT, "NR4")]
    assert [one.subject for one in standing(early, at=AT)] == ["parameters", "reports"]


def test_two_publishers_pass_a_refusal_and_the_edition_prints_why(early, author, publisher, second):
    passed(early, publisher, second)
    early.refresh_from_db()
    assert not early.texts_are_frozen
    sent = send_to_review(edition=early, by=author, at=LATER + timedelta(minutes=1))
    assert sent.is_in_review
    assert form_of(sent)["edition"]["passed"] == [
        {"refusal": "cut-off before the deadline", "place": "cut-off NR4", "reason": "Known."},
        {"refusal": "no counted report", "place": "NR4", "reason": "Known."},
    ]
    actions = list(AuditEvent.objects.filter(subject="evaluation/early").values_list("action", "by__name"))
    assert actions.count(("edition refusal asked to pass", "Publisher")) == 2
    assert actions.count(("edition refusal passed", "Second publisher")) == 2


def test_one_publisher_alone_passes_nothing(early, author, publisher):
    name, place = names(early)[0]
    asked = ask_to_pass(edition=early, name=name, place=place, reason="Known.", by=publisher, at=LATER)
    with pytest.raises(NotASecondPublisher):
        agree_to_pass(asked=asked, by=publisher, at=LATER)
    assert len(names(early)) == 2
    with pytest.raises(RefusalsStand):
        send_to_review(edition=early, by=author, at=LATER)


def test_a_pass_has_a_reason_and_something_to_pass(early, publisher, second):
    name, place = names(early)[0]
    with pytest.raises(ReasonMissing):
        ask_to_pass(edition=early, name=name, place=place, reason=" ", by=publisher, at=LATER)
    with pytest.raises(NotRefused):
        ask_to_pass(edition=early, name=name, place="elsewhere", reason="Known.", by=publisher, at=LATER)
    asked = ask_to_pass(edition=early, name=name, place=place, reason="Known.", by=publisher, at=LATER)
    agree_to_pass(asked=asked, by=second, at=LATER)
    with pytest.raises(NotRefused):
        agree_to_pass(asked=asked, by=second, at=LATER)


def test_asked_twice_by_one_person_is_one_asking(early, publisher):
    name, place = names(early)[0]
    client, asking = client_of(publisher), {"name": name, "place": place, "reason": "Known."}
    client.post("/en/desk/evaluations/early/passes/", asking)
    page = client.post("/en/desk/evaluations/early/passes/", asking, follow=True).content.decode()
    assert page.count("Asked. Another publisher agrees") == 1
    assert "You have asked this already" in page
    assert early.passes.count() == 1
    assert AuditEvent.objects.filter(action="edition refusal asked to pass").count() == 1
    again = ask_to_pass(
        edition=early, name=name, place=place, reason="Known, and an early look.", by=publisher, at=LATER
    )
    assert early.passes.get() == again
    assert AuditEvent.objects.filter(action="edition refusal asked to pass").count() == 2


def test_the_desk_and_the_edition_say_a_place_and_a_check_in_words(early, author, publisher, second):
    desk = client_of(publisher).get("/en/desk/evaluations/early/").content.decode()
    assert "the cut-off of NR4" in desk
    assert "fourth national reports" in desk
    passed(early, publisher, second)
    sent = send_to_review(edition=early, by=author, at=LATER + timedelta(minutes=1))
    build(sent)
    trail = client_of(publisher).get("/en/desk/evaluations/early/").content.decode()
    assert "The cut-off is before the deadline" in trail
    confirmed = client_of(second).get("/en/desk/evaluations/early/publication/").content.decode()
    assert "the cut-off of NR4" in confirmed


def test_a_pass_is_taken_back_and_the_refusal_stands_again(early, author, publisher, second):
    passed(early, publisher, second)
    send_to_review(edition=early, by=author, at=LATER)
    held = early.passes.order_by("pk").first()
    with pytest.raises(NotDraft):
        take_back_pass(pk=held.pk, edition=early, by=second, at=LATER)
    return_to_draft(edition=early, reason="", by=author, at=LATER)
    take_back_pass(pk=held.pk, edition=early, by=second, at=LATER + timedelta(minutes=1))
    early.refresh_from_db()
    assert not early.texts_are_frozen
    assert names(early) == [(held.name, held.place)]
    with pytest.raises(RefusalsStand):
        send_to_review(edition=early, by=author, at=LATER + timedelta(minutes=2))
    with pytest.raises(PassGone):
        take_back_pass(pk=held.pk, edition=early, by=second, at=LATER)
    event = AuditEvent.objects.get(action="edition refusal pass taken back")
    assert (event.by, event.detail["asked_by"], event.detail["agreed_by"]) == (second, "Publisher", "Second publisher")


def test_the_desk_shows_a_pass_of_what_is_no_longer_refused_with_a_way_back(early, author, publisher, second):
    passed(early, publisher, second)
    early.refusals.all().delete()
    client = client_of(second)
    page = client.get("/en/desk/evaluations/early/").content.decode()
    assert page.count("Nothing is refused there any more") == 2
    for held in early.passes.all():
        client.post(f"/en/desk/evaluations/early/passes/{held.pk}/removal/")
    assert not early.passes.exists()
    assert "Nothing is refused there any more" not in client.get("/en/desk/evaluations/early/").content.decode()


def test_in_review_nothing_is_passed(frozen, author, publisher):
    send_to_review(edition=frozen, by=author, at=AT)
    with pytest.raises(NotDraft):
        ask_to_pass(edition=frozen, name=Check.NO_REPORT, place="NR4", reason="Known.", by=publisher, at=LATER)


@pytest.mark.parametrize("fields", [{"reason": ""}, {"agreed_at": None}, {"agreed_by": "the one who asked"}])
def test_the_database_refuses_a_pass_that_is_not_of_two_with_a_reason(early, publisher, second, fields):
    name, place = names(early)[0]
    asked = ask_to_pass(edition=early, name=name, place=place, reason="Known.", by=publisher, at=LATER)
    agree_to_pass(asked=asked, by=second, at=LATER)
    fields = {key: publisher if value == "the one who asked" else value for key, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        RefusalPass.objects.filter(pk=asked.pk).update(**fields)


def test_sending_to_review_freezes_what_was_never_frozen(evaluation, author):
    edition = open_edition(evaluation=evaluation, by=author, at=AT)
    sent = send_to_review(edition=edition, by=author, at=AT)
    assert (sent.is_in_review, sent.author) == (True, author)
    assert sent.sha256


def test_what_the_documents_say_wrong_keeps_it_from_being_published(frozen, author, publisher, monkeypatch):
    wrong = Refusal(Check.NOT_FROZEN, "report.html 12", "4,711", "documents")
    monkeypatch.setattr(building.DocumentGate, "refusals", [wrong])
    build(frozen)
    assert names(frozen) == [(Check.NOT_FROZEN, "report.html 12")]
    with pytest.raises(RefusalsStand):
        send_to_review(edition=frozen, by=author, at=AT)
    monkeypatch.setattr(building.DocumentGate, "refusals", [])
    build(frozen)
    sent = send_to_review(edition=frozen, by=author, at=AT)
    monkeypatch.setattr(building.DocumentGate, "refusals", [wrong])
    build(sent)
    with pytest.raises(RefusalsStand):
        publish(edition=sent, by=publisher, at=AT, confirmed=sent.sha256)


@pytest.mark.parametrize("confirmed", ["", "0" * 64])
def test_only_the_hash_that_was_confirmed_is_published(frozen, author, publisher, confirmed):
    send_to_review(edition=frozen, by=author, at=AT)
    with pytest.raises(AnotherForm):
        publish(edition=frozen, by=publisher, at=AT, confirmed=confirmed)
    assert publish(edition=frozen, by=publisher, at=AT, confirmed=frozen.sha256).is_published


def test_the_trail_says_what_a_new_freezing_changed(evaluation, frozen, author):
    evaluation.groups = ["ldc"]
    evaluation.save()
    freeze(evaluation=evaluation, by=author, at=LATER)
    changed = AuditEvent.objects.filter(action="edition frozen").latest("pk").detail["changed"]
    assert changed["parameters"] == 1
    assert changed["figures"] > 0


def test_days_sums_n_over_n_objections_and_broken_lines_are_never_passed():
    assert {Check.DAY_TO_COME, Check.SUMS, Check.OVER_N, Check.OBJECTION, Check.IN_LINES} == NEVER
