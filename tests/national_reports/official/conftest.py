"""The invented example, and a place of its own for what is imported."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from indicators.models import ReportingCycle
from tests.conftest import DATA

EXAMPLE = DATA / "official-texts"


@pytest.fixture(autouse=True)
def kept_in(settings, tmp_path) -> Path:
    """Where imported files are kept."""
    settings.OFFICIAL_TEXTS = tmp_path / "kept"
    return settings.OFFICIAL_TEXTS


@pytest.fixture
def example(tmp_path) -> Path:
    """The invented files, to be changed."""
    folder = tmp_path / "example"
    for part in ("app", "i18n"):
        shutil.copytree(EXAMPLE / part, folder / part)
    return folder


@pytest.fixture
def forms(tmp_path) -> Path:
    """A folder with the questionnaire that the invented definition is of."""
    folder = tmp_path / "forms"
    folder.mkdir()
    shutil.copy(EXAMPLE / "nr9.yaml", folder)
    return folder


@pytest.fixture
def nr9(world) -> ReportingCycle:
    return ReportingCycle.objects.create(
        code="NR9",
        title="Ninth report",
        position=9,
        deadline=date(2030, 1, 1),
        population_on=date(2030, 1, 1),
        cut_off=date(2030, 1, 1),
    )
