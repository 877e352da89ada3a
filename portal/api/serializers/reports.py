"""Held reports with their standing in the ledger."""

from rest_framework import serializers

from national_reports.ledger import ReportStanding, Why
from national_reports.models import Report
from portal.api.reports import ReportRow
from portal.api.serializers.fields import OptionalChoice, OptionalText


class ReportSerializer(serializers.Serializer[ReportRow]):
    party = serializers.CharField(source="row.party.code", help_text="The Party's code.")
    name = serializers.CharField(source="row.party.name")
    cycle = serializers.CharField(source="ledger.cycle.code")
    part = OptionalText(help_text="A collection kept with the cycle; null for the report itself.")
    version = serializers.IntegerField(source="line.report.version")
    origin = serializers.ChoiceField(source="line.report.origin", choices=Report.Origin.choices)
    identifier = OptionalText(source="line.report.identifier", help_text="The Clearing-House's.")
    revision = serializers.IntegerField(source="line.report.revision", allow_null=True)
    first_received_on = serializers.DateField(
        source="line.report.first_received_on", allow_null=True, help_text="When its record was first received."
    )
    content_received_on = serializers.DateField(
        source="line.report.received_on", allow_null=True, help_text="When this content was received."
    )
    due_on = serializers.DateField(help_text="The Party's due day, with the extensions that were decided.")
    population_on = serializers.DateField(
        source="ledger.population_on", help_text="Governments that were Parties on this day are counted."
    )
    cut_off = serializers.DateField(source="ledger.cut_off", help_text="Counted as received by the end of this day.")
    late = serializers.BooleanField(
        source="is_late", allow_null=True, help_text="Null where the Party was not heard by the cut-off."
    )
    standing = serializers.ChoiceField(
        source="line.standing",
        choices=[(str(one), str(one)) for one in ReportStanding],
        help_text="The first that is true; they add up to the reports held.",
    )
    days_after_cut_off = serializers.IntegerField(allow_null=True)
    counts_instead = serializers.IntegerField(
        allow_null=True, help_text="The version of the Party's report that counts and not this one."
    )
    why = OptionalChoice(Why, help_text="Why that one counts.")
    answered = serializers.BooleanField(
        source="line.answered", help_text="Whether it holds any answer that the form knows."
    )
    in_words = serializers.CharField(help_text="The standing with what explains it.")


REPORT_COLUMNS = tuple(ReportSerializer().fields)
