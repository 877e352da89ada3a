"""Published editions of evaluations, with the mark of those that are withdrawn."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evaluation.editions.selectors import in_order
from evaluation.models import Document, Edition, LeftOutLanguage, Withdrawal
from parties.emails import absolute
from portal.api.serializers.fields import OptionalText


class WithdrawalSerializer(serializers.ModelSerializer[Withdrawal]):
    at = serializers.DateTimeField()

    class Meta:
        model = Withdrawal
        fields = ("at", "reason")


class DocumentSerializer(serializers.ModelSerializer[Document]):
    language = OptionalText(help_text="Null: of no language.")
    url = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = ("name", "kind", "language", "media_type", "size", "sha256", "url")

    @extend_schema_field(serializers.URLField())
    def get_url(self, document: Document) -> str:
        edition = document.edition
        return absolute(
            reverse("portal:edition-document", args=[edition.evaluation.slug, edition.version, document.name])
        )


class LeftOutLanguageSerializer(serializers.ModelSerializer[LeftOutLanguage]):
    class Meta:
        model = LeftOutLanguage
        fields = ("language", "reason")


class EditionSerializer(serializers.ModelSerializer[Edition]):
    evaluation = serializers.CharField(source="evaluation.slug")
    plan = serializers.CharField(source="evaluation.plan.slug")
    kind = serializers.CharField(source="evaluation.kind")
    title = serializers.CharField(source="evaluation.title")
    baseline = serializers.CharField(source="evaluation.baseline.code")
    current = serializers.CharField(source="evaluation.current.code")
    symbol = OptionalText(help_text="As the conference services gave it.")
    corrects = serializers.CharField(
        source="corrects.version", read_only=True, allow_null=True, help_text="The version that this one corrects."
    )
    withdrawn = WithdrawalSerializer(
        source="withdrawal",
        read_only=True,
        allow_null=True,
        help_text="When and why the Secretariat withdrew it; null while it stands. Its files and hashes stay.",
    )
    left_out = LeftOutLanguageSerializer(
        many=True,
        read_only=True,
        help_text="The languages that it has no documents and sentences in, each with why.",
    )
    url = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()

    class Meta:
        model = Edition
        fields = (
            "evaluation",
            "version",
            "plan",
            "kind",
            "title",
            "baseline",
            "current",
            "symbol",
            "published_at",
            "sha256",
            "corrects",
            "withdrawn",
            "left_out",
            "url",
            "documents",
        )

    @extend_schema_field(serializers.URLField())
    def get_url(self, edition: Edition) -> str:
        return absolute(reverse("portal:edition", args=[edition.evaluation.slug, edition.version]))

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, edition: Edition) -> Any:
        return DocumentSerializer(in_order(edition.documents.all()), many=True).data
