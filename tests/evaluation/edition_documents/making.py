"""A small frozen form, computed by the method's own functions from a few classes."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from indicators.calculations import PartyClass, Standing, count, panel
from indicators.findings import TargetRule, level, trend

LINKS = {
    "portal": "https://portal.example/",
    "edition": "https://portal.example/en/evaluations/mid-term/1.0/",
    "verify": "https://portal.example/en/evaluations/verify/",
    "method": "https://portal.example/en/method/",
}
NAMES = {
    "CIV": ("Côte d’Ivoire", "Côte d’Ivoire", "كوت ديفوار"),
    "EU": ("European Union", "Union européenne", "الاتحاد الأوروبي"),
    "FRA": ("France", "France", "فرنسا"),
    "KEN": ("Kenya", "Kenya", "كينيا"),
    "MEX": ("Mexico", "Mexique", "المكسيك"),
    "NOR": ("Norway", "Norvège", "النرويج"),
    "TUR": ("Türkiye", "Türkiye", "تركيا"),
    "ZMB": ("Zambia", "Zambie", "زامبيا"),
}
PARTIES = list(NAMES)
GROUPS = {"africa": ("Africa", ["CIV", "KEN", "ZMB"]), "weog": ("Western Europe and others", ["FRA", "NOR", "TUR"])}
# y yes, p partially, n no, a not applicable, u unanswered, s silent; one sign for each of PARTIES.
ANSWERS = {
    "1.1.1/headline": {"NR2": "nyyyyyss", "NR3": "yyyyyyns"},
    "1.1.2/headline": {"NR2": "nnnnyyyy", "NR3": "nnnynysa"},
}
KINDS = {
    "y": PartyClass.YES,
    "p": PartyClass.PARTIAL,
    "n": PartyClass.NO,
    "a": PartyClass.NOT_APPLICABLE,
    "u": PartyClass.UNANSWERED,
    "s": PartyClass.SILENT,
}
INDICATORS = {
    "1.1.1": ("National biosafety law", "At least 50 % of Parties have a law by 2015", "1"),
    "1.1.2": ("Persons trained", "Number of Parties with trained persons", "1"),
    "2.1.1": ("Records in the Clearing-House", "Increased number of records", "2"),
    "2.1.2": ("Cooperation enhanced", "Enhanced cooperation", "2"),
}
REASONS = {"2.1.1": "no snapshot", "2.1.2": "narrative only"}


def make_frozen(**overrides: Any) -> dict[str, Any]:
    """A frozen form; an override replaces a part, or with "edition" or "texts" only the keys that it names."""
    form: dict[str, Any] = {
        "format": 1,
        "edition": _edition(),
        "parameters": {
            "plan": "small",
            "baseline": "NR2",
            "current": "NR3",
            "cut_off": "2016-01-31",
            "population_on": "2015-10-31",
            "groups": list(GROUPS),
        },
        "method": {"version": "1.0"},
        "plan": _plan(),
        "indicators": {code: _indicator(code) for code in INDICATORS},
        "measures": {f"{code}/headline": _measure(code) for code in INDICATORS},
        "cycles": {"NR2": _cycle("NR2", "2011-09-30"), "NR3": _cycle("NR3", "2015-10-31")},
        "groups": {
            slug: {"label": label, "kind": "region", "definition": label, "members": {"NR2": held, "NR3": held}}
            for slug, (label, held) in GROUPS.items()
        },
        "parties": {code: _party(code) for code in PARTIES},
        "treaties": {"cpb": {"deposited": {"KEN": "2002-01-24"}, "in_force": {"KEN": "2003-09-11"}}},
        "reports": [_report(cycle, party) for cycle in ("NR2", "NR3") for party in _reporting(cycle)],
        "registry": [],
        "recorded": [],
        "classes": {name: {cycle: _packed(signs) for cycle, signs in held.items()} for name, held in ANSWERS.items()},
        "bands": {},
        "values": [*_values(), *(_no_value(code) for code in REASONS)],
        "findings": [*_findings(), *(_no_finding(code) for code in REASONS)],
        "texts": _texts(),
    }
    form["transitions"] = {name: _moved(name) for name in ANSWERS}
    form["coverage"] = {cycle: {"": _coverage(cycle)} for cycle in ("NR2", "NR3")}
    form["summaries"] = {
        "whole": _summary(form, list(INDICATORS)),
        "objective/1": _summary(form, ["1.1.1", "1.1.2"]),
        "objective/2": _summary(form, ["2.1.1", "2.1.2"]),
    }
    for key, value in overrides.items():
        form[key] = {**form[key], **value} if key in ("edition", "texts") else value
    return deepcopy(form)


def _edition() -> dict[str, Any]:
    return {
        "evaluation": "mid-term",
        "version": "1.0",
        "kind": "mid-term",
        "title": {"en": "Mid-term evaluation", "fr": "Évaluation à mi-parcours", "ar": "تقييم منتصف المدة"},
        "symbol": "",
        "meeting": None,
        "agenda_item": "",
        "frozen_on": "2016-03-01",
        "corrects": None,
        "changes": [],
        "demonstration": False,
    }


def _plan() -> dict[str, Any]:
    def objective(code: str, text: str) -> dict[str, Any]:
        held = [one for one, (_label, _text, goal) in INDICATORS.items() if goal == code]
        part = {"code": f"{code}.1", "text": f"{text}, first", "outcomes": [], "indicators": held}
        return {"code": code, "text": text, "impacts": [{"code": f"{code}.1", "text": "Safety"}], "operational": [part]}

    return {
        "title": "Strategic Plan",
        "vision": "",
        "mission": "To strengthen global action",
        "period": [2011, 2020],
        "source": {},
        "texts": [],
        "objectives": [objective("1", "To put tools in place"), objective("2", "To promote cooperation")],
    }


def _indicator(code: str) -> dict[str, Any]:
    label, text, _goal = INDICATORS[code]
    return {
        "text": text,
        "label": label,
        "caveat": "Answers are declared.",
        "confidence": "medium",
        "outcomes": [],
        "headline": f"{code}/headline",
        "trend": f"{code}/headline",
        "measures": [f"{code}/headline"],
        "measurability": "measurable",
        "reason": "As asked.",
    }


def _kind(code: str) -> str:
    kinds = {"1.1.1": "share_of_parties", "1.1.2": "number_of_parties", "2.1.1": "record_count", "2.1.2": "narrative"}
    return kinds[code]


def _measure(code: str) -> dict[str, Any]:
    target = {"operator": ">=", "value": 50, "unit": "% of Parties", "due": None, "text": "at least 50 % of Parties"}
    return {
        "indicator": code,
        "key": "headline",
        "label": INDICATORS[code][0],
        "kind": _kind(code),
        "unit": "Parties",
        "direction": "up",
        "rule": "yes = yes",
        "headline": True,
        "trend": True,
        "target": target if code == "1.1.1" else None,
        "bindings": {},
        "comparisons": [{"baseline": "NR2", "current": "NR3", "allowed": True, "reason": "Same question."}],
        "facts": {},
    }


def _cycle(code: str, deadline: str) -> dict[str, Any]:
    cut_off = "2011-12-31" if code == "NR2" else "2016-01-31"
    return {
        "name": f"{code} reports",
        "deadline": deadline,
        "population_on": deadline,
        "cut_offs": {"": cut_off},
        "population": PARTIES,
        "received": {"": dict.fromkeys(_reporting(code), deadline)},
    }


def _reporting(cycle: str) -> list[str]:
    return [party for place, party in enumerate(PARTIES) if ANSWERS["1.1.1/headline"][cycle][place] != "s"]


def _party(code: str) -> dict[str, Any]:
    names = dict(zip(("en", "fr", "ar"), NAMES[code], strict=True))
    kind = "organisation" if code == "EU" else "state"
    return {"name": names, "kind": kind, "deposited_on": "2002-01-24", "in_force_on": "2003-09-11"}


def _report(cycle: str, party: str) -> dict[str, Any]:
    return {
        "cycle": cycle,
        "part": "",
        "party": party,
        "version": 1,
        "received_on": "2015-10-01",
        "origin": "form",
        "sha256": "a" * 64,
    }


def _standings(signs: str) -> dict[str, Standing]:
    return {party: Standing(KINDS[sign]) for party, sign in zip(PARTIES, signs, strict=True)}


def _packed(signs: str) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for party, sign in zip(PARTIES, signs, strict=True):
        held.setdefault(KINDS[sign].value, []).append(party)
    return held


def _members(group: str) -> list[str]:
    return PARTIES if group == "all" else GROUPS[group][1]


def _values() -> list[dict[str, Any]]:
    rows = []
    for name, held in ANSWERS.items():
        for cycle, signs in held.items():
            for group in ("all", *GROUPS):
                share = count(_standings(signs), _members(group))
                counts = {key: getattr(share, key) for key in ("population", *(kind.value for kind in PartyClass))}
                rows.append(
                    _row(name, cycle, group)
                    | counts
                    | {"settled_yes": 0, "settled_not_yes": 0, "low": share.least_yes, "high": share.most_yes}
                    | {"numerator": str(share.yes), "denominator": str(share.answering)}
                )
    return rows


def _row(name: str, cycle: str | None, group: str) -> dict[str, Any]:
    empty = ("threshold", "population", "yes", "partial", "no", "not_applicable", "unanswered", "silent")
    empty += ("settled_yes", "settled_not_yes", "numerator", "denominator", "low", "high")
    named = {"measure": name, "cycle": cycle, "as_of": None, "group": group, "kind": _kind(name.partition("/")[0])}
    return dict.fromkeys(empty) | named | {"reading": "", "unit": "Parties", "source": "reports", "reason": ""}


def _no_value(code: str) -> dict[str, Any]:
    return _row(f"{code}/headline", None, "all") | {"reason": REASONS[code]}


def _findings() -> list[dict[str, Any]]:
    rows = []
    for name, held in ANSWERS.items():
        first, last = (_standings(held[cycle]) for cycle in ("NR2", "NR3"))
        rule = TargetRule(">=", 50) if name.startswith("1.1.1") else None
        for group in ("all", *GROUPS):
            members = _members(group)
            both = panel(first, last, members)
            word, why = trend(both, len(members))
            said = level(count(last, members), rule)
            rows.append(
                _finding(name, group)
                | {"baseline": "NR2", "current": "NR3", "panel": both.size, "population": len(members)}
                | {"reporting": len([one for one in _reporting("NR3") if one in members]), "eligible": len(members)}
                | {"baseline_yes": both.baseline_yes, "current_yes": both.current_yes}
                | {"gained": len(both.gained), "lost": len(both.lost), "stayed": both.stayed}
                | {"trend": word.value if word else "", "trend_reason": str(why)}
                | {"level": said.level.value if said.level else "", "level_reason": str(said.reason)}
                | {"pace_reason": "no due date"}
            )
    return rows


def _finding(name: str, group: str) -> dict[str, Any]:
    empty = ("baseline", "current", "yes_needed", "panel", "reporting", "population", "eligible", "baseline_yes")
    empty += ("current_yes", "gained", "lost", "stayed", "net_low", "net_high")
    words = ("level", "level_reason", "trend", "trend_reason", "pace", "pace_reason")
    return dict.fromkeys(empty) | dict.fromkeys(words, "") | {"measure": name, "group": group}


def _no_finding(code: str) -> dict[str, Any]:
    reason = REASONS[code]
    said = {"level_reason": reason, "trend_reason": reason, "pace_reason": reason}
    return _finding(f"{code}/headline", "all") | said


def _moved(name: str) -> dict[str, list[str]]:
    both = panel(*(_standings(ANSWERS[name][cycle]) for cycle in ("NR2", "NR3")), PARTIES)
    return {"gained": sorted(both.gained), "lost": sorted(both.lost)}


def _coverage(cycle: str) -> dict[str, dict[str, int]]:
    return {
        group: {
            "received": len([one for one in _reporting(cycle) if one in _members(group)]),
            "population": len(_members(group)),
        }
        for group in ("all", *GROUPS)
    }


def _summary(form: Mapping[str, Any], codes: list[str]) -> dict[str, Any]:
    found = {row["measure"]: row for row in form["findings"] if row["group"] == "all"}
    rows = {code: found[f"{code}/headline"] for code in codes}
    kinds = {"improved": "improved", "little or no change": "unchanged", "worsened": "worsened"}
    counts = dict.fromkeys(("improved", "unchanged", "worsened", "not_comparable", "not_assessed"), 0)
    for row in rows.values():
        counts[kinds.get(row["trend"], "not_assessed")] += 1
    levels = [row["level"] for row in rows.values() if row["level"]]
    return {
        "indicators": len(codes),
        "trend": counts,
        "trend_reasons": [[row["trend_reason"], 1] for row in rows.values() if not row["trend"]],
        "level": {"said": {word: levels.count(word) for word in sorted(set(levels))}, "reasons": []},
        "pace": {"said": {}, "reasons": []},
        "largest_changes": [
            {
                "indicator": code,
                "measure": row["measure"],
                "change": f"{row['gained'] - row['lost']}/{row['panel']}",
                **{key: row[key] for key in ("gained", "lost", "panel", "reporting", "population")},
            }
            for code, row in rows.items()
            if row["trend"] and row["gained"] != row["lost"]
        ],
    }


def _texts() -> dict[str, Any]:
    subjects = ["whole", "objective/1", "objective/2", *(f"indicator/{code}" for code in INDICATORS)]
    return {
        subject: {"generated": {"en": f"Computed of {subject}."}, "narrative": {}, "sources": ""}
        for subject in subjects
    }


def narrative(text: str, **languages: str) -> dict[str, Any]:
    """A text with words of staff."""
    return {"generated": {"en": "Computed."}, "narrative": {"en": text, **languages}, "sources": text}
