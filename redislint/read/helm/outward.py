"""Who reaches what a chart makes: its services to the outside, and its NetworkPolicy."""

from __future__ import annotations

from redislint.model.facts import Fact, Unknown
from redislint.model.instance import Port
from redislint.read.balancer import is_inside
from redislint.read.helm.values import Values, truth
from redislint.read.node import Node
from redislint.typed import Final

_OUTSIDE: Final = ("LoadBalancer", "NodePort")


def ports(values: Values, service: str, number: int) -> tuple[Port, ...] | None:
    """What a service lets in from outside the cluster; None if that is not known."""
    kind = values.fact(f"{service}.type")
    if isinstance(kind.value, Unknown) or (kind.value in _OUTSIDE and _is_shut(values)):
        return None
    found: list[Port] = []
    if kind.value in _OUTSIDE:
        found.append(Port(reach(values, service, str(kind.value)), number, kind.span, by=str(kind.value)))
    if values.is_given(f"{service}.externalIPs"):
        found.append(Port("", number, values.fact(f"{service}.externalIPs").span, by="externalIPs"))
    return tuple(found)


def _is_shut(values: Values) -> bool:
    """May a NetworkPolicy keep others out?  Only one without `allowExternal` does, if the cluster heeds policies."""
    switch, policy = values.fact("networkPolicy.allowExternal"), values.fact("networkPolicy.enabled")
    has_both = values.chart.span("networkPolicy.allowExternal") is not None
    return has_both and switch.written and truth(switch) is not True and not (policy.written and policy.value is False)


def policy(values: Values) -> Fact[str] | None:
    """What the chart's NetworkPolicy makes of connections from other pods, by the words of `Workload.policy`.

    With `allowExternal` it lets in every pod.
    """
    is_on, is_open = values.fact("networkPolicy.enabled"), values.fact("networkPolicy.allowExternal")
    on, everybody = truth(is_on), truth(is_open)
    if on is None or (on and everybody is None):
        return None
    if not on:
        return Fact("none", is_on.span, written=is_on.written)
    return Fact("open" if everybody else "closed", is_open.span, written=is_open.written)


def reach(values: Values, service: str, kind: str) -> str | None:
    """Every address, unless the load balancer is told to let in only some, or to stay inside."""
    annotations = values.node(f"{service}.annotations")
    notes = annotations.items().items() if isinstance(annotations, Node) else ()
    told = [values.fact(f"{service}.{key}") for key in ("loadBalancerIP", "loadBalancerClass")]
    address, group = (str(one.value) if one.written else "" for one in told)
    is_limited = is_inside([(key, value.text) for key, (_, value) in notes], address, group)
    is_limited = is_limited or values.is_given(f"{service}.loadBalancerSourceRanges")
    return None if kind == "LoadBalancer" and is_limited else ""


def external(values: Values, path: str, number: int) -> tuple[Port, ...] | None:
    """One service a node, where that is asked for: load balancers, unless it is said otherwise."""
    switch = values.fact(f"{path}.enabled")
    is_on = truth(switch)
    if not is_on:
        return None if is_on is None else ()
    kind = values.fact(f"{path}.service.type").value
    by = kind if isinstance(kind, str) else "LoadBalancer"
    return (Port(reach(values, f"{path}.service", by), number, switch.span, by=by),)
