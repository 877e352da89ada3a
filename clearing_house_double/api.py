"""The addresses of the API and what each answers. Knows no sockets."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from clearing_house_double import analyser, describing
from clearing_house_double.errors import invalid, missing
from clearing_house_double.faults import INDEX, Fault, Faults
from clearing_house_double.filing import Filing, require_token
from clearing_house_double.records import Document, Version, written
from clearing_house_double.registry import NotInRegistry, Registry
from clearing_house_double.selection import Selection
from clearing_house_double.spoiling import disturb, shifted, spoil
from national_reports.questionnaire import QuestionnaireForm

UID = re.compile(r"(?P<uid>[A-Za-z0-9\-_]{11,128})(?:@(?P<revision>\d{1,9}))?")


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    parameters: Mapping[str, Sequence[str]]
    content: bytes
    authorization: str

    @property
    def json(self) -> Any:
        """Raises ApiError."""
        try:
            return json.loads(self.content)
        except ValueError as fault:
            raise invalid(f"The body is not JSON: {fault}") from fault

    @property
    def selecting(self) -> Mapping[str, Sequence[str]]:
        """The parameters of the index, of the address and of the body. Raises ApiError."""
        if self.method != "POST" or not self.content:
            return self.parameters
        body = self.json
        if not isinstance(body, Mapping):
            raise invalid("The body is not an object.")
        named = {name: value if isinstance(value, list) else [value] for name, value in body.items()}
        return {**self.parameters, **{name: [_text(one) for one in value] for name, value in named.items()}}

    @property
    def start(self) -> int:
        """The first row that is asked for; 0 wherever that can't be told."""
        text = self.selecting.get("start", ["0"])[-1] if self.path.startswith(INDEX) else "0"
        return int(text) if text.isdecimal() else 0


@dataclass
class Api:
    """The API over a registry; `token` is the only one that it knows."""

    registry: Registry
    forms: Mapping[str, QuestionnaireForm]
    faults: Faults
    token: str
    filing: Filing = field(init=False)
    _turn: int = 0

    def __post_init__(self) -> None:
        self.filing = Filing(self.registry, self.forms, self.token)

    def answer(self, request: Request, struck: Mapping[str, Fault]) -> bytes:
        """The body of the answer. Raises ApiError."""
        for pattern, routes in ROUTES:
            found = pattern.fullmatch(request.path)
            if found and request.method in routes:
                answered = routes[request.method](self, request, struck, **found.groupdict())
                body = answered if isinstance(answered, bytes) else written(answered)
                return spoil(body, struck)
        raise missing(f"Nothing answers {request.method} {request.path}.")

    # -- the index ------------------------------------------------------------------------------------

    def select(self, request: Request, struck: Mapping[str, Fault]) -> bytes:
        selection = Selection.read(request.selecting)
        if "deletions" in struck or "shifting" in struck:
            self._turn += 1
            disturb(self.registry, selection, struck, self._turn)
        return shifted(selection, struck).answer(self.registry.index(skewed="skew" in struck))

    # -- documents ------------------------------------------------------------------------------------

    def document(self, request: Request, struck: Mapping[str, Fault], named: str) -> Any:
        if "info" in request.parameters:
            return self.information(request, struck, named)
        return describing.body(*self._version(named))

    def information(self, request: Request, struck: Mapping[str, Fault], named: str) -> Any:
        deleted = request.parameters.get("include-deleted", [""])[-1] == "true"
        document, version = self._version(named, deleted=deleted)
        return describing.information(document, version, with_body="body" in request.parameters)

    def versions(self, request: Request, struck: Mapping[str, Fault], named: str) -> Any:
        return describing.versions(self._version(named)[0], request.parameters)

    def version(self, request: Request, struck: Mapping[str, Fault], named: str, number: str) -> Any:
        return self.document(request, struck, f"{named}@{number}")

    def version_information(self, request: Request, struck: Mapping[str, Fault], named: str, number: str) -> Any:
        return self.information(request, struck, f"{named}@{number}")

    def listed(self, request: Request, struck: Mapping[str, Fault]) -> Any:
        if "collection" in request.parameters:
            require_token(request.authorization, self.token)
        with self.registry.lock:
            documents = list(self.registry.documents.values())
        return describing.listed(documents, request.parameters)

    def _version(self, named: str, *, deleted: bool = False) -> tuple[Document, Version]:
        found = UID.fullmatch(unquote(named))
        if found is None:
            raise invalid("An identifier has 11 to 128 letters, digits, hyphens and underscores.", "identifier")
        try:
            document = self.registry.document(found["uid"], deleted=deleted)
        except NotInRegistry as fault:
            raise missing(str(fault)) from fault
        version = document.version(int(found["revision"]) if found["revision"] else None)
        if version is None:
            raise missing(f"{found['uid']} has no revision {found['revision']}.")
        return document, version

    # -- filing ---------------------------------------------------------------------------------------

    def sign_in(self, request: Request, struck: Mapping[str, Fault]) -> Any:
        return self.filing.sign_in(request.json)

    def validate(self, request: Request, struck: Mapping[str, Fault]) -> Any:
        require_token(request.authorization, self.token)
        return self.filing.validate(request.json, request.parameters.get("schema", [""])[-1])

    def draft(self, request: Request, struck: Mapping[str, Fault], named: str) -> Any:
        require_token(request.authorization, self.token)
        if request.method == "PUT":
            return self.filing.keep(named, request.json, request.parameters.get("schema", [""])[-1])
        return self.filing.drop(named) if request.method == "DELETE" else self.filing.draft(named)

    def publish(self, request: Request, struck: Mapping[str, Fault]) -> Any:
        require_token(request.authorization, self.token)
        return self.filing.publish(request.json)

    # -- the rest -------------------------------------------------------------------------------------

    def analysed(self, request: Request, struck: Mapping[str, Fault]) -> Any:
        schema = analyser.ADDRESSES[request.path]
        with self.registry.lock:
            documents = [d for d in self.registry.documents.values() if d.schema == schema and not d.deleted]
        return analyser.rows(documents, self.forms.get(schema), request.parameters)

    def countries(self, request: Request, struck: Mapping[str, Fault]) -> Any:
        return list(self.registry.countries.values())

    def country(self, request: Request, struck: Mapping[str, Fault], code: str) -> Any:
        if code not in self.registry.countries:
            raise missing(f"There is no country {code}.")
        return self.registry.countries[code]

    def terms(self, request: Request, struck: Mapping[str, Fault], domain: str) -> Any:
        thesaurus, relations = self.registry.thesaurus, "relations" in request.parameters
        terms = thesaurus.domain(unquote(domain))
        if terms is None:
            raise missing(f"There is no domain {domain}.")
        return [thesaurus.row(term, relations=relations) for term in terms]

    def term(self, request: Request, struck: Mapping[str, Fault], identifier: str) -> Any:
        term = self.registry.thesaurus.by_identifier.get(unquote(identifier))
        if term is None:
            raise missing(f"There is no term {identifier}.")
        return self.registry.thesaurus.row(term, relations="relations" in request.parameters)

    def narrower(self, request: Request, struck: Mapping[str, Fault], identifier: str) -> Any:
        thesaurus = self.registry.thesaurus
        below = thesaurus.narrower.get(unquote(identifier), [])
        return [thesaurus.row(thesaurus.by_identifier[one]) for one in below]


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool | int | float) else str(value)


_V = "/api/v2013"
_NAMED = f"{_V}/documents/(?P<named>[^/]+)"
_SELECT = {"GET": Api.select, "POST": Api.select}
_DRAFT = {"GET": Api.draft, "PUT": Api.draft, "DELETE": Api.draft}
_VALIDATE = {"PUT": Api.validate, "POST": Api.validate}
Routes = Mapping[str, Callable[..., Any]]
_ADDRESSES: tuple[tuple[str, Routes], ...] = (
    (f"{INDEX}(?:/select)?", _SELECT),
    (f"{_V}/documents", {"GET": Api.listed}),
    (f"{_V}/documents/x/validate", _VALIDATE),
    (_NAMED, {"GET": Api.document}),
    (f"{_NAMED}/info", {"GET": Api.information}),
    (f"{_NAMED}/versions", {"GET": Api.versions}),
    (f"{_NAMED}/versions/draft", _DRAFT),
    (rf"{_NAMED}/versions/(?P<number>\d{{1,9}})", {"GET": Api.version}),
    (rf"{_NAMED}/versions/(?P<number>\d{{1,9}})/info", {"GET": Api.version_information}),
    (f"{_V}/authentication/token", {"POST": Api.sign_in}),
    (f"{_V}/workflows", {"POST": Api.publish}),
    (f"{_V}/countries", {"GET": Api.countries}),
    (f"{_V}/countries/(?P<code>[^/]+)", {"GET": Api.country}),
    (f"{_V}/thesaurus/domains/(?P<domain>[^/]+)/terms", {"GET": Api.terms}),
    (f"{_V}/thesaurus/terms/(?P<identifier>[^/]+)", {"GET": Api.term}),
    (f"{_V}/thesaurus/terms/(?P<identifier>[^/]+)/narrowers", {"GET": Api.narrower}),
    *((address, {"GET": Api.analysed}) for address in analyser.ADDRESSES),
)
ROUTES = tuple((re.compile(address), routes) for address, routes in _ADDRESSES)
