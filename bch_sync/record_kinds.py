"""What the Clearing-House's schemas hold, in words: sentences in English that each reader is told in their language."""

import re

from languages.told import said_later

KINDS = {
    "authority": said_later("Competent national authorities"),
    "biosafetyDecision": said_later("Decisions"),
    "biosafetyExpert": said_later("Biosafety experts"),
    "biosafetyLaw": said_later("Biosafety laws, regulations and guidelines"),
    "capacityBuildingInitiative": said_later("Capacity-building initiatives"),
    "countries": said_later("Countries and their treaty dates"),
    "database": said_later("National websites and databases"),
    "focalPoint": said_later("National focal points"),
    "nationalRiskAssessment": said_later("Risk assessments"),
    "resource": said_later("Resources of the virtual library"),
    "supplementaryAuthority": said_later("Authorities under the Supplementary Protocol"),
    "thesaurus": said_later("Terms of the thesaurus"),
}
_OF_REPORTS = re.compile(r"cpbNationalReport(\d)")
_CYCLE = re.compile(r"NR\d")


def kind_of_records(schema: str) -> str:
    """The records of a schema, or the documents of a cycle's reports; of one that nobody named here, its key."""
    if found := _OF_REPORTS.fullmatch(schema):
        cycle = f"NR{found[1]}"
        return said_later("National reports in the index, {cycle}", cycle=cycle)
    if _CYCLE.fullmatch(schema):
        return said_later("Documents of national reports, {cycle}", cycle=schema)
    return KINDS.get(schema, schema)
