"""The workbook, the CSV files and the data pack."""

import csv
import hashlib
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from frictionless import Package, system
from openpyxl import load_workbook

from evaluation.documents import tables
from evaluation.documents.datapack import render_data_pack
from evaluation.documents.figures import figure_text
from evaluation.documents.resources import CODED, ROWS, described
from evaluation.documents.tables import SHEETS
from evaluation.documents.words import languages, words_in, words_of
from evaluation.editions.form import FrozenForm, canonical
from indicators.reasons import NotAssessed, Source, coded
from tests.evaluation.edition_documents.making import LINKS, make_frozen

TABS = {name: words_in("en")(f"tables.tabs.{name}") for name in SHEETS}


@pytest.fixture(scope="module")
def workbook(documents):
    return load_workbook(BytesIO(documents["mid-term-1.0-tables-en.xlsx"].content))


@pytest.fixture(scope="module")
def pack(documents, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    ZipFile(BytesIO(documents["mid-term-1.0-data.zip"].content)).extractall(folder)
    return folder


def rows_of(sheet):
    head, *rows = list(sheet.iter_rows(min_row=5, values_only=True))
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_sheet_holds_one_table_after_a_cover_and_notes(workbook):
    assert workbook.sheetnames == ["Cover", "Notes", *TABS.values()]


def test_a_wide_table_is_printed_over_pages_that_can_be_read_each_with_what_names_its_rows(workbook):
    wide = []
    for name in SHEETS:
        sheet = workbook[TABS[name]]
        widths = [one.width for one in sheet.column_dimensions.values() for _column in range(one.min, one.max + 1)]
        pages = sheet.page_setup.fitToWidth or 1
        repeated = sum(widths[:3]) if pages > 1 else 0
        assert (sum(widths) - repeated) / pages + repeated <= 225, name
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$5:$5"
        if pages > 1:
            wide.append(name)
            assert sheet.print_title_cols == "$A:$C"
            assert sheet.page_setup.pageOrder == "overThenDown"
    assert wide == ["findings", "figures", "by-group"]


def test_no_cell_is_merged_and_none_is_a_formula(workbook):
    for sheet in workbook:
        assert not sheet.merged_cells.ranges
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_every_percentage_has_its_n_and_its_unit_in_the_same_row(workbook):
    for name in SHEETS:
        for row in rows_of(workbook[TABS[name]]):
            if any(value is not None and "%" in str(head) for head, value in row.items()):
                assert any(head.startswith("n: ") and value is not None for head, value in row.items())
                assert any(head.startswith("N: ") and value is not None for head, value in row.items())
                assert row["Unit"]


def test_figures_are_numbers_and_what_is_missing_is_empty(workbook):
    law, trained, records, cooperation = rows_of(workbook["Findings"])
    assert (law["Baseline, %"], law["Current, %"], law["Change in points"]) == (66.7, 100, 33.3)
    assert (law["n: answered both times"], law["N: Parties"], law["Gained"]) == (6, 8, 2)
    assert (law["Where it stands"], law["Trend"], law["Strength"]) == ("Improved slightly", "improved", "slight")
    # The panel is 6 of the 8 Parties to which it applies; with the two outside the net change is 0 to 3.
    assert (law["Parties at both deadlines that it applies to"], law["of so many Parties"]) == (8, 8)
    assert (law["Lowest net change, all Parties"], law["Highest net change, all Parties"]) == (0, 3)
    assert law["Silent that could offset it"] == 2
    assert (trained["Lost"], trained["Strength"]) == (1, None)
    assert records["Current, %"] is None
    assert records["Why, or not"] == "no snapshot"
    assert cooperation["Why, or not"] == "narrative only"


def test_the_workbook_tells_its_edition(workbook):
    cover = dict(workbook["Cover"].iter_rows(min_row=4, max_col=2, values_only=True))
    assert cover["SHA-256 of the edition"] == FrozenForm(make_frozen()).sha256
    assert cover["Symbol"] == "Not an official document"


@pytest.mark.parametrize("name", SHEETS)
def test_a_csv_holds_the_rows_of_its_sheet(documents, workbook, name):
    text = documents[f"mid-term-1.0-{name}-en.csv"].content.decode("utf-8-sig")
    head, *rows = list(csv.reader(StringIO(text)))
    sheet = list(workbook[TABS[name]].iter_rows(min_row=5, values_only=True))
    assert head == list(sheet[0])
    assert len(rows) == len(sheet) - 1
    for row, cells in zip(rows, sheet[1:], strict=True):
        for text, value in zip(row, cells, strict=True):
            assert (
                text == "" if value is None else float(text) == value if not isinstance(value, str) else text == value
            )


def test_who_changed_is_told_by_name(workbook):
    rows = rows_of(workbook["Changes"])
    assert [(row["Indicator"], row["Change"], row["Party"]) for row in rows] == [
        ("1.1.1", "gained", "Côte d’Ivoire"),
        ("1.1.1", "gained", "European Union"),
        ("1.1.2", "gained", "Kenya"),
        ("1.1.2", "lost", "Mexico"),
    ]


def test_the_data_pack_is_valid(pack):
    with system.use_context(trusted=True):
        report = Package(str(pack / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert len(report.tasks) == len(described()) + 1


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("classes", ",KEN,yes", ",XXX,yes"),
        ("classes", ",KEN,yes", ",KEN,maybe"),
        ("population", "NR2,KEN", "NR2,FRA"),
        ("cycles", "2011-09-30", "the end of 2011"),
        ("values", ",share_of_parties,,,8,", ",share_of_parties,,,many,"),
    ],
)
def test_the_description_finds_what_does_not_belong(documents, tmp_path, table, old, new):
    ZipFile(BytesIO(documents["mid-term-1.0-data.zip"].content)).extractall(tmp_path)
    path = tmp_path / "data" / f"{table}.csv"
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
    with system.use_context(trusted=True):
        assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_the_pack_holds_the_frozen_form_under_its_own_hash(pack):
    held = (pack / "frozen.json").read_bytes()
    assert held == canonical(make_frozen())
    manifest = json.loads((pack / "manifest.json").read_bytes())
    assert manifest["sha256"] == hashlib.sha256(held).hexdigest()
    listed = {one["name"]: one["sha256"] for one in manifest["files"]}
    for name, digest in listed.items():
        assert hashlib.sha256((pack / name).read_bytes()).hexdigest() == digest


def test_every_field_stands_in_the_code_book(pack):
    with (pack / "codebook.csv").open(newline="") as file:
        listed = {(row["resource"], row["field"]) for row in csv.DictReader(file)}
    assert listed == {(name, field) for name, held in described().items() for field in held["fields"]}
    assert set(described()) == set(ROWS)


def test_a_code_stands_alone_and_in_words_with_what_it_takes(tmp_path):
    form = make_frozen()
    finding, value = form["findings"][0], form["values"][0]
    finding["trend_reason"] = coded(NotAssessed.SCALE_CHANGED, note="The form of NR3 offers “partly”: 50 % & more")
    value["source"] = coded(Source.TREATY, basis="deposit", who="KEN MEX")
    value["reason"] = coded(NotAssessed.NOT_REACHED, day="2015-12-31")
    form["values"][1]["source"] = "https://portal.example/list?meeting=MOP"
    archive = ZipFile(BytesIO(render_data_pack(FrozenForm(form), words_in("en"), LINKS)))
    tables = {
        name: list(csv.DictReader(StringIO(archive.read(f"data/{name}.csv").decode())))
        for name in ("values", "findings")
    }
    found, counted = tables["findings"][0], tables["values"]
    assert found["trend_reason"] == "scale changed"
    assert found["trend_reason_text"] == "scale changed: The form of NR3 offers “partly”: 50 % & more"
    assert (counted[0]["source"], counted[0]["source_text"]) == (
        "treaty dates",
        "treaty dates, by deposit: Kenya, Mexico",
    )
    assert counted[0]["reason_text"] == "not reached by 31 December 2015"
    assert counted[1]["source"] == counted[1]["source_text"] == "https://portal.example/list?meeting=MOP"
    for name, columns in CODED.items():
        assert all((row[column] == "") == (row[f"{column}_text"] == "") for row in tables[name] for column in columns)


def test_no_part_of_the_frozen_form_is_left_out_of_the_tables(pack):
    held = {name: (pack / "data" / f"{name}.csv").read_text().count("\n") - 1 for name in ROWS}
    form = make_frozen()
    assert held["values"] == len(form["values"])
    assert held["findings"] == len(form["findings"])
    assert held["reports"] == len(form["reports"])
    assert held["parties"] == len(form["parties"])
    assert held["classes"] == 2 * 2 * 8


@pytest.mark.parametrize("language", languages())
def test_a_sheet_is_called_in_the_language_of_the_workbook_by_a_name_that_a_sheet_can_have(language):
    words = words_in(language)
    held = [words("tables.cover_sheet"), words("tables.notes_sheet"), *(words(f"tables.tabs.{one}") for one in SHEETS)]
    assert len({name.lower() for name in held}) == len(held)
    assert all(len(name) <= 31 and not set("[]:*?/\\'") & set(name) for name in held)
    assert language == "en" or not set(held) & set(TABS.values()) - ({"Parties"} if language == "fr" else set())


def test_a_survey_kept_with_a_cycle_is_called_so_and_not_by_its_key():
    form = make_frozen()
    held = form["cycles"][form["parameters"]["baseline"]]
    held["received"]["survey-2014"] = {"KEN": "2014-03-01"}
    held["cut_offs"]["survey-2014"] = "2014-06-05"
    edition = FrozenForm(form)
    for language, said in (("en", "survey of 2014"), ("fr", "enquête de 2014")):
        words = words_of(edition, language)
        headings = [heading for heading, _name in tables.parties(edition, words).columns]
        assert words("tables.received", part=f"NR2, {said}") in headings
        assert said in {row[1] for row in tables.coverage(edition, words).rows}
        assert not any("survey-2014" in heading for heading in headings)


def test_the_code_book_says_in_each_language_what_every_field_holds(pack):
    with (pack / "codebook.csv").open(newline="") as file:
        english = list(csv.reader(file))
    for language in languages():
        if language == "en":
            continue
        with (pack / f"codebook-{language}.csv").open(newline="", encoding="utf-8-sig") as file:
            said = list(csv.reader(file))
        assert [row[:3] + row[4:] for row in said[1:]] == [row[:3] + row[4:] for row in english[1:]]
        assert not [row for row, other in zip(said[1:], english[1:], strict=True) if row[3] == other[3]]
        assert not [row for row in said if "[" in row[3]]
        assert said[0] != english[0]


def test_the_pack_is_described_in_each_language_under_the_same_names_and_types(pack):
    english = json.loads((pack / "datapackage.json").read_bytes())
    for language in languages():
        if language == "en":
            continue
        said = json.loads((pack / f"datapackage-{language}.json").read_bytes())
        assert without_words(said) == without_words(english)
        both = list(zip(words_of_package(said), words_of_package(english), strict=True))
        # A word may be the same in two languages; no more than a few are.
        assert len([one for one, other in both if one == other]) <= 3, language
        assert not [one for one, _other in both if "[" in one]


def words_of_package(held):
    """Every title and description in it, those of the edition itself apart."""
    for name, value in held.items() if isinstance(held, dict) else enumerate(held):
        if name in ("title", "description") and isinstance(value, str):
            yield value
        elif isinstance(value, (dict, list)):
            yield from words_of_package(value)


def without_words(held):
    if isinstance(held, dict):
        return {name: without_words(value) for name, value in held.items() if name not in ("title", "description")}
    return [without_words(one) for one in held] if isinstance(held, list) else held


def test_demonstration_data_says_so_in_tables_and_pack(official):
    book = load_workbook(BytesIO(official["mid-term-1.0-tables-en.xlsx"].content))
    assert {book[TABS[name]]["A3"].value for name in SHEETS} == {"Demonstration data"}
    archive = ZipFile(BytesIO(official["mid-term-1.0-data.zip"].content))
    assert archive.read("README.txt").startswith(b"DEMONSTRATION DATA")
    assert json.loads(archive.read("datapackage.json"))["description"].startswith("DEMONSTRATION DATA")


@pytest.mark.parametrize(
    ("language", "units", "figure"),
    [
        ("ar", {"أطراف", "سجلات"}, "120 سجل"),
        ("ru", {"Стороны", "записи"}, "120 записей"),
        ("zh", {"缔约方", "记录"}, "120条记录"),
    ],
)
def test_units_stand_in_the_language_of_the_document(language, units, figure):
    edition = FrozenForm(make_frozen())
    words = words_of(edition, language)
    sheet = tables.figures(edition, words)
    place = [name for _heading, name in sheet.columns].index("unit")
    assert {row[place] for row in sheet.rows} - {""} == units
    held = next(row for row in edition["values"] if row["unit"] == "records")
    row = held | {"numerator": "120", "denominator": None, "reason": ""}
    assert figure_text(row, words).startswith(figure)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", {"Sovereign State", "Regional economic integration organisation"}),
        ("ar", {"دولة ذات سيادة", "منظمة إقليمية للتكامل الاقتصادي"}),
    ],
)
def test_the_kind_of_a_party_is_a_word_and_no_code(language, said):
    edition = FrozenForm(make_frozen())
    sheet = tables.parties(edition, words_of(edition, language))
    place = [name for _heading, name in sheet.columns].index("kind")
    assert {row[place] for row in sheet.rows} == said
