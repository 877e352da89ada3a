from dataclasses import asdict
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from national_reports.codec import AnswerData
from national_reports.documents.content import Entry, ReportContent
from national_reports.documents.markup import words_of
from tests.national_reports.documents.conftest import AT, COVER, SHA256, answers_to, form_of, make_about, make_content
from typesetting.text import clean, phrase


def entries_of(content: ReportContent) -> dict[str, Entry]:
    return {entry.key: entry for section in content.chapters for entry in section.entries}


def told_by(content: ReportContent) -> str:
    return str(asdict(content))


def test_a_closed_question_and_its_answer_are_left_out() -> None:
    answers = {
        "Q012_party": AnswerData(options=("true",)),
        "Q012_partyInProgress": AnswerData(options=("true",)),
        "Q013": AnswerData(texts={"en": "Steps that nobody asks about."}),
    }
    content = make_content(answers)
    assert "Q012_party" in entries_of(content)
    assert not {"Q012_partyInProgress", "Q013"} & entries_of(content).keys()
    assert "Steps that nobody" not in told_by(content)


def test_an_open_question_without_an_answer_says_so_by_a_flag() -> None:
    entry = entries_of(make_content({}))["Q014"]
    assert not entry.answered
    assert (entry.choices, entry.texts, entry.facts, entry.value) == ((), (), (), "")


def test_number_and_key_stand_side_by_side() -> None:
    entry = entries_of(make_content())["Q032_a"]
    assert (entry.number, entry.key, entry.grouped) == ("32a", "Q032_a", True)


def test_the_text_of_a_group_stands_once_above_its_questions() -> None:
    entries = entries_of(make_content())
    assert entries["Q032_a"].under
    assert str(entries["Q032_a"].under).startswith("Whom did your country tell")
    assert entries["Q032_b"].under is None


def test_options_are_shown_in_words_with_their_details_in_each_language() -> None:
    answers = {
        "Q016": AnswerData(
            options=("true",),
            details={
                "true": {"en*": "A strategy", "fr": "Une stratégie", "ar": "استراتيجية"},
                "false.other": {"en": "no"},
            },
        )
    }
    (choice,) = entries_of(make_content(answers))["Q016"].choices
    assert str(choice.label) == "Yes"
    told = [(one.language_name, one.courtesy, str(one.said), one.said.rtl) for one in choice.texts]
    assert told == [
        ("French", False, "Une stratégie", False),
        ("Arabic", False, "استراتيجية", True),
        ("English", True, "A strategy", False),
    ]


def test_an_amount_stands_beside_its_option() -> None:
    code = "3B9ECE67-B35C-40FF-8C06-4EA5FF762899"
    (choice,) = entries_of(
        make_content(answers_to(form_of("nr4")) | {"Q036": AnswerData(options=(code,), details={code: 35})})
    )["Q036"].choices
    assert choice.amount == "35\u00a0%"


def test_an_option_that_the_form_does_not_know_is_shown_by_its_code() -> None:
    (choice,) = entries_of(make_content({"Q014": AnswerData(options=("implementation.perfect",))}))["Q014"].choices
    assert (str(choice.label), choice.known) == ("implementation.perfect", False)


def test_who_the_contact_is_is_shown_only_where_asked_for() -> None:
    public, private = make_content(COVER), make_content(COVER, shows_private=True)
    assert [str(fact.value) for fact in entries_of(public)["contact"].facts] == [
        "Head of unit",
        "Ministry of the Environment",
    ]
    assert "Amina" not in told_by(public)
    assert "amina@" not in told_by(public)
    assert "+254" not in told_by(public)
    assert "amina@ministry.example" in told_by(private)


def test_the_cover_shows_days_languages_links_and_files() -> None:
    entries = entries_of(make_content())
    assert entries["reportPeriodStartDate"].value == "1 January 2023"
    assert [str(choice.label) for choice in entries["languages"].choices] == ["French", "Arabic"]
    (link,) = entries["links"].facts
    assert (str(link.name), link.address) == ("The law", "https://ministry.example/biosafety/law-2019.pdf")
    (file,) = entries["attachments"].facts
    assert str(file.name) == "Law of 2019.pdf"
    assert str(file.value).startswith("1,206 KB, SHA-256 9f86d081 884c7d65")


@pytest.mark.parametrize(
    ("language", "day", "amount", "languages"),
    [
        ("ar", "1 كانون الثاني/يناير 2023", "\u206635%\u2069", "French، Arabic"),
        ("fr", "1er janvier 2023", "35\u00a0%", "French, Arabic"),
        ("zh-hans", "2023年1月1日", "35%", "French、Arabic"),
    ],
)
def test_days_shares_and_lists_stand_as_the_language_of_the_document_writes_them(
    language: str, day: str, amount: str, languages: str
) -> None:
    code = "3B9ECE67-B35C-40FF-8C06-4EA5FF762899"
    shares = {"Q036": AnswerData(options=(code,), details={code: 35})}
    content = make_content({**COVER, **answers_to(form_of("nr4")), **shares}, language=language)
    entries = entries_of(content)
    assert entries["reportPeriodStartDate"].value == day
    assert entries["Q036"].choices[0].amount == amount
    assert languages in [str(fact.value) for fact in content.facts]


def test_what_people_typed_is_of_no_language_that_the_document_would_know() -> None:
    entries = entries_of(make_content(COVER, language="ar"))
    values = [fact.value for fact in entries["contact"].facts] + [fact.name for fact in entries["links"].facts]
    assert values
    assert {value.language for value in values} == {"und"}
    assert not any(value.rtl for value in values)


def test_only_web_addresses_become_links() -> None:
    entry = entries_of(make_content({"links": AnswerData(entries=({"url": "javascript:alert(1)", "title": ""},))}))
    (link,) = entry["links"].facts
    assert (link.address, str(link.value), str(link.name)) == ("", "javascript:alert(1)", "Link")


def test_the_head_leaves_out_what_is_not_known() -> None:
    content = make_content({}, reference="", submitted_at=None, address="")
    assert [str(fact.name) for fact in content.facts] == ["Version", "State", "Wording of the questions"]
    assert make_content({}).facts[3].value.text == "2 March 2026, 09:00 UTC"


@pytest.mark.parametrize(
    ("language", "submitted"),
    [
        ("fr", "2 mars 2026, 09:00 UTC"),
        ("ru", "2 марта 2026 года, 09:00 UTC"),
        ("ar", "2 آذار/مارس 2026، 09:00 \u2066UTC\u2069"),
        ("zh", "2026年3月2日 09:00 UTC"),
    ],
)
def test_a_time_is_written_as_the_language_has_it(language, submitted) -> None:
    assert make_content({}, language=language).facts[3].value.text == submitted


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        make_content({}, submitted_at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_questions_of_another_part_stay_out() -> None:
    content = make_content({}, part="survey-2014")
    assert content.chapters == ()


def test_the_wording_keeps_its_own_language() -> None:
    assert entries_of(make_content({}, language="ar"))["Q014"].asked.language == "en"


@pytest.mark.parametrize("name", ["nr2", "nr3", "nr4", "nr5"])
def test_every_form_is_told_whole(name: str) -> None:
    form = form_of(name)
    answers = answers_to(form)
    closed = form.closed({key: frozenset(answer.options) for key, answer in answers.items()})
    told = entries_of(make_content(answers, name))
    assert told.keys() == form.fields.keys() - closed
    assert all(entry.answered for entry in told.values())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("half \ud800 pair", "half  pair"),
        ("\u202egnp.exe", "gnp.exe"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\ufffe\uffff\U0001ffff!", "!"),
        ("a" + "\u0301" * 99, "a" + "\u0301" * 8),
        ("a" + "\u200d\u200b" * 99 + "b", "a" + "\u200d\u200b" * 2 + "b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_text_loses_only_what_no_document_can_hold(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()


@pytest.mark.parametrize(
    ("text", "language", "rtl"),
    [
        ("LMO في كينيا", "ar", True),
        ("LMO only", "ar", False),
        ("مرحبا", "en", True),
        ("Kenya – كينيا", "en", False),
        ("2019", "fr", False),
        ("", "ar", True),
    ],
)
def test_direction_follows_the_language_and_the_letters(text: str, language: str, rtl: bool) -> None:
    assert phrase(text, language).rtl is rtl


@pytest.mark.parametrize("tag", ["", "<b>", "english", "x" * 99, "fr fr", "FR"])
def test_a_language_that_is_none_is_undetermined(tag: str) -> None:
    assert phrase("text", tag).language == "und"


def test_what_the_portal_knows_is_carried_over() -> None:
    about: Any = make_about(demonstration=True, draft=True)
    content = make_content({}, demonstration=True, draft=True)
    assert content.warnings == ("DEMONSTRATION DATA", "DRAFT – not submitted")
    assert (content.party, content.version, content.sha256) == (about.party, about.version, SHA256)
    assert about.submitted_at == AT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>One</p><p>Two&nbsp;&amp; three</p>", "One\n\nTwo & three"),
        ("<ul><li>first</li><li>second</li></ul>", "– first\n– second"),
        ("<div>a<br>b</div><script>alert(1)</script>", "a\nb"),
        ("x < y and z > w", "x < y and z > w"),
        ("plain\n\n  text", "plain\n\n  text"),
        ("<b>bold</b> <i>text", "bold text"),
        ("</script>after<p>", "after"),
    ],
)
def test_words_are_read_out_of_markup(text: str, words: str) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize("markup", [True, False])
def test_markup_is_read_only_where_texts_came_with_it(markup: bool) -> None:
    answers = {"Q020": AnswerData(texts={"en": "<p>Law</p>"})}
    (text,) = entries_of(make_content(answers, texts_are_markup=markup))["Q020"].texts
    assert str(text.said) == ("Law" if markup else "<p>Law</p>")
