"""Data files are checked whole before anything is stored, and storing them again changes nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import CommandError, call_command

from indicators.datafile import DataFileInvalid, read
from indicators.loading import SCHEMAS, load_cycles, load_plan
from indicators.models import Binding, Comparison, Indicator, Measure, OperationalObjective, Plan
from national_reports.loading import FOLDER, load_questionnaires, read_questionnaire
from parties.models import Party, SourceVersion
from parties.services import MixedWorlds, load_parties, read_party_files
from tests.conftest import DATA, FIXTURES, PLAN_FILE, SMALL_PLAN_FILE

pytestmark = pytest.mark.usefixtures("world")


def all_rows():
    """Every row of our apps, but for the change counters."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for label in ("indicators", "national_reports", "parties")
        for model in apps.get_app_config(label).get_models()
        if model is not SourceVersion
    }


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, needle: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if needle in line)


# -- twice ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_loading_everything_twice_changes_no_row():
    before = all_rows()
    load_parties(read_party_files())
    load_cycles()
    load_plan(PLAN_FILE)
    load_questionnaires()
    assert all_rows() == before


def test_loading_the_small_plan_twice_changes_no_row():
    load_plan(SMALL_PLAN_FILE)
    before = all_rows()
    load_plan(SMALL_PLAN_FILE)
    assert all_rows() == before


# -- a second plan ----------------------------------------------------------------------------------------


def test_a_plan_of_two_levels_with_other_labels_loads_without_code():
    plan = load_plan(SMALL_PLAN_FILE)
    assert (plan.labels["strategic_objective"], plan.labels["indicator"]) == ("Goal", "Yardstick")
    assert not plan.has_operational_level
    assert list(plan.indicators.values_list("code", flat=True)) == ["A.1", "A.2", "B.1"]
    assert list(OperationalObjective.objects.filter(plan=plan).values_list("code", flat=True)) == ["A", "B"]
    assert list(plan.indicators.values_list("row", flat=True)) == [1, 2, 1]
    assert Plan.objects.get(current=True) == plan
    assert Plan.objects.count() == 2


def test_a_plan_that_is_loaded_again_loses_what_left_the_file_and_keeps_the_rest(tmp_path):
    for path in DATA.glob("small-plan*"):
        shutil.copy(path, tmp_path)
    path = tmp_path / SMALL_PLAN_FILE.name
    plan = load_plan(path)
    kept = Indicator.objects.get(plan=plan, code="A.1").pk
    text = path.read_text().replace("\n  - code: B\n", "\n  - code: C\n").replace("B.1", "C.1")
    path.write_text(text.replace("Rules in force", "Rules that hold"))
    measures = tmp_path / "small-plan.measures.yaml"
    measures.write_text(measures.read_text().replace("B.1", "C.1"))
    load_plan(path)
    assert list(plan.indicators.values_list("code", flat=True)) == ["A.1", "A.2", "C.1"]
    assert Indicator.objects.get(plan=plan, code="A.1").pk == kept
    assert Indicator.objects.get(pk=kept).label == "Rules that hold"


def test_the_measure_that_carries_the_trend_may_change(tmp_path):
    for path in DATA.glob("small-plan*"):
        shutil.copy(path, tmp_path)
    measures = tmp_path / "small-plan.measures.yaml"
    document = yaml.safe_load(measures.read_text())
    first = document["measures"][1]["measures"][0]
    document["measures"][1]["measures"].append({**first, "key": "second", "label": "The second", "trend": True})
    first["trend"] = False
    measures.write_text(yaml.safe_dump(document))
    plan = load_plan(tmp_path / SMALL_PLAN_FILE.name)
    document["measures"][1]["measures"][1]["trend"] = False
    first["trend"] = True
    measures.write_text(yaml.safe_dump(document))
    load_plan(tmp_path / SMALL_PLAN_FILE.name)
    assert Measure.objects.get(indicator__plan=plan, indicator__code="A.2", is_trend=True).key == "headline"


# -- wrong plans ------------------------------------------------------------------------------------------


def refused_plan(tmp_path, old, new, *, file="small-plan.yaml"):
    for path in DATA.glob("small-plan*"):
        shutil.copy(path, tmp_path)
    path = tmp_path / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    before = all_rows()
    with pytest.raises(DataFileInvalid) as refused:
        load_plan(tmp_path / SMALL_PLAN_FILE.name)
    assert all_rows() == before
    return str(refused.value), text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("status: adopted", "status: adopted\ncolour: green", "slug:", "'colour' was unexpected"),
        ("code: A.2", "code: A.1", "Share of Parties that take", "A.1 stands on line"),
        ("outcome: A.o1", "outcome: A.o9", "outcome: A.o9", "no outcome A.o9"),
        ("label: Decisions", "label: ''", "code: A.2", "non-empty"),
        ("slug: small-2031-2040", "slug: small\nslug: other", "slug: small", "repeated"),
        ("measurability: not measurable", "measurability: hardly", "code: B.1", "hardly"),
        ("title: A small", "title: [A small", "", ""),
    ],
    ids=[
        "unknown key",
        "code twice",
        "link to nothing",
        "empty label",
        "key twice",
        "unknown word",
        "no YAML",
    ],
)
def test_a_wrong_plan_is_refused_with_line_and_reason_and_stores_nothing(tmp_path, old, new, at, reason):
    message, text = refused_plan(tmp_path, old, new)
    assert reason in message
    assert message.startswith("small-plan.yaml: line ")
    if at:
        lines = {int(line.split("line ")[1].split(":")[0]) for line in message.splitlines() if "line " in line}
        assert any(abs(line_of(text, at) - line) <= 1 for line in lines), message


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("indicator: A.2", "indicator: A.9", "no indicator A.9"),
        ("- indicator: B.1", "- indicator: A.1", "Indicator B.1 has no measure"),
        ("NR3:", "NR9:", "no cycle NR9"),
        ("kind: narrative", "kind: banded_number", "says in share_label what its share and trend are of"),
        ("kind: narrative", "kind: narrative\n        share_label: Parties with one", "a total, and no other"),
        ("combine: all", "combine: any of", "any of"),
        ("combine: all", "combine: single", "does not fit 2 questions"),
        ('"no": ["false"], window: now}', '"no": ["true"], window: now}', "stands in two classes"),
        ("trend: true", "trend: false", "Exactly one measure carries the trend"),
        ("key: headline", "key: first", "must be 'headline'"),
        ("baseline: NR3, current: NR4", "baseline: NR3, current: NR8", "NR8"),
        ("baseline: NR3, current: NR4", "baseline: NR4, current: NR3", "NR3"),
        ('due: "2020-12-31"', 'due: "2020-13-45"', "2020-13-45"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_wrong_measures_are_refused_with_line_and_reason_and_store_nothing(tmp_path, old, new, reason):
    message, _ = refused_plan(tmp_path, old, new, file="small-plan.measures.yaml")
    assert reason in message
    assert "line " in message


def test_a_milestone_with_a_date_that_is_none_is_refused(tmp_path):
    refused_plan(
        tmp_path,
        "kind: narrative",
        "kind: milestone\n        milestone: {event: x, reached_on: soon}",
        file="small-plan.measures.yaml",
    )


@pytest.mark.parametrize(
    "content",
    ["", "- a list", "just text", "a: \x01", "&a [*a]", b"\xff\xfe\x00a", "{" * 5000, "? [a]\n: b"],
    ids=["empty", "list", "text", "control character", "loop", "not UTF-8", "deep", "strange key"],
)
def test_a_file_that_is_no_document_is_refused_like_any_other(tmp_path, content):
    path = tmp_path / "plan.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataFileInvalid, match=r"plan\.yaml: line"):
        read(path, SCHEMAS / "plan.schema.yaml")


def test_the_command_says_what_is_wrong_and_stores_nothing(tmp_path, empty_database):
    shutil.copy(DATA / "small-plan.measures.yaml", tmp_path)
    path = written(tmp_path, "plan.yaml", SMALL_PLAN_FILE.read_text().replace("status: adopted", "state: adopted"))
    before = all_rows()
    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("load_plan", str(path))
    assert all_rows() == before


def test_the_command_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match="no file"):
        call_command("load_plan", str(tmp_path / "nothing.yaml"))


def test_cycles_with_a_date_that_is_none_are_refused(tmp_path):
    text = (FIXTURES / "cycles.yaml").read_text().replace('deadline: "2019-10-01"', 'deadline: "2019-13-01"')
    with pytest.raises(DataFileInvalid, match="2019-13-01"):
        load_cycles(written(tmp_path, "cycles.yaml", text))


# -- questionnaires and maps ------------------------------------------------------------------------------

FORM = """\
cycle: NR4
version: 1
schema: cpbNationalReport4
title: Fourth
wording: ours
source: ours
sections:
  - {key: A, title: First}
questions:
  - key: Q001
    number: "1"
    section: A
    type: option
    text: Is it?
    options: {"true": "Yes", "false": "No"}
  - key: Q002
    number: "2"
    section: A
    type: text
    text: What is it?
    enabled_by:
      - {question: Q001, values: ["true"]}
"""
NEW_QUESTION = '\n  - {key: Q003, number: "3", section: A, type: text, text: More}\n'


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("question: Q001, values", "question: Q009, values", "Q009", "depends on Q009, which does not exist"),
        ('values: ["true"]', 'values: ["maybe"]', "maybe", "Q001 = maybe, which is no option"),
        ('"Yes"', "", '"true": ', "None is not of type 'string'"),
        ('"Yes"', '""', '"true": ', "non-empty"),
        ("key: Q002", "key: Q001", "section: A\n    type: text", "Q001 is used twice"),
        ("type: option", "type: text", "key: Q001", "options do not fit"),
        ("section: A\n    type: option", "section: B\n    type: option", "key: Q001", "section B that is not listed"),
        ('{question: Q001, values: ["true"]}', '{question: Q002, except: []}', "key: Q002", "lead back to it"),
        ('    options: {"true"', '    exclusive: [none]\n    options: {"true"', "key: Q001", "option none"),
        ("    text: Is it?", "    text: Is it?\n    text: Again?", "key: Q001", "repeated"),
        ("    text: Is it?", "    text: Is it?\n    hint: Look", "key: Q001", "'hint' was unexpected"),
    ],
    ids=[
        "condition on nothing", "condition on no option", "no label", "empty label", "key twice", "options of a text",
        "no section", "circle", "exclusive of nothing", "YAML key twice", "unknown key",
    ],
)  # fmt: skip
def test_a_wrong_questionnaire_is_refused_with_line_and_reason(tmp_path, old, new, at, reason):
    assert old in FORM
    text = FORM.replace(old, new, 1)
    with pytest.raises(DataFileInvalid) as refused:
        read_questionnaire(written(tmp_path, "nr4.yaml", text))
    assert reason in str(refused.value)
    (problem, *_) = refused.value.problems
    assert 1 <= problem.line <= len(text.splitlines())
    found = next((n for n, line in enumerate(text.splitlines(), 1) if at.splitlines()[0] in line), problem.line)
    assert abs(problem.line - found) <= 6


def test_a_circle_through_several_questions_is_found(tmp_path):
    text = FORM.replace(
        "    text: Is it?", '    text: Is it?\n    enabled_by:\n      - {question: Q003, values: ["a"]}'
    )
    text += (
        '  - key: Q003\n    number: "3"\n    section: A\n    type: option\n    text: More?\n'
        '    options: {a: A, b: B}\n    enabled_by:\n      - {question: Q001, values: ["true"]}\n'
    )
    with pytest.raises(DataFileInvalid, match="The conditions of Q001 lead back to it") as refused:
        read_questionnaire(written(tmp_path, "nr4.yaml", text))
    assert len(refused.value.problems) == 2


MAP = """\
current: NR4
previous: NR3
source: ours
links:
  - current: Q001
    previous: Q001
    values: {"true": "true"}
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("current: Q001", "current: Q077", "NR4 has no question Q077"),
        ("previous: Q001", "previous: Q077", "NR3 has no question Q077"),
        ('"true": "true"', '"yes": "true"', "Q001 offers no option yes"),
        ('"true": "true"', '"true": "yes"', "Q001 offers no option yes"),
        ("previous: NR3", "previous: NR2", "no questionnaire NR2"),
    ],
)
def test_a_wrong_map_is_refused_and_nothing_of_the_folder_is_stored(tmp_path, old, new, reason):
    written(tmp_path, "nr4.yaml", FORM)
    written(tmp_path, "nr3.yaml", FORM.replace("NR4", "NR3").replace("Report4", "Report3"))
    written(tmp_path, "map-nr4-nr3.yaml", MAP.replace(old, new, 1))
    before = all_rows()
    with pytest.raises(DataFileInvalid, match=reason):
        load_questionnaires(tmp_path)
    assert all_rows() == before


def test_a_supplied_wording_takes_precedence_in_its_language(tmp_path):
    from national_reports.models import Questionnaire

    written(tmp_path, "nr4.yaml", FORM)
    official = (
        "cycle: NR4\nlanguage: fr\nsource: theirs\nquestions:\n  Q001: {text: Est-ce ?, options: {'true': Oui}}\n"
    )
    written(tmp_path, "nr4.official.fr.yaml", official)
    load_questionnaires(tmp_path)
    question = Questionnaire.objects.in_use().get(cycle__code="NR4").form.questions["Q001"]
    assert question.wording_in("fr").text == "Est-ce ?"
    assert question.wording_in("en").text == "Is it?"


@pytest.mark.parametrize(
    ("official", "reason"),
    [
        ("cycle: NR4\nlanguage: fr\nsource: theirs\nquestions:\n  Q077: {text: Quoi}\n", "no question Q077"),
        ("cycle: NR9\nlanguage: fr\nsource: theirs\nquestions: {}\n", "no questionnaire NR9"),
        (
            "cycle: NR4\nlanguage: fr\nsource: theirs\nquestions:\n  Q001: {text: Quoi, options: {peut: Oui}}\n",
            "peut",
        ),
    ],
)
def test_a_supplied_wording_of_what_does_not_exist_is_refused(tmp_path, official, reason):
    written(tmp_path, "nr4.yaml", FORM)
    written(tmp_path, "nr4.official.fr.yaml", official)
    with pytest.raises(DataFileInvalid, match=reason):
        load_questionnaires(tmp_path)


def test_questionnaires_before_their_cycles_are_refused_with_what_to_do(empty_database):
    with pytest.raises((CommandError, DataFileInvalid)):
        call_command("load_questionnaires")


def test_the_folder_of_questionnaires_is_complete():
    assert {path.name for path in FOLDER.glob("nr?.yaml")} == {"nr2.yaml", "nr3.yaml", "nr4.yaml", "nr5.yaml"}


# -- Parties ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("demonstration", [True, False])
def test_real_parties_and_stand_ins_never_share_a_database(demonstration, empty_database):
    files = read_party_files()
    load_parties(files, demonstration=not demonstration)
    before = all_rows()
    with pytest.raises(MixedWorlds, match="another database"):
        load_parties(files, demonstration=demonstration)
    assert all_rows() == before


def test_a_corrected_row_of_a_party_is_taken_over_without_losing_its_reports():
    files = read_party_files()
    kenya = next(row for row in files.parties if row["code"] == "KEN")
    pk = Party.objects.get(code="KEN").pk
    kenya["name_en"] = "Kenya, corrected"
    load_parties(files)
    assert Party.objects.get(code="KEN").pk == pk
    assert Party.objects.get(pk=pk).name_en == "Kenya, corrected"


def test_a_membership_that_left_the_file_leaves_the_database():
    from parties.selectors import groups_on

    files = read_party_files()
    files.memberships[:] = [r for r in files.memberships if (r["code"], r["group"]) != ("KEN", "africa")]
    load_parties(files)
    assert "KEN" not in groups_on(date(2015, 10, 31))["africa"]


def test_every_stored_binding_and_comparison_belongs_to_a_stored_cycle():
    assert Binding.objects.count() > 100
    assert not Comparison.objects.filter(baseline__position__gte=6).exists()
