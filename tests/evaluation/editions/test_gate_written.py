"""The gate of meaning over what people write: what is false is named with its place, what is true passes."""

import json

import pytest

from evaluation.editions.form import FrozenForm
from evaluation.editions.gate import refusals
from evaluation.editions.gate_written import to_look_at
from evaluation.editions.refusals import Check
from evaluation.editions.services import freeze, open_edition, write_text
from tests.evaluation.editions.making import AT, read
from tests.people_factories import client_of


@pytest.fixture
def told(frozen):
    """What is refused of a narrative of a subject; no figure of the small plan is 77 per cent."""
    form = json.loads(bytes(frozen.frozen))

    def told(text, language="en", subject="indicator/A.1", sources=""):
        form["texts"][subject] |= {"narrative": {language: text}, "sources": sources}
        return [(one.check, one.place, one.found) for one in refusals(FrozenForm(form), at=AT)]

    return told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two more laws were adopted on 1 January 2031."),
        ("en", "Two more laws were adopted in 2031."),
        ("en", "Two more laws were adopted on 1/1/2031."),
        ("fr", "Deux lois ont été adoptées le 1er\u00a0janvier\u00a02031."),
        ("fr", "Deux lois ont été adoptées en\u00a02031."),
        ("es", "Se aprobaron dos leyes el 1 de enero de 2031."),
        ("ru", "Два закона приняты 1 января 2031 года."),
        ("ru", "Два закона приняты 01.01.2031."),
        ("ar", "اعتُمد قانونان في ١ يناير ٢٠٣١."),
        ("zh", "2031年1月1日通过了两项法律。"),
        ("zh", "二〇三一年一月一日通过了两项法律。"),
    ],
)
def test_a_day_after_the_cut_off_is_refused(told, language, text):
    [(check, place, found)] = told(text, language)
    assert (check, place) == (Check.AFTER_CUT_OFF, f"text indicator/A.1 {language}")
    assert found in ("2031-01-01", "2031")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "180 of the 170 Parties did."),
        ("en", "180 Parties out of 170 did."),
        ("fr", "1\u00a0180 Parties sur 1\u00a0170 l’ont fait."),
        ("fr", "1 180 des 1 170 Parties l’ont fait."),
        ("es", "Lo hicieron 180 de las 170 Partes."),
        ("ru", "Так сделали 180 из 170 Сторон."),
        ("ru", "Так сделали 180 Сторон из 170."),
        ("es", "Lo hicieron 180 Partes de un total de 170 Partes."),
        ("en", "It was done by 180/170 Parties."),
        ("ar", "فعل ذلك ١٨٠ طرفا من أصل ١٧٠."),
        ("zh", "170个缔约方中有180个这样做了。"),
    ],
)
def test_an_n_greater_than_its_n_is_refused(told, language, text):
    [(check, place, _found)] = told(text, language)
    assert (check, place) == (Check.OVER_N, f"text indicator/A.1 {language}")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It is 77 per cent."),
        ("en", "It is 77%."),
        ("fr", "C’est 77\u00a0%."),
        ("es", "Es el 77 por ciento."),
        ("ru", "Это 77 процентов."),
        ("ar", "هي ٧٧ في المائة."),
        ("ar", "هي ٪77."),
        ("zh", "占百分之七十七。"),
        ("zh", "占77％。"),
    ],
)
def test_a_per_cent_of_nowhere_is_refused_until_it_has_a_source(told, language, text):
    assert told(text, language) == [(Check.OWN_PER_CENT, f"text indicator/A.1 {language}", "77 %")]
    assert told(text, language, sources="A survey, 2014, page 7.") == []


@pytest.mark.parametrize("subject", ["whole", "objective/A", "indicator/A.1"])
def test_a_per_cent_of_the_subject_passes(told, subject, frozen):
    form = FrozenForm.of(bytes(frozen.frozen))
    row = next(row for row in form["values"] if row["measure"] == "A.1/headline" and row["denominator"])
    share = round(100 * float(row["numerator"]) / float(row["denominator"]))
    assert told(f"It is {share} per cent, as in {form.current}.", subject=subject) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12 Parties of 3 regions gained it in 2016, 5 percentage points more than in 2014."),
        ("en", "9 of the 12 Parties wrote to us; 1,180 of 1,944 records are old."),
        ("fr", "12 Parties de 3 régions en 2016 ; 1 100 des 1 170 fiches."),
        ("es", "El 12 de marzo de 2015 lo tenían 12 Partes de 3 regiones."),
        ("ru", "На 5 процентных пунктов больше, чем в 2014 году."),
        ("ar", "٩ من أصل ١٢ طرفا في عام ٢٠١٤."),
        ("zh", "二〇一四年，12个缔约方中有9个，高5个百分点。"),
    ],
)
def test_what_may_be_true_passes(told, language, text):
    assert told(text, language) == []


@pytest.fixture
def looked_at(frozen):
    """What is told to be looked at of a narrative of A.1."""
    form = json.loads(bytes(frozen.frozen))

    def looked_at(text, language="en", sources=""):
        form["texts"]["indicator/A.1"] |= {"narrative": {language: text}, "sources": sources}
        return [one.found for one in to_look_at(FrozenForm(form))]

    return looked_at


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "{n} indicators improved."),
        ("fr", "{n} indicateurs s’améliorent."),
        ("es", "Mejoraron {n} indicadores."),
        ("ru", "Улучшились {n} показателей."),
        ("ar", "تحسّن {n} مؤشرا."),
        ("zh", "{n}项指标有所改善。"),
    ],
)
def test_more_indicators_than_a_summary_counts_are_told_to_be_looked_at(frozen, language, text):
    form = json.loads(bytes(frozen.frozen))
    for number, told in ((form["summaries"]["whole"]["indicators"], []), (77, ["77"])):
        form["texts"]["whole"] |= {"narrative": {language: text.format(n=number)}, "sources": ""}
        assert [one.found for one in to_look_at(FrozenForm(form))] == told


def share(form, group, cycle):
    """The per cent of a group in a cycle, as a text writes it."""
    row = form.value("A.1/headline", cycle, group)
    return round(100 * float(row["numerator"]) / float(row["denominator"]))


def test_a_per_cent_is_that_of_the_one_group_that_its_sentence_names(told, frozen):
    form = FrozenForm.of(bytes(frozen.frozen))
    of_africa, of_all = share(form, "africa", "NR3"), share(form, "all", "NR3")
    assert of_africa != of_all
    assert told(f"In Africa it is {of_africa} per cent.") == []
    assert told(f"It is {of_all} per cent.") == []
    [(check, place, found)] = told(f"In Africa it is {of_all} per cent in NR3.")
    assert (check, place, found) == (Check.OWN_PER_CENT, "text indicator/A.1 en", f"{of_all} %")
    assert told(f"En Afrique, c’est {of_africa} pour cent.", "fr") == []
    assert told(f"En Afrique, c’est {of_all} pour cent dans NR3.", "fr")
    assert told(f"在非洲，NR3中占{of_all}%。", "zh")
    # A country is no region.
    assert told(f"It is {of_all} per cent, with South Africa.") == []


def test_a_per_cent_is_that_of_the_one_cycle_that_its_sentence_names(told, frozen):
    form = FrozenForm.of(bytes(frozen.frozen))
    before, now = share(form, "africa", "NR3"), share(form, "africa", "NR4")
    assert before != now
    assert told(f"In NR3 it was {before} per cent. In NR4 it is {now} per cent.") == []
    assert told(f"In NR3 it was {now} per cent.") == [(Check.OWN_PER_CENT, "text indicator/A.1 en", f"{now} %")]


def test_several_per_cents_in_one_sentence_are_looked_at_and_not_refused(told, looked_at, frozen):
    form = FrozenForm.of(bytes(frozen.frozen))
    of_africa, of_all = share(form, "africa", "NR3"), share(form, "all", "NR3")
    text = f"In Africa it is {of_africa} per cent in NR3, against {of_all} per cent elsewhere."
    assert told(text) == []
    assert looked_at(text) == [f"{of_all} %"]
    assert looked_at(f"In Africa it is {of_africa} per cent in NR3, against {of_all} per cent of all Parties.") == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "It was done by 144 Parties.", "144"),
        ("en", "144 of the 170 Parties did.", "144 / 170"),
        ("fr", "144 Parties l’ont fait.", "144"),
        ("es", "Lo hicieron 144 Partes.", "144"),
        ("ru", "Так сделали 144 Стороны.", "144"),
        ("ar", "فعل ذلك ١٤٤ طرفا.", "144"),
        ("zh", "144个缔约方这样做了。", "144"),
    ],
)
def test_a_count_of_nowhere_is_looked_at_and_not_refused(told, looked_at, language, text, found):
    assert told(text, language) == []
    assert looked_at(text, language) == [found]
    assert looked_at(text, language, sources="A survey, 2014, page 7.") == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Forty-two Parties did, a third of them late.", "Forty-two · a third"),
        ("en", "One hundred and twelve did; half of them in time.", "One hundred and twelve · half"),
        ("fr", "Quarante-deux Parties l’ont fait, soit un tiers.", "Quarante-deux · un tiers"),
        ("es", "Lo hicieron cuarenta y dos Partes, la mitad.", "cuarenta y dos · mitad"),
        ("ru", "Так сделали сорок две Стороны, треть всех.", "сорок две · треть"),
        ("ar", "فعل ذلك اثنان وأربعون طرفا، أي ثلث الأطراف.", "اثنان وأربعون · ثلث"),
        ("zh", "四十二个缔约方这样做了，占三分之一。", "四十二 · 三分之一"),
    ],
)
def test_a_number_in_words_is_looked_at_and_not_refused(told, looked_at, language, text, found):
    assert told(text, language) == []
    assert looked_at(text, language) == [found]
    assert looked_at(text, language, sources="A survey, 2014, page 7.") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "One Party often wrote in its third report, which is quarterly."),
        ("fr", "Une Partie a écrit dans son troisième rapport, avec des pays tiers."),
        ("es", "Una Parte informó del medio ambiente en su tercer informe."),
        ("ru", "Одна Сторона в третьем докладе стала писать о семье и месте."),
        ("ar", "كتب طرف واحد في تقريره الثالث."),
        ("zh", "一个缔约方在第三次国家报告中写道。"),
    ],
)
def test_an_article_and_the_number_of_a_report_are_no_numbers_in_words(looked_at, language, text):
    assert looked_at(text, language) == []


def test_a_count_of_the_subject_is_not_looked_at(looked_at):
    assert looked_at("3 of 6 Parties answered yes.") == []
    assert looked_at("3 Parties did.") == []


def test_the_desk_lists_what_is_to_be_looked_at_with_a_way_to_mend_it(evaluation, author):
    edition = open_edition(evaluation=evaluation, by=author, at=AT)
    said = {"narrative": "It was done by 144 Parties. A third of them wrote.", "sources": "", "version": 0}
    write_text(edition=edition, subject="indicator/A.1", language="en", by=author, at=AT, **said)
    freeze(evaluation=evaluation, by=author, at=AT)
    page = read(client_of(author), "/en/desk/evaluations/mid-term/")
    assert "To be looked at" in page
    assert "It was done by 144 Parties." in page[page.index("To be looked at") :]
    assert "A third of them wrote." in page[page.index("To be looked at") :]
    assert "/texts/indicator/A.1/?language=en" in page[page.index("To be looked at") :]
