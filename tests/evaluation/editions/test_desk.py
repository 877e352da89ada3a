"""Staff make an evaluation from first choice to publication, and every page says where it stands."""

import re

import pytest
from django.utils.translation import override

from evaluation.editions.selectors import form_of
from evaluation.editions.services import freeze, open_edition, send_to_review, write_text
from evaluation.editions.shown import party_name, title_of
from evaluation.models import Edition, Evaluation, FindingText, Meeting
from evaluation.places_in_words import place_in_words
from evaluation.templatetags.editions import in_language
from evaluation.verification.register import evaluations as evaluations_checked
from evaluation.views.evaluations import missing_now, missing_of
from jobs.models import Job
from languages.codes import LANGUAGES
from parties.models import AuditEvent
from tests.evaluation.editions.making import AT, NEW, build, read
from tests.people_factories import client_of, make_staff

DESK = "/en/desk/evaluations/"
ONE = DESK + "mid-term/"
SENT = NEW | {"cut_off": "", "population_on": "", "groups": ["africa", "ldc"], "meeting": ""}


@pytest.fixture
def desk(author):
    return client_of(author)


@pytest.fixture
def other(publisher):
    return client_of(publisher)


def said(response):
    return [str(message) for message in response.context["messages"]]


def told_at_all(told, response):
    return any(told in one for one in said(response))


def test_a_publisher_without_a_second_step_publishes_no_edition(frozen, author):
    send_to_review(edition=frozen, by=author, at=AT)
    publisher = client_of(make_staff(publisher=True, two_step=False))
    assert publisher.post(ONE + "publication/").url.endswith("/2fa/")
    frozen.refresh_from_db()
    assert frozen.state == "in review"


def test_every_sentence_and_every_box_of_a_text_names_its_language(desk, evaluation, author, settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    freeze(evaluation=evaluation, by=author, at=AT)
    page = read(desk, ONE + "texts/indicator/A.1/?language=ar")
    sentences = page[page.index("From the finding alone.") : page.index("Your text")]
    for code, name in {"ar": "Arabic", "en": "English", "fr": "French", "zh-Hans": "Chinese"}.items():
        assert f"<b>{name}</b>" in sentences
        # What is in the page's own language needs no other.
        assert code == "en" or f'lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in sentences
    assert "Your text: Arabic" in page
    for box in re.findall(r"<textarea[^>]*>", page):
        assert 'lang="ar"' in box
        assert 'dir="rtl"' in box


def test_an_evaluation_goes_from_choice_to_publication(client, desk, other, reports):
    meeting = {"code": "cop-mop-10", "title": "Tenth meeting", "starts_on": "2022-12-07", "ends_on": "2022-12-19"}
    desk.post(DESK + "meetings/", meeting)
    response = desk.post(DESK + "new/", SENT | {"meeting": Meeting.objects.get().pk})
    assert response.url == ONE
    held = Evaluation.objects.get()
    assert (held.cut_off, held.population_on) == (held.current.cut_off, held.current.deadline)
    assert "Preview from live data" in read(desk, ONE + "preview/")
    text = {"narrative": "It went well.", "sources": "A document", "version": 0}
    assert desk.post(ONE + "texts/indicator/B.1/?language=en", text).url == ONE + "texts/"
    desk.post(ONE + "freezing/")
    edition = Edition.objects.get()
    build(edition)
    assert "Send to review" in read(desk, ONE)
    desk.post(ONE + "review/")
    page = read(desk, ONE)
    assert "You are its author" in page
    assert ONE + "publication/" not in page
    assert ONE + "publication/" in read(other, ONE)
    # Nothing confirmed is nothing published: it is looked at again.
    response = other.post(ONE + "publication/", follow=True)
    assert "look at it here and confirm it" in said(response)[-1]
    assert response.redirect_chain[-1][0] == ONE + "publication/"
    edition.refresh_from_db()
    assert edition.is_in_review
    other.post(ONE + "publication/", {"sha256": edition.sha256})
    edition.refresh_from_db()
    assert edition.is_published
    assert "It went well." in read(client, "/en/evaluations/mid-term/1.0/indicators/B.1/")
    assert [
        event.action for event in AuditEvent.objects.filter(subject="evaluation/mid-term").order_by("sequence")
    ] == [
        "evaluation created",
        "edition opened",
        "edition text written",
        "edition frozen",
        "edition sent to review",
        "edition published",
    ]


def test_the_preview_is_live_and_stores_nothing(desk, evaluation):
    page = read(desk, ONE + "preview/?objective=A&group=africa")
    assert "Preview from live data: not an edition" in page
    assert not Edition.objects.exists()


def test_staff_who_do_not_publish_are_refused_whatever_they_post(desk, frozen):
    desk.post(ONE + "review/")
    assert desk.post(ONE + "publication/").status_code == 403


def test_a_publisher_does_not_publish_what_they_froze(other, evaluation, publisher):
    edition = freeze(evaluation=evaluation, by=publisher, at=AT)
    build(edition)
    other.post(ONE + "review/")
    response = other.post(ONE + "publication/", follow=True)
    assert "published by another person than its author" in said(response)[-1]
    edition.refresh_from_db()
    assert edition.is_in_review


def test_a_step_out_of_turn_is_refused_in_words(desk, evaluation, frozen):
    assert "gone on meanwhile" in said(desk.post(ONE + "return/", follow=True))[-1]
    assert desk.post(DESK + "nothing/freezing/").status_code == 404


def test_what_is_sent_back_is_a_draft_with_the_reason_in_the_trail(desk, frozen):
    desk.post(ONE + "review/")
    desk.post(ONE + "return/", {"reason": "A figure is missing"})
    frozen.refresh_from_db()
    assert frozen.is_draft
    assert "A figure is missing" in read(desk, ONE)


def test_the_trail_names_parts_texts_and_languages_in_the_readers_words(frozen, author, settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    write_text(
        edition=frozen,
        subject="indicator/A.1",
        language="fr",
        narrative="Un.",
        sources="",
        version=0,
        by=author,
        at=AT,
    )
    freeze(evaluation=frozen.evaluation, by=author, at=AT)
    page = client_of(author).get("/ru/desk/evaluations/mid-term/").content.decode()
    trail = page[page.index('id="trail"') :]
    assert "Тексты (" in trail
    assert re.search(r" A\.1, .ранцузский", trail)
    assert "indicator/" not in trail


def test_places_are_said_by_names_of_the_frozen_form(frozen):
    form, labels = form_of(frozen), frozen.evaluation.plan.labels
    (name, *_others), party = form["measures"], next(iter(form["parties"]))
    with override("ru"):
        said = place_in_words("text objective/A ru", labels, form)
        assert said.startswith("текст о следующем: ")
        assert said.endswith(" A, на русском языке")
        assert form["measures"][name]["label"] in place_in_words(f"{name} NR4 all", labels, form)
        assert place_in_words(f"{name} NR4 all", labels, form).endswith("NR4, Все Стороны")
        assert party_name(form, party) in place_in_words(f"NR3 {party}", labels, form)
        assert place_in_words("cut_off", labels) == "дата отсечения данных"
        assert place_in_words("title fr", labels) == "название, Французский"


def test_every_subject_stands_beside_its_generated_sentence(desk, frozen):
    page = read(desk, ONE + "texts/")
    assert "50 per cent of the 6 Parties that answered in NR4" in page
    assert "text only" in page.split("B.1 Story")[1]
    assert "in English" not in page


def test_a_text_is_written_per_language(desk, frozen):
    fields = {"narrative": "Tout va bien.", "sources": "", "version": 0}
    desk.post(ONE + "texts/whole/?language=fr", fields)
    assert FindingText.objects.get().language == "fr"
    assert "Tout va bien." in read(desk, ONE + "texts/whole/?language=fr")
    assert "Tout va bien." not in read(desk, ONE + "texts/whole/")
    assert desk.get(ONE + "texts/whole/?language=xx").status_code == 404
    assert desk.get(ONE + "texts/indicator/9.9/").status_code == 404


def test_a_text_that_turns_the_words_after_it_round_is_kept_without_what_turns(desk, frozen):
    desk.post(ONE + "texts/whole/", {"narrative": "told \u202eotherwise", "sources": "", "version": 0})
    assert FindingText.objects.get().narrative == "told otherwise"
    page = read(desk, ONE + "texts/whole/")
    assert "told otherwise" in page
    assert "\u202e" not in page


def test_two_who_write_at_once_see_both_texts(desk, other, frozen):
    fields = {"narrative": "Mine.", "sources": "", "version": 0}
    desk.post(ONE + "texts/whole/", fields)
    page = other.post(ONE + "texts/whole/", fields | {"narrative": "Yours."}).content.decode()
    assert "Mine." in page
    assert "Yours." in page
    assert FindingText.objects.get().narrative == "Mine."
    # Whoever has read theirs may put their own in its place, with the form as it was given back.
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    other.post(ONE + "texts/whole/", fields | {"narrative": "Yours.", "version": version})
    assert FindingText.objects.get().narrative == "Yours."


def _seen(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def test_parameters_that_somebody_changed_meanwhile_are_not_overwritten_unread(desk, other, evaluation):
    fields = {name: value for name, value in SENT.items() if name != "slug"}
    seen = _seen(read(desk, ONE + "parameters/"))
    mine, yours = fields | {"title_es": "Evaluación", "seen": seen}, fields | {"groups": ["ldc"], "seen": seen}
    assert desk.post(ONE + "parameters/", mine).status_code == 302
    page = other.post(ONE + "parameters/", yours).content.decode()
    evaluation.refresh_from_db()
    assert evaluation.titles["es"] == "Evaluación"
    assert "This was changed after you opened the page" in page
    assert "Evaluación" in page[page.index("As it stands now, and as you typed it") :]
    # The same form twice is no conflict, and what was read may be replaced.
    assert desk.post(ONE + "parameters/", mine).status_code == 302
    assert other.post(ONE + "parameters/", yours | {"seen": _seen(page)}).status_code == 302
    evaluation.refresh_from_db()
    assert evaluation.groups == ["ldc"]
    assert "es" not in evaluation.titles


def test_what_a_correction_changes_is_not_overwritten_unread(desk, other, published, evaluation):
    desk.post(ONE + "correction/")
    fields = {"symbol": "X/1", "change-TOTAL_FORMS": 2, "change-INITIAL_FORMS": 0}
    fields["seen"] = _seen(read(desk, ONE + "masthead/"))
    desk.post(ONE + "masthead/", fields | {"change-0-what": "One share", "change-0-why": "Counted twice"})
    yours = fields | {"symbol": "X/2", "change-0-what": "A title", "change-0-why": "Misspelt"}
    page = other.post(ONE + "masthead/", yours).content.decode()
    edition = Edition.objects.get(version="1.1")
    assert (edition.symbol, [one["what"] for one in edition.changes]) == ("X/1", ["One share"])
    assert "One share" in page[page.index("As it stands now, and as you typed it") :]
    assert other.post(ONE + "masthead/", yours | {"seen": _seen(page)}).status_code == 302
    edition.refresh_from_db()
    assert (edition.symbol, [one["what"] for one in edition.changes]) == ("X/2", ["A title"])


def test_in_review_a_text_is_refused_and_nothing_typed_is_lost(desk, frozen):
    desk.post(ONE + "review/")
    response = desk.post(ONE + "texts/whole/", {"narrative": "Too late.", "sources": "", "version": 0})
    assert response.status_code == 200
    assert "Too late." in response.content.decode()
    assert not FindingText.objects.exists()


def test_a_reason_for_sending_back_that_is_too_long_is_told_its_limit_and_kept(desk, frozen):
    desk.post(ONE + "review/")
    response = desk.post(ONE + "return/", {"reason": "x" * 1001})
    assert response.status_code == 422
    page = response.content.decode()
    assert "A reason of more than 1000 characters is not kept" in page
    assert "x" * 1001 in page
    frozen.refresh_from_db()
    assert frozen.is_in_review
    assert desk.post(ONE + "return/", {"reason": "x" * 1000}).status_code == 302
    frozen.refresh_from_db()
    assert frozen.is_draft


def test_a_correction_says_what_changes_before_it_goes_on(desk, published, evaluation):
    desk.post(ONE + "correction/")
    edition = Edition.objects.get(version="1.1")
    desk.post(ONE + "freezing/")
    assert "says what it changes and why" in said(desk.post(ONE + "review/", follow=True))[-1]
    fields = {
        "symbol": "X/1",
        "change-TOTAL_FORMS": 2,
        "change-INITIAL_FORMS": 0,
        "change-0-what": "One share",
        "change-0-why": "A report was counted twice",
    }
    nothing = fields | {"change-0-what": "", "change-0-why": ""}
    assert "Each change needs what changed and why." in desk.post(ONE + "masthead/", nothing).content.decode()
    desk.post(ONE + "masthead/", fields)
    edition.refresh_from_db()
    assert edition.changes == [{"what": "One share", "why": "A report was counted twice"}]
    desk.post(ONE + "masthead/", fields | {"change-0-why": ""})
    edition.refresh_from_db()
    assert len(edition.changes) == 1
    desk.post(ONE + "freezing/")
    desk.post(ONE + "review/")
    edition.refresh_from_db()
    assert edition.is_in_review


def test_parameters_change_until_review(desk, frozen, evaluation):
    fields = {name: value for name, value in SENT.items() if name != "slug"}
    desk.post(ONE + "parameters/", fields | {"groups": ["ldc"], "cut_off": "2020-02-01"})
    evaluation.refresh_from_db()
    assert evaluation.groups == ["ldc"]
    assert evaluation.cut_off.isoformat() == "2020-02-01"
    page = read(desk, ONE)
    assert "freeze again" in page
    assert "1 February 2020" in page[page.index('id="trail"') :]
    desk.post(ONE + "freezing/")
    desk.post(ONE + "review/")
    page = desk.post(ONE + "parameters/", fields).content.decode()
    assert "An edition is in review" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("slug", "mid-term", "Another evaluation or page has this address"),
        ("slug", "verify", "Another evaluation or page has this address"),
        ("slug", "", "This field is required"),
        ("pair", "NR2-NR4", "not one of the available choices"),
        ("groups", ["g7"], "not one of the available choices"),
        ("cut_off", "soon", "Enter a valid date"),
        ("title_en", "", "This field is required"),
        ("cut_off", "9999-12-31", "Give a day between 1 January 1990 and 1 January 2100"),
        ("population_on", "1995-01-01", "No country was a Party on this day"),
    ],
)
def test_a_wrong_choice_is_told_at_its_field(desk, evaluation, field, value, words):
    page = desk.post(DESK + "new/", SENT | {"slug": "other", field: value}).content.decode()
    assert words in page
    assert Evaluation.objects.count() == 1


def test_a_day_that_is_still_to_come_is_told_when_it_is_chosen(desk, reports):
    told = "Nothing can be frozen until 1 January 2099 is over."
    assert told_at_all(told, desk.post(DESK + "new/", SENT | {"cut_off": "2099-01-01"}, follow=True))
    fields = {name: value for name, value in SENT.items() if name != "slug"}
    assert told_at_all(told, desk.post(ONE + "parameters/", fields | {"population_on": "2099-01-01"}, follow=True))
    assert not told_at_all(told, desk.post(ONE + "parameters/", fields, follow=True))


def test_the_same_new_evaluation_sent_twice_leads_to_the_one_that_it_made(desk, other, reports):
    for _time in range(2):
        assert desk.post(DESK + "new/", SENT).url == ONE
    assert Evaluation.objects.count() == 1
    assert AuditEvent.objects.filter(action="evaluation created").count() == 1
    assert "Another evaluation or page has this address" in other.post(DESK + "new/", SENT).content.decode()


def test_nothing_is_called_kept_where_the_box_was_empty(desk, frozen):
    sent = {"narrative": "  ", "sources": "", "version": 0}
    assert said(desk.post(ONE + "texts/whole/", sent, follow=True)) == [
        "The box of the text was empty: nothing stands there now."
    ]
    assert not FindingText.objects.exists()


def test_nothing_is_offered_to_be_published_before_its_documents_are_built(desk, other, evaluation, author):
    send_to_review(edition=freeze(evaluation=evaluation, by=author, at=AT), by=author, at=AT)
    page = read(other, ONE + "publication/")
    assert "Its documents are not built yet" in page
    assert "for good" not in page
    build(Edition.objects.get())
    assert "for good" in read(other, ONE + "publication/")


def test_a_place_in_a_document_is_said_as_it_stands(frozen):
    place = "mid-term-1.0-report-fr.pdf 128: Sur 6 indicateurs : en nette amélioration 1"
    assert place_in_words(place, {}, form_of(frozen)) == place.replace(".pdf ", ".pdf: ")


def test_a_meeting_does_not_end_before_it_begins(desk, reports):
    fields = {"code": "m", "title": "M", "starts_on": "2022-12-07", "ends_on": "2022-12-01"}
    assert "not before the first" in desk.post(DESK + "meetings/", fields).content.decode()
    assert not Meeting.objects.exists()


def test_a_meeting_that_is_corrected_keeps_what_is_left_empty(desk, reports):
    whole = {"code": "m", "title": "M", "place": "Montreal", "starts_on": "2022-12-07", "ends_on": "2022-12-09"}
    desk.post(DESK + "meetings/", whole | {"source": "A notification"})
    desk.post(DESK + "meetings/", {"code": "m", "title": "Meeting"})
    held = Meeting.objects.get()
    assert (held.title, held.place, held.source) == ("Meeting", "Montreal", "A notification")
    assert (held.starts_on.isoformat(), held.ends_on.isoformat()) == ("2022-12-07", "2022-12-09")
    later = desk.post(DESK + "meetings/", whole | {"starts_on": "2022-12-10", "ends_on": ""})
    assert "not before the first" in later.content.decode()


def test_before_it_is_sent_to_review_the_page_names_the_texts_that_lack(desk, evaluation, author):
    page = read(desk, ONE)
    assert "Sent to review as it stands, it lacks" in page
    assert 'aria-describedby="lacks"' in page
    named = page[page.index('id="lacks"') :]
    assert "English" in named[: named.index("</ul>")]
    lacking = missing_now(evaluation, None)
    # Frozen, it lacks the same.
    frozen = freeze(evaluation=evaluation, by=author, at=AT)
    assert missing_of(frozen) == lacking == missing_now(evaluation, frozen)
    for subject, language in lacking:
        words = {"narrative": "Said.", "sources": "", "version": "0"}
        desk.post(f"{ONE}texts/{subject}/?language={language}", words)
    assert "it lacks" not in read(desk, ONE)


def test_an_evaluation_made_by_mistake_is_removed_and_the_trail_keeps_it(desk, evaluation):
    assert "Remove the evaluation “" in desk.post(ONE + "removal/").content.decode()
    assert Evaluation.objects.exists()
    page = desk.post(ONE + "removal/", {"sure": "yes"}, follow=True)
    assert "The evaluation is removed." in said(page)
    assert not Evaluation.objects.exists()
    last = AuditEvent.objects.filter(subject="evaluation/mid-term").order_by("sequence").last()
    assert (last.action, last.detail["kind"]) == ("evaluation removed", "mid-term")
    assert not evaluations_checked().faults
    desk.post(DESK + "new/", SENT)
    assert not evaluations_checked().faults


def test_an_evaluation_with_an_edition_stays(desk, frozen):
    assert "Remove this evaluation" not in read(desk, ONE)
    assert "Nothing was removed" in said(desk.post(ONE + "removal/", {"sure": "yes"}, follow=True))[-1]
    assert Evaluation.objects.exists()


def test_a_failed_build_is_told_with_its_reason(desk, frozen):
    Job.objects.filter(kind="build_edition").update(state="failed", error="OSError: no room for the brief")
    page = read(desk, ONE)
    assert "no room for the brief" in page
    assert "the draft is as it was" in page


def test_progress_is_shown_while_documents_are_built(desk, frozen):
    Job.objects.filter(kind="build_edition").update(progress=3)
    page = read(desk, ONE)
    assert "<progress" in page
    assert "3 documents built" in page


def test_the_page_looks_again_without_a_script_while_documents_are_built_and_says_what_failed(desk, reports):
    desk.post(DESK + "new/", SENT)
    desk.post(ONE + "freezing/")
    waiting = desk.get(ONE)
    assert waiting["Refresh"] == "3"
    assert "looks again by itself" in waiting.content.decode()
    job = Job.objects.get(kind="build_edition")
    job.error, job.due_at = "RuntimeError: broken", AT
    job.save()
    assert "It is tried again at" in read(desk, ONE)
    Job.objects.filter(pk=job.pk).update(state="failed", due_at=None)
    failed = desk.get(ONE)
    assert "Refresh" not in failed
    assert "RuntimeError: broken" in failed.content.decode()
    assert "Try the job anew" in failed.content.decode()


def test_titles_and_texts_are_written_and_read_in_all_six_languages(desk, evaluation, author, reports):
    """As it happened: Chinese was kept under a name that no page and no document reads, and had no title."""
    titles = {f"title_{language}": f"T {language}" for language in LANGUAGES}
    desk.post(ONE + "parameters/", {name: value for name, value in NEW.items() if name != "slug"} | titles)
    evaluation.refresh_from_db()
    assert evaluation.titles == {language: f"T {language}" for language in LANGUAGES}
    for language in LANGUAGES:
        words = {"narrative": f"N {language}", "sources": "", "version": "0"}
        assert desk.post(f"{ONE}texts/whole/?language={language}", words).status_code == 302
    form = form_of(freeze(evaluation=evaluation, by=author, at=AT))
    narrative = form["texts"]["whole"]["narrative"]
    assert narrative == {language: f"N {language}" for language in LANGUAGES}
    assert "whole" not in {subject for subject, _language in missing_of(evaluation.editions.get())}
    with override("zh-hans"):
        assert (title_of(form), in_language(narrative), evaluation.title) == ("T zh", "N zh", "T zh")
        # Without a text there is no element around nothing.
        assert in_language({}) == in_language({"en": ""}) == ""


def test_a_chinese_text_of_before_is_frozen_as_chinese(evaluation, author, reports):
    edition = open_edition(evaluation=evaluation, by=author, at=AT)
    write_text(
        edition=edition,
        subject="whole",
        language="zh-hans",
        narrative="一切都好。",
        sources="",
        version=0,
        by=author,
        at=AT,
    )
    form = form_of(freeze(evaluation=evaluation, by=author, at=AT))
    assert form["texts"]["whole"]["narrative"] == {"zh": "一切都好。"}


def test_what_is_refused_of_a_text_is_mended_in_its_language(desk, evaluation, author, reports):
    words = {"narrative": "En 2031.", "sources": "", "version": "0"}
    desk.post(f"{ONE}texts/whole/?language=fr", words)
    freeze(evaluation=evaluation, by=author, at=AT)
    assert f'href="{ONE}texts/whole/?language=fr"' in read(desk, ONE)


def test_what_is_not_as_before_is_told_in_words_before_and_after(desk, published, evaluation):
    titles = {"title_fr": "Bilan"}
    fields = {name: value for name, value in SENT.items() if name != "slug"} | {"cut_off": "2020-02-01"}
    desk.post(ONE + "correction/")
    desk.post(ONE + "parameters/", fields | titles)
    desk.post(ONE + "freezing/")
    page = re.sub(r"<[^>]+>", " ", read(desk, ONE + "differences/"))
    page = " ".join(page.split())
    assert re.search(r"cut-off: .{6,20}\d{4} → 1 February 2020", page)
    assert re.search(r"title, French: .+ → Bilan", page)


def test_an_address_is_refused_in_the_words_of_its_hint(desk, db):
    page = desk.post("/en/desk/evaluations/new/", SENT | {"slug": "mid_term"}).content.decode()
    assert "Small letters, digits and single hyphens" in page
