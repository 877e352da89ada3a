"""What is frozen stays: its bytes, its hash, and all that follows from them."""

import hashlib
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from evaluation.editions.canonical import canonical
from evaluation.editions.form import FrozenForm, share_of
from evaluation.editions.freezing import frozen_form
from evaluation.editions.rebuild import rebuild
from evaluation.editions.rebuilding import recompute
from evaluation.editions.services import freeze, write_text
from evaluation.evaluations import CyclesNotCompared, SlugTaken
from evaluation.models import Edition
from figures.services import compute_progress
from indicators.models import ComputationRun, IndicatorValue, ReportingCycle
from national_reports.models import Answer, Report
from parties.models import TreatyStatus
from tests.evaluation.editions.conftest import FULL4, NONE
from tests.evaluation.editions.making import AT, make_evaluation
from tests.factories import make_report, measure


def held(edition: Edition) -> tuple[bytes, str, list[tuple[str, str]]]:
    stored = Edition.objects.get(pk=edition.pk)
    documents = [(one.name, hashlib.sha256(bytes(one.content)).hexdigest()) for one in stored.documents.all()]
    return bytes(stored.frozen), stored.sha256, documents


def form_of(edition: Edition) -> FrozenForm:
    return FrozenForm.of(bytes(edition.frozen))


def test_whatever_becomes_of_its_sources_a_published_edition_keeps_its_bytes(published):
    before = held(published)
    Answer.objects.filter(report__party__code="KEN").update(options=[NONE])
    Report.objects.filter(party__code="GHA").update(state="withdrawn")
    make_report("TUN", "NR4", {"Q014": FULL4}, received_on=date(2020, 2, 1))
    make_report("ETH", "NR4", {"Q014": FULL4})
    TreatyStatus.objects.filter(party__code="FRA").delete()
    compute_progress(at=AT, reason="test")
    assert held(published) == before
    rebuilt = rebuild(published)
    assert rebuilt.differences == []
    assert len(rebuilt.same) == 2 + len(before[2])


def test_the_hash_is_over_the_canonical_bytes(frozen):
    content = bytes(frozen.frozen)
    assert hashlib.sha256(content).hexdigest() == frozen.sha256
    assert canonical(json.loads(content)) == content


def test_figures_and_findings_come_again_from_the_frozen_evidence_alone(frozen):
    form = form_of(frozen)
    Answer.objects.all().delete()
    again = recompute(form)
    assert again.values == form["values"]
    assert again.findings == form["findings"]
    assert {row["kind"] for row in again.values} == {"share_of_parties", "narrative"}


def test_a_class_flipped_in_the_frozen_form_shows_when_it_is_rebuilt(evaluation, frozen):
    form = json.loads(bytes(frozen.frozen))
    classes = form["classes"]["A.1/headline"]["NR4"]
    classes["no"].remove("FRA")
    classes["yes"].append("FRA")
    Edition.objects.filter(pk=frozen.pk).update(frozen=canonical(form))
    assert any("computed anew" in line for line in rebuild(frozen).differences)


def test_the_edition_counts_by_its_own_cut_off_and_not_by_the_cycle_or_the_run(reports, author):
    nr4 = ReportingCycle.objects.get(code="NR4")
    make_report("ETH", "NR4", {"Q014": FULL4}, received_on=nr4.cut_off + timedelta(days=20))
    early = frozen_form(evaluation=make_evaluation(author), edition=None, at=AT).form
    late = make_evaluation(author, "late", cut_off=nr4.cut_off + timedelta(days=30))
    counted = frozen_form(evaluation=late, edition=None, at=AT).form
    assert early.class_of("A.1/headline", "NR4", "ETH") == "silent"
    assert counted.class_of("A.1/headline", "NR4", "ETH") == "yes"
    nr4.refresh_from_db()
    assert nr4.cut_off.isoformat() == early["cycles"]["NR4"]["cut_offs"][""]


def test_the_population_is_that_of_the_population_day(reports, author):
    day = date(2016, 1, 1)
    now = frozen_form(evaluation=make_evaluation(author, population_on=day), edition=None, at=AT).form
    joined = set(TreatyStatus.objects.filter(treaty="cpb", in_force_on__lte=day).values_list("party__code", flat=True))
    assert set(now["cycles"]["NR4"]["population"]) == joined
    assert len(now["cycles"]["NR4"]["population"]) < 171


def test_every_class_of_every_party_is_frozen_and_adds_up(frozen):
    form = form_of(frozen)
    for cycle in ("NR3", "NR4"):
        classes = form["classes"]["A.1/headline"][cycle]
        counted = [code for name, codes in classes.items() if not name.startswith("settled") for code in codes]
        assert sorted(counted) == form["cycles"][cycle]["population"]
    share = share_of(form.value("A.1/headline", "NR4"))
    assert (share.yes, share.partial, share.no, share.silent) == (3, 1, 2, share.population - 6)


def test_the_frozen_figures_are_those_of_the_run_where_the_days_are_the_same(frozen):
    compute_progress(at=AT, reason="test")
    form = form_of(frozen)
    stored = IndicatorValue.objects.current().get(measure=measure("A.1"), cycle__code="NR4", group="africa")
    row = form.value("A.1/headline", "NR4", "africa")
    assert [row[name] for name in ("yes", "no", "silent", "population")] == [
        stored.yes,
        stored.no,
        stored.silent,
        stored.population,
    ]


def test_freezing_needs_no_run_and_makes_none(frozen):
    assert not ComputationRun.objects.exists()


def test_who_gained_and_who_lost_is_frozen_by_name(frozen):
    assert form_of(frozen)["transitions"]["A.1/headline"] == {"gained": ["KEN", "UGA"], "lost": ["ZWE"]}


def test_the_versions_of_the_reports_are_frozen_with_their_hashes(frozen):
    rows = form_of(frozen)["reports"]
    assert len(rows) == 12
    report = Report.objects.get(party__code="KEN", cycle__code="NR4")
    assert {"party": "KEN", "version": 1, "sha256": report.sha256}.items() <= next(
        row for row in rows if (row["party"], row["cycle"]) == ("KEN", "NR4")
    ).items()


def test_the_same_data_frozen_again_are_the_same_bytes(evaluation, frozen, author):
    before = held(frozen)
    again = freeze(evaluation=evaluation, by=author, at=AT + timedelta(hours=1))
    assert held(again)[:2] == before[:2]


def test_texts_are_part_of_what_is_hashed(evaluation, frozen, author):
    write_text(
        edition=frozen,
        subject="indicator/B.1",
        language="en",
        narrative="It went well.",
        sources="A document",
        version=0,
        by=author,
        at=AT + timedelta(minutes=1),
    )
    again = freeze(evaluation=evaluation, by=author, at=AT + timedelta(minutes=2))
    assert again.sha256 != frozen.sha256
    text = form_of(again)["texts"]["indicator/B.1"]
    assert text["narrative"] == {"en": "It went well."}
    assert text["sources"] == "A document"


def test_the_addresses_that_documents_print_are_in_no_language_of_whoever_freezes(evaluation, author):
    with translation.override("fr"):
        links = form_of(freeze(evaluation=evaluation, by=author, at=AT))["links"]
    assert "/en/evaluations/" in links["edition"]
    assert not [address for address in links.values() if "/fr/" in address]


def test_cycles_that_no_measure_is_compared_in_make_no_evaluation(reports, author):
    cycles = {code: ReportingCycle.objects.get(code=code) for code in ("NR2", "NR4")}
    with pytest.raises(CyclesNotCompared):
        make_evaluation(author, baseline=cycles["NR2"], current=cycles["NR4"])


def test_an_address_is_of_one_evaluation(evaluation, author):
    with pytest.raises(SlugTaken):
        make_evaluation(author, titles={"en": "Another evaluation"})


def test_the_command_prints_every_hash_and_fails_on_a_difference(frozen):
    out = StringIO()
    call_command("rebuild_edition", frozen.pk, stdout=out)
    assert "rebuilt to the same bytes" in out.getvalue()
    assert f"{frozen.sha256}  computed anew from the frozen form" in out.getvalue()
    frozen.documents.update(sha256="0" * 64)
    with pytest.raises(CommandError, match="Differences"):
        call_command("rebuild_edition", frozen.pk, stdout=out)


def test_the_command_rebuilds_from_downloaded_files_where_the_portal_has_another_address(frozen, settings, tmp_path):
    form, sums = tmp_path / "frozen.json", tmp_path / "SHA256SUMS"
    form.write_bytes(bytes(frozen.frozen))
    sums.write_text("".join(f"{one.sha256}  {one.name}\n" for one in frozen.documents.all()))
    frozen.documents.all().delete()
    settings.PUBLIC_URL = "https://elsewhere.example"
    out = StringIO()
    call_command("rebuild_edition", form=form, sums=sums, stdout=out)
    assert f"{frozen.sha256}  mid-term-1.0-frozen.json" in out.getvalue()
    sums.write_text(f"{'0' * 64}  mid-term-1.0-frozen.json\n{'1' * 64}  other.pdf\n")
    with pytest.raises(CommandError, match=r"other\.pdf: stored 1+, rebuilt nothing"):
        call_command("rebuild_edition", form=form, sums=sums, stdout=out)


@pytest.mark.parametrize("given", [{}, {"form": "x"}, {"sums": "x"}])
def test_the_command_says_what_it_needs(db, given):
    with pytest.raises(CommandError, match="Give the edition's number"):
        call_command("rebuild_edition", **given)


def test_the_command_names_an_edition_that_is_not_there(db):
    with pytest.raises(CommandError, match="There is no edition 4711"):
        call_command("rebuild_edition", 4711)
