"""Rows of the index that an honest count leaves out: old revisions, regional copies, drafts, other realms."""

from collections.abc import Iterator, Sequence
from typing import Any

from clearing_house_double.generated import SPELLINGS, Generator
from clearing_house_double.records import ADDRESS, Document, Record
from clearing_house_double.schemas import SCHEMAS

FIRST_HIDDEN = 2_000_000
ONE_IN = 8  # of those with an older revision that still stand in the index with it
AMONG = 100  # public records to one draft and to one of another realm


def hidden_records(documents: Sequence[Document], generator: Generator) -> Iterator[Record]:
    """The rows that the standing filters hide."""
    older = [one for one in documents if len(one.versions) > 1]
    for place, document in enumerate(older):
        if place % ONE_IN == 0 or document.schema.startswith("cpbNationalReport"):
            yield _older(document)
    for document in documents:
        if document.schema == "biosafetyLaw" and document.row["government_s"] in SPELLINGS:
            yield from _copies(document, generator)
    for place in range(max(1, len(documents) // AMONG)):
        number = FIRST_HIDDEN + 2 * place
        schema = SCHEMAS[place % len(SCHEMAS)]
        draft = generator.document(schema, number, number).row
        yield Record({**draft, "_state_s": "draft"})
        elsewhere = generator.document(schema, number + 1, number + 1).row
        yield Record({**elsewhere, "realm_ss": ["abs"]})
    report = next((one for one in documents if one.schema.startswith("cpbNationalReport")), None)
    if report is not None:
        number = FIRST_HIDDEN - 1
        yield Record(
            {
                **report.row,
                "id": f"52000000cbd08002{number:08x}",
                "identifier_s": generator.identifier(SCHEMAS[0], generator.luck("draft"), number),
                "_documentId_i": number,
                "url_ss": [ADDRESS.format(number=number)],
                "_state_s": "draft",
            }
        )


def _older(document: Document) -> Record:
    version, row = document.versions[-2], document.row
    changed: dict[str, Any] = {"id": f"52000000cbd08001{row['id'][-8:]}", "version_s": str(version.revision)}
    changed |= {"updatedDate_dt": version.updated} if version.updated else {}
    if "_revision_i" in row:
        changed |= {
            "_revision_i": version.revision,
            "uniqueIdentifier_s": f"{row['uniqueIdentifier_s'].rpartition('-')[0]}-{version.revision}",
        }
    return Record({**row, **changed})


def _copies(document: Document, generator: Generator) -> Iterator[Record]:
    """A law of the Union once more under each of its members, as the index keeps it."""
    of_members = [one for one in generator.governments if one.code in generator.filling.union]
    for place, member in enumerate(of_members, 1):
        code, name, part_of = member.words
        yield Record(
            {
                **document.row,
                "id": f"52000000cbd09{place:03x}{document.row['_documentId_i']:08x}",
                "government_s": code,
                "government_EN_s": name,
                "government_EN_t": name,
                "government_REL_ss": part_of,
                "virtual_b": True,
            }
        )
