"""What is typed in a review of Parties."""

from django import forms
from django.utils.translation import gettext_lazy

from evaluation.forms import day_field
from evaluation.models import PartyRemark

LONGEST_WORDS = 4000


class OpenReviewForm(forms.Form):
    """Until when Parties are heard."""

    until = day_field(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("It ends when it has ended everywhere on Earth (UTC−12), and cannot be moved."),
    )


class WordForm(forms.Form):
    """What a Party says to one line: nothing, that it agrees, or what it objects."""

    verdict = forms.ChoiceField(choices=PartyRemark.Verdict.choices, required=False)
    words = forms.CharField(max_length=LONGEST_WORDS, required=False)
    version = forms.IntegerField(min_value=0, max_value=30000)


class AnswerForm(forms.Form):
    """An answer in words."""

    words = forms.CharField(
        label=gettext_lazy("Answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_WORDS
    )
