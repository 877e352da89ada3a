"""The earlier answer beside a question, and what of it can be carried over."""

from national_reports.models import AnswerChange
from national_reports.previous import previous_answers
from national_reports.services.earlier import confirm_copies, copy_answers
from national_reports.views.reports import slug_of
from tests.factories import NOW, make_report
from tests.people_factories import client_of

PAGE = "/en/reports/KEN/NR4/"


def earlier(report, form, key):
    return previous_answers(report, form, [key]).get(key)


def test_an_answer_is_recoded_for_the_form_of_now(draft, nr4):
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"})
    found = earlier(draft, nr4, "Q014")
    assert (found.cycle, found.question.key) == ("NR3", "Q014")
    assert found.copy.options == ("implementation.fullInPlace",)
    assert found.lost == ()


def test_what_the_form_no_longer_offers_is_told_and_not_copied(draft, nr4):
    make_report("KEN", "NR3", {"Q019": "5-"})
    found = earlier(draft, nr4, "Q019")
    assert found.copy is None
    assert len(found.lost) == 1
    assert "no counterpart" in found.not_comparable
    assert found.lost[0] in found.not_comparable
    assert "5-" not in found.not_comparable


def test_the_latest_earlier_report_is_asked_first_and_an_older_one_for_what_it_does_not_tell(draft, nr4):
    make_report("KEN", "NR2", {"Q015": "implementation.none", "Q018": "false"})
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"})
    assert earlier(draft, nr4, "Q014").cycle == "NR3"
    assert {one.cycle for one in previous_answers(draft, nr4).values()} == {"NR2", "NR3"}


def test_a_draft_and_a_superseded_version_tell_nothing(draft, nr4):
    make_report("KEN", "NR3", {"Q014": "implementation.none"}, state="superseded")
    make_report("KEN", "NR3", {"Q014": "implementation.none"}, state="draft", version=2, published_at=None)
    assert earlier(draft, nr4, "Q014") is None


def test_another_partys_answer_never_stands_beside(draft, nr4):
    make_report("GHA", "NR3", {"Q014": "implementation.none"})
    assert earlier(draft, nr4, "Q014") is None


def test_a_copy_waits_to_be_confirmed_and_both_stand_in_the_history(draft, nr4, people):
    make_report("KEN", "NR3", {"Q014": "implementation.none"})
    found = earlier(draft, nr4, "Q014")
    copy_answers(report=draft, contents={"Q014": (found.copy, found.cycle)}, by=people.contributor, at=NOW)
    answer = draft.answers.get(question="Q014")
    assert (answer.copied_from, answer.options) == ("NR3", ["implementation.none"])
    assert confirm_copies(report=draft, questions=["Q014"], by=people.authority, at=NOW) == 1
    answer.refresh_from_db()
    assert (answer.copied_from, answer.version) == ("", 2)
    assert [change.how for change in AnswerChange.objects.filter(report=draft)] == ["copied", "confirmed"]
    assert confirm_copies(report=draft, questions=["Q014"], by=people.authority, at=NOW) == 0


def test_nothing_has_changed_leads_on_to_what_still_needs_something(draft, complete, put, people, nr4):
    complete(draft)
    browser = client_of(people.authority)

    def led_to(section="article2"):
        return browser.post(f"{PAGE}sections/{section}/earlier-answers/", {"act": "unchanged"}).url

    assert led_to() == f"{PAGE}check/"
    of_section = {nr4.fields[key].section: key for key in draft.answers.values_list("question", flat=True)}
    later = [section for section, _title in nr4.chapters if section in of_section][-1]
    lacking = draft.answers.filter(question__in=["Q014", of_section[later]])
    answers = {one.question: one.data for one in lacking}
    lacking.delete()
    # Of its own section first; then of the next one, whichever comes first in the form.
    assert led_to() == f"{PAGE}sections/article2/#Q014"
    assert led_to(slug_of(later)).endswith(f"#{of_section[later]}")
    put(draft, "Q014", answers["Q014"])
    assert led_to() == f"{PAGE}sections/{slug_of(later)}/"
    put(draft, of_section[later], answers[of_section[later]])
    draft.answers.filter(question="Q014").delete()
    # From the last section on to the first that needs something.
    assert led_to(slug_of(later)) == f"{PAGE}sections/article2/"
