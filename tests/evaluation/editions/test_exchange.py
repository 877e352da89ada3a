"""Texts leave as one file a language and come back: changes are listed, stale ones named, and twice is nothing."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.editions.drafts import NotDraft
from evaluation.editions.exchange import NoSuchLanguage, NotThisFile, OtherThanSeen, Why, compared, given_out, take_in
from evaluation.editions.services import open_edition, send_to_review, write_text
from evaluation.models import Edition, FindingText
from evaluation.views.exchange import why_in_words
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
    say(held, author, "indicator/B.1", "en", "A story.")
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


def test_what_no_english_stands_of_is_no_unit(edition, author):
    say(edition, author, "indicator/A.1", "fr", "Une histoire.")
    for language in ("fr", "en"):
        given = read(write(given_out(evaluation=edition.evaluation, edition=edition, language=language)))
        assert [unit.name for unit in given.units] == [
            "title",
            "whole narrative",
            "whole sources",
            "indicator/B.1 narrative",
        ]
    # The English file has English on both sides: it is corrected, and nothing in it is a translation.
    assert {unit.source == unit.target for unit in given.units} == {True}


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
    assert FindingText.objects.count() == 2


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
    assert (FindingText.objects.count(), AuditEvent.objects.count()) == (3, events)


def test_a_title_stands_in_one_line_however_a_file_breaks_it(edition, author):
    content = filled(edition, title="Évaluation\nfinale\tdu&#x2028;Plan", whole__narrative="Tout\nva bien.")
    assert [one.after for one in held_against(edition, content).changes] == [
        "Évaluation finale du Plan",
        "Tout\nva bien.",
    ]
    taken(edition, content, author)
    edition.evaluation.refresh_from_db()
    assert edition.evaluation.titles["fr"] == "Évaluation finale du Plan"


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
    assert not FindingText.objects.filter(subject="indicator/B.1", language="fr").exists()


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


def test_a_text_that_is_too_long_is_told_how_long_it_may_be(edition):
    content = filled(edition, whole__narrative="Tout va bien.").replace(b"Tout va bien.", b"x" * 20_001)
    (refused,) = held_against(edition, content).refused
    assert why_in_words(refused) == "It has more than 20000 characters: shorten it."


def test_a_file_empties_no_title(edition, author):
    taken(edition, filled(edition, title="Évaluation"), author)
    edition.evaluation.refresh_from_db()
    for language, title in (("en", "Mid-term evaluation"), ("fr", "Évaluation")):
        content = filled(edition, language).decode().replace(f"<target>{title}</target>", "<target></target>")
        assert [(one.name, one.why) for one in held_against(edition, content.encode()).refused] == [
            ("title", Why.EMPTY_TITLE)
        ]


def without_notes(content: bytes) -> bytes:
    return re.sub(rb"<notes>.*?</notes>", b"", content, flags=re.DOTALL)


def test_a_program_that_drops_notes_blames_nobody(edition, author):
    """What stands already may be somebody's; what does not stand yet is taken."""
    say(edition, author, "whole", "fr", "Tout va bien.")
    content = filled(edition, **{"indicator_B.1__narrative": "Une histoire."}).replace(b"Tout va bien.", b"Bien.")
    found = held_against(edition, without_notes(content))
    assert [(one.name, one.why) for one in found.refused] == [("whole narrative", Why.NO_BASE)]
    assert [one.name for one in found.changes] == ["indicator/B.1 narrative"]


def test_what_a_file_leaves_as_it_was_fetched_is_no_word_against_a_colleague(edition, author, publisher):
    content = filled(edition, **{"indicator_B.1__narrative": "Une histoire."})
    say(edition, publisher, "whole", "fr", "Autre chose.", "Doc")
    found = held_against(edition, content)
    assert (found.refused, [one.name for one in found.changes]) == ([], ["indicator/B.1 narrative"])


def test_texts_are_called_by_what_they_are_about(edition, author):
    client = client_of(author)
    notes = client.get(f"{PAGE}fr.xlf").content.decode()
    assert "The whole plan: Narrative" in notes
    assert "The portal's sentence, which stands beside it: " in notes
    content = filled(edition, whole__narrative="Tout va bien.").replace(b'name="whole sources"', b'name=""')
    context = client.post(PAGE, {"file": SimpleUploadedFile("fr.xlf", content)}).context
    assert [one["name"] for one in context["changes"]] == ["The whole plan: Narrative"]
    assert [one["name"] for one in context["refused"]] == ["A text without a name"]


def test_a_file_of_another_edition_or_language_is_refused_whole(edition, author):
    content = filled(edition)
    another = content.replace(b"mid-term 1.0", b"mid-term 1.1")
    german = content.replace(b'trgLang="fr"', b'trgLang="de"')
    for sent, fault, said in (
        (another, NotThisFile, "the texts of “mid-term 1.1”, and this is “mid-term 1.0”"),
        (german, NoSuchLanguage, "in “de”: set its target language to one of en, fr"),
    ):
        with pytest.raises(fault):
            held_against(edition, sent)
        page = client_of(author).post(PAGE, {"file": SimpleUploadedFile("fr.xlf", sent)})
        assert said in page.context["problem"]


def test_in_review_nothing_is_taken(evaluation, author):
    say(open_edition(evaluation=evaluation, by=author, at=AT), author, "whole", "en", "All well.")
    edition = make_frozen(evaluation, author)
    content = filled(edition, whole__narrative="Tout va bien.")
    send_to_review(edition=edition, by=author, at=AT)
    with pytest.raises(NotDraft):
        taken(edition, content, author)
    assert not FindingText.objects.filter(language="fr").exists()


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
