"""An edition tells what made it, and later code proves what it can and names who proves the rest."""

import ast
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from evaluation.documents.produced import JSON, TEXT, RenderedDocument
from evaluation.editions import building, provenance, rebuild
from evaluation.editions.canonical import canonical, sha256
from evaluation.editions.contents import contents, digest_of
from evaluation.editions.form import FrozenForm
from national_reports.models import Questionnaire
from typesetting import fonts

BASE = Path(settings.BASE_DIR)


def made_by(edition):
    return FrozenForm.of(bytes(edition.frozen))["made_by"]


def modules_of(file):
    """Files of this project that a module imports, its packages among them."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        for name in names:
            place = BASE / name.replace(".", "/")
            found |= {path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()}
    return found


def test_the_form_tells_release_code_renderer_tools_fonts_and_the_data_it_was_made_from(frozen):
    told = made_by(frozen)
    assert told["release"] == settings.RELEASE
    assert told["code"] == contents(BASE)
    assert told["tools"].keys() >= {"typst", "xlsxwriter", "python-docx"}
    assert told["fonts"].keys() == {*provenance.FONTS, *fonts.system_digests()}
    assert {"NotoSansCJK-Regular.ttc", "NotoSansKhmer-Regular.ttf"} <= told["fonts"].keys()
    assert told["data"]["questionnaires"]["NR4"] == Questionnaire.objects.get(cycle__code="NR4").sha256
    assert len(told["data"]["measures"]) == 64
    assert told["data"]["maps"]


def test_the_renderer_is_all_that_documents_import():
    waiting, seen = set((BASE / "evaluation/documents").glob("*.py")), set()
    while waiting:
        file = waiting.pop()
        seen.add(file)
        waiting |= modules_of(file) - seen
    covered = [BASE / place for place in provenance.RENDERER]
    lacking = {
        str(file.relative_to(BASE))
        for file in seen
        if file.stat().st_size and not any(file == place or place in file.parents for place in covered)
    }
    # Packages that only say what they are.
    assert {name for name in lacking if not name.endswith("__init__.py")} == set()


def test_figures_are_proved_by_later_code_and_documents_named_with_the_release_that_set_them(frozen, monkeypatch):
    told = made_by(frozen)
    monkeypatch.setattr(rebuild, "renderer", lambda: {**provenance.renderer(), "renderer": "another"})
    monkeypatch.setattr(building, "render", lambda content: pytest.fail("set anew by code that did not make them"))
    out = StringIO()
    call_command("rebuild_edition", frozen.pk, stdout=out)
    said = out.getvalue()
    assert f"{frozen.sha256}  computed anew from the frozen form" in said
    assert "made with another renderer" in said
    assert f"check out v{told['release']} (contents {told['code']})" in said
    assert "rebuilt to the same bytes" not in said


def test_an_edition_that_tells_no_renderer_is_not_called_different_by_a_release_that_sets_one_more(frozen, monkeypatch):
    form = {key: held for key, held in FrozenForm.of(bytes(frozen.frozen)).items() if key != "made_by"}
    content = canonical(form)
    name = "mid-term-1.0-frozen.json"
    stored = {name: sha256(content), "mid-term-1.0-brief-en.pdf": "0" * 64}
    more = [RenderedDocument("frozen", "", name, JSON, content), RenderedDocument("new", "", "new.txt", TEXT, b"new")]
    monkeypatch.setattr(building, "render", lambda _content: more)
    proof = rebuild.rebuild_form(content, stored)
    assert proof.differences == []
    assert f"{sha256(content)}  {name}" in proof.same
    assert proof.elsewhere == ["2 documents: this release sets other bytes; the release that made it is not told"]
    # Its own form is another matter.
    assert rebuild.rebuild_form(content, {name: "0" * 64}).differences == [
        f"{name}: stored {'0' * 64}, rebuilt {sha256(content)}"
    ]


def test_bytes_that_are_not_those_of_their_hash_show_under_any_code(frozen, monkeypatch):
    monkeypatch.setattr(rebuild, "renderer", lambda: {**provenance.renderer(), "tools": {"typst": "99"}})
    one = frozen.documents.earliest("pk")
    frozen.documents.filter(pk=one.pk).update(content=b"of somebody else")
    with pytest.raises(CommandError, match="the stored bytes are not those of its hash"):
        call_command("rebuild_edition", frozen.pk, stdout=StringIO())


def test_figures_of_another_method_are_not_called_different(frozen, monkeypatch):
    monkeypatch.setattr(rebuild, "METHOD_VERSION", "99.0")
    proof = rebuild.rebuild(frozen)
    assert proof.differences == []
    assert [line for line in proof.elsewhere if line.startswith("figures and findings: of method")]


def test_the_code_is_known_by_its_bytes_and_not_by_the_times_of_files(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    (one / "app").mkdir(parents=True)
    (one / "app" / "__init__.py").write_text("")
    (one / "app" / "code.py").write_text("x = 1\n")
    shutil.copytree(one, other, copy_function=shutil.copyfile)
    assert contents(one) == contents(other)
    (other / "app" / "code.py").write_text("x = 2\n")
    assert contents(one) != contents(other)


def test_every_package_counts_and_the_tests_do_not(tmp_path):
    for name in ("app", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    before = contents(tmp_path)
    (tmp_path / "tests" / "test_it.py").write_text("")
    assert contents(tmp_path) == before
    (tmp_path / "app" / "page.typ").write_text("")
    assert contents(tmp_path) != before
    assert digest_of(tmp_path, ["app"]) == contents(tmp_path)
