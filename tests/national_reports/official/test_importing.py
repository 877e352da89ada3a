"""The invented example in all shapes: what it becomes, what is told of it, and what is refused."""

import json
from pathlib import Path

import pytest
import yaml

from indicators.datafile import DataFileInvalid
from national_reports.models import Questionnaire
from national_reports.official.importing import NoDefinitions, read_official_texts, store_official_texts
from tests.national_reports.official.conftest import EXAMPLE

DEFINITION = "app/app-data/bch/report-analyzer/cpbNationalReport9.js"
ENGLISH = "app/app-text/report-analyzer/bch-cpbNationalReport9.json"
FRENCH = f"i18n/fr/{ENGLISH}"


def read(example, forms, source="example, revision 0"):
    return read_official_texts(example, forms=forms, source=source)


def change(folder: Path, place: str, *pairs: tuple[str, str]) -> None:
    path = folder / place
    text = path.read_text(encoding="utf-8-sig")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def change_texts(folder: Path, place: str, **texts: str | None) -> None:
    path = folder / place
    held = json.loads(path.read_text(encoding="utf-8-sig"))
    held |= {key: text for key, text in texts.items() if text is not None}
    for key, text in texts.items():
        if text is None:
            del held[key]
    path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")


def said(found, language="fr"):
    return {(one.why, one.key, one.detail) for one in found.remarks if one.language == language}


def test_the_example_becomes_what_is_expected_of_it(example, forms):
    made = yaml.safe_load(read(example, forms).files["nr9.official.fr.yaml"])
    expected = yaml.safe_load((EXAMPLE / "expected.fr.yaml").read_text(encoding="utf-8"))
    assert made.pop("legends_before") == {"legend2": "Q002_a"}
    assert made == expected


def test_what_does_not_join_and_what_is_good_to_know_is_listed(example, forms):
    found = read(example, forms)
    assert said(found) == {
        ("left_in_english", "gardens_footnote_3", ""),
        ("tags_differ", "gardens_question2_title", ""),
        ("links_dropped", "gardens_question1_footnote_2", "https://example.org/gardens"),
        ("stale", "gardens_question1_options2_title", ""),
    }
    assert said(found, "") == {("no_place", "Q003_a", "placeholder")}
    assert said(found, "ru") == {("no_texts", "", "")}
    assert found.joined["fr"] == found.joined["en"] == {"NR9": 4}
    assert (found.joined["ru"], found.questions) == ({}, 4)


def test_texts_of_an_older_file_are_taken_and_their_age_is_not_known(example, forms):
    change_texts(example, FRENCH, **{"#meta": None})
    found = read(example, forms)
    assert ("stale_unknown", "", "") in said(found)
    assert found.joined["fr"] == {"NR9": 4}


@pytest.mark.parametrize("text", [None, "", "<i> </i>"])
def test_a_question_that_lacks_a_text_is_not_joined_and_says_which(example, forms, text):
    change_texts(example, FRENCH, yesToSomeExtent=text)
    found = read(example, forms)
    assert ("text_missing", "Q001", "yesToSomeExtent") in said(found)
    assert found.joined == found.joined | {"fr": {"NR9": 3}, "en": {"NR9": 4}}
    assert "Q001" not in yaml.safe_load(found.files["nr9.official.fr.yaml"])["questions"]


def test_headings_leads_and_notes_that_are_missing_leave_the_questions(example, forms):
    missing = (
        "gardens_title",
        "gardens_question2_title",
        "gardens_legend_2",
        "gardens_question1_footnote_2",
        "tellUsMore",
    )
    change_texts(example, FRENCH, **dict.fromkeys(missing))
    found = read(example, forms)
    told = {why: key for why, key, _detail in said(found) if why.endswith("missing") and why != "note_missing"}
    assert told == {"heading_missing": "Gardens", "stem_missing": "Q002"}
    notes = {(key, detail) for why, key, detail in said(found) if why == "note_missing"}
    footnote = "gardens_question1_footnote_1, gardens_question1_footnote_2"
    assert notes == {("legend2", "gardens_legend_2"), ("Q001", footnote), ("Q001", "tellUsMore")}
    made = yaml.safe_load(found.files["nr9.official.fr.yaml"])
    assert not {"sections", "groups", "legends", "legends_before"} & made.keys()
    assert len(made["questions"]) == 4


def test_what_is_theirs_alone_is_left_out_and_told(example, forms):
    change(example, DEFINITION, ('"key":"Gardens"', '"key":"Parks"'), ('"key":"Q002",', '"key":"Q012",'))
    change(example, DEFINITION, ('"key":"Q002_b"', '"key":"Q002_c"'))
    change(
        forms,
        "nr9.yaml",
        ("- key: Q002_b", "- key: Q002_c"),
        ("'false': 'No'}\n  details", "'false': 'No'}\n  details"),
    )
    change(example, DEFINITION, ('"value":"true.some"', '"value":"true.others"'))
    change(forms, "nr9.yaml", ("'true.some': A little, ", ""))
    assert said(read(example, forms), "") == {
        ("not_ours", "Parks", "section"),
        ("not_ours", "Q012", "group"),
        ("not_ours", "Q001", "option true.others"),
        ("no_heading", "Gardens", ""),
        ("no_stem", "Q002", ""),
        ("no_place", "Q003_a", "placeholder"),
    }


def test_a_legend_with_no_question_below_it_has_no_place(example, forms):
    legend = '{"key":"last","type":"legend","title": nr9T.gardens_legend_2}'
    change(example, DEFINITION, ('"customValuePlaceholder":"%"\n         }', f'"mandatory":true}}, {legend}'))
    assert ("no_place", "last", "legend") in said(read(example, forms), "")


def test_the_lead_above_a_flat_question_becomes_the_lead_of_its_group(example, forms):
    change(forms, "nr9.yaml", ("  Q002: About your trees\n", "  Q002: About your trees\n  Q003: Birds\n"))
    change(forms, "nr9.yaml", ("- key: Q003_a\n", "- key: Q003_a\n  group: Q003\n"))
    made = yaml.safe_load(read(example, forms).files["nr9.official.fr.yaml"])
    assert made["groups"]["Q003"] == "Combien d'oiseaux vivent dans votre jardin ?"
    assert made["questions"]["Q003_a"]["text"] == "En hiver"


def two_birds(example, forms, second: str) -> None:
    """A second question in the group, whose French text is this."""
    change(forms, "nr9.yaml", ("  Q002: About your trees\n", "  Q002: About your trees\n  Q003: Birds\n"))
    change(forms, "nr9.yaml", ("- key: Q003_a\n", "- key: Q003_a\n  group: Q003\n"))
    other = "- {key: Q003_b, number: '', section: Gardens, group: Q003, type: text, text: And in summer}\n"
    (forms / "nr9.yaml").write_text((forms / "nr9.yaml").read_text() + other)
    asked = '{"key":"Q003_b","type":"text","title": nr9T.summer}'
    change(example, DEFINITION, ('"customValuePlaceholder":"%"\n         }', f'"mandatory":true}}, {asked}'))
    change_texts(example, ENGLISH, summer="How many birds live in your garden?\r\nIn summer")
    change_texts(example, FRENCH, summer=second)


def test_a_lead_of_two_spellings_is_the_first_and_told(example, forms):
    two_birds(example, forms, "Combien d'oiseaux vivent au jardin ?\r\nEn été")
    found = read(example, forms)
    made = yaml.safe_load(found.files["nr9.official.fr.yaml"])
    assert made["groups"]["Q003"] == "Combien d'oiseaux vivent dans votre jardin ?"
    assert made["questions"]["Q003_b"]["text"] == "En été"
    assert ("stems_differ", "Q003", "") in said(found)
    assert ("stems_differ", "Q003", "") not in said(found, "en")


def test_a_lead_that_cannot_be_told_from_its_question_stays_in_it(example, forms):
    two_birds(example, forms, "Combien d'oiseaux vivent dans votre jardin en été ?")
    found = read(example, forms)
    made = yaml.safe_load(found.files["nr9.official.fr.yaml"])
    assert made["questions"]["Q003_b"]["text"].endswith("en été ?")
    assert ("stem_whole", "Q003", "") in said(found)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("nr9T.isItEnough", "nr9T.isItMuch", "line 75: Q002_a names a text isItMuch, which no file of texts has"),
        ('"value":"false"', '"value":"none"', "line 12: The definition of Q001 lacks our option false"),
        ('"key":"Q003_a"', '"key":"Q004"', "line 1: The definition lacks our question Q003_a"),
        ('"key":"Q002_b"', '"key":"Q002_a"', "line 88: The question Q002_a stands twice"),
        ("nr9T.tellUsMore", "'Please'", "caption is no key of a text"),
        ("nr9T.gardens_title", "translated(nr9T.x)", "line 8: “translated” is not understood"),
        ("bch-cpbNationalReport9.json", "none.json", "Its English texts, app/app-text/report-analyzer/none.json"),
        ("../../../app-text/report-analyzer/", "../../../../../", "lie outside the folder"),
    ],
)
def test_a_definition_that_is_not_of_our_questionnaire_is_refused_whole(example, forms, kept_in, old, new, reason):
    change(example, DEFINITION, (old, new))
    with pytest.raises(DataFileInvalid) as refused:
        read(example, forms)
    assert all(line.startswith(f"{DEFINITION}: line ") for line in str(refused.value).splitlines())
    assert reason in str(refused.value)
    assert not kept_in.exists()


def test_a_bad_file_of_one_language_is_named_by_its_folder(example, forms):
    change(example, FRENCH, ('"yes": "Oui",', '"yes": 1,'))
    with pytest.raises(DataFileInvalid, match=f"^{FRENCH}: line 3: yes is no text"):
        read(example, forms)


def test_a_folder_of_a_language_named_otherwise_is_told(example, forms):
    (example / "i18n" / "zh-Hans").mkdir()
    told = [one for one in read(example, forms).remarks if one.why == "no_language"]
    assert [one.key for one in told] == ["zh-Hans"]
    assert told[0].is_not_joined


def test_a_folder_without_definitions_says_which_folder_is_wanted(tmp_path, forms):
    with pytest.raises(NoDefinitions, match="give the folder that has app/ and i18n/"):
        read(tmp_path, forms)


# -- storing ----------------------------------------------------------------------------------------------


def stored() -> tuple[dict, dict]:
    held = Questionnaire.objects.get(cycle__code="NR9").document
    return held["official"]["fr"], held["official_headings"]["fr"]


def test_the_example_is_stored_and_a_second_run_changes_nothing(example, forms, nr9, kept_in):
    found = read(example, forms)
    assert store_official_texts(found, forms=forms) == ["nr9.official.en.yaml", "nr9.official.fr.yaml"]
    before, times = stored(), {path: path.stat().st_mtime_ns for path in kept_in.iterdir()}
    assert {path.name for path in times} == set(found.files)
    assert store_official_texts(read(example, forms), forms=forms) == []
    assert stored() == before
    assert {path: path.stat().st_mtime_ns for path in kept_in.iterdir()} == times
    form = Questionnaire.objects.get(cycle__code="NR9").form_in("fr")
    assert form.questions["Q002_a"].legend == "Les questions 2 et 3 s'adressent à ceux qui ont des arbres."
    assert form.groups["Q002"].startswith("Si vous avez répondu Oui")
    assert form.headings.sections["Gardens"].footnote == "³ A balcony is a garden."


def test_what_cannot_be_stored_leaves_neither_a_file_nor_a_row(example, forms, kept_in, world):
    rows = list(Questionnaire.objects.order_by("pk").values())
    # There is no cycle of this name.
    with pytest.raises(DataFileInvalid, match="There is no cycle NR9"):
        store_official_texts(read(example, forms), forms=forms)
    assert list(kept_in.iterdir()) == []
    assert list(Questionnaire.objects.order_by("pk").values()) == rows


def test_files_of_an_earlier_import_stay_where_a_later_one_has_none(example, forms, nr9, kept_in):
    store_official_texts(read(example, forms), forms=forms)
    (example / FRENCH).unlink()
    store_official_texts(read(example, forms), forms=forms)
    assert (kept_in / "nr9.official.fr.yaml").exists()
    assert stored()[0]["Q001"]["text"] == "Avez-vous un jardin ?¹"


def test_without_a_source_the_file_states_a_digest_of_what_was_read(example, forms):
    (first,) = {read(example, forms, source="").files["nr9.official.fr.yaml"] for _run in range(2)}
    assert "source: public files of the Secretariat, SHA-256 " in first
    change_texts(example, FRENCH, no="Nullement")
    assert read(example, forms, source="").files["nr9.official.fr.yaml"] != first
