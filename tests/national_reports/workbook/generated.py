"""Answers of every kind, hostile ones among them."""

from datetime import date

from hypothesis import strategies as st

from national_reports.codec import AnswerData
from national_reports.workbook.carrying import CONTACT
from tests.national_reports.workbook.making import LANGUAGES, form

HOSTILE = [
    '=HYPERLINK("http://evil.example";"x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\tcell",
    "\rcell",
    "a\r\nb\nc\rd",
    "  both ends  ",
    "\n",
    "'quoted",
    "<script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<r><t>formatted</t></r>",
    "<r></r>",
    "]]>",
    "&amp;&lt;",
    "_x0041_",
    "_x0041_x0042_x0043_",
    "_x005F_x000D_",
    "x005F_",
    "_x000a_",
    "\x00\x01\x0b\x1f",
    "\ufffe\uffff",
    "\u202eright to left\u202c \u2066x\u2069",
    "\x7f\x85\x9f\u2028\u2029\xa0",
    "TRUE",
    "007",
    "1E5",
    "2026-03-01",
    "1-4",
    "#REF!",
    "😀" * 5,
    "العربية",
    "生物安全",
    "é e\u0301",
]
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=4).map("".join),
)
long_words = st.builds(
    lambda unit, count: (unit * count)[:100_000],
    st.sampled_from(["a", "ab \n", "😀x", "_x0041_", "=1+", " ", "<r>"]),
    st.sampled_from([15_999, 16_001, 32_000, 32_001, 32_768, 50_000]),
)
texts = st.dictionaries(st.sampled_from([*LANGUAGES, "en*"]), words | words | words | long_words, max_size=4)
days = st.dates().map(date.isoformat)
addresses = st.sampled_from(["https://bch.cbd.int/", "http://a.example/b?c=d&e=f#g", "https://xn--80ak.example/é"])


@st.composite
def answer_to(draw, question):
    match question.kind:
        case "text":
            return AnswerData(texts=draw(texts))
        case "number":
            return AnswerData(number=draw(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 1000)))
        case "day":
            return AnswerData(entries=({"day": draw(days)},))
        case "contact":
            return AnswerData(entries=(draw(st.dictionaries(st.sampled_from(CONTACT), words)),))
        case "links":
            link = st.fixed_dictionaries({"url": addresses}, optional={"title": words})
            return AnswerData(entries=tuple(draw(st.lists(link, max_size=12))))
        case "attachments":
            return AnswerData()
    most = len(question.options) if question.multiple else 1
    codes = draw(st.lists(st.sampled_from(list(question.options)), min_size=1, max_size=most, unique=True))
    if question.exclusive & set(codes):
        codes = codes[:1]
    details = {
        code: draw(st.integers(0, 10**6)) if question.details.get(code) == "amount" else draw(texts)
        for code in codes
        if draw(st.booleans())
    }
    return AnswerData(options=tuple(codes), details=details)


@st.composite
def answers_to(draw, cycle, most=14):
    questions = st.sampled_from(list(form(cycle).fields.values()))
    asked = draw(st.lists(questions, max_size=most, unique_by=lambda question: question.key))
    return {question.key: draw(answer_to(question)) for question in asked}
