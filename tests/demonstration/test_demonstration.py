"""The demonstration: stand-ins for Parties, generated reports, and the command that loads them."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from bch_sync.importing import Importer
from demonstration.answers import percentages, weights
from demonstration.documents import documents, submissions
from demonstration.loading import DocumentsRefused, OtherStandIns, load_demonstration, make_world, read_rates
from indicators.loading import load_cycles
from indicators.models import ReportingCycle
from national_reports.codec import decode
from national_reports.dates import dates_of
from national_reports.digests import canonical
from national_reports.loading import load_questionnaires
from national_reports.models import Answer, Report
from parties.demonstration import SOURCE, demonstration_files, draws, regions_of
from parties.demonstration_people import ACCOUNTS, PASSWORD
from parties.models import FocalPoint, GroupMembership, Party, TreatyStatus, User
from parties.selectors import population
from parties.services import MixedWorlds, load_parties, read_party_files

SEED = 2011
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
DEADLINES = {date(2011, 9, 30): 161, date(2015, 10, 31): 170, date(2019, 10, 1): 171}
NAMES = ("name_en", "name_fr", "name_es", "name_ru", "name_ar", "name_zh")


@pytest.fixture(scope="module")
def real():
    return read_party_files()


@pytest.fixture(scope="module")
def stand_ins(real):
    return demonstration_files(real, seed=SEED)


@pytest.fixture(scope="module")
def demonstration(stand_ins):
    return make_world(stand_ins, seed=SEED)


@pytest.fixture(scope="module")
def few(demonstration):
    """Every ninth stand-in: the counts of the data file don't hold for it, the rest does."""
    return replace(demonstration, stand_ins=demonstration.stand_ins[::9])


@pytest.fixture(scope="module")
def every_document(demonstration):
    return list(documents(demonstration))


def digest(world):
    return hashlib.sha256(canonical(list(documents(world))).encode()).hexdigest()


def members(files, on, treaty="cpb"):
    """How many are in force on a day, by region and group of that day."""
    region = regions_of(files)
    in_force = {
        row["code"]
        for row in files.statuses
        if row["treaty"] == treaty and row["in_force_on"] and date.fromisoformat(row["in_force_on"]) <= on
    }
    return Counter(
        (region.get(row["code"], ""), row["group"])
        for row in files.memberships
        if row["code"] in in_force
        and (not row["begins_on"] or date.fromisoformat(row["begins_on"]) <= on)
        and (not row["ends_on"] or date.fromisoformat(row["ends_on"]) > on)
    )


def given(document):
    """The chosen codes of a document by question."""
    found = {}
    for key, value in document.items():
        entries = value if isinstance(value, list) else [value]
        codes = {entry["value"] for entry in entries if isinstance(entry, dict) and "value" in entry}
        if codes:
            found[key] = codes
    return found


def by_party(found, world, cycle, revision=1):
    schema = world.rounds[cycle].form.schema
    return {
        info["body"]["government"]["identifier"].upper(): given(info["body"])
        for info in found
        if info["type"] == schema and info["revision"] == revision
    }


def is_yes_or_no(question):
    return set(question.options) == {"true", "false"} and not question.multiple


# -- stand-ins ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", [*DEADLINES, date(2010, 10, 15), date(2024, 1, 1)])
@pytest.mark.parametrize("treaty", ["cpb", "cbd", "nklsp"])
def test_stand_ins_have_the_same_group_sizes_in_every_region(real, stand_ins, on, treaty):
    assert members(stand_ins, on, treaty) == members(real, on, treaty)


@pytest.mark.parametrize(("on", "parties"), DEADLINES.items())
def test_the_protocol_is_in_force_for_as_many_stand_ins_as_parties(demonstration, on, parties):
    assert sum(one.is_party(on) for one in demonstration.stand_ins) == parties


def test_there_is_a_stand_in_for_every_row_with_codes_in_the_order_of_numbers(real, stand_ins):
    states = [row for row in stand_ins.parties if row["kind"] == "state"]
    organisations = [row for row in stand_ins.parties if row["kind"] == "organisation"]
    assert len(stand_ins.parties) == len(real.parties) == 198
    assert [row["name_en"] for row in states] == [f"Demonstration Party {n:03d}" for n in range(1, 198)]
    assert [row["name_en"] for row in organisations] == ["Demonstration Organisation 001"]
    codes = [row["code"] for row in stand_ins.parties]
    assert codes == sorted(codes)
    assert codes[:3] == ["XAA", "XAB", "XAC"]
    assert len(set(codes)) == 198


def test_stand_ins_are_named_in_six_languages_and_nothing_else_tells_of_them(stand_ins):
    for row in stand_ins.parties:
        assert all(row[name] for name in NAMES)
        assert len({row[name] for name in NAMES}) == 6
        assert row["note"] == ""
        assert "alpha2" not in row
    assert {row["source"] for row in (*stand_ins.parties, *stand_ins.statuses)} == {SOURCE}
    assert {row["note"] for row in stand_ins.statuses} == {""}
    assert stand_ins.former_names == []


def test_the_order_of_rows_is_that_of_the_new_codes(stand_ins):
    for rows in (stand_ins.parties, stand_ins.statuses, stand_ins.memberships):
        codes = [row["code"] for row in rows]
        assert codes == sorted(codes)


def test_another_seed_shuffles_stand_ins_inside_their_regions(real, stand_ins):
    other = demonstration_files(real, seed=SEED + 1)
    assert other.statuses != stand_ins.statuses
    assert regions_of(other) == regions_of(stand_ins)
    assert demonstration_files(real, seed=SEED) == stand_ins


def assert_nothing_real(text, real):
    words = set(re.findall(r"\b[A-Z]{2,3}\b", text))
    assert not words & {row["code"] for row in real.parties}
    assert not words & {row["alpha2"] for row in real.parties}
    names = {row[name] for row in real.parties for name in NAMES} | {row["name"] for row in real.former_names}
    assert [name for name in names if name in text] == []


def test_no_real_name_or_code_occurs_in_stand_ins_or_their_reports(real, stand_ins, few):
    rows = [stand_ins.parties, stand_ins.statuses, stand_ins.memberships]
    assert_nothing_real(json.dumps(rows, ensure_ascii=False), real)
    found = list(documents(few))
    assert found
    assert_nothing_real(json.dumps(found, ensure_ascii=False), real)
    codes = {row["code"].lower() for row in stand_ins.parties}
    assert {info["body"]["government"]["identifier"] for info in found} <= codes


# -- reports: the same for the same seed ----------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(few):
    assert digest(few) == digest(few)
    assert digest(replace(few, seed=SEED + 1)) != digest(few)


def test_the_order_of_stand_ins_and_sets_does_not_matter(few):
    def plain(found):
        # The running number alone tells the place in the list.
        return sorted(canonical({**info, "documentID": 0}) for info in found)

    turned = replace(few, stand_ins=few.stand_ins[::-1])
    assert plain(documents(turned)) == plain(documents(few))


@pytest.mark.slow
def test_another_process_with_another_hash_seed_gives_the_same_bytes(demonstration):
    code = (
        "import django; django.setup()\n"
        "from tests.demonstration.test_demonstration import SEED, digest\n"
        "from demonstration.loading import make_world\n"
        "from parties.demonstration import demonstration_files\n"
        "from parties.services import read_party_files\n"
        "print(digest(make_world(demonstration_files(read_party_files(), seed=SEED), seed=SEED)))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "strategic_plan.settings",
        "PYTHONHASHSEED": "4711",
    }
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digest(demonstration)


# -- reports: what they hold ----------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.0, 0.02, 0.5, 1.0])
@pytest.mark.parametrize(
    "codes",
    [
        ["true", "false"],
        ["true", "true.some", "false"],
        ["true", "true.some", "true.some.notifier", "true.some.bch", "false"],
        ["0", "5-", "10-", "10+"],
        ["1", "1+", "0"],
        ["USD5000000+", "USD500000+", "USD5000-"],
        ["channels.bilateral", "channels.regional", "channels.multilateral"],
    ],
)
def test_the_chances_of_the_options_add_up_to_one(codes, level):
    found = weights(codes, level, 0.4)
    assert len(found) == len(codes)
    assert min(found) >= 0
    assert sum(found) == pytest.approx(1)


def test_the_level_is_the_chance_of_yes_or_of_any_band_but_the_lowest():
    assert weights(["true", "true.some", "false"], 0.6, 0.4) == pytest.approx([0.6, 0.16, 0.24])
    assert weights(["USD50000+", "USD5000+", "USD5000-"], 0.6, 0.4) == pytest.approx([0.2, 0.4, 0.4])
    assert weights(["2001", "2002"], 0.6, 0.4) == [0.5, 0.5]


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_percentages_are_whole_and_sum_to_a_hundred(number):
    found = percentages(number, draws("percentages", number))
    assert len(found) == number
    assert sum(found) == (100 if number else 0)
    assert all(part > 0 for part in found)


def test_every_report_fits_its_form_and_says_whether_it_is_of_a_party(few):
    forms = {this.form.schema: (cycle, this) for cycle, this in few.rounds.items()}
    stand_in = {one.code: one for one in few.stand_ins}
    for info in documents(few):
        cycle, this = forms[info["type"]]
        decoded = decode(info["body"], this.form)
        assert decoded.refused == ()
        assert decoded.identifier == info["identifier"]
        said = decoded.answers.get(few.rates.membership[cycle])
        if said:
            assert said.options == (("true",) if stand_in[decoded.government].is_party(this.deadline) else ("false",))


def test_documents_written_to_a_folder_are_imported_as_they_are(empty_database, few, stand_ins, tmp_path):
    load_cycles()
    load_questionnaires()
    load_parties(stand_ins, demonstration=True)
    found = [info for info in documents(few) if info["type"] == "cpbNationalReport4"]
    for number, info in enumerate(found):
        (tmp_path / f"{number}.json").write_text(json.dumps(info), encoding="utf-8")
    result = Importer(at=AT, origin=Report.Origin.DEMONSTRATION).folder(tmp_path)
    assert result.refused == []
    assert result.documents == result.filed.new == len(found)


@pytest.mark.slow
def test_the_submissions_are_as_many_as_the_rates_say(demonstration):
    found = defaultdict(list)
    for one in submissions(demonstration):
        found[one.cycle].append(one)
    for cycle, rates in demonstration.rates.cycles.items():
        this = demonstration.rounds[cycle]
        cut_off = this.cut_offs[""]
        itself = [one for one in found[cycle] if "" in one.parts]
        parties = [one for one in itself if one.stand_in.is_party(this.deadline)]
        counted = [one for one in parties if one.on and one.on <= cut_off]
        after = [one for one in parties if one.on and one.on > cut_off]
        assert Counter(one.stand_in.region for one in counted) == rates.counted
        assert sum(one.on <= this.deadline for one in counted) == rates.by_deadline
        assert sum(one.revision == 1 for one in after) == rates.late
        assert sum(one.revision == 2 for one in after) == rates.revised
        assert sum(one.on is None for one in parties) == rates.undated
        assert len(itself) - len(parties) == rates.non_parties
        if rates.survey:
            surveyed = [one for one in found[cycle] if rates.survey.part in one.parts]
            alone = [one for one in surveyed if "" not in one.parts]
            joined = [one for one in alone if not one.stand_in.is_party(this.deadline)]
            assert Counter(one.stand_in.region for one in surveyed if one not in alone) == rates.survey.with_report
            assert len(joined) == rates.survey.joined_since
            assert len(alone) - len(joined) == rates.survey.without_report
            assert all(one.on <= this.cut_offs[rates.survey.part] for one in alone)


@pytest.mark.slow
def test_every_report_is_read_without_a_refusal_and_names_nobody_real(demonstration, every_document, real):
    forms = {this.form.schema: this.form for this in demonstration.rounds.values()}
    refused = [
        (info["documentID"], refusal)
        for info in every_document
        for refusal in decode(info["body"], forms[info["type"]]).refused
    ]
    assert refused == []
    assert_nothing_real(json.dumps(every_document, ensure_ascii=False), real)
    undated = [info for info in every_document if dates_of(info["body"], info).content is None]
    assert len(undated) == sum(rates.undated for rates in demonstration.rates.cycles.values())


@pytest.mark.slow
def test_the_share_of_yes_of_each_region_is_what_the_rates_say(demonstration, every_document):
    tolerance = read_rates()[1]["expected"]["tolerance"]["share_of_yes"]
    region = {one.code: one.region for one in demonstration.stand_ins}
    for cycle, rates in demonstration.rates.cycles.items():
        form = demonstration.rounds[cycle].form
        answers = Counter()
        for party, codes in by_party(every_document, demonstration, cycle).items():
            for key, chosen in codes.items():
                if is_yes_or_no(form.questions[key]) and key != demonstration.rates.membership[cycle]:
                    answers[region[party], "true" in chosen] += 1
        for name, reports in rates.counted.items():
            if reports < 10:
                continue
            share = answers[name, True] / (answers[name, True] + answers[name, False])
            stated = demonstration.rates.share_of_yes[name] + rates.more_yes
            assert share == pytest.approx(stated, abs=tolerance), (cycle, name)


@pytest.mark.slow
def test_answers_persist_as_often_as_the_rates_say_and_improve_more_often_than_not(demonstration, every_document):
    expected = read_rates()[1]["expected"]
    for cycle, share in expected["same_answer"].items():
        this = demonstration.rounds[cycle]
        same, improved, set_back = [], 0, 0
        names = {name for name, _ in this.links.values()}
        earlier = {name: by_party(every_document, demonstration, name) for name in names}
        for party, codes in by_party(every_document, demonstration, cycle).items():
            for key in codes.keys() & this.links.keys() - {demonstration.rates.membership[cycle]}:
                name, link = this.links[key]
                before = {link.recode(code) for code in earlier[name].get(party, {}).get(link.previous, ())}
                if not before or not before <= this.form.questions[key].options.keys():
                    continue
                same.append(before == codes[key])
                improved += before == {"false"} and codes[key] == {"true"}
                set_back += before == {"true"} and codes[key] == {"false"}
        tolerance = expected["tolerance"]["same_answer"]
        assert sum(same) / len(same) == pytest.approx(share, abs=tolerance), cycle
        assert improved > set_back > 0


@pytest.mark.slow
def test_closed_questions_are_mostly_blank_and_gaps_texts_and_percentages_occur(demonstration, every_document):
    forms = {this.form.schema: this.form for this in demonstration.rounds.values()}
    closed = filled = 0
    languages, amounts, ticks = Counter(), [], Counter()
    for info in every_document:
        form = forms[info["type"]]
        answers = decode(info["body"], form).answers
        hidden = form.closed({key: frozenset(answer.options) for key, answer in answers.items()})
        closed += len(hidden)
        filled += len(hidden & answers.keys())
        for key, answer in answers.items():
            languages.update(answer.texts.keys())
            ticks[len(answer.options)] += 1
            amount = [part for part in answer.details.values() if isinstance(part, int)]
            if amount:
                amounts.append(sum(amount))
            assert form.questions[key].multiple or len(answer.options) <= 1
            assert set(answer.texts.values()) <= set(demonstration.rates.texts.values())
    assert 0 < filled < closed / 20
    assert set(languages) == {"en", "fr", "es", "en*"}
    assert amounts
    assert set(amounts) == {100}
    assert max(ticks) > 3


# -- loading --------------------------------------------------------------------------------------------


def counted(cycle, part=""):
    held = ReportingCycle.objects.get(code=cycle)
    cut_off = held.parts.get(key=part).cut_off if part else held.cut_off
    reports = Report.objects.counted(cycle, part, cut_off).values_list("party__code", flat=True)
    return len(set(reports) & population(held.deadline))


def stored():
    """Every row of what a demonstration fills, without the counters that only say when pages are stale."""
    return {
        model.__name__: list(model.objects.order_by("pk").values_list())
        for model in (Party, TreatyStatus, GroupMembership, Report, Answer, User, ReportingCycle)
    }


@pytest.mark.slow
def test_the_loaded_demonstration_counts_as_the_rates_say_and_a_second_load_changes_nothing(empty_database, capsys):
    call_command("load_demonstration", seed=SEED)
    said = capsys.readouterr().out
    rates, _ = read_rates()
    for cycle, of_cycle in rates.cycles.items():
        # The open cycle still takes reports: those that came late count too.
        late = of_cycle.late if cycle == "NR4" else 0
        assert counted(cycle) == sum(of_cycle.counted.values()) + late
        assert f"{cycle}: " in said
    assert (counted("NR2"), counted("NR3"), counted("NR4")) == (143, 120, 119)
    open_cycle = ReportingCycle.objects.get(code="NR4")
    assert open_cycle.cut_off == timezone.localdate() + timedelta(days=60)
    assert "sixty days after the day" in open_cycle.cut_off_source
    assert open_cycle.deadline == date(2019, 10, 1)
    assert counted("NR2", "survey-2014") == 100
    assert Party.objects.filter(demonstration=False).count() == 0
    assert Party.objects.exclude(alpha2=None).count() == 0
    assert set(Report.objects.values_list("origin", flat=True)) == {Report.Origin.DEMONSTRATION}
    assert Report.objects.filter(version=2).count() == 1
    assert Report.objects.filter(received_on=None).count() == 1
    assert f"password {PASSWORD}" in said
    assert set(User.objects.values_list("email", flat=True)) == {account.email for account in ACCOUNTS}
    assert all(user.check_password(PASSWORD) for user in User.objects.all())
    assert User.objects.get(is_superuser=True).is_staff
    authority = FocalPoint.objects.get(role="authority")
    assert not authority.party.reports.for_cycle("NR4").exists()
    assert authority.party.reports.published().exists()
    call_command("demonstration_code")
    code = capsys.readouterr().out.strip()
    assert Authenticator.objects.get(user=authority.user).wrap().validate_code(code)

    before = stored()
    call_command("load_demonstration", seed=SEED)
    assert "Nothing changed" in capsys.readouterr().out
    assert stored() == before


@pytest.mark.django_db
def test_a_database_with_real_parties_is_refused_and_left_alone(real):
    load_parties(real)
    with pytest.raises(CommandError, match="holds real Parties"):
        call_command("load_demonstration", seed=SEED)
    with pytest.raises(MixedWorlds):
        load_demonstration(seed=SEED, at=AT)
    assert Party.objects.filter(demonstration=True).count() == 0
    assert Report.objects.count() == 0
    assert User.objects.count() == 0


def test_a_database_with_stand_ins_of_another_seed_is_refused(empty_database, real, stand_ins):
    load_parties(demonstration_files(real, seed=SEED + 1), demonstration=True)
    with pytest.raises(OtherStandIns):
        load_demonstration(seed=SEED, at=AT)
    with pytest.raises(CommandError, match="another seed"):
        call_command("load_demonstration", seed=SEED)
    assert Report.objects.count() == 0


def test_a_report_that_does_not_fit_its_form_stops_the_load(empty_database, monkeypatch):
    def one_wrong(world):
        info = next(documents(world))
        yield {**info, "body": {**info["body"], "Q012": {"value": "perhaps"}}}

    monkeypatch.setattr("demonstration.loading.documents", one_wrong)
    with pytest.raises(DocumentsRefused, match="Unknown option 'perhaps'"):
        load_demonstration(seed=SEED, at=AT)
    assert Party.objects.count() == 0
