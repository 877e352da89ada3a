"""The documents of generated records, drawn from their rows of the index when asked for. Pure."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]

# Keys of a document and the field of the index that tells the same: a list of terms, one term, or a day.
LISTS = {
    "cpbSubjectAreas": "cpbSubjectAreas_ss",
    "decisionTypes": "decisionTypes_ss",
    "uses": "uses_ss",
    "scopes": "scopes_ss",
    "bchSubjects": "bchSubjects_ss",
    "resourceTypes": "resourceTypes_ss",
    "cpbThematicAreas": "cpbThematicAreas_ss",
    "expertise": "expertise_ss",
    "detectionMethods": "detectionMethods_ss",
}
TERMS = {"jurisdiction": "jurisdiction_s", "type": "type_s", "decisionResult": "decisionResult_s"}
DAYS = {
    "entryIntoForce": "entryIntoForce_dt",
    "date": "decisionDate_dt",
    "publicationDate": "publicationDate_dt",
}


def body_of(row: Row) -> dict[str, Any]:
    """The document behind a row: header, government, title, and what the row knows under the document's keys."""
    body: dict[str, Any] = {
        "header": {"identifier": row["identifier_s"], "schema": row["schema_s"], "languages": ["en"]}
    }
    if "government_s" in row:
        body["government"] = {"identifier": row["government_s"]}
    body["title"] = {"en": row["title_EN_t"]}
    body |= {key: {"identifier": row[name]} for key, name in TERMS.items() if name in row}
    body |= {key: row[name][:10] for key, name in DAYS.items() if name in row}
    body |= {key: [{"identifier": one} for one in row[name]] for key, name in LISTS.items() if name in row}
    if row["schema_s"].endswith("RiskAssessment"):
        body["date"] = row["riskAssessmentDate_dt"][:10]
        body["adverseEffects"] = {"en": "Generated text for demonstration."}
    if "modifiedOrganisms_ss" in row:
        # References name the revision that was meant.
        body["modifiedOrganisms"] = [{"identifier": f"{one}@1"} for one in row["modifiedOrganisms_ss"]]
    if row["schema_s"] == "biosafetyDecision":
        assessed = [one for one in row["referenceRecord_ss"] if one not in row["modifiedOrganisms_ss"]]
        body |= {"riskAssessments": [{"identifier": f"{one}@1"} for one in assessed]} if assessed else {}
        body |= {"conditions": {"en": "Generated text for demonstration."}, "isAmendment": False}
        body |= {
            "involvesFieldTrial": row["scopeFieldTrials_b"],
            "involvesCommercialRelease": row["scopeRelease_b"],
        }
    if row["schema_s"] == "biosafetyLaw":
        body |= {"description": {"en": "<div>Generated text for demonstration.</div>"}, "isAmendment": False}
    if row["schema_s"] in ("biosafetyLaw", "biosafetyDecision", "nationalRiskAssessment"):
        link = {"url": row["url_ss"][0], "name": row["title_EN_t"], "language": "en"}
        body |= {"documents": [link], "expires": False}
    return body
