"""A questionnaire that is mended while drafts are open: no answer is lost, its Party is shown what no longer fits."""

import pytest
from django.core.management import call_command

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.fitting import fitting, taking_over
from national_reports.loading import load_questionnaires
from national_reports.models import AnswerChange, KeptApart
from national_reports.selectors import form_for
from national_reports.services.mending import touched_since
from national_reports.verification.answers import answers as verified
from parties.models import AuditEvent
from tests.factories import make_report
from tests.national_reports.desk.conftest import AT
from tests.national_reports.reports.conftest import OPTION
from tests.people_factories import client_of, make_focal_point

PAGE = "/en/reports/KEN/NR4/"
SECTION = f"{PAGE}sections/article2/"


@pytest.fixture(autouse=True)
def _world(world):
    """The questionnaires are the real ones."""


@pytest.fixture
def draft():
    options = ["instrument.biosafetyGuidelines", OPTION]
    return make_report(
        "KEN", "NR4", {"Q015": options, "Q016": ["true"]}, state="draft", origin="form", published_at=None
    )


def question(key):
    return form_for(ReportingCycle.objects.get(code="NR4")).fields[key]


def test_what_still_fits_stays_and_all_of_it_is_kept(draft, mended):
    load_questionnaires(mended)
    assert draft.answers.get(question="Q015").options == ["instrument.biosafetyGuidelines"]
    assert draft.answers.get(question="Q016").version == 1
    apart = KeptApart.objects.get()
    assert apart.data.options == ("instrument.biosafetyGuidelines", OPTION)
    assert "cover biosafety indirectly" in apart.said["en"]["answer"]
    assert apart.said.keys() == {"en", "fr", "es", "ru", "ar", "zh"}
    change = AnswerChange.objects.get(question="Q015")
    assert (change.how, change.by, change.before["options"]) == ("mended", None, list(apart.data.options))
    assert AuditEvent.objects.get(subject=draft.subject, action="answer").detail["question"] == "Q015"


def test_the_same_form_again_sets_nothing_apart(draft, mended):
    load_questionnaires(mended)
    load_questionnaires(mended)
    assert KeptApart.objects.count() == 1


@pytest.mark.parametrize("state", ["submitted", "accepted", "published", "set-aside"])
def test_what_was_handed_in_stays_as_it_was(mended, state):
    report = make_report("KEN", "NR4", {"Q015": [OPTION]}, state=state, origin="form")
    load_questionnaires(mended)
    assert report.answers.get(question="Q015").options == [OPTION]
    assert touched_since(AT) == []


def test_the_command_says_what_it_would_touch_before_it_stores_anything(draft, mended, monkeypatch, capsys):
    command = "evaluation.management.commands.load_questionnaires.load_questionnaires"
    monkeypatch.setattr(command, lambda: load_questionnaires(mended))
    call_command("load_questionnaires", "--what-moves")
    assert "Draft of KEN, NR4: kept apart for its Party: Q015" in capsys.readouterr().out
    assert not KeptApart.objects.exists()
    assert OPTION in question("Q015").options


def test_the_party_is_shown_it_in_its_section_and_discards_it(draft, mended):
    load_questionnaires(mended)
    person = make_focal_point("KEN")
    own = client_of(person)
    assert "Earlier answers that no longer fit the mended form" in own.get(PAGE).content.decode()
    page = own.get(SECTION).content.decode()
    assert "Kept apart: earlier answers" in page
    assert "cover biosafety indirectly" in page
    apart = KeptApart.objects.get()
    address = f"{PAGE}kept-apart/{apart.pk}/settlement/"
    # The option is not offered any more: there is nothing that could take it over.
    assert 'value="take"' not in page
    assert own.post(address, {"act": "take", "version": "2"}).status_code == 404
    for _ in range(2):
        assert own.post(address, {"act": "discard"}).status_code == 302
    apart.refresh_from_db()
    assert apart.settled_by == person
    assert AuditEvent.objects.filter(subject=draft.subject, action="kept apart: discarded").count() == 1
    assert "Kept apart" not in own.get(SECTION).content.decode()


def test_what_fits_again_is_taken_over_at_the_version_that_was_shown(draft, mended):
    load_questionnaires(mended)
    load_questionnaires()
    own = client_of(make_focal_point("KEN"))
    assert 'value="take"' in own.get(SECTION).content.decode()
    address = f"{PAGE}kept-apart/{KeptApart.objects.get().pk}/settlement/"
    assert own.post(address, {"act": "take", "version": "2"}).status_code == 302
    assert draft.answers.get(question="Q015").options == ["instrument.biosafetyGuidelines", OPTION]
    assert "Kept apart" not in own.get(SECTION).content.decode()


def test_a_question_takes_of_an_answer_what_it_can_hold():
    several, one, text = question("Q015"), question("Q014"), question("Q013")
    ticks = AnswerData(options=("instrument.biosafetyGuidelines", OPTION))
    assert fitting(several, ticks) == ticks
    assert fitting(None, ticks).is_empty
    two = AnswerData(options=("implementation.none", "implementation.draftMeasures"))
    assert fitting(one, two).is_empty
    assert fitting(text, AnswerData(number=3, texts={"en": "Soon."})) == AnswerData(texts={"en": "Soon."})


def test_what_a_text_takes_over_stands_below_what_was_typed():
    standing = AnswerData(texts={"en": "A law."})
    taken = taking_over(question("Q013"), standing, AnswerData(number=3), said="3", language="en")
    assert taken.texts == {"en": "A law.\n3"}
    assert taking_over(question("Q014"), standing, AnswerData(number=3), said="3", language="en").is_empty


def test_nothing_is_told_of_what_was_set_apart_before(draft, mended, django_assert_num_queries):
    load_questionnaires(mended)
    at = KeptApart.objects.get().at
    with django_assert_num_queries(1):
        (one,) = touched_since(at)
    assert (one.report, one.questions) == (draft, ("Q015",))


def test_what_was_set_apart_is_as_its_trail_tells(draft, mended):
    load_questionnaires(mended)
    assert not [fault for fault in verified().faults if "Q015" in f"{fault.place}{fault.what}"]
