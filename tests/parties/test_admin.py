"""The administration: staff in two steps, data to look up, and what is mended of people on the trail."""

import pytest
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from indicators.models import ReportingCycle
from jobs.models import Job
from parties.models import AuditEvent, Party, PartyGroup
from tests.people_factories import client_of, make_focal_point, make_staff


def test_the_administration_has_the_portals_own_sign_in():
    answer = Client().get("/admin/")
    page = Client().get(answer.url)
    assert page.url.startswith("/en/accounts/login/?next=")


def test_the_administration_needs_two_steps():
    page = client_of(make_staff(two_step=False)).get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/en/accounts/2fa/"
    assert client_of(make_staff()).get("/admin/").status_code == 200


def test_focal_points_are_refused():
    assert client_of(make_focal_point(role="authority")).get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    ("kind", "model"),
    [("parties_party", Party), ("parties_partygroup", PartyGroup), ("indicators_reportingcycle", ReportingCycle)],
)
def test_what_moves_figures_is_only_looked_up_here(kind, model):
    """A data file and the desk say first what a change moves."""
    client, one = client_of(make_staff(is_superuser=True)), model.objects.first()
    address = reverse(f"admin:{kind}_change", args=[one.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": "Another", "name": "Another", "title": "Another"}).status_code == 403
    assert client.post(reverse(f"admin:{kind}_delete", args=[one.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"admin:{kind}_add")).status_code == 403
    assert model_to_dict(model.objects.get(pk=one.pk)) == model_to_dict(one)
    assert not AuditEvent.objects.filter(action__in=["changed", "removed"]).exists()


@pytest.mark.parametrize(("superuser", "status"), [(False, 403), (True, 302)])
def test_flags_of_people_are_mended_by_superusers_only(superuser, status):
    person = make_focal_point()
    client = client_of(make_staff(is_superuser=superuser))
    address = f"/admin/parties/user/{person.pk}/change/"
    assert client.get(address).status_code == 200
    data = {"name": "Another Name", "is_active": "on", "is_staff": "on"}
    assert client.post(address, data).status_code == status
    person.refresh_from_db()
    assert person.is_staff is superuser
    assert AuditEvent.objects.filter(subject=f"person/{person.pk}", action="changed").exists() is superuser
    assert not Job.objects.filter(kind="compute_progress").exists()


@pytest.mark.parametrize("address", ["user/add/", "focalpoint/", "auditevent/", "invitation/"])
def test_people_and_the_trail_are_not_written_here(address):
    status = client_of(make_staff(is_superuser=True)).get(f"/admin/parties/{address}").status_code
    assert status in (403, 404)
