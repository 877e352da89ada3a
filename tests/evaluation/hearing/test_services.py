"""Parties are heard: what is said of them is kept, what they say is added, and no objection goes without an answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from evaluation.editions.drafts import NotDraft
from evaluation.editions.passing import NeverPassed, agree_to_pass, ask_to_pass, standing
from evaluation.editions.refusals import Check
from evaluation.editions.services import RefusalsStand, freeze, publish, send_to_review
from evaluation.evaluations import Parameters, change_evaluation
from evaluation.hearing import services
from evaluation.hearing.letters import LETTERS, follow_party_reviews, send_party_review_letters, written_to
from evaluation.hearing.selectors import open_objections, shown_otherwise
from evaluation.hearing.services import Word, answer_objection, open_review, speak
from evaluation.hearing.snapshot import said_of
from evaluation.models import ObjectionAnswer, PartyRemark, PartyReview
from jobs.left_out import subjects_in_words
from jobs.models import Job, LeftOut
from national_reports.models import Answer
from national_reports.services.told import tell_staff, wish_of
from parties.audit import trail
from parties.models import Email, Party
from parties.people import give_role, invite
from tests.evaluation.editions.making import AT, build, make_published
from tests.evaluation.hearing.conftest import UNTIL
from tests.factories import make_report
from tests.people_factories import make_focal_point, make_staff

LINE, REPORT = "measure/A.1/headline", "report/NR4"
AFTER = datetime(2026, 3, 21, 12, tzinfo=UTC)


def kenya():
    return Party.objects.get(code="KEN")


def ghana():
    return Party.objects.get(code="GHA")


def objects(review, by, words="Kenya adopted its law in 2018.", *, line=LINE, version=0, at=AT):
    (said,) = speak(review=review, party=kenya(), said={line: Word("objects", words, version)}, by=by, at=at)
    return said


def agrees(version=0):
    return Word("agrees", "", version)


def test_a_review_says_how_reports_stand_and_what_every_answer_counts_as(review):
    said = said_of(review)
    assert said.pair == ("NR3", "NR4")
    assert said.class_of("A.1/headline", "NR3", "KEN") == "no"
    assert said.class_of("A.1/headline", "NR4", "KEN") == "yes"
    assert said.report("NR4", "", "KEN")["status"] == "on time"
    assert said.report("NR4", "", "UGA")["version"] == 1
    assert said.report("NR4", "", "NOR")["status"] == "none"
    assert {REPORT, LINE} <= set(said.lines_of("KEN"))
    assert said.lines_of("USA") == []


def test_what_a_review_says_stays_whatever_is_answered_later(review):
    Answer.objects.filter(report__party__code="KEN").update(options=[])
    assert said_of(PartyReview.objects.get()).class_of("A.1/headline", "NR4", "KEN") == "yes"


def test_opening_twice_opens_one(review, evaluation, author):
    assert open_review(evaluation=evaluation, until=UNTIL, by=author, at=AT) == review
    with pytest.raises(services.StillOpen):
        open_review(evaluation=evaluation, until=UNTIL + timedelta(days=1), by=author, at=AT)
    assert Job.objects.filter(kind="send_party_review_letters").count() == 1


@pytest.mark.parametrize("until", [date(2026, 3, 1), date(2026, 3, 2), date(2027, 3, 1)])
def test_parties_are_given_time_and_not_for_ever(evaluation, author, until):
    with pytest.raises(services.DayNotToCome):
        open_review(evaluation=evaluation, until=until, by=author, at=AT)


def test_after_its_day_another_may_be_opened_but_not_once_it_is_in_review(review, evaluation, author):
    another = open_review(evaluation=evaluation, until=date(2026, 4, 20), by=author, at=AFTER)
    assert another.is_open(AFTER)
    later = datetime(2026, 4, 22, tzinfo=UTC)
    send_to_review(edition=review.edition, by=author, at=later)
    with pytest.raises(NotDraft):
        open_review(evaluation=evaluation, until=date(2026, 5, 20), by=author, at=later)


def letters_sent(review, at=AT):
    with time_machine.travel(at, tick=False):
        return send_party_review_letters(review=review.pk)


def test_every_focal_point_of_every_party_gets_one_letter_and_who_has_none_is_listed(review, authority):
    contributor = make_focal_point("KEN")
    for _ in range(2):
        assert letters_sent(review)["letters"] == 2
    letters = Email.objects.filter(key__startswith="party-review/")
    assert {one.to for one in letters} == {authority.email, contributor.email}
    assert f"/reviews/KEN/{review.pk}/" in letters[0].body
    assert written_to(review) == (1, 2)
    listed = LeftOut.objects.filter(source=f"party-review {review.pk}")
    assert not listed.filter(party="KEN").exists()
    assert "invite one" in listed.get(party="GHA").reason


def test_a_row_of_a_review_has_the_title_of_the_readers_language(review):
    evaluation = review.edition.evaluation
    evaluation.titles = {"en": "Final evaluation", "es": "Evaluación definitiva"}
    evaluation.save()
    source = f"party-review {review.pk}"
    with translation.override("es"):
        assert subjects_in_words([source, "reminders NR4"]) == {
            source: "Revisión por las Partes: Evaluación definitiva"
        }


def test_whoever_joins_while_parties_are_heard_is_written_to_and_stands_in_no_list(review, author):
    Job.objects.all().delete()
    invite(email="new@ghana.example", name="New", role="authority", party=ghana(), by=author, at=AT)
    letters_sent(review)
    listed = LeftOut.objects.open().filter(source=f"party-review {review.pk}")
    assert "is invited" in listed.get(party="GHA").reason
    give_role(user=make_staff(), party=ghana(), role="authority", by=author, at=AT)
    assert Job.objects.filter(kind=LETTERS, arguments={"review": review.pk}).exists()
    letters_sent(review)
    assert Email.objects.filter(key__startswith=f"party-review/{review.pk}/GHA/").count() == 1
    assert not listed.filter(party="GHA").exists()


def test_a_closed_review_writes_to_nobody_and_leaves_the_list(review, author):
    letters_sent(review)
    rows = LeftOut.objects.open().filter(source=f"party-review {review.pk}")
    assert rows.exists()
    Job.objects.all().delete()
    give_role(user=make_staff(), party=ghana(), role="authority", by=author, at=AFTER)
    assert not Job.objects.filter(kind=LETTERS).exists()
    follow_party_reviews(at=AFTER)
    assert Job.objects.filter(kind=LETTERS).count() == 1
    assert "skipped" in letters_sent(review, AFTER)
    assert not rows.exists()
    Job.objects.all().delete()
    follow_party_reviews(at=AFTER)
    assert not Job.objects.exists()


def test_a_letter_says_the_same_in_every_language_that_the_portal_has(review, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    letters_sent(review)
    body = Email.objects.get(key__startswith="party-review/").body
    assert f"/en/reviews/KEN/{review.pk}/" in body
    assert f"/fr/reviews/KEN/{review.pk}/" in body


def test_a_party_agrees_and_objects_line_by_line_and_the_trail_tells_it(review, authority):
    kept = speak(
        review=review,
        party=kenya(),
        said={REPORT: agrees(), LINE: Word("objects", " It is a decree. ", 0)},
        by=authority,
        at=AT,
    )
    assert {(one.line, one.verdict, one.words, one.version) for one in kept} == {
        (REPORT, "agrees", "", 1),
        (LINE, "objects", "It is a decree.", 1),
    }
    event = trail(review.subject).first()
    assert (event.action, event.by, event.detail["party"]) == ("party spoke", authority, "KEN")
    assert {one["line"] for one in event.detail["lines"]} == {REPORT, LINE}


def test_saying_it_twice_says_it_once(review, authority):
    objects(review, authority)
    events = trail(review.subject).count()
    assert (
        speak(
            review=review,
            party=kenya(),
            said={LINE: Word("objects", "Kenya adopted its law in 2018.", 0)},
            by=authority,
            at=AT,
        )
        == []
    )
    assert PartyRemark.objects.count() == 1
    assert trail(review.subject).count() == events


def test_nobody_writes_over_what_a_colleague_said_meanwhile(review, authority):
    objects(review, authority)
    with pytest.raises(services.SaidMeanwhile) as meanwhile:
        speak(review=review, party=kenya(), said={LINE: agrees(), REPORT: agrees()}, by=authority, at=AT)
    assert meanwhile.value.held[LINE].verdict == "objects"
    # All of a form or nothing of it.
    assert PartyRemark.objects.count() == 1
    speak(review=review, party=kenya(), said={LINE: agrees(1)}, by=authority, at=AT)
    assert [one.version for one in PartyRemark.objects.filter(line=LINE)] == [1, 2]


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_focal_point("GHA", role="authority"),
        lambda: make_focal_point("KEN"),
        lambda: make_staff(publisher=True),
        lambda: make_focal_point("KEN", role="authority", ends_on=date(2026, 1, 1)),
    ],
    ids=["another Party's authority", "a contributor", "the Secretariat", "who was an authority"],
)
def test_for_a_party_speaks_only_its_own_authority(review, make):
    with pytest.raises(services.NotOfTheParty):
        objects(review, make())
    assert not PartyRemark.objects.exists()


def test_a_line_that_is_not_of_the_party_is_not_spoken_to(review, authority):
    with pytest.raises(services.NoSuchLine):
        objects(review, authority, line="measure/Z.9/headline")


def test_whoever_objects_says_why(review, authority):
    with pytest.raises(services.WordsMissing):
        objects(review, authority, "  ")


def test_the_review_closes_by_itself_when_its_day_is_over_everywhere_on_earth(review, authority):
    objects(review, authority, at=datetime(2026, 3, 21, 11, 59, tzinfo=UTC))
    with pytest.raises(services.ReviewClosed):
        objects(review, authority, "More.", version=1, at=AFTER)


def test_an_open_review_and_an_open_objection_stand_in_the_list_and_nobody_passes_an_objection(
    review, authority, author, publisher
):
    remark = objects(review, authority)
    edition = review.edition
    assert [(one.name, one.place) for one in standing(edition, at=AT)] == [
        (Check.STILL_HEARD, f"until {UNTIL}"),
        (Check.OBJECTION, f"KEN {LINE}"),
    ]
    with pytest.raises(NeverPassed):
        ask_to_pass(edition=edition, name=Check.OBJECTION, place=f"KEN {LINE}", reason="No time.", by=publisher, at=AT)
    with pytest.raises(RefusalsStand):
        send_to_review(edition=edition, by=author, at=AFTER)
    assert [one.name for one in standing(edition, at=AFTER)] == [Check.OBJECTION]
    answer_objection(remark=remark, words="It counts from the next report on.", by=author, at=AFTER)
    assert standing(edition, at=AFTER) == []
    send_to_review(edition=edition, by=author, at=AFTER)
    build(edition)
    assert publish(edition=edition, by=publisher, at=AFTER, confirmed=edition.sha256).is_published


def counted_until(evaluation, author, day, at=AT):
    """The evaluation with another cut-off, as the form of its parameters sends it."""
    given = {name: getattr(evaluation, name) for name in ("kind", "plan", "baseline", "current", "groups", "titles")}
    change_evaluation(evaluation=evaluation, parameters=Parameters(**given, cut_off=day), by=author, at=at)
    evaluation.refresh_from_db()
    return freeze(evaluation=evaluation, by=author, at=at)


def test_what_is_frozen_as_parties_were_shown_it_is_not_refused(review, evaluation, author):
    edition = freeze(evaluation=evaluation, by=author, at=AT)
    assert shown_otherwise(edition) == {}
    assert [one.name for one in standing(edition, at=AT)] == [Check.STILL_HEARD]
    # The day of a review ends without anybody's act.
    assert standing(edition, at=AFTER) == []


def test_a_party_of_whom_something_else_is_frozen_than_it_was_shown_is_named(review, evaluation, author, publisher):
    make_report("NOR", "NR4", {"Q014": "implementation.fullInPlace"}, received_on=date(2026, 2, 1))
    edition = freeze(evaluation=evaluation, by=author, at=AT)
    assert standing(edition, at=AFTER) == []
    edition = counted_until(evaluation, author, date(2026, 2, 15))
    (stands,) = standing(edition, at=AFTER)
    assert (stands.name, stands.place) == (Check.SHOWN_OTHERWISE, "NOR")
    assert stands.found.startswith(f"{REPORT}, {LINE}")
    with pytest.raises(RefusalsStand):
        send_to_review(edition=edition, by=author, at=AFTER)
    # Heard anew on what is counted now, nothing is left to say of it.
    open_review(evaluation=evaluation, until=date(2026, 4, 20), by=author, at=AFTER)
    assert [one.name for one in standing(edition, at=AFTER)] == [Check.STILL_HEARD]


def test_two_publishers_let_stand_what_a_party_was_shown_otherwise(review, evaluation, author, publisher):
    make_report("NOR", "NR4", {"Q014": "implementation.fullInPlace"}, received_on=date(2026, 2, 1))
    edition = counted_until(evaluation, author, date(2026, 2, 15))
    ask = {"edition": edition, "name": Check.SHOWN_OTHERWISE, "place": "NOR", "reason": "Norway asked for it."}
    asked = ask_to_pass(**ask, by=make_staff(publisher=True), at=AFTER)
    agree_to_pass(asked=asked, by=publisher, at=AFTER)
    assert send_to_review(edition=edition, by=author, at=AFTER + timedelta(minutes=1)).is_in_review


def test_an_objection_that_is_taken_back_needs_no_answer(review, authority):
    objects(review, authority)
    speak(review=review, party=kenya(), said={LINE: agrees(1)}, by=authority, at=AT)
    assert open_objections(review.edition) == []


def test_an_objection_in_the_last_minute_stops_what_is_in_review(review, authority, author, publisher):
    """Two publishers let the edition go on before the day; the promise to answer holds all the same."""
    ask = {"edition": review.edition, "name": Check.STILL_HEARD, "place": f"until {UNTIL}"}
    asked = ask_to_pass(**ask, reason="The meeting begins.", by=make_staff(publisher=True), at=AT)
    agree_to_pass(asked=asked, by=publisher, at=AT)
    send_to_review(edition=review.edition, by=author, at=AT)
    build(review.edition)
    objects(review, authority)
    with pytest.raises(RefusalsStand):
        publish(edition=review.edition, by=publisher, at=AT, confirmed=review.edition.sha256)


def test_an_answer_is_read_beside_the_objection_and_sent_to_every_focal_point(review, authority, author):
    remark = objects(review, authority)
    for _ in range(2):
        answer_objection(remark=remark, words="It counts from the next report on.", by=author, at=AT)
    assert ObjectionAnswer.objects.get().remark == remark
    letter = Email.objects.get(key__startswith="objection/")
    assert letter.to == authority.email
    assert "It counts from the next report on." in letter.body
    with pytest.raises(services.AnsweredBefore):
        answer_objection(remark=remark, words="Other words.", by=author, at=AT)


def test_what_the_party_took_back_is_not_answered(review, authority, author):
    remark = objects(review, authority)
    speak(review=review, party=kenya(), said={LINE: agrees(1)}, by=authority, at=AT)
    with pytest.raises(services.AnsweredBefore):
        answer_objection(remark=remark, words="Words.", by=author, at=AT)
    with pytest.raises(services.WordsMissing):
        answer_objection(remark=remark, words=" ", by=author, at=AT)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_what_was_said(review, authority, author, change):
    answer_objection(remark=objects(review, authority), words="Words.", by=author, at=AT)
    for rows, other in (
        (PartyReview.objects.all(), {"until": date(2030, 1, 1)}),
        (PartyRemark.objects.all(), {"words": "Other."}),
        (ObjectionAnswer.objects.all(), {"words": "Other."}),
    ):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            rows.update(**other) if change == "update" else rows.order_by()._raw_delete("default")


@pytest.mark.parametrize("fields", [{"words": ""}, {"verdict": "perhaps"}, {"version": 0}, {"version": 1}])
def test_the_database_refuses_a_remark_that_is_none(review, authority, fields):
    remark = objects(review, authority)
    row = {"line": LINE, "version": 2, "verdict": "objects", "words": "Why."} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyRemark.objects.create(review=remark.review, party=remark.party, by=authority, at=AT, **row)


def test_a_published_edition_is_heard_no_more(review, authority, evaluation, author, publisher):
    # The review's day was over when it was published; a clock that goes back opens nothing.
    edition = review.edition
    send_to_review(edition=edition, by=author, at=AFTER)
    build(edition)
    publish(edition=edition, by=publisher, at=AFTER, confirmed=edition.sha256)
    with pytest.raises(services.ReviewClosed):
        objects(PartyReview.objects.get(), authority)


def test_without_a_review_nothing_else_is_asked(evaluation, author, publisher):
    assert make_published(evaluation, author, publisher).is_published


def test_staff_hear_of_objections_with_their_other_news(review, author, authority):
    for person in (author, make_staff(name="Another")):
        wish_of(person, at=AT - timedelta(days=1))
    objects(review, authority)
    tell_staff(at=AT + timedelta(days=1))
    body = Email.objects.filter(key__startswith=f"desk/{author.pk}/").get().body
    assert "Objections of Parties" in body
    assert "– Kenya: 1 line of" in body
