"""Numbers, days and lists as documents of the United Nations write them."""

from datetime import date

import pytest

from languages import days, numbers, writing

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "in_a_sentence", "first", "some_days"),
    [
        ("en", "28 November 2026", "1 December 2026", "28–30 November 2026"),
        ("fr", "28 novembre 2026", "1er décembre 2026", "28-30 novembre 2026"),
        ("es", "28 de noviembre de 2026", "1 de diciembre de 2026", "28 a 30 de noviembre de 2026"),
        ("ru", "28 ноября 2026 года", "1 декабря 2026 года", "28–30 ноября 2026 года"),
        ("ar", "28 تشرين الثاني/نوفمبر 2026", "1 كانون الأول/ديسمبر 2026", "28-30 تشرين الثاني/نوفمبر 2026"),
        ("zh", "2026年11月28日", "2026年12月1日", "2026年11月28日至30日"),
    ],
)
def test_days(language, in_a_sentence, first, some_days):
    assert days.day(date(2026, 11, 28), language) == in_a_sentence
    assert days.day(date(2026, 12, 1), language) == first
    assert days.days(date(2026, 11, 28), date(2026, 11, 30), language) == some_days
    assert days.days(date(2026, 11, 28), date(2026, 11, 28), language) == in_a_sentence


@pytest.mark.parametrize(
    ("language", "thousands", "four_digits", "parts", "share"),
    [
        ("en", "12,345", "5,000", "0.2", f"43{SPACE}%"),
        ("fr", f"12{SPACE}345", f"5{SPACE}000", "0,2", f"43{SPACE}%"),
        ("es", f"12{SPACE}345", "5000", "0,2", f"43{SPACE}%"),
        ("ru", f"12{SPACE}345", "5000", "0,2", f"43{SPACE}%"),
        ("ar", f"12{SPACE}345", f"5{SPACE}000", "0,2", "43%"),
        ("zh-hans", f"12{SPACE}345", f"5{SPACE}000", "0.2", "43%"),
    ],
)
def test_numbers(language, thousands, four_digits, parts, share):
    assert numbers.integer(12345, language) == thousands
    assert numbers.integer(5000, language) == four_digits
    assert numbers.decimal(0.2, 1, language) == parts
    assert numbers.percent(43, language) == share
    assert numbers.integer(-3, language) == "−3"


def test_lists_and_what_has_a_direction_of_its_own():
    assert writing.in_a_list(["A", "B", "C"], "en") == "A, B and C"
    assert writing.in_a_list(["A", "B", "C"], "zh-hans") == "A、B和C"
    assert writing.in_a_list(["A", "B"], "ar") == "A وB"
    assert (writing.arrow("ar"), writing.arrow("ru")) == ("←", "→")
    assert writing.isolated("−5", "ar") == "\u2066−5\u2069"
    assert writing.isolated("−5", "fr") == "−5"


@pytest.mark.parametrize(
    ("language", "quoted", "under_a_name"),
    [
        ("en", "“a”", "A: b"),
        ("fr", f"«{SPACE}a{SPACE}»", f"A{SPACE}: b"),
        ("es", "“a”", "A: b"),
        ("ru", "«a»", "A: b"),
        ("ar", "”a“", "A: b"),
        ("zh-hans", "“a”", "A：b"),
    ],
)
def test_marks_round_a_text_and_after_a_name(language, quoted, under_a_name):
    assert writing.quoted("a", language) == quoted
    assert writing.after_colon("A", "b", language) == under_a_name


@pytest.mark.parametrize(
    ("language", "month"),
    [
        ("en", "May 2026"),
        ("fr", "mai 2026"),
        ("es", "may 2026"),
        ("ru", "май 2026"),
        ("ar", "أيار/مايو 2026"),
        ("zh-hans", "2026年5月"),
    ],
)
def test_a_month_where_there_is_little_room(language, month):
    assert days.short_month(date(2026, 5, 1), language) == month


def test_the_letter_of_an_item():
    letters = {language: writing.item_letter("c", language) for language in ("en", "es", "fr", "ru", "ar", "zh-hans")}
    assert letters == {"en": "(c)", "es": "c)", "fr": "c)", "ru": "c)", "ar": "(ج)", "zh-hans": "(c)"}
    # What is no letter of the alphabet stands as it is.
    assert writing.item_letter("3", "ar") == "(3)"


def test_a_code_in_brackets_keeps_together_in_a_text_from_right_to_left():
    joined = "(\u2066UN\u2060-\u2060OHRLLS\u2069)"
    assert writing.with_codes("قائمة (UN-OHRLLS)، (GEF) و(٣)", "ar") == f"قائمة {joined}، (\u2066GEF\u2069) و(٣)"
    assert writing.with_codes("Liste (UN-OHRLLS)", "fr") == "Liste (UN-OHRLLS)"
    # Said twice it is as said once.
    assert writing.codes_kept(writing.codes_kept("(UN-OHRLLS)")) == joined
    # Words of another language are no code.
    assert writing.codes_kept("(Word by word) (n) ()") == "(Word by word) (n) ()"


def test_the_name_of_a_language_keeps_its_capital_in_english_alone():
    assert writing.within_a_sentence("Inglés", "es") == "inglés"
    assert writing.within_a_sentence("English", "en") == "English"
