"""A definition of a form in JavaScript, read as data: nothing of it is run. Pure.

    import texts from '../../texts/form.json' with {type:'json'};
    const t = merged(texts);
    const questions = [ {"key":"Q1", "title": t.first, "footnote": t.one+'<br>'+t.two}, ];
    export const form = questions;

Only this is understood; anything else in the array or behind it is refused with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicators.datafile import DataFileInvalid, Located, Problem

MOST_BYTES = 4 * 1024 * 1024
# Arrays and objects within each other; the forms need seven.
MOST_LEVELS = 16
# Characters of what is not understood that a refusal quotes.
MOST_SHOWN = 30
# How a file that is not as it should be is put right.
ANEW = "take the file anew from the Secretariat's source, unchanged"

_IMPORT = re.compile(r"^import\s+(\w+)\s+from\s+(['\"])([^'\"\n]+\.json)\2", re.MULTILINE)
_CONST = re.compile(r"^const\s+(\w+)\s*=\s*(?!\s*\[)", re.MULTILINE)
_ARRAY = re.compile(r"^(?:export\s+)?const\s+\w+\s*=\s*(?=\[)", re.MULTILINE)
_BEHIND = re.compile(r"(?:\s|;|//[^\n]*|/\*.*?\*/|export\s+const\s+\w+\s*=\s*\w+(?=\s*(?:;|\n|$)))*", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<name>[A-Za-z_$][\w$]*\.[A-Za-z_$][\w$]*)
    |(?P<word>[A-Za-z_$][\w$]*)
    |(?P<number>-?\d{1,15}(?:\.\d{1,15})?)
    |(?P<sign>[\[\]{},:+])""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class TextKey:
    """A text by its key in the files of texts, as `t.first` names it."""

    key: str
    line: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts one behind the other: keys, and what the definition itself puts between them."""

    parts: tuple[TextKey | str, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A definition: the address of its texts as it states it, and its sections as written."""

    texts: str
    sections: list[Located]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    said: str
    line: int


def read_module(path: Path, called: str) -> Module:
    """Read a definition. Raises DataFileInvalid with the line and what to do."""
    content = read_bounded(path, called)
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise refused(path, called, 1, f"The file is not UTF-8: {ANEW}.") from fault
    imports = _IMPORT.findall(source)
    if len(imports) != 1:
        reason = f"It imports {len(imports)} files of texts (.json) where one is expected: {ANEW}."
        raise refused(path, called, 1, reason)
    begin = _ARRAY.search(source)
    if begin is None:
        raise refused(path, called, 1, f"No array of sections begins here (const NAME = [): {ANEW}.")
    names = {name for name, _quote, _path in imports} | set(_CONST.findall(source, 0, begin.start()))
    try:
        sections = _Reader(source, begin.end(), names).whole()
    except _NotUnderstood as fault:
        raise refused(path, called, fault.line, f"{fault.reason}: {ANEW}.") from fault
    return Module(imports[0][2], sections)


def read_bounded(path: Path, called: str) -> bytes:
    """The bytes of a file of the Secretariat's. Raises DataFileInvalid where it is too large to be one."""
    with path.open("rb") as file:
        held = file.read(MOST_BYTES + 1)
    if len(held) > MOST_BYTES:
        raise refused(path, called, 1, f"The file is larger than {MOST_BYTES // 1024 // 1024} MB: {ANEW}.")
    return held


def refused(path: Path, called: str, line: int, reason: str) -> DataFileInvalid:
    return DataFileInvalid(path, [Problem(line, reason)], called=called)


class _NotUnderstood(ValueError):
    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(reason)


class _Reader:
    """One array with what stands in it, from a place of the source on; no token behind it is looked at."""

    def __init__(self, source: str, start: int, names: set[str]) -> None:
        self.source, self.names = source, names
        self.place = start
        self.tokens = self._tokens(start)
        self.held: _Token | None = None

    def whole(self) -> list[Located]:
        sections = self._value(0)
        behind = _BEHIND.match(self.source, self.place)
        end = behind.end() if behind else self.place
        if end != len(self.source):
            raise _NotUnderstood(self._line(end), f"“{self._shown(end)}” behind the array is not understood")
        if not all(isinstance(one, Located) for one in sections):
            raise _NotUnderstood(self._line(self.place), "The array is no list of sections")
        return list(sections)

    def _line(self, place: int) -> int:
        return self.source.count("\n", 0, place) + 1

    def _shown(self, place: int) -> str:
        return self.source[place : place + MOST_SHOWN].partition("\n")[0]

    def _tokens(self, place: int) -> Iterator[_Token]:
        line = self._line(place)
        while place < len(self.source):
            found = _TOKEN.match(self.source, place)
            if found is None:
                raise _NotUnderstood(line, f"“{self._shown(place)}” is not understood")
            place = found.end()
            if found.lastgroup != "blank":
                self.place = place
                yield _Token(str(found.lastgroup), found[0], line)
            line += found[0].count("\n")
        while True:
            yield _Token("end", "the end of the file", line)

    @property
    def ahead(self) -> _Token:
        """The token that comes next."""
        if self.held is None:
            self.held = next(self.tokens)
        return self.held

    def _taken(self) -> _Token:
        token = self.ahead
        self.held = None
        return token

    def _is(self, *signs: str) -> bool:
        return self.ahead.kind == "sign" and self.ahead.said in signs

    def _sign(self, sign: str) -> None:
        if not self._is(sign):
            raise _NotUnderstood(self.ahead.line, f"“{self.ahead.said[:MOST_SHOWN]}” where {sign} is expected")
        self._taken()

    def _value(self, level: int) -> Any:
        token = self.ahead
        if level > MOST_LEVELS:
            raise _NotUnderstood(token.line, f"More than {MOST_LEVELS} levels stand within each other")
        if self._is("["):
            return self._list(level)
        if self._is("{"):
            return self._mapping(level)
        parts = [self._one()]
        while self._is("+"):
            self._taken()
            parts.append(self._one())
        if len(parts) == 1:
            return parts[0]
        if not all(isinstance(part, (str, TextKey)) for part in parts):
            raise _NotUnderstood(token.line, "Something other than texts is joined with +")
        return Joined(tuple(parts))

    def _list(self, level: int) -> list[Any]:
        self._sign("[")
        found: list[Any] = []
        while not self._is("]"):
            found.append(self._value(level + 1))
            if not self._is("]"):
                self._sign(",")
        self._sign("]")
        return found

    def _mapping(self, level: int) -> Located:
        found = Located()
        found.line = self.ahead.line
        self._sign("{")
        while not self._is("}"):
            token = self._taken()
            if token.kind not in ("text", "word"):
                raise _NotUnderstood(token.line, f"“{token.said[:MOST_SHOWN]}” where a name is expected")
            key = _text(token) if token.kind == "text" else token.said
            if key in found:
                raise _NotUnderstood(token.line, f"“{key}” stands twice in one object")
            self._sign(":")
            found[key] = self._value(level + 1)
            if not self._is("}"):
                self._sign(",")
        self._sign("}")
        return found

    def _one(self) -> Any:
        token = self._taken()
        match token.kind:
            case "text":
                return _text(token)
            case "number":
                return float(token.said) if "." in token.said else int(token.said)
            case "word" if token.said in _WORDS:
                return _WORDS[token.said]
            case "name":
                name, _dot, key = token.said.partition(".")
                if name in self.names:
                    return TextKey(key, token.line)
        raise _NotUnderstood(token.line, f"“{token.said[:MOST_SHOWN]}” is not understood")


def _text(token: _Token) -> str:
    def escaped(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])

    return _ESCAPE.sub(escaped, token.said[1:-1])
