"""What is written into a workbook comes back, whatever it is and whatever program saved it."""

import os
import random
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from national_reports.codec import AnswerData
from national_reports.workbook.carrying import AnswerNotHeld, carried
from tests.national_reports.workbook.generated import HOSTILE, answers_to
from tests.national_reports.workbook.making import LANGUAGES, answers_of, form, make, read_back

CYCLES = ("NR3", "NR4", "NR5")
# Whole workbooks, half a second each; a hundred of each cycle in `make drill`.
EXAMPLES = int(os.environ.get("DRILL_EXAMPLES", "10"))


def as_carried(cycle, answers):
    held = {key: carried(form(cycle).fields[key], data) for key, data in answers.items()}
    return {key: data for key, data in held.items() if not data.is_empty}


def full(cycle):
    """An answer to every question, hostile texts in all six languages."""
    luck = random.Random(cycle)
    answers = {}
    for key, question in form(cycle).fields.items():
        texts = {language: luck.choice(HOSTILE) + key for language in LANGUAGES}
        match question.kind:
            case "text":
                answers[key] = AnswerData(texts=texts)
            case "number":
                answers[key] = AnswerData(number=0)
            case "day":
                answers[key] = AnswerData(entries=({"day": "2024-02-29"},))
            case "contact":
                answers[key] = AnswerData(entries=({"name": "=A", "telephone": "+254 20", "email": "a@b.example"},))
            case "links":
                answers[key] = AnswerData(entries=({"title": "-t", "url": "https://bch.cbd.int/"},) * 12)
            case "attachments":
                pass
            case _:
                several = question.multiple and not question.exclusive
                codes = tuple(question.options) if several else (luck.choice(list(question.options)),)
                details = {
                    code: 40 if question.details[code] == "amount" else texts
                    for code in codes
                    if code in question.details
                }
                answers[key] = AnswerData(options=codes, details=details)
    return answers


@pytest.mark.parametrize("cycle", CYCLES)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_report_that_is_written_and_read_is_the_same(cycle, data):
    answers = data.draw(answers_to(cycle))
    languages = data.draw(st.sampled_from([("en",), ("fr", "ar"), LANGUAGES]))
    versions = {key: data.draw(st.integers(1, 2**31 - 1)) for key in answers}
    read = read_back(make(cycle, answers, versions, languages=languages), cycle, languages=languages)
    assert answers_of(read) == as_carried(cycle, answers)
    assert {row.question: row.read_version for row in read.rows if row.read_version} == {
        key: version for key, version in versions.items() if form(cycle).fields[key].kind != "attachments"
    }


@pytest.mark.parametrize("cycle", CYCLES)
def test_a_report_with_every_question_answered_is_the_same(cycle):
    answers = full(cycle)
    read = read_back(make(cycle, answers, languages=LANGUAGES), cycle, languages=LANGUAGES)
    assert answers_of(read) == as_carried(cycle, answers)
    assert len(answers_of(read)) == len(form(cycle).fields) - 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_changes_on_its_way(text):
    answers = {"Q020": AnswerData(texts={"en": f"a{text}", "fr": text, "zh": f"{text}b"})}
    assert answers_of(read_back(make("NR4", answers))) == as_carried("NR4", answers)


def test_the_languages_that_the_report_no_longer_names_are_kept():
    answers = {"Q020": AnswerData(texts={"en": "A", "fr": "B", "ru*": "C"})}
    assert answers_of(read_back(make("NR4", answers, languages=("en",)))) == answers


def test_every_question_comes_back_also_without_an_answer():
    read = read_back(make())
    assert [row.question for row in read.rows] == [key for key in form().fields if key != "attachments"]
    assert answers_of(read) == {}
    assert read.made_at.isoformat() == "2026-03-02T09:00:00+00:00"
    assert read.languages == ("en",)


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("Q014", AnswerData(options=("perhaps",))),
        ("Q014", AnswerData(options=("implementation.none", "implementation.draftMeasures"))),
        ("Q020", AnswerData(texts={"the language": "A"})),
        ("Q020", AnswerData(texts={"en": "a" * 100_001})),
        ("contact", AnswerData(entries=({"fax": "1"},))),
        ("contact", AnswerData(entries=({"name": "A"}, {"name": "B"}))),
    ],
)
def test_what_no_cell_could_hold_is_named_rather_than_lost(key, data):
    with pytest.raises(AnswerNotHeld, match=key):
        make(answers={key: data})


@pytest.mark.slow
@pytest.mark.parametrize("cycle", CYCLES)
def test_a_workbook_saved_by_libreoffice_reads_the_same(cycle, tmp_path):
    office = shutil.which("soffice")
    if not office and os.environ.get("CI") != "true":
        pytest.skip("LibreOffice is not installed; CI has it.")
    assert office, "CI needs LibreOffice (Debian: libreoffice-calc-nogui)."
    answers = full(cycle)
    answers["stakeholders"] = AnswerData(texts={"en": "😀 long\n" * 9_000})
    made = tmp_path / "made.xlsx"
    made.write_bytes(make(cycle, answers, dict.fromkeys(answers, 7), languages=LANGUAGES))
    saved = tmp_path / "saved"
    # A profile of its own: two offices cannot share one.
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", saved, made]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    read = read_back((saved / "made.xlsx").read_bytes(), cycle, languages=LANGUAGES)
    assert answers_of(read) == as_carried(cycle, answers)
    assert {row.read_version for row in read.rows} == {7}
