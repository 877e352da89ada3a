"""Nothing hostile gets as far as a parser, and refusing it costs next to nothing."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from national_reports.workbook.guard import open_guarded
from national_reports.workbook.identity import WorkbookRefused
from tests.national_reports.workbook.bombs import BOMBS, SHEET, packed, parts, with_part
from tests.national_reports.workbook.making import make, read_back

# The peak of this program alone: what getrusage() tells begins with the peak of the program that started it.
MEASURE = """
import io, json, sys, time, zipfile
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from national_reports.workbook.guard import open_guarded
from national_reports.workbook.identity import WorkbookRefused

def peak():
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024

def read_all(file):
    return [len(archive.read(name)) for archive in [zipfile.ZipFile(file)] for name in archive.namelist()]

content = Path(sys.argv[1]).read_bytes()
before, start, reason = peak(), time.process_time(), ""
try:
    (read_all if sys.argv[2:] else open_guarded)(io.BytesIO(content))
except WorkbookRefused as refused:
    reason = str(refused)
print(json.dumps({"reason": reason, "seconds": time.process_time() - start, "megabytes": peak() - before}))
"""


def measured(content, folder, *how):
    """What refusing a file costs a program of its own: processor seconds and megabytes above what it had."""
    file = folder / "sent.xlsx"
    file.write_bytes(content)
    command = [sys.executable, "-c", MEASURE, str(file), *how]
    root = Path(__file__).parents[3]
    return json.loads(subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=60).stdout)


@pytest.mark.parametrize("bomb", BOMBS)
def test_it_is_refused_before_a_second_and_50_megabytes_are_gone(bomb, tmp_path):
    told = measured(BOMBS[bomb](), tmp_path)
    assert told["reason"]
    assert told["seconds"] < 1
    assert told["megabytes"] < 50


def test_the_measure_sees_what_an_unguarded_reader_takes(tmp_path):
    assert measured(BOMBS["inflates to 300 MB"](), tmp_path, "unguarded")["megabytes"] > 250


@pytest.mark.parametrize(
    ("bomb", "words"),
    [
        ("inflates to 300 MB", "far more than a report can"),
        ("a lying header", "damaged"),
        ("macro-enabled", "macros"),
        ("external entity in UTF-16", "no spreadsheet program writes"),
        ("a program", "not an Excel workbook"),
        ("an older workbook", "not an Excel workbook"),
        ("encrypted", "Remove the password"),
        ("truncated", "not sent whole"),
        ("larger than the bound", "larger than 5 MB"),
    ],
)
def test_the_refusal_says_why_in_one_sentence_and_what_to_do_in_another(bomb, words):
    with pytest.raises(WorkbookRefused) as refused:
        open_guarded(io.BytesIO(BOMBS[bomb]()))
    (problem,) = refused.value.problems
    assert words in problem.reason


def test_what_spreadsheet_programs_add_is_let_through():
    for name in ("xl/printerSettings/printerSettings1.bin", "docProps/thumbnail.wmf", "customXml/item1.xml"):
        assert open_guarded(io.BytesIO(with_part(name, b"<x/>")))


def test_an_honest_workbook_is_let_through_in_either_packing():
    for compression in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        assert open_guarded(io.BytesIO(packed(parts(), compression)))


def outcome(content):
    """What reading comes to: nothing, or the refusal in words; any other error is a fault."""
    try:
        return bool(read_back(content).rows)
    except WorkbookRefused as refused:
        return str(refused)


@pytest.mark.parametrize("start", range(0, 60_000, 1500))
def test_a_workbook_with_a_broken_stretch_is_read_or_refused(start):
    content = make()
    assert outcome(content[:start] + bytes(byte ^ 0x5A for byte in content[start : start + 40]) + content[start + 40 :])


ROW = b"<worksheet><sheetData><row%s>%s</row></sheetData></worksheet>"
SHEETS = {
    "not XML": b"<worksheet",
    "a row without a number": ROW % (b' r="x"', b""),
    "digits without end": ROW % (b' r="' + b"9" * 9000 + b'"', b""),
    "a strange cell": ROW % (b"", b'<c r="1A"><v>1</v></c>'),
    "a strange type": ROW % (b"", b'<c t="zz"><v>1</v></c>'),
    "a string that is not there": ROW % (b"", b'<c t="s"><v>999999</v></c>'),
    "a string of no number": ROW % (b"", b'<c t="s"><v>x</v></c>'),
    "too many cells": ROW % (b"", b"<c/>" * 600_000),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_that_is_no_sheet_is_refused(sheet):
    told = outcome(packed(parts() | {SHEET: SHEETS[sheet]}))
    assert "cannot be read" in told or "far more" in told


@pytest.mark.parametrize("sheet", [b"<x/>", b"<worksheet>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</worksheet>"])
def test_what_stands_on_the_first_sheet_is_no_part_of_the_report(sheet):
    assert outcome(packed(parts() | {SHEET: sheet})) is True
