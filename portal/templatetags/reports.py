"""`{% answer_url party question cycle %}`: where a Party's published answer to a question stands."""

from django import template
from django.urls import reverse

from indicators.models import ReportingCycle
from national_reports.questionnaire import Question
from parties.models import Party

register = template.Library()


@register.simple_tag
def answer_url(party: Party, question: Question, cycle: ReportingCycle) -> str:
    part = [question.part] if question.part else []
    return reverse("portal:report-answer", args=[party.code, cycle.code, *part, question.key])
