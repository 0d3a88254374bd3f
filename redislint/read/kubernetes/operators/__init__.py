"""Resources of operators: each makes one Redis or more, by rules of its own; a module an operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object
from redislint.read.kubernetes.operators import enterprise, hyperspike, opstree, spotahome
from redislint.read.kubernetes.operators.resource import Resource
from redislint.typed import Final

# By the group of the resource's `apiVersion`.
_OPERATORS: Final[dict[str, Callable[[Object, Around], Iterator[Resource]]]] = {
    "redis.redis.opstreelabs.in": opstree.resources,
    "databases.spotahome.com": spotahome.resources,
    "hyperspike.io": hyperspike.resources,
    "app.redislabs.com": enterprise.resources,
}


def resources(found: Object, around: Around) -> Iterator[Resource]:
    """What an object makes, if it is one of an operator's."""
    operator = _OPERATORS.get(found.api.partition("/")[0])
    if operator is not None and found.node.get("spec") is not None and not around.kustomization.changes(found):
        yield from operator(found, around)
