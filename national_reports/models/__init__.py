"""Questionnaires, national reports, their answers and their review."""

from national_reports.models.apart import KeptApart
from national_reports.models.documents import MadeDocument
from national_reports.models.entered import PartyWord
from national_reports.models.extensions import Extension
from national_reports.models.files import Attachment, StoredFile
from national_reports.models.filling import AnswerChange, Conflict, Presence, SectionMark, WorkbookImport
from national_reports.models.kept import KeptText, ReviewDraft
from national_reports.models.practice import PracticeReport
from national_reports.models.preparing import DraftLeave, DraftReading, Preparation
from national_reports.models.questionnaires import QuestionMap, Questionnaire
from national_reports.models.reports import FILLED_IN_HERE, Answer, Report, ReportQuerySet
from national_reports.models.review import RegistryRemark, Reminder, ReviewClaim, ReviewNote, Submission
from national_reports.models.taking_off import TakingOff
from national_reports.models.translations import CourtesyTranslation
from national_reports.models.trials import TrialRemark, TrialRound
from national_reports.models.working_together import (
    AgreementNeeded,
    Dispute,
    SectionAgreement,
    SectionHandover,
    SubmissionRequest,
)

__all__ = [
    "FILLED_IN_HERE",
    "AgreementNeeded",
    "Answer",
    "AnswerChange",
    "Attachment",
    "Conflict",
    "CourtesyTranslation",
    "Dispute",
    "DraftLeave",
    "DraftReading",
    "Extension",
    "KeptApart",
    "KeptText",
    "MadeDocument",
    "PartyWord",
    "PracticeReport",
    "Preparation",
    "Presence",
    "QuestionMap",
    "Questionnaire",
    "RegistryRemark",
    "Reminder",
    "Report",
    "ReportQuerySet",
    "ReviewClaim",
    "ReviewDraft",
    "ReviewNote",
    "SectionAgreement",
    "SectionHandover",
    "SectionMark",
    "StoredFile",
    "Submission",
    "SubmissionRequest",
    "TakingOff",
    "TrialRemark",
    "TrialRound",
    "WorkbookImport",
]
