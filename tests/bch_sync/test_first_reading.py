"""The first reading of a Clearing-House, while nothing of it is held."""

import pytest
from django.db.models import Sum

from bch_sync.models import ImportedReport, SchemaCursor, SyncRun
from parties.models import Party
from tests.bch_sync.conftest import NOW, held, read, there

pytestmark = pytest.mark.slow

SHIFTING = ["short", "duplicate", "shifting", "deletions", "skew", "new-keys"]


@pytest.mark.parametrize("fault", SHIFTING)
def test_an_index_that_moves_while_it_is_read_ends_as_one_that_stands_still(stand_ins, registry, faults, house, fault):
    faults.arm(fault)
    run = read(house, full=True)
    assert run.state == SyncRun.State.DONE, run.faults
    faults.clear()
    assert read(house).state == SyncRun.State.DONE
    for schema in ("biosafetyLaw", "resource", "biosafetyDecision"):
        assert held(schema) == there(registry, schema)
    assert SchemaCursor.objects.filter(updated_until__gt=NOW).count() == 0
    assert SchemaCursor.objects.aggregate(Sum("unexplained"))["unexplained__sum"] == 0


def test_a_report_of_an_unknown_government_is_told_and_taken_in_once_its_party_is_known(stand_ins, registry, house):
    document = next(one for one in registry.documents.values() if one.schema == "cpbNationalReport4")
    code = document.versions[0].body["government"]["identifier"].upper()
    known = Party.objects.get(code=code)
    Party.objects.filter(pk=known.pk).update(code="XXX", alpha2="")
    read(house, full=True)
    (refused,) = ImportedReport.objects.filter(record__government=code, cycle__code="NR4")
    assert "No government is known as" in refused.refused[0]
    Party.objects.filter(pk=known.pk).update(code=code, alpha2=known.alpha2)
    run = read(house, full=True)
    assert run.counts["NR4"]["new"] == 1
    refused.refresh_from_db()
    assert (refused.refused, refused.report.party) == ([], known)
