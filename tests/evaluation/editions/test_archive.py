"""The archive of what is public: whole, the same each time, read by a browser from a folder, and nobody is in it."""

import csv
import hashlib
import json
import subprocess
from html.parser import HTMLParser
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from figures.services import compute_progress
from national_reports.models import Answer, Report
from national_reports.services.attachments import add_attachment
from parties.audit import record
from parties.models import User
from portal.archive.folder import Folder, NotExported
from tests.factories import make_report
from tests.people_factories import NOW, make_focal_point

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh-hans")
CONTACT = {"name": "Amina Example", "email": "amina@ministry.example"}
REMARK = "Our own remark: 2 < 3 & more"
FORMULA = '=HYPERLINK("http://elsewhere.example")'


@pytest.fixture
def content(published, settings, tmp_path):
    """An edition, reports with a contact, a file and hostile words, a draft, and a person on the trail."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    settings.CODE_VERSION = "a-release"
    author = User.objects.get(name="Author")
    report = Report.objects.published().get(party__code="KEN", cycle__code="NR3")
    Answer.objects.create(report=report, question="contact", entries=[CONTACT])
    Answer.objects.create(report=report, question="Q021", texts={"en": REMARK, "fr": FORMULA})
    report.state = Report.State.DRAFT
    report.save()
    file = ContentFile(b"%PDF-1.4 what a Party sent %%EOF", name="../../a law of <Kenya>.pdf")
    add_attachment(report=report, file=file, by=make_focal_point("KEN"), at=timezone.now())
    report.state = Report.State.PUBLISHED
    report.save()
    make_report("BRA", "NR4", {"Q021": {"en": "an unpublished word"}}, state=Report.State.DRAFT)
    record(subject=f"person/{author.pk}", action="signed in", by=author, at=timezone.now(), detail={})
    compute_progress(at=NOW, reason="for the archive")


def export(folder):
    said = StringIO()
    call_command("export_archive", str(folder), stdout=said)
    return said.getvalue()


@pytest.fixture
def archive(content, tmp_path):
    export(tmp_path / "archive")
    return tmp_path / "archive"


def rows(path):
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src")]
        assert not [name for name, _ in attributes if name == "style" or name.startswith("on")]


def links_of(path):
    parser = Links()
    parser.feed(path.read_text())
    return parser.found


def test_it_is_whole_and_each_file_stands_in_the_manifest(archive):
    manifest = json.loads((archive / "manifest.json").read_text())
    told = {one["path"]: one for one in manifest["files"]}
    there = {path.relative_to(archive).as_posix() for path in archive.rglob("*") if path.is_file()}
    assert there == {*told, "manifest.json", "SHA256SUMS"}
    for name, one in told.items():
        content = (archive / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
    assert (manifest["format"], manifest["release"], manifest["demonstration"]) == (1, "a-release", False)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=archive, check=True)
    # Both files of hashes hold each other apart from themselves.
    assert {line.split("  ")[1] for line in (archive / "SHA256SUMS").read_text().splitlines()} == {
        *told,
        "manifest.json",
    }


def test_every_link_leads_to_a_file_of_the_archive(archive):
    pages = sorted(archive.rglob("*.html"))
    assert len(pages) > 40
    reached = {archive / "index.html"}
    for page in pages:
        for link in links_of(page):
            if link.startswith("#"):
                continue
            target = (page.parent / unquote(link)).resolve()
            assert target.is_file(), f"{page.name}: {link}"
            assert target.is_relative_to(archive)
            reached.add(target)
    # Nothing lies there that no page leads to, but what programmes read.
    unreached = {path.relative_to(archive).as_posix() for path in archive.rglob("*") if path.is_file()}
    unreached -= {path.relative_to(archive).as_posix() for path in reached}
    assert unreached == {"SHA256SUMS"}


def test_plan_figures_ledger_editions_and_heads_are_in_it(archive, published):
    (indicator, *_more) = [row for row in rows(archive / "data/plan.csv") if row["level"] == "indicator"]
    assert all(indicator[f"text_{language}"] for language in LANGUAGES)
    figures = rows(archive / "data/figures.csv")
    assert {row["cycle"] for row in figures} >= {"NR3", "NR4"}
    assert {row["demonstration"] for row in figures} == {"False"}
    held = {(row["party"], row["cycle"]) for row in rows(archive / "data/ledger.csv")}
    assert {("KEN", "NR3"), ("KEN", "NR4")} <= held
    place = archive / "editions" / published.evaluation.slug / published.version
    for document in published.documents.all():
        assert hashlib.sha256((place / document.name).read_bytes()).hexdigest() == document.sha256
        assert document.sha256 in (archive / "en/editions.html").read_text()
    assert rows(archive / "data/heads.csv")[-1]["subject"] == "all chains"
    for language in LANGUAGES:
        page = (archive / language / "index.html").read_text()
        assert f'lang="{language}' in page.replace("zh-Hans", "zh-hans")
        assert ('dir="rtl"' in page) == (language == "ar")


def test_a_report_is_there_as_page_as_data_and_as_rows_with_its_file(archive):
    page = (archive / "reports/NR3/KEN-v1.html").read_text()
    assert "Our own remark: 2 &lt; 3 &amp; more" in page
    (file,) = [path for path in (archive / "reports/NR3").iterdir() if path.name.endswith(".pdf")]
    assert file.name in page
    assert "a law of &lt;Kenya&gt;.pdf" in page
    document = json.loads((archive / "reports/NR3/KEN-v1.json").read_text())
    assert (document["party"], document["cycle"], document["version"]) == ("KEN", "NR3", 1)
    told = [
        row
        for row in rows(archive / "data/answers.csv")
        if row["key"] == "Q021" and row["cycle"] == "NR3" and row["party"] == "KEN"
    ]
    assert {(row["text_language"], row["text"]) for row in told} == {("en", REMARK), ("fr", f"'{FORMULA}")}


def test_nothing_of_a_person_or_a_draft_is_in_it(archive):
    everything = b"".join(path.read_bytes() for path in archive.rglob("*") if path.is_file())
    people = [word for user in User.objects.all() for word in (user.email,)]
    for word in (*CONTACT.values(), *people, "an unpublished word", "person/", "BRA-v1"):
        assert word.encode() not in everything, word
    draft = Report.objects.get(state=Report.State.DRAFT)
    assert f"report/{draft.pk}," not in (archive / "data/heads.csv").read_text()


def test_the_same_data_give_the_same_bytes(archive, tmp_path):
    export(tmp_path / "again")
    assert (archive / "manifest.json").read_bytes() == (tmp_path / "again/manifest.json").read_bytes()
    assert (archive / "SHA256SUMS").read_bytes() == (tmp_path / "again/SHA256SUMS").read_bytes()


def test_a_folder_that_is_there_is_never_written_to(tmp_path, db):
    (tmp_path / "archive").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        export(tmp_path / "archive")
    assert list((tmp_path / "archive").iterdir()) == []


def test_what_broke_off_stands_under_no_name_and_is_begun_anew(content, tmp_path):
    held = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    gone = held.read_bytes()
    held.unlink()
    with pytest.raises(CommandError, match=r"is missing\. Run manage\.py verify"):
        export(tmp_path / "archive")
    assert not (tmp_path / "archive").exists()
    held.write_bytes(gone)
    assert "reports 12" in export(tmp_path / "archive")
    assert not (tmp_path / "archive.begun").exists()


def test_a_table_is_written_line_by_line(tmp_path):
    folder, written = Folder(tmp_path), []

    def many():
        for number in range(3):
            # What came before is on its way to the file, and not kept.
            written.append(number)
            yield {"a": number, "b": "@x"}

    assert folder.table("data/t.csv", ("a", "b"), many()) == 3
    assert (tmp_path / "data/t.csv").read_bytes() == b"\xef\xbb\xbfa,b\r\n0,'@x\r\n1,'@x\r\n2,'@x\r\n"
    with pytest.raises(NotExported, match="Two files"):
        folder.text("data/t.csv", "")
