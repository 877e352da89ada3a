"""What a correction changes, in the six languages: each translation stands with the English that it is of."""

import pytest

from evaluation.editions.changed_lines import Said, digest_of, lacking, languages_of, rewritten, said_in, translated
from evaluation.editions.drafts import NotDraft
from evaluation.editions.selectors import form_of
from evaluation.editions.services import (
    AnotherEnglish,
    ChangesMissing,
    correct,
    publish,
    send_to_review,
    set_masthead,
    translate_changes,
)
from evaluation.models import Edition
from evaluation.verification.editions import editions
from parties.models import AuditEvent
from tests.evaluation.editions.making import AT, make_frozen, read
from tests.people_factories import client_of

ENGLISH = [{"what": "One share", "why": "Counted twice"}, {"what": "A name", "why": "Misspelt"}]
FRENCH = [{"what": "Une part", "why": "Comptée deux fois"}, {"what": "Un nom", "why": "Mal orthographié"}]
ONE = "/en/desk/evaluations/mid-term/"
IN_FRENCH = f"{ONE}masthead/?language=fr"


def test_a_line_is_said_in_its_language_and_in_english_where_it_is_not_translated():
    lines = translated(ENGLISH, "fr", [FRENCH[0], {"what": "", "why": ""}])
    assert said_in(lines, "fr") == [Said(**FRENCH[0], language="fr"), Said(**ENGLISH[1], language="en")]
    assert said_in(lines, "en") == [Said(**one, language="en") for one in ENGLISH]
    assert lacking(lines, ["en", "fr", "ar"]) == ["fr", "ar"]
    assert lacking(translated(ENGLISH, "fr", FRENCH), ["en", "fr", "ar"]) == ["ar"]
    assert languages_of(lines) == ["fr"]
    assert translated(lines, "fr", [{"what": "", "why": ""}] * 2) == ENGLISH


def test_a_translation_goes_with_the_english_that_it_is_of():
    lines = translated(ENGLISH, "fr", FRENCH)
    other = {"what": "One share", "why": "Counted thrice"}
    assert rewritten(lines, [ENGLISH[1], other]) == [lines[1], other]
    assert digest_of(lines) == digest_of(ENGLISH) != digest_of([ENGLISH[0], other])


@pytest.fixture
def correction(evaluation, published, author) -> Edition:
    edition = correct(evaluation=evaluation, by=author, at=AT)
    return set_masthead(edition=edition, symbol="X/1", changes=ENGLISH, by=author, at=AT)


def in_french(edition, by, said=FRENCH, seen=None):
    seen = seen or digest_of(ENGLISH)
    return translate_changes(edition=edition, language="fr", said=said, seen=seen, by=by, at=AT)


def test_a_translation_is_kept_once_and_told_on_the_trail(correction, author):
    for _time in range(2):
        in_french(correction, author)
    correction.refresh_from_db()
    assert (correction.symbol, said_in(correction.changes, "fr")[1].why) == ("X/1", "Mal orthographié")
    assert not correction.texts_are_frozen
    assert AuditEvent.objects.filter(action="edition masthead written").count() == 2
    assert editions().faults == []


def test_half_a_line_and_a_translation_of_other_english_are_refused(correction, author):
    with pytest.raises(ChangesMissing):
        in_french(correction, author, [FRENCH[0], {"what": "Un nom", "why": " "}])
    seen = digest_of(correction.changes)
    set_masthead(edition=correction, symbol="X/1", changes=ENGLISH[1:], by=author, at=AT)
    with pytest.raises(AnotherEnglish):
        in_french(correction, author, seen=seen)
    correction.refresh_from_db()
    assert correction.changes == ENGLISH[1:]


def test_in_review_nothing_is_translated(evaluation, correction, author):
    send_to_review(edition=make_frozen(evaluation, author), by=author, at=AT)
    with pytest.raises(NotDraft):
        in_french(correction, author)


def test_the_desk_asks_for_it_in_the_languages_of_the_titles(evaluation, correction, author):
    evaluation.titles = {"en": "Mid-term evaluation", "fr": "Évaluation à mi-parcours"}
    evaluation.save()
    desk = client_of(author)
    desk.post(f"{ONE}freezing/")
    listed = read(desk, f"{ONE}missing-texts/")
    assert listed.index(IN_FRENCH) < listed.index("The whole plan")
    page = read(desk, IN_FRENCH)
    assert "Misspelt" in page
    fields = {"change-TOTAL_FORMS": 2, "change-INITIAL_FORMS": 2, "seen": digest_of(ENGLISH)}
    fields |= {f"change-{place}-{box}": text for place, one in enumerate(FRENCH) for box, text in one.items()}
    half = desk.post(IN_FRENCH, fields | {"change-1-why": ""}).content.decode()
    assert "Each change needs what changed and why." in half
    assert "Une part" in half
    other = desk.post(IN_FRENCH, fields | {"seen": "0"}).content.decode()
    assert "translate those that stand now" in other
    assert desk.post(IN_FRENCH, fields).status_code == 302
    assert IN_FRENCH not in read(desk, f"{ONE}missing-texts/")
    correction.refresh_from_db()
    assert lacking(correction.changes, ["fr"]) == []


def test_pages_print_it_in_the_language_and_in_english_where_nobody_wrote_it_so(
    client, evaluation, correction, author, publisher, settings
):
    in_french(correction, author)
    edition = make_frozen(evaluation, author)
    assert [one.language for one in form_of(edition).changes("fr")] == ["fr", "fr"]
    send_to_review(edition=edition, by=author, at=AT)
    publish(edition=edition, by=publisher, at=AT, confirmed=edition.sha256)
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    assert "Mal orthographié" in read(client, "/fr/evaluations/mid-term/1.1/")
    assert "Misspelt" in read(client, "/es/evaluations/mid-term/1.1/")


def test_before_it_is_said_in_english_there_is_nothing_to_translate(evaluation, published, author):
    correct(evaluation=evaluation, by=author, at=AT)
    assert client_of(author).get(IN_FRENCH).status_code == 404
