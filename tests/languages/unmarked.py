"""Sentences in code that somebody may be shown and that translators never get.

A literal of three words or more is a sentence. It is marked where a function of gettext or `said_later` takes it. What
a docstring, a log, a query of the database, a pattern, an address or a failed assertion says is no text for readers.
"""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

from message_sources import KEYWORDS, TOLD

SENTENCE = re.compile(r"(?:^|[\s(“])[A-Za-z’'-]{2,}[,:;]?(?:\s+[(“]?(?:[A-Za-z’'-]+|…)[),:;.”]*){2,}")
NO_TEXT = re.compile(
    r"CREATE |SELECT |INSERT |UPDATE |DELETE |DROP |PRAGMA |ORDER BY| IS NOT NULL|<[a-z]+[ >]|[{(]\?P|\\w|^-//"
)
# What these say, programmers and operators read: logs, patterns, SQL, options of commands, faults of a program.
SPEAK_TO_NOBODY = {
    *("compile", "execute", "RawSQL", "RunSQL", "path", "reverse"),
    *(
        "add_argument",
        "AssertionError",
        "ValueError",
        "TypeError",
        "RuntimeError",
        "ImproperlyConfigured",
        "NotImplementedError",
    ),
}
LOGS = {"log", "logger", "logging"}
LOGS = {"log", "logger", "logging"}
# Of a column: what it holds, read by whoever reads the model. Forms of this portal have texts of their own.
OF_COLUMNS = re.compile(r"(?:Field|Words|ForeignKey)$")


class Literal(NamedTuple):
    """A sentence that is not marked, its line, and the functions and names around it."""

    line: int
    text: str
    around: tuple[str, ...]


def unmarked_in(path: Path) -> list[Literal]:
    """Every sentence of a file that translators do not get."""
    return list(_Reader().read(ast.parse(path.read_text(encoding="utf-8")), ()))


class _Reader:
    def read(self, node: ast.AST, around: tuple[str, ...]) -> Iterator[Literal]:
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in KEYWORDS or name in TOLD:
                node = ast.Tuple(
                    [one for one in [*node.args, *(kw.value for kw in node.keywords)] if not _is_text(one)]
                )
            elif name in SPEAK_TO_NOBODY or _is_log(node.func):
                return
            elif OF_COLUMNS.search(name):
                node = ast.Tuple([kw.value for kw in node.keywords if kw.arg not in ("help_text", "name")] + node.args)
            around = (*around, name)
        if isinstance(node, ast.Assert):
            return
        if _is_text(node):
            text = _text(node)
            if SENTENCE.search(text) and not NO_TEXT.search(text):
                yield Literal(node.lineno, text, around)
            return
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            around = (*around, node.name)
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            around = (*around, ast.unparse(target))
        for child in ast.iter_child_nodes(node):
            if not (isinstance(child, ast.Expr) and _is_text(child.value)):
                yield from self.read(child, around)


def _name(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _is_log(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and _name(function.value).lower() in LOGS


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in node.values)


_MARKED = re.compile(r"{% (blocktranslate|blocktrans|comment)\b.*?%}.*?{% end\1 %}", re.DOTALL)
_TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_APART = re.compile(r"<(script|style|code)\b.*?</\1>", re.DOTALL)
_READ_OUT = re.compile(r'\b(?:alt|title|aria-label|placeholder|data-[\w-]+)="([^"]*)"')


def words_of_template(source: str, *, is_html: bool) -> list[str]:
    """Words that a template shows or has read out and that are not marked for translators."""
    plain = unescape(_TAGS.sub("\0", _MARKED.sub("\0", source)))
    if is_html:
        plain = _APART.sub("", plain)
        said = " ".join(text for text in _READ_OUT.findall(plain) if " " in text.strip())
        # A block may hold attributes of a tag that stands in another template.
        shown = re.sub(r'\b[\w-]+="[^"]*"', " ", re.sub(r"<[^<>]*>", "\0", plain))
        plain = f"{shown} {said}"
    return re.findall(r"[A-Za-z][A-Za-z0-9-]+", plain)
