"""The verification of a portal that nobody tampered with, its table and where it is shown."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from national_reports.models import Answer
from portal.verification import last_verification, verify

pytestmark = pytest.mark.usefixtures("everything")


def test_what_nobody_tampered_with_has_no_fault_and_nothing_is_left_unchecked():
    rows = verify()
    assert [str(fault) for row in rows for fault in row.faults] == []
    assert [row.what for row in rows if not row.number] == []
    assert [remark for row in rows for remark in row.remarks] == []


def test_the_command_prints_one_table_and_keeps_it():
    out = StringIO()
    call_command("verify", stdout=out)
    lines = out.getvalue().splitlines()
    assert all(line.endswith("as it should be") for line in lines)
    kept = last_verification()
    assert kept is not None
    assert kept.is_sound
    assert len(kept.rows) == len(lines)


def test_the_command_names_a_fault_and_fails():
    Answer.objects.filter(report__party__code="KEN", report__cycle__code="NR4").update(options=["implementation.none"])
    err = StringIO()
    with pytest.raises(CommandError, match="Faults: "):
        call_command("verify", stdout=StringIO(), stderr=err)
    assert "its answers or header are not those of its SHA-256" in err.getvalue()
    kept = last_verification()
    assert kept is not None
    assert not kept.is_sound
