"""What has moved since an edition, as its page lists it: each with a link to where it stands today."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation.editions.form import FrozenForm, Row
from evaluation.editions.selectors import form_of
from evaluation.editions.shown import as_value, party_name
from evaluation.models import Edition
from evaluation.since import AMENDED, RECEIVED, TAKEN_OFF, ReportSince, figures_since, reports_since
from figures.wording import bounds_in_words, statement_items, value_in_words
from indicators.calculations import METHOD_VERSION
from indicators.selectors import part_title
from indicators.statements import statement_of
from parties.in_languages import in_reader_language

Context = dict[str, Any]


def since_context(edition: Edition) -> Context:
    """{"reports": [{label, rows}], "measures": rows, "compared", "is_current", "figures", "findings"}."""
    form = form_of(edition)
    reports = reports_since(edition)
    told, is_current = figures_since(edition)
    labels = {
        RECEIVED: _("Reports received after"),
        AMENDED: _("Answers amended"),
        TAKEN_OFF: _("Reports taken off"),
    }
    return {
        "reports": [
            {"label": label, "rows": [_report(form, one) for one in reports if one.what == what]}
            for what, label in labels.items()
            if any(one.what == what for one in reports)
        ],
        "compared": told is not None,
        "method": form["method"]["version"],
        "method_today": METHOD_VERSION,
        "is_current": is_current,
        "figures": told["figures"] if told else 0,
        "findings": told["findings"] if told else 0,
        "measures": _measures(edition, form, told) if told else [],
    }


def _report(form: FrozenForm, one: ReportSince) -> Context:
    names = {"n": one.version, "counted": one.counted, "cycle": one.cycle}
    if one.what == AMENDED:
        said = _("%(cycle)s: version %(n)d, where version %(counted)d is counted") % names
    else:
        said = _("%(cycle)s: version %(n)d") % names
    return {
        "party": party_name(form, one.party),
        "words": said,
        "part": part_title(one.cycle, one.part),
        "received_on": one.received_on,
        "url": reverse("portal:party", args=[one.party]) + f"?cycle={one.cycle}#answers",
    }


def _measures(edition: Edition, form: FrozenForm, told: Context) -> list[Context]:
    """The measures that would be told otherwise, in the plan's order."""
    order = {name: place for place, name in enumerate(_in_order(form))}
    plan = edition.evaluation.plan
    # The pages of a plan that is not the current one are below its own name.
    of_another = [] if plan.current else [plan.slug]
    known = set(plan.indicators.values_list("code", flat=True))
    found = []
    for name in sorted(told["measures"], key=lambda one: (order.get(one, len(order)), one)):
        code, _slash, key = name.partition("/")
        moved = told["measures"][name]
        found.append(
            {
                "label": f"{code} {form['measures'].get(name, {}).get('label', key)}",
                "frozen_url": reverse("portal:edition-indicator", args=[edition.evaluation.slug, edition.version, code])
                + f"?measure={name}"
                if name in form["measures"]
                else "",
                "today_url": reverse("portal:indicator", args=[*of_another, code]) + f"?measure={key}"
                if code in known
                else "",
                "figures": [_figure(before, after) for before, after in moved["figures"]],
                "finding": _finding(form, name, moved["finding"]),
            }
        )
    return found


def _in_order(form: FrozenForm) -> list[str]:
    return [name for code in form.indicators() for name in form["indicators"][code]["measures"]]


def _figure(before: Row | None, after: Row | None) -> Context:
    held = before or after or {}
    return {
        "when": held.get("cycle") or held.get("as_of") or "",
        "before": _told(before),
        "after": _told(after),
    }


def _told(row: Row | None) -> Context:
    value = as_value(row)
    return {"words": value_in_words(value), "bounds": bounds_in_words(value) if value else ""}


def _finding(form: FrozenForm, measure: str, ends: list[Row | None] | None) -> list[Context]:
    """The statements whose word is another one."""
    if ends is None or measure not in form["measures"]:
        return []
    kind = form.kind(measure)
    by = in_reader_language(form.share_label(measure))
    before, after = (statement_items(statement_of(row, kind) if row else None, trend_by=by) for row in ends)
    return [
        {"name": was["name"], "before": was["word"], "after": now["word"]}
        for was, now in zip(before, after, strict=False)
        if was["word"] != now["word"]
    ]
