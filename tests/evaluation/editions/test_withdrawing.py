"""A wrong edition is withdrawn from lists with a reason; what was published stays, byte for byte."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from evaluation.editions.selectors import latest_edition, published_edition
from evaluation.editions.services import (
    NotDropped,
    correct,
    drop_correction,
    freeze,
    publish,
    send_to_review,
    set_masthead,
    write_text,
)
from evaluation.editions.withdrawing import (
    AlreadyWithdrawn,
    NotPublished,
    WithdrawalNeedsReason,
    choose_for_home,
    withdraw_edition,
)
from evaluation.hearing.services import open_review
from evaluation.models import Edition, Withdrawal
from evaluation.verification.editions import editions, texts
from indicators.models import Plan
from parties.models import AuditEvent
from tests.evaluation.editions.making import AT, build, make_evaluation, make_published
from tests.people_factories import client_of, make_staff

PAGE = "/en/evaluations/mid-term/1.0/"
WHY = "It counted a report that was not received in time."


@pytest.fixture
def withdrawn(published, publisher) -> Edition:
    withdraw_edition(edition=published, reason=WHY, by=publisher, at=AT)
    return published


def make_correction(evaluation, author, publisher) -> Edition:
    edition = correct(evaluation=evaluation, by=author, at=AT)
    changes = [{"what": "One report", "why": WHY}]
    set_masthead(edition=edition, symbol="", changes=changes, by=author, at=AT)
    build(freeze(evaluation=evaluation, by=author, at=AT))
    send_to_review(edition=edition, by=author, at=AT)
    return publish(edition=edition, by=publisher, at=AT, confirmed=edition.sha256)


def test_bytes_hash_and_address_stay(client, published, publisher):
    document = published.documents.get()
    before = (bytes(Edition.objects.get(pk=published.pk).frozen), published.sha256, bytes(document.content))
    withdraw_edition(edition=published, reason=WHY, by=publisher, at=AT)
    held = Edition.objects.get(pk=published.pk)
    assert (bytes(held.frozen), held.sha256, bytes(held.documents.get().content)) == before
    assert client.get(f"{PAGE}{document.name}").status_code == 200
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("page", ["", "indicators/A.1/", "my-party/"])
def test_every_page_of_it_says_so_and_why(client, withdrawn, page):
    found = client.get(PAGE + page).content.decode()
    assert "The Secretariat withdrew this edition on" in found
    assert WHY in found


def test_its_downloads_and_the_list_carry_the_mark(client, withdrawn):
    assert "These files are of a withdrawn edition." in client.get(PAGE).content.decode()
    listed = client.get("/en/evaluations/").content.decode()
    assert "withdrawn" in listed
    assert WHY in listed


def test_nothing_withdrawn_is_the_latest(withdrawn, evaluation, author, publisher):
    assert latest_edition(Plan.objects.get()) is None
    assert published_edition("mid-term") == withdrawn
    second = make_correction(evaluation, author, publisher)
    assert latest_edition(Plan.objects.get()) == second
    assert published_edition("mid-term") == second


def test_a_withdrawn_correction_lets_the_edition_before_stand(published, evaluation, author, publisher):
    second = make_correction(evaluation, author, publisher)
    withdraw_edition(edition=second, reason=WHY, by=publisher, at=AT)
    assert published_edition("mid-term") == published
    assert latest_edition(published.evaluation.plan) == published


def test_a_correction_leads_to_what_it_changed_and_a_withdrawn_one_is_called_so(
    client, published, evaluation, author, publisher
):
    second = make_correction(evaluation, author, publisher)
    page = client.get(PAGE).content.decode()
    assert "Edition 1.1 corrects this one." in page
    assert 'href="/en/evaluations/mid-term/1.1/#changes"' in page
    withdraw_edition(edition=second, reason=WHY, by=publisher, at=AT)
    for address in (PAGE, "/en/evaluations/mid-term/"):
        page = client.get(address).content.decode()
        assert "Edition 1.1 corrects this one." not in page
        assert "Edition 1.1 was to correct this one, and was itself withdrawn on" in page


def test_what_is_withdrawn_is_not_offered_for_the_first_page(published, publisher):
    desk, page = client_of(make_staff(publisher=True)), "/en/desk/evaluations/mid-term/"
    withdraw_edition(edition=published, reason=WHY, by=publisher, at=AT)
    assert "Show on the first page" not in desk.get(page).content.decode()


def test_the_first_page_shows_the_evaluation_that_a_publisher_chose(published, evaluation, author, publisher):
    other = make_published(make_evaluation(author, "later"), author, publisher)
    assert latest_edition(Plan.objects.get()) == other
    choose_for_home(evaluation=evaluation, by=publisher, at=AT)
    assert latest_edition(Plan.objects.get()) == published
    assert choose_for_home(evaluation=evaluation, by=publisher, at=AT).evaluation == evaluation
    assert AuditEvent.objects.filter(action="shown on home").count() == 1
    withdraw_edition(edition=published, reason=WHY, by=publisher, at=AT)
    assert latest_edition(Plan.objects.get()) == other


def test_a_withdrawal_is_made_once_and_stands_in_the_trail(withdrawn, publisher):
    with pytest.raises(AlreadyWithdrawn):
        withdraw_edition(edition=withdrawn, reason="Again.", by=publisher, at=AT)
    assert Withdrawal.objects.get().reason == WHY
    event = AuditEvent.objects.get(action="edition withdrawn")
    assert event.detail == {"version": "1.0", "sha256": withdrawn.sha256, "reason": WHY}


def test_only_what_is_published_is_withdrawn_or_chosen(frozen, publisher):
    with pytest.raises(NotPublished):
        withdraw_edition(edition=frozen, reason=WHY, by=publisher, at=AT)
    with pytest.raises(NotPublished):
        choose_for_home(evaluation=frozen.evaluation, by=publisher, at=AT)


def test_a_withdrawal_without_a_reason_is_refused(published, publisher):
    with pytest.raises(WithdrawalNeedsReason):
        withdraw_edition(edition=published, reason=" ", by=publisher, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(edition=published, reason="", by=publisher, at=AT)


def test_a_correction_opened_by_mistake_is_dropped_and_another_opened_under_its_number(published, evaluation, author):
    desk, page = client_of(make_staff()), "/en/desk/evaluations/mid-term/"
    edition = correct(evaluation=evaluation, by=author, at=AT)
    write_text(
        edition=edition, subject="whole", language="en", narrative="Wrong.", sources="", version=0, by=author, at=AT
    )
    build(freeze(evaluation=evaluation, by=author, at=AT))
    assert "Drop this correction" in desk.get(page).content.decode()
    for _ in range(2):
        assert desk.post(f"{page}correction/removal/").status_code == 302
    assert [one.version for one in evaluation.editions.all()] == ["1.0"]
    assert AuditEvent.objects.filter(action="edition dropped", detail__version="1.1").count() == 1
    assert not editions().faults
    again = correct(evaluation=evaluation, by=author, at=AT)
    assert again.version == "1.1"
    assert not editions().faults
    assert not texts().faults


def test_what_parties_were_shown_or_what_is_published_is_not_dropped(published, evaluation, author):
    with pytest.raises(NotDropped):
        drop_correction(edition=published, by=author, at=AT)
    edition = correct(evaluation=evaluation, by=author, at=AT)
    open_review(evaluation=evaluation, until=date(2026, 3, 20), by=author, at=AT)
    with pytest.raises(NotDropped):
        drop_correction(edition=edition, by=author, at=AT)


def test_the_page_of_a_withdrawal_opened_again_leads_to_what_was_done(withdrawn, publisher):
    page = client_of(publisher).get("/en/desk/evaluations/mid-term/editions/1.0/withdrawal/", follow=True)
    assert page.redirect_chain == [("/en/desk/evaluations/mid-term/", 302)]
    assert "This edition is withdrawn already." in page.content.decode()
