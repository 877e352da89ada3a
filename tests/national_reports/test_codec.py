"""The shapes of the Clearing-House, read and written; what can't be read is refused and the rest kept."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from national_reports.codec import AnswerData, DocumentInvalid, decode, encode, government_of
from national_reports.digests import digest
from national_reports.loading import FOLDER, read_questionnaire
from national_reports.questionnaire import build_form
from tests.conftest import DATA
from tests.factories import document

CYCLES = ("NR2", "NR3", "NR4", "NR5")


@cache
def form(cycle):
    return build_form(read_questionnaire(FOLDER / f"{cycle.lower()}.yaml"))


def read(cycle="NR4", **answers):
    return decode(document(**answers), form(cycle))


def one(key, value, cycle="NR4"):
    """The answer to one question, which must be read without a refusal."""
    decoded = read(cycle, **{key: value})
    assert decoded.refused == ()
    return decoded.answers.get(key)


def refused(key, value, cycle="NR4"):
    """The reason for which one answer is refused, while another is kept."""
    other = "Q014" if key != "Q014" else "Q017"
    kept = next(iter(form(cycle).questions[other].options))
    decoded = read(cycle, **{key: value, other: {"value": kept}})
    assert list(decoded.answers) == [other]
    (refusal,) = decoded.refused
    assert refusal.key == key
    return refusal.reason


# -- shapes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        {"value": "true.some"},
        {"identifier": "true.some"},
        "true.some",
        [{"value": "true.some"}],
        ["true.some"],
        {"value": "TRUE.some"},
        {"value": "true.some", "colour": "green"},
    ],
)
def test_one_option_is_read_from_every_shape(value):
    assert one("Q017", value).options == ("true.some",)


@pytest.mark.parametrize(
    ("value", "code"),
    [(True, "true"), (False, "false"), ("true", "true"), ("True", "true"), ("FALSE", "false")],
)
def test_booleans_are_options(value, code):
    assert one("Q017", {"value": value}).options == (code,)


@pytest.mark.parametrize("detail", ["additionalInformation", "details"])
def test_the_text_beside_an_option_is_kept_in_each_language(detail):
    held = one("Q016", {"value": "true", detail: {"en": "Yes", "fr": "Oui", "en*": "Courtesy"}})
    assert held.details == {"true": {"en": "Yes", "fr": "Oui", "en*": "Courtesy"}}


def test_a_plain_text_is_in_the_first_language_of_the_document():
    body = document(Q020="Texte")
    body["header"]["languages"] = ["fr", "en"]
    assert decode(body, form("NR4")).answers["Q020"].texts == {"fr": "Texte"}


@pytest.mark.parametrize("value", [{"en": "A", "fr": "B"}, {"value": {"en": "A", "fr": "B"}}])
def test_a_text_is_read_from_both_shapes(value):
    assert one("Q020", value).texts == {"en": "A", "fr": "B"}


def test_courtesy_translations_are_kept_apart_from_the_partys_own_words(world):
    from national_reports.models import Answer

    texts = one("Q020", {"en": "A", "fr*": "B"}).texts
    assert Answer(texts=texts).public_texts == {"en": "A"}


def test_several_options_keep_their_order_and_say_each_once():
    codes = list(form("NR4").questions["Q015"].options)[:3]
    held = one("Q015", [{"value": codes[2]}, {"identifier": codes[0]}, {"value": codes[2].upper()}])
    assert held.options == (codes[2], codes[0])


def test_identifiers_are_compared_without_regard_to_case():
    code = next(iter(form("NR4").questions["Q132"].options))
    assert one("Q132", [{"value": code.lower()}]).options == (code,)


def test_amounts_beside_options_are_numbers():
    key, code = next(
        (q.key, code) for q in form("NR4").questions.values() for code, kind in q.details.items() if kind == "amount"
    )
    for amount in (75, "75", 75.0):
        assert one(key, [{"value": code, "additionalInformation": amount}]).details == {code: 75}
    assert "whole number" in refused(key, [{"value": code, "additionalInformation": "many"}])


@pytest.mark.parametrize("value", [{"value": 4}, {"value": "4"}, 4, "4", {"value": 4.0}])
def test_a_number_is_read_from_every_shape(value):
    key = next(q.key for q in form("NR5").questions.values() if q.type == "number")
    assert one(key, value, "NR5").number == 4


def test_a_number_of_zero_is_an_answer():
    key = next(q.key for q in form("NR5").questions.values() if q.type == "number")
    assert one(key, {"value": 0}, "NR5").number == 0


@pytest.mark.parametrize("value", [None, "", {}, [], {"value": None}, {"value": ""}, [{"value": None}]])
def test_an_empty_answer_is_no_answer_and_no_refusal(value):
    assert one("Q017", value) is None


@pytest.mark.parametrize("value", [{}, {"en": ""}, {"en": None}, ""])
def test_an_empty_text_is_no_answer(value):
    assert one("Q020", value) is None


def test_a_whole_number_written_as_a_text_stays_as_it_was():
    assert one("Q020", 1234567).texts == {"en": "1234567"}


def test_an_identifier_beside_an_empty_value_is_read():
    assert one("Q017", {"value": None, "identifier": "true"}).options == ("true",)


# -- refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        {"value": "maybe"},
        {"value": "n/a"},
        {"value": ["true"]},
        {"value": {"value": "true"}},
        {"value": "true", "additionalInformation": ["text"]},
        {"value": "true", "additionalInformation": {"en": 5}},
        [{"value": "true"}, {"value": "false"}],
        {"value": 12},
        {"value": float("nan")},
        {"value": float("inf")},
        {"value": 10**400},
        {"answer": "true"},
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_answer_to_the_question_is_refused_with_its_key_and_the_rest_kept(value):
    assert refused("Q017", value)


@pytest.mark.parametrize("value", [True, ["text"], {"en": 5}, {"en": ["text"]}, {"en": {"en": "text"}}])
def test_what_is_no_text_is_refused(value):
    assert refused("Q020", value)


@pytest.mark.parametrize(
    "value",
    [True, "four", 4.5, "4.5", [4], {"value": {"value": 4}}, 10**30, "1" * 5000, float("inf"), float("nan")],
)
def test_what_is_no_whole_number_is_refused(value):
    key = next(q.key for q in form("NR5").questions.values() if q.type == "number")
    decoded = read("NR5", **{key: value})
    assert [refusal.key for refusal in decoded.refused] == [key]


def test_an_unknown_question_is_refused_and_other_extra_keys_are_not():
    decoded = read(Q999={"value": "true"}, notes="private", Q014={"value": "implementation.none"}, extra={"a": 1})
    assert [(refusal.key, refusal.reason) for refusal in decoded.refused] == [("Q999", "NR4 has no question Q999.")]
    assert list(decoded.answers) == ["Q014"]
    assert "notes" not in decoded.header


@pytest.mark.parametrize(("cycle", "keys"), [("NR2", ("S006", "S016")), ("NR3", ("Q203", "Q193"))])
def test_not_applicable_is_refused_where_the_form_does_not_offer_it(cycle, keys):
    refused_keys = []
    for key in keys:
        question = form(cycle).questions.get(key)
        if question and question.options and "n/a" not in question.options:
            refused_keys += [r.key for r in read(cycle, **{key: {"value": "n/a"}}).refused]
    assert refused_keys


def test_nul_characters_never_get_through():
    decoded = read(
        Q020={"en": "a\x00b", "f\x00r": "c"}, Q016={"value": "true", "additionalInformation": {"en": "\x00x"}}
    )
    assert "\\u0000" not in json.dumps([[a.texts, a.details] for a in decoded.answers.values()])


@pytest.mark.parametrize("key", ["contact", "stakeholders", "reportPeriodStartDate"])
def test_what_a_document_says_of_itself_is_kept_in_a_form_that_can_be_stored(key):
    body = document(**{key: {"en": "a\x00b \ud800"}})
    header = decode(body, form("NR4")).header
    assert "\\u0000" not in json.dumps(header)
    assert digest(header)


def test_broken_characters_in_a_text_do_not_break_the_store():
    decoded = read(Q020={"en": "half a character: \ud800"})
    assert digest({key: answer.texts for key, answer in decoded.answers.items()})


@pytest.mark.parametrize("languages", ["fr", 5, None, {}, [5], [], True])
def test_strange_languages_never_break_the_reading(languages):
    body = document(Q020="text")
    body["header"]["languages"] = languages
    (language,) = decode(body, form("NR4")).answers["Q020"].texts
    assert language == ("fr" if languages == "fr" else "en")


# -- who and when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("government", [{"identifier": "ke"}, "ke", " ke ", {"identifier": "ke\x00"}])
def test_the_government_is_read_as_it_is_named(government):
    assert government_of({"government": government}) == "KE"


@pytest.mark.parametrize("government", [None, "", " ", 5, [], {}, {"identifier": None}, {"identifier": 5}])
def test_a_report_without_a_government_is_refused_whole(government):
    with pytest.raises(DocumentInvalid):
        government_of({"government": government})


# -- there and back ---------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20)
texts = st.dictionaries(st.sampled_from(["en", "fr", "es", "ru", "ar", "zh", "en*"]), words, min_size=1, max_size=3)


@st.composite
def answers_to(draw, cycle):
    questions = draw(
        st.lists(st.sampled_from(list(form(cycle).questions.values())), max_size=12, unique_by=lambda q: q.key)
    )
    held = {}
    for question in questions:
        if question.type == "text":
            held[question.key] = AnswerData(texts=draw(texts))
        elif question.type == "number":
            held[question.key] = AnswerData(number=draw(st.integers(-(2**63), 2**63 - 1)))
        else:
            most = len(question.options) if question.multiple else 1
            codes = draw(st.lists(st.sampled_from(list(question.options)), min_size=1, max_size=most, unique=True))
            details = {
                code: draw(st.integers(0, 10**6)) if question.details.get(code) == "amount" else draw(texts)
                for code in codes
                if draw(st.booleans())
            }
            held[question.key] = AnswerData(options=tuple(codes), details=details)
    return held


@pytest.mark.parametrize("cycle", CYCLES)
@given(data=st.data())
def test_a_report_that_is_written_and_read_is_the_same(cycle, data):
    answers = data.draw(answers_to(cycle))
    header = {"languages": ["en", "fr"], "stakeholders": {"en": "All"}, "date": "2019-09-28"}
    written = encode(form=form(cycle), identifier="ID", government="KE", header=header, answers=answers)
    decoded = decode(json.loads(json.dumps(written)), form(cycle))
    assert decoded.refused == ()
    assert decoded.answers == answers
    assert (decoded.government, decoded.identifier, decoded.header) == ("KE", "ID", header)


def test_the_european_union_is_written_as_the_clearing_house_does():
    for code in ("EUE", "EU"):
        written = encode(form=form("NR4"), identifier="", government=code, header={}, answers={})
        assert written["government"] == {"identifier": "eu"}


def test_texts_of_the_fifth_form_are_written_under_a_value_as_its_documents_have_them():
    key = next(q.key for q in form("NR5").questions.values() if q.type == "text")
    for cycle, value in {"NR5": {"value": {"en": "A"}}, "NR4": {"en": "A"}}.items():
        key = next(q.key for q in form(cycle).questions.values() if q.type == "text")
        written = encode(
            form=form(cycle),
            identifier="",
            government="KE",
            header={},
            answers={key: AnswerData(texts={"en": "A"})},
        )
        assert written[key] == value


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.sampled_from(["true", "value", "Q014"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "identifier", "en", "details", "additionalInformation"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["Q012_party", "Q014", "Q015", "Q020", "Q036", "header", "date"]), json_values),
    json_values,
)
def test_whatever_json_arrives_is_read_or_refused(answers, government):
    try:
        decoded = decode({"government": government, **answers}, form("NR4"))
    except DocumentInvalid:
        return
    assert set(decoded.answers) | {refusal.key for refusal in decoded.refused} <= set(answers)


def test_the_examples_are_read_whole():
    for name, cycle in {"document-nr3": "NR3", "document-nr4": "NR4", "document-nr5": "NR5"}.items():
        content = json.loads((DATA / "reports" / f"{name}.json").read_text())
        body = content.get("body", content)
        decoded = decode(body, form(cycle))
        assert decoded.refused == ()
        assert len(decoded.answers) == sum(key in form(cycle).questions for key in body)
