"""Parties with their names, treaty dates and groups."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from parties.models import Party, Treaty, TreatyStatus
from portal.api.serializers.fields import OptionalText


class NamesSerializer(serializers.Serializer[Party]):
    """The short name in the languages of the United Nations; null where we have none."""

    en = OptionalText(source="name_en")
    fr = OptionalText(source="name_fr")
    es = OptionalText(source="name_es")
    ru = OptionalText(source="name_ru")
    ar = OptionalText(source="name_ar")
    zh = OptionalText(source="name_zh")


class TreatyDatesSerializer(serializers.ModelSerializer[TreatyStatus]):
    instrument = OptionalText(help_text="Ratification, accession, acceptance, approval or succession.")

    class Meta:
        model = TreatyStatus
        fields = ("signed_on", "instrument", "deposited_on", "in_force_on")
        read_only_fields = fields


class TreatiesSerializer(serializers.Serializer[dict[str, TreatyStatus | None]]):
    """The Convention, the Protocol and its Supplementary Protocol; null where nothing was done."""

    cbd = TreatyDatesSerializer(read_only=True, allow_null=True)
    cpb = TreatyDatesSerializer(read_only=True, allow_null=True)
    nklsp = TreatyDatesSerializer(read_only=True, allow_null=True)


class PartySerializer(serializers.ModelSerializer[Party]):
    name = serializers.CharField(source="name_en", read_only=True, help_text="In English.")
    names = NamesSerializer(source="*", read_only=True)
    groups = serializers.SerializerMethodField(help_text="Slugs of its groups on the day `groups_on`.")
    groups_on = serializers.DateField(read_only=True)
    treaties = serializers.SerializerMethodField()
    demonstration = serializers.BooleanField(read_only=True, help_text="A stand-in without a country behind it.")

    class Meta:
        model = Party
        fields = ("code", "name", "names", "kind", "groups", "groups_on", "treaties", "demonstration")
        read_only_fields = fields

    def get_groups(self, party: Party) -> list[str]:
        return [membership.group.slug for membership in party.memberships.all()]

    @extend_schema_field(TreatiesSerializer)
    def get_treaties(self, party: Party) -> Any:
        held: dict[str, TreatyStatus | None] = dict.fromkeys(Treaty.values)
        held |= {status.treaty: status for status in party.statuses.all()}
        return TreatiesSerializer(held).data
