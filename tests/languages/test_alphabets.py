"""Names of Parties stand as the documents of each language list them."""

import csv

import pytest

from languages.alphabets import keys_of
from tests.conftest import DATA, FIXTURES

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_party_has_its_place(language):
    """Held against the places that the collation of CLDR gives; in Arabic, where it has none, by the rule."""
    with (DATA / "names_order.csv").open(encoding="utf-8") as file:
        place = {row["code"]: int(row["en" if language == "zh" else language]) for row in csv.DictReader(file)}
    with (FIXTURES / "parties" / "parties.csv").open(encoding="utf-8") as file:
        names = {row["code"]: {one: row[f"name_{one}"] for one in LANGUAGES} for row in csv.DictReader(file)}
    assert sorted(names, key=lambda code: keys_of(language, names[code])) == sorted(place, key=place.__getitem__)


def test_albania_and_germany_have_no_article_in_arabic():
    names = ["بلجيكا", "ألمانيا", "الجزائر", "ألبانيا", "أوروغواي"]
    assert sorted(names, key=lambda name: keys_of("ar", {"ar": name})) == [
        *("ألبانيا", "ألمانيا", "أوروغواي", "بلجيكا", "الجزائر")
    ]


def test_a_name_that_a_language_lacks_stands_under_its_english_name():
    assert keys_of("fr", {"en": "Zambia", "fr": ""}) == keys_of("en", {"en": "Zambia"})
