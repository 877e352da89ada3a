"""The pages of a review: a focal point's own, the officer's, and what others get."""

import html
from datetime import timedelta

import pytest
import time_machine

from evaluation.editions.services import correct, freeze, publish, send_to_review
from evaluation.hearing.letters import LETTERS
from evaluation.models import ObjectionAnswer, PartyRemark, PartyReview
from evaluation.views.party_reviews import OF
from indicators.models import Indicator
from jobs.models import Job
from national_reports.models import Answer, Report
from national_reports.slips import make_slip
from parties.permissions import TWO_STEP_FOR
from tests.evaluation.editions.making import AT, build
from tests.evaluation.hearing.conftest import UNTIL
from tests.people_factories import client_of, make_focal_point, make_staff

LINE = "measure/A.1/headline"
DESK = "/en/desk/evaluations/mid-term/hearing/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def address(review):
    return f"/en/reviews/KEN/{review.pk}/"


def typed(verdict="objects", words="It is a decree.", version=0, line=LINE):
    return {f"{line}-verdict": verdict, f"{line}-words": words, f"{line}-version": version}


def test_a_focal_point_sees_each_line_with_its_class_and_the_answer_behind_it(address, authority):
    body = client_of(authority).get(address).content.decode()
    assert "What the edition will say of Kenya" in body
    assert 'id="measure/A.1/headline"' in body
    assert "counted, received by the due day: version 1" in body
    assert '/en/questions/NR4/Q014/"' in body
    answer = Report.objects.get(party__code="KEN", cycle__code="NR4").answers.get(question="Q014")
    assert answer.options == ["implementation.fullInPlace"]
    assert "fully in place" in body.lower()
    assert f"{LINE}-verdict" in body


def test_a_contributor_reads_and_does_not_speak(address, review):
    client = client_of(make_focal_point("KEN"))
    body = client.get(address).content.decode()
    assert "You can read this page" in body
    assert f"{LINE}-verdict" not in body
    assert client.post(f"{address}remarks/", typed()).status_code == 403
    assert not PartyRemark.objects.exists()


def test_the_secretariat_sees_what_the_party_sees_and_does_not_speak_for_it(address, review):
    client = client_of(make_staff(publisher=True))
    assert client.get(address).status_code == 200
    assert client.post(f"{address}remarks/", typed()).status_code == 403
    assert not PartyRemark.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "authority"])
def test_another_party_finds_nothing(address, review, role):
    client = client_of(make_focal_point("GHA", role=role))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}remarks/", typed()).status_code == 404
    # Nor does it speak to its neighbour's line through its own address.
    own = f"/en/reviews/GHA/{review.pk}/remarks/"
    client.post(own, {"party": "KEN", **typed("agrees", "")})
    assert not PartyRemark.objects.filter(party__code="KEN").exists()


def test_an_authority_without_its_second_step_is_asked_for_it(address, review):
    client = client_of(make_focal_point("KEN", role="authority", two_step=False))
    assert client.post(f"{address}remarks/", typed()).status_code == 302
    assert not PartyRemark.objects.exists()


def test_an_authority_without_its_second_step_is_told_before_it_types_and_finds_its_way_back(address, review):
    client = client_of(make_focal_point("KEN", role="authority", two_step=False))
    body = client.get(address).content.decode()
    assert "Before you can agree or object you need two-step sign-in" in body
    assert f"{LINE}-verdict" not in body
    assert f'href="{address}remarks/"' in body
    client.get(f"{address}remarks/")
    assert client.session[TWO_STEP_FOR] == f"{address}remarks/"


def test_where_a_form_was_sent_to_the_review_is_found(address, authority):
    """After a refused save somebody changes the language, or presses Enter in the address bar."""
    response = client_of(authority).get(f"{address}remarks/")
    assert (response.status_code, response.url) == (302, address)


def test_whoever_agrees_after_all_does_not_say_the_objection_again(address, authority):
    client = client_of(authority)
    client.post(f"{address}remarks/", typed())
    client.post(f"{address}remarks/", typed("agrees", "It is a decree.", 1))
    client.post(f"{address}remarks/", typed("agrees", "It is a law since.", 2))
    said = [(one.verdict, one.words) for one in PartyRemark.objects.order_by("version")]
    assert said == [("objects", "It is a decree."), ("agrees", ""), ("agrees", "It is a law since.")]


def test_a_choice_is_taken_back_before_it_is_saved_and_a_label_stands_with_its_indicator(address, authority):
    client = client_of(authority)
    body = client.get(address).content.decode()
    assert f'id="{LINE}-nothing"' in body
    assert Indicator.objects.get(plan__current=True, code="A.1").text in html.unescape(body)
    client.post(f"{address}remarks/", typed())
    assert f'id="{LINE}-nothing"' not in client.get(address).content.decode()


def test_whoever_is_not_signed_in_is_asked_to(address, client):
    assert client.get(address).status_code == 302
    assert client.post(f"{address}remarks/", typed()).status_code == 302


def test_what_is_said_is_kept_once_and_shown_with_who_and_when(address, authority):
    client = client_of(authority)
    for _ in range(2):
        assert client.post(f"{address}remarks/", typed()).status_code == 302
    remark = PartyRemark.objects.get()
    assert (remark.party.code, remark.line, remark.words, remark.by) == ("KEN", LINE, "It is a decree.", authority)
    body = client.get(address).content.decode()
    assert f"The Party objects: <bdi>{authority.name}</bdi>" in body
    assert "0 agreed, 1 objected to" in body


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (typed(words=""), "Write what the Party objects to"),
        (typed(verdict="", words="Words alone"), "Choose whether the Party agrees or objects"),
        (typed(words="x" * 4001), "at most 4000 characters"),
        (typed(version="x"), "at most 4000 characters"),
        (typed(verdict="perhaps"), "Choose one of the two"),
    ],
)
def test_what_cannot_be_kept_is_shown_back_with_the_place(address, authority, fields, fault):
    response = client_of(authority).post(f"{address}remarks/", fields)
    body = response.content.decode()
    assert response.status_code == 422
    assert fault in body
    assert f'href="#{LINE}"' in body
    assert not PartyRemark.objects.exists()


def test_two_people_of_a_party_both_texts_are_on_the_page(address, authority):
    client_of(authority).post(f"{address}remarks/", typed())
    response = client_of(make_focal_point("KEN", role="authority")).post(
        f"{address}remarks/", typed(words="It is a law.")
    )
    body = response.content.decode()
    assert response.status_code == 409
    assert "It is a decree." in body
    assert "It is a law." in body
    assert PartyRemark.objects.count() == 1


def test_after_its_day_the_page_is_read_and_what_comes_too_late_is_told_so(address, authority):
    with time_machine.travel(AT + timedelta(days=30), tick=False):
        client = client_of(authority)
        body = client.get(address).content.decode()
        assert "The review is closed" in body
        assert f"{LINE}-verdict" not in body
        response = client.post(f"{address}remarks/", typed())
        assert response.status_code == 409
        assert "The review is closed. Write to the Secretariat instead." in response.content.decode()
    assert not PartyRemark.objects.exists()


def test_an_open_review_is_found_from_ones_own_reports(address, authority):
    assert address in client_of(authority).get("/en/reports/").content.decode()
    assert address not in client_of(make_focal_point("GHA")).get("/en/reports/").content.decode()
    with time_machine.travel(AT + timedelta(days=30), tick=False):
        assert address not in client_of(authority).get("/en/reports/").content.decode()


def test_an_officer_opens_a_review_and_answers_every_objection(evaluation, authority, author):
    desk = client_of(make_staff())
    assert "No review was opened" in desk.get(DESK).content.decode()
    assert "Parties need time" in desk.post(DESK, {"until": "2026-03-01"}).content.decode()
    for _ in range(2):
        assert desk.post(DESK, {"until": UNTIL.isoformat()}).status_code == 302
    review = PartyReview.objects.get()
    client_of(authority).post(f"/en/reviews/KEN/{review.pk}/remarks/", typed())
    body = desk.get(DESK).content.decode()
    remark = PartyRemark.objects.get()
    assert f"{DESK}objections/{remark.pk}/" in body
    assert "Kenya" in body
    assert "A Party objects" in desk.get("/en/desk/evaluations/mid-term/").content.decode()
    answer = f"{DESK}objections/{remark.pk}/"
    assert "This field is required" in desk.post(answer, {"words": ""}).content.decode()
    for _ in range(2):
        assert desk.post(answer, {"words": "It counts from NR5 on."}).status_code == 302
    assert ObjectionAnswer.objects.get().words == "It counts from NR5 on."
    assert "It counts from NR5 on." in client_of(authority).get(f"/en/reviews/KEN/{review.pk}/").content.decode()
    assert "A Party objects" not in desk.get("/en/desk/evaluations/mid-term/").content.decode()


def test_the_officer_answers_with_the_line_and_its_answers_before_the_eyes(review, address, authority):
    client_of(authority).post(f"{address}remarks/", typed())
    page = f"{DESK}objections/{PartyRemark.objects.get().pk}/"
    first, second = client_of(make_staff()), client_of(make_staff())
    body = first.get(page).content.decode()
    assert "fully in place" in body.lower()
    assert '/en/questions/NR4/Q014/"' in body
    assert "It is a decree." in body
    assert f"{LINE}-verdict" not in body
    first.post(page, {"words": "It counts from NR5 on."})
    late = second.post(page, {"words": "A decree is no law."}).content.decode()
    assert "It counts from NR5 on." in late
    assert "A decree is no law." in late
    assert ObjectionAnswer.objects.get().words == "It counts from NR5 on."


def test_what_was_objected_and_answered_stays_to_be_read(review, address, evaluation, authority, author, publisher):
    party, desk = client_of(authority), client_of(make_staff())
    party.post(f"{address}remarks/", typed())
    answered = f"{DESK}objections/{PartyRemark.objects.get().pk}/"
    desk.post(answered, {"words": "It counts from NR5 on."})
    party.post(f"{address}remarks/", typed(words="It does not.", version=1))
    party.post(f"{address}remarks/", typed("agrees", "", 2))
    body = desk.get(DESK).content.decode()
    assert answered in body
    assert "It is a decree." in body
    assert "It does not." in body
    assert "the Party has said something else since" in body
    told = desk.get("/en/desk/evaluations/mid-term/").content.decode()
    assert "Kenya, Objects (1)" in told
    assert "It counts from NR5 on." in told
    later = AT + timedelta(days=30)
    with time_machine.travel(later, tick=False):
        send_to_review(edition=review.edition, by=author, at=later)
        build(review.edition)
        publish(edition=review.edition, by=publisher, at=later, confirmed=review.edition.sha256)
        after = client_of(authority).get(address).content.decode()
        assert "What edition 1.0 was to say of Kenya" in after
        assert 'href="/en/evaluations/mid-term/1.0/"' in after
        correct(evaluation=evaluation, by=author, at=later)
        assert answered in client_of(make_staff()).get(DESK).content.decode()


def test_nobody_else_opens_or_answers(review, authority):
    client = client_of(authority)
    client.post(f"/en/reviews/KEN/{review.pk}/remarks/", typed())
    remark = PartyRemark.objects.get()
    assert client.get(DESK).status_code == 403
    assert client.post(DESK, {"until": "2026-05-01"}).status_code == 403
    assert client.post(f"{DESK}objections/{remark.pk}/", {"words": "Fine."}).status_code == 403
    assert PartyReview.objects.count() == 1
    assert not ObjectionAnswer.objects.exists()


def test_a_form_that_somebody_else_opened_says_nothing_for_who_sends_it(address, review, authority):
    other = make_focal_point("KEN", role="authority", name="Another authority")
    slip = make_slip(person=other.pk, report=review.pk, of=OF)
    client = client_of(authority)
    assert client.post(f"{address}remarks/", typed() | {"slip": slip}).status_code == 403
    assert not PartyRemark.objects.exists()
    # A slip of a report is none of a review.
    assert client.post(f"{address}remarks/", typed() | {"slip": make_slip(person=0, report=1)}).status_code == 302


def test_the_desk_says_of_which_parties_something_else_is_frozen_than_they_were_shown(review, evaluation, author):
    desk = client_of(make_staff())
    # The content of a review is never changed: the answer is.
    Answer.objects.filter(report__party__code="KEN", report__cycle__code="NR4", question="Q014").update(
        options=["implementation.none"]
    )
    freeze(evaluation=evaluation, by=author, at=AT)
    row = desk.get("/en/desk/evaluations/mid-term/").content.decode()
    assert "does not say of this Party what the Party was shown" in row
    body = desk.get(DESK).content.decode()
    otherwise = body[body.index('id="otherwise"') :]
    assert "Kenya" in otherwise
    assert "What the Party was shown" in otherwise


def test_a_day_to_wait_for_is_not_mended_and_leaves_the_list_by_itself(review, evaluation, author):
    freeze(evaluation=evaluation, by=author, at=AT)
    desk = client_of(make_staff())
    body = desk.get("/en/desk/evaluations/mid-term/").content.decode()
    assert "Wait until this day has ended everywhere on Earth" in body
    assert "Mend it" not in body
    with time_machine.travel(AT + timedelta(days=30), tick=False):
        assert (
            "Wait until this day" not in client_of(make_staff()).get("/en/desk/evaluations/mid-term/").content.decode()
        )


def test_who_is_not_reached_is_said_once_the_letters_are_written(review):
    desk, waiting = client_of(make_staff()), "The letters are still being written"
    nobody = "The others have no focal point here"
    before = desk.get(DESK).content.decode()
    assert waiting in before
    assert nobody not in before
    Job.objects.filter(kind=LETTERS).update(state=Job.State.DONE)
    after = desk.get(DESK).content.decode()
    assert waiting not in after
    assert nobody in after
