"""The whole registry behind the double: built by seed, then changed only through its own methods."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from clearing_house_double.countries import TREATIES, build_countries, code_of
from clearing_house_double.generated import Generator, Government, stamp
from clearing_house_double.hidden import hidden_records
from clearing_house_double.index import Index
from clearing_house_double.records import Document, Record, Version
from clearing_house_double.reports import Words, report_document, report_documents
from clearing_house_double.schemas import BY_NAME, REPORTS
from clearing_house_double.vocabulary import REGIONS, Thesaurus, build_thesaurus
from demonstration.answers import World
from demonstration.loading import make_world, read_rates
from parties.demonstration import demonstration_files, draws, regions_of
from parties.services import PartyFiles, read_party_files

RECORDS = 30_000
FIRST_ADDED = 3_000_000


class NotInRegistry(LookupError):
    """The registry holds no such record, schema, government or country; the text says which."""


class Registry:
    """Documents, index, countries and thesaurus. Safe to share between threads; copy() is cheap and independent.

    `now` stamps what changes after building. Everything else depends on the seed alone.
    """

    def __init__(
        self,
        *,
        seed: int,
        documents: Mapping[str, Document],
        hidden: list[Record],
        countries: Mapping[str, dict[str, Any]],
        thesaurus: Thesaurus,
        generator: Generator,
        now: Callable[[], datetime],
    ) -> None:
        self.seed = seed
        self.documents = dict(documents)
        self.drafts: dict[str, Mapping[str, Any]] = {}
        self.workflows: dict[str, dict[str, Any]] = {}
        self.countries = dict(countries)
        self.thesaurus = thesaurus
        self.lock = threading.RLock()
        self._hidden = hidden
        self._generator = generator
        self._now = now
        self._added = 0
        self._last = datetime.min.replace(tzinfo=UTC)
        self._index: dict[bool, Index] = {}

    @classmethod
    def build(
        cls,
        world: World,
        files: PartyFiles,
        *,
        records: int = RECORDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> "Registry":
        """The reports of these stand-ins, and so many public records of the other schemas."""
        thesaurus = build_thesaurus(files, regions_of(files))
        generator = Generator(world.seed, governments_of(files, world.seed), thesaurus)
        words = {one.code: one.words for one in generator.governments}
        found = [*report_documents(world, words), *generator.documents(records)]
        # The index holds them in the order in which they were last written.
        found.sort(key=lambda one: one.row.get("updatedDate_dt", ""))
        return cls(
            seed=world.seed,
            documents={one.identifier: one for one in found},
            hidden=list(hidden_records(found, generator)),
            countries=build_countries(files),
            thesaurus=thesaurus,
            generator=generator,
            now=now,
        )

    def copy(self, *, now: Callable[[], datetime] | None = None) -> "Registry":
        """The same registry apart, if wanted by another clock: what changes in one does not change in the other."""
        with self.lock:
            return Registry(
                seed=self.seed,
                documents=self.documents,
                hidden=self._hidden,
                countries=self.countries,
                thesaurus=self.thesaurus,
                generator=self._generator,
                now=now or self._now,
            )

    # -- reading --------------------------------------------------------------------------------------

    def index(self, *, skewed: bool = False) -> Index:
        """The index as it stands; `skewed` as by a clock that runs ahead for some records."""
        with self.lock:
            if skewed not in self._index:
                held = [*self._hidden, *(one.record for one in self.documents.values() if not one.deleted)]
                if skewed:
                    held = [self._ahead(record) for record in held]
                self._index[skewed] = Index(held)
            return self._index[skewed]

    def document(self, identifier: str, *, deleted: bool = False) -> Document:
        """A published document. Raises NotInRegistry; a deleted one only where asked for."""
        with self.lock:
            held = self.documents.get(identifier)
            if held is None or (held.deleted and not deleted):
                raise NotInRegistry(f"There is no document {identifier}.")
            return held

    # -- changing -------------------------------------------------------------------------------------

    def add(self, schema: str, government: str = "") -> str:
        """Register one more generated record, created now; returns its identifier. Raises NotInRegistry."""
        if schema not in BY_NAME:
            raise NotInRegistry(f"No record of the schema {schema!r} can be made up.")
        with self.lock:
            self._added += 1
            made = self._generator.document(BY_NAME[schema], FIRST_ADDED + self._added, FIRST_ADDED + self._added)
            now = self._tick()
            row = {**made.row, "updatedDate_dt": now}
            row |= {"createdDate_dt": now} if schema != "focalPoint" else {}
            row |= {"_revision_i": 1} if "_revision_i" in row else {}
            if government:
                code, name, part_of = self._words(government)
                row |= {"government_s": code, "government_EN_s": name, "government_EN_t": name}
                row["government_REL_ss"] = part_of
            return self._put(Document(Record(row), (Version(1, now),)))

    def revise(
        self, identifier: str, *, body: Mapping[str, Any] | None = None, fields: Mapping[str, Any] | None = None
    ) -> int:
        """Publish one more revision of a document; returns its number. Raises NotInRegistry."""
        with self.lock:
            held = self.document(identifier)
            now, last = self._tick(), held.versions[-1]
            version = Version(last.revision + 1, now, body if body is not None else last.body)
            row = {**held.row, "updatedDate_dt": now, **(fields or {})}
            if "_revision_i" in row:
                row["_revision_i"] = version.revision
                row["uniqueIdentifier_s"] = f"{row['uniqueIdentifier_s'].rpartition('-')[0]}-{version.revision}"
            self._put(Document(Record(row), (*held.versions, version)))
            return version.revision

    def delete(self, identifier: str) -> None:
        """Take a document out of index and documents; only its information can still be asked for."""
        with self.lock:
            self.documents[identifier] = replace(self.document(identifier), deleted=self._tick())
            self._index.clear()

    def publish(self, body: Mapping[str, Any]) -> Document:
        """Publish a report: a new document, or the next revision of the one that it names. Raises NotInRegistry."""
        head = body["header"]
        if head["schema"] not in REPORTS:
            raise NotInRegistry(f"There is no report of the schema {head['schema']!r}.")
        with self.lock:
            if head["identifier"] in self.documents and not self.documents[head["identifier"]].deleted:
                self.revise(head["identifier"], body=body)
            else:
                now = self._tick()
                self._added += 1
                made = report_document(
                    body=body,
                    number=FIRST_ADDED + self._added,
                    government=self._words(body["government"]["identifier"]),
                    created=now,
                    versions=(Version(1, now, body),),
                )
                self._put(made)
            return self.documents[head["identifier"]]

    def change_treaty(self, code: str, treaty: str, **changed: str | None) -> None:
        """Change a country's treaty: signature, instrument, deposit or party. Raises NotInRegistry."""
        with self.lock:
            if code not in self.countries or treaty not in TREATIES.values():
                raise NotInRegistry(f"There is no country {code!r} with the treaty {treaty!r}.")
            country = self.countries[code]
            treaties = {**country["treaties"], treaty: country["treaties"][treaty] | changed}
            self.countries[code] = country | {"treaties": treaties}

    def _put(self, document: Document) -> str:
        # What is written anew stands last in the index, as it does there.
        self.documents.pop(document.identifier, None)
        self.documents[document.identifier] = document
        self._index.clear()
        return document.identifier

    def _words(self, government: str) -> Words:
        for one in (*self._generator.governments, *self._generator.union):
            if government in (one.code, one.code.upper()):
                return one.words
        raise NotInRegistry(f"There is no government {government!r}.")

    def _tick(self) -> str:
        """The moment of a change, in whole seconds, later than that of every change before."""
        self._last = max(self._now(), self._last + timedelta(seconds=1))
        return stamp(self._last)

    def _ahead(self, record: Record) -> Record:
        row = record.row
        if "updatedDate_dt" not in row or draws(self.seed, "skew", row["identifier_s"]).random() >= 0.02:
            return record
        year = int(row["updatedDate_dt"][:4]) + 30
        return Record({**row, "updatedDate_dt": f"{year}-01-01{row['updatedDate_dt'][10:]}"})


def governments_of(files: PartyFiles, seed: int) -> list[Government]:
    """Those whose records the registry holds, in an order drawn by the seed; few have most of the records."""
    region = regions_of(files)
    found = [
        Government(
            code_of(row).lower(),
            row["name_en"],
            (REGIONS[region[row["code"]]][0],) if row["code"] in region else (),
            draws(seed, "records", row["code"]).paretovariate(0.9),
        )
        for row in files.parties
    ]
    return sorted(found, key=lambda one: draws(seed, "registry", one.code).random())


def demonstration_registry(*, seed: int | None = None, records: int = RECORDS) -> Registry:
    """The registry of the demonstration that load_demonstration loads with the same seed."""
    if seed is None:
        seed = int(read_rates()[1]["seed"])
    files = demonstration_files(read_party_files(), seed=seed)
    return Registry.build(make_world(files, seed=seed), files, records=records)
