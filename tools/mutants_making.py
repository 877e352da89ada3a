"""Pure: the mutants of a module, one small change each, as its whole text with that change."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

Function = ast.FunctionDef | ast.AsyncFunctionDef
# What a node becomes: the node whose text is replaced, and the text in its place.
Change = tuple[ast.AST, str]

OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
SELECTING = ("filter", "exclude", "get")
# Without these a module does not load, or says the same.
KEPT_DECORATORS = (
    "property",
    "classmethod",
    "staticmethod",
    "dataclass",
    "contextmanager",
    "overload",
    "wraps",
    "cache",
)
ENUMERATIONS = ("Enum", "StrEnum", "IntEnum", "TextChoices", "IntegerChoices")
FEW = 3
KEPT_CALLS = ("assert_never",)


@dataclass(frozen=True)
class Mutant:
    """One change of a module; `inside` is in the body of a function, whose code can be changed while it is loaded.

    `before` and `after` are the lines that the change touches, in one line; `lines` are those of the statement that
    holds it; `sets` is the name of the module that this statement gives a value, if it does that and no more.
    """

    file: str
    place: str
    line: int
    before: str
    after: str
    lines: range
    inside: bool
    sets: str
    source: str


@dataclass(frozen=True)
class _Where:
    place: str = ""
    inside: bool = False
    lines: range = range(0)
    sets: str = ""


def mutants_of(file: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module, from its first line to its last."""
    lines = source.encode().splitlines(keepends=True)
    tree = ast.parse(source)
    _mark_members(tree)
    for (node, text), where in _walk(tree, _Where()):
        yield _mutant(file, lines, node, text, where)


def _mutant(file: str, lines: list[bytes], node: ast.AST, text: str, where: _Where) -> Mutant:
    first, last = node.lineno - 1, node.end_lineno - 1  # type: ignore[attr-defined]
    head, tail = lines[first][: node.col_offset], lines[last][node.end_col_offset :]  # type: ignore[attr-defined]
    if isinstance(node, ast.expr) and head.rstrip().endswith(b"@") and not text:
        head = head.rstrip()[:-1]
    changed = head + text.encode() + tail
    mutated = b"".join([*lines[:first], changed, *lines[last + 1 :]]).decode()
    return Mutant(
        file=file,
        place=where.place,
        line=first + 1,
        before=_in_one_line(b"".join(lines[first : last + 1])),
        after=_in_one_line(changed),
        lines=where.lines,
        inside=where.inside,
        sets=where.sets,
        source=mutated,
    )


def _in_one_line(text: bytes) -> str:
    return " ".join(text.decode().split())


def _walk(node: ast.AST, where: _Where) -> Iterator[tuple[Change, _Where]]:
    if isinstance(node, ast.stmt):
        where = replace(where, lines=_header(node), sets="" if where.place else _set_by(node))
    for change in _changes(node):
        if not (change[0] is node and getattr(node, "stands_alone", False)):
            yield change, where
    if isinstance(node, ast.If) and len(node.body) == 1 and not node.orelse:
        # Taken out it is the same as its guard that never holds.
        node.body[0].stands_alone = True  # type: ignore[attr-defined]
    if isinstance(node, Function):
        for one in node.decorator_list:
            if not _named(one, KEPT_DECORATORS):
                yield (one, ""), where
        # Defaults are made where the function is.
        yield from _each([*node.args.defaults, *node.args.kw_defaults], where)
        body = _Where(f"{where.place}.{node.name}".lstrip("."), inside=True)
        yield from _each(node.body, body)
    elif isinstance(node, ast.ClassDef):
        yield from _each(node.body, replace(where, place=f"{where.place}.{node.name}".lstrip(".")))
    elif isinstance(node, ast.AnnAssign):
        yield from _each([node.value], where)
    elif not isinstance(node, ast.JoinedStr):  # Python 3.11 does not know where the parts of such a text stand.
        yield from _each(ast.iter_child_nodes(node), where)


def _each(nodes: Iterable[ast.AST | None], where: _Where) -> Iterator[tuple[Change, _Where]]:
    for node in nodes:
        if node is not None:
            yield from _walk(node, where)


def _header(node: ast.stmt) -> range:
    """The lines of a statement, without those of the statements in it."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    last = body[0].lineno - 1 if body and isinstance(body[0], ast.stmt) else node.end_lineno or node.lineno
    return range(node.lineno, max(last, node.lineno) + 1)


def _set_by(node: ast.stmt) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    names = [one.id for one in targets if isinstance(one, ast.Name)]
    return names[0] if len(names) == len(targets) == 1 else ""


def _changes(node: ast.AST) -> Iterator[Change]:
    for kind, changes in CHANGES.items():
        if isinstance(node, kind):
            yield from changes(node)


def _mark_members(tree: ast.Module) -> None:
    """Tell each member of an enumeration of this module what else may stand there: of many, the next."""
    members: dict[str, list[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(_named(base, ENUMERATIONS) for base in node.bases):
            assigned = [target for one in node.body if isinstance(one, ast.Assign) for target in one.targets]
            members[node.name] = [one.id for one in assigned if isinstance(one, ast.Name)]
    for member in ast.walk(tree):
        if isinstance(member, ast.Attribute) and isinstance(member.value, ast.Name):
            held = members.get(member.value.id, [])
            if member.attr in held and len(held) > 1:
                place = held.index(member.attr) + 1
                others = [*held[place:], *held[: place - 1]]
                member.others = others if len(held) <= FEW else others[:1]  # type: ignore[attr-defined]


def _members(node: ast.Attribute) -> Iterator[Change]:
    for other in getattr(node, "others", ()):
        yield node, f"{ast.unparse(node.value)}.{other}"


def _comparisons(node: ast.Compare) -> Iterator[Change]:
    for place, held in enumerate(node.ops):
        ops = [*node.ops[:place], OTHER[type(held)](), *node.ops[place + 1 :]]
        yield node, ast.unparse(ast.Compare(node.left, ops, node.comparators))


def _conditions_dropped(node: ast.BoolOp) -> Iterator[Change]:
    """`a and b` becomes a, and b: whoever sees both sees `or` in the place of `and`."""
    for place in range(len(node.values)):
        held = [*node.values[:place], *node.values[place + 1 :]]
        yield node, f"({ast.unparse(ast.BoolOp(node.op, held) if len(held) > 1 else held[0])})"


def _not_dropped(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield node, f"({ast.unparse(node.operand)})"


def _arithmetic(node: ast.BinOp) -> Iterator[Change]:
    other = OPERATOR.get(type(node.op))
    if other is not None and not _is_text(node.left) and not _is_text(node.right):
        yield node, f"({ast.unparse(ast.BinOp(node.left, other(), node.right))})"


def _constants(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield node, str(not node.value)
    elif isinstance(node.value, int):
        yield node, str(node.value + 1)


def _branches(node: ast.If | ast.IfExp) -> Iterator[Change]:
    """A guard that guards nothing; and, where no operator in the condition is changed anyway, what is always done."""
    yield node.test, "False"
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield node.test, "True"


def _filters(node: ast.comprehension) -> Iterator[Change]:
    for one in node.ifs:
        yield one, "True"


def _calls(node: ast.Call) -> Iterator[Change]:
    if isinstance(node.func, ast.Name) and node.func.id in NAMES:
        yield node.func, NAMES[node.func.id]
    if isinstance(node.func, ast.Attribute) and node.func.attr in SELECTING:
        for one in node.keywords:
            held = [other for other in node.keywords if other is not one]
            yield node, ast.unparse(ast.Call(node.func, node.args, held))


def _statements(node: ast.Expr) -> Iterator[Change]:
    if isinstance(node.value, ast.Call) and not _named(node.value, KEPT_CALLS):
        yield node, "pass"


def _assignments(node: ast.Assign) -> Iterator[Change]:
    """What is written into something; a name that is not set would only be missed."""
    if all(isinstance(one, ast.Attribute | ast.Subscript) for one in node.targets):
        yield node, "pass"


def _removed(node: ast.stmt) -> Iterator[Change]:
    yield node, "pass"


def _named(node: ast.AST, names: Iterable[str]) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in names


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


CHANGES: dict[type[ast.AST] | tuple[type[ast.AST], ...], Callable[..., Iterator[Change]]] = {
    ast.Attribute: _members,
    ast.Compare: _comparisons,
    ast.BoolOp: _conditions_dropped,
    ast.UnaryOp: _not_dropped,
    ast.BinOp: _arithmetic,
    ast.Constant: _constants,
    (ast.If, ast.IfExp): _branches,
    ast.comprehension: _filters,
    ast.Call: _calls,
    ast.Expr: _statements,
    ast.Assign: _assignments,
    (ast.AugAssign, ast.Raise): _removed,
}
