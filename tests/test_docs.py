"""Documents that state a fact of the code are compared with it."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

BASE = Path(settings.BASE_DIR)


def test_the_example_environment_lists_every_variable_that_settings_read():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (BASE / "strategic_plan" / "settings.py").read_text()))
    listed = set(re.findall(r"^([A-Z_]+)=", (BASE / ".env.example").read_text(), re.MULTILINE))
    assert listed - {"POSTGRES_PASSWORD"} == read


def test_the_readme_is_short_and_names_only_commands_that_exist():
    readme = (BASE / "README.md").read_text()
    assert len(readme.splitlines()) <= 120
    table = readme.split("| `manage.py …`")[1].split("\n\n")[0]
    named = re.findall(r"^\| `(\w+)", table, re.MULTILINE)
    assert named
    assert set(named) <= set(get_commands())
    targets = set(re.findall(r"^([a-z-]+):", (BASE / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", readme)) <= targets | {"is"}


def test_the_compose_file_sets_up_with_the_commands_of_make_run():
    makefile = (BASE / "Makefile").read_text().split("\nrun: ")[1].split("\n\n")[0]
    of_make = re.findall(r"\$\(MANAGE\) (\w+)", makefile)
    compose = yaml.safe_load((BASE / "docker-compose.yml").read_text())
    assert re.findall(r"manage\.py (\w+)", compose["services"]["setup"]["command"]) == of_make
    assert {"web", "worker", "beat", "db", "broker", "cache"} <= set(compose["services"])


def test_the_locks_hold_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (BASE / name).read_text()
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==", text, re.MULTILINE)
        assert len(pinned) > 20
        assert len(re.findall(r"--hash=sha256:", text)) >= len(pinned)


@pytest.mark.parametrize("page", sorted((BASE / "docs" / "adr").glob("*.md")), ids=lambda path: path.stem)
def test_every_decision_is_numbered_in_its_title(page):
    assert page.read_text().startswith(f"# {int(page.name[:4])}. ")


def test_the_walks_name_files_and_functions_that_there_are():
    """`path/file.py` `name` `name`: each name stands in the file named last, as a function, a method or a class."""
    named, path = [], ""
    for word in re.findall(r"`([^`\n]+)`", (BASE / "docs" / "walks.md").read_text()):
        if "/" in word:
            assert (BASE / word).is_file(), word
            path = word
        elif re.fullmatch(r"[a-z_]+|InCycle|\w+ViewSet", word) and path.endswith(".py"):
            named.append((path, word))
    assert len(named) > 50
    asked_for = {"compute_progress"}  # also the kind of job that is asked for
    for path, word in named:
        defined = re.search(rf"^\s*(def|class) {word}\b", (BASE / path).read_text(), re.MULTILINE)
        assert defined or word in asked_for, (path, word)


def test_no_style_or_script_stands_inside_a_template():
    for path in (BASE / "templates").rglob("*.html"):
        # What a template is told by its tags reaches no page.
        text = re.sub(r"{[%{].*?[%}]}", "", path.read_text(), flags=re.DOTALL)
        # Data for a script that has a file of its own runs nothing.
        text = re.sub(r'<script[^>]* type="application/json">', "", text)
        # A letter is read where no style sheet of ours is.
        forbidden = r"<style|<script(?![^>]*\ssrc=)|\son\w+=" + ("" if path.parent.name == "emails" else r"|\sstyle=")
        assert not re.search(forbidden, text), path


def test_styles_use_logical_properties_only():
    physical = re.compile(r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:")
    for path in (BASE / "static" / "css").glob("*.css"):
        assert not physical.search(path.read_text()), path


def test_the_version_is_one():
    stated = f'"{settings.RELEASE}"'
    for name, key in (("CITATION.cff", "version"), ("publiccode.yml", "softwareVersion")):
        assert f"{key}: {stated}" in (BASE / name).read_text(), name


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/operations.md"]
)
def test_every_link_of_a_document_leads_to_a_file(name):
    page = BASE / name
    for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / link).exists(), link


def test_a_decision_that_another_one_overrules_is_named_in_both():
    folder = BASE / "docs" / "adr"
    texts = {int(file.name[:4]): file.read_text(encoding="utf-8") for file in folder.glob("[0-9]*.md")}
    overruled = {
        number: int(found[1])
        for number, text in texts.items()
        if (found := re.search(r"\*\*Superseded (?:in part )?by \[(\d+)\]", text))
    }
    assert {7: 30, 16: 30}.items() <= overruled.items()
    for number, by in overruled.items():
        names = re.search(rf"\[{number}\]\({number:04d}-|Supersedes [^.]*\b{number}\b", texts[by])
        assert names, f"{by} does not name {number}"
