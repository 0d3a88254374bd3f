"""Pods that go together or one after another: on one machine, at a drain, with an autoscaler."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.values import is_replica
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

# Fewer agree on nothing once one of them is gone.
_FEWEST: Final = 3


def shared_machine(group: Deployment) -> Iterator[Hit]:
    """Sentinels, or nodes of a cluster, that may all run on one machine; in a compose file they surely do."""
    if group.kind == "compose":
        yield from _one_host(group)
        return
    for member in (*group.sentinels, *group.instances):
        workload, many = member.workload, _votes(member)
        if workload is None or workload.spread is None or many is None or many < 2:
            continue
        spread, copies = workload.spread, member.replicas
        if spread.value == "none" and copies is not None:
            at = copies.span if copies.written else spread.span
            what = f"nothing keeps these {many} {_called(member)} off one node"
            yield Hit(at, key="podAntiAffinity", what=what)
        elif spread.value == "soft" and spread.written and member.environment == "prod":
            what = f"these {many} {_called(member)} are kept off one node only as long as there are others with room"
            yield Hit(spread.span, key="podAntiAffinity", severity=Severity.INFO, what=what)


def _one_host(group: Deployment) -> Iterator[Hit]:
    """The Sentinels of a compose project in production, none of which says how a swarm would place it."""
    first, *others = group.sentinels or (None,)
    if first is None or not others or any(one.environment != "prod" for one in group.sentinels):
        return
    spreads = [one.workload.spread for one in group.sentinels if one.workload is not None]
    if len(spreads) == len(group.sentinels) and all(one is not None and one.value == "none" for one in spreads):
        related = tuple(Related(one.anchor, "another Sentinel") for one in others)
        yield Hit(first.anchor, key="host", related=related, what=f"all {len(spreads)} Sentinels run on one host")


def _votes(member: Instance) -> int | None:
    """How many pods vote on a failover: Sentinels, or nodes of a cluster; None where they are none, or not counted."""
    is_cluster = member.role == SERVER and member.setting("cluster-enabled").is_one_of("yes")
    copies = member.replicas
    if (member.role != SENTINEL and not is_cluster) or copies is None or copies.value is UNKNOWN:
        return None
    return copies.value


def _called(member: Instance) -> str:
    return "Sentinels" if member.role == SENTINEL else "nodes"


def budget_missing(instance: Instance) -> Iterator[Hit]:
    """Sentinels, or nodes of a cluster, of which a drain may take too many at a time."""
    workload, many, copies = instance.workload, _votes(instance), instance.replicas
    budget = workload.budget if workload is not None else None
    if many is None or many < _FEWEST or budget is None or budget.value is UNKNOWN or copies is None:
        return
    # Of five Sentinels two may go.
    spare = (many - 1) // 2 if instance.role == SENTINEL else 1
    called, effect = _at_drain(instance)
    if budget.value < 0:
        what = f"no PodDisruptionBudget is about these {many} {called}"
        yield Hit(budget.span if budget.written else copies.span, key="budget", what=what, effect=effect)
    elif budget.value > spare:
        related = (Related(copies.span, "how many there are"),) if copies.written else ()
        what = f"this lets {budget.value} of {many} {called} go at a time"
        yield Hit(budget.span, key="budget", related=related, what=what, effect=effect)


def _at_drain(instance: Instance) -> tuple[str, str]:
    """What the members are called, and what a drain may take at once."""
    if instance.role == SENTINEL:
        return "Sentinels", "a majority of them"
    return "nodes of the cluster", "a master together with its replica"


def autoscaled(instance: Instance) -> Iterator[Hit]:
    """Pods that an autoscaler takes away or adds, though each of them counts."""
    scaled = instance.workload.scaled if instance.workload is not None else None
    if scaled is None or scaled.value is UNKNOWN:
        return
    cluster = instance.setting("cluster-enabled")
    if instance.role == SENTINEL:
        if scaled.value < _FEWEST:
            yield Hit(scaled.span, key="autoscaling", what=_left(scaled.value))
    elif cluster.is_one_of("yes"):
        what = (
            "the autoscaler takes nodes of a cluster away with the slots that they have, and adds some that have none"
        )
        yield Hit(scaled.span, key="autoscaling", what=what)
    elif instance.kind == "kubernetes" and cluster.is_one_of("no") and is_replica(instance) is False:
        what = "the autoscaler adds masters that know nothing of each other, and takes them away with their data"
        yield Hit(scaled.span, key="autoscaling", what=what)


def _left(number: int) -> str:
    left = "one node" if number == 1 else f"{number} nodes"
    return (
        f"the autoscaler may leave {left}: Sentinels go on counting those that are gone, and fewer than three"
        " agree on nothing"
    )
