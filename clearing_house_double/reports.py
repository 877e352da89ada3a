"""The reports of the demonstration as documents of the registry, with the days on which they came."""

from collections.abc import Iterator, Mapping
from typing import Any

from clearing_house_double.records import Document, Record, Version, index_row
from clearing_house_double.schemas import words_of
from demonstration.answers import World
from demonstration.documents import documents

Words = tuple[str, str, list[str]]


def report_documents(world: World, governments: Mapping[str, Words]) -> Iterator[Document]:
    """Every report of the demonstration; `governments` gives code, name and regions by the document's code."""
    latest: dict[str, Document] = {}
    for info in documents(world):
        received = _in_index(info.get("submittedOn"))
        version = Version(info["revision"], received, info["body"])
        held = latest.get(info["identifier"])
        latest[info["identifier"]] = report_document(
            body=info["body"],
            number=info["documentID"],
            government=governments[info["body"]["government"]["identifier"]],
            created=held.row.get("createdDate_dt") if held else received,
            versions=(*(held.versions if held else ()), version),
        )
    yield from latest.values()


def report_document(
    *, body: Mapping[str, Any], number: int, government: Words, created: str | None, versions: tuple[Version, ...]
) -> Document:
    """A report with its row of the index; without a day of its last revision the row carries no date of update."""
    schema = words_of(body["header"]["schema"])
    row = index_row(
        identifier=body["header"]["identifier"],
        schema=schema,
        number=number,
        revision=versions[-1].revision,
        title=f"{schema['label']} – {government[1]}",
        government=government,
        created=created,
        updated=versions[-1].updated,
    )
    return Document(Record(row), versions)


def _in_index(moment: str | None) -> str | None:
    """2019-09-28T12:00:00.000Z as the index writes it."""
    return f"{moment[:19]}Z" if moment else None
