"""The documents at their real size: the texts of the whole plan and the names of all its Parties."""

import csv
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from docx import Document
from pypdf import PdfReader

from evaluation.documents import RenderedDocument, languages, render_edition
from evaluation.documents.blocks import words_of
from evaluation.documents.report import build_report
from evaluation.documents.words import words_in
from evaluation.editions.form import FrozenForm
from evaluation.editions.summaries import summaries
from tests.evaluation.edition_documents.making import LINKS, make_frozen

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
# As many indicators as the reports of a cycle let compare, and a sentence as long as is generated for one.
COMPARED = 28
SENTENCE = (
    "{label}: 79 per cent of the 114 Parties that answered in NR3 (between 53 and 86 per cent of the 170 Parties to "
    "which it applies). The target (at least 50 % of Parties): met already at NR2, 15 months before it was due; still "
    "met at NR3. Trend since NR2: improved clearly – 10 gained, 1 lost, 93 stayed, of the 104 of 161 Parties that "
    "answered both times; 120 of 170 Parties reported. 9 of the 41 Parties outside whose open answer could count the "
    "other way would bring it to nought. Over all 161 Parties the net change lies between −32 and +48."
)


def whole_plan() -> dict[str, Any]:
    """The small form with the plan, the indicators and the Parties of the fixtures in place of its own."""
    small = make_frozen()
    plan = yaml.safe_load((FIXTURES / "plans" / "cartagena-2011-2020.yaml").read_text())
    with (FIXTURES / "parties" / "parties.csv").open(encoding="utf-8", newline="") as file:
        parties = {
            row["code"]: small["parties"]["KEN"] | {"name": {"en": row["name_en"]}} for row in csv.DictReader(file)
        }
    held = {
        one["code"]: one
        for goal in plan["strategic_objectives"]
        for part in goal["operational_objectives"]
        for row in part["rows"]
        for one in row["indicators"]
    }
    compared = dict.fromkeys(list(held)[:COMPARED], "1.1.1")
    alike = {code: compared.get(code, "2.1.2") for code in held}
    form = small | {
        "parameters": small["parameters"] | {"plan": plan["slug"]},
        "plan": small["plan"]
        | {"mission": plan["mission"], "objectives": [_goal(one) for one in plan["strategic_objectives"]]},
        "parties": parties,
        "indicators": {
            code: small["indicators"][alike[code]]
            | {"text": one["text"], "label": one["label"], "caveat": one["reason"]}
            | {"headline": f"{code}/headline", "trend": f"{code}/headline", "measures": [f"{code}/headline"]}
            for code, one in held.items()
        },
        "measures": {
            f"{code}/headline": small["measures"][f"{alike[code]}/headline"] | {"indicator": code} for code in held
        },
        "values": [row for code in held for row in _renamed(small["values"], code, alike[code])],
        "findings": [row for code in held for row in _renamed(small["findings"], code, alike[code])],
        "classes": {f"{code}/headline": small["classes"]["1.1.1/headline"] for code in compared},
        "transitions": {f"{code}/headline": small["transitions"]["1.1.1/headline"] for code in compared},
    }
    everybody = list(parties)[:170]
    for cycle, reported in (("NR2", 143), ("NR3", 120)):
        received = {"": dict.fromkeys(everybody[:reported], "2015-10-01")}
        form["cycles"][cycle] |= {"population": everybody, "received": received}
    long = {code: SENTENCE if code in compared else "{label}: not assessed – narrative only." for code in held}
    for code, one in held.items():
        said = long[code].format(label=one["label"])
        form["texts"][f"indicator/{code}"] = {"generated": {"en": said}, "narrative": {}, "sources": ""}
    read = FrozenForm(form)
    form["summaries"] = summaries(read)
    form["sensitivity"] = _sensitivity(small["sensitivity"]["choices"], list(compared))
    return form


def _sensitivity(choices: dict[str, bool], codes: list[str]) -> dict[str, Any]:
    """A third of the directions hang on every choice, and all the levels on none."""
    names = [f"{code}/headline" for code in codes]
    few = names[: len(names) // 3]
    rows = [[name, "trend", choice, "improved", "little or no change"] for choice in choices for name in few]
    robust = [[name, "level"] for name in names] + [[name, "trend"] for name in names if name not in few]
    return {"choices": choices, "rows": rows, "robust": robust}


def _goal(goal: dict[str, Any]) -> dict[str, Any]:
    parts = []
    for part in goal["operational_objectives"]:
        codes = [one["code"] for row in part["rows"] for one in row["indicators"]]
        parts.append({"code": part["code"], "text": part["text"], "indicators": codes})
    return {"code": goal["code"], "text": goal["text"], "impacts": [], "operational": parts}


def _renamed(rows: list[dict[str, Any]], code: str, like: str) -> list[dict[str, Any]]:
    return [row | {"measure": f"{code}/headline"} for row in rows if row["measure"] == f"{like}/headline"]


@pytest.fixture(scope="module")
def documents() -> dict[str, RenderedDocument]:
    return {one.name: one for one in render_edition(whole_plan(), links=LINKS)}


def test_the_report_has_at_most_8500_words():
    edition = FrozenForm(whole_plan())
    made = build_report(edition, words=words_in("en"), links=LINKS)
    assert 5000 < words_of(made.blocks) <= 8500


@pytest.mark.slow
def test_every_document_keeps_to_its_size(documents):
    most = {"brief": 60, "report": 500, "kit": 15 * 1024}
    for document in documents.values():
        # Of a Chinese face more signs are drawn.
        wide = 2 if document.language == "zh" else 1
        assert len(document.content) <= wide * most.get(document.kind, 1024) * 1024, document.name
    for language in languages():
        assert len(PdfReader(BytesIO(documents[f"mid-term-1.0-brief-{language}.pdf"].content)).pages) == 1
    word = Document(BytesIO(documents["mid-term-1.0-report-en.docx"].content))
    assert len(word.tables) == 10


def test_labels_of_the_plan_are_translated_for_the_briefs():
    edition = FrozenForm(whole_plan())
    for language in languages():
        words = words_in(language)
        for code in edition.indicators():
            assert language == "en" or words.label(edition, code) != edition.indicator(code)["label"]
            assert words.in_english("") == "" or words.in_english("").strip() not in words.label(edition, code)
        for goal in edition.objectives:
            assert language == "en" or words.objective(goal) != goal["text"]
