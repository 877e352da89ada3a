"""How numbers of figures are worded in the reader's language."""

import pytest
from django.utils import translation

from figures.wording import grouped
from languages.numbers import SPACE


@pytest.mark.parametrize(
    ("language", "four", "five"),
    [
        ("en", "2,060", "12,060"),
        ("es", "2060", f"12{SPACE}060"),
        ("ru", "2060", f"12{SPACE}060"),
        ("fr", f"2{SPACE}060", f"12{SPACE}060"),
    ],
)
def test_four_digits_are_unbroken_where_the_language_has_them_so(language, four, five):
    with translation.override(language):
        assert (grouped(2060), grouped(12060)) == (four, five)
