"""Read a folder of report documents as the Clearing-House serves them, and publish what can be read."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from indicators.models import ReportingCycle
from national_reports.codec import DocumentInvalid, decode, government_of, received_on, revision_of
from national_reports.models import Questionnaire, Report
from national_reports.questionnaire import QuestionnaireForm
from national_reports.services.publishing import Filed, publish_decoded
from parties.models import Party

MOST_BYTES = 50 * 1024 * 1024


@dataclass
class ImportResult:
    """What a folder held: what was stored, and every answer or document that was refused, with its place."""

    documents: int = 0
    filed: Filed = field(default_factory=Filed)
    refused: list[str] = field(default_factory=list)


class Importer:
    """Publishes report documents for the Parties and forms of this portal; looked up once."""

    def __init__(self, *, at: datetime, origin: str = Report.Origin.CLEARING_HOUSE, computes: bool = True) -> None:
        self.at = at
        self.origin = origin
        # Whoever brings many asks for the figures once, after the last.
        self.computes = computes
        self.forms: dict[str, tuple[QuestionnaireForm, ReportingCycle]] = {}
        for questionnaire in Questionnaire.objects.select_related("cycle").order_by("version"):
            form = questionnaire.form
            self.forms[form.schema.lower()] = (form, questionnaire.cycle)
        self.parts = {
            (part.cycle.code, part.key): part.cut_off
            for cycle in ReportingCycle.objects.prefetch_related("parts")
            for part in cycle.parts.all()
        }
        self.parties: dict[str, Party] = {}
        for party in Party.objects.all():
            self.parties[party.code] = party
            if party.alpha2:
                self.parties[party.alpha2] = party

    def folder(self, folder: Path, *, seen: Callable[[int], None] = lambda count: None) -> ImportResult:
        """Import every .json file below a folder, in the order of names. `seen` is told the running count."""
        result = ImportResult()
        for path in sorted(path for path in folder.rglob("*.json") if path.is_file()):
            name = str(path.relative_to(folder))
            for schema, info, document in self._documents(path, name, result):
                result.documents += 1
                self.document(document, schema=schema, info=info, place=name, result=result)
                seen(result.documents)
        return result

    def document(
        self, document: Any, *, schema: str, info: Mapping[str, Any], place: str, result: ImportResult
    ) -> None:
        """Publish one document; what can't be read of it is added to the result."""
        try:
            if not isinstance(document, Mapping):
                raise DocumentInvalid("A row of the list is not a report.")
            government = government_of(document)
            place = f"{place} ({government})"
            if schema.lower() not in self.forms:
                raise DocumentInvalid(f"There is no questionnaire for the schema {schema or '(none)'!r}.")
            if government not in self.parties:
                raise DocumentInvalid(f"Unknown government {government!r}.")
            form, cycle = self.forms[schema.lower()]
            decoded = decode(document, form)
        except DocumentInvalid as refused:
            result.refused.append(f"{place}: {refused}")
            return
        except RecursionError:
            result.refused.append(f"{place}: The document is nested too deeply.")
            return
        result.refused += [f"{place}: {refusal.key}: {refusal.reason}" for refusal in decoded.refused]
        day = received_on(document, info)
        # A collection kept with the cycle carries no date of its own in the source: it counts as received
        # by the day on which its results were published.
        received = {"": day} | {key: self.parts[cycle.code, key] for key in form.parts}
        result.filed.add(
            publish_decoded(
                decoded=decoded,
                form=form,
                cycle=cycle,
                party=self.parties[government],
                received=received,
                revision=revision_of(info),
                origin=self.origin,
                at=self.at,
                computes=self.computes,
            )
        )

    def _documents(self, path: Path, name: str, result: ImportResult) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
        """Yield (schema, information, document) for each report in a file, whichever shape it has."""
        try:
            if path.stat().st_size > MOST_BYTES:
                raise DocumentInvalid(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
            content = json.loads(path.read_bytes(), parse_constant=_no_constant)
            documents = list(_unwrap(content, name))
        except (ValueError, RecursionError) as fault:
            result.refused.append(f"{name}: {fault}")
            return
        yield from documents


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not a number that JSON knows.")


def _unwrap(content: Any, name: str) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    held = content if isinstance(content, Mapping) else {}
    rows = held.get("response", held.get("reports")) if held else content
    if isinstance(rows, list):
        schema = _text(held.get("schema")) or schema_in(_text(held.get("_request"))) or schema_in(name)
        for row in rows:
            yield schema, row if isinstance(row, Mapping) else {}, row
    elif isinstance(content, Mapping):
        body = content.get("body")
        document = body if isinstance(body, Mapping) else content
        head = document.get("header")
        schema = _text(head.get("schema")) if isinstance(head, Mapping) else ""
        yield schema or _text(content.get("type")) or schema_in(name), content, document
    else:
        raise DocumentInvalid("The file holds neither a report nor a list of reports.")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def schema_in(text: str) -> str:
    """The schema that an address or a file name speaks of: …/national-reports-cpb-2, cpbNationalReport4.json."""
    found = re.search(
        r"(?:cpbNationalReport|national-reports?-cpb-|cpb-national-report-|nr)([1-9])", text, re.IGNORECASE
    )
    return f"cpbNationalReport{found[1]}" if found else ""
