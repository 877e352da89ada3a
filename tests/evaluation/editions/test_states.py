"""How an edition goes, and who may send it on."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from evaluation.editions import services, states
from evaluation.editions.drafts import NotDraft
from evaluation.editions.services import (
    AlreadyThere,
    ChangesMissing,
    DocumentsMissing,
    NoSuchSubject,
    NotAnother,
    NothingPublished,
    TextChanged,
    correct,
    freeze,
    open_edition,
    publish,
    return_to_draft,
    send_to_review,
    set_masthead,
    write_text,
)
from evaluation.evaluations import ParametersFrozen, change_evaluation
from evaluation.models import Edition
from jobs.models import Job
from parties.models import AuditEvent, User
from parties.publishers import TooFewPublishers
from tests.evaluation.editions.making import AT, make_published
from tests.evaluation.editions.test_freezing import form_of
from tests.people_factories import client_of, make_staff

LATER = AT + timedelta(minutes=5)
PAIRS = list(product(states.TRANSITIONS, repeat=2))
ALLOWED = {("draft", "in review"), ("in review", "draft"), ("in review", "published")}


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_every_pair_of_states_is_in_the_table_or_refused(state, to):
    assert states.may_go(state, to) == ((state, to) in ALLOWED)


def test_the_states_stand_in_the_documentation_as_in_the_table(settings):
    assert (settings.BASE_DIR / "docs" / "edition-states.md").read_text() == states.as_markdown()


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_the_services_follow_the_table(state, to, frozen, author, publisher):
    steps = {"draft": 0, "in review": 1, "published": 2}
    edition = frozen
    if steps[state] > 0:
        edition = send_to_review(edition=edition, by=author, at=AT)
    if steps[state] > 1:
        edition = publish(edition=edition, by=publisher, at=AT, confirmed=edition.sha256)
    go = {
        "draft": lambda: return_to_draft(edition=edition, reason="", by=author, at=LATER),
        "in review": lambda: send_to_review(edition=edition, by=author, at=LATER),
        "published": lambda: publish(edition=edition, by=publisher, at=LATER, confirmed=edition.sha256),
    }[to]
    if (state, to) in ALLOWED:
        assert go().state == to
    else:
        with pytest.raises(AlreadyThere):
            go()
    edition.refresh_from_db()
    assert edition.state == (to if (state, to) in ALLOWED else state)


def test_an_edition_is_published_by_another_than_its_author(frozen, author, publisher):
    send_to_review(edition=frozen, by=publisher, at=AT)
    with pytest.raises(NotAnother):
        publish(edition=frozen, by=author, at=AT, confirmed=frozen.sha256)
    assert publish(edition=frozen, by=publisher, at=AT, confirmed=frozen.sha256).publisher == publisher


def test_no_edition_is_published_while_only_one_person_may_publish(frozen, author, publisher):
    sent = send_to_review(edition=frozen, by=author, at=AT)
    User.objects.filter(is_publisher=True).exclude(pk=publisher.pk).update(is_active=False)
    with pytest.raises(TooFewPublishers):
        publish(edition=sent, by=publisher, at=AT, confirmed=sent.sha256)
    client = client_of(publisher)
    desk = f"/en/desk/evaluations/{sent.evaluation.slug}/"
    for page in (client.get(desk), client.get(f"{desk}publication/")):
        assert "only one person may publish" in page.content.decode()
    assert "for good" not in page.content.decode()
    told = client.post(f"{desk}publication/", {"sha256": sent.sha256}, follow=True).content.decode()
    assert '<a href="/en/desk/people/">Invite a second publisher</a>' in told
    make_staff(publisher=True)
    assert publish(edition=sent, by=publisher, at=AT, confirmed=sent.sha256).is_published


def test_the_database_refuses_an_author_who_publishes(frozen, author):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=frozen.pk).update(state="published", publisher=author, published_at=AT)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "published"},
        {"frozen": None},
        {"sha256": ""},
        {"frozen": None, "frozen_at": None, "sha256": "", "state": "in review"},
        {"published_at": AT},
    ],
)
def test_the_database_refuses_an_edition_that_is_not_whole(frozen, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=frozen.pk).update(**fields)


def test_one_edition_at_a_time_is_on_its_way(frozen, author):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(evaluation=frozen.evaluation, version="9.0", author=author, opened_at=AT)


def test_whoever_freezes_last_is_the_author(evaluation, frozen, publisher):
    assert freeze(evaluation=evaluation, by=publisher, at=AT).author == publisher


def test_sending_to_review_freezes_what_was_not_frozen(evaluation, author):
    edition = open_edition(evaluation=evaluation, by=author, at=AT)
    sent = send_to_review(edition=edition, by=author, at=AT)
    assert sent.is_in_review
    assert sent.sha256
    assert sent.texts_are_frozen


def say(edition, by, **overrides):
    fields = {"subject": "whole", "language": "en", "narrative": "Words.", "sources": "", "version": 0, "at": LATER}
    return write_text(edition=edition, by=by, **fields | overrides)


def test_a_text_written_after_freezing_is_in_what_is_sent_to_review(evaluation, frozen, author):
    before = frozen.sha256
    say(frozen, author)
    sent = send_to_review(edition=frozen, by=author, at=LATER)
    assert sent.is_in_review
    assert sent.sha256 != before
    held = Edition.objects.get(pk=sent.pk)
    assert form_of(held)["texts"]["whole"]["narrative"]["en"] == "Words."


def test_in_review_nothing_is_written_and_nothing_is_frozen(evaluation, frozen, author):
    send_to_review(edition=frozen, by=author, at=AT)
    with pytest.raises(NotDraft):
        say(frozen, author)
    with pytest.raises(NotDraft):
        freeze(evaluation=evaluation, by=author, at=LATER)
    with pytest.raises(NotDraft):
        set_masthead(edition=frozen, symbol="X", changes=[], by=author, at=LATER)
    with pytest.raises(ParametersFrozen):
        change_evaluation(evaluation=evaluation, parameters=_parameters(evaluation), by=author, at=LATER)


def _parameters(evaluation, **overrides):
    from evaluation.evaluations import Parameters

    names = ("kind", "plan", "baseline", "current", "cut_off", "population_on", "groups", "meeting", "titles")
    return Parameters(**{name: getattr(evaluation, name) for name in names} | overrides)


def test_changed_parameters_ask_for_freezing_again(evaluation, frozen, author):
    change_evaluation(evaluation=evaluation, parameters=_parameters(evaluation, groups=["ldc"]), by=author, at=LATER)
    frozen.refresh_from_db()
    assert not frozen.texts_are_frozen


def test_the_same_text_again_changes_nothing(frozen, author):
    first = say(frozen, author)
    again = say(frozen, author, version=1)
    assert (again.pk, again.version) == (first.pk, 1)


def test_two_who_write_the_same_text_are_shown_each_others_words(frozen, author, publisher):
    say(frozen, author)
    with pytest.raises(TextChanged) as refused:
        say(frozen, publisher, narrative="Other words.")
    assert refused.value.held.narrative == "Words."


def test_a_text_is_of_a_subject_of_the_plan(frozen, author):
    for subject in ("objective/A", "indicator/B.1", "operational/A"):
        if subject == "operational/A":
            with pytest.raises(NoSuchSubject):
                say(frozen, author, subject=subject)
        else:
            assert say(frozen, author, subject=subject)


def test_nothing_is_published_without_the_documents_of_its_frozen_form(frozen, author, publisher):
    frozen.documents.update(made_from="0" * 64)
    send_to_review(edition=frozen, by=author, at=AT)
    with pytest.raises(DocumentsMissing):
        publish(edition=frozen, by=publisher, at=AT, confirmed=frozen.sha256)


def test_a_correction_is_a_new_edition_that_says_what_changed(evaluation, author, publisher):
    with pytest.raises(NothingPublished):
        correct(evaluation=evaluation, by=author, at=AT)
    edition = open_edition(evaluation=evaluation, by=author, at=AT)
    say(edition, author, at=AT)
    first = make_published(evaluation, author, publisher)
    second = correct(evaluation=evaluation, by=author, at=LATER)
    assert (second.version, second.corrects) == ("1.1", first)
    assert [text.narrative for text in second.texts.all()] == ["Words."]
    assert correct(evaluation=evaluation, by=author, at=LATER) == second
    freeze(evaluation=evaluation, by=author, at=LATER)
    with pytest.raises(ChangesMissing):
        send_to_review(edition=second, by=author, at=LATER)
    changes = [{"what": "The text of the whole", "why": "It was a draft's"}]
    set_masthead(edition=second, symbol="", changes=changes, by=author, at=LATER)
    second = freeze(evaluation=evaluation, by=author, at=LATER + timedelta(minutes=1))
    assert form_of(second)["edition"]["corrects"] == "1.0"
    assert form_of(second)["edition"]["changes"] == changes
    assert send_to_review(edition=second, by=author, at=LATER).is_in_review


def test_a_change_without_its_reason_is_refused(frozen, author):
    with pytest.raises(ChangesMissing):
        set_masthead(edition=frozen, symbol="", changes=[{"what": "A figure", "why": " "}], by=author, at=LATER)


def test_after_the_first_edition_another_is_a_correction_only(evaluation, published, author):
    with pytest.raises(NotDraft):
        freeze(evaluation=evaluation, by=author, at=LATER)


def test_every_step_is_in_the_trail(published, author, publisher):
    events = AuditEvent.objects.filter(subject="evaluation/mid-term").order_by("sequence")
    assert [(event.action, event.by) for event in events] == [
        ("evaluation created", author),
        ("edition opened", author),
        ("edition frozen", author),
        ("edition sent to review", author),
        ("edition published", publisher),
    ]
    assert events.last().detail["sha256"] == published.sha256


def test_the_documents_are_a_job_that_is_asked_for_once(evaluation, frozen, author):
    freeze(evaluation=evaluation, by=author, at=LATER)
    assert Job.objects.filter(kind="build_edition").count() == 1


def test_an_outcome_of_a_service_never_depends_on_a_stale_object(frozen, author, publisher):
    stale = Edition.objects.get(pk=frozen.pk)
    send_to_review(edition=frozen, by=author, at=AT)
    with pytest.raises(NotDraft):
        say(stale, author)
    assert services.publish(edition=stale, by=publisher, at=AT, confirmed=stale.sha256).is_published
