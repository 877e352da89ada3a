"""The questionnaires and their maps as the trail is told of them (parties/stored_data.py)."""

from datetime import datetime

from national_reports.models import QuestionMap, Questionnaire
from parties.stored_data import Digests, Rows, digests_of, note_stored

QUESTIONNAIRES = "questionnaires"


def questionnaire_digests() -> Digests:
    """Of every cycle's forms, with the maps to earlier ones."""
    return digests_of(
        [
            Rows(Questionnaire.objects.all(), "cycle__code"),
            Rows(QuestionMap.objects.all(), "current__code"),
        ]
    )


def note_questionnaires(*, at: datetime) -> None:
    note_stored(QUESTIONNAIRES, questionnaire_digests(), by=None, at=at)
