"""A table calls an indicator without a direction as the bar counts it, and names what a verdict and a trend are of."""

import pytest

from evaluation.documents import tables
from evaluation.documents.blocks import Table
from evaluation.documents.drawn import dumbbell_row
from evaluation.documents.figures import counted, level_in_words, trend_in_words
from evaluation.documents.report import build_report
from evaluation.documents.words import words_of
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_texts import of_texts
from evaluation.editions.refusals import Check
from evaluation.editions.sentences import indicator_sentences
from evaluation.editions.shown import verdict_before
from evaluation.editions.summaries import summary
from figures.wording import statement_items
from indicators.reasons import NotAssessed, coded
from indicators.stands import Stand
from tests.evaluation.edition_documents.making import LINKS, make_frozen

NOT_ASKED = coded(NotAssessed.NOT_ASKED, cycle="NR3")
UNSAID = {"trend": "", "strength": "", "trend_reason": NOT_ASKED}
UNJUDGED = {"level": "", "level_reason": NOT_ASKED}
UNPACED = {"pace": "", "pace_reason": NOT_ASKED}


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


# -- a target that only the earlier cycle reads ------------------------------------------------------------


def read_before_only(code):
    """An edition whose later cycle does not ask what an indicator rests on."""
    form = make_frozen()
    measure = form["indicators"][code]["headline"]
    for row in form["findings"]:
        if row["measure"] == measure:
            row |= UNSAID | UNJUDGED | UNPACED
    form["values"] = [row for row in form["values"] if row["measure"] != measure or row["cycle"] != "NR3"]
    return FrozenForm(form)


def test_a_verdict_at_the_earlier_cycle_is_said_with_its_cycle_and_figure_and_counted():
    edition = read_before_only("1.1.1")
    words = words_of(edition, "en")
    assert edition.level("1.1.1/headline") == "met"
    assert edition.stand("1.1.1") == Stand.NO_DIRECTION
    assert level_in_words(edition, "1.1.1", words).endswith(": met (NR2)")
    counts = summary(edition, None)["targets"]
    assert (counts["stated"], counts["met"], counts["not_judged"]) == (1, 1, 0)
    level, trend, pace = statement_items(
        edition.statement("1.1.1/headline"), before=verdict_before(edition, "1.1.1/headline")
    )
    assert (level["word"], trend["word"]) == ("met at NR2", "no direction")
    assert pace["reason"] == trend["reason"] == "not asked in NR3"
    assert level["reason"] == "67 % of 6, 50–75 % of 8 Parties"
    report = build_report(edition, words=words, links=LINKS)
    (row,) = (row for row in rows_of(report) if row[0].startswith("1.1.1 ") and len(row) == 8)
    assert row[5] == "NR2: 67\N{NO-BREAK SPACE}% of 6 (50–75\N{NO-BREAK SPACE}% of 8)"


def test_a_verdict_is_not_taken_from_before_where_the_later_cycle_asks():
    edition = FrozenForm(make_frozen())
    assert edition.read_before("1.1.1/headline") is None
    assert verdict_before(edition, "1.1.1/headline") is None


# -- a total, whose share and trend are of another thing ---------------------------------------------------

TRAINED = "Parties with at least one person trained"


def with_total(**sentences):
    """An edition in which 1.1.2 is a total of people, and its share and trend are of Parties."""
    form = make_frozen()
    name = "1.1.2/headline"
    form["measures"][name] |= {"kind": "banded_number", "unit": "people or items", "share_label": TRAINED}
    for row in form["values"]:
        if row["measure"] == name:
            row |= {"kind": "banded_number", "unit": "people or items", "low": 40, "high": None}
    form["texts"]["indicator/1.1.2"]["generated"] = sentences
    return FrozenForm(form)


def rows_of(report):
    return [row for block in report.blocks if isinstance(block, Table) for row in block.rows]


def test_documents_name_what_the_trend_of_a_total_is_of():
    edition = with_total()
    words = words_of(edition, "en")
    assert trend_in_words(edition, "1.1.2", words) == f"little or no change (by “{TRAINED}”)"
    assert dumbbell_row(edition, "1.1.2", words).label == f"1.1.2 {TRAINED}"
    # Of a figure that is a share itself nothing else is named.
    assert trend_in_words(edition, "1.1.1", words) == "improved slightly"
    assert dumbbell_row(edition, "1.1.1", words).label == "1.1.1 National biosafety law"


def test_tables_name_the_figure_and_what_its_classes_are_of_and_mix_no_numbers():
    edition = with_total()
    words = words_of(edition, "en")
    for table in (tables.figures(edition, words), tables.by_group(edition, words)):
        names = [name for _heading, name in table.columns]
        rows = [dict(zip(names, row, strict=True)) for row in table.rows if row[0] == "1.1.2"]
        assert {row["figure_measure"] for row in rows} == {"Persons trained"}
        assert {row["share_measure"] for row in rows} == {TRAINED}
        assert {(row["low"], row["numerator"], row["denominator"]) for row in rows} == {(40, None, None)}
    for table in (tables.findings(edition, words), tables.changes(edition, words)):
        place = [name for _heading, name in table.columns].index("trend_measure")
        code = [name for _heading, name in table.columns].index("indicator")
        assert {row[place] for row in table.rows if row[code] == "1.1.2"} == {TRAINED}


def test_the_sentence_on_a_total_names_what_moved_and_the_gate_asks_for_it():
    said = indicator_sentences(with_total(), "1.1.2")
    assert said.startswith("Persons trained: at least 40, from the answers of ")
    assert f"Trend since NR2, by “{TRAINED}”: little or no change" in said
    assert [one for one in of_texts(with_total(en=said)) if one.subject == "indicator/1.1.2"] == []
    unnamed = said.replace(f", by “{TRAINED}”", "")
    (refusal,) = [one for one in of_texts(with_total(en=unnamed)) if one.subject == "indicator/1.1.2"]
    assert (refusal.check, refusal.found) == (Check.ANOTHER_MEASURE, f"≠ {TRAINED}")


def test_an_edition_from_before_totals_named_it_is_read_as_it_was_frozen():
    edition = FrozenForm(make_frozen())
    assert edition.trend_by("1.1.2") == ""
    assert edition.share_of("1.1.2/headline") == "Persons trained"


def test_where_records_are_counted_n_is_those_with_one_and_nobody_answered():
    edition = FrozenForm(make_frozen())
    row = {**edition.value("1.1.1/headline", "NR3"), "kind": "parties_with_record"}
    words = words_of(edition, "en")
    assert counted(edition.value("1.1.1/headline", "NR3"), words) == "7/8"
    assert counted(row, words) == "6/8"
