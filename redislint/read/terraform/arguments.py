"""What a call gives a module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.read.terraform import passing, resting, trace
from redislint.read.terraform.called import Given
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Object
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Passed, Placed
from redislint.source import Span
from redislint.typed import Final

# Attributes of an argument that are looked at each by itself; real ones have a few dozen.
_ATTRIBUTES: Final = 100
# What is written for Terraform itself, and not for the module.
_OWN: Final = frozenset(("source", "version", "count", "for_each", "providers", "depends_on"))


class Arguments(Mapping[str, Given]):
    """What a module is given, each worked out when it is asked for."""

    def __init__(self, call: Resource, name: str) -> None:
        self._call = call
        self._caller = ".".join(name.split(".")[-2:])
        self._given: dict[str, Given] = {}

    def __getitem__(self, name: str) -> Given:
        placed = self._call.placed(name) if name not in _OWN else None
        if placed is None:
            raise KeyError(name)
        if name not in self._given:
            evaluator = self._call.evaluator
            span = passing.blamed(placed, evaluator) or placed.span
            passed = Passed(self._caller, span, True, _rests_on(placed, evaluator), _parts(placed, evaluator))
            self._given[name] = Given(passing.handed(placed, evaluator), passed)
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        return iter([name for name in self._call.names if name not in _OWN])

    def __len__(self) -> int:
        return len([*self])


def _rests_on(placed: Placed, evaluator: Evaluator) -> tuple[tuple[str, Span], ...]:
    """The variables on whose own defaults an argument rests, each once."""
    return tuple(dict(resting.defaults(placed, evaluator)).items())


def _parts(placed: Placed, evaluator: Evaluator) -> dict[str, tuple[tuple[str, Span], ...]]:
    """The same of each attribute of an argument that is an object."""
    node, source = trace.origin(placed, evaluator)
    pairs = node.pairs[:_ATTRIBUTES] if isinstance(node, Object) else ()
    return {trace.key(key) or "": _rests_on(Placed(value, source), evaluator) for key, value in pairs}
