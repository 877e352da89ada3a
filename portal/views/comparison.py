"""Two cycles held against each other, from the current run: what may be compared, and why the rest may not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from figures import drawings
from figures.query import chosen, chosen_group, chosen_plan, group_filter, groups
from figures.selectors import bound_cycles, headline_findings, headline_values, pairs, trend_findings
from figures.strips import read_before, why
from figures.wording import limit_of, statement_items, trend_detail, trend_word
from indicators.models import Finding, Plan, ReportingCycle
from indicators.statements import Moved, MovedExactly, NotCompared, Statement
from parties.asked import reads
from parties.formats import listed, under
from portal.addresses import plan_address

Context = dict[str, Any]


@reads("baseline", "current", "group")
def compare(request: HttpRequest) -> HttpResponse:
    """Any two cycles: `?baseline=NR2&current=NR4&group=africa`."""
    plan = chosen_plan(None)
    cycles = list(ReportingCycle.objects.order_by("deadline"))
    codes = [cycle.code for cycle in cycles]
    own = plan.mid_term_pair or ()
    default = own if own and set(own) <= set(codes) else (codes[0], codes[-1])
    baseline = chosen(request, "baseline", codes, default[0])
    current = chosen(request, "current", codes, default[1])
    all_groups = groups()
    group = chosen_group(request, all_groups)
    refusal = refused(plan, cycles, baseline, current)
    context: Context = {
        "nav": "evaluations",
        "plan": plan,
        "baseline": baseline,
        "current": current,
        "refusal": refusal,
        "fields": [
            _cycle_field("baseline", _("From"), cycles, baseline),
            _cycle_field("current", _("To"), cycles, current),
            *group_filter(group, all_groups),
        ],
        "pairs": [
            {
                "title": f"{first} → {last}",
                "url": f"?baseline={first}&current={last}",
                "current": (first, last) == (baseline, current),
            }
            for first, last in pairs(plan)
        ],
        "crumbs": [{"title": _("Evaluations"), "url": reverse("portal:evaluation-list")}],
    }
    if not refusal:
        context |= _compared(plan, baseline, current, group)
    return render(request, "portal/evaluations/compare.html", context)


def refused(plan: Plan, cycles: list[ReportingCycle], baseline: str, current: str) -> str:
    """Why two cycles may not be compared at all; empty where some measure may."""
    deadline = {cycle.code: cycle.deadline for cycle in cycles}
    if deadline[baseline] >= deadline[current]:
        return _("A comparison goes from an earlier cycle to a later one.")
    bound = {cycle.code for cycle in bound_cycles(plan)}
    unbound = [code for code in (baseline, current) if code not in bound]
    if unbound:
        return _("No measure of the plan rests on the questions of %(cycles)s.") % {"cycles": listed(unbound)}
    if (baseline, current) not in pairs(plan):
        return _("Which questions of these two cycles are the same question is not stated in the plan's data.")
    return ""


def _compared(plan: Plan, baseline: str, current: str, group: str) -> Context:
    findings = trend_findings(plan, baseline, current, group)
    judged = headline_findings(plan, baseline, current, group)
    values, before = headline_values(plan, group), read_before(plan, baseline, current, group)
    indicators = list(plan.indicators.order_by("position"))
    shown = [one for one in indicators if _is_compared(findings.get(one.pk))]
    title = _("From %(baseline)s to %(current)s") % {"baseline": baseline, "current": current}
    bells = []
    for one in shown:
        finding = findings[one.pk]
        own = values.get(one.pk, {}).get(current) if finding.measure.is_headline else None
        target = getattr(finding.measure, "target", None)
        bells.append(drawings.dumbbell_row(f"{one.code} {finding.measure.share_of}", finding.statement, own, target))
    return {
        "chart_title": title,
        "chart": drawings.dumbbell_chart(bells, baseline, current, title, "compared") if bells else None,
        "chart_headings": drawings.dumbbell_headings(plan.labels, baseline, current),
        "chart_rows": drawings.dumbbell_table(bells),
        "rows": [
            {
                "indicator": one,
                "items": statement_items(
                    findings[one.pk].statement,
                    of_headline(judged.get(one.pk)),
                    limit=limit_of(judged[one.pk].measure if one.pk in judged else None),
                    before=before.get(one.pk),
                    trend_by=findings[one.pk].measure.trend_by,
                ),
                "url": plan_address(plan, "indicator", one.code) + f"?cycle={current}&group={group}",
            }
            for one in shown
        ],
        "not_compared": [
            {
                "indicator": one,
                "reason": _reason(findings.get(one.pk)),
                "url": plan_address(plan, "indicator", one.code),
            }
            for one in indicators
            if not _is_compared(findings.get(one.pk))
        ],
    }


def of_headline(finding: Finding | None) -> Statement | None:
    return finding.statement if finding else None


def _is_compared(finding: Finding | None) -> bool:
    return finding is not None and isinstance(finding.statement.trend, Moved | MovedExactly)


def _reason(finding: Finding | None) -> str:
    if finding is None:
        return _("no comparison of these cycles is stated")
    said = finding.statement.trend
    detail = trend_detail(said)
    if isinstance(said, NotCompared) and detail:
        return under(trend_word(said), detail)
    return detail or why(finding)


def _cycle_field(name: str, label: str, cycles: list[ReportingCycle], now: str) -> Context:
    return {
        "name": name,
        "label": label,
        "options": [{"value": one.code, "label": one.title, "selected": one.code == now} for one in cycles],
    }
