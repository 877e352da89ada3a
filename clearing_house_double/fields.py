"""What the index knows of a generated record beyond what all records have: the fields that filters ask for."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from clearing_house_double.vocabulary import Thesaurus

Fields = dict[str, Any]

DATED_LAWS, WITH_RESULT, WITH_ASSESSMENT, UPPER_CASE = 0.85, 0.88, 0.6, 0.05
LANGUAGES = ("en", "en", "en", "fr", "es")


@dataclass
class Filling:
    """What records are filled from: terms, members of the Union, and the records that others refer to."""

    thesaurus: Thesaurus
    union: Sequence[str]
    organisms: list[str] = field(default_factory=list)
    assessments: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, schema: str, identifier: str, government: str) -> None:
        """Remember a record that later ones may refer to."""
        if schema == "modifiedOrganism":
            self.organisms.append(identifier)
        elif schema == "nationalRiskAssessment":
            self.assessments[government].append(identifier)

    def organism(self, luck: Random) -> list[str]:
        return [_one(self.organisms, luck)] if self.organisms else []

    def terms(self, name: str, domain: str, luck: Random, *, most: int = 2) -> Fields:
        """One or more terms of a domain, and the same with all that is broader."""
        offered = self.thesaurus.identifiers(domain)
        chosen = luck.sample(offered, 1 + int(luck.random() * min(most, len(offered))))
        return {f"{name}_ss": chosen, f"{name}_REL_ss": self.thesaurus.related(chosen)}


def fields_of(schema: str, luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    """The fields of one record of a schema; none for a schema that no filter asks about."""
    make = MAKERS.get(schema)
    return make(luck, created, government, filling) if make else {}


def _law(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    kinds = filling.thesaurus.domains["lawTypes"]
    kind = kinds[int(luck.random() * len(kinds))]
    union = government.lower() in ("eu", "eur")
    fields: Fields = {"type_s": kind.identifier, "type_EN_t": kind.name}
    if luck.random() < DATED_LAWS:
        fields["entryIntoForce_dt"] = _day(created, luck, before=1500)
    fields |= filling.terms("cpbSubjectAreas", "cpbSubjectAreas", luck, most=3)
    fields["jurisdiction_s"] = filling.thesaurus.identifiers("jurisdictions")[int(union)]
    # Law of the Union covers its members through the related countries.
    fields["countryRegions_ss"] = [government]
    fields["countryRegions_REL_ss"] = [government, *(filling.union if union else ())]
    return fields


def _assessment(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    return {
        "riskAssessmentDate_dt": _day(created, luck, before=400),
        "scopes_ss": filling.terms("scopes", "cpbScopes", luck)["scopes_ss"],
        "modifiedOrganisms_ss": filling.organism(luck),
    }


def _decision(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    types = filling.thesaurus.identifiers("decisionTypes")
    chosen = [types[int(luck.random() ** 2 * len(types))]]
    if luck.random() < UPPER_CASE:
        # Spelt otherwise by an older form: identifiers are one whatever their case.
        chosen = [identifier.upper() for identifier in chosen]
    fields: Fields = {"decisionDate_dt": _day(created, luck, before=300)}
    fields |= {"decisionTypes_ss": chosen, "decisionTypes_REL_ss": list(chosen)}
    if luck.random() < WITH_RESULT:
        results = filling.thesaurus.identifiers("decisionResults")
        place = luck.choices(range(4), (40, 45, 10, 5))[0]
        fields["decisionResult_s"] = results[place]
        fields["decisionStatus_s"] = ("approval", "approvalWithConditions", "prohibition", "other")[place]
    organism = filling.organism(luck)
    fields |= {"modifiedOrganisms_ss": organism, "referenceRecord_ss": list(organism)}
    assessed = filling.assessments.get(government)
    if assessed and luck.random() < WITH_ASSESSMENT:
        fields["referenceRecord_ss"].append(_one(assessed, luck))
    uses = filling.terms("uses", "cpbScopes", luck)["uses_ss"]
    scopes = ("scopeFood_b", "scopeFeed_b", "scopeRelease_b", "scopeFieldTrials_b")
    return fields | {"uses_ss": uses} | {name: luck.random() < 0.4 for name in scopes}


def _focal_point(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    types = (
        ["CPB-FP1", "BCH-FP"] if luck.random() < 0.6 else [("CPB-FP1", "BCH-FP", "CPB-A17-FP")[int(luck.random() * 3)]]
    )
    return {
        "realm_ss": ["bch", "abs", "chm"],
        "type_ss": types,
        "ctgList_ss": list(types),
        "type_CEN_ss": ['{"en":"CPB Primary NFP"}'],
        "organization_EN_t": "Demonstration ministry",
        "department_EN_t": "Demonstration unit",
        "email_ss": [f"focal-point-{government.lower()}@demonstration.invalid"],
        "telephone_ss": ["+000 000"],
    }


def _resource(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    fields = filling.terms("bchSubjects", "cpbThematicAreas", luck, most=3)
    fields |= filling.terms("resourceTypes", "resourceTypesVlr", luck)
    fields["resourceLinksLanguage_ss"] = sorted({_one(LANGUAGES, luck), _one(LANGUAGES, luck)})
    if luck.random() < 0.9:
        fields["publicationDate_dt"] = _day(created, luck, before=900)
    return fields


def _initiative(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    fields = filling.terms("cpbThematicAreas", "cpbThematicAreas", luck, most=4)
    fields["status_s"] = _one(("ongoing", "completed", "approved"), luck)
    fields["categories_ss"] = [_one(("project", "activity", "course"), luck)]
    return fields | filling.terms("fundingSourceTypes", "fundingSourceTypes", luck)


def _expert(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    return {"expertise_ss": filling.terms("expertise", "cpbThematicAreas", luck, most=3)["expertise_ss"]}


def _laboratory(luck: Random, created: datetime, government: str, filling: Filling) -> Fields:
    return {"detectionMethods_ss": filling.terms("detectionMethods", "detectionMethods", luck)["detectionMethods_ss"]}


MAKERS: dict[str, Callable[[Random, datetime, str, Filling], Fields]] = {
    "biosafetyLaw": _law,
    "nationalRiskAssessment": _assessment,
    "independentRiskAssessment": _assessment,
    "biosafetyDecision": _decision,
    "focalPoint": _focal_point,
    "resource": _resource,
    "capacityBuildingInitiative": _initiative,
    "biosafetyExpert": _expert,
    "laboratoryDetection": _laboratory,
}


def _day(created: datetime, luck: Random, *, before: int) -> str:
    """A day up to so many days before the record was registered."""
    return f"{(created - timedelta(days=int(luck.random() * before))).date().isoformat()}T00:00:00Z"


def _one(offered: Sequence[str], luck: Random) -> str:
    return offered[int(luck.random() * len(offered))]
