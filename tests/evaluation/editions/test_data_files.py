"""Data files at the desk: what they move is shown before a publisher takes them in, and nothing is kept until then."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.data_files import NotWeighed, UnknownFile, place_of, propose, take_in, weigh
from evaluation.models import DataProposal
from evaluation.verification.decided import proposals
from indicators.models import ReportingCycle
from jobs.models import Job
from parties.models import AuditEvent, TreatyStatus
from tests.conftest import DATA, SMALL_PLAN_FILE
from tests.evaluation.editions.making import make_evaluation, make_frozen
from tests.people_factories import client_of, make_staff

PAGE = "/en/desk/evaluations/data-files/"
FIXTURES = settings.BASE_DIR / "fixtures"
CYCLES_FILE = FIXTURES / "cycles.yaml"


def small_plan(before="", after=""):
    measures = DATA / SMALL_PLAN_FILE.name.replace(".yaml", ".measures.yaml")
    return {
        SMALL_PLAN_FILE.name: SMALL_PLAN_FILE.read_text(),
        measures.name: measures.read_text().replace(before, after),
    }


def without_kenya():
    """The treaty dates, where Kenya is a Party only after all cycles."""
    in_force = str(TreatyStatus.objects.get(party__code="KEN", treaty="cpb").in_force_on)
    return "\n".join(
        line.replace(in_force, "2031-01-01") if line.startswith("KEN") and "cpb" in line else line
        for line in (FIXTURES / "parties" / "treaty_statuses.csv").read_text().splitlines()
    )


def weighed(files, by) -> DataProposal:
    held = propose(files=files, by=by, at=timezone.now())
    weigh(proposal=held.pk)
    held.refresh_from_db()
    return held


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("cycles.yaml", ""),
        ("map-nr4-nr3.yaml", "questionnaires"),
        ("nr4.yaml", "questionnaires"),
        ("treaty_statuses.csv", "parties"),
        ("groups.yaml", "parties"),
        ("cartagena-2011-2020.measures.yaml", "plans"),
    ],
)
def test_a_file_is_known_by_its_name(name, place):
    assert place_of(name) == place


def test_what_is_sent_twice_is_one_proposal_until_it_is_decided_on(published, author, publisher):
    held = weighed(small_plan(), author)
    again = propose(files=dict(reversed(small_plan().items())), by=publisher, at=timezone.now())
    assert again == held
    assert DataProposal.objects.count() == 1
    take_in(proposal=held, by=publisher, at=timezone.now())
    assert propose(files=small_plan(), by=author, at=timezone.now()) != held


def test_what_is_sent_again_after_something_else_was_taken_in_is_weighed_anew(published, author, publisher):
    held = weighed(small_plan(), author)
    take_in(proposal=weighed({"cycles.yaml": CYCLES_FILE.read_text()}, author), by=publisher, at=timezone.now())
    Job.objects.all().delete()
    assert propose(files=small_plan(), by=author, at=timezone.now()) == held
    assert Job.objects.filter(kind="weigh_data", arguments={"proposal": held.pk}).exists()


@pytest.mark.parametrize("name", ["../cycles.yaml", "nr4.yaml.exe", "Plan.yaml", "parties.xlsx", "", "a/b.yaml"])
def test_any_other_name_is_refused(name):
    with pytest.raises(UnknownFile):
        place_of(name)


def test_every_data_file_of_the_fixtures_can_be_sent():
    names = [path.name for place in ("parties", "plans", "questionnaires") for path in (FIXTURES / place).iterdir()]
    others = {"government_codes.csv", "cover.yaml"}
    assert all(place_of(name) for name in names if name not in others)


def test_the_same_plan_moves_nothing(published, author):
    held = weighed(small_plan(), author)
    assert held.outcome["numbers"] == {"figures": 0, "findings": 0, "links": 0, "editions": 0, "drafts": 0}


def test_a_later_deadline_is_shown_and_then_taken_in_once(published, author, publisher):
    cycles = (FIXTURES / "cycles.yaml").read_text()
    cut_off = ReportingCycle.objects.get(code="NR4").cut_off
    changed = cycles.replace(f'cut_off: "{cut_off}"', 'cut_off: "2019-01-01"')
    assert changed != cycles
    events = AuditEvent.objects.count()
    held = weighed({"cycles.yaml": changed}, author)
    assert held.outcome["numbers"]["figures"] > 0
    assert ReportingCycle.objects.get(code="NR4").cut_off == cut_off
    told = AuditEvent.objects.filter(subject=held.subject).order_by("sequence").values_list("action", flat=True)
    assert list(told) == ["data proposed", "data weighed"]
    assert AuditEvent.objects.exclude(subject=held.subject).count() == events
    take_in(proposal=held, by=publisher, at=timezone.now())
    assert str(ReportingCycle.objects.get(code="NR4").cut_off) == "2019-01-01"
    assert AuditEvent.objects.filter(action="data taken in").count() == 1
    assert Job.objects.filter(kind="compute_progress", state="queued").exists()
    with pytest.raises(NotWeighed):
        take_in(proposal=held, by=publisher, at=timezone.now())


def test_a_treaty_date_is_shown_with_what_it_moves(published, author):
    in_force = str(TreatyStatus.objects.get(party__code="KEN", treaty="cpb").in_force_on)
    held = weighed({"treaty_statuses.csv": without_kenya()}, author)
    assert held.outcome["numbers"]["editions"] == 1
    assert str(TreatyStatus.objects.get(party__code="KEN", treaty="cpb").in_force_on) == in_force


def test_what_is_wrong_in_a_file_is_told_with_its_line_and_cannot_be_taken_in(published, author, publisher):
    held = weighed(small_plan("kind: share", "kind: sharing"), author)
    assert any("line" in line for line in held.outcome["refused"])
    with pytest.raises(NotWeighed):
        take_in(proposal=held, by=publisher, at=timezone.now())


def test_what_was_shown_before_something_else_was_taken_in_is_shown_anew_first(published, author, publisher):
    first, second = weighed(small_plan(), author), weighed({"cycles.yaml": CYCLES_FILE.read_text()}, author)
    take_in(proposal=first, by=publisher, at=timezone.now())
    page = client_of(publisher).get(f"{PAGE}{second.pk}/").content.decode()
    assert "Something else was taken in after this was worked out" in page
    assert "taking/" not in page
    with pytest.raises(NotWeighed):
        take_in(proposal=second, by=publisher, at=timezone.now())
    assert Job.objects.filter(kind="weigh_data", arguments={"proposal": second.pk}, state=Job.State.QUEUED).exists()
    weigh(proposal=second.pk)
    take_in(proposal=second, by=publisher, at=timezone.now())


def test_a_question_that_is_no_longer_comparable_is_told_with_why(published, author):
    text = (FIXTURES / "questionnaires" / "map-nr4-nr3.yaml").read_text()
    why = next(line for line in text.splitlines() if "not_comparable:" in line)
    held = weighed({"map-nr4-nr3.yaml": text.replace(f"{why}\n", "", 1)}, author)
    assert held.outcome["numbers"]["links"] == 1
    ((_place, before, now),) = held.outcome["links"]
    assert "have no counterpart" in before
    assert "have no counterpart" not in now


def test_at_the_desk_it_is_sent_looked_at_and_taken_in_by_a_publisher(published, author, publisher):
    files = [SimpleUploadedFile(name, text.encode()) for name, text in small_plan().items()]
    staff = client_of(author)
    answer = staff.post(PAGE, {"files": files})
    held = DataProposal.objects.get()
    assert answer.url == f"{PAGE}{held.pk}/"
    assert held.files == small_plan()
    weigh(proposal=held.pk)
    Job.objects.filter(kind="weigh_data").update(state="done")
    page = staff.get(answer.url).content.decode()
    assert "A publisher takes it in." in page
    assert staff.post(f"{answer.url}taking/").status_code == 403
    other = client_of(publisher)
    assert "Take in" in other.get(answer.url).content.decode()
    assert "Taken in by <bdi>Publisher</bdi>" in other.post(f"{answer.url}taking/", follow=True).content.decode()
    assert SMALL_PLAN_FILE.name in staff.get(PAGE).content.decode()


def test_what_is_set_aside_is_not_taken_in_and_the_list_says_so(published, author, publisher):
    held = weighed(small_plan(), author)
    address = f"{PAGE}{held.pk}/"
    assert client_of(make_staff()).post(f"{address}setting-aside/", {"why": "Not mine."}).status_code == 403
    other = client_of(publisher)
    assert "Say in a line" in other.post(f"{address}setting-aside/", {"why": " "}, follow=True).content.decode()
    assert "Set aside" in other.get(address).content.decode()
    for _ in range(2):
        other.post(f"{address}setting-aside/", {"why": "The source is a draft."})
    held.refresh_from_db()
    assert (held.declined_by, held.declined_why) == (publisher, "The source is a draft.")
    assert AuditEvent.objects.filter(subject=held.subject, action="data set aside").count() == 1
    page = other.get(address).content.decode()
    assert "The source is a draft." in page
    assert "Take in" not in page
    with pytest.raises(NotWeighed):
        take_in(proposal=held, by=publisher, at=timezone.now())
    assert weigh(proposal=held.pk)["skipped"]
    listed = other.get(PAGE).content.decode()
    assert "Nothing waits" in listed
    assert SMALL_PLAN_FILE.name in listed
    assert proposals().faults == []


def test_whoever_proposed_takes_it_back(published, author):
    held = weighed(small_plan(), author)
    client_of(author).post(f"{PAGE}{held.pk}/setting-aside/", {"why": "A typing error."})
    held.refresh_from_db()
    assert held.declined_by == author


def test_the_page_of_what_moves_says_it_in_words_and_names_drafts_apart(published, frozen_beside, author):
    held = weighed({"treaty_statuses.csv": without_kenya()}, author)
    page = client_of(author).get(f"{PAGE}{held.pk}/").content.decode()
    assert "A.1/headline" not in page
    assert "silence_low" not in page
    assert "Parties at both deadlines that it applies to" in page
    assert "Drafts that would say otherwise when they are frozen again" in page
    assert "Beside 1.0" in page


@pytest.fixture
def frozen_beside(reports, author):
    return make_frozen(make_evaluation(author, slug="beside", titles={"en": "Beside"}), author)


@pytest.mark.parametrize(("name", "content"), [("other.txt", b"x"), ("cycles.yaml", b"\xff\xfe")])
def test_what_is_no_data_file_is_refused_at_once(author, name, content):
    page = client_of(author).post(PAGE, {"files": [SimpleUploadedFile(name, content)]})
    assert page.status_code == 422
    assert not DataProposal.objects.exists()
