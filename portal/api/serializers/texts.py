"""What Parties wrote, with courtesy translations beside it, in columns of their own."""

from rest_framework import serializers

from portal.api.serializers.fields import OptionalText
from portal.written import TextRow


class TextSerializer(serializers.Serializer[TextRow]):
    party = serializers.CharField(source="written.party.code", help_text="The Party's code.")
    name = serializers.CharField(source="written.party.name")
    cycle = serializers.CharField(source="written.cycle")
    version = serializers.IntegerField(source="written.version", help_text="Of the Party's report that counts.")
    question = serializers.CharField(source="written.question.key")
    option = OptionalText(source="written.passage.option", help_text="The option that it is a remark at, by its code.")
    language = serializers.CharField(help_text="The language that the Party wrote in.")
    text = serializers.CharField(help_text="As the Party wrote it.")
    translation_language = OptionalText(source="translation.language", default=None)
    translation = OptionalText(
        source="translation.text", default=None, help_text="A courtesy translation: never the Party's own words."
    )
    translation_maker = OptionalText(
        source="translation.maker", default=None, help_text="Null for one that came with the report."
    )
    translation_on = serializers.DateField(source="translation.on", allow_null=True, read_only=True, default=None)


TEXT_COLUMNS = tuple(TextSerializer().fields)
