"""Codes with parameters: stored as one text and read again; all of them have words in every place that tells them."""

import string
from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from evaluation.documents.words import languages, words_in
from figures.catalogue import (
    DIRECTIONS,
    STAND_LABELS,
    TONES,
    WITH_PARAMETERS,
    WORDS,
    class_label,
    in_words,
    stand_label,
)
from indicators.calculations import PartyClass
from indicators.findings import Level, Pace, Trend
from indicators.kinds.parties_with_record import PARTIES_WITH_RECORD
from indicators.reasons import NotAssessed, Source, Unread, code_of, coded, decoded
from indicators.stands import WITHOUT_STRENGTH, Stand
from indicators.strength import Strength

# Every code that takes parameters, with those that the method gives it.
GIVEN = {
    NotAssessed.NOT_ASKED: {"cycle": "NR3"},
    NotAssessed.NOT_YET: {"day": "2015-12-31"},
    NotAssessed.NOT_REACHED: {"day": "2015-12-31"},
    NotAssessed.SCALE_CHANGED: {"note": "NR3 offers “to some extent”; 100 % & more? a=b"},
    Source.REPORTS: {"cycle": "NR3"},
    Source.SNAPSHOT: {"day": "2015-12-31"},
    Source.REBUILT: {"day": "2015-12-31"},
    Source.TREATY: {"basis": "entry into force", "who": "MAR SOM"},
}
STATEMENTS = [*NotAssessed, *Level, *Trend, *Pace]
plain = st.text(string.printable + "éع–“?&=%+", max_size=40)


@pytest.mark.parametrize("code", [*NotAssessed, *Source])
def test_a_code_is_stored_and_read_again_with_what_belongs_to_it(code):
    given_with = GIVEN.get(code, {})
    stored = coded(code, **given_with)
    assert isinstance(stored, str)
    assert decoded(stored) == (str(code), given_with)


@given(st.sampled_from([*NotAssessed, *Source]), st.dictionaries(st.sampled_from(["cycle", "day", "note"]), plain))
def test_whatever_stands_in_a_parameter_comes_back(code, parameters):
    assert decoded(coded(code, **parameters)) == (str(code), parameters)


@pytest.mark.parametrize("text", ["", "A document?", "What was asked, and why?", "no report yet", "Is it so? Yes."])
def test_a_text_that_is_no_code_is_its_own(text):
    assert decoded(text) == (text, {})
    if text not in WORDS:
        assert in_words(text) == text


@pytest.mark.parametrize("code", [*NotAssessed, *Source, *Unread])
def test_a_code_alone_is_without_what_it_takes(code):
    assert code_of(coded(code, **GIVEN.get(code, {}))) == str(code)


@pytest.mark.parametrize("text", ["", "UNEP/CBD/EXAMPLE/1", "https://portal.example/list?meeting=MOP", "no report yet"])
def test_the_words_of_who_entered_a_figure_stand_whole_as_its_source(text):
    assert code_of(text) == text


@pytest.mark.parametrize("code", STATEMENTS)
def test_every_level_trend_pace_and_reason_has_words(code):
    assert str(WORDS[code])
    assert in_words(str(code)) == str(WORDS[code])


@pytest.mark.parametrize("code", list(GIVEN))
def test_every_code_with_parameters_says_them(code):
    said = in_words(coded(code, **GIVEN[code]), name=lambda party: {"MAR": "Morocco", "SOM": "Somalia"}[party])
    assert "%(" not in said
    assert "?" not in said.replace(GIVEN[NotAssessed.SCALE_CHANGED]["note"], "")
    told = {"day": date_format(date(2015, 12, 31)), "who": "Morocco, Somalia"}
    for key, value in GIVEN[code].items():
        assert told.get(key, value) in said


def test_every_source_and_every_reason_with_parameters_is_worded_as_it_is_shown():
    assert set(GIVEN) == set(WITH_PARAMETERS)
    assert set(Source) <= set(WITH_PARAMETERS)


def test_a_count_rebuilt_from_dates_says_at_least_and_why():
    said = in_words(coded(Source.REBUILT, day="2015-12-31"))
    assert "at least" in said
    assert "deleted records are gone" in said


@pytest.mark.parametrize("stand", [*Stand, *WITHOUT_STRENGTH])
def test_every_part_of_the_bar_has_a_label(stand):
    assert stand_label(stand) == str(STAND_LABELS[stand])


def test_every_direction_is_said_with_its_strength():
    expected = {
        (trend, strong) for trend in (Trend.IMPROVED, Trend.WORSENED) for strong in (Strength.CLEAR, Strength.SLIGHT)
    }
    assert set(DIRECTIONS) == expected
    assert str(DIRECTIONS[Trend.IMPROVED, Strength.SLIGHT]) == "improved slightly"


def test_every_tone_is_of_a_word_that_is_said():
    assert set(TONES) <= set(WORDS)


def test_every_class_has_a_label_and_where_records_are_counted_it_speaks_of_records():
    assert all(class_label(party_class) for party_class in PartyClass)
    of_records = (PartyClass.YES, PartyClass.NO, PartyClass.UNANSWERED)
    said = [class_label(party_class, PARTIES_WITH_RECORD.name) for party_class in of_records]
    assert said == ["Record found", "No record found", "Not known any more"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", STATEMENTS)
def test_every_statement_has_words_in_the_documents_of_every_language(language, code):
    words = words_in(language)
    said = words.statement(str(code))
    assert said
    if language != "en":
        assert "{" not in said
        assert said != words.in_english(words.entries["statements"].get(str(code), str(code)))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", list(GIVEN))
def test_every_code_with_parameters_has_words_in_the_documents_of_every_language(language, code):
    words = words_in(language)
    said = words.statement(coded(code, **GIVEN[code]))
    assert "{" not in said
    assert "?cycle" not in said
    assert "day=" not in said


@pytest.mark.parametrize("language", languages())
def test_the_documents_name_every_part_of_the_bar_every_strength_and_every_direction(language):
    words = words_in(language)
    assert set(words.names("kinds")) >= set(Stand)
    assert set(words.names("strengths")) == set(Strength)
    expected = {f"{trend}_{strong}" for trend, strong in DIRECTIONS}
    assert set(words.names("trends")) == expected


def test_a_day_is_written_as_the_reader_writes_it():
    stored = coded(NotAssessed.NOT_REACHED, day="2015-12-31")
    with override("fr"):
        assert "31 d" in in_words(stored)
    assert words_in("fr").statement(stored).endswith("31 décembre 2015")
