"""Filing a report with the double: sign in, validate, keep a draft, publish it through a workflow."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from clearing_house_double import describing
from clearing_house_double.errors import ApiError, invalid, missing
from clearing_house_double.registry import NotInRegistry, Registry
from clearing_house_double.schemas import words_of
from clearing_house_double.validation import errors
from clearing_house_double.vocabulary import made_identifier
from national_reports.questionnaire import QuestionnaireForm

TOKEN = "demonstration-only"  # the only one that the double knows: it opens nothing real
EXPIRATION = "2099-01-01T00:00:00.0000000Z"


@dataclass
class Filing:
    registry: Registry
    forms: Mapping[str, QuestionnaireForm]
    token: str

    def sign_in(self, body: Any) -> dict[str, str]:
        """A token for any address with any password. Raises ApiError."""
        given = [body.get(name) for name in ("email", "password")] if isinstance(body, Mapping) else []
        if not given or not all(isinstance(text, str) and text for text in given):
            raise ApiError(HTTPStatus.FORBIDDEN, "forbidden", "Give an email and a password.", ["email", "password"])
        return {"authenticationToken": self.token, "expiration": EXPIRATION}

    def validate(self, document: Any, schema: str) -> dict[str, Any]:
        """The errors of a report against its form. Raises ApiError."""
        return {"errors": errors(document, self._form(schema)), "warnings": []}

    def keep(self, identifier: str, document: Any, schema: str) -> dict[str, Any]:
        """Keep a draft, in place of an earlier one. Raises ApiError."""
        form = self._form(schema)
        head = document.get("header") if isinstance(document, Mapping) else None
        if not isinstance(head, Mapping) or (head.get("identifier"), head.get("schema")) != (identifier, form.schema):
            raise invalid("The header names another identifier or schema than the address.", "header")
        with self.registry.lock:
            self.registry.drafts[identifier] = document
        return {"identifier": identifier, "type": schema, "realm": "BCH", "updatedBy": describing.ACCOUNT}

    def draft(self, identifier: str) -> Mapping[str, Any]:
        """Raises ApiError."""
        with self.registry.lock:
            if identifier not in self.registry.drafts:
                raise missing(f"There is no draft of {identifier}.")
            return self.registry.drafts[identifier]

    def drop(self, identifier: str) -> dict[str, str]:
        """Raises ApiError."""
        self.draft(identifier)
        with self.registry.lock:
            self.registry.drafts.pop(identifier, None)
        return {"identifier": identifier}

    def publish(self, workflow: Any) -> dict[str, Any]:
        """Publish the draft that a workflow names; once more is the same workflow. Raises ApiError."""
        data = workflow.get("data") if isinstance(workflow, Mapping) else None
        identifier = data.get("identifier") if isinstance(data, Mapping) else None
        if not isinstance(identifier, str) or workflow.get("type") != "publishNationalRecord":
            raise invalid("A workflow is of the type publishNationalRecord and names an identifier.", "type", "data")
        with self.registry.lock:
            held = self.registry.workflows.get(identifier)
            draft = self.registry.drafts.get(identifier)
            if draft is None and held is None:
                raise missing(f"There is no draft of {identifier}.")
            if draft is not None and not self._is_published(identifier, draft):
                held = self._published(identifier, draft, workflow)
            self.registry.drafts.pop(identifier, None)
            return held if held is not None else self._closed(identifier, workflow)

    def _published(self, identifier: str, draft: Mapping[str, Any], workflow: Mapping[str, Any]) -> dict[str, Any]:
        found = errors(draft, self._form(draft["header"]["schema"]))
        if found:
            names = [error["property"] for error in found]
            raise ApiError(HTTPStatus.BAD_REQUEST, "invalidDocument", "The draft does not fit its form.", names)
        try:
            self.registry.publish(draft)
        except NotInRegistry as fault:
            raise invalid(str(fault), "government") from fault
        return self._closed(identifier, workflow)

    def _is_published(self, identifier: str, draft: Mapping[str, Any]) -> bool:
        document = self.registry.documents.get(identifier)
        return document is not None and not document.deleted and document.versions[-1].body == draft

    def _closed(self, identifier: str, workflow: Mapping[str, Any]) -> dict[str, Any]:
        document = self.registry.documents[identifier]
        revision = document.versions[-1].revision
        self.registry.workflows[identifier] = {
            "_id": made_identifier("workflow", identifier, str(revision)).replace("-", "").lower()[:24],
            "type": workflow["type"],
            "version": workflow.get("version", "0.4"),
            "state": "completed",
            "data": dict(workflow["data"]),
            "createdOn": describing.moment(document.versions[-1].updated),
            "closedOn": describing.moment(document.versions[-1].updated),
        }
        return self.registry.workflows[identifier]

    def _form(self, schema: str) -> QuestionnaireForm:
        if schema not in self.forms:
            known = ", ".join(words_of(name)["name"] for name in self.forms)
            raise invalid(f"There is no form of the schema {schema!r}; there are {known}.", "schema")
        return self.forms[schema]


def require_token(authorization: str, token: str) -> None:
    """Raises ApiError unless the request carries the token, as Bearer or as Ticket."""
    kind, _, given = authorization.partition(" ")
    if kind not in ("Bearer", "Ticket") or not hmac.compare_digest(given.encode(), token.encode()):
        raise ApiError(HTTPStatus.UNAUTHORIZED, "unauthorized", "A token is needed.", ["Authorization"])
