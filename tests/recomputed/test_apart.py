"""The recomputation shares nothing with what it checks."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.py"))
ALLOWED_OF_TESTS = "tests.recomputed"


def imported_by(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: imports by full names only"
            yield node.module or ""


def portal_packages():
    """The top-level packages of the checkout, whether they are apps or not."""
    root = Path(settings.BASE_DIR)
    found = {one.parent.name for one in root.glob("*/__init__.py")}
    assert found >= {one.name for one in apps.get_app_configs() if (root / one.name).is_dir()}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_is_imported_from_the_portal(file):
    names = set(imported_by(file))
    ours = {name for name in names if name.split(".")[0] in portal_packages()}
    assert all(name == ALLOWED_OF_TESTS or name.startswith(f"{ALLOWED_OF_TESTS}.") for name in ours), ours
    assert "importlib" not in names


def test_the_stored_rows_are_read_as_plain_dictionaries():
    reading = (HERE / "inputs.py").read_text(encoding="utf-8")
    assert ".values()" in reading
    for file in FILES:
        if file.name not in (Path(__file__).name, "inputs.py", "scattering.py", "test_recomputed.py"):
            assert "get_model" not in file.read_text(encoding="utf-8"), file.name
