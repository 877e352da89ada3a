"""What holds for every document of an edition: names, checksums, signature, the same bytes everywhere."""

import hashlib
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings

from evaluation.documents import BadSigningKey, is_signed, public_key_text, rendering, sign, signing_key
from evaluation.documents.words import languages, words_in
from evaluation.editions.selectors import KIND_LABELS
from languages.codes import tag
from tests.evaluation.edition_documents.conftest import KEY, LEFT_OUT
from tests.evaluation.edition_documents.making import LINKS, make_frozen, refused_in

AGAIN = """
import hashlib, json, sys
import django
django.setup()
from tests.evaluation.edition_documents.conftest import render
print(json.dumps({name: hashlib.sha256(one.content).hexdigest() for name, one in render().items()}))
"""


def names_in(language: str) -> list[str]:
    """What is made in a language: everything where it has every word, else the brief."""
    if "report" not in words_in(language).documents:
        return [f"mid-term-1.0-brief-{language}.pdf"]
    return [
        f"mid-term-1.0-brief-{language}.pdf",
        *(f"mid-term-1.0-report-{language}.{ending}" for ending in ("pdf", "docx", "html")),
        f"mid-term-1.0-tables-{language}.xlsx",
        *(
            f"mid-term-1.0-{name}-{language}.csv"
            for name in ("findings", "figures", "by-group", "changes", "coverage", "not-assessed", "parties")
        ),
    ]


def test_names_are_stable_and_of_one_document_each(documents):
    first, *others = languages()
    assert list(documents) == [
        *names_in(first),
        "mid-term-1.0-data.zip",
        *(name for language in others for name in names_in(language)),
        "mid-term-1.0-frozen.json",
        "mid-term-1.0-kit.zip",
        "SHA256SUMS",
        "SHA256SUMS.sig",
        "edition-signing-key.pem",
    ]


def test_the_page_of_an_edition_has_a_name_and_a_place_for_every_kind_of_document(documents):
    assert {one.kind for one in documents.values()} == set(KIND_LABELS)


@pytest.mark.slow
def test_another_process_elsewhere_makes_the_same_bytes(documents, tmp_path):
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "LANG": "C",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "12345",
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "strategic_plan.settings",
        "INTERFACE_LANGUAGES": "fr,en",
    }
    done = subprocess.run(
        [sys.executable, "-c", AGAIN], cwd=tmp_path, env=environment, capture_output=True, check=True, text=True
    )
    here = {name: hashlib.sha256(one.content).hexdigest() for name, one in documents.items()}
    assert json.loads(done.stdout.splitlines()[-1]) == here


def test_rendering_asks_no_database_and_no_clock(documents):
    # The tests of this folder ask for no database, and any query would fail; the day printed is the frozen one.
    assert b"1 March 2016" in documents["mid-term-1.0-report-en.html"].content


def test_the_checksums_are_of_every_document(documents):
    lines = documents["SHA256SUMS"].content.decode().splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    unlisted = {"SHA256SUMS", "SHA256SUMS.sig", "edition-signing-key.pem"}
    assert listed == {
        name: hashlib.sha256(one.content).hexdigest() for name, one in documents.items() if name not in unlisted
    }


def test_the_signature_holds_and_fails_when_anything_changes(documents):
    sums, signature = documents["SHA256SUMS"].content, documents["SHA256SUMS.sig"].content
    key = documents["edition-signing-key.pem"].content.decode()
    assert is_signed(sums, signature, key)
    assert not is_signed(sums + b" ", signature, key)
    assert not is_signed(sums, bytes([signature[0] ^ 1]) + signature[1:], key)
    other = signing_key("//////////////////////////////////////////8=")
    assert not is_signed(sums, signature, public_key_text(other))


def test_openssl_verifies_as_the_pack_tells(documents, tmp_path):
    for name in ("SHA256SUMS", "SHA256SUMS.sig", "edition-signing-key.pem"):
        (tmp_path / name).write_bytes(documents[name].content)
    readme = ZipFile(BytesIO(documents["mid-term-1.0-data.zip"].content)).read("README.txt").decode()
    (recipe,) = [line.split("3. ")[1] for line in readme.splitlines() if "openssl" in line]
    assert subprocess.run(recipe.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "SHA256SUMS").write_bytes(documents["SHA256SUMS"].content + b"\n")
    assert subprocess.run(recipe.split(), cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_keys_are_read_as_pem_as_its_base64_and_as_bytes(tmp_path):
    pem = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(pem)], check=True, capture_output=True)
    line = subprocess.run(["base64", "-w0", str(pem)], check=True, capture_output=True, text=True).stdout
    keys = [signing_key(text) for text in (pem.read_text(), line)]
    assert sign(b"x", keys[0]) == sign(b"x", keys[1])
    assert signing_key(KEY) is not None
    assert signing_key("") is None


@pytest.mark.parametrize("text", ["nonsense", "QUJD", "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----"])
def test_what_is_no_key_is_refused_with_how_to_make_one(text):
    with pytest.raises(BadSigningKey, match="openssl genpkey"):
        signing_key(text)


def test_a_key_of_another_kind_is_refused(tmp_path):
    pem = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "x25519", "-out", str(pem)], check=True, capture_output=True)
    with pytest.raises(BadSigningKey):
        signing_key(pem.read_text())


def test_the_kit_works_from_its_folder(documents, tmp_path):
    archive = ZipFile(BytesIO(documents["mid-term-1.0-kit.zip"].content))
    archive.extractall(tmp_path)
    folder = tmp_path / "mid-term-1.0"
    page = (folder / "index.html").read_text()
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert [link for link in links if "://" in link] == ["https://portal.example/en/evaluations/mid-term/1.0/"]
    beside = [link for link in links if "://" not in link]
    assert len(beside) >= 15
    assert all((folder / link).is_file() for link in beside)
    assert {Path(link).name for link in beside} == {path.name for path in folder.iterdir()} - {"index.html"}
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0
    assert '<section lang="ar" dir="rtl">' in page


def test_the_kit_and_the_data_pack_are_explained_in_every_language(documents):
    kit = ZipFile(BytesIO(documents["mid-term-1.0-kit.zip"].content))
    pack = ZipFile(BytesIO(documents["mid-term-1.0-data.zip"].content))
    languages = {one.language for one in documents.values() if one.kind == "report"} - {"en"}
    assert {"ar", "es", "fr", "ru"} <= languages
    for language in languages:
        page = kit.read(f"mid-term-1.0/index-{language}.html").decode()
        assert f'lang="{tag(language)}"' in page.partition("<head>")[0]
        assert 'href="index.html"' in page
        assert pack.read(f"README-{language}.txt") != pack.read("README.txt")
    assert 'dir="rtl"' in kit.read("mid-term-1.0/index-ar.html").decode().partition("<head>")[0]


def test_archives_carry_the_day_of_the_edition_only(documents):
    for name in ("mid-term-1.0-kit.zip", "mid-term-1.0-data.zip", "mid-term-1.0-report-en.docx"):
        archive = ZipFile(BytesIO(documents[name].content))
        assert {part.date_time for part in archive.infolist()} == {(2016, 3, 1, 0, 0, 0)}


def test_the_form_is_only_read():
    from evaluation.documents import render_all
    from tests.evaluation.edition_documents.making import LINKS

    form = make_frozen()
    list(render_all(form, language="fr", links=LINKS))
    assert form == make_frozen()


def test_a_language_without_words_has_no_documents():
    from evaluation.documents import render_all
    from tests.evaluation.edition_documents.making import LINKS

    assert list(render_all(make_frozen(), language="sw", links=LINKS)) == []


def test_no_document_is_made_in_a_language_left_out_and_kit_and_data_pack_say_why(monkeypatch):
    monkeypatch.setattr(rendering, "settable", lambda: ("en", "ar"))
    form = make_frozen(edition={"left_out": LEFT_OUT[:1]}) | {"links": LINKS}
    made = {one.name: one for one in rendering.render_edition(form, links=LINKS)}
    assert {one.language for one in made.values()} == {"en", ""}
    kit = ZipFile(BytesIO(made["mid-term-1.0-kit.zip"].content)).read("mid-term-1.0/index.html").decode()
    assert "No documents of this edition in: Arabic. Reason: Its tables in 2 columns." in kit
    manifest = ZipFile(BytesIO(made["mid-term-1.0-data.zip"].content)).read("manifest.json")
    assert json.loads(manifest)["edition"]["left_out"] == LEFT_OUT[:1]
    assert refused_in(form, made.values()) == []
