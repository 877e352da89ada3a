"""Draw the structure as it stands: modules and lines of each room, who imports whom, arrows back, circles.

Usage: make structure. Lines are those of Python without migrations; an arrow back is an import of a room above.
"""

import ast
import sys
from collections import Counter
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
LAYERS = (
    *("strategic_plan", "portal", "evaluation", "figures", "clearing_house_double", "demonstration"),
    *("bch_sync", "national_reports", "indicators", "parties", "jobs"),
)
PURE = ("charts", "typesetting", "foreign_files", "languages")
ROOMS = (*LAYERS, *PURE)


def modules() -> dict[str, Path]:
    """Every module by its dotted name, without migrations."""
    found = {}
    for room in ROOMS:
        for path in sorted((BASE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(BASE).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = path
    return found


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of the project that a file imports, late imports too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in known}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found |= {whole} if whole in known else {node.module} & known.keys()
    return found


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other in a circle (Tarjan)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        stack.append(name)
        for to in arrows[name]:
            if to not in order:
                visit(to)
                lowest[name] = min(lowest[name], lowest[to])
            elif to in stack:
                lowest[name] = min(lowest[name], order[to])
        if lowest[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in arrows:
        if name not in order:
            visit(name)
    return found


def main() -> int:
    """Print the drawing; status 1 where there is an arrow back or a circle."""
    known = modules()
    arrows = {name: imports(path, known) - {name} for name, path in known.items()}
    lines = Counter[str]()
    count = Counter[str]()
    for name, path in known.items():
        room = name.partition(".")[0]
        lines[room] += len(path.read_text(encoding="utf-8").splitlines())
        count[room] += 1
    between = Counter[tuple[str, str]]()
    for name, to in arrows.items():
        for target in to:
            pair = (name.partition(".")[0], target.partition(".")[0])
            between[pair] += pair[0] != pair[1]
    whole = sum(lines.values())
    print(f"{'room':24}{'modules':>8}{'lines':>8}{'share':>7}  imports")
    for room in ROOMS:
        imported = ", ".join(f"{other} {between[room, other]}" for other in ROOMS if between[room, other])
        print(f"{room:24}{count[room]:8}{lines[room]:8}{lines[room] / whole:7.1%}  {imported}")
    print(f"{'all':24}{sum(count.values()):8}{whole:8}")
    back = [
        (one, to, number)
        for (one, to), number in between.items()
        if number and one in LAYERS and to in LAYERS and LAYERS.index(to) < LAYERS.index(one)
    ]
    round_about = circles(arrows)
    print(f"arrows back: {sum(number for *_, number in back)}; circles: {len(round_about)}")
    for one, above, number in back:
        print(f"  {one} imports {above} {number} times")
    for group in round_about:
        print(f"  {' ↔ '.join(group)}")
    return 1 if back or round_about else 0


if __name__ == "__main__":
    sys.exit(main())
