"""Data files: YAML that knows its lines, checked against a schema before anything is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker


class Located(dict[str, Any]):
    """A mapping that remembers the line on which it began."""

    line: int = 0


class _Loader(yaml.CSafeLoader):
    """Safe YAML in which mappings carry their line and a repeated key is an error."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Located:
    mapping = Located({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    mapping.line = node.start_mark.line + 1
    if len(mapping) != len(node.value):
        raise yaml.MarkedYAMLError(problem="a key is repeated in this mapping", problem_mark=node.start_mark)
    return mapping


def _scalar(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
# A date is a string in these files: the schema checks its form and no time zone creeps in.
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _scalar)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a data file, and where."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class DataFileInvalid(ValueError):
    """A data file was refused whole; `problems` lists every line and reason."""

    def __init__(self, path: Path, problems: Sequence[Problem], called: str = "") -> None:
        """`called` names the file where its own name alone would not tell which one it is."""
        self.path = path
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"{called or path.name}: {problem}" for problem in self.problems))


def read(path: Path, schema: Path) -> Located:
    """Read a YAML file and check it against a JSON schema (itself YAML). Raises DataFileInvalid."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError as fault:
        raise DataFileInvalid(path, [Problem(1, "The file is not UTF-8.")]) from fault
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise DataFileInvalid(path, [Problem(line, str(fault.problem))]) from fault
    except yaml.YAMLError as fault:
        raise DataFileInvalid(path, [Problem(1, " ".join(str(fault).split()))]) from fault
    problems = [
        Problem(_line_of(document, list(error.absolute_path)), f"{_place(error.absolute_path)}: {error.message}")
        for error in _validator(schema).iter_errors(document)
    ]
    if problems:
        raise DataFileInvalid(path, problems)
    assert isinstance(document, Located)
    return document


@lru_cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(
        yaml.safe_load(schema.read_text(encoding="utf-8")), format_checker=FormatChecker(["date"])
    )


def _line_of(document: Any, path: list[Any]) -> int:
    """The line of the innermost mapping on the way to a place."""
    line, node = 1, document
    for step in path:
        if isinstance(node, Located):
            line = node.line
        node = node[step]
    return node.line if isinstance(node, Located) else line


def _place(path: Iterator[Any] | Sequence[Any]) -> str:
    return " → ".join(str(step) for step in path) or "the file"
