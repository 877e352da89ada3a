"""The catalogues: what is taken in, what is refused, and that a gap is never English by accident."""

import re

import pytest
from message_checks import faults_of, untranslated
from message_data import texts_of_data
from message_files import LANGUAGES, begun, catalogue_files, read, shown
from message_sources import texts_of_interface
from message_terms import term_faults


def paths_of(language):
    return [path for one, path in catalogue_files() if one == language]


def forms_of(message):
    return [message.string] if isinstance(message.string, str) else message.string


def catalog(language, *entries):
    held = begun(language)
    for text, said in entries:
        held.add(text, said)
    return held


def reasons(language, text, said):
    held = catalog(language, (text, said))
    return [one.reason for one in (*faults_of(held, language), *term_faults(held, language))]


def test_texts_are_taken_in_from_code_templates_documents_and_data():
    interface = {text.id for text in texts_of_interface()}
    assert {"Skip to the content", "little or no change", "Distr.: General"} <= interface
    assert any(isinstance(text, tuple) and "Party is written to" in text[0] for text in interface)
    data = {text.id for text in texts_of_data()}
    assert {"Africa", "Second national reports", "the 2014 survey", "Seventh meeting"} <= data


@pytest.mark.parametrize(
    ("language", "text", "said", "reason"),
    [
        ("fr", "%(n)s of %(of)s", "%(n)s", "leaves out of"),
        ("fr", "{day}", "{jour}", "puts in jour"),
        ("fr", "<b>All</b>", "<b>Tous", "other tags"),
        ("fr", "All (most)", "Tous (presque", "not closed"),
        ("fr", "Yes: %(n)s", "Oui : %(n)s", "an ordinary space"),
        ("fr", "Yes: no", "Oui: non", "no space before"),
        ("fr", "40 %% of %(n)s", "40 % de %(n)s", "per cent"),
        ("ru", "Accounting", "Отчёт", "letter ё"),
        ("ar", "Five, six", "خمسة, ستة", "Latin comma"),
        ("zh_Hans", "Yes, no", "是,否", "half-width"),
        ("fr", "%(n)s answers", "%(n)d réponses", "another letter"),
        ("fr", "%(n)s answers", "%(n) réponses", "lacks a bracket or the letter"),
        ("fr", "%(n)s answers", "%(n réponses", "lacks a bracket or the letter"),
        ("fr", "%(n)s answers", "%(n)s réponses (%(n)s)", "more often"),
        ("fr", "Saved.", "Enregistré", "full stop"),
        ("fr", "Saved ", "Enregistré", "another space"),
        ("fr", "Saved", "\u202eEnregistré", "turns text round"),
        ("fr", "A clearing-house", "Une chambre de compensation", "Centre d’échange"),
        ("fr", "Every Party is part of it.", "Tous les pays en font partie.", "“Party”"),
        ("es", "Why?", "Por qué?", "without ¿"),
        ("es", "The Convention", "La Convención sobre la Diversidad Biológica", "a Convenio"),
        ("ar", "%(day)s, %(place)s", "%(day)s, %(place)s", "Latin comma"),
        ("ar", "Choose a file.", "اختر ملفا.", "polite plural"),
        ("ar", "%(n)s %% of all", "%(n)s %% من الكل", "per cent sign on its wrong side"),
        ("zh_Hans", "%(name)s (new)", "%(name)s (新)", "half-width brackets"),
        ("zh_Hans", "Save", "Save", "is the English"),
        ("ru", ("%(n)d report", "%(n)d reports"), ("%(n)d доклад",) * 4, "same words"),
        ("fr", "The Party of import", "Le pays importateur", "“Party of import”"),
        ("fr", ("%(n)d day", "%(n)d days"), ("%(n)d jour", ""), "plural forms"),
        ("fr", ("%(n)d day", "%(n)d days"), ("un jour", "%(n)d jours"), "form 0: leaves out n"),
    ],
)
def test_a_broken_translation_is_named(language, text, said, reason):
    assert any(reason in one for one in reasons(language, text, said))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "Parties: %(n)s", "Parties\u00a0: %(n)s"),
        ("ru", "of the Party of import", "Стороной импорта"),
        ("ar", "National reports of Parties", "التقارير الوطنية للأطراف"),
        ("zh_Hans", "Party", "缔约方"),
        ("zh_Hans", "cop-mop-8", "cop-mop-8"),
        ("ru", "Distr.: General", "Distr.: General"),
        ("es", "?cycle= chooses", "?cycle= elige"),
        ("ru", ("%(n)d of %(of)d", "%(n)d of %(of)d"), ("%(n)d из %(of)d",) * 4),
        ("ar", ("%(n)d day", "%(n)d days"), ("لا أيام", "يوم واحد", "يومان", "%(n)d أيام", "%(n)d يوما", "%(n)d يوم")),
    ],
)
def test_a_right_translation_passes(language, text, said):
    assert reasons(language, text, said) == []


def test_a_doubtful_entry_is_a_fault_and_a_gap_is_none():
    held = catalog("fr", ("One", "Un"), ("Two", ""))
    held["One"].flags.add("fuzzy")
    assert ["fuzzy" in one.reason for one in faults_of(held, "fr")] == [True]
    assert untranslated(held) == ["Two"]


@pytest.mark.parametrize(("of_data", "kept"), [(True, {"Now", "Before", "Stored"}), (False, {"Now", "Stored"})])
def test_a_text_that_is_gone_keeps_its_translation_where_it_may_be_stored(of_data, kept):
    held = catalog("fr", ("Now", "Maintenant"), ("Before", "Avant"), ("Doubtful", "Peut-être"), ("Empty", ""))
    held.add("Stored", "Gardé", context="told")
    held["Doubtful"].flags.add("fuzzy")
    today = begun("fr")
    today.add("Now")
    held.update(today, no_fuzzy_matching=True)
    assert {one.id for one in shown(held, of_data=of_data)} == kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_committed_can_be_read_and_is_sorted(language):
    for one, path in catalogue_files():
        if one == language:
            texts = [str(message.id) for message in read(path, language) if isinstance(message.id, str) and message.id]
            assert texts == sorted(texts)
            assert ":1" not in path.read_text(encoding="utf-8").split("msgid", 2)[1]


def test_no_russian_word_stands_fixed_after_a_number_that_would_choose_its_case():
    fixed = re.compile(r"(?:\}|\)[sd])[ \u00a0](?:\w+ых )?(?:Сторон|процент|пар)\w*\b")
    # "43 %" of units decides no case.
    held = [one for path in paths_of("ru") for one in read(path, "ru")]
    said = [one.string for one in held if isinstance(one.string, str) and one.context != "unit"]
    assert [one for one in said if fixed.search(one) and "%(day)s Сторона" not in one] == []


@pytest.mark.parametrize(
    ("language", "before"),
    [("es", r"\b(?:de|del|a|por|en)"), ("fr", r"\b(?:de|du|à|au|par)"), ("ar", r"\b(?:عن|من|إلى)")],
)
def test_no_sentence_is_built_round_the_name_of_a_party(language, before):
    built = re.compile(before + r" [%{]\(?party\b")
    said = [form for path in paths_of(language) for one in read(path, language) for form in forms_of(one)]
    assert [form for form in said if built.search(form)] == []
