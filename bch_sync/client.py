"""Ask the Biosafety Clearing-House over HTTP: politely, with time-outs, bounded retries and bounded answers."""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx
import stamina

from languages.told import said_later

INDEX = "/api/v2013/index/select"
DOCUMENTS = "/api/v2013/documents"
COUNTRIES = "/api/v2013/countries"
WORKFLOWS = "/api/v2013/workflows"
TERMS = "/api/v2013/thesaurus/domains/{domain}/terms"

CONNECT = 10.0
MOST_BYTES = 64 * 1024 * 1024
MOST_WAIT = 120.0
ROWS = 1000
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{11,128}")
# Every honest count: public records of this realm, neither old revisions nor regional copies.
STANDING = ("_state_s:public", "realm_ss:{realm}", "(*:* NOT version_s:*)", "(*:* NOT virtual_b:*)")
TRY_AGAIN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600)})


class ClearingHouseError(RuntimeError):
    """The Clearing-House could not be read; the text says where and why."""


class Unreachable(ClearingHouseError):
    """No answer, or only errors, after all retries: try again later, nothing was lost."""


class Refused(ClearingHouseError):
    """The Clearing-House refuses the request itself; trying again will not help."""


class Unreadable(ClearingHouseError):
    """The answer is not what the Clearing-House's API promises."""


class TooLarge(Unreadable):
    """The answer is larger than any that this portal asks for."""


class _TryAgain(Exception):
    """One attempt failed in a way that may pass; `wait` is what the server asked for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def _pause_before_retry(fault: Exception) -> bool | float:
    if not isinstance(fault, _TryAgain):
        return False
    return min(fault.wait, MOST_WAIT) if fault.wait is not None else True


@dataclass(frozen=True)
class Page:
    """Some rows of the index, and how many there are in all."""

    found: int
    start: int
    rows: Sequence[Mapping[str, Any]]
    # How many the server gave, whatever they were.
    length: int


@dataclass
class ClearingHouse:
    """The public endpoints of one realm; `requests` counts what was asked, retries included."""

    base: str
    realm: str
    agent: str
    per_second: float = 5.0
    attempts: int = 5
    transport: httpx.BaseTransport | None = None
    timeout: float = 60.0
    pause: Callable[[float], None] = time.sleep
    token: str = ""
    requests: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._next = 0.0
        self._http = httpx.Client(
            base_url=self.base,
            timeout=httpx.Timeout(self.timeout, connect=min(CONNECT, self.timeout)),
            transport=self.transport,
            headers={"User-Agent": self.agent, "Realm": self.realm, "Accept": "application/json"}
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        )

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> "ClearingHouse":
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    # -- what can be asked ----------------------------------------------------------------------------

    def select(self, query: str, *, fields: Sequence[str], sort: str, start: int = 0, rows: int = ROWS) -> Page:
        """One page of the index under the standing filters. Raises ClearingHouseError."""
        body = {
            "df": "text_EN_txt",
            "q": query,
            "fq": [filter_.format(realm=self.realm.lower()) for filter_ in STANDING],
            "fl": ",".join(fields),
            "sort": sort,
            "start": start,
            "rows": rows,
            "wt": "json",
        }
        answer = self._ask("POST", INDEX, body)
        held = answer.get("response") if isinstance(answer, Mapping) else None
        found = held.get("numFound") if isinstance(held, Mapping) else None
        docs = held.get("docs") if isinstance(held, Mapping) else None
        if not isinstance(found, int) or found < 0 or not isinstance(docs, list):
            raise Unreadable(said_later("{index}: the answer has no numbered list of records.", index=INDEX))
        return Page(found, start, [row for row in docs if isinstance(row, Mapping)], len(docs))

    def pages(self, query: str, *, fields: Sequence[str], sort: str, rows: int = ROWS) -> Iterator[Page]:
        """Every page of a query, as long as the index has more."""
        start = 0
        while True:
            page = self.select(query, fields=fields, sort=sort, start=start, rows=rows)
            yield page
            # A server may give fewer rows than it was asked for.
            start += page.length
            if not page.length or start >= page.found:
                return

    def document(self, identifier: str, revision: int | None = None) -> Mapping[str, Any]:
        """A published document, of the latest or of a given revision."""
        named = _in_path(identifier) if revision is None else f"{_in_path(identifier)}@{revision}"
        answer = self._ask("GET", f"{DOCUMENTS}/{named}")
        if not isinstance(answer, Mapping):
            raise Unreadable(
                said_later("{documents}/{named}: the answer is not a document.", documents=DOCUMENTS, named=named)
            )
        return answer

    def versions(self, identifier: str) -> list[Mapping[str, Any]]:
        """What is told of every revision of a document: its number and dates."""
        path = f"{DOCUMENTS}/{_in_path(identifier)}/versions"
        answer = self._ask("GET", path)
        items = answer.get("Items") if isinstance(answer, Mapping) else None
        if not isinstance(items, list):
            raise Unreadable(said_later("{path}: the answer has no list of versions.", path=path))
        return [item for item in items if isinstance(item, Mapping)]

    def countries(self) -> list[Mapping[str, Any]]:
        return self._list(COUNTRIES)

    def terms(self, domain: str) -> list[Mapping[str, Any]]:
        return self._list(TERMS.format(domain=quote(domain, safe="")))

    def _list(self, path: str) -> list[Mapping[str, Any]]:
        answer = self._ask("GET", path)
        if not isinstance(answer, list):
            raise Unreadable(said_later("{path}: the answer is not a list.", path=path))
        return [row for row in answer if isinstance(row, Mapping)]

    # -- what can be written, with a token -------------------------------------------------------------

    def validate(self, document: Mapping[str, Any], *, schema: str) -> list[str]:
        """What the Clearing-House finds wrong with a document, as "code: property"; nothing is stored there."""
        answer = self._ask("PUT", f"{DOCUMENTS}/x/validate?schema={schema}", document)
        errors = answer.get("errors") if isinstance(answer, Mapping) else None
        if not isinstance(errors, list):
            raise Unreadable(said_later("The answer to the validation lists no errors."))
        return [f"{one.get('code')}: {one.get('property')}" for one in errors if isinstance(one, Mapping)]

    def save_draft(self, identifier: str, document: Mapping[str, Any], *, schema: str) -> Mapping[str, Any]:
        """Store a document as a draft; the same again changes nothing."""
        answer = self._ask("PUT", f"{DOCUMENTS}/{_in_path(identifier)}/versions/draft?schema={schema}", document)
        return answer if isinstance(answer, Mapping) else {}

    def ask_to_publish(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Begin the publication of a draft. Asked once: whether an unanswered request arrived is not known."""
        body = {"type": "publishNationalRecord", "version": "0.4", "data": data}
        answer = self._ask("POST", WORKFLOWS, body, attempts=1)
        return answer if isinstance(answer, Mapping) else {}

    # -- how it is asked ------------------------------------------------------------------------------

    def _ask(self, method: str, path: str, body: Any = None, *, attempts: int | None = None) -> Any:
        try:
            for attempt in stamina.retry_context(
                on=_pause_before_retry,
                attempts=attempts or self.attempts,
                timeout=None,
                wait_initial=0.5,
                wait_max=30,
                wait_jitter=1,
            ):
                with attempt:
                    return self._once(method, path, body)
        except _TryAgain as fault:
            raise Unreachable(f"{path}: {fault}") from fault
        raise AssertionError("retry_context either returns or raises")

    def _once(self, method: str, path: str, body: Any) -> Any:
        self._keep_pace()
        self.requests += 1
        try:
            with self._http.stream(method, path, json=body) as response:
                if response.status_code in TRY_AGAIN:
                    raise _TryAgain(f"answered {response.status_code}", _retry_after(response))
                if not response.is_success:
                    raise Refused(f"{path}: answered {response.status_code}.")
                content = _bounded(response, path)
        except httpx.HTTPError as fault:
            raise _TryAgain(f"{type(fault).__name__}: {fault}") from fault
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as fault:
            # Cut off on the way, most likely: asking again may help.
            raise _TryAgain(said_later("the answer is not JSON: {fault}", fault=fault)) from fault

    def _keep_pace(self) -> None:
        now = time.monotonic()
        if now < self._next:
            self.pause(self._next - now)
        self._next = max(now, self._next) + 1 / self.per_second


def _bounded(response: httpx.Response, path: str) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            raise TooLarge(
                said_later(
                    "{path}: the answer is larger than {most_bytes} MB.",
                    path=path,
                    most_bytes=MOST_BYTES // 1024 // 1024,
                )
            )
    return bytes(content)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the server asks to wait, whether it says seconds or a time."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()) if said else None
    except (TypeError, ValueError):
        return None


def _in_path(identifier: str) -> str:
    """An identifier as one part of an address. Raises Unreadable for what no document is called."""
    if not IDENTIFIER.fullmatch(identifier):
        raise Unreadable(
            said_later("{identifier} is not the identifier of a document.", identifier=repr(identifier[:40]))
        )
    return identifier


def escaped(text: str) -> str:
    """A text as one literal term of a query of the index."""
    return "".join(f"\\{char}" if char in '+-&|!(){}[]^"~*?:\\/ ' else char for char in text)
