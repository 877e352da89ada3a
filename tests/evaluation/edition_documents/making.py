"""A small frozen form, computed by the method's own functions from a few classes."""

from copy import deepcopy
from typing import Any

from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_documents import DocumentGate
from evaluation.editions.rebuilding import recompute
from evaluation.editions.sensitivity import sensitivity
from evaluation.editions.summaries import coverage, summaries
from indicators.calculations import METHOD_VERSION, PartyClass, Standing, panel

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
    "1.1.1/headline": {"NR2": "nnyyyyss", "NR3": "yyyyyyns"},
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
DEADLINES = {"NR2": "2011-09-30", "NR3": "2015-10-31"}


def make_frozen(**overrides: Any) -> dict[str, Any]:
    """A frozen form; an override replaces a part, or with "edition" or "texts" only the keys that it names."""
    form: dict[str, Any] = {
        "format": 3,
        "edition": _edition(),
        "parameters": {
            "plan": "small",
            "baseline": "NR2",
            "current": "NR3",
            "cut_off": "2016-01-31",
            "population_on": "2015-10-31",
            "groups": list(GROUPS),
        },
        "method": {"version": METHOD_VERSION},
        "plan": _plan(),
        "indicators": {code: _indicator(code) for code in INDICATORS},
        "measures": {f"{code}/headline": _measure(code) for code in INDICATORS},
        "cycles": {code: _cycle(code, deadline) for code, deadline in DEADLINES.items()},
        "groups": {
            slug: {"label": label, "kind": "region", "definition": label, "members": {"NR2": held, "NR3": held}}
            for slug, (label, held) in GROUPS.items()
        },
        "parties": {code: _party(code) for code in PARTIES},
        "treaties": {"cpb": {"deposited": {"KEN": "2002-01-24"}, "in_force": {"KEN": "2003-09-11"}}},
        "reports": [_report(cycle, party) for cycle in ("NR2", "NR3") for party in _reporting(cycle)],
        "registry": [],
        "registry_population": [],
        "recorded": [],
        "classes": {name: {cycle: _packed(signs) for cycle, signs in held.items()} for name, held in ANSWERS.items()},
        "bands": {},
        # Those that had not reported by the cut-off did not in the three months after it.
        "later_cut_off": {
            "day": "2016-04-30",
            "known": True,
            "classes": {name: _packed(held["NR3"]) for name, held in ANSWERS.items()},
        },
        "texts": _texts(),
    }
    again = recompute(form)
    form |= {"values": again.values, "findings": again.findings}
    read = FrozenForm(form)
    form["transitions"] = {name: _moved(name) for name in ANSWERS}
    form["coverage"] = coverage(read)
    form["summaries"] = summaries(read)
    form["sensitivity"] = sensitivity(form)
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
        "labels": {},
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
    target = {"operator": ">=", "value": 50, "unit": "% of Parties", "due": None, "judges": "full"}
    target["text"] = "at least 50 % of Parties"
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
        "facts": {"unit": "records"} if code == "2.1.1" else {},
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


def _moved(name: str) -> dict[str, list[str]]:
    both = panel(*(_standings(ANSWERS[name][cycle]) for cycle in ("NR2", "NR3")), PARTIES)
    return {"gained": sorted(both.gained), "lost": sorted(both.lost)}


def _texts() -> dict[str, Any]:
    subjects = ["whole", "objective/1", "objective/2", *(f"indicator/{code}" for code in INDICATORS)]
    return {
        subject: {"generated": {"en": f"Computed of {subject}."}, "narrative": {}, "sources": ""}
        for subject in subjects
    }


def narrative(text: str, **languages: str) -> dict[str, Any]:
    """A text with words of staff."""
    return {"generated": {"en": "Computed."}, "narrative": {"en": text, **languages}, "sources": text}


def refused_in(form, documents):
    """What the gate refuses of finished documents."""
    gate = DocumentGate(form)
    for document in documents:
        gate.read(document)
    return gate.refusals
