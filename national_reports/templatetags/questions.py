"""`{{ question|called }}`: a question by the number that its form prints; never by its key."""

from django import template

from national_reports import words
from national_reports.questionnaire import Question

register = template.Library()


@register.filter
def called(question: Question) -> str:
    """As a sentence calls it: question 65a."""
    return words.called(question)
