"""The workbook through the site: fetched, sent back, its differences confirmed."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from national_reports.codec import AnswerData
from national_reports.models import Answer, WorkbookImport
from national_reports.services.offline import apply_workbook, differences, receive_workbook, workbook_of
from national_reports.workbook.identity import WorkbookRefused
from tests.factories import NOW
from tests.people_factories import client_of

PLACE = "/en/reports/KEN/NR4/offline/"


def sent_back(report, form, people, content=None):
    content = content or workbook_of(report, form, at=NOW)
    return receive_workbook(report=report, form=form, content=content, name="nr4.xlsx", by=people.contributor, at=NOW)


def test_a_workbook_that_nobody_filled_in_changes_nothing(draft, nr4, put, people):
    put(draft, "Q020", AnswerData(texts={"en": "  =1+1\n<b>"}))
    put(draft, "Q017", AnswerData(options=("false",), details={"true.some": {"en": "kept"}}))
    kept = sent_back(draft, nr4, people)
    assert kept.rows == []
    assert differences(kept, nr4) == []


def test_what_a_colleague_wrote_meanwhile_is_no_difference_and_is_never_overwritten(draft, nr4, put, people):
    content = workbook_of(draft, nr4, at=NOW)
    put(draft, "Q020", AnswerData(texts={"en": "written here"}))
    assert sent_back(draft, nr4, people, content).rows == []


def test_a_row_is_applied_at_the_version_that_was_shown_and_twice_changes_nothing(draft, nr4, put, people):
    put(draft, "Q020", AnswerData(texts={"en": "from the workbook"}))
    content = workbook_of(draft, nr4, at=NOW)
    put(draft, "Q020", AnswerData(texts={"en": "changed here"}))
    Answer.objects.filter(report=draft, question="Q020").update(version=1)
    draft.changes.filter(question="Q020").delete()
    kept = sent_back(draft, nr4, people, content)
    shown = {one.question.key: one.version for one in differences(kept, nr4)}
    assert shown == {"Q020": 1}
    for _ in range(2):
        apply_workbook(workbook=kept, versions=shown, by=people.contributor, at=NOW)
    answer = draft.answers.get(question="Q020")
    assert (answer.texts, answer.version) == ({"en": "from the workbook"}, 2)


def test_another_partys_workbook_is_refused_and_nothing_is_kept(draft, nr4, people):
    content = workbook_of(draft, nr4, at=NOW)
    draft.party.code = "GHA"
    with pytest.raises(WorkbookRefused):
        sent_back(draft, nr4, people, content)
    assert not WorkbookImport.objects.exists()


def test_a_file_that_is_no_workbook_is_refused_with_a_list(draft, people):
    file = SimpleUploadedFile("nr4.xlsx", BytesIO(b"MZ program").read())
    page = client_of(people.contributor).post(PLACE, {"file": file})
    assert page.status_code == 422
    assert "Nothing was read from the workbook" in page.content.decode()


def test_an_answer_that_no_workbook_holds_is_told_instead_of_a_fault(draft, people):
    Answer.objects.create(report=draft, question="Q014", options=["implementation.unheard"])
    page = client_of(people.contributor).get(f"{PLACE}workbook.xlsx", follow=True)
    assert page.redirect_chain
    assert "Mend this answer first: 14: the form does not offer" in page.content.decode()


@pytest.fixture
def six_languages(settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())


def test_the_workbook_of_a_french_page_is_french_and_is_taken_on_an_arabic_one(draft, people, six_languages):
    client = client_of(people.contributor)
    answer = client.get(f"{PLACE.replace('/en/', '/fr/')}workbook.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="NR4-KEN-v1-fr.xlsx"'
    book = load_workbook(BytesIO(answer.content))
    assert "Mode d’emploi" in book.sheetnames
    rows = {
        (sheet[f"F{row}"].value, sheet[f"G{row}"].value): sheet[f"C{row}"]
        for sheet in book.worksheets
        for row in range(4, sheet.max_row + 1)
    }
    rows["Q012_party", "one"].value = "Sí"
    held = BytesIO()
    book.save(held)
    place = PLACE.replace("/en/", "/ar/")
    page = client.post(place, {"file": SimpleUploadedFile("nr4.xlsx", held.getvalue())})
    assert page.status_code == 302, page.content.decode()
    (kept,) = WorkbookImport.objects.all()
    assert [row["question"] for row in kept.rows] == ["Q012_party"]
    assert AnswerData.unpack(kept.rows[0]["content"]) == AnswerData(options=("true",))
    assert "نعم" in client.get(page["Location"]).content.decode()


def test_a_french_reader_is_told_in_french_what_is_wrong_with_a_file(draft, people, six_languages):
    place = PLACE.replace("/en/", "/fr/")
    page = client_of(people.contributor).post(place, {"file": SimpleUploadedFile("nr4.xlsx", b"MZ program")})
    assert "Ce fichier n’est pas un classeur Excel (.xlsx)." in page.content.decode()


def filled(client, **cells):
    """The report's workbook with these cells of single answers typed anew."""
    book = load_workbook(BytesIO(client.get(f"{PLACE}workbook.xlsx").content))
    for sheet in book.worksheets:
        for row in range(4, sheet.max_row + 1):
            if sheet[f"F{row}"].value in cells and sheet[f"G{row}"].value in ("one", "text"):
                sheet[f"C{row}"].value = cells[sheet[f"F{row}"].value]
    held = BytesIO()
    book.save(held)
    return SimpleUploadedFile("nr4.xlsx", held.getvalue())


@pytest.fixture
def sent(draft, people):
    """A client with a workbook sent back that says something in three sections."""
    client = client_of(people.contributor)
    said = {"Q014": "Fully in place", "Q017": "Perhaps", "Q020": "The law.", "Q021": "Yes"}
    return client, client.post(PLACE, {"file": filled(client, **said)})["Location"]


def ticked(page):
    return {row["difference"].question.key for one in page.context["sections"] for row in one["rows"] if row["ticked"]}


def test_what_can_be_read_is_offered_and_what_cannot_is_listed_with_its_cell(sent, draft):
    client, address = sent
    page = client.get(address)
    assert ticked(page) == {"Q014", "Q020", "Q021"}
    assert "is not one of the answers. Choose:" in page.content.decode()
    (told,) = WorkbookImport.objects.get().problems
    assert told["place"].rpartition(", ")[2].startswith("C")
    assert "Perhaps" in told["reason"]
    versions = {f"{key}:version": 0 for key in ("Q014", "Q020", "Q021")}
    client.post(address, {"take": ["Q014", "Q021"]} | versions)
    assert set(draft.answers.exclude(question="languages").values_list("question", flat=True)) == {"Q014", "Q021"}


def test_a_section_is_ticked_whole_or_not_at_all_without_a_script(sent, draft):
    client, address = sent
    page = client.post(address, {"take": ["Q014", "Q020", "Q021"], "tick": "none Article2"})
    assert ticked(page) == {"Q021"}
    page = client.post(address, {"take": ["Q021"], "tick": "all Article2"})
    assert ticked(page) == {"Q014", "Q020", "Q021"}
    assert not draft.answers.filter(question="Q014").exists()


def test_pages_that_take_a_file_say_its_bound_to_the_browser(draft, people):
    client = client_of(people.contributor)
    assert f'data-most="{5 * 2**20}"' in client.get(PLACE).content.decode()
    assert 'data-most="' in client.get("/en/reports/KEN/NR4/attachments/").content.decode()
