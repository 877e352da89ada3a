"""A faulty language is left out of an edition, which says so, and taken in again until it is published."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from evaluation.editions import building
from evaluation.editions.canonical import canonical
from evaluation.editions.differences import differences
from evaluation.editions.drafts import NotDraft
from evaluation.editions.form import FrozenForm
from evaluation.editions.leaving_out import NeverLeftOut, leave_out, take_in
from evaluation.editions.passing import ReasonMissing, standing
from evaluation.editions.rebuild import prove_form
from evaluation.editions.refusals import Check, Refusal
from evaluation.editions.selectors import form_of
from evaluation.editions.services import correct, freeze, publish, return_to_draft, send_to_review, write_text
from evaluation.models import LeftOutLanguage
from evaluation.views.evaluations import missing_of
from parties.models import AuditEvent
from tests.evaluation.editions.making import AT, build, read
from tests.people_factories import client_of

LATER = AT + timedelta(minutes=5)
WHY = "Its tables read from the wrong side."
LEFT_OUT, TAKEN_IN = "edition language left out", "edition language taken in again"
DESK = "/en/desk/evaluations/mid-term/"
PAGE = "/en/evaluations/mid-term/1.0/"


def write(edition, author, language, narrative):
    given = {"subject": "whole", "language": language, "narrative": narrative, "sources": "", "version": 0}
    write_text(edition=edition, **given, by=author, at=AT)


@pytest.fixture
def six_languages(settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())


@pytest.fixture
def without(evaluation, frozen, author):
    """The draft frozen again without Arabic."""
    leave_out(edition=frozen, language="ar", reason=WHY, by=author, at=LATER)
    return freeze(evaluation=evaluation, by=author, at=LATER)


@pytest.fixture
def published_without(without, author, publisher):
    build(without)
    sent = send_to_review(edition=without, by=author, at=LATER)
    return publish(edition=sent, by=publisher, at=LATER, confirmed=sent.sha256)


def events():
    found = AuditEvent.objects.filter(action__in=(LEFT_OUT, TAKEN_IN)).order_by("pk")
    return [(one.action, one.by.name, one.detail) for one in found]


def test_what_is_left_out_is_frozen_with_its_reason_and_taken_in_again(evaluation, frozen, author):
    leave_out(edition=frozen, language="ar", reason=f" {WHY} ", by=author, at=LATER)
    frozen.refresh_from_db()
    assert not frozen.texts_are_frozen
    without = freeze(evaluation=evaluation, by=author, at=LATER)
    assert form_of(without)["edition"]["left_out"] == [{"language": "ar", "reason": WHY}]
    take_in(edition=without, language="ar", by=author, at=LATER + timedelta(minutes=1))
    without.refresh_from_db()
    assert not without.texts_are_frozen
    again = freeze(evaluation=evaluation, by=author, at=AT)
    assert form_of(again)["edition"]["left_out"] == []
    assert again.sha256 == frozen.sha256
    told = {"version": "1.0", "language": "ar", "reason": WHY}
    assert events() == [(LEFT_OUT, "Author", told), (TAKEN_IN, "Author", told)]


def test_the_same_twice_changes_nothing_and_another_reason_takes_the_place_of_the_first(frozen, author, publisher):
    first = leave_out(edition=frozen, language="ar", reason=WHY, by=author, at=AT)
    again = leave_out(edition=frozen, language="ar", reason=WHY, by=publisher, at=LATER)
    assert (again.pk, again.by, again.at) == (first.pk, author, AT)
    other = leave_out(edition=frozen, language="ar", reason="Its font.", by=publisher, at=LATER)
    assert (other.pk, other.reason, other.by, other.at) == (first.pk, "Its font.", publisher, LATER)
    for _ in range(2):
        take_in(edition=frozen, language="ar", by=author, at=LATER)
    assert not frozen.left_out.exists()
    assert [action for action, _by, _detail in events()] == [LEFT_OUT, LEFT_OUT, TAKEN_IN]


@pytest.mark.parametrize("language", ["en", "de", ""])
def test_english_stays_and_so_does_what_is_no_language_of_documents(frozen, author, language):
    with pytest.raises(NeverLeftOut):
        leave_out(edition=frozen, language=language, reason=WHY, by=author, at=AT)


def test_there_is_a_reason(frozen, author):
    with pytest.raises(ReasonMissing):
        leave_out(edition=frozen, language="ar", reason=" ", by=author, at=AT)


@pytest.mark.parametrize("fields", [{"reason": ""}, {"language": "en"}, {"language": ""}, {"language": "fr"}])
def test_the_database_refuses_english_no_reason_and_a_language_twice(frozen, author, fields):
    leave_out(edition=frozen, language="fr", reason=WHY, by=author, at=AT)
    given = {"language": "ar", "reason": WHY} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        LeftOutLanguage.objects.create(edition=frozen, **given, by=author, at=AT)


def test_in_review_and_when_published_nothing_is_left_out_or_taken_in(without, author, publisher):
    build(without)
    send_to_review(edition=without, by=author, at=LATER)
    for _ in range(2):
        with pytest.raises(NotDraft):
            leave_out(edition=without, language="fr", reason=WHY, by=author, at=LATER)
        with pytest.raises(NotDraft):
            take_in(edition=without, language="ar", by=author, at=LATER)
        without.refresh_from_db()
        if without.is_in_review:
            publish(edition=without, by=publisher, at=LATER, confirmed=without.sha256)
    assert [one.language for one in without.left_out.all()] == ["ar"]


@pytest.mark.usefixtures("six_languages")
def test_sentences_texts_and_title_of_the_language_are_not_in_the_form_and_wait_at_the_desk(evaluation, frozen, author):
    evaluation.titles = {"en": "Mid-term evaluation", "ar": "تقييم منتصف المدة"}
    evaluation.save()
    write(frozen, author, "ar", "نص")
    write(frozen, author, "fr", "Un texte.")
    leave_out(edition=frozen, language="ar", reason=WHY, by=author, at=LATER)
    form = form_of(freeze(evaluation=evaluation, by=author, at=LATER))
    assert form["edition"]["title"] == {"en": "Mid-term evaluation"}
    for held in form["texts"].values():
        assert "ar" not in held["generated"]
        assert "ar" not in held["narrative"]
    assert form["texts"]["whole"]["narrative"] == {"fr": "Un texte."}
    assert form["texts"]["whole"]["generated"].keys() >= {"en", "fr"}
    take_in(edition=frozen, language="ar", by=author, at=LATER)
    again = form_of(freeze(evaluation=evaluation, by=author, at=LATER))
    assert again["texts"]["whole"]["narrative"]["ar"] == "نص"


@pytest.mark.usefixtures("six_languages")
def test_what_the_gate_refuses_of_the_language_keeps_nobody_from_publishing_the_others(
    evaluation, frozen, author, publisher, monkeypatch
):
    write(frozen, author, "ar", "‏75 في المائة في 5 آذار/مارس 2031.")
    wrong = Refusal(Check.ORDER, "mid-term-1.0-brief-ar.pdf A.1", "2 / 0", "indicator/A.1")

    monkeypatch.setattr(
        building.DocumentGate, "refusals", property(lambda gate: [] if "ar" in gate.form.left_out else [wrong])
    )
    refused = freeze(evaluation=evaluation, by=author, at=LATER)
    build(refused)
    assert {one.place for one in standing(refused, at=AT)} == {"text whole ar", wrong.place}
    leave_out(edition=refused, language="ar", reason=WHY, by=author, at=LATER)
    build(freeze(evaluation=evaluation, by=author, at=LATER))
    assert standing(refused, at=AT) == []
    sent = send_to_review(edition=refused, by=author, at=LATER)
    assert publish(edition=sent, by=publisher, at=LATER, confirmed=sent.sha256).is_published


def test_a_language_left_out_lacks_no_texts(evaluation, frozen, author):
    evaluation.titles = {"en": "Mid-term evaluation", "ar": "تقييم منتصف المدة", "fr": "Évaluation"}
    evaluation.save()
    leave_out(edition=frozen, language="ar", reason=WHY, by=author, at=LATER)
    without = freeze(evaluation=evaluation, by=author, at=LATER)
    assert {language for _subject, language in missing_of(without)} == {"en", "fr"}


def test_an_older_form_that_tells_of_no_language_reads_and_proves_the_same(frozen):
    older = json.loads(bytes(frozen.frozen))
    del older["edition"]["left_out"]
    content = canonical(older)
    form = FrozenForm.of(content)
    assert form.left_out == {}
    assert form.content == content
    assert prove_form(content).differences == []
    assert "head" not in differences(form, form_of(frozen))


def test_what_is_left_out_is_told_among_what_is_not_as_before(frozen, without):
    before = FrozenForm.of(bytes(frozen.frozen))
    assert differences(before, form_of(without))["head"] == ["left_out"]


def test_a_correction_begins_with_every_language(evaluation, published_without, author):
    opened = correct(evaluation=evaluation, by=author, at=LATER)
    assert not opened.left_out.exists()
    assert published_without.left_out.count() == 1


def test_any_officer_leaves_a_language_out_at_the_desk_and_takes_it_in_again(frozen, author):
    desk = client_of(author)
    page = read(desk, DESK)
    assert "Leave a language out" in page
    assert '<option value="en">' not in page
    desk.post(f"{DESK}left-out-languages/", {"language": "ar", "reason": WHY})
    page = read(desk, DESK)
    assert WHY in page
    assert '<option value="ar">' not in page
    assert "language left out" in page
    desk.post(f"{DESK}left-out-languages/ar/removal/")
    assert not frozen.left_out.exists()
    assert '<option value="ar">' in read(desk, DESK)


@pytest.mark.parametrize("given", [{"language": "en", "reason": WHY}, {"language": "ar", "reason": " "}, {}])
def test_the_desk_says_what_lacks(frozen, author, given):
    desk = client_of(author)
    answer = desk.post(f"{DESK}left-out-languages/", given, follow=True).content.decode()
    assert "Choose the language, and write the reason" in answer
    assert not frozen.left_out.exists()


def test_the_desk_refuses_it_in_review(without, author):
    build(without)
    send_to_review(edition=without, by=author, at=LATER)
    desk = client_of(author)
    for path in ("left-out-languages/", "left-out-languages/ar/removal/"):
        answer = desk.post(f"{DESK}{path}", {"language": "fr", "reason": WHY}, follow=True).content.decode()
        assert "send it back to draft first" in answer
    assert "Take in again" not in read(desk, DESK)
    return_to_draft(edition=without, reason="", by=author, at=LATER)
    assert "Take in again" in read(desk, DESK)


def test_whoever_publishes_sees_it_before(without, author, publisher):
    build(without)
    send_to_review(edition=without, by=author, at=LATER)
    page = read(client_of(publisher), f"{DESK}publication/")
    assert "Languages left out" in page
    assert WHY in page


@pytest.mark.usefixtures("six_languages")
def test_the_public_page_says_so_in_the_readers_language(client, published_without):
    page = " ".join(read(client, PAGE).split())
    assert f"No documents in Arabic: <bdi>{WHY}</bdi>" in page
    page = " ".join(read(client, PAGE.replace("/en/", "/fr/")).split())
    assert f"Langue sans document : Arabe. Motif : <bdi>{WHY}</bdi>" in page


def test_where_nothing_is_left_out_the_page_says_nothing_of_it(client, published):
    assert "No documents in" not in read(client, PAGE)
