"""Imports run one way: what a module imports lies in the same room, or in one below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "redislint"

# From the bottom up; a module belongs to the room with its name, or with its folder's.  Rooms of one row do not
# import each other.
LAYERS = (
    ("typed",),
    ("__init__", "source", "userdir", "suggest"),
    ("servers",),
    ("acl",),
    ("model",),
    ("finding", "startup", "access", "merged"),
    ("writing",),
    ("read", "checks", "page"),
    ("pages",),
    ("rules",),
    ("options", "join", "groups", "ignores"),
    ("declares",),
    ("link", "levels"),
    ("judge", "stops", "telling", "facing"),
    ("redact", "removal"),
    ("commented",),
    ("suppress",),
    ("news",),
    ("pipeline",),
    ("checklist",),
    ("discover", "report"),
    ("config", "earlier"),
    ("baseline",),
    ("api", "outcome", "trials", "snapshot"),
    ("upgrade", "fixing"),
    ("cli",),
    ("__main__",),
)
HEIGHT = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The rooms that a module imports, also within functions; what only a type checker sees does not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unseen = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom) or id(node) in unseen:
            continue
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif node.module is not None and node.level == 0:
            whole = node.module == "redislint"
            names = [f"redislint.{alias.name}" for alias in node.names] if whole else [node.module]
        for name in names:
            parts = name.split(".")
            if parts[0] == "redislint":
                yield node.lineno, parts[1] if len(parts) > 1 and parts[1] in HEIGHT else "__init__"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_its_own_room_and_those_below(path: Path) -> None:
    own = room(path)
    assert own in HEIGHT, f"{own} has no place among the layers"
    for line, other in imported(path):
        assert other == own or HEIGHT[other] < HEIGHT[own], f"line {line}: {own} imports {other}"


def test_there_is_nothing_but_modules_with_a_place() -> None:
    assert {room(path) for path in modules()} == set(HEIGHT)
