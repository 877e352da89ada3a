"""Change code and values of a module that is loaded: what a mutant changes, or a probe in each statement."""

import ast
import gc
import sys
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from mutants_making import Mutant

HOUSE = Path(__file__).parent.parent
# What tests keep for themselves is dear to make, and knows no rule.
APART = {".venv", "tests", "tools"}
PROBE = "_a_statement_is_reached"


class Loaded:
    """A module as it is loaded, with every function that was made of it, wherever it is held by now."""

    def __init__(self, path: Path) -> None:
        self.path, self.source = path, path.read_text()
        (self.module,) = [one for one in _modules() if one.__file__ == str(path)]
        self.functions = [one for one in gc.get_objects() if _is_of(one, path)]
        self.codes = [one.__code__ for one in self.functions]
        self.original = _codes(compile(self.source, str(path), "exec"))
        found = [one for one in gc.get_objects() if type(one) is _lru_cache_wrapper]
        self.caches: list[Any] = [one for one in found if _is_of_the_house(one)]

    def forget(self) -> None:
        """Empty every cache of the house: who finds there what another test left runs no line of the module."""
        for one in self.caches:
            one.cache_clear()

    def probe(self, tell: Callable[[int], None]) -> None:
        """Have each statement of each function tell its line before it is run."""
        vars(self.module)[PROBE] = tell
        self._place(_probed(self.source, str(self.path)))

    def take_back(self) -> None:
        for function, code in zip(self.functions, self.codes, strict=True):
            function.__code__ = code

    def place(self, mutant: Mutant) -> None:
        """Put the mutant in the place of what is loaded; of a value, wherever a module has it under a name."""
        if mutant.inside:
            self._place(compile(mutant.source, str(self.path), "exec"))
        else:
            self._set(mutant.sets, _value(mutant, vars(self.module)))

    def _place(self, code: CodeType) -> None:
        instead = _codes(code)
        for function in self.functions:
            held = function.__code__
            siblings, others = self.original.get(held.co_qualname, []), instead.get(held.co_qualname, [])
            places = [place for place, one in enumerate(siblings) if one.co_firstlineno == held.co_firstlineno]
            if len(siblings) == len(others) and places:
                function.__code__ = others[places[0]]

    def _set(self, name: str, value: object) -> None:
        old = vars(self.module)[name]
        for module in _modules():
            for known, held in list(vars(module).items()):
                if held is old and (known == name or not isinstance(old, int | str | None)):
                    setattr(module, known, value)


def _value(mutant: Mutant, names: dict[str, Any]) -> object:
    (statement,) = [one for one in ast.parse(mutant.source).body if one.lineno == mutant.lines.start]
    assert isinstance(statement, ast.Assign | ast.AnnAssign)
    assert statement.value is not None
    return eval(compile(ast.Expression(statement.value), mutant.file, "eval"), dict(names))


def _probed(source: str, path: str) -> CodeType:
    tree = ast.parse(source)
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    nodes = {id(one): one for function in functions for one in ast.walk(function)}
    for node in nodes.values():
        for name in ("body", "orelse", "finalbody"):
            held = getattr(node, name, None)
            if isinstance(held, list):
                setattr(node, name, [one for statement in held for one in (*_probe(statement), statement)])
    return compile(tree, path, "exec")


def _probe(statement: ast.stmt) -> Iterator[ast.stmt]:
    if not isinstance(statement, ast.Nonlocal | ast.Global):
        called = ast.Call(ast.Name(PROBE, ast.Load()), [ast.Constant(statement.lineno)], [])
        yield ast.fix_missing_locations(ast.copy_location(ast.Expr(called), statement))


def _codes(code: CodeType) -> dict[str, list[CodeType]]:
    """The codes of a module by their full names, in the order in which they stand."""
    found: dict[str, list[CodeType]] = {}
    for one in _all_codes(code):
        found.setdefault(one.co_qualname, []).append(one)
    return found


def _all_codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _all_codes(one)


def _modules() -> list[ModuleType]:
    """What is loaded of the house and of its tests."""
    return [one for one in list(sys.modules.values()) if (getattr(one, "__file__", "") or "").startswith(str(HOUSE))]


def _is_of(found: object, path: Path) -> bool:
    return type(found) is FunctionType and found.__code__.co_filename == str(path)


def _is_of_the_house(cache: Any) -> bool:
    file = getattr(getattr(cache.__wrapped__, "__code__", None), "co_filename", "")
    return file.startswith(str(HOUSE)) and not APART & set(Path(file).parts)
