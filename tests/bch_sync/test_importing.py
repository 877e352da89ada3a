"""Folders of documents: what is stored, what is refused, and what a second time changes."""

import json
import os
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from bch_sync.folders import schema_in
from bch_sync.importing import NO_DATE, Importer
from national_reports.models import Answer, Questionnaire, Report
from national_reports.selectors import document_of
from tests.conftest import DATA
from tests.factories import NOW, document, served

pytestmark = pytest.mark.usefixtures("world")


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def imported(folder):
    return Importer(at=NOW).folder(folder)


def counts(result):
    filed = result.filed
    return filed.new, filed.changed, filed.beside, filed.unchanged


def the_report(cycle="NR4", party="KEN", part=""):
    return Report.objects.published().get(cycle__code=cycle, party__code=party, part=part)


def options(report, key):
    return report.answers.get(question=key).options


# -- shapes -----------------------------------------------------------------------------------------------


def test_the_examples_of_every_cycle_are_imported_whole():
    result = imported(DATA / "reports")
    # NR4 twice for Kenya: the document and the analyser's row. What an analyser tells carries no date.
    assert all(line.endswith(NO_DATE) for line in result.refused)
    held = Report.objects.published().values_list("cycle__code", "party__code", "part")
    assert set(held) == {
        ("NR2", "KEN", ""),
        ("NR2", "KEN", "survey-2014"),
        ("NR3", "KEN", ""),
        ("NR4", "KEN", ""),
        ("NR4", "UGA", ""),
        ("NR5", "KEN", ""),
    }


def test_a_document_with_its_information_is_read(tmp_path):
    put(tmp_path, "a.json", served(document(Q014={"value": "implementation.none"}), revision=3))
    assert counts(imported(tmp_path)) == (1, 0, 0, 0)
    report = the_report()
    assert (report.received_on, report.revision, report.version) == (date(2019, 9, 28), 3, 1)
    assert report.identifier == "7A1C0D52-4E3B-9F10-A6B2-00000000A401"
    assert options(report, "Q014") == ["implementation.none"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("national-reports-cpb-2.json", []),
        ("x.json", {"_request": "GET /api/v2015/national-reports-cpb-2?f={}", "response": []}),
        ("x.json", {"schema": "cpbNationalReport2", "reports": []}),
    ],
)
def test_a_list_of_reports_says_its_schema_in_one_of_three_places(tmp_path, name, content):
    row = {"government": {"identifier": "ke"}, "documentId": 990301, "S018": {"value": "true"}}
    if isinstance(content, list):
        content = [row]
    else:
        content = {key: [row] if value == [] else value for key, value in content.items()}
    put(tmp_path, name, content)
    imported(tmp_path)
    report = the_report("NR2", part="survey-2014")
    assert report.identifier == "990301"
    assert report.received_on == date(2014, 6, 5)


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("/api/v2019/report-analyzer/national-report-cpb-4?q=", "cpbNationalReport4"),
        ("/api/v2019/report-analyzer/cpb-national-report-5", "cpbNationalReport5"),
        ("cpbNationalReport3.json", "cpbNationalReport3"),
        ("nr2.json", "cpbNationalReport2"),
        ("reports.json", ""),
    ],
)
def test_the_schema_is_read_from_an_address_or_a_file_name(text, schema):
    assert schema_in(text) == schema


def test_a_report_and_the_survey_become_two_parts(tmp_path):
    body = document(schema="cpbNationalReport2", Q015={"value": "implementation.none"}, S018={"value": "true"})
    put(tmp_path, "a.json", served(body, received="2011-09-01"))
    assert counts(imported(tmp_path)) == (2, 0, 0, 0)
    assert the_report("NR2").received_on == date(2011, 9, 1)
    assert the_report("NR2", part="survey-2014").received_on == date(2014, 6, 5)


@pytest.mark.parametrize("government", ["eu", "EU", "eur", "EUR"])
def test_the_european_union_is_known_by_all_its_codes(tmp_path, government):
    put(tmp_path, "a.json", served(document(government, Q014={"value": "implementation.none"})))
    imported(tmp_path)
    assert the_report(party="EUE")


def test_folders_below_are_read_too(tmp_path):
    put(tmp_path / "nr4", "ke.json", served(document(Q014={"value": "implementation.none"})))
    assert imported(tmp_path).documents == 1


def test_a_stored_report_is_served_as_it_came(tmp_path):
    body = document(
        Q014={"value": "implementation.none"},
        Q016={"value": "true", "additionalInformation": {"en": "Yes"}},
        Q020={"en": "More", "fr": "Plus"},
        stakeholders={"en": "All"},
    )
    put(tmp_path, "a.json", served(body))
    imported(tmp_path)
    form = Questionnaire.objects.get(cycle__code="NR4").form
    assert document_of(the_report(), form) == body


# -- refusals ---------------------------------------------------------------------------------------------


def test_what_is_refused_is_listed_with_file_and_key_and_the_rest_is_kept(tmp_path):
    body = document(
        Q014={"value": "implementation.none"},
        Q017={"value": "maybe"},
        Q999={"value": "true"},
        Q020={"en": ["x"]},
    )
    put(tmp_path, "ke.json", served(body))
    put(tmp_path, "zz.json", served(document("zz", Q014={"value": "implementation.none"})))
    result = imported(tmp_path)
    assert sorted(line.split(": ")[0] + ": " + line.split(": ")[1] for line in result.refused) == [
        "ke.json (KE): Q017",
        "ke.json (KE): Q020",
        "ke.json (KE): Q999",
        "zz.json (ZZ): No government is known as 'ZZ'.",
    ]
    assert list(the_report().answers.values_list("question", flat=True)) == ["Q014"]


def test_the_command_ends_with_a_failure_that_counts_the_refusals(tmp_path, capsys):
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"}, Q017={"value": "maybe"})))
    with pytest.raises(CommandError, match="1 thing was left out"):
        call_command("import_reports", str(tmp_path))
    printed = capsys.readouterr()
    assert "1 new" in printed.out
    assert "ke.json (KE): Q017: Unknown option 'maybe'" in printed.err
    assert the_report()


def test_the_command_counts_documents_and_the_reports_in_them_apart(tmp_path, capsys):
    body = document(schema="cpbNationalReport2", Q015={"value": "implementation.none"}, S018={"value": "true"})
    put(tmp_path, "a.json", served(body, received="2011-09-01"))
    call_command("import_reports", str(tmp_path))
    said = "1 document read, 2 reports kept (a survey in a document is a report of its own): 2 new, 0 changed, 0 kept"
    assert capsys.readouterr().out.startswith(said)


def test_the_command_refuses_a_folder_that_is_none(tmp_path):
    with pytest.raises(CommandError, match="no folder"):
        call_command("import_reports", str(tmp_path / "nothing"))


def test_a_row_that_is_no_report_does_not_take_the_rows_after_it(tmp_path):
    rows = [{"government": {"identifier": code}, "Q014": {"value": "implementation.none"}} for code in ("ke", "ug")]
    put(tmp_path, "cpbNationalReport4.json", [rows[0], None, rows[1]])
    result = imported(tmp_path)
    assert len([line for line in result.refused if not line.endswith(NO_DATE)]) == 1
    assert set(Report.objects.values_list("party__code", flat=True)) == {"KEN", "UGA"}


# -- again ------------------------------------------------------------------------------------------------


def test_the_same_folder_again_changes_nothing(tmp_path):
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"}, Q020={"en": "x"})))
    imported(tmp_path)
    before = list(Report.objects.values()), list(Answer.objects.values())
    assert counts(imported(tmp_path)) == (0, 0, 0, 1)
    assert (list(Report.objects.values()), list(Answer.objects.values())) == before


def test_a_changed_document_becomes_the_next_version_and_supersedes(tmp_path):
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"})))
    imported(tmp_path)
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.fullInPlace"}), revision=2))
    assert counts(imported(tmp_path)) == (0, 1, 0, 0)
    held = list(Report.objects.order_by("version").values_list("version", "state"))
    assert held == [(1, "superseded"), (2, "published")]
    assert options(the_report(), "Q014") == ["implementation.fullInPlace"]


def test_an_older_revision_is_kept_beside_the_later_one(tmp_path):
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.fullInPlace"}), revision=2))
    imported(tmp_path)
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"}), revision=1))
    assert counts(imported(tmp_path)) == (0, 0, 1, 0)
    assert options(the_report(), "Q014") == ["implementation.fullInPlace"]
    assert set(Report.objects.values_list("revision", "state")) == {(1, "superseded"), (2, "published")}


def test_a_revision_with_the_same_content_still_outdates_those_before_it(tmp_path):
    for revision, code in ((1, "none"), (3, "none"), (2, "fullInPlace")):
        put(tmp_path, "ke.json", served(document(Q014={"value": f"implementation.{code}"}), revision=revision))
        imported(tmp_path)
    assert options(the_report(), "Q014") == ["implementation.none"]


def test_a_revision_made_after_the_cut_off_does_not_replace_the_one_counted(tmp_path):
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"})))
    imported(tmp_path)
    later = served(document(Q014={"value": "implementation.fullInPlace"}), revision=2, updatedOn="2022-05-01T00:00:00Z")
    put(tmp_path, "ke.json", later)
    imported(tmp_path)
    (counted,) = Report.objects.counted("NR4", "", date(2020, 1, 1))
    assert options(counted, "Q014") == ["implementation.none"]


def test_answers_that_are_all_taken_back_no_longer_count(tmp_path):
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"})))
    imported(tmp_path)
    put(tmp_path, "ke.json", served(document(), revision=2))
    imported(tmp_path)
    assert not Answer.objects.filter(report__state="published", report__party__code="KEN").exists()


def test_a_report_without_any_answer_is_a_report(tmp_path):
    """It was received: its Party is unanswered, not silent, and its report is on time."""
    put(tmp_path, "ke.json", served(document()))
    imported(tmp_path)
    assert the_report().received_on == date(2019, 9, 28)


def test_a_report_without_a_date_is_kept_and_named_and_enters_no_report_set(tmp_path, capsys):
    put(tmp_path, "ke.json", document(Q014={"value": "implementation.none"}))
    for _again in range(2):
        with pytest.raises(CommandError, match="1 thing was left out"):
            call_command("import_reports", str(tmp_path))
        assert "KEN NR4: The report tells no date" in capsys.readouterr().err
    assert the_report().received_on is None
    assert not Report.objects.counted("NR4", "", date(2030, 1, 1)).exists()


def test_a_publication_asks_for_the_figures_once(tmp_path):
    from jobs.models import Job
    from parties.changes import generation

    before = generation()
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"})))
    put(tmp_path, "ug.json", served(document("ug", Q014={"value": "implementation.none"})))
    imported(tmp_path)
    assert Job.objects.filter(kind="compute_progress").count() == 1
    after = generation()
    assert after != before
    imported(tmp_path)
    assert generation() == after


# -- hostile ----------------------------------------------------------------------------------------------


def whole(**changes):
    body = served(document(Q014={"value": "implementation.none"}))
    for place, value in changes.items():
        target, *steps = body, *place.split("__")
        for step in steps[:-1]:
            target = target[step]
        target[steps[-1]] = value
    return body


HOSTILE = {
    "nothing": b"",
    "no JSON": b"{",
    "a number": b"5",
    "a text": b'"report"',
    "null": b"null",
    "an empty list": b"[]",
    "a list of texts": b'["a"]',
    "deep lists": b"[" * 100000 + b"]" * 100000,
    "deep mappings": b'{"a":' * 100000 + b"1" + b"}" * 100000,
    "a huge number": b'{"government": ' + b"9" * 10000 + b"}",
    "not UTF-8": b"\xff\xfe\xfa{",
    "not a number": b'{"header": {"schema": "cpbNationalReport4"}, "government": "ke", "Q014": NaN}',
    "a schema that is a number": whole(body__header__schema=4),
    "a schema that is a list": whole(body__header__schema=["cpbNationalReport4"]),
    "a header that is a list": whole(body__header=[]),
    "languages that are a number": whole(body__header__languages=5),
    "an identifier too long": whole(body__header__identifier="x" * 5000),
    "an identifier with NUL": whole(body__header__identifier="a\x00b"),
    "an identifier that is a mapping": whole(body__header__identifier={"a": 1}),
    "a revision too large": whole(revision=10**30),
    "a revision below none": whole(revision=-1),
    "numbers beyond any": json.dumps(whole(revision=5, body__contact={"a": 5})).replace("5", "1e400").encode(),
    "a government with NUL": whole(body__government__identifier="ke\x00"),
    "a contact with NUL": whole(body__contact={"identifier": "a\x00b"}),
    "stakeholders with half a character": whole(body__stakeholders={"en": "\ud800"}),
    "a text with half a character": whole(body__Q020={"en": "\ud800"}),
    "a language with NUL": whole(body__Q020={"e\x00n": "text"}),
    "a huge option": whole(body__Q017={"value": 10**400}),
    "a huge number for a text": whole(body__Q020=10**400),
    "a huge text": whole(body__Q020={"en": "x" * 1000000}),
    "a date out of the calendar": whole(submittedOn="0000-00-00"),
    "a request that is a mapping": {"_request": {"a": 1}, "response": [{"government": {"identifier": "ke"}}]},
    "a list with a schema that is a number": {
        "schema": 4,
        "response": [{"government": {"identifier": "ke"}}],
    },
    "a document index": {"response": {"numFound": 1, "docs": [{}]}},
} | {
    f"a header {depth} deep": b'{"header": {"schema": "cpbNationalReport4"}, "government": "ke", '
    b'"Q014": {"value": "implementation.none"}, "contact": ' + b"[" * depth + b"]" * depth + b"}"
    for depth in (200, 400, 600, 800, 900, 950)
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_documents_are_read_or_refused_and_the_next_file_is_imported(tmp_path, content):
    put(tmp_path, "a.json", content)
    put(tmp_path, "b.json", served(document("ug", Q014={"value": "implementation.none"})))
    imported(tmp_path)
    assert the_report(party="UGA")
    for report in Report.objects.all():
        report.full_clean(exclude=["sha256"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b'{"a": 1,\n  b: 2}',
            "What stands at line 2, column 3 is not JSON: mend it there, or export the report again.",
        ),
        (b'{"a": 1,\n "b"', "The file ends in the middle of a value (line 2, column 5): it was cut short"),
        (b"[" * 100000, "It is nested more deeply than any report is: export the report again."),
        (b"[" + b"9" * 5000 + b"]", "A number has 5000 digits (999999999999…), more than any answer takes"),
        (b'{"a": NaN}', "NaN stands where JSON takes a number: write a number, or leave it out."),
        (whole(body__government=5), "The government is given as the number 5: give its code or its name as a text."),
        (whole(body__government__identifier="x" * 5000), f"No government is known as '{'X' * 58}…."),
        (whole(body__Q017={"value": {"a": 1}}), "The answer is a group of fields, not one of the options."),
        (whole(body__header__identifier={"a": 1}), "The identifier is a group of fields: give it as a text."),
    ],
    ids=range(9),
)
def test_what_can_not_be_read_is_said_plainly_with_its_place(tmp_path, content, reason):
    put(tmp_path, "a.json", content)
    (line,) = imported(tmp_path).refused
    assert reason in line
    assert len(line) < 250


@pytest.mark.parametrize("ending", ["jsonl", "ndjson"])
def test_a_line_that_can_not_be_read_takes_no_other_with_it(tmp_path, ending):
    lines = [json.dumps(served(document(code, identifier=code))) for code in ("ke", "ug")]
    put(tmp_path, f"a.{ending}", "\n".join([lines[0], '{"header": ', "5", "", lines[1]]).encode())
    result = imported(tmp_path)
    assert result.refused == [
        f"a.{ending}: line 2: The file ends in the middle of a value (line 2, column 12): it was cut short, so export "
        "it again.",
        f"a.{ending}: line 3: The file holds neither a report nor a list of reports.",
    ]
    assert set(Report.objects.values_list("party__code", flat=True)) == {"KEN", "UGA"}


def test_a_report_over_several_lines_that_can_not_be_read_is_one_thing(tmp_path):
    put(tmp_path, "a.jsonl", (json.dumps(served(document()), indent=1) + "]").encode())
    assert len(imported(tmp_path).refused) == 1


def test_what_is_no_file_is_named_and_not_opened(tmp_path):
    folder = tmp_path / "reports"
    put(folder, "ke.json", served(document()))
    put(tmp_path / "elsewhere", "ug.json", served(document("ug")))
    os.mkfifo(folder / "pipe.json")
    (folder / "gone.json").symlink_to(folder / "nothing.json")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    assert imported(folder).refused == [
        "gone.json: It is a link to a file that is not there.",
        "linked: It is a link to a folder, and links to folders are not followed: import that folder itself.",
        "pipe.json: It is neither a file nor a folder, so that nothing is read from it.",
    ]


@pytest.mark.parametrize("told", ["99999999999999999999", "1e400", "-3", '"abc"', "true", '"2.0"', "[1]"])
def test_a_revision_that_can_not_be_read_is_named_and_the_report_is_kept(tmp_path, told):
    content = json.dumps(served(document(), revision=7)).replace('"revision": 7', f'"revision": {told}')
    put(tmp_path, "a.json", content.encode())
    (line,) = imported(tmp_path).refused
    assert line.startswith("a.json (KE): revision: ")
    assert line.endswith(" is not the number of a revision, so that the report is kept and ranked as a first one.")
    assert the_report().revision is None
    assert counts(imported(tmp_path)) == (0, 0, 0, 1)


def test_a_folder_that_is_named_like_a_file_is_passed_over(tmp_path):
    (tmp_path / "a.json").mkdir()
    put(tmp_path, "b.json", served(document("ug", Q014={"value": "implementation.none"})))
    imported(tmp_path)
    assert the_report(party="UGA")


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("bch_sync.folders.MOST_BYTES", 10)
    put(tmp_path, "a.json", served(document()))
    (reason,) = imported(tmp_path).refused
    assert "larger than" in reason
