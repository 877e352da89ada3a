"""What is verified of questionnaires, reports, answers and files: from the bytes and rows up to the trail."""

from collections.abc import Iterator

from national_reports.digests import digest
from national_reports.models import Questionnaire
from national_reports.stored_data import QUESTIONNAIRES, questionnaire_digests
from national_reports.verification.answers import answers, submissions
from national_reports.verification.contents import contents
from national_reports.verification.files import files
from national_reports.verification.reports import reports
from national_reports.verification.translations import translations
from national_reports.verification.trials import trials
from parties.checked import Checked
from parties.stored_data import check_stored

__all__ = ["answers", "checks", "contents", "files", "reports", "submissions", "translations", "trials"]


def checks() -> Iterator[Checked]:
    yield files()
    yield contents()
    yield submissions()
    yield answers()
    yield reports()
    yield translations()
    yield questionnaires()
    yield trials()


def questionnaires() -> Checked:
    checked = check_stored("Questionnaires and maps between cycles", QUESTIONNAIRES, questionnaire_digests())
    for one in Questionnaire.objects.select_related("cycle").order_by("pk"):
        if digest(one.document) != one.sha256:
            place = f"questionnaire {one.cycle.code} version {one.version}.{one.mended}"
            checked.fault(place, "it is not what its SHA-256 says")
    return checked
