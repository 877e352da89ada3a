"""The people of a Party share a report: sections handed over, agreement, disputes, and letters to its authorities."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from national_reports.agreement import FILES, agreements_of, changed, versions_of
from national_reports.codec import AnswerData
from national_reports.handed import handed, writes_only_in
from national_reports.models import AgreementNeeded, Dispute, Report, SectionAgreement, SectionHandover
from national_reports.monitor import monitor
from national_reports.services.agreeing import NotAsked, agree, choose_who_agrees, seen_of, take_agreement_back
from national_reports.services.attachments import add_attachment, remove_attachment
from national_reports.services.disputes import (
    InDispute,
    NothingToHold,
    NotYoursToHold,
    NotYoursToRelease,
    ReasonMissing,
    hold_in_dispute,
    release,
)
from national_reports.services.filling import SectionOfAnother, mark_section, mark_sections
from national_reports.services.handing import (
    NobodyToAsk,
    NotAColleague,
    NotAnAuthority,
    ask_to_submit,
    hand_sections,
    take_back,
)
from national_reports.services.opening import open_report
from national_reports.services.together import Act, weigh
from national_reports.services.workflow import (
    AgreementMissing,
    accept_report,
    publish_report,
    return_report,
    withdraw_report,
)
from parties.audit import trail
from parties.carers import give_into_care
from parties.models import Email, FocalPoint
from tests.factories import NOW
from tests.people_factories import client_of, make_focal_point

PAGE = "/en/reports/KEN/NR4/"
YES = AnswerData(options=("implementation.fullInPlace",))
WORDS = AnswerData(texts={"en": "Other words."})


def letters(sort):
    return sorted(Email.objects.filter(key__startswith=f"{sort}/").values_list("to", flat=True))


def actions(report):
    return [one.action for one in trail(report.subject)]


def end_access(person):
    FocalPoint.objects.filter(user=person).update(ends_on=NOW.date())


@pytest.fixture
def in_hand(draft, people):
    hand_sections(report=draft, sections=["Article2"], to=people.contributor, by=people.authority, at=NOW)
    return draft


# -- sections handed over


def test_a_contributor_writes_in_the_sections_handed_to_them_and_in_no_other(in_hand, put, people):
    put(in_hand, "Q014", YES)
    with pytest.raises(SectionOfAnother):
        put(in_hand, "Q022", WORDS)
    assert not in_hand.answers.filter(question="Q022").exists()
    # A contributor without any, and an authority, write everywhere.
    put(in_hand, "Q022", WORDS, by=make_focal_point("KEN"))
    put(in_hand, "Q021", YES, by=people.authority)


def test_marks_are_bound_to_what_was_handed_over_too(in_hand, people):
    with pytest.raises(SectionOfAnother):
        mark_section(report=in_hand, section="Article5", complete=True, by=people.contributor, at=NOW)
    both = ["Article2", "Article5"]
    assert mark_sections(report=in_hand, sections=both, by=people.contributor, at=NOW) == 1
    assert [one.section for one in in_hand.marks.all()] == ["Article2"]


def test_handing_over_writes_one_letter_and_twice_changes_nothing(in_hand, people):
    again = hand_sections(report=in_hand, sections=["Article2"], to=people.contributor, by=people.authority, at=NOW)
    assert again == []
    assert letters("sections-handed") == [people.contributor.email]
    assert actions(in_hand).count("section handed over") == 1


def test_the_letter_names_the_sections_in_the_order_of_the_form(draft, people):
    sections = ["Article2", "Articles7-10", "Article11"]
    new = hand_sections(report=draft, sections=sections, to=people.contributor, by=people.authority, at=NOW)
    assert new == sections
    (letter,) = Email.objects.filter(key__startswith="sections-handed")
    assert re.findall(r"^– Articles? (\d+)", letter.body, re.MULTILINE) == ["2", "7", "11"]


def test_what_is_taken_back_is_anybodys_again(in_hand, put, people):
    section = {"report": in_hand, "section": "Article2", "person": people.contributor}
    assert take_back(**section, by=people.authority, at=NOW)
    assert not take_back(**section, by=people.authority, at=NOW)
    put(in_hand, "Q022", WORDS)
    assert letters("sections-taken-back") == [people.contributor.email]


@pytest.mark.parametrize("who", ["contributor", "staff"])
def test_only_an_authority_of_the_party_hands_over(draft, people, who):
    by = getattr(people, who)
    with pytest.raises(NotAnAuthority):
        hand_sections(report=draft, sections=["Article2"], to=people.contributor, by=by, at=NOW)
    with pytest.raises(NotAnAuthority):
        choose_who_agrees(report=draft, people=[people.contributor], by=by, at=NOW)


def test_nothing_is_handed_to_somebody_of_another_party(draft, people):
    with pytest.raises(NotAColleague):
        hand_sections(report=draft, sections=["Article2"], to=make_focal_point("GHA"), by=people.authority, at=NOW)
    assert not SectionHandover.objects.exists()


def test_whose_access_ended_has_nothing_in_hand(in_hand, people):
    assert list(handed(in_hand, on=NOW.date())) == ["Article2"]
    end_access(people.contributor)
    assert dict(handed(in_hand, on=NOW.date())) == {}


def test_the_next_version_is_in_the_same_hands(in_hand, complete, submit, people):
    submit(complete(in_hand))
    withdraw_report(report=in_hand, by=people.authority, at=NOW)
    second = open_report(party=in_hand.party, cycle=in_hand.cycle, by=people.authority, at=NOW)
    assert writes_only_in(people.contributor, second, on=NOW.date()) == {"Article2"}


def test_the_pages_show_whose_a_section_is_and_lead_a_contributor_to_read_the_others(in_hand, people):
    browser = client_of(people.contributor)
    page = browser.get(PAGE).content.decode()
    assert page.index("Handed to you") < page.index("The other sections, to read")
    there = browser.get(f"{PAGE}sections/article5/")
    assert there.status_code == 302
    assert there["Location"] == f"{PAGE}print/#Article5"
    assert browser.get(f"{PAGE}sections/article2/").status_code == 200
    assert people.contributor.name in client_of(people.authority).get(PAGE).content.decode()


def test_an_answer_sent_by_the_script_to_another_section_is_refused_in_words(in_hand, people):
    sent = {"Q022~1:en": "other words", "Q022~1:shown": "", "end": "2"}
    answer = client_of(people.contributor).post(f"{PAGE}answers/Q022/", sent, headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert "not among those handed to you" in answer.json()["words"]


def test_an_authority_hands_over_on_the_page(draft, people):
    browser = client_of(people.authority)
    sent = {"to": people.contributor.pk, "section": ["Article2", "Article5"]}
    done = browser.post(f"{PAGE}handing/", sent, follow=True).content.decode()
    assert f"2 sections handed to {people.contributor.name}." in done
    assert browser.post(f"{PAGE}handing/", {"to": people.contributor.pk}).status_code == 422
    browser.post(f"{PAGE}handing/end/", {"from": people.contributor.pk, "section": "Article5"})
    assert [one.section for one in draft.handovers.all()] == ["Article2"]


# -- please submit


def test_a_contributor_asks_the_authorities_to_submit_at_most_once_a_day(draft, people):
    ask = {"report": draft, "by": people.contributor}
    assert ask_to_submit(**ask, word="All done.", at=NOW)
    assert not ask_to_submit(**ask, word="Again", at=NOW + timedelta(hours=2))
    assert ask_to_submit(**ask, word="Still", at=NOW + timedelta(days=2))
    assert letters("please-submit") == [people.authority.email] * 2
    seen = client_of(people.authority).get(PAGE).content.decode()
    assert "asks that the report be submitted" in seen
    assert "Still" in seen


def test_the_request_goes_with_the_submission(draft, complete, submit, people):
    ask_to_submit(report=draft, word="", by=people.contributor, at=NOW)
    submit(complete(draft))
    assert not draft.submission_requests.exists()


def test_where_nobody_may_submit_nobody_is_asked(draft, people):
    end_access(people.authority)
    with pytest.raises(NobodyToAsk):
        ask_to_submit(report=draft, word="", by=people.contributor, at=NOW)


# -- agreement


@pytest.fixture
def agreed(draft, complete, nr4, people):
    """A complete draft that needs the contributor's agreement, and the way to give it."""
    choose_who_agrees(report=draft, people=[people.contributor], by=people.authority, at=NOW)
    complete(draft)

    def agreed(*sections, by=people.contributor):
        versions = versions_of(draft, nr4)
        seen = {one: seen_of(versions[one]) for one in (sections or versions)}
        return agree(report=draft, form=nr4, seen=seen, by=by, at=NOW)

    return agreed


def test_one_authority_alone_submits_where_nobody_was_named(draft, complete, submit):
    submit(complete(draft))
    assert Report.objects.get(pk=draft.pk).state == "submitted"


def test_a_report_is_refused_until_everybody_named_agreed_to_every_section(draft, agreed, submit, people, nr4):
    with pytest.raises(AgreementMissing) as refused:
        submit(draft)
    assert [one.person for one in refused.value.missing] == [people.contributor]
    first, *_others = [key for key, _title in nr4.chapters]
    agreed(first)
    with pytest.raises(AgreementMissing) as refused:
        submit(draft)
    assert first not in refused.value.missing[0].sections
    agreed()
    submit(draft)
    assert Report.objects.get(pk=draft.pk).state == "submitted"


def test_an_answer_that_changes_takes_the_agreement_to_its_section_away_and_says_which(
    draft, agreed, submit, put, nr4, people
):
    agreed()
    put(draft, "Q014", AnswerData(options=("implementation.none",)))
    found = agreements_of(draft, nr4, at=NOW)
    assert found.lacking(people.contributor) == (nr4.fields["Q014"].section,)
    (mark,) = found.marks[nr4.fields["Q014"].section]
    assert "Q014" in mark.changed
    with pytest.raises(AgreementMissing):
        submit(draft)
    page = client_of(people.authority).get(f"{PAGE}agreement/").content.decode()
    assert "no longer agreed" in page
    assert "changed since" in page


def test_changed_back_is_not_agreed_again(draft, agreed, put, nr4, people):
    agreed()
    before = draft.answers.get(question="Q014").data
    put(draft, "Q014", AnswerData(options=("implementation.none",)))
    put(draft, "Q014", before)
    assert agreements_of(draft, nr4, at=NOW).lacking(people.contributor)


def test_a_file_that_is_added_or_removed_takes_the_agreement_to_the_files_away(
    draft, agreed, submit, nr4, people, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path

    def add():
        file = ContentFile(b"%PDF-1.7\nlaw.pdf", name="law.pdf")
        return add_attachment(report=draft, file=file, by=people.authority, at=NOW)

    law = add()
    agreed()
    assert agreements_of(draft, nr4, at=NOW).missing == []
    remove_attachment(attachment=law, by=people.authority, at=NOW)
    assert agreements_of(draft, nr4, at=NOW).lacking(people.contributor) == (FILES,)
    with pytest.raises(AgreementMissing):
        submit(draft)
    page = client_of(people.authority).get(f"{PAGE}agreement/").content.decode()
    assert f"<bdi>{law.name}</bdi>" in page
    # Added again it is another file than the one that was agreed to.
    add()
    assert agreements_of(draft, nr4, at=NOW).lacking(people.contributor) == (FILES,)
    agreed(FILES)
    submit(draft)
    history = client_of(people.authority).get(f"{PAGE}history/").content.decode()
    assert "section agreed to: Files" in " ".join(history.split())


def test_what_changed_since_the_page_was_shown_is_not_agreed_to(draft, agreed, nr4, people):
    done = agree(report=draft, form=nr4, seen={"Article2": "another digest"}, by=people.contributor, at=NOW)
    assert (done.done, done.changed_meanwhile) == ([], ["Article2"])
    assert not SectionAgreement.objects.exists()


def test_whoever_was_not_named_does_not_agree(draft, agreed, people):
    with pytest.raises(NotAsked):
        agreed("Article2", by=people.authority)


def test_an_agreement_is_taken_back_and_told(draft, agreed, people):
    agreed("Article2")
    agreed("Article2")
    assert take_agreement_back(report=draft, sections=["Article2"], by=people.contributor, at=NOW) == 1
    assert actions(draft).count("section agreed to") == 1
    assert actions(draft).count("agreement taken back") == 1


def test_where_somebody_named_has_left_the_report_waits_for_a_new_choice(draft, agreed, submit, people):
    agreed()
    end_access(people.contributor)
    with pytest.raises(AgreementMissing) as refused:
        submit(draft)
    assert refused.value.missing[0].sections is None
    choose_who_agrees(report=draft, people=[], by=people.authority, at=NOW)
    submit(draft)
    assert not AgreementNeeded.objects.exists()


def test_a_choice_is_told_once_to_everybody_concerned_but_its_author(draft, people):
    other = make_focal_point("KEN", role="authority")
    assert choose_who_agrees(report=draft, people=[people.contributor], by=people.authority, at=NOW)
    assert not choose_who_agrees(report=draft, people=[people.contributor], by=people.authority, at=NOW)
    assert letters("agreement") == sorted([other.email, people.contributor.email])
    assert f"– {people.contributor.name}" in Email.objects.get(key__startswith="agreement/", to=other.email).body
    assert choose_who_agrees(report=draft, people=[], by=other, at=NOW)
    assert letters("alone") == sorted([people.authority.email, people.contributor.email])
    assert [one.action for one in trail("party/KEN")] == ["who agrees was chosen"] * 2


def test_what_is_missing_is_named_where_the_report_is_submitted(draft, agreed, people):
    browser = client_of(people.authority)
    page = browser.get(f"{PAGE}check/").content.decode()
    assert "Not yet agreed" in page
    assert people.contributor.name in page
    assert "Submit the report" not in page
    refused = browser.post(f"{PAGE}submission/", {"key": str(uuid4()), "declared": "yes"})
    assert refused.status_code == 422
    assert "Not everybody has agreed yet" in refused.content.decode()


def test_agreeing_on_the_page(draft, agreed, people):
    browser = client_of(people.contributor)
    page = browser.get(f"{PAGE}agreement/")
    row = next(one for one in page.context["rows"] if one["key"] == "Article2")
    sent = {"section": "Article2", "Article2:seen": row["seen"], "act": "agree"}
    assert "You agreed to 1 section." in browser.post(f"{PAGE}agreement/", sent, follow=True).content.decode()
    assert SectionAgreement.objects.get().section == "Article2"


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ({}, {}, ()),
        ({"Q1": 1}, {"Q1": 1}, ()),
        ({"Q1": 1}, {"Q1": 2}, ("Q1",)),
        ({"Q1": 1}, {}, ("Q1",)),
        ({}, {"Q2": 1, "Q1": 1}, ("Q1", "Q2")),
    ],
)
def test_what_changed_between_two_states_of_a_section(before, now, found):
    assert changed(before, now) == found


# -- letters


def test_every_authority_hears_of_a_submission_a_withdrawal_and_an_amendment(draft, complete, submit, people):
    other = make_focal_point("KEN", role="authority")
    both = sorted([people.authority.email, other.email])
    submit(complete(draft))
    # Whoever submitted has the receipt.
    assert letters("handed-in") == [other.email]
    assert letters("receipt") == [people.authority.email]
    withdraw_report(report=draft, by=people.authority, at=NOW)
    assert letters("withdrawn") == both
    open_report(party=draft.party, cycle=draft.cycle, by=people.contributor, at=NOW)
    assert letters("amended") == both
    assert people.authority.name in Email.objects.filter(key__startswith="withdrawn/").first().body


# -- disputes


def test_a_held_report_is_neither_submitted_accepted_nor_published_until_it_is_released(
    draft, complete, submit, people
):
    hold = {"report": draft, "by": people.authority, "at": NOW}
    hold_in_dispute(**hold, reason="Two ministries disagree.")
    with pytest.raises(InDispute, match="Two ministries"):
        submit(complete(draft))
    release(report=draft, word="Settled.", by=people.authority, at=NOW)
    submit(draft)
    hold_in_dispute(**hold, reason="Again")
    with pytest.raises(InDispute):
        accept_report(report=draft, by=people.staff, at=NOW)
    release(report=draft, word="Settled.", by=people.staff, at=NOW)
    accept_report(report=draft, by=people.staff, at=NOW)
    hold_in_dispute(**hold, reason="Once more")
    with pytest.raises(InDispute):
        publish_report(report=draft, by=people.publisher, at=NOW)
    assert Report.objects.get(pk=draft.pk).state == "accepted"
    return_report(report=draft, reasons={"": "Why"}, by=people.staff, at=NOW, accepted=True)


def test_what_was_published_stands_while_the_next_version_is_held(draft, complete, submit, people):
    submit(complete(draft))
    accept_report(report=draft, by=people.staff, at=NOW)
    publish_report(report=draft, by=people.publisher, at=NOW)
    with pytest.raises(NothingToHold):
        hold_in_dispute(report=draft, reason="Why", by=people.authority, at=NOW)
    second = open_report(party=draft.party, cycle=draft.cycle, by=people.authority, at=NOW)
    hold_in_dispute(report=second, reason="Why", by=people.authority, at=NOW)
    assert Report.objects.get(pk=draft.pk).state == "published"


def test_a_hold_is_released_by_whoever_set_it_or_by_the_secretariat(draft, people):
    other = make_focal_point("KEN", role="authority")
    hold_in_dispute(report=draft, reason="Why", by=people.authority, at=NOW)
    with pytest.raises(NotYoursToRelease):
        release(report=draft, word="No", by=other, at=NOW)
    assert release(report=draft, word="Yes", by=people.authority, at=NOW)
    assert not release(report=draft, word="Yes", by=people.authority, at=NOW)
    hold_in_dispute(report=draft, reason="Why", by=people.staff, at=NOW)
    with pytest.raises(NotYoursToRelease):
        release(report=draft, word="No", by=people.authority, at=NOW)
    assert release(report=draft, word="Yes", by=people.other_staff, at=NOW)


def test_a_hold_has_a_reason_and_is_set_once_by_those_who_may(draft, people):
    with pytest.raises(ReasonMissing):
        hold_in_dispute(report=draft, reason="  ", by=people.authority, at=NOW)
    with pytest.raises(NotYoursToHold):
        hold_in_dispute(report=draft, reason="Why", by=people.contributor, at=NOW)
    first = hold_in_dispute(report=draft, reason="Why", by=people.authority, at=NOW)
    assert hold_in_dispute(report=draft, reason="Else", by=people.staff, at=NOW) == first
    assert letters("held") == [people.authority.email]
    assert actions(draft).count("held in dispute") == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.create(report=draft, by=people.staff, at=NOW, reason="Two at once")


def test_whoever_looks_after_the_party_hears_of_a_hold_once_the_report_was_handed_in(draft, complete, submit, people):
    give_into_care(parties=[draft.party], carer=people.staff, by=people.publisher, at=NOW)
    hold_in_dispute(report=draft, reason="Why", by=people.authority, at=NOW)
    assert people.staff.email not in letters("held")
    release(report=draft, word="Settled.", by=people.authority, at=NOW)
    submit(complete(draft))
    hold_in_dispute(report=draft, reason="Why", by=people.authority, at=NOW + timedelta(days=1))
    assert letters("held").count(people.staff.email) == 1
    letter = Email.objects.get(key__startswith="held/", to=people.staff.email)
    assert "/desk/reviews/KEN/NR4/" in letter.body


def test_a_held_report_is_marked_at_the_desk_and_goes_with_no_others(draft, complete, submit, people):
    last = submit(complete(draft))
    hold_in_dispute(report=draft, reason="Two ministries disagree.", by=people.authority, at=NOW)
    (left,) = weigh(act=Act.ACCEPT, references=[last.reference], by=people.staff).left
    assert left.why_not == "It is held, because it is in dispute."
    browser = client_of(people.staff)
    for page in ("/en/desk/reviews/", "/en/desk/reviews/KEN/NR4/", f"{PAGE}dispute/"):
        assert "Two ministries disagree." in browser.get(page).content.decode(), page
    assert [row.party.code for row in monitor(draft.cycle, at=NOW).rows if row.is_held] == ["KEN"]
    sent = {"submission": last.reference}
    refused = browser.post("/en/desk/reviews/KEN/NR4/acceptance/", sent, follow=True).content.decode()
    assert "Nothing was changed: the report is held." in refused


def test_the_page_holds_and_releases(draft, people):
    browser = client_of(people.authority)
    assert browser.post(f"{PAGE}dispute/", {"reason": ""}).status_code == 422
    held = browser.post(f"{PAGE}dispute/", {"reason": "<b>Why</b>"}, follow=True).content.decode()
    assert "&lt;b&gt;Why" in held
    assert "Held, because it is in dispute" in browser.get(PAGE).content.decode()
    done = browser.post(f"{PAGE}dispute/release/", {"word": "Settled."}, follow=True).content.decode()
    assert "The report is released" in done
    assert Dispute.objects.get().word == "Settled."
