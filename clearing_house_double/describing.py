"""What the Clearing-House says of a document: its information, its versions, and lists of documents. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from clearing_house_double.bodies import body_of
from clearing_house_double.errors import invalid
from clearing_house_double.records import Document, Version, written

# Nobody: the double invents no people.
ACCOUNT = {
    "userID": 900000,
    "firstName": "Demonstration",
    "lastName": "Account",
    "email": "account@demonstration.invalid",
}
TYPE = re.compile(r"\(?\s*type eq '(\w+)'\s*\)?")


def body(document: Document, version: Version) -> Mapping[str, Any]:
    return version.body if version.body is not None else body_of(document.row)


def information(document: Document, version: Version, *, with_body: bool = False) -> dict[str, Any]:
    """What is known of a revision beside its body."""
    told = _told(document, version)
    first, deleted = moment(document.row.get("createdDate_dt")), moment(document.deleted)
    told |= {"owner": _owner(document), "latestRevision": document.versions[-1].revision}
    told |= {"size": len(written(body(document, version))), "mediaType": "application/json", "charset": "utf-8"}
    told |= {"summary": {}, "metadata": metadata(document) | {"realm": "BCH"}, "isRequest": False}
    told |= {"createdBy": ACCOUNT, "submittedOn": first, "submittedBy": ACCOUNT, "deletedOn": deleted}
    return told | ({"body": body(document, version)} if with_body else {})


def versions(document: Document, parameters: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """All revisions, in the order and the part that `$orderby`, `$skip` and `$top` ask for. Raises ApiError."""
    order = parameters.get("$orderby", ["revision asc"])[-1].split()
    if order not in (["revision"], ["revision", "asc"], ["revision", "desc"]):
        raise invalid("Versions are ordered by revision only.", "$orderby")
    told = [_told(document, version) for version in document.versions]
    return _page(told[::-1] if order[-1] == "desc" else told, parameters)


def listed(documents: Sequence[Document], parameters: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The documents of one type, as a list that an account sees. Raises ApiError."""
    found = TYPE.fullmatch(parameters.get("$filter", [""])[-1].strip())
    if found is None:
        raise invalid("A filter reads (type eq 'schema').", "$filter")
    told = []
    for document in documents:
        if document.schema == found[1] and not document.deleted:
            whole = information(document, document.versions[-1])
            names = ("identifier", "documentID", "type", "owner", "revision", "realm", "mediaType", "charset", "size")
            told.append({name: whole[name] for name in (*names, "title", "summary", "createdOn", "updatedOn")})
            told[-1]["metadata"] = metadata(document)
    return _page(told, parameters)


def metadata(document: Document) -> dict[str, str]:
    government = {"government": document.row["government_s"]} if "government_s" in document.row else {}
    return government | {"schema": document.schema}


def moment(text: str | None) -> str | None:
    """A moment of the index as documents write it: with milliseconds."""
    return f"{text[:-1]}.000Z" if text else None


def _told(document: Document, version: Version) -> dict[str, Any]:
    return {
        "identifier": document.identifier,
        "documentID": document.row.get("_documentId_i"),
        "type": document.schema,
        "revision": version.revision,
        "realm": "BCH",
        "title": {"en": document.row["title_EN_t"]},
        "createdOn": moment(document.row.get("createdDate_dt")),
        "updatedOn": moment(version.updated),
        "updatedBy": ACCOUNT,
    }


def _owner(document: Document) -> str:
    return f"country:{document.row['government_s']}" if "government_s" in document.row else "user:900000"


def _page(rows: list[dict[str, Any]], parameters: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    bounds = []
    for name, otherwise in (("$skip", 0), ("$top", len(rows))):
        text = parameters.get(name, [str(otherwise)])[-1]
        if not text.isdecimal():
            raise invalid(f"{name} is not a whole number: {text!r}", name)
        bounds.append(int(text))
    return {"Count": len(rows), "Items": rows[bounds[0] : bounds[0] + bounds[1]]}
