"""Each change that somebody with the database in hand could make is named by the verification, with its place."""

from pathlib import Path

import pytest
from django.conf import settings

from figures.services import compute_progress
from national_reports.models import Report
from portal.verification import verify
from tests.portal.verification.conftest import AT
from tests.portal.verification.tampering import ROWS

pytestmark = pytest.mark.usefixtures("everything", "_files_put_back")

CASES = [
    pytest.param(how, named, id=f"{row}: {what}")
    for row, changes in ROWS.items()
    for what, (how, named) in changes.items()
]


@pytest.fixture
def _files_put_back():
    """Files are in no transaction."""
    held = {path: path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    yield
    for path in Path(settings.MEDIA_ROOT).rglob("*.away"):
        path.unlink()
    for path, content in held.items():
        path.write_bytes(content)


@pytest.mark.parametrize(("how", "named"), CASES)
def test_whoever_tampers_is_named(how, named):
    reports = Report.objects.filter(cycle__code="NR4")
    # The later version of Uganda counts: what is tampered with is the one before it.
    places = {party: reports.get(party__code=party, version=1).pk for party in ("KEN", "UGA", "MEX")}
    places["MEX draft"] = reports.get(party__code="MEX", version=2).pk
    for name, pk in places.items():
        named = named.replace(f"{{{name}}}", str(pk))
    how()
    faults = [str(fault) for row in verify() for fault in row.faults]
    assert [fault for fault in faults if named in fault], faults[:20]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("imported answer flipped or deleted", "flipped"),
        ("received_on moved", "beyond it"),
        ("target, comparison, treaty date, group row, cut-off, registry count, recorded figure", "target"),
        ("target, comparison, treaty date, group row, cut-off, registry count, recorded figure", "treaty date"),
        ("target, comparison, treaty date, group row, cut-off, registry count, recorded figure", "registry count"),
    ],
)
def test_a_computation_that_takes_a_change_into_the_figures_hides_nothing(row, what):
    how, _named = ROWS[row][what]
    how()
    compute_progress(at=AT, reason="nightly")
    found = [checked.what for checked in verify() if checked.faults]
    assert [what for what in found if "recomputation" not in what]
