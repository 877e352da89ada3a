"""Texts leave as one file a language and come back: changes are listed, stale ones named, and twice is nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.editions.drafts import NotDraft
from evaluation.editions.exchange import NotThisFile, OtherThanSeen, Why, compared, given_out, take_in
from evaluation.editions.services import open_edition, send_to_review, write_text
from evaluation.models import Edition, FindingText
from foreign_files.xliff import read, write
from parties.models import AuditEvent
from tests.evaluation.editions.making import AT, make_frozen
from tests.people_factories import client_of

LATER = AT + timedelta(minutes=5)
LANGUAGES = ["en", "fr", "ar"]
PAGE = "/en/desk/evaluations/mid-term/texts-exchange/"


@pytest.fixture
def edition(evaluation, author) -> Edition:
    held = open_edition(evaluation=evaluation, by=author, at=AT)
    say(held, author, "whole", "en", "All well.\n\nIndeed.", "A report")
    return held


def say(edition, by, subject, language, narrative, sources="", version=0):
    return write_text(
        edition=edition,
        subject=subject,
        language=language,
        narrative=narrative,
        sources=sources,
        version=version,
        by=by,
        at=AT,
    )


def filled(edition, language="fr", **targets) -> bytes:
    """The file as a translator sends it back; of names a __ is a space, and a _ a stroke."""
    content = write(given_out(evaluation=edition.evaluation, edition=edition, language=language)).decode()
    for name, text in targets.items():
        name = name.replace("__", " ").replace("_", "/")
        before, mark, after = content.partition(f'name="{name}"')
        assert mark, name
        content = before + mark + after.replace("<target />", f"<target>{text}</target>", 1)
    return content.encode()


def held_against(edition, content):
    return compared(evaluation=edition.evaluation, edition=edition, given=read(content), languages=LANGUAGES)


def taken(edition, content, by, seen=None):
    given = read(content)
    seen = seen or held_against(edition, content).digest
    return take_in(
        evaluation=edition.evaluation, edition=edition, given=given, languages=LANGUAGES, seen=seen, by=by, at=LATER
    )


def test_what_is_given_out_holds_every_text_beside_the_english_one(edition):
    given = read(write(given_out(evaluation=edition.evaluation, edition=edition, language="fr")))
    assert (given.original, given.source_language, given.target_language) == ("mid-term 1.0", "en", "fr")
    units = {unit.name: unit for unit in given.units}
    assert units["title"].source == "Mid-term evaluation"
    assert units["whole narrative"].source == "All well.\n\nIndeed."
    assert units["whole sources"].source == "A report"
    assert units["indicator/B.1 narrative"].target == ""


def test_a_chinese_file_says_its_script_and_comes_back_as_a_program_names_the_language(edition, author):
    content = filled(edition, "zh", whole__narrative="一切都好。")
    assert read(content).target_language == "zh-Hans"
    found = compared(
        evaluation=edition.evaluation,
        edition=edition,
        given=read(content.replace(b"zh-Hans", b"zh-CN")),
        languages=["en", "zh"],
    )
    assert (found.language, [one.after for one in found.changes]) == ("zh", ["一切都好。"])


def test_an_untouched_file_changes_nothing(edition, author):
    for language in LANGUAGES:
        content = filled(edition, language)
        assert held_against(edition, content).changes == []
        assert taken(edition, content, author) == 0
    assert FindingText.objects.count() == 1


def test_what_it_changes_is_listed_and_taken_once(edition, author):
    content = filled(edition, title="Évaluation à mi-parcours", whole__narrative="Tout va bien.", whole__sources="Doc")
    found = held_against(edition, content)
    assert [(one.name, one.before, one.after) for one in found.changes] == [
        ("title", "", "Évaluation à mi-parcours"),
        ("whole narrative", "", "Tout va bien."),
        ("whole sources", "", "Doc"),
    ]
    assert taken(edition, content, author) == 3
    text = FindingText.objects.get(language="fr")
    assert (text.subject, text.narrative, text.sources) == ("whole", "Tout va bien.", "Doc")
    edition.evaluation.refresh_from_db()
    assert edition.evaluation.titles == {"en": "Mid-term evaluation", "fr": "Évaluation à mi-parcours"}
    events = AuditEvent.objects.count()
    assert held_against(edition, content).changes == []
    assert taken(edition, content, author) == 0
    assert (FindingText.objects.count(), AuditEvent.objects.count()) == (2, events)


def test_a_text_that_somebody_wrote_meanwhile_is_named_and_left_and_the_others_are_taken(edition, author, publisher):
    content = filled(edition, **{"whole__narrative": "Tout va bien.", "indicator_B.1__narrative": "Une histoire."})
    say(edition, publisher, "whole", "fr", "Autre chose.")
    found = held_against(edition, content)
    assert [(one.name, one.why, one.stands) for one in found.refused] == [
        ("whole narrative", Why.CHANGED, "Autre chose.")
    ]
    assert taken(edition, content, author) == 1
    assert FindingText.objects.get(language="fr", subject="whole").narrative == "Autre chose."
    assert FindingText.objects.get(language="fr", subject="indicator/B.1").narrative == "Une histoire."


def test_nothing_is_taken_that_was_not_listed(edition, author, publisher):
    content = filled(edition, **{"whole__narrative": "Tout va bien.", "indicator_B.1__narrative": "Une histoire."})
    seen = held_against(edition, content).digest
    say(edition, publisher, "whole", "fr", "Autre chose.")
    with pytest.raises(OtherThanSeen):
        taken(edition, content, author, seen)
    assert not FindingText.objects.filter(subject="indicator/B.1").exists()


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('name="whole narrative"', 'name="objective/9 narrative"', Why.UNKNOWN),
        ('name="whole sources"', 'name="whole narrative"', Why.TWICE),
        ("Tout va bien.", "Tout <ph id='1'/> bien.", Why.CODES),
        ("Tout va bien.", "x" * 20001, Why.TOO_LONG),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(edition, before, after, why):
    content = filled(edition, whole__narrative="Tout va bien.", whole__sources="Doc").decode().replace(before, after)
    assert why in [one.why for one in held_against(edition, content.encode()).refused]


def test_an_english_title_is_not_emptied(edition):
    content = filled(edition, "en").decode().replace("<target>Mid-term evaluation</target>", "<target></target>")
    assert [(one.name, one.why) for one in held_against(edition, content.encode()).refused] == [
        ("title", Why.EMPTY_TITLE)
    ]


def test_a_file_of_another_edition_or_language_is_refused_whole(edition, author):
    content = filled(edition)
    for before, after in ((b"mid-term 1.0", b"mid-term 1.1"), (b'trgLang="fr"', b'trgLang="de"')):
        with pytest.raises(NotThisFile):
            held_against(edition, content.replace(before, after))


def test_in_review_nothing_is_taken(evaluation, author):
    edition = make_frozen(evaluation, author)
    content = filled(edition, whole__narrative="Tout va bien.")
    send_to_review(edition=edition, by=author, at=AT)
    with pytest.raises(NotDraft):
        taken(edition, content, author)
    assert not FindingText.objects.exists()


def test_at_the_desk_a_file_is_fetched_sent_back_looked_at_and_taken(edition, author):
    client = client_of(author)
    assert PAGE in client.get("/en/desk/evaluations/mid-term/texts/").content.decode()
    assert f"{PAGE}fr.xlf" in client.get(PAGE).content.decode()
    fetched = client.get(f"{PAGE}fr.xlf")
    assert fetched["Content-Disposition"] == 'attachment; filename="mid-term-1.0-texts-fr.xlf"'
    content = filled(edition, whole__narrative="Tout &amp; bien.")
    page = client.post(PAGE, {"file": SimpleUploadedFile("fr.xlf", content)})
    assert "Tout &amp; bien." in page.content.decode()
    assert not FindingText.objects.filter(language="fr").exists()
    given = {"content": page.context["content"], "seen": page.context["compared"].digest}
    answer = client.post(PAGE, given, follow=True)
    assert "1 text is taken in." in [str(one) for one in answer.context["messages"]]
    assert FindingText.objects.get(language="fr").narrative == "Tout & bien."
    answer = client.post(PAGE, given, follow=True)
    assert "nothing changed" in str(next(iter(answer.context["messages"])))


def test_what_is_no_file_of_ours_is_told_at_the_desk(edition, author):
    client = client_of(author)
    for content in (b"", b"no XML", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<xliff/>"):
        page = client.post(PAGE, {"file": SimpleUploadedFile("fr.xlf", content)})
        assert page.status_code == 422
        assert 'role="alert"' in page.content.decode()
