"""Two people at one report: whatever they send, in whatever order, no text of theirs is lost."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from national_reports.codec import AnswerData
from national_reports.models import Answer, AnswerChange, Conflict
from national_reports.services.earlier import confirm_copies
from national_reports.services.filling import Place, SaveState, save_answer, settle_conflict
from parties.audit_verification import verify
from tests.factories import make_report
from tests.keeping.making import END, FULL, OTHER, SECTION, TEXT, address, posted, said, sent


def whole_page(texts, versions):
    fields = {}
    for key, value in texts.items():
        fields |= sent(key, versions.get(key, 0), **{"en" if key == TEXT else "whole": value})
    return fields | END


def test_two_editors_at_different_questions_of_a_page_both_stand(draft, of_first, of_second):
    page = address(draft, f"sections/{SECTION}/")
    loaded = {OTHER: 0, TEXT: 0}
    of_first.post(page, whole_page({OTHER: FULL, TEXT: ""}, loaded))
    answer = of_second.post(page, whole_page({OTHER: "", TEXT: "in words"}, loaded))
    assert answer["Location"] == page
    assert {one.question: (one.options, one.texts) for one in draft.answers.filter(question__in=loaded)} == {
        OTHER: ([FULL], {}),
        TEXT: ([], {"en": "in words"}),
    }
    assert not draft.conflicts.exists()


def test_two_editors_at_the_same_question_of_a_page_are_asked_to_choose(draft, of_first, of_second):
    page = address(draft, f"sections/{SECTION}/")
    of_first.post(page, whole_page({TEXT: "one way"}, {}))
    answer = of_second.post(page, whole_page({TEXT: "another way"}, {}))
    conflicts = address(draft, "conflicts/")
    assert answer["Location"] == conflicts
    shown = of_second.get(conflicts).content.decode()
    assert "one way" in shown
    assert "another way" in shown
    waiting = draft.conflicts.get()
    joined = posted("one way\n\nanother way", 1)
    of_second.post(conflicts, {"conflict": waiting.pk, "read": 1, "keep": "joined"} | joined)
    assert draft.answers.get(question=TEXT).texts == {"en": "one way\n\nanother way"}
    assert not draft.conflicts.filter(settled_at=None).exists()


def test_settling_on_what_changed_once_more_keeps_all_three(draft, of_first, of_second):
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("one", 0))
    of_second.post(address(draft, f"answers/{TEXT}/"), posted("two", 0))
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("three", 1))
    waiting = draft.conflicts.get()
    answer = of_second.post(address(draft, "conflicts/"), {"conflict": waiting.pk, "read": 1, "keep": "other"})
    assert answer.status_code == 409
    assert draft.answers.get(question=TEXT).texts == {"en": "three"}
    assert kept_texts(draft) >= {"one", "two", "three"}


def test_a_second_stale_save_does_not_push_out_the_first(draft, of_first, of_second):
    place = address(draft, f"answers/{TEXT}/")
    of_first.post(place, posted("standing", 0))
    of_second.post(place, posted("a morning's work", 0))
    of_second.post(place, posted("an afternoon's work", 0))
    assert kept_texts(draft) >= {"standing", "a morning's work", "an afternoon's work"}
    history = of_second.get(address(draft, f"answers/{TEXT}/history/")).content.decode()
    waiting = of_second.get(address(draft, "conflicts/")).content.decode()
    for text in ("a morning&#x27;s work", "an afternoon&#x27;s work"):
        assert text in history
        assert text in waiting


def test_a_late_stale_save_does_not_take_the_place_of_a_newer_one(draft, of_first, of_second):
    place = address(draft, f"answers/{TEXT}/")
    of_first.post(place, posted("standing", 0))
    of_second.post(place, posted("newer", 0, tab="page", sequence=8))
    of_second.post(place, posted("older", 0, tab="page", sequence=7))
    assert draft.conflicts.get(settled_at=None).data == said("newer")


def test_two_windows_that_took_up_one_unsent_page_both_keep_their_texts(draft, of_first):
    place = address(draft, f"answers/{TEXT}/")
    of_first.post(place, posted("in one window", 0, tab="page", sequence=6))
    answer = of_first.post(place, posted("in the other", 0, tab="page", sequence=6))
    assert answer.status_code == 409
    assert kept_texts(draft) >= {"in one window", "in the other"}


def test_copies_wait_to_be_confirmed_and_overwrite_nothing(draft, first, of_first, of_second, at):
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork", "Q021": {"en": "In words, before."}})
    page = address(draft, f"sections/{SECTION}/")
    of_second.post(address(draft, f"answers/{TEXT}/"), posted("answered anew", 0))
    of_first.post(f"{page}earlier-answers/", {"act": "copy"})
    copied = draft.answers.exclude(copied_from="")
    assert copied.exists()
    assert draft.answers.get(question=TEXT).texts == {"en": "answered anew"}
    keys = list(copied.values_list("question", flat=True))
    assert confirm_copies(report=draft, questions=keys, by=first, at=at) == len(keys)
    assert confirm_copies(report=draft, questions=keys, by=first, at=at) == 0
    assert not draft.answers.exclude(copied_from="").exists()
    hows = AnswerChange.objects.filter(report=draft, question=keys[0]).values_list("how", flat=True)
    assert list(hows) == ["copied", "confirmed"]


def kept_texts(report, question=TEXT):
    """Every text that is kept anywhere for a question: its answer, its history, what was put beside it."""
    held = [one.data for one in Answer.objects.filter(report=report, question=question)]
    changes = AnswerChange.objects.filter(report=report, question=question)
    held += [AnswerData.unpack(side) for one in changes for side in (one.before, one.after)]
    held += [one.data for one in Conflict.objects.filter(report=report, question=question)]
    return {text for data in held for text in data.texts.values()}


@st.composite
def saves(draw):
    """A save by one of two editors, from a page or a plain form, of whatever version and sequence."""
    return (
        draw(st.sampled_from([0, 1])),
        draw(st.sampled_from(["", "tab"])),
        draw(st.integers(0, 6)),
        draw(st.integers(0, 6)),
        draw(st.sampled_from(["a", "b", "c", "d", "e", ""])),
        draw(st.sampled_from(["save", "save", "save", "settle"])),
    )


@pytest.mark.slow
@settings(max_examples=100)
@given(steps=st.lists(saves(), max_size=12))
def test_no_text_that_was_ever_sent_and_told_to_be_kept_is_lost(draft, first, second, at, steps):
    with transaction.atomic():
        sent = set()
        for who, tab, sequence, version, text, what in steps:
            editor = (first, second)[who]
            waiting = draft.conflicts.filter(settled_at=None).first()
            if what == "settle" and waiting is not None:
                settle_conflict(conflict=waiting, data=waiting.data, read_version=version, by=editor, at=at)
                continue
            place = Place(f"{tab}{who}", sequence) if tab else Place()
            saved = save_answer(
                report=draft,
                question=TEXT,
                data=said(text) if text else AnswerData(),
                read_version=version,
                by=editor,
                at=at,
                place=place,
            )
            # Older than what the same page has sent already: the page itself has moved on.
            late = saved.conflict and saved.conflict.sequence > place.sequence
            if saved.state != SaveState.LATE and not late:
                sent.add(text)
            assert sent - {""} <= kept_texts(draft)
        answer = draft.answers.filter(question=TEXT).first()
        assert (answer.version if answer else 0) == draft.changes.filter(question=TEXT).count()
        assert verify()[1] == []
        transaction.set_rollback(True)
