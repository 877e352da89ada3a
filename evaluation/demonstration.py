"""The demonstration's evaluations: a published mid-term edition, and a final evaluation on its way."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from evaluation.adjustments import Said, record_adjustment
from evaluation.editions.building import build_edition
from evaluation.editions.services import freeze, open_edition, publish, send_to_review, write_text
from evaluation.evaluations import Parameters, create_evaluation
from evaluation.models import Edition, Evaluation
from figures.selectors import pairs
from indicators.models import Plan, ReportingCycle
from parties.demonstration_people import ACCOUNTS
from parties.models import PartyGroup, User
from parties.selectors import is_demonstration

TITLES = {
    "mid-term": {
        "en": "Mid-term evaluation of the Strategic Plan (demonstration)",
        "fr": "Évaluation à mi-parcours du Plan stratégique (démonstration)",
        "ar": "تقييم منتصف المدة للخطة الاستراتيجية (عرض توضيحي)",
        "es": "Evaluación de mitad de período del Plan Estratégico (demostración)",
        "ru": "Среднесрочная оценка Стратегического плана (демонстрация)",
        "zh": "《战略计划》中期评价（演示）",
    },
    "final": {
        "en": "Final evaluation of the Strategic Plan (demonstration)",
        "fr": "Évaluation finale du Plan stratégique (démonstration)",
        "ar": "التقييم النهائي للخطة الاستراتيجية (عرض توضيحي)",
        "es": "Evaluación final del Plan Estratégico (demostración)",
        "ru": "Итоговая оценка Стратегического плана (демонстрация)",
        "zh": "《战略计划》最终评价（演示）",
    },
}
TEXTS = {
    "whole": "Demonstration text. Here the Secretariat adds what the figures alone do not say.",
    "objective/1": "Demonstration text. Here stands what the Secretariat adds to the findings of an objective.",
    "indicator/1.1.3": "Demonstration text. No figure can be given for this indicator; a text with its sources "
    "stands in its place.",
}
SOURCES = {"indicator/1.1.3": "Demonstration: no document stands behind this text."}


class NotADemonstration(RuntimeError):
    """These evaluations are for a demonstration only: load it with manage.py load_demonstration."""


def load_evaluations(*, at: datetime, say: Callable[[str], None]) -> None:
    """Make both evaluations; what is there already stays. Raises NotADemonstration."""
    people = {user.email: user for user in User.objects.filter(email__in=[one.email for one in ACCOUNTS])}
    if not is_demonstration() or ACCOUNTS[0].email not in people:
        raise NotADemonstration
    author, publisher = people[ACCOUNTS[0].email], people[ACCOUNTS[1].email]
    plan = Plan.objects.get(current=True)
    pair = plan.mid_term_pair
    if pair is None:
        say("The plan names no mid-term pair: there is nothing to evaluate.")
        return
    mid_term = _evaluation("mid-term", plan, *pair, author, at)
    if not mid_term.editions.published().exists():
        edition = _written(mid_term, author, at)
        send_to_review(edition=edition, by=author, at=at)
        publish(edition=edition, by=publisher, at=at, confirmed=edition.sha256)
    _followed(mid_term.editions.published().earliest("published_at"), author, at)
    say(f"Published: {mid_term.title}, {mid_term.editions.published().last()}")
    last = [current for baseline, current in pairs(plan) if baseline == pair[0]][-1]
    final = _evaluation("final", plan, pair[0], last, author, at)
    if not final.editions.exists():
        _written(final, author, at)
    say(f"On its way: {final.title}")


def _followed(edition: Edition, by: User, at: datetime) -> None:
    """One entry of the register of adjustments, which says that it is for demonstration."""
    if edition.adjustments.exists():
        return
    said = Said(
        found="Demonstration text. Here stands what the edition found.",
        decided="Demonstration text. Here stands what was decided on it; nobody decided this.",
        decided_on=timezone.localdate(at),
        decision="Demonstration, no document",
        source="Demonstration: no document stands behind this entry.",
    )
    record_adjustment(edition=edition, subject="indicator/2.2.1", said=said, by=by, at=at)


def _evaluation(slug: str, plan: Plan, baseline: str, current: str, by: User, at: datetime) -> Evaluation:
    held = Evaluation.objects.filter(slug=slug).first()
    if held is not None:
        return held
    cycle = ReportingCycle.objects.get(code=current)
    parameters = Parameters(
        kind=slug,
        plan=plan,
        baseline=ReportingCycle.objects.get(code=baseline),
        current=cycle,
        # The open cycle takes reports after today; an evaluation that is frozen now does not.
        cut_off=min(cycle.cut_off, timezone.localdate(at)),
        groups=list(PartyGroup.objects.values_list("slug", flat=True)),
        titles=TITLES[slug],
    )
    return create_evaluation(slug=slug, parameters=parameters, by=by, at=at)


def _written(evaluation: Evaluation, by: User, at: datetime) -> Edition:
    """A draft with its texts, frozen, and its documents built."""
    edition = open_edition(evaluation=evaluation, by=by, at=at)
    for subject, narrative in TEXTS.items():
        held = edition.texts.filter(subject=subject, language="en").first()
        write_text(
            edition=edition,
            subject=subject,
            language="en",
            narrative=narrative,
            sources=SOURCES.get(subject, ""),
            version=held.version if held else 0,
            by=by,
            at=at,
        )
    edition = freeze(evaluation=evaluation, by=by, at=at)
    # Where a worker has not built them yet it is done here, so that the edition can be published now.
    if not edition.documents.filter(made_from=edition.sha256).exists():
        build_edition(edition=edition.pk, sha256=edition.sha256)
    return edition
