import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import pytest
from pypdf import PdfReader

from national_reports.codec import AnswerData
from national_reports.documents.pdf import render_pdf, render_receipt
from tests.evaluation.edition_documents.painted import lines_of
from tests.national_reports.documents.conftest import (
    AT,
    FILES,
    SHA256,
    answers_to,
    form_of,
    make_content,
    make_receipt,
)
from typesetting import fonts, process
from typesetting.fonts import BUILT_IN, ChineseFontMissing, character_ranges, installed
from typesetting.process import DocumentNotRendered, DocumentTooLarge

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "override": "\u202egnp.exe \u2066isolate",
    "controls": "a\x00b\x1bc\x7f",
    "half a pair": "half \ud83d pair",
    "not a character": "\ufffe\uffff",
    "typst": '#import "x.typ": * #read("/etc/passwd") @x <label> $ x^2 $ \\ \\u{41} = heading `raw` *b* _i_ // /*',
    "code": '#panic(sys.inputs) #{ while true {} } #eval("1") #include "/etc/passwd"',
    "template": "{{ settings.SECRET_KEY }} {% debug %} ${x} %s %(x)s {0}",
    "emoji": "\U0001f600 \U0001f1eb\U0001f1f7 \u2705",
    "other scripts": "ไทย हिन्दी አማርኛ 한국어",
    "private use": "\ue000\U000f0000",
    "marks": "a" + "\u0301" * 2000,
    "joiners": "\u200d\u200c\u200b" * 500,
    "brackets": "\"'()[]{}",
    "empty": " \n\t ",
}


def text_of(made: bytes) -> str:
    # A line may end anywhere, and a long word is broken at a character without width.
    pages = (page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def render(answers: dict[str, AnswerData], **overrides: object) -> bytes:
    return render_pdf(make_content(answers, **overrides), at=AT)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_pdf(make_content(), at=AT) == render_pdf(make_content(), at=AT)


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert render_receipt(make_receipt(), at=AT) == render_receipt(make_receipt(), at=AT)


@pytest.mark.parametrize("made", [lambda: render({}), lambda: render_receipt(make_receipt(), at=AT)])
def test_it_is_tagged_and_says_pdf_ua(made) -> None:
    reader = PdfReader(BytesIO(made()))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title
    assert reader.metadata.creation_date == AT


def test_the_title_and_the_sections_can_be_gone_to() -> None:
    reader = PdfReader(BytesIO(render_pdf(make_content(), at=AT)))
    assert reader.metadata.title == "Kenya – Fourth national report"
    assert [one.title for one in reader.outline][:2] == [
        "About this report",
        "Party to the Cartagena Protocol on Biosafety",
    ]


def test_every_page_says_whose_report_it_is_and_its_number() -> None:
    pages = PdfReader(BytesIO(render_pdf(make_content(), at=AT))).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "Kenya · Fourth national report · Version 2" in text
        assert f"Page {number} / {len(pages)}" in text


def test_answers_and_questions_can_be_read_out() -> None:
    told = text_of(render_pdf(make_content(answers_to(form_of("nr4"), "fr", "ru")), at=AT))
    assert "How complete are the national measures" in told
    assert "Fully in place" in told
    assert "La loi sur la biosécurité a été adoptée en 2019" in told
    assert "Закон о биобезопасности был принят" in told
    assert "Law of 2019.pdf" in told
    assert SHA256 in told.replace(" ", "")


def test_closed_answers_and_private_data_are_absent() -> None:
    answers = answers_to(form_of("nr4")) | {
        "Q012_party": AnswerData(options=("true",)),
        "Q013": AnswerData(texts={"en": "Nobody asks."}),
    }
    told = text_of(render(answers))
    assert "Nobody asks" not in told
    assert "amina@" not in told
    assert "amina@ministry.example" in text_of(render(answers, shows_private=True))


def test_a_draft_and_demonstration_data_say_so_on_every_page() -> None:
    for page in PdfReader(BytesIO(render(answers_to(form_of("nr4")), draft=True, demonstration=True))).pages:
        assert page.extract_text().count("DEMONSTRATION DATA") == 2
        assert page.extract_text().count("DRAFT – not submitted") == 2


def test_an_empty_report_has_no_answers() -> None:
    told = text_of(render({}, attachments=(), reference="", submitted_at=None, sha256="", address=""))
    assert told.count("No answer") > 100


@pytest.mark.parametrize("name", ["nr2", "nr3", "nr4", "nr5"])
def test_whole_forms_are_set(name: str) -> None:
    assert len(PdfReader(BytesIO(render_pdf(make_content(None, name), at=AT))).pages) > 10


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_only_text(kind: str) -> None:
    text = HOSTILE[kind]
    answers = {
        "Q014": AnswerData(options=(text,)),
        "Q016": AnswerData(options=("true",), details={"true": {"en": text, text: text}}),
        "Q020": AnswerData(texts={"en": text, "ar": text, "zh-Hans": text, "fr*": text}),
        "contact": AnswerData(entries=({"name": text, "post": text},)),
        "links": AnswerData(entries=({"url": "https://ministry.example/" + text, "title": text},)),
        "reportPeriodStartDate": AnswerData(entries=({"day": text},)),
    }
    told = text_of(render(answers, party=text, cycle=text, state=text, attachments=(FILES[0],)))
    assert "root:" not in told
    if kind in ("script", "typst", "code", "template"):
        assert told.replace(" ", "").count(text.replace(" ", "")) >= 6


def test_an_override_does_not_turn_what_follows() -> None:
    assert "gnp.exe" in text_of(render({"Q020": AnswerData(texts={"en": HOSTILE["override"]})}))


def test_characters_without_a_glyph_are_given_by_their_code() -> None:
    told = text_of(render({"Q020": AnswerData(texts={"en": "Fine \U0001f600 ✓"})}))
    assert "Fine [U+1F600] ✓" in told
    assert "are given by their code" in told
    assert "are given by their code" not in text_of(render({}))


@pytest.mark.slow
@pytest.mark.parametrize("text", ["word " * 200_000, "a" * 1_000_000, "https://" + "x" * 1_000_000])
def test_a_megabyte_in_one_field_is_set_in_sane_time(text: str) -> None:
    started = perf_counter()
    render({"Q020": AnswerData(texts={"en": text})})
    assert perf_counter() - started < 60


@pytest.mark.slow
def test_a_megabyte_of_short_lines_takes_more_memory_than_is_given_and_is_refused() -> None:
    with pytest.raises(DocumentNotRendered):
        render({"Q020": AnswerData(texts={"en": "line\n" * 200_000})})


def test_more_than_a_document_holds_is_refused() -> None:
    texts = {"en": "word " * 4_000_000}
    with pytest.raises(DocumentTooLarge) as refused:
        render({"Q020": AnswerData(texts=texts)})
    assert refused.value.size > refused.value.most


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MOST_SECONDS", 0.01)
    with pytest.raises(DocumentNotRendered, match="Not set within"):
        render({})


def test_what_typst_refuses_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.Fonts, "holds", lambda self, character: True)
    with pytest.raises(DocumentNotRendered, match="could not be displayed"):
        render({"Q020": AnswerData(texts={"en": "\U0001f600"})})


def test_arabic_is_set_from_right_to_left_in_a_document_of_its_own_language() -> None:
    reader = PdfReader(BytesIO(render(answers_to(form_of("nr4"), "ar"), language="ar", party="كينيا")))
    assert reader.root_object["/Lang"] == "ar"
    assert reader.metadata.title.startswith("كينيا")


def test_chinese_without_its_font_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(process, "installed", lambda: installed(tmp_path))
    with pytest.raises(ChineseFontMissing, match="fonts-noto-cjk"):
        render({"Q020": AnswerData(texts={"zh": "生物安全法"})})


def test_chinese_is_set_where_its_font_is_installed() -> None:
    answers = {"Q020": AnswerData(texts={"zh": "生物安全法于2019年通过。"})}
    if installed().has_chinese:
        # Typst sets a thin space between Chinese and a number.
        assert "生物安全法于2019年通过。" in text_of(render(answers)).replace(" ", "")
    else:
        with pytest.raises(ChineseFontMissing):
            render(answers)


NATIONAL = {
    "am": "አማርኛ የደህንነት",
    "bn": "জৈব নিরাপত্তা",
    "bo": "བོད་སྐད",
    "dv": "ދިވެހި",
    "gu": "ગુજરાતી",
    "he": "בטיחות ביולוגית",
    "hy": "Կենսանվտանգություն",
    "ka": "ბიოუსაფრთხოება",
    "km": "ជីវសុវត្ថិភាព​កម្ពុជា",
    "kn": "ಜೈವಿಕ ಸುರಕ್ಷತೆ",
    "lo": "ຄວາມປອດໄພທາງຊີວະພາບ",
    "ml": "ജൈവസുരക്ഷ",
    "mn-Mong": "ᠮᠣᠩᠭᠣᠯ",
    "my": "ဇီဝဘေးကင်းရေး",
    "or": "ଜୈବ ସୁରକ୍ଷା",
    "pa": "ਜੈਵਿਕ ਸੁਰੱਖਿਆ",
    "si": "ජෛව ආරක්ෂාව ශ්‍රී",
    "ta": "உயிரியல் பாதுகாப்பு",
    "te": "జీవ భద్రత",
    "th": "ความปลอดภัยทางชีวภาพ",
    "zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_scripts_of_national_languages_are_printed(language: str) -> None:
    told = PdfReader(
        BytesIO(render({"Q020": AnswerData(texts={"en": "\n".join(NATIONAL.values())})}, language=language))
    )
    faces = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in told.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert "[U+" not in "".join(page.extract_text() for page in told.pages)
    assert {face.split("-")[0] for face in faces} >= {font.path.name.split("-")[0] for font in installed().national} - {
        "NotoSansCanadianAboriginal",
        "NotoSansNKo",
    }


def test_a_document_in_our_scripts_does_not_change_with_the_fonts_of_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = render({})
    monkeypatch.setattr(process, "installed", lambda: installed(national=tmp_path))
    assert render({}) == made


def test_without_its_font_a_script_is_given_by_its_codes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "installed", lambda: installed(national=tmp_path))
    assert "[U+1780]" in text_of(render({"Q020": AnswerData(texts={"en": "ក"})}))


def test_arabic_can_be_searched_in_a_report() -> None:
    made = render_receipt(make_receipt(language="ar", declaration="نتحمل مسؤولية كل ما كتب", party="كينيا"), at=AT)
    told = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    assert "نتحمل مسؤولية كل ما كتب" in told
    faces = subprocess.run(["pdffonts", "-"], input=made, capture_output=True, check=True).stdout.decode()
    assert "IBMPlexSansArabic" in faces
    assert "Libertinus" not in faces


def test_every_character_that_is_called_built_in_is_set() -> None:
    characters = "".join(chr(code) for start, end in BUILT_IN for code in range(start, end + 1))
    told = text_of(render({"Q020": AnswerData(texts={"en": characters})}))
    assert set(characters) <= set(told)
    assert "[U+" not in told


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.ttf").write_bytes(bytes(64))
    with pytest.raises(ValueError, match="no character map"):
        character_ranges(tmp_path / "no.ttf")


def test_the_receipt_is_one_page_with_all_that_proves_it() -> None:
    made = render_receipt(make_receipt(), at=AT)
    told = text_of(made)
    assert len(PdfReader(BytesIO(made)).pages) == 1
    for part in (
        "NR4-KEN-2-7F3A",
        "Kenya",
        "2 March 2026, 09:00:00 UTC",
        "Amina Example",
        "on behalf of my Government",
    ):
        assert part in told
    assert "9f86d081 884c7d65" in told
    assert "https://portal.example/en/receipts/NR4-KEN-2-7F3A/" in told


def _render_in_child(queue) -> None:
    queue.put(len(render({})))


def test_it_renders_in_a_process_that_was_forked_after_rendering() -> None:
    with ThreadPoolExecutor(2) as pool:
        sizes = {len(made) for made in pool.map(lambda _: render({}), range(3))}
    context = get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=_render_in_child, args=(queue,))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert {queue.get()} == sizes
    assert threading.active_count() >= 1


def test_the_process_that_renders_knows_no_django() -> None:
    code = "import sys, typesetting.setting; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=process.ROOT, check=False).returncode == 0


def test_a_code_in_brackets_is_read_from_left_to_right_and_broken_at_no_line_end() -> None:
    """Each line has another number of words before the code, so that it meets the end of a line somewhere."""
    said = "\n".join(f"{'كلمة ' * words}Geneva (UN-OHRLLS)، وبعدها." for words in range(5, 25))
    lines = lines_of(render({"stakeholders": AnswerData(texts={"ar": said})}))
    held = [line for line in lines if "UN" in line or "OHRLLS" in line]
    assert len(held) == 20
    assert [line for line in held if not re.search(r"[()]UN-OHRLLS[()]", line.replace("\u2060", ""))] == []
