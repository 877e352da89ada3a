"""The resources of the API."""

from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpResponseBase
from django.utils import timezone, translation
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evaluation.editions.selectors import published_editions
from evaluation.models import Document
from figures.selectors import current_run, forms
from indicators import models
from parties.models import Party
from parties.selectors import is_demonstration
from portal.api.errors import answer_error, refuse_unknown
from portal.api.filters import (
    PLAN_HELP,
    EditionQuery,
    FindingFilter,
    PartyFilter,
    PlanFilter,
    QuestionQuery,
    ReportQuery,
    TextQuery,
    ValueFilter,
    find_plan,
    with_groups_on,
)
from portal.api.pagination import Pages
from portal.api.questions import question_rows
from portal.api.reports import report_rows
from portal.api.serializers.editions import EditionSerializer
from portal.api.serializers.figures import FindingSerializer, ValueSerializer
from portal.api.serializers.parties import PartySerializer
from portal.api.serializers.plan import (
    CycleSerializer,
    IndicatorSerializer,
    OperationalObjectiveSerializer,
    OutcomeSerializer,
    PlanSerializer,
    StrategicObjectiveSerializer,
)
from portal.api.serializers.questions import QuestionSerializer
from portal.api.serializers.reports import ReportSerializer
from portal.api.serializers.texts import TextSerializer
from portal.distribution import distribution
from portal.written import text_rows, written

M = TypeVar("M", bound=Model, covariant=True)
LANGUAGE = "en"
CODE = r"[^/\x00]+"


class PublicView(APIView):
    """A view of the API: in English whoever asks, and strict about what it is asked."""

    parameters: ClassVar[tuple[str, ...]] = ()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(LANGUAGE):
            response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Language"] = LANGUAGE
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_unknown(request.query_params, self.known_parameters())
        super().initial(request, *args, **kwargs)

    def known_parameters(self) -> tuple[str, ...]:
        return self.parameters

    def get_exception_handler(self) -> Any:
        return answer_error


class NotFoundView(PublicView):
    """Answer every other address below the API in the API's own shape."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is no such address; /api/v1/ lists those that there are.")


class Resource(PublicView, viewsets.GenericViewSet[M]):
    """A list in pages. Its parameters are those of its filter; one thing by its code takes its own."""

    pagination_class = Pages
    filterset_class: ClassVar[Any] = None
    lookup_value_regex = CODE

    def known_parameters(self) -> tuple[str, ...]:
        if self.detail:
            return self.parameters
        filters = tuple(self.filterset_class.base_filters) if self.filterset_class else ()
        return (*filters, "page", "page_size")

    @cached_property
    def demonstration(self) -> bool:
        return is_demonstration()


class Things(Resource[M], mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """A list, and each of its things by its own code."""

    def get_object(self) -> Any:
        code = self.kwargs[self.lookup_field]
        found = self.get_queryset().filter(**{self.lookup_field: code}).first()
        if found is None:
            raise NotFound(f"There is no {self._what} {code}.")
        return found

    @property
    def _what(self) -> str:
        return str(self.get_queryset().model._meta.verbose_name)


class ThingsOfAPlan(Things[M]):
    """Things that have their code within a plan."""

    filterset_class = PlanFilter
    lookup_field = "code"
    parameters = ("plan",)

    def get_object(self) -> Any:
        code, slug = self.kwargs["code"], self.request.query_params.get("plan", "")
        plan = find_plan(slug)
        if plan is None:
            raise NotFound(f"There is no plan {slug}." if slug else "There is no current plan.")
        found = self.get_queryset().filter(plan__pk=plan.pk, code=code).first()
        if found is None:
            raise NotFound(f"There is no {self._what} {code} in {plan.slug}.")
        return found


def described(many: str, one: str, *, of_a_plan: bool = False) -> Any:
    """Document a resource's list and its single thing."""
    parameters = [OpenApiParameter("plan", str, description=PLAN_HELP)] if of_a_plan else []
    return extend_schema_view(
        list=extend_schema(summary=many, description=f"{many}."),
        retrieve=extend_schema(summary=one, description=f"{one}.", parameters=parameters),
    )


@described("Strategic plans", "One strategic plan")
class PlanViewSet(Things[models.Plan]):
    queryset = models.Plan.objects.order_by("pk")
    serializer_class = PlanSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[-a-zA-Z0-9_]+"


@described("Strategic objectives, or goals", "One strategic objective", of_a_plan=True)
class StrategicObjectiveViewSet(ThingsOfAPlan[models.StrategicObjective]):
    queryset = models.StrategicObjective.objects.select_related("plan").prefetch_related(
        "expected_impacts", "operational_objectives"
    )
    serializer_class = StrategicObjectiveSerializer


@described("Operational objectives", "One operational objective", of_a_plan=True)
class OperationalObjectiveViewSet(ThingsOfAPlan[models.OperationalObjective]):
    queryset = (
        models.OperationalObjective.objects.select_related("plan", "strategic_objective")
        .prefetch_related("outcomes", "indicators")
        .order_by("strategic_objective__position", "position")
    )
    serializer_class = OperationalObjectiveSerializer


@described("Outcomes", "One outcome", of_a_plan=True)
class OutcomeViewSet(ThingsOfAPlan[models.Outcome]):
    queryset = (
        models.Outcome.objects.select_related("plan", "operational_objective")
        .prefetch_related(
            Prefetch("links", models.OutcomeLink.objects.select_related("indicator").order_by("indicator__position"))
        )
        .order_by(
            "operational_objective__strategic_objective__position",
            "operational_objective__position",
            "position",
        )
    )
    serializer_class = OutcomeSerializer


@described("Indicators with their measures and targets", "One indicator", of_a_plan=True)
class IndicatorViewSet(ThingsOfAPlan[models.Indicator]):
    queryset = (
        models.Indicator.objects.select_related("plan", "operational_objective__strategic_objective")
        .prefetch_related(
            Prefetch("measures", models.Measure.objects.select_related("target")),
            Prefetch("links", models.OutcomeLink.objects.select_related("outcome").order_by("outcome__position")),
        )
        .order_by(
            "operational_objective__strategic_objective__position",
            "operational_objective__position",
            "position",
        )
    )
    serializer_class = IndicatorSerializer


@described("Parties, and those that may become one", "One Party, with its groups of today")
class PartyViewSet(Things[Party]):
    queryset = Party.objects.order_by("code")
    serializer_class = PartySerializer
    filterset_class = PartyFilter
    lookup_field = "code"
    lookup_value_regex = "[A-Z]{3}"

    def get_queryset(self) -> QuerySet[Party]:
        return with_groups_on(Party.objects.order_by("code"), timezone.localdate()) if self.detail else self.queryset


@described("Reporting cycles", "One reporting cycle")
class CycleViewSet(Things[models.ReportingCycle]):
    queryset = models.ReportingCycle.objects.prefetch_related("parts", "published_counts")
    serializer_class = CycleSerializer
    lookup_field = "code"


class Figures(Resource[M], mixins.ListModelMixin):
    """Rows of the current run, in the order in which it wrote them: the plan's, then by cycle and group."""

    @cached_property
    def run(self) -> models.ComputationRun | None:
        return current_run()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = queryset.filter(run=self.run).order_by("pk") if self.run else queryset.none()
        return super().filter_queryset(rows)


@extend_schema_view(list=extend_schema(summary="Computed values of the current run"))
class ValueViewSet(Figures[models.IndicatorValue]):
    queryset = models.IndicatorValue.objects.select_related("measure__indicator", "cycle")
    serializer_class = ValueSerializer
    filterset_class = ValueFilter


@extend_schema_view(list=extend_schema(summary="Findings of the current run: level, trend and pace"))
class FindingViewSet(Figures[models.Finding]):
    queryset = models.Finding.objects.select_related("measure__indicator", "baseline", "current")
    serializer_class = FindingSerializer
    filterset_class = FindingFilter


class QuestionViewSet(Resource[Any]):
    """The questions come from the frozen forms, not from rows."""

    serializer_class = QuestionSerializer
    filter_backends = ()

    def known_parameters(self) -> tuple[str, ...]:
        return (*QuestionQuery.base_fields, "page", "page_size")

    @extend_schema(
        summary="Questions of the reporting forms",
        parameters=[
            OpenApiParameter(name, str, description=str(field.help_text))
            for name, field in QuestionQuery.base_fields.items()
        ],
    )
    def list(self, request: Request) -> Response:
        held = forms()
        query = QuestionQuery(
            request.query_params,
            sections={cycle: [key for key, _ in form.sections] for cycle, form in held.items()},
        )
        if not query.is_valid():
            raise translate_validation(query.errors)
        asked = query.cleaned_data
        searched = asked["search"].casefold()
        rows = [
            row
            for row in question_rows(form for cycle, form in held.items() if asked["cycle"] in ("", cycle))
            if asked["section"] in ("", row.question.section) and row.speaks_of(searched)
        ]
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)


class ReportViewSet(Resource[Any]):
    """The rows come from the ledger of each cycle."""

    serializer_class = ReportSerializer
    filter_backends = ()

    def known_parameters(self) -> tuple[str, ...]:
        return (*ReportQuery.base_fields, "page", "page_size")

    @extend_schema(
        summary="Reports that are held, each with its standing at the cut-off",
        parameters=[
            OpenApiParameter(name, str, description=str(field.help_text))
            for name, field in ReportQuery.base_fields.items()
        ],
    )
    def list(self, request: Request) -> Response:
        query = ReportQuery(request.query_params)
        if not query.is_valid():
            raise translate_validation(query.errors)
        asked = query.cleaned_data
        cycles = models.ReportingCycle.objects.prefetch_related("parts", "extensions").order_by("deadline")
        rows = [
            row
            for row in report_rows(cycles.filter(code=asked["cycle"]) if asked["cycle"] else cycles)
            if asked["party"] in ("", row.row.party.code) and asked["standing"] in ("", row.line.standing)
        ]
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)


class TextViewSet(Resource[Any]):
    """What Parties wrote at one question, of the reports that count."""

    serializer_class = TextSerializer
    filter_backends = ()

    def known_parameters(self) -> tuple[str, ...]:
        return (*TextQuery.base_fields, "page", "page_size")

    @extend_schema(
        summary="What Parties wrote at a question, with courtesy translations beside it",
        parameters=[
            OpenApiParameter(name, str, description=str(field.help_text), required=field.required)
            for name, field in TextQuery.base_fields.items()
        ],
    )
    def list(self, request: Request) -> Response:
        held = forms()
        query = TextQuery(request.query_params, questions={cycle: [*form.questions] for cycle, form in held.items()})
        if not query.is_valid():
            raise translate_validation(query.errors)
        asked = query.cleaned_data
        cycle = models.ReportingCycle.objects.prefetch_related("parts", "extensions").get(code=asked["cycle"])
        texts = written(distribution(cycle, held[cycle.code], asked["question"]))
        rows = text_rows([one for one in texts if asked["party"] in ("", one.party.code)])
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)


class EditionViewSet(Resource[Any]):
    """Editions as they were published; nothing of them is hidden because it was withdrawn."""

    serializer_class = EditionSerializer
    filter_backends = ()

    def known_parameters(self) -> tuple[str, ...]:
        return (*EditionQuery.base_fields, "page", "page_size")

    @extend_schema(
        summary="Published editions of evaluations with their documents, those withdrawn last and marked",
        parameters=[
            OpenApiParameter(name, str, description=str(field.help_text))
            for name, field in EditionQuery.base_fields.items()
        ],
    )
    def list(self, request: Request) -> Response:
        query = EditionQuery(request.query_params)
        if not query.is_valid():
            raise translate_validation(query.errors)
        asked = query.cleaned_data["evaluation"]
        documents = Prefetch("documents", Document.objects.defer("content"))
        rows = published_editions().select_related("corrects").prefetch_related(documents, "left_out")
        rows = rows.filter(evaluation__slug=asked) if asked else rows
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)
