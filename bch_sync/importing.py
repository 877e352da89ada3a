"""Take in published reports that other systems hold, and say of each what became of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from bch_sync.folders import TOO_DEEP, FolderReading, Found, Left
from indicators.models import ReportingCycle
from jobs.left_out import Entry, end_elsewhere, replace_left_out
from jobs.models import LeftOut
from jobs.services import enqueue
from languages.told import said_later
from national_reports.codec import (
    DecodedReport,
    DocumentInvalid,
    RevisionUnclear,
    decode,
    government_of,
    quoted,
    revision_of,
    shortened,
)
from national_reports.cover import cover_of
from national_reports.dates import Dates, Received, dates_of, today_first
from national_reports.models import Questionnaire, Report
from national_reports.plausibility import Fault, implausible
from national_reports.plausibility_words import in_words
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.services.publishing import Filed, Incoming, PartDates, publish_documents
from parties.governments import Governments

# Documents a transaction: what was stored before an interruption stays, and is found unchanged the next time.
TOGETHER = 50
NO_DATE = said_later("The report tells no date, so it is shown but counted nowhere.")


@dataclass
class ImportResult:
    """What came in: what was stored, and every file, document, answer or date that was left out, with its place."""

    documents: int = 0
    filed: Filed = field(default_factory=Filed)
    left: list[Left] = field(default_factory=list)
    # What was read, under the names by which other folders may have left it out.
    read: set[str] = field(default_factory=set)

    @property
    def refused(self) -> list[str]:
        """What somebody would miss, each in one line."""
        return [str(one) for one in self.left if not one.harmless]

    @property
    def unread(self) -> list[str]:
        """The same without reports that are held whole and tell no date."""
        return [str(one) for one in self.left if not one.harmless and one.reason != NO_DATE]

    @property
    def entries(self) -> list[Entry]:
        """All of it for the list of what was left out."""
        return [Entry(one.key, one.subject, one.reason, one.party, one.about) for one in self.left]

    def add(self, filed: Filed, *, place: str, party: str, unclear: Sequence[str] = ()) -> None:
        """Take over what became of one document; of its dates, the unclear ones too, it says one thing a report."""
        self.filed.add(filed)
        why = _no_date(unclear)
        if filed.refused:
            self.left.append(Left(place, place, filed.refused, party))
        elif filed.undated:
            self.left += [Left(f"{place}:undated", f"{place}: {report}", why, party) for report in filed.undated]
        elif unclear:
            why = said_later("Not every date can be read; the others stand: {unclear}", unclear=" ".join(unclear))
            self.left.append(Left(f"{place}:date", f"{place}: {party}", why, party))


class Importer:
    """Publishes report documents for the Parties and forms of this portal; looked up once."""

    def __init__(self, *, at: datetime, origin: str = Report.Origin.CLEARING_HOUSE, computes: bool = True) -> None:
        self.at = at
        self.origin = origin
        # Whoever brings many asks for the figures once, after the last.
        self.computes = computes
        self.forms: dict[str, tuple[QuestionnaireForm, ReportingCycle]] = {}
        for questionnaire in Questionnaire.objects.select_related("cycle").order_by("version", "mended"):
            form = questionnaire.form
            self.forms[form.schema.lower()] = (form, questionnaire.cycle)
        self.parts = {
            (part.cycle.code, part.key): Received(part.cut_off)
            for cycle in ReportingCycle.objects.prefetch_related("parts")
            for part in cycle.parts.all()
        }
        self.governments = Governments.load()

    def folder(self, folder: Path, *, seen: Callable[[int], None] = lambda count: None) -> ImportResult:
        """Import every report below a folder; `seen` is told the running count. The figures are computed once.

        What was left out stands on the list of what was not read, until the folder is imported again or the same file
        or record is read from elsewhere.
        """
        result = ImportResult()
        reading = FolderReading(folder)
        try:
            for batch in _batches(reading.documents()):
                result.documents += len(batch)
                self.documents(batch, result)
                seen(result.documents)
        finally:
            # Also where all is found unchanged: a run before this one may have been killed before it asked.
            if self.computes and result.documents:
                enqueue(kind="compute_progress", reason=said_later("reports were imported"))
        result.left += [one if one.about else replace(one, about=_of_file(one.key)) for one in reading.left]
        source = str(folder.resolve())
        replace_left_out(kind=LeftOut.Kind.IMPORT, source=source, entries=result.entries, at=self.at)
        end_elsewhere(kind=LeftOut.Kind.IMPORT, about=result.read, but=source, at=self.at)
        return result

    def documents(self, found: Iterable[Found], result: ImportResult) -> None:
        """Publish documents in one transaction; what can't be read of them is added to the result."""
        found, before = list(found), len(result.left)
        read = [(one, self._dates(one), self._read(one, result)) for one in found]
        coming = [(one.place, dates.unclear, incoming) for one, dates, incoming in read if incoming is not None]
        filed = publish_documents(documents=[incoming for *_, incoming in coming], at=self.at, computes=False)
        for (place, unclear, incoming), one in zip(coming, filed, strict=True):
            result.add(one, place=place, party=incoming.party.code, unclear=unclear)
            if not one.refused:
                result.read |= {_of_file(place), _of_record(incoming.decoded.identifier)}
        about = {one.place: _of_record(_told_identifier(one.document)) or _of_file(one.place) for one in found}
        result.left[before:] = [replace(one, about=about[_place_in(one.key, about)]) for one in result.left[before:]]

    def document(
        self, document: Any, *, schema: str, info: Mapping[str, Any], place: str, result: ImportResult
    ) -> None:
        """Publish one document; what can't be read of it is added to the result."""
        before = result.filed.stored
        self.documents([Found(place, schema, info, document)], result)
        end_elsewhere(kind=LeftOut.Kind.IMPORT, about=result.read, but="", at=self.at)
        if self.computes and result.filed.stored > before:
            enqueue(kind="compute_progress", reason=said_later("reports were published"))

    def _dates(self, found: Found) -> Dates:
        document = found.document if isinstance(found.document, Mapping) else {}
        return dates_of(document, found.info, today=today_first(self.at))

    def _read(self, found: Found, result: ImportResult) -> Incoming | None:
        """What a document says, ready to be published; None where it is refused whole."""
        place, document = found.place, found.document
        try:
            if not isinstance(document, Mapping):
                raise DocumentInvalid(said_later("A row of the list is not a report."))
            said = government_of(document)
            place = f"{place} ({shortened(said)})"
            if found.schema.lower() not in self.forms:
                raise DocumentInvalid(
                    said_later(
                        "There is no questionnaire for the schema {none}.", none=quoted(found.schema or "(none)")
                    )
                )
            party = self.governments.find(said)
            if party is None:
                raise DocumentInvalid(said_later("No government is known as {said}.", said=quoted(said)))
            form, cycle = self.forms[found.schema.lower()]
            decoded = decode(document, form)
        except DocumentInvalid as refused:
            result.left.append(Left(found.place, place, str(refused)))
            return None
        except RecursionError:
            result.left.append(Left(found.place, place, TOO_DEEP))
            return None
        result.left += [
            Left(f"{found.place}:{refusal.key}", f"{place}: {refusal.key}", refusal.reason, party.code)
            for refusal in decoded.refused
        ]
        result.left += _implausible(found.place, place, party.code, decoded, form)
        dates = self._dates(found)
        try:
            revision = revision_of(found.info)
        except RevisionUnclear as unclear:
            result.left.append(Left(f"{found.place}:revision", f"{place}: revision", str(unclear), party.code))
            revision = None
        return Incoming(
            decoded=decoded,
            form=form,
            cycle=cycle,
            party=party,
            dates={"": PartDates(dates.first, dates.content)}
            | {part: _of_part(dates, self.parts[cycle.code, part]) for part in form.parts},
            revision=revision,
            origin=self.origin,
        )


def _place_in(key: str, places: Collection[str]) -> str:
    """The document that something left out belongs to: its key is that of the document, or goes on with what it is."""
    return next(place for place in places if key == place or key.startswith(f"{place}:"))


def _told_identifier(document: Any) -> str:
    """The identifier that a document tells, though nothing else of it may be read."""
    head = document.get("header") if isinstance(document, Mapping) else None
    told = head.get("identifier") if isinstance(head, Mapping) else None
    return told if isinstance(told, str) else ""


def _of_record(identifier: str) -> str:
    return f"record {identifier.lower()}" if identifier else ""


def _of_file(place: str) -> str:
    """A file by its name, whichever folder it lies in."""
    return f"file {PurePosixPath(place).name.partition(' #')[0].partition(':')[0].lower()}"


def _implausible(where: str, place: str, party: str, decoded: DecodedReport, form: QuestionnaireForm) -> list[Left]:
    """A remark at each answer that cannot be true: nothing of the report is missing, so it makes no run a failure."""
    answers = cover_of(decoded.header) | decoded.answers
    wrong = implausible(form, answers)
    return [
        Left(
            f"{where}:{one.key}",
            f"{place}: {one.key}",
            kept_as_it_came(one, wrong[one.key]),
            party,
            harmless=True,
        )
        for one in form.bounded
        if one.key in wrong
    ]


def kept_as_it_came(question: Question, wrong: Iterable[Fault]) -> str:
    """The remark at an answer that cannot be true."""
    return said_later("Kept as it came, and read as unanswered: {key}", key=in_words(question, wrong))


def _of_part(dates: Dates, day: Received) -> PartDates:
    """A collection kept with the cycle carries no date of its own in the source: it counts as received by the day on
    which its results were published, unless the document is newer than that."""

    def at_least(received: Received | None) -> Received:
        return received if received is not None and received.on > day.on else day

    return PartDates(at_least(dates.first), at_least(dates.content))


def _batches(found: Iterator[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for one in found:
        batch.append(one)
        if len(batch) == TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _no_date(unclear: Sequence[str]) -> str:
    """Why a report counts nowhere: it tells no date, or none that can be read."""
    if not unclear:
        return NO_DATE
    return said_later(
        "The report tells a date that cannot be read, so it is shown but counted nowhere: {why}", why=" ".join(unclear)
    )
