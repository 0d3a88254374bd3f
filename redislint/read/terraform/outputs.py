"""What `module.x.name` comes to: the output of a module in the tree, as its caller has it.

The outputs of a published module are not known.
"""

from __future__ import annotations

from collections.abc import Mapping

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import traverse
from redislint.read.terraform.arguments import Arguments
from redislint.read.terraform.called import Call, Called
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.folder import Folder, folder
from redislint.read.terraform.following import local, shows
from redislint.read.terraform.listed import Key, made
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Node, Splat, Traversal
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.tracing import LEVELS
from redislint.read.terraform.traverse import Steps
from redislint.read.terraform.types import Value
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import Any, Final

# Steps of evaluation for one call.
_STEPS: Final = 20_000

Modules = Mapping[Key, Evaluator]


def value(evaluator: Evaluator, steps: Steps, source: Source) -> Value:
    """What the steps from `module` lead to; raises `Refused`."""
    found = _modules(evaluator, steps[0])
    if found is None:
        return UNKNOWN
    inner, rest = _chosen(found, steps[1:], evaluator, source)
    if inner is not None and rest and isinstance(rest[0], str):
        return traverse.walk(evaluator, _output(inner, rest[0]), rest[1:], source)
    if None in found:
        return traverse.walk(evaluator, _whole(found[None]), steps[1:], source)
    wholes: dict[str, Any] = {key: _whole(one) for key, one in found.items() if isinstance(key, str)}
    return traverse.walk(evaluator, wholes or [_whole(one) for one in found.values()], steps[1:], source)


def written(placed: Placed, evaluator: Evaluator) -> tuple[Placed, Evaluator] | None:
    """The expression that `module.x.name` stands for, and what evaluates it; None where that is not known."""
    node, source = placed
    steps: Steps = node.steps if isinstance(node, Traversal) else ()
    found = _modules(evaluator, steps[0]) if steps else None
    try:
        inner, rest = _chosen(found, steps[1:], evaluator, source) if found else (None, steps)
    except Refused:
        return None
    output = _written(inner, rest[0]) if inner is not None and len(rest) == 1 else None
    return (output, inner) if output is not None and inner is not None else None


def _chosen(found: Modules, steps: Steps, evaluator: Evaluator, source: Source) -> tuple[Evaluator | None, Steps]:
    """The one module that the first step means, and the other steps; None where they mean all that are called."""
    if None in found:
        return found[None], steps
    first = steps[0] if steps else None
    if first is None or isinstance(first, Splat):
        return None, steps
    index = evaluator.inner(first, source) if isinstance(first, Node) else first
    return found.get(index) if isinstance(index, (str, int)) else None, steps[1:]


def _written(inner: Evaluator, name: object) -> Placed | None:
    """The expression of an output."""
    return inner.scope.output(name) if isinstance(inner.scope, Module) and isinstance(name, str) else None


def _output(inner: Evaluator, name: str) -> Value:
    """The value of an output, which is worked out once."""
    output = _written(inner, name)
    if output is None:
        return UNKNOWN
    return inner.once(("output", name), lambda: inner.deeper(lambda: inner.value(output, {}), LEVELS))


def _whole(inner: Evaluator) -> Value:
    """All outputs of a module."""
    return (
        {name: _output(inner, name) for name in inner.scope.outputs()} if isinstance(inner.scope, Module) else UNKNOWN
    )


def _modules(evaluator: Evaluator, label: object) -> Modules | None:
    """What evaluates the expressions of a module that is called, by index or key; None where it is not known."""
    known = evaluator.modules
    if isinstance(label, str) and label not in known:
        known[label] = None  # should it mean itself
        known[label] = _opened(label, evaluator.plain())
    return known[label] if isinstance(label, str) else None


def _opened(label: str, evaluator: Evaluator) -> Modules | None:
    scope = evaluator.scope
    blocks = scope.calling(label) if isinstance(scope, Module) else []
    if not blocks or not isinstance(scope, Module):
        return None
    written = Resource(blocks, evaluator)
    path = local(written, scope.folder)
    inside = folder(scope.tree, path) if path is not None else None
    found = made(written) if inside is not None and inside.modules else None
    if found is None or inside is None or not evaluator.nesting.admits(len(found)):
        return None
    return {key: _evaluator(scope, inside, one, label) for key, one in found.items()}


def _evaluator(scope: Module, inside: Folder, call: Resource, label: str) -> Evaluator:
    """What evaluates a module's expressions as one caller has it."""
    root = "" if scope.group == "." else scope.group
    given = Arguments(call, f"module.{label}")
    called = Call(f"module.{label}", call.anchor, given, scope.group, shows(root, inside.path))
    inner = Evaluator(Called(inside, called, scope.tree), call.evaluator.nesting)
    inner.budget.steps = _STEPS
    return inner
