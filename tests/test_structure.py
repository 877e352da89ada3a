"""The house as it is said to be: rooms, arrows, what is called pure, what is public."""

import ast
import tomllib
from pathlib import Path

import draw_structure
from django.apps import apps
from django.conf import settings
from django.test import RequestFactory

from portal.context import portal

BASE = Path(settings.BASE_DIR)
CONTRACTS = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["importlinter"]


def pure_contract():
    (found,) = [one for one in CONTRACTS["contracts"] if one["name"] == "What is pure knows no framework"]
    return found["source_modules"]


def test_whoever_says_pure_is_under_the_contract():
    named = pure_contract()
    lacking = []
    for name, path in draw_structure.modules().items():
        said = ast.get_docstring(ast.parse(path.read_text())) or ""
        is_pure = any(paragraph.endswith(" Pure.") or paragraph.startswith("Pure") for paragraph in said.split("\n"))
        if is_pure and not any(name == one or name.startswith(f"{one}.") for one in named):
            lacking.append(name)
    assert lacking == []


def test_every_room_is_drawn_and_under_the_layers():
    rooms = {path.parent.name for path in BASE.glob("*/__init__.py")} - {"tests"}
    assert rooms == set(draw_structure.ROOMS) == set(CONTRACTS["root_packages"])
    (layers,) = [one["layers"] for one in CONTRACTS["contracts"] if one["type"] == "layers"]
    assert tuple(layers) == draw_structure.LAYERS
    installed = {config.name for config in apps.get_app_configs()} & rooms
    assert installed == set(draw_structure.LAYERS) - {"strategic_plan"}


def test_no_view_names_anew_what_every_page_knows():
    """A page that did showed its own rows in place of the languages of its masthead."""
    # What is of another plan or run, or of a file, is said of that one.
    known = set(portal(RequestFactory().get("/"))) - {"plan", "run", "demonstration"}
    taken = [
        f"{path.relative_to(BASE)}: {key.value}"
        for path in draw_structure.modules().values()
        if "views" in path.relative_to(BASE).parts
        for held in ast.walk(ast.parse(path.read_text()))
        if isinstance(held, ast.Dict)
        for key in held.keys
        if isinstance(key, ast.Constant) and key.value in known
    ]
    assert taken == []


def test_no_arrow_leads_back_and_none_in_a_circle(capsys):
    assert draw_structure.main() == 0
    assert "arrows back: 0; circles: 0" in capsys.readouterr().out
