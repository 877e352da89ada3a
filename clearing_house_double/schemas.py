"""The schemas of the registry: their codes, kinds, and how many records of each there are. Pure.

The proportions are invented; they follow the registry in kind: many decisions, contacts and library records.
"""

from collections.abc import Mapping
from dataclasses import dataclass

REPORTS = {
    "cpbNationalReport2": {"name": "cpbNationalReport2", "code": "nr2", "label": "Second National Report"},
    "cpbNationalReport3": {"name": "cpbNationalReport3", "code": "nr3", "label": "Third National Report"},
    "cpbNationalReport4": {"name": "cpbNationalReport4", "code": "nr4", "label": "Fourth National Report"},
    "cpbNationalReport5": {"name": "cpbNationalReport5", "code": "nr5", "label": "Fifth National Report"},
}


@dataclass(frozen=True)
class Schema:
    """A kind of record; `share` is in thousandths, `everywhere` says that nearly every government has one."""

    name: str
    code: str
    label: str
    kind: str
    share: int
    everywhere: bool = False

    @property
    def words(self) -> Mapping[str, str]:
        return {"name": self.name, "code": self.code, "label": self.label, "kind": self.kind}


# Organisms and risk assessments come before the decisions that refer to them.
SCHEMAS = (
    Schema("modifiedOrganism", "lmo", "Living modified organism", "reference", 35),
    Schema("dnaSequence", "gene", "Genetic element", "reference", 12),
    Schema("organism", "org", "Organism", "reference", 8),
    Schema("nationalRiskAssessment", "ra", "Risk assessment", "national", 130),
    Schema("independentRiskAssessment", "ira", "Independent risk assessment", "reference", 20),
    Schema("biosafetyDecision", "dec", "Decision", "national", 200),
    Schema("biosafetyLaw", "law", "Biosafety law", "national", 90),
    Schema("authority", "cna", "Competent national authority", "national", 30, everywhere=True),
    Schema("focalPoint", "nfp", "National focal point", "national", 25, everywhere=True),
    Schema("supplementaryAuthority", "spca", "Supplementary Protocol authority", "national", 5),
    Schema("database", "ndb", "National website or database", "national", 15),
    Schema("biosafetyExpert", "exp", "Biosafety expert", "national", 15),
    Schema("resource", "vlr", "Virtual library resource", "reference", 170),
    Schema("capacityBuildingInitiative", "cdi", "Capacity-building initiative", "reference", 35),
    Schema("laboratoryDetection", "lab", "Detection laboratory", "reference", 10),
    Schema("organization", "orga", "Organisation", "reference", 50),
    Schema("contact", "con", "Contact", "reference", 110),
    Schema("biosafetyNews", "news", "Biosafety news", "reference", 30),
    Schema("submission", "subm", "Submission", "reference", 10),
)
BY_NAME = {schema.name: schema for schema in SCHEMAS}


def words_of(schema: str) -> Mapping[str, str]:
    """Name, code, label and kind of any schema. Raises KeyError."""
    return REPORTS[schema] | {"kind": "national"} if schema in REPORTS else BY_NAME[schema].words


def counts(records: int) -> dict[str, int]:
    """How many records of each schema make up so many; they sum to it exactly."""
    whole = sum(schema.share for schema in SCHEMAS)
    counted = {schema.name: records * schema.share // whole for schema in SCHEMAS}
    for schema in sorted(SCHEMAS, key=lambda one: -(records * one.share % whole))[: records - sum(counted.values())]:
        counted[schema.name] += 1
    return counted
