"""Calls of functions: the pure ones, those that try, and those that read files of the tree."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import fill, functions, template
from redislint.read.terraform.convert import converted
from redislint.read.terraform.nodes import Call, Node, Quoted
from redislint.read.terraform.scope import NESTING, PATH, Placed
from redislint.read.terraform.types import STRING, Value
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.read.terraform.evaluate import Evaluator


def called(evaluator: Evaluator, node: Call, source: Source) -> Value:
    """What a call comes to; raises `Refused`."""
    name = node.function.removeprefix("core::")
    special = _SPECIAL.get(name)
    if special is not None:
        return special(evaluator, node, source)
    function = functions.find(name)
    if function is None:
        return UNKNOWN
    arguments = _arguments(evaluator, node, source)
    if arguments is None or not evaluator.budget.affords(*arguments):
        return UNKNOWN
    return functions.apply(function, arguments)


def _arguments(evaluator: Evaluator, node: Call, source: Source) -> list[Any] | None:
    """The arguments; None where it is not known how many there are."""
    found = [evaluator.inner(argument, source) for argument in node.arguments]
    if node.spread:
        last = found.pop()
        if last is UNKNOWN:
            return None
        if not isinstance(last, list):
            raise Refused
        found += last
    return found


def _try(evaluator: Evaluator, node: Call, source: Source) -> Value:
    """The first argument that Terraform does not refuse."""
    for argument in node.arguments:
        found = evaluator.attempt(argument, source)
        if not isinstance(found, Refused):
            return found
    raise Refused


def _can(evaluator: Evaluator, node: Call, source: Source) -> Value:
    if len(node.arguments) != 1 or node.spread:
        raise Refused
    found = evaluator.attempt(node.arguments[0], source)
    return False if isinstance(found, Refused) else UNKNOWN if found is UNKNOWN else True


def file_of(evaluator: Evaluator, node: Node, source: Source) -> Source | None:
    """The file of the tree that an expression names by its path; None where it is not known, or not there."""
    folder = evaluator.scope.folder_path
    within = evaluator.within({PATH: {"module": _HERE}})
    path = within.value(Placed(node, source))
    if not isinstance(path, str) or path.startswith(("/", "~")):
        return None
    # What does not begin with the module's folder begins with that in which Terraform runs: mostly the same.
    return evaluator.scope.file(posixpath.normpath(posixpath.join(folder, path.removeprefix(_HERE).lstrip("/"))))


def _file(evaluator: Evaluator, node: Call, source: Source) -> Value:
    if len(node.arguments) != 1 or node.spread:
        raise Refused
    found = file_of(evaluator, node.arguments[0], source)
    return UNKNOWN if found is None or (not found.text.isascii() and _is_broken(found.text)) else found.text


def _is_broken(text: str) -> bool:
    """Were there bytes that are no UTF-8?"""
    return any("\ud800" <= one <= "\udfff" for one in text)


def _exists(evaluator: Evaluator, node: Call, source: Source) -> Value:
    if len(node.arguments) != 1 or node.spread:
        raise Refused
    # What is not in the tree may still be there when Terraform runs.
    return UNKNOWN if file_of(evaluator, node.arguments[0], source) is None else True


def _templatefile(evaluator: Evaluator, node: Call, source: Source) -> Value:
    if len(node.arguments) != 2 or node.spread:
        raise Refused
    file = file_of(evaluator, node.arguments[0], source)
    names = evaluator.inner(node.arguments[1], source)
    if file is None or names is UNKNOWN:
        return UNKNOWN
    if not isinstance(names, dict):
        raise Refused
    return filled(evaluator, file, names)


def _templatestring(evaluator: Evaluator, node: Call, source: Source) -> Value:
    if len(node.arguments) != 2 or node.spread:
        raise Refused
    text = evaluator.inner(node.arguments[0], source)
    names = evaluator.inner(node.arguments[1], source)
    if text is UNKNOWN or names is UNKNOWN:
        return UNKNOWN
    said = converted(text, STRING)
    if not isinstance(said, str) or not isinstance(names, dict):
        raise Refused
    return filled(evaluator, Source("", said, "terraform"), names)


def filled(evaluator: Evaluator, file: Source, names: dict[str, Any]) -> Value:
    """The text of a template file in which these names stand for values, and no others for any."""
    if NESTING in evaluator.bound:
        # A template in a template: Terraform refuses it.
        raise Refused
    quoted = Quoted(0, len(file.text), is_heredoc=False, is_bare=True)
    evaluator.budget.characters -= len(file.text)
    parts = template.parts(file.text, quoted) if evaluator.budget.characters >= 0 else None
    if parts is None:
        return UNKNOWN
    return evaluator.named({**names, NESTING: True}, lambda: fill.joined(evaluator, parts, file))


# What `path.module` is while a path is worked out: no path begins so otherwise.
_HERE: Final = "\x01"
_SPECIAL: Final[dict[str, Callable[[Evaluator, Call, Source], Value]]] = {
    "can": _can,
    "file": _file,
    "fileexists": _exists,
    "templatefile": _templatefile,
    "templatestring": _templatestring,
    "try": _try,
}
