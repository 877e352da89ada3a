"""Reports to make documents of: real forms with generated answers, without a database."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from national_reports.codec import AnswerData
from national_reports.documents.building import build_content
from national_reports.documents.content import About, File, Receipt, ReportContent
from national_reports.documents.labels import labels
from national_reports.questionnaire import Question, QuestionnaireForm, build_form

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
QUESTIONNAIRES = Path(settings.BASE_DIR) / "fixtures" / "questionnaires"
TEXTS = {
    "en": "The biosafety law was adopted in 2019; its regulations follow.\n\nThe committee meets twice a year.",
    "fr": "La loi sur la biosécurité a été adoptée en 2019 ; les règlements d’application suivront.",
    "es": "La ley de bioseguridad se aprobó en 2019.",
    "ru": "Закон о биобезопасности был принят в 2019 году.",
    "ar": "اعتُمد قانون السلامة الأحيائية في عام 2019، ويشمل الكائنات الحية المحوَّرة (LMO).",
    "en*": "The law was adopted in 2019.",
}
COVER = {
    "languages": AnswerData(options=("fr", "ar")),
    "reportPeriodStartDate": AnswerData(entries=({"day": "2023-01-01"},)),
    "reportPeriodEndDate": AnswerData(entries=({"day": "2026-12-31"},)),
    "contact": AnswerData(
        entries=(
            {
                "name": "Amina Example",
                "post": "Head of unit",
                "institution": "Ministry of the Environment",
                "email": "amina@ministry.example",
                "telephone": "+254 20 0000000",
            },
        )
    ),
    "stakeholders": AnswerData(texts={"en": "Universities; farmers’ union."}),
    "links": AnswerData(entries=({"url": "https://ministry.example/biosafety/law-2019.pdf", "title": "The law"},)),
}
FILES = (File("Law of 2019.pdf", 1_234_567, SHA256),)


@cache
def form_of(name: str) -> QuestionnaireForm:
    cover = yaml.safe_load((QUESTIONNAIRES / "cover.yaml").read_text())
    return build_form(yaml.safe_load((QUESTIONNAIRES / f"{name}.yaml").read_text()) | {"cover": cover})


def answers_to(form: QuestionnaireForm, *languages: str) -> dict[str, AnswerData]:
    """Every question of a form answered, the cover too: the first option, or the first two of many."""
    texts = {language: TEXTS[language] for language in languages or ("en",)}
    return {key: _answer(question, texts) for key, question in form.questions.items()} | COVER


def _answer(question: Question, texts: dict[str, str]) -> AnswerData:
    if not question.options:
        return AnswerData(number=1234) if question.type == "number" else AnswerData(texts=texts)
    chosen = tuple(question.options)[: 2 if question.multiple else 1]
    details = {code: 50 if question.details[code] == "amount" else texts for code in chosen if code in question.details}
    return AnswerData(options=chosen, details=details)


def make_about(**overrides: Any) -> About:
    given: dict[str, Any] = {
        "party": "Kenya",
        "cycle": "Fourth national report",
        "version": 2,
        "state": "Published",
        "labels": labels(),
        "reference": "NR4-KEN-2-7F3A",
        "submitted_at": AT,
        "sha256": SHA256,
        "address": "https://portal.example/en/parties/KEN/",
        "attachments": FILES,
    }
    return About(**given | overrides)


def make_content(answers: Mapping[str, AnswerData] | None = None, name: str = "nr4", **overrides: Any) -> ReportContent:
    form = form_of(name)
    given = answers_to(form) if answers is None else answers
    return build_content(form=form, answers=given, about=make_about(**overrides))


def make_receipt(**overrides: Any) -> Receipt:
    given: dict[str, Any] = {
        "reference": "NR4-KEN-2-7F3A",
        "party": "Kenya",
        "cycle": "Fourth national report",
        "version": 2,
        "submitted_at": AT,
        "submitted_by": "Amina Example",
        "declaration": "I submit this report on behalf of my Government. Its answers are complete and correct.",
        "sha256": SHA256,
        "address": "https://portal.example/en/receipts/NR4-KEN-2-7F3A/",
        "labels": labels(),
    }
    return Receipt(**given | overrides)
