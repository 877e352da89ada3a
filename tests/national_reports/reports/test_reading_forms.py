"""What a browser posts, read as answers."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from national_reports.codec import AnswerData
from national_reports.fields import build_field
from national_reports.forms import FieldInvalid, VersionMissing, as_typed, read_answer, read_page
from national_reports.sending import GRAMMAR, FormCut, FormOutdated, Sent, receive, sort_out
from national_reports.words import TextInWords, in_words


def posted(*pairs, **fields):
    data = QueryDict(mutable=True)
    for name, value in (*fields.items(), *pairs):
        data.appendlist(name, value)
    return data


@pytest.fixture
def read(nr4):
    def read(key, *pairs, languages=("en",), held=None):
        named = [(f"{key}~3:{part}" if part else f"{key}~3", value) for part, value in pairs]
        page = receive(posted(*named, (f"{key}~3:shown", ""), ("end", GRAMMAR)))
        return read_answer(page, nr4.fields[key], languages=languages, held=held).data

    return read


def test_options_are_read_in_the_order_of_the_form(read):
    codes = ("instrument.biosafetyGuidelines", "instrument.nationalBiosafetyLaws")
    assert read("Q015", *(("", code) for code in codes)).options == codes[::-1]


def test_no_option_is_no_answer(read):
    assert read("Q014", ("", "")).is_empty


@pytest.mark.parametrize("codes", [["implementation.all"], ["implementation.none", "implementation.fullInPlace"]])
def test_what_the_question_does_not_take_is_refused(read, codes):
    with pytest.raises(FieldInvalid):
        read("Q014", *(("", code) for code in codes))


def test_what_is_added_to_an_option_is_kept_also_while_another_is_chosen(read):
    answer = read("Q017", ("", "false"), ("detail:true.some:en", "The budget is shared."))
    assert answer == AnswerData(options=("false",), details={"true.some": {"en": "The budget is shared."}})


def test_an_amount_is_a_whole_number(read, nr4):
    question = next(q for q in nr4.fields.values() if "amount" in q.details.values())
    code = next(code for code, what in question.details.items() if what == "amount")
    name = f"detail:{code}"
    assert read(question.key, ("", code), (name, "1 500")).details == {code: 1500}
    with pytest.raises(FieldInvalid, match="whole number"):
        read(question.key, ("", code), (name, "about half"))


@pytest.fixture
def a_number(nr4, read):
    """A number as it is read from a box."""
    question = next(q for q in nr4.fields.values() if "amount" in q.details.values())
    code = next(code for code, what in question.details.items() if what == "amount")

    def a_number(typed):
        return read(question.key, ("", code), (f"detail:{code}", typed)).details[code]

    return a_number


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("en", typed) for typed in ("1200", "1,200", "1 200", "1\u00a0200", "1\u202f200", "1'200", "1200.0")),
        *(("fr", typed) for typed in ("1200", "1 200", "1\u202f200", "1200,0")),
        *(("ar", typed) for typed in ("١٢٠٠", "١٬٢٠٠", "۱۲۰۰", "١ ٢٠٠")),
        ("zh-hans", "1,200"),
        ("zh-hans", "１２００"),
    ],
)
def test_a_number_is_read_with_its_thousands_as_the_reader_marks_them(a_number, language, typed):
    with override(language):
        assert a_number(typed) == 1200


@pytest.mark.parametrize(("language", "typed"), [("en", "1.200"), ("fr", "1,200"), ("es", "1.200"), ("ar", "١,٢٠٠")])
def test_what_may_be_two_numbers_is_asked_back(a_number, language, typed):
    with override(language), pytest.raises(FieldInvalid) as refused:
        a_number(typed)
    assert "1200" in refused.value.reason
    assert "1.200" in refused.value.reason


@pytest.mark.parametrize("typed", ["1,20", "12 34", "1,2,3", "3²", "1e3", "9" * 19, "--4"])
def test_no_number_is_read_wrongly(a_number, typed):
    with pytest.raises(FieldInvalid):
        a_number(typed)


@pytest.mark.parametrize("typed", ["60 %", "60%", "٪60", "٦٠٪"])
def test_a_per_cent_is_read_with_its_sign(a_number, typed):
    assert a_number(typed) == 60


def test_texts_that_the_page_did_not_show_stay(read):
    held = AnswerData(texts={"en": "old", "fr": "vieux", "es*": "courtesy"})
    answer = read("Q020", ("en", "new\r\nline"), languages=("en", "fr"), held=held)
    assert answer.texts == {"en": "new\nline", "fr": "vieux", "es*": "courtesy"}


def test_a_text_that_is_emptied_is_gone_in_that_language_only(read):
    held = AnswerData(texts={"en": "old", "fr": "vieux"})
    answer = read("Q020", ("en", "  "), ("fr", "vieux"), languages=("en", "fr"), held=held)
    assert answer.texts == {"fr": "vieux"}


def test_a_text_is_kept_though_its_language_was_taken_off_the_report_meanwhile(read):
    assert read("Q020", ("en", ""), ("fr", "texte")).texts == {"fr": "texte"}
    assert read("Q017", ("", "true.some"), ("detail:true.some:zh", "文")).details == {"true.some": {"zh": "文"}}
    held = AnswerData(texts={"de": "alt", "es*": "courtesy"})
    assert read("Q020", ("de", "neu"), ("es*", "forged"), held=held).texts == {"de": "neu", "es*": "courtesy"}


def test_what_no_database_holds_is_taken_out_of_a_text(read):
    assert read("Q020", ("en", "a\x00b\ud800c")).texts == {"en": "ab\N{REPLACEMENT CHARACTER}c"}


def test_a_text_of_over_100000_characters_is_refused_with_what_to_do(read):
    assert read("Q020", ("en", "x" * 100_000)).texts["en"] == "x" * 100_000
    with pytest.raises(FieldInvalid, match="Put the rest in a file"):
        read("Q020", ("en", "x" * 100_001))


@pytest.mark.parametrize(("typed", "day"), [("2019-09-30", "2019-09-30"), ("", None)])
def test_a_day_is_read(read, typed, day):
    answer = read("reportPeriodEndDate", ("", typed))
    assert answer == (AnswerData(entries=({"day": day},)) if day else AnswerData())


@pytest.mark.parametrize("typed", ["30/09/2019", "2019-02-30", "soon"])
def test_what_is_no_day_is_refused(read, typed):
    with pytest.raises(FieldInvalid, match="whole day of the calendar"):
        read("reportPeriodEndDate", ("", typed))


def test_a_contact_is_one_entry_and_its_address_is_checked(read):
    assert read("contact", ("name", " Focal  Point One ")).entries == ({"name": "Focal Point One"},)
    with pytest.raises(FieldInvalid, match="e-mail"):
        read("contact", ("email", "one@portal"))


def test_links_are_addresses_of_the_web(read):
    pairs = [("0:url", "https://portal.example/a"), ("1:url", ""), ("2:url", "http://portal.example")]
    answer = read("links", *pairs, ("2:title", "B"))
    assert answer.entries == (
        {"url": "https://portal.example/a"},
        {"url": "http://portal.example", "title": "B"},
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "portal.example", "https://", "http://[", "http://a b"])
def test_other_addresses_are_refused(read, url):
    with pytest.raises(FieldInvalid):
        read("links", ("0:url", url))


def test_a_question_that_did_not_arrive_whole_is_not_read(nr4):
    for fields in ({}, {"Q014~0": "implementation.none"}, {"Q014~x:shown": ""}, {"Q018~0:shown": ""}):
        with pytest.raises(VersionMissing):
            read_answer(receive(posted(end=GRAMMAR, **fields)), nr4.fields["Q014"], languages=("en",), held=None)


def test_a_form_without_its_end_is_cut_and_one_of_another_grammar_is_outdated():
    whole = {"Q014~0": "implementation.none", "Q014~0:shown": ""}
    with pytest.raises(FormCut):
        receive(posted(**whole))
    for outdated in (whole | {"end": "1"}, {"Q014:version": "3", "Q014": "implementation.none"}):
        with pytest.raises(FormOutdated):
            receive(posted(**outdated))


def test_what_an_outdated_page_sent_is_sorted_to_be_shown_again(nr4):
    page = sort_out(posted(**{"Q020:version": "3", "Q020:en": "typed", "Q020:fr": "écrit", "tab": "x"}))
    assert page == {"Q020": Sent(3, {"en": ["typed"], "fr": ["écrit"]}, shown="")}


def test_texts_of_two_versions_in_one_answer_are_refused_and_both_are_shown(nr4):
    fields = {"Q020~3:en": "older", "Q020~4:en": "newer", "Q020~4:shown": ""}
    page = sort_out(posted(**fields))
    with pytest.raises(FieldInvalid, match="two texts"):
        read_answer(page, nr4.fields["Q020"], languages=("en",), held=None)
    assert page["Q020"].version == 3
    again = as_typed(page["Q020"], nr4.fields["Q020"], languages=("en",), held=AnswerData())
    assert again.texts == {"en": "older\n\nnewer"}


def test_what_one_question_lacks_keeps_nothing_of_the_others_from_being_read(nr4):
    data = posted(**{"Q014~0": "nonsense", "Q014~0:shown": "", "Q018~0": "true", "Q018~0:shown": ""})
    questions = [nr4.fields[key] for key in ("Q014", "Q018", "Q019")]
    answers, invalid = read_page(sort_out(data), questions, languages=("en",), held={})
    assert [(one.question.key, one.data.options) for one in answers] == [("Q018", ("true",))]
    assert [fault.question.key for fault in invalid] == ["Q014"]


def test_what_is_typed_is_shown_whole_and_tags_are_taken_out_of_published_texts_only(nr4):
    typed = AnswerData(texts={"en": "a <b and c> d", "fr*": "courtesy"})
    assert in_words(nr4.fields["Q020"], typed).texts == [TextInWords("en", "a <b and c> d")]
    published = AnswerData(texts={"en": "<p>A law.</p>"})
    assert in_words(nr4.fields["Q020"], published, may_be_markup=True).texts == [TextInWords("en", "A law.")]


def test_the_hint_to_tick_all_is_not_repeated_where_the_question_says_so(nr4):
    def says(key):
        field = build_field(nr4.fields[key], nr4, answer=None, data=AnswerData(), languages=["en"], closed=set())
        return field.says_all_that_apply

    assert says("Q015")
    assert not says("Q014")
