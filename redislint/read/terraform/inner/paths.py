"""Files of the tree that expressions name by their paths."""

from __future__ import annotations

import posixpath

from redislint.read.terraform import operators, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Name, Node, Quoted, Traversal
from redislint.read.terraform.scope import Placed
from redislint.source import Source


def path_of(placed: Placed, evaluator: Evaluator, folder: str) -> str | None:
    """The path in the tree of a file that a module in a folder names; None where it is not known, or elsewhere.

    `path.module` is the folder; what is relative counts from there too, for that is where people run Terraform.
    """
    placed = trace.origin(placed, evaluator)
    parts = evaluator.parts(placed.node, placed.source) if isinstance(placed.node, Quoted) else [placed.node]
    texts = [_said(part, placed.source, evaluator) for part in parts or [None]]
    if any(text is None for text in texts):
        return None
    path = "".join(text or "" for text in texts)
    if not path or path.startswith(("/", "~")):
        return None
    found = posixpath.normpath(posixpath.join(folder, path))
    return None if found == ".." or found.startswith("../") else found


def _said(part: str | Node | None, source: Source, evaluator: Evaluator) -> str | None:
    if part is None or isinstance(part, str):
        return part
    is_path = isinstance(part, Traversal) and isinstance(part.base, Name) and part.base.name == "path"
    if is_path and isinstance(part, Traversal) and part.steps == ("module",):
        return "."
    return operators.text(evaluator.value(Placed(part, source)))
