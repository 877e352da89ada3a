"""A table calls an indicator without a direction as the bar counts it."""

import pytest

from evaluation.documents.figures import trend_in_words
from evaluation.documents.words import words_of
from evaluation.editions.form import FrozenForm
from indicators.reasons import NotAssessed
from indicators.stands import Stand
from tests.evaluation.edition_documents.making import make_frozen

UNSAID = {"trend": "", "strength": "", "trend_reason": NotAssessed.NO_DATA_SOURCE}
UNJUDGED = {"level": "", "level_reason": NotAssessed.NO_DATA_SOURCE}


def without_trend(code, *, level):
    """An edition in which nothing is said of an indicator's trend, and perhaps not of its level."""
    form = make_frozen()
    measure = form["indicators"][code]["headline"]
    for row in form["findings"]:
        if row["measure"] == measure:
            row |= UNSAID | ({} if level else UNJUDGED)
    if not level:
        form["values"] = [row for row in form["values"] if row["measure"] != measure]
    return FrozenForm(form)


@pytest.mark.parametrize(
    ("level", "stand", "word"),
    [(True, Stand.NO_DIRECTION, "no direction"), (False, Stand.NOT_ASSESSED, "not assessed")],
)
def test_the_word_is_that_of_the_bar(level, stand, word):
    edition = without_trend("1.1.1", level=level)
    assert edition.stand("1.1.1") == stand
    assert trend_in_words(edition, "1.1.1", words_of(edition, "en")).startswith(f"{word}: ")
