"""What a change of data would move is said before it is taken in, and nothing of it is kept."""

import shutil
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.utils.translation import override

from evaluation.editions.services import open_edition, send_to_review
from evaluation.moves import what_moves
from evaluation.moves_in_words import COLUMNS, value_in_words
from indicators.loading import load_plan
from indicators.models import Binding, ReportingCycle, Target
from indicators.moves import compare_rows
from indicators.rows import COUNTS, NUMBERS, WORDS
from national_reports.models import QuestionMap
from parties.models import AuditEvent, TreatyStatus
from tests.conftest import DATA, SMALL_PLAN_FILE
from tests.evaluation.editions.making import AT, make_evaluation, make_frozen


def stored():
    """What a change could leave behind."""
    return (
        AuditEvent.objects.count(),
        list(Target.objects.order_by("pk").values_list("value")),
        list(Binding.objects.order_by("pk").values_list("rule")),
        list(ReportingCycle.objects.order_by("pk").values_list("cut_off")),
        TreatyStatus.objects.get(party__code="KEN", treaty="cpb").in_force_on,
        list(QuestionMap.objects.order_by("pk").values_list("document")),
    )


def said(*command):
    out = StringIO()
    call_command(*command, "--what-moves", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def changed_plan(tmp_path):
    """The small plan, where a partial framework counts as a whole one."""
    for path in DATA.glob("small-plan*"):
        shutil.copy(path, tmp_path)
    measures = tmp_path / "small-plan.measures.yaml"
    document = yaml.safe_load(measures.read_text())
    question = document["measures"][0]["measures"][0]["bindings"]["NR4"]["questions"][0]
    question["yes"].append("implementation.partiallyInPlace")
    question["partial"].remove("implementation.partiallyInPlace")
    measures.write_text(yaml.safe_dump(document))
    return tmp_path / SMALL_PLAN_FILE.name


def test_a_binding_that_is_changed_says_which_figures_and_editions_it_moves(published, changed_plan):
    before = stored()
    lines = said("load_plan", changed_plan)
    assert lines[0].endswith("published editions that would say otherwise: 1, drafts: 0.")
    (figure,) = [
        line for line in lines if line.startswith("Figure A.1 ") and "NR4, 1 October 2019, All Parties:" in line
    ]
    assert "Partially: 1 → 0" in figure
    assert "Yes: 3 → 4" in figure
    assert any(line.startswith("edition mid-term 1.0: ") for line in lines)
    assert stored() == before


def test_the_same_plan_again_moves_nothing(published):
    assert said("load_plan", SMALL_PLAN_FILE) == [
        "What moves: figures 0, findings 0, links between questions 0; published editions that would say otherwise: 0, "
        "drafts: 0."
    ]


def test_a_frozen_draft_that_would_say_otherwise_is_listed_as_a_draft(frozen, changed_plan):
    lines = said("load_plan", changed_plan)
    assert lines[0].endswith("published editions that would say otherwise: 0, drafts: 1.")
    assert any(line.startswith("edition mid-term 1.0 (draft): figures ") for line in lines)


def test_a_draft_in_review_and_one_never_frozen_beside_a_published_edition(published, author, changed_plan):
    open_edition(evaluation=make_evaluation(author, slug="not-frozen"), by=author, at=AT)
    in_review = make_frozen(make_evaluation(author, slug="in-review"), author)
    send_to_review(edition=in_review, by=author, at=AT)
    found = what_moves(lambda: load_plan(changed_plan))
    assert [one.edition for one in found.published] == ["edition mid-term 1.0"]
    assert [one.edition for one in found.drafts] == ["edition in-review 1.0"]


def test_codes_numbers_and_changes_are_said_in_words_and_with_the_signs_of_the_house():
    assert value_in_words("silence_low", "-3") == "−3"
    assert value_in_words("population", "12345") == "12,345"
    assert value_in_words("trend", "not comparable") == "not comparable"
    assert value_in_words("kind", "share_of_parties") == "Share of Parties"
    assert value_in_words("high", "") == "–"
    with override("fr"):
        assert value_in_words("trend", "improved") != "improved"
        assert value_in_words("population", "12345") == "12\u00a0345"


def test_every_column_of_a_figure_and_a_finding_has_words():
    columns = {*COUNTS, *WORDS, *NUMBERS, "kind", "numerator", "denominator", "low", "high", "unit", "source", "reason"}
    assert columns <= COLUMNS.keys()


def test_a_treaty_date_that_staff_would_change_moves_the_population(published):
    before = stored()
    moved = what_moves(
        lambda: TreatyStatus.objects.filter(party__code="KEN", treaty="cpb").update(in_force_on="2030-01-01")
    )
    assert moved.editions
    (figure,) = [one for one in moved.changed.moves.figures if one.place.endswith("A.1/headline NR4 2019-10-01 all")]
    assert figure.columns["population"][0] == figure.columns["population"][1] + 1
    assert stored() == before


def test_a_link_between_questions_that_is_changed_is_named(published):
    before = stored()
    # Whoever stored the maps before had another one here.
    held = QuestionMap.objects.get(current__code="NR4", previous__code="NR3")
    first = held.document["links"][0]
    QuestionMap.objects.filter(pk=held.pk).update(document={**held.document, "links": held.document["links"][1:]})
    lines = said("load_questionnaires")
    assert "links between questions 1;" in lines[0]
    assert [line for line in lines if line.startswith(f"Link NR4 {first['current']} ← NR3: no link →")]
    QuestionMap.objects.filter(pk=held.pk).update(document=held.document)
    assert stored() == before


def test_rows_that_come_and_go_are_moves_of_whole_rows():
    row = {"measure": "A", "cycle": "NR4", "group": "all", "yes": 3}
    (gone,), (came,) = compare_rows([row], []), compare_rows([], [row])
    assert gone.of == came.of == {"measure": "A", "cycle": "NR4", "group": "all"}
    assert (gone.columns, came.columns) == ({"yes": (3, None)}, {"yes": (None, 3)})
    assert compare_rows([row], [dict(row)]) == []
