"""Questions of the reporting forms with their counterparts in other cycles."""

from typing import Any

from rest_framework import serializers

from national_reports.questionnaire import TYPES, Condition
from portal.api.questions import Counterpart, QuestionRow
from portal.api.serializers.fields import OptionalText

OFFICIAL, WORKING = "official", "working wording"


class OptionSerializer(serializers.Serializer[dict[str, str]]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ConditionSerializer(serializers.Serializer[Condition]):
    """Holds when `question` was answered with one of `values`, or with something besides `except`."""

    question = serializers.CharField(help_text="The key of another question of the same form.")
    values = serializers.ListField(child=serializers.CharField(), allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """Add `except`, a word of the language."""
        besides = serializers.ListField(child=serializers.CharField(), allow_null=True, source="excluded")
        return super().get_fields() | {"except": besides}


class AnyOfSerializer(serializers.Serializer[dict[str, list[Condition]]]):
    any_of = ConditionSerializer(many=True)


class CounterpartSerializer(serializers.Serializer[Counterpart]):
    cycle = serializers.CharField()
    key = serializers.CharField()
    recoding = serializers.DictField(
        child=serializers.CharField(),
        help_text="Options of the earlier form that have another code in the later one: {earlier: later}.",
    )
    not_comparable = OptionalText(help_text="Why answers to the two may not be compared; null where they may.")


class QuestionSerializer(serializers.Serializer[QuestionRow]):
    cycle = serializers.CharField(source="form.cycle")
    key = serializers.CharField(source="question.key", help_text="The Clearing-House's own.")
    number = serializers.CharField(source="question.number", help_text="As the form prints it.")
    section = serializers.CharField(source="question.section")
    section_title = serializers.CharField()
    group = OptionalText(source="question.group", help_text="Questions under one common lead.")
    group_title = OptionalText()
    part = OptionalText(source="question.part", help_text="A collection kept with the cycle; null for the report.")
    type = serializers.ChoiceField(source="question.type", choices=TYPES)
    multiple = serializers.BooleanField(source="question.multiple", help_text="Several options may be chosen.")
    mandatory = serializers.BooleanField(source="question.mandatory")
    text = serializers.CharField(source="wording.text")
    options = OptionSerializer(many=True)
    conditions = AnyOfSerializer(
        many=True, help_text="Asked when every entry holds; an entry holds when any of its conditions does."
    )
    wording = serializers.ChoiceField(
        source="wording_status",
        choices=(OFFICIAL, WORKING),
        help_text="Whose words: the Secretariat's, or ours.",
    )
    counterparts = CounterpartSerializer(many=True)
