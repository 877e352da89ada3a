from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from national_reports.codec import AnswerData
from national_reports.documents.docx import render_docx
from tests.national_reports.documents.conftest import AT, SHA256, answers_to, form_of, make_content
from tests.national_reports.documents.test_pdf import HOSTILE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def render(answers: dict[str, AnswerData] | None = None, **overrides: object) -> bytes:
    return render_docx(make_content(answers, **overrides), at=AT)


def text_of(made: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render() == render()


def test_every_part_carries_the_time_of_the_document_and_none_is_a_macro() -> None:
    with ZipFile(BytesIO(render({}))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2026, 3, 2, 9, 0, 0)}
        assert not any("vba" in name.lower() for name in archive.namelist())


def test_the_properties_name_title_party_and_time() -> None:
    known = Document(BytesIO(render({}))).core_properties
    assert (known.title, known.author, known.language) == ("Kenya – Fourth national report", "Kenya", "en")
    assert known.created.replace(tzinfo=None) == known.modified.replace(tzinfo=None) == AT.replace(tzinfo=None)


def test_sections_and_questions_are_headings() -> None:
    paragraphs = Document(BytesIO(render())).paragraphs
    styles = {paragraph.text: paragraph.style.name for paragraph in paragraphs}
    assert styles["Article 2 – General provisions"] == "Heading 1"
    assert [name for text, name in styles.items() if text.startswith("14\u2002How complete")] == ["Heading 2"]
    assert [name for text, name in styles.items() if text.startswith("32a")] == ["Heading 3"]


def test_answers_are_told_and_closed_or_private_ones_are_not() -> None:
    answers = answers_to(form_of("nr4"), "fr", "en*") | {"Q013": AnswerData(texts={"en": "Nobody asks."})}
    told = text_of(render(answers))
    assert "Fully in place" in told
    assert "La loi sur la biosécurité" in told
    assert "English · courtesy translation" in told
    assert SHA256 in told.replace(" ", "")
    assert "Nobody asks" not in told
    assert "amina@" not in told


def test_arabic_runs_from_right_to_left_and_every_run_names_its_language() -> None:
    document = Document(BytesIO(render({"Q020": AnswerData(texts={"ar": "قانون", "ru": "Закон", "zh-Hans": "法律"})})))
    found = {paragraph.text: paragraph for paragraph in document.paragraphs}
    arabic = found["قانون"]
    assert arabic._p.pPr.find(W + "bidi") is not None
    assert arabic.runs[0].font.rtl is True
    assert arabic.runs[0]._r.rPr.find(W + "lang").get(W + "bidi") == "ar"
    assert found["Закон"].runs[0]._r.rPr.find(W + "lang").get(W + "val") == "ru"
    assert found["法律"].runs[0]._r.rPr.find(W + "lang").get(W + "eastAsia") == "zh-Hans"


def test_a_draft_and_demonstration_data_say_so_at_the_head_of_every_page() -> None:
    document = Document(BytesIO(render({}, draft=True, demonstration=True)))
    head = document.sections[0].header.paragraphs[0].text
    assert "Kenya · Fourth national report · Version 2" in head
    assert "DEMONSTRATION DATA · DRAFT – not submitted" in head
    assert "PAGE" in document.sections[0].footer._element.xml


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    answers = {
        "Q014": AnswerData(options=(text,)),
        "Q020": AnswerData(texts={"en": text, "ar": text, text: text}),
        "links": AnswerData(entries=({"url": text, "title": text},)),
    }
    told = text_of(render(answers, party=text, cycle=text, state=text))
    if kind in ("script", "typst", "code", "template", "emoji", "other scripts"):
        assert told.count(text) >= 6
    assert "\u202e" not in told


def test_a_megabyte_in_one_field_is_written() -> None:
    assert "word " * 100 in text_of(render({"Q020": AnswerData(texts={"en": "word " * 200_000})}))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        render_docx(make_content({}), at=datetime(2026, 3, 2))  # noqa: DTZ001
