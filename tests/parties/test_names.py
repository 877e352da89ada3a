"""A Party's change of name: used from its day; what is of an earlier day keeps the name of that day."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.translation import override

from parties import tasks
from parties.governments import Governments
from parties.models import AuditEvent, FormerName, NameChange, Party
from parties.names import LaterChange, NameMoved, Names, NameTaken, change_name, take_up_names
from parties.services import PartyFiles, load_parties, read_party_files
from parties.stored_data import PARTIES, check_stored, party_digests
from tests.factories import make_report
from tests.people_factories import NOW, client_of, make_staff

# Nobody is called so: a name that a test may give.
NEW = Names("New Kenya", "Nouveau Kenya", "Nueva Kenya", "Новая Кения", "كينيا الجديدة", "新肯尼亚")
DAY = date(2026, 3, 1)

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def kenya():
    return Party.objects.get(code="KEN")


def change(party, **overrides):
    given = {"names": NEW, "begins_on": DAY, "source": "A notification", "expected": Names.of(party), "at": NOW}
    return change_name(party=party, by=make_staff(publisher=True), **given | overrides)


def test_from_its_day_on_the_new_name_is_used_and_the_former_is_of_the_days_before(kenya):
    assert change(kenya)
    kenya.refresh_from_db()
    assert (kenya.name_en, kenya.called_on(DAY), kenya.called_on(DAY - timedelta(days=1))) == (
        "New Kenya",
        "New Kenya",
        "Kenya",
    )
    with override("ru"):
        assert (kenya.name, kenya.called_on(date(2020, 1, 1))) == ("Новая Кения", "Кения")
    assert Party.objects.by_name().filter(name_en__in=("New Kenya", "New Zealand", "Nepal")).first().name_en == "Nepal"
    assert not check_stored("", PARTIES, party_digests()).faults
    actions = AuditEvent.objects.filter(subject="party/KEN").values_list("action", flat=True)
    assert list(actions) == ["change of name entered", "name changed"]


@pytest.mark.parametrize("said", ["kenya", "new kenya", "nouveau kenya", "Кения"])
def test_searches_and_the_clearing_house_find_both_names(kenya, said):
    change(kenya)
    assert kenya in Party.objects.named_like(said)
    assert Governments.load().find(said) == kenya


def test_a_name_of_a_day_to_come_waits_for_it(kenya):
    change(kenya, begins_on=NOW.date() + timedelta(days=3))
    kenya.refresh_from_db()
    assert kenya.name_en == "Kenya"
    assert take_up_names(at=NOW + timedelta(days=2)) == 0
    assert take_up_names(at=NOW + timedelta(days=3)) == 1
    assert take_up_names(at=NOW + timedelta(days=3)) == 0
    kenya.refresh_from_db()
    assert kenya.name_en == "New Kenya"
    assert not check_stored("", PARTIES, party_digests()).faults


@pytest.mark.parametrize("by", [lambda: call_command("take_up_names", stdout=StringIO()), tasks.take_up_names])
def test_the_clock_and_the_command_take_up_names(kenya, by):
    change(kenya)
    Party.objects.filter(pk=kenya.pk).update(name_en="Kenya")
    FormerName.objects.filter(party=kenya).delete()
    by()
    kenya.refresh_from_db()
    assert kenya.name_en == "New Kenya"


@pytest.mark.parametrize("begins_on", [DAY, NOW.date() + timedelta(days=3)])
def test_another_of_the_same_day_corrects_it_and_the_name_before_takes_it_back(kenya, begins_on):
    before, corrected = Names.of(kenya), Names(*["Newest Kenya"] * 6)
    change(kenya, begins_on=begins_on)
    kenya.refresh_from_db()
    change(kenya, begins_on=begins_on, names=corrected)
    kenya.refresh_from_db()
    assert Names.of(kenya) == (corrected if begins_on == DAY else before)
    assert Names.of(kenya.name_changes.get()) == corrected
    assert kenya.called_on(DAY - timedelta(days=1)) == "Kenya"
    change(kenya, begins_on=begins_on, names=before)
    kenya = Party.objects.get(code="KEN")
    assert Names.of(kenya) == before
    assert not kenya.name_changes.exists()
    assert not kenya.former_names.exists()
    assert not check_stored("", PARTIES, party_digests()).faults


def test_the_same_change_again_changes_nothing_and_what_does_not_go_together_is_refused(kenya):
    before = Names.of(kenya)
    assert change(kenya)
    assert not change(kenya, expected=before)
    kenya.refresh_from_db()
    with pytest.raises(NameMoved):
        change(kenya, begins_on=DAY + timedelta(days=1), expected=before, names=Names(*["Other"] * 6))
    with pytest.raises(LaterChange):
        change(kenya, begins_on=DAY - timedelta(days=9), names=Names(*["Other"] * 6))
    with pytest.raises(NameTaken):
        change(kenya, begins_on=DAY + timedelta(days=1), names=Names(*["Ghana"] * 6))
    assert NameChange.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        NameChange.objects.create(party=kenya, begins_on=DAY, source="Twice", **NEW.columns)


def test_files_that_do_not_know_the_change_bring_no_former_name_back(kenya):
    change(kenya)
    held = vars(read_party_files())
    load_parties(PartyFiles(**held | {"groups": [{**one, "definition": "Anew."} for one in held["groups"]]}))
    kenya.refresh_from_db()
    assert (kenya.name_en, kenya.called_on(date(2015, 1, 1))) == ("New Kenya", "Kenya")
    assert FormerName.objects.filter(party=kenya).count() == 1


@pytest.mark.parametrize(
    ("until", "day", "held"),
    [
        ("2018-04", date(2018, 3, 31), True),
        # Nobody says on which day of the month.
        ("2018-04", date(2018, 4, 1), False),
        ("2016", date(2015, 12, 31), True),
        ("2009-12-01", date(2009, 12, 1), False),
        ("2009-12-01", date(2009, 11, 30), True),
        ("2020s", date(2011, 1, 1), False),
    ],
)
def test_a_former_name_is_of_the_days_that_are_surely_before(until, day, held):
    assert FormerName(name="Former", until=until).held_on(day) is held


def test_of_several_former_names_the_one_of_the_day_counts_and_a_language_without_keeps_todays(kenya):
    FormerName.objects.create(party=kenya, name="Second", name_fr="Deuxième", until="2010-01-01")
    FormerName.objects.create(party=kenya, name="First", until="2005")
    assert [kenya.called_on(date(year, 6, 1)) for year in (2004, 2009, 2010)] == ["First", "Second", "Kenya"]
    with override("fr"):
        assert [kenya.called_on(date(year, 6, 1)) for year in (2004, 2009)] == ["Kenya", "Deuxième"]


def test_a_report_keeps_the_name_of_the_day_on_which_it_was_received(kenya, client):
    make_report("KEN", "NR3")
    late = make_report("KEN", "NR4", received_on=DAY)
    change(kenya)
    page = client.get("/en/parties/KEN/").content.decode()
    assert "<h1>New Kenya</h1>" in page
    assert "Kenya until 1 March 2026" in page
    assert client.get("/en/parties/KEN/reports/NR3/report.json").json()["name"] == "Kenya"
    assert client.get("/en/parties/KEN/reports/NR4/report.json").json()["name"] == "New Kenya"
    late.refresh_from_db()
    assert late.party_name == "New Kenya"


def test_the_former_names_of_the_release_are_of_their_days():
    assert Party.objects.get(code="EUE").called_on(date(2009, 11, 30)) == "European Community"
    assert Party.objects.get(code="EUE").called_on(date(2009, 12, 1)) == "European Union"
    assert Party.objects.get(code="SWZ").called_on(date(2015, 10, 20)) == "Swaziland"


def test_a_publisher_enters_it_after_what_it_moves_was_shown(small_world, kenya, django_capture_on_commit_callbacks):
    client, page = client_of(make_staff(publisher=True)), "/en/desk/evaluations/data-files/party-names/"
    make_report("KEN", "NR3")
    assert page in client.get("/en/desk/evaluations/data-files/").content.decode()
    typed = {"party": "KEN", "begins_on": DAY.isoformat(), "source": "A notification", **NEW.columns}
    assert client.post(page, typed | {"name_ru": ""}).status_code == 422
    assert client.post(page, typed | Names.of(kenya).columns).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(page, typed)
    shown = client.get(asked.url).content.decode()
    assert "Kenya → New Kenya" in shown
    assert "Public reports that keep the name before" in shown
    kenya.refresh_from_db()
    assert kenya.name_en == "Kenya"
    told = client.post(f"{asked.url}making/", follow=True).content.decode()
    assert "The change of name is kept" in told
    kenya.refresh_from_db()
    assert kenya.name_en == "New Kenya"
    assert kenya.name_changes.get().source == "A notification"
