"""The generated records of every schema but the reports: who, when, and under which terms. No database is asked.

Every record draws from a stream of its own, so that the same seed gives the same registry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from clearing_house_double.fields import Filling, fields_of
from clearing_house_double.records import Document, Record, Version, index_row
from clearing_house_double.schemas import SCHEMAS, Schema, counts
from clearing_house_double.vocabulary import EUROPEAN_UNION, Thesaurus
from parties.demonstration import draws

FIRST_DAY, LAST_DAY = date(2003, 9, 11), date(2026, 2, 28)
FIRST_NUMBER = 1_000_000
# The European Union as the index spells it here and there.
SPELLINGS = ("eu", "EU", "eur")
# Most records came with the years of the national frameworks and of the first reports.
YEARS = {year: 2 + min(year - 2003, 9) - max(0, year - 2019) * 0.8 for year in range(2003, 2027)}

LOWER_CASE, UNCREATED, UNDATED, OF_THE_UNION, REVISED = 0.12, 0.005, 0.003, 0.008, 0.3


@dataclass(frozen=True)
class Government:
    """Somebody whose records the registry holds: code as the index spells it, name, its regions, and how many."""

    code: str
    name: str
    part_of: tuple[str, ...]
    weight: float

    @property
    def words(self) -> tuple[str, str, list[str]]:
        return self.code, self.name, [*self.part_of, self.code]


@dataclass
class Generator:
    seed: int
    governments: Sequence[Government]
    thesaurus: Thesaurus
    filling: Filling = field(init=False)

    def __post_init__(self) -> None:
        self.weights = [one.weight for one in self.governments]
        members = [one.code for one in self.governments if draws(self.seed, "union", one.code).random() < 0.13]
        self.filling = Filling(self.thesaurus, union=members)
        self.union = [Government(code, EUROPEAN_UNION[1], (EUROPEAN_UNION[0].upper(),), 0.0) for code in SPELLINGS]

    def luck(self, *subject: object) -> Random:
        return draws(self.seed, "registry", *subject)

    def documents(self, records: int) -> Iterator[Document]:
        """So many public documents; the order is that of the schemas."""
        number = FIRST_NUMBER
        for schema in SCHEMAS:
            for place in range(counts(records)[schema.name]):
                document = self.document(schema, place, number)
                self.filling.note(schema.name, document.identifier, document.row.get("government_s", ""))
                yield document
                number += 1

    def document(self, schema: Schema, place: int, number: int) -> Document:
        luck = self.luck(schema.name, place)
        government = self._government(schema, place, luck) if schema.kind == "national" else None
        created = moment(luck)
        revisions = 1 + int(luck.random() < REVISED) + int(luck.random() < REVISED / 4)
        updated = created if revisions == 1 else later(created, luck)
        dates = _dates(luck, created, updated, dated=schema.name != "focalPoint")
        identifier = self.identifier(schema, luck, number)
        fields = fields_of(schema.name, luck, created, government.code if government else "", self.filling)
        row = index_row(
            identifier=identifier,
            schema=schema.words,
            number=number,
            revision=revisions,
            title=f"Demonstration {schema.label[:1].lower()}{schema.label[1:]} {place + 1}",
            government=government.words if government else None,
            **dates,
            **fields,
        )
        if schema.name == "focalPoint":
            row = _without(row, "_revision_i", "_documentId_i", "uniqueIdentifier_s", "schema_EN_t", "title_s")
            row["id"] = identifier
        versions = _versions(revisions, dates["created"], dates["updated"])
        return Document(Record(row), versions)

    def identifier(self, schema: Schema, luck: Random, number: int) -> str:
        if schema.name == "focalPoint":
            return f"52000000cbd02200{number:08x}"
        identifier = str(UUID(int=luck.getrandbits(128)))
        return identifier if luck.random() < LOWER_CASE else identifier.upper()

    def _government(self, schema: Schema, place: int, luck: Random) -> Government:
        if luck.random() < OF_THE_UNION:
            return self.union[int(luck.random() * len(self.union))]
        asked = int(0.92 * len(self.governments))
        if schema.everywhere and place < asked:
            return self.governments[place]
        return luck.choices(self.governments, self.weights)[0]


def moment(luck: Random) -> datetime:
    """A moment at which a record was registered."""
    year = luck.choices(list(YEARS), list(YEARS.values()))[0]
    first, last = max(FIRST_DAY, date(year, 1, 1)), min(LAST_DAY, date(year, 12, 31))
    day = first + timedelta(days=int(luck.random() * ((last - first).days + 1)))
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(seconds=int(luck.random() * 36_000))


def later(created: datetime, luck: Random) -> datetime:
    end = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 18, tzinfo=UTC)
    return created + timedelta(seconds=int(luck.random() * (end - created).total_seconds()))


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _dates(luck: Random, created: datetime, updated: datetime, *, dated: bool) -> dict[str, str | None]:
    chance = luck.random()
    return {
        "created": stamp(created) if dated and chance >= UNCREATED else None,
        "updated": stamp(updated) if chance >= UNDATED else None,
    }


def _versions(revisions: int, created: str | None, updated: str | None) -> tuple[Version, ...]:
    return (*(Version(number, created) for number in range(1, revisions)), Version(revisions, updated))


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
