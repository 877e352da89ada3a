"""A Party's offices get the letters of its people, and sign in nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from national_reports.services.letters import tell_focal_points
from national_reports.services.reminders import addressed
from parties.letters import readers_of
from parties.models import AuditEvent, Email, OfficeAddress, Party, User
from parties.offices import MOST, OfficeEnded, TooManyOffices, add_office, end_office, mark_office_returned
from parties.verification import offices
from tests.factories import make_report
from tests.people_factories import NOW, client_of, make_focal_point, make_staff

PAGE = "/en/offices/KEN/"
GIVEN = {"name": "Biosafety Office", "email": "Office@portal.example", "language": "en"}

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def kenya():
    return Party.objects.get(code="KEN")


def add(party, by, **overrides):
    return add_office(party=party, **GIVEN | overrides, by=by, at=NOW)


def actions():
    return list(AuditEvent.objects.filter(subject="party/KEN").values_list("action", flat=True))


def test_an_office_gets_the_letter_of_the_people_and_reads_why(kenya):
    person = make_focal_point()
    add(kenya, person)
    tell_focal_points(make_report("KEN", "NR4"), "published", at=NOW)
    letters = {one.to: one for one in Email.objects.filter(key__startswith="published/")}
    assert set(letters) == {person.email, "office@portal.example"}
    to_office = letters["office@portal.example"]
    assert to_office.subject == letters[person.email].subject
    for text in (to_office.body, to_office.html):
        assert "Dear Biosafety Office," in text
        assert "Nobody signs in with it" in text
        assert "as a focal point of Kenya" not in text
    assert not User.objects.filter(email="office@portal.example").exists()


def test_who_reads_by_two_ways_gets_one_letter(kenya):
    person = make_focal_point()
    add(kenya, person, email=person.email)
    assert readers_of([kenya], on=NOW.date()) == {kenya.pk: [person]}


def test_a_party_with_an_office_alone_is_reminded_there(kenya):
    office = add(kenya, make_staff())
    cycle = make_report("GHA", "NR4").cycle
    (one,) = addressed(cycle=cycle, parties=[kenya], occasion="x", on=NOW.date())
    assert (one.people, one.left_out) == ((office,), "")


def test_the_same_address_again_is_the_same_row_and_puts_right_what_came_back(kenya):
    staff = make_staff()
    office = add(kenya, staff)
    assert add(kenya, staff) == office
    mark_office_returned(office=office, by=staff, at=NOW)
    mark_office_returned(office=office, by=staff, at=NOW + timedelta(days=1))
    assert readers_of([kenya], on=NOW.date()) == {kenya.pk: []}
    assert add(kenya, staff, name="Office for Biosafety") == office
    assert readers_of([kenya], on=NOW.date()) == {kenya.pk: [office]}
    end_office(office=office, by=staff, at=NOW)
    assert readers_of([kenya], on=NOW.date()) == {kenya.pk: []}
    for act in (end_office, mark_office_returned):
        with pytest.raises(OfficeEnded):
            act(office=office, by=staff, at=NOW)
    assert add(kenya, staff) != office
    assert actions() == [
        "office address added",
        "letters to the office come back",
        "office address added",
        "office address removed",
        "office address added",
    ]
    assert not offices().faults


def test_a_party_has_only_so_many_offices(kenya):
    staff = make_staff()
    for number in range(MOST):
        add(kenya, staff, email=f"office-{number}@portal.example")
    with pytest.raises(TooManyOffices):
        add(kenya, staff, email="one-more@portal.example")


def test_the_database_keeps_an_address_once_for_a_party(kenya):
    held = add(kenya, make_staff())
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeAddress.objects.create(party=kenya, email=held.email, name="Twice", language="en", added_at=NOW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "elsewhere@portal.example"}, "and the trail tells of"),
        ({"ended_at": NOW}, "and the trail tells of"),
        ({"returned_at": NOW}, "and the trail tells of"),
    ],
)
def test_what_the_trail_does_not_tell_is_found(kenya, change, said):
    add(kenya, make_staff())
    OfficeAddress.objects.update(**change)
    assert said in offices().faults[0].what
    OfficeAddress.objects.all().delete()
    assert offices().faults[0].what == "the address that the trail tells of is gone"


def test_an_authority_sets_the_offices_of_its_own_party():
    authority, other, contributor = (
        make_focal_point(role="authority"),
        make_focal_point("GHA", role="authority"),
        make_focal_point(),
    )
    client = client_of(authority)
    assert f'href="{PAGE}"' in client.get("/en/me/").content.decode()
    assert client.post(PAGE, GIVEN | {"email": "no address"}).status_code == 422
    shown = client.post(PAGE, GIVEN, follow=True).content.decode()
    assert "office@portal.example" in shown
    office = OfficeAddress.objects.get()
    # Whether a letter came back is known where the letters are sent from.
    assert "return/" not in shown
    assert client.post(f"{PAGE}{office.pk}/return/").status_code == 403
    asked = client.post(f"{PAGE}{office.pk}/removal/").content.decode()
    assert "Remove the address of Biosafety Office?" in asked
    client.post(f"{PAGE}{office.pk}/removal/", {"sure": "yes"})
    assert not OfficeAddress.objects.kept().exists()
    told = client.post(f"{PAGE}{office.pk}/removal/", {"sure": "yes"}, follow=True).content.decode()
    assert "removed before" in told
    assert client_of(other).get(PAGE).status_code == 404
    assert client_of(contributor).get(PAGE).status_code == 403
    assert client_of(contributor).get("/en/me/").content.decode().count("/offices/") == 0


def test_the_secretariat_sees_offices_on_the_page_of_people_and_marks_what_came_back(kenya):
    staff = make_staff()
    office, client = add(kenya, staff), client_of(staff)
    assert "office@portal.example" in client.get("/en/desk/people/?party=KEN").content.decode()
    shown = client.post(f"{PAGE}{office.pk}/return/", follow=True).content.decode()
    assert "none goes there" in shown
    assert "Letters came back" in client.get("/en/desk/people/?party=KEN").content.decode()
    office.refresh_from_db()
    assert timezone.now() - office.returned_at < timedelta(minutes=5)
