"""The part of Solr's query language that the Clearing-House's clients use: read once, then asked of rows. Pure.

Clauses combine as in Solr's own parser, with OR between clauses that nothing joins: `a AND b OR c` requires a and b
and merely allows c, `a NOT b` is a without b, and a group of refusals alone finds nothing unless it is the whole query.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clearing_house_double.values import FieldUnknown, ValueInvalid, in_range, is_term, known

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

SPECIAL = frozenset('+-!(){}[]^"~*?:\\/&| \t\r\n')
BARE = re.compile(r'(?:\\.|[^\s+\-!(){}\[\]^"~*?:\\/&|])(?:\\.|[^\s!(){}\[\]^"~*?:\\/&|])*', re.DOTALL)
QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL)
RANGE = re.compile(r'([\[{])\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])')
FIELD = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|\*):")
WORD = re.compile(r"(AND|OR|NOT)(?=[\s(+\-!]|$)|(&&|\|\||!)")

MUST, SHOULD, MUST_NOT = "must", "should", "must not"
MOST_DEEP = 50


class QueryInvalid(ValueError):
    """A query outside the part of the language that is understood; the text says where."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read; `schemas` are the only ones that can be found, None if it does not say."""

    matches: Test
    schemas: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Part:
    test: Test
    schemas: frozenset[str] | None
    # Of a group that only refuses: it finds nothing, unless it is the whole query.
    refused: tuple[Test, ...] = ()


@lru_cache(maxsize=512)
def read_query(text: str, default_field: str = "text_EN_txt") -> Query:
    """Read a query of `q` or `fq`. Raises QueryInvalid."""
    reader = _Reader(text, default_field)
    try:
        part = reader.group(default_field, depth=0, closing=False)
    except (FieldUnknown, ValueInvalid) as fault:
        raise QueryInvalid(str(fault)) from fault
    refused = part.refused
    if refused:
        return Query(lambda row: not any(test(row) for test in refused), None)
    return Query(part.test, part.schemas)


class _Reader:
    def __init__(self, text: str, default_field: str) -> None:
        self.text = text
        self.at = 0
        self.default_field = default_field

    def group(self, field: str, *, depth: int, closing: bool) -> _Part:
        """The clauses up to the end, or up to the bracket that closes a group."""
        if depth > MOST_DEEP:
            raise QueryInvalid(f"The query is nested more than {MOST_DEEP} deep.")
        clauses: list[tuple[str, _Part]] = []
        joined = ""
        while self._more(closing=closing):
            word = self._word("AND", "OR", "&&", "||")
            if word:
                if joined or not clauses:
                    raise self._fault(f"{word} joins nothing")
                joined = word
                continue
            refused, required = self._modifiers()
            part = self._clause(field, depth)
            if joined in ("AND", "&&"):
                previous = clauses[-1]
                if previous[0] != MUST_NOT:
                    clauses[-1] = (MUST, previous[1])
                required = True
            clauses.append((MUST_NOT if refused else MUST if required else SHOULD, part))
            joined = ""
        if joined or not clauses:
            raise self._fault("a clause is missing")
        return _combined(clauses)

    def _more(self, *, closing: bool) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        if self.at == len(self.text):
            if closing:
                raise self._fault("a bracket is not closed")
            return False
        if self.text[self.at] == ")":
            if not closing:
                raise self._fault("a bracket closes nothing")
            self.at += 1
            return False
        return True

    def _word(self, *words: str) -> str:
        found = WORD.match(self.text, self.at)
        word = found[0] if found else ""
        if word not in words:
            return ""
        self.at += len(word)
        return word

    def _modifiers(self) -> tuple[bool, bool]:
        refused = required = False
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self.at += 1
            elif self.text[self.at] in "+-":
                required |= self.text[self.at] == "+"
                refused |= self.text[self.at] == "-"
                self.at += 1
            elif self._word("NOT", "!"):
                refused = True
            else:
                break
        return refused, required

    def _clause(self, field: str, depth: int) -> _Part:
        named = FIELD.match(self.text, self.at)
        if named:
            self.at = named.end()
            field = named[1]
        if self.text.startswith("(", self.at):
            self.at += 1
            if named:
                known(field)
            return self.group(field, depth=depth + 1, closing=True)
        if field == "*" or (named and self.text.startswith("*", self.at)):
            return self._star(field)
        known(field)
        ranged = RANGE.match(self.text, self.at)
        if ranged:
            self.at = ranged.end()
            self._end()
            low, high = (_plain(bound) for bound in (ranged[2], ranged[3]))
            return _Part(in_range(field, low, high, after=ranged[1] == "{", before=ranged[4] == "}"), None)
        value = self._value()
        schemas = frozenset([value]) if field == "schema_s" else None
        return _Part(is_term(field, value), schemas)

    def _star(self, field: str) -> _Part:
        if not self.text.startswith("*", self.at):
            raise self._fault("only *:* asks for every field")
        self.at += 1
        self._end()
        if field == "*":
            return _Part(lambda row: True, None)
        known(field)
        return _Part(lambda row: field in row, None)

    def _value(self) -> str:
        found = QUOTED.match(self.text, self.at)
        bare = None if found else BARE.match(self.text, self.at)
        if not (found or bare):
            raise self._fault("a term was expected")
        self.at = found.end() if found else bare.end() if bare else self.at
        self._end()
        return _plain(found[0] if found else bare[0] if bare else "")

    def _end(self) -> None:
        """After a clause stands a space, a bracket or nothing: no wildcard, distance or weight."""
        if self.at < len(self.text) and self.text[self.at] not in " \t\r\n)":
            raise self._fault(f"{self.text[self.at]!r} is not understood here")

    def _fault(self, reason: str) -> QueryInvalid:
        return QueryInvalid(f"Cannot parse {self.text!r} at {self.at}: {reason}.")


def _plain(text: str) -> str:
    if text.startswith('"'):
        text = text[1:-1]
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _combined(clauses: list[tuple[str, _Part]]) -> _Part:
    must = [part for occurs, part in clauses if occurs == MUST]
    should = [part for occurs, part in clauses if occurs == SHOULD]
    refused = tuple(part.test for occurs, part in clauses if occurs == MUST_NOT)
    if len(clauses) == 1 and not refused:
        return clauses[0][1]
    if not must and not should:
        return _Part(lambda row: False, None, refused)
    if must:
        required = tuple(part.test for part in must)
        named = [part.schemas for part in must if part.schemas is not None]
        schemas = frozenset.intersection(*named) if named else None
        return _Part(lambda row: all(t(row) for t in required) and not any(t(row) for t in refused), schemas)
    offered = tuple(part.test for part in should)
    found = [part.schemas for part in should]
    schemas = None if None in found else frozenset().union(*(one for one in found if one is not None))
    return _Part(lambda row: any(t(row) for t in offered) and not any(t(row) for t in refused), schemas)
