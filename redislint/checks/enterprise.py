"""Clusters of Redis Enterprise: how many nodes they have, and what these keep."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.typed import Final

_RESOURCE: Final = "RedisEnterpriseCluster"
_FEWEST: Final = 3


def fragile(instance: Instance) -> Iterator[Hit]:
    """A cluster with too few nodes or an even number of them, or whose nodes keep nothing."""
    if instance.managed is None or instance.managed.resource != _RESOURCE:
        return
    nodes, storage = instance.replicas, instance.storage
    if nodes is not None and nodes.value is not UNKNOWN and nodes.written:
        if nodes.value < _FEWEST:
            counted = "1 node has" if nodes.value == 1 else f"{nodes.value} nodes have"
            yield Hit(nodes.span, key="nodes", what=f"{counted} no majority once one of them is gone")
        elif nodes.value % 2 == 0:
            what = f"{nodes.value} nodes survive no more failures than {nodes.value - 1} would, and two halves no split"
            yield Hit(nodes.span, key="nodes", what=what)
    if storage is not None and storage.value is False and storage.written:
        what = "its nodes have no volumes: if most of the pods are gone at once, so is the cluster with its databases"
        yield Hit(storage.span, key="persistentSpec", what=what)
