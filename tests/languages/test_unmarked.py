"""What no crawl meets: sentences of the code that translators never get, and words of templates that are not marked."""

import re

import pytest
from message_sources import BASE, NOT_SHOWN

from tests.languages.unmarked import unmarked_in, words_of_template

# What begins with it holds sentences for others than readers, and why.
FOR_OTHERS = {
    "clearing_house_double/": "answers as the Clearing-House does, in English",
    "demonstration/": "texts of stand-ins, which say that they are for demonstration",
    "evaluation/demonstration.py": "texts of stand-ins, which say that they are for demonstration",
    "parties/demonstration.py": "names of stand-ins, in six languages of their own",
    "/management/commands/": "answers of a command to whoever runs the server",
    "portal/api/": "the API speaks English, as its fields do",
    "portal/busy.py": "an answer of the API",
    "portal/views/health.py": "read by whoever watches the server",
    "portal/metrics.py": "read by whoever watches the server",
    "portal/backups.py": "said by a command to whoever runs the server",
    "portal/database_": "said by a command, a log or /readyz to whoever runs the server",
    "portal/archive/": "said by a command to whoever runs the server; its pages are templates",
    "portal/trail_heads.py": "faults of what is stored, for whoever runs the server; the page marks them as English",
    "portal/checks.py": "read by whoever installs a release",
    "strategic_plan/api_settings.py": "the description of the API",
    "strategic_plan/log_lines.py": "read by whoever sets the server up",
    "strategic_plan/sign_in.py": "the name that an authenticator app keeps",
    "verification": "faults of what is stored, for whoever runs the server; the page marks them as English",
    "parties/checked.py": "faults of what is stored, for whoever runs the server; the page marks them as English",
    "parties/stored_data.py": "faults of what is stored, for whoever runs the server; the page marks them as English",
    "indicators/loading.py": "faults of a data file, for whoever writes it; the page marks them as English",
    "indicators/datafile.py": "faults of a data file, for whoever writes it; the page marks them as English",
    "indicators/bindings.py": "faults of a data file, for whoever writes it; the page marks them as English",
    "indicators/registry.py": "faults of a data file, for whoever writes it; the page marks them as English",
    "indicators/kinds/__init__.py": "a fault of a data file or of the code",
    "national_reports/helping.py": "a fault of a data file, for whoever writes it",
    "national_reports/loading.py": "faults of a data file, for whoever writes it; the page marks them as English",
    "evaluation/moves_told.py": "what a command prints before it stores; the page has words of its own",
    "evaluation/editions/rebuild.py": "what a command prints to whoever proves an edition",
    "evaluation/documents/resources.py": "descriptions in the package of data, whose fields are English",
    "evaluation/documents/tables.py": "names of columns, which are codes",
    "evaluation/documents/sums.py": "read by whoever sets the key",
    "evaluation/guards.py": "said by the database to whoever goes past the portal",
    "evaluation/hearing/letters.py": "the outcome of a job, which no page shows",
    "evaluation/editions/exchange.py": "codes; evaluation/views/exchange.py has their words",
    "typesetting/fonts.py": "names of typefaces",
    "evaluation/notices.py": "the outcome of a job, which no page shows",
    "national_reports/services/documents.py": "the outcome of a job, which no page shows",
    "indicators/reasons.py": "codes; figures/catalogue.py has their words",
    "indicators/findings.py": "codes; figures/catalogue.py has their words",
    "indicators/computing.py": "a code; figures/catalogue.py has its words",
    "evaluation/dashboard.py": "codes; figures/catalogue.py has their words",
    "figures/catalogue.py": "the codes that the words stand beside",
    "evaluation/editions/refusals.py": "codes; evaluation/views/refusals.py has their words",
    "evaluation/editions/gate": "places in an edition, as its files name them",
    "national_reports/ledger.py": "codes; national_reports/standing_words.py has their words",
    "national_reports/plausibility.py": "codes; national_reports/plausibility_words.py has their words",
    "figures/auditing.py": "said by a command to whoever runs the server",
    "figures/services.py": "said by a command to whoever runs the server",
    "parties/many_rows.py": "a statement of the database",
    "parties/services.py": "said by a command to whoever runs the server",
    "parties/permission": "drawn into the documentation",
    "parties/roles.py": "drawn into the documentation, or a fault of the code",
    "evaluation/editions/states.py": "drawn into the documentation",
    "national_reports/workflow.py": "drawn into the documentation",
    "bch_sync/filing.py": "the note that the Clearing-House gets with a report, in English like all that it keeps",
    "bch_sync/countries.py": "the source of a status, a name of the Clearing-House",
    "parties/people.py": "places in an error of the code",
    "parties/forms.py": "a place in an error of the code",
    "apps.py": "names of the rooms in Django's administration",
    "parties/admin_site.py": "the head of Django's administration",
    "bch_sync/selectors.py": "the reason by which a run is found",
    "evaluation/documents/words.py": "an error of the code",
    "evaluation/editions/form.py": "an error of the code",
    "evaluation/queries.py": "an error that the page answers with words of its own",
    "indicators/models/figures.py": "an error of the code",
    "indicators/rows.py": "an error of the code",
    "indicators/kinds/banded.py": "a unit; figures/wording.py has its words",
    "parties/models.py": "a place in an error of the code",
    "parties/demonstration_people.py": "a place in an error of the code",
    "national_reports/services/quota.py": "an error that the page answers with words of its own",
    "national_reports/services/publishing.py": "the name of a source, by which it is found",
    "jobs/leases.py": "the name of a thread",
    "languages/days.py": "patterns of days",
    "languages/units.py": "units of data, each beside its text",
    "national_reports/official/": "said by a command to whoever runs the server",
    "national_reports/services/translations.py": "codes; the page has their words",
    "strategic_plan/serving/": "headers of answers",
    "national_reports/workbook/": "the reader of workbooks says its refusals in the words of the workbook's own module",
}
FILES = sorted(
    path.relative_to(BASE).as_posix()
    for path in BASE.glob("*/**/*.py")
    if not path.relative_to(BASE).parts[0].startswith(".") and not NOT_SHOWN & set(path.relative_to(BASE).parts)
)


def is_for_others(file):
    return any(part in file for part in FOR_OTHERS)


def test_every_sentence_of_the_code_is_marked_or_is_for_others_than_readers():
    found = {
        f"{file}:{one.line}": one.text for file in FILES if not is_for_others(file) for one in unmarked_in(BASE / file)
    }
    assert found == {}


def test_no_place_is_left_out_without_need():
    held = {part for part in FOR_OTHERS for file in FILES if part in file and unmarked_in(BASE / file)}
    assert set(FOR_OTHERS) - held <= {"portal/busy.py", "national_reports/workbook/"}


@pytest.mark.parametrize(
    "code",
    [
        'raise FileRefused("The file is too large.")',
        'messages.error(request, f"No report of {party} is held.")',
        'label = "Name of the meeting"',
        'say(f"{name}: nothing was sent")',
    ],
)
def test_a_sentence_that_is_not_marked_is_found(tmp_path, code):
    path = tmp_path / "one.py"
    path.write_text(code)
    assert len(unmarked_in(path)) == 1


@pytest.mark.parametrize(
    "code",
    [
        'raise FileRefused(_("The file is too large."))',
        'why = said_later("No report of {party} is held.", party=party)',
        '"""Say what it does in a sentence."""',
        'log.warning("job not woken: broker away")',
        'text = models.TextField(help_text="What a reader sees of it.")',
        'redirect("desk:cycle-extensions")',
        'query = "SELECT every row FROM that table"',
    ],
)
def test_what_is_marked_or_no_text_is_left_alone(tmp_path, code):
    path = tmp_path / "one.py"
    path.write_text(code)
    assert unmarked_in(path) == []


# What a template says in every language alike.
NAMES = {"SHA-256", "UTC", "CSV", "JSON", "PDF", "DOCX", "XLIFF", "YAML", "API", "SHA256SUMS", "SHA"}
IN_ENGLISH = {"templates/portal/api_docs.html", "templates/portal/api_docs_table.html"}
TEMPLATES = sorted(
    path.relative_to(BASE).as_posix() for path in (BASE / "templates").rglob("*") if path.suffix in (".html", ".txt")
)


def test_every_word_of_a_template_is_marked():
    found = {}
    for file in TEMPLATES:
        words = (
            set(words_of_template((BASE / file).read_text(encoding="utf-8"), is_html=file.endswith(".html"))) - NAMES
        )
        if words and file not in IN_ENGLISH and file != "templates/components/icon.txt":
            found[file] = words
    # An address as an example of those of the API.
    assert set(found) <= {"templates/portal/data.html"}


def test_what_is_in_english_says_so():
    text = (BASE / "templates/portal/api_docs.html").read_text(encoding="utf-8")
    assert re.search(r'{% block main %}\s*{#[^#]*#}\s*<div lang="en" dir="ltr">', text)
