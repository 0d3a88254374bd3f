"""What the charts of a single StatefulSet have in common: their instances, and directives from single values."""

from __future__ import annotations

from collections.abc import Mapping

from redislint.model.document import Document
from redislint.model.facts import Fact, Setting, Unknown
from redislint.model.instance import SENTINEL, SERVER, Instance, Port
from redislint.model.origin import Origin
from redislint.model.workload import Workload
from redislint.read import conf
from redislint.read.helm.embedded import Found, is_whole
from redislint.read.helm.placing import Placing, placed
from redislint.read.helm.pods import Keys, workload
from redislint.read.helm.texts import Part
from redislint.read.helm.values import Values, number
from redislint.read.node import Node
from redislint.read.words import few_lines
from redislint.servers import Server
from redislint.typed import Any, Final, NamedTuple

# What most charts call the timers of their Sentinels.
TIMERS: Final = {
    "down-after-milliseconds": "downAfterMilliseconds",
    "failover-timeout": "failoverTimeout",
    "parallel-syncs": "parallelSyncs",
}
# More values than any configuration has.
_MOST: Final = 500
_LONGEST: Final = 10_000


class Pod(NamedTuple):
    """What is particular to one set of equal servers.

    image   the image, the server in it, and where its version comes from
    memory  its memory limit; None if it has none
    ports   what is published of it; None if that is not known
    keys    where the values say what its container is like; None where they do not
    placing  where they say where its pods run
    """

    name: str
    part: Part
    image: tuple[Fact[str], Server | None, Origin]
    memory: Fact[int] | None = None
    ports: tuple[Port, ...] | None = ()
    copies: Fact[int] | None = None
    storage: Fact[bool] | None = None
    role: str = SERVER
    keys: Keys | None = None
    placing: Placing = Placing()


def instance(values: Values, pod: Pod) -> Instance:
    """A set of equal servers as an instance."""
    image, server, origin = pod.image
    part = pod.part
    return Instance(
        anchor=values.anchor,
        kind=values.anchor.source.kind or "helm-values",
        name=pod.name,
        role=pod.role,
        settings=part.settings,
        complete=not values.is_open and not part.partial,
        partial=part.partial,
        server=server,
        defaults={**conf.SENTINEL_DEFAULTS, **part.defaults} if pod.role == SENTINEL else part.defaults,
        users=part.users,
        group=values.block.label,
        image=image,
        memory_limit=pod.memory,
        ports=pod.ports,
        restarts=Fact(True, values.anchor, written=False),
        replicas=pod.copies,
        storage=pod.storage,
        origin=origin,
        workload=_workload(values, pod),
    )


def _workload(values: Values, pod: Pod) -> Workload | None:
    if pod.keys is None:
        return None
    storage = None if pod.role == SENTINEL else pod.storage
    return placed(values, workload(values, pod.keys, storage), pod.placing, pod.copies)


def followers(count: Fact[int]) -> Fact[int]:
    """All but the one that is the master."""
    return count._replace(value=count.value if isinstance(count.value, Unknown) else count.value - 1)


def follows(values: Values, master: str, port: int, path: str) -> Setting:
    """`replicaof`, which the number of replicas at a path makes."""
    span = values.fact(path).span
    return Setting("replicaof", (master, str(port)), span, span, path)


def timers(values: Values, master: object, below: str, names: Mapping[str, str] = TIMERS) -> Part:
    """The lines `sentinel KIND MASTER NUMBER` that values below a path make; what nobody wrote is left out."""
    found = []
    for kind, name in names.items():
        path = f"{below}.{name}"
        given = number(values, path, 0)
        if given.written and not isinstance(given.value, Unknown) and isinstance(master, str):
            words = (kind, master, str(given.value))
            found.append(Setting("sentinel", words, given.span, given.span, path))
    return Part(tuple(found))


def secured(
    values: Values, switch: str, passwords: tuple[str, ...], secret: str, names: tuple[str, ...]
) -> list[Setting]:
    """The directives of a password: "" where a switch turns it off, unknown where the password is elsewhere."""
    is_on = values.is_true(switch)
    if is_on is False:
        return [values.setting(names[0], ("",), switch)]
    if is_on is None or (secret and values.is_given(secret)):
        return [values.setting(name, None, switch if is_on is None else secret) for name in names]
    for path in passwords:
        if values.is_given(path):
            text = values.text(path)
            return [values.setting(name, None if text is None else (text,), path) for name in names]
    return [values.setting(name, None, switch) for name in names]


def mapped(values: Values, path: str, found: Found, server: Server | None) -> Part:
    """A mapping of directives: each value is a directive's words, and each element of a list a line of its own."""
    items = values.items(path)
    if items is None:
        return Part(users=None, partial=True)
    settings: list[Setting] = []
    for name, (key, value) in list(items.items())[:_MOST]:
        elements = value.elements() if value.kind == "sequence" else [value]
        settings += [_directive(values, path, name, key, one) for one in elements if one.kind != "null"]
    if settings:
        found.documents.append(Document(values.anchor.source, "redis-conf", tuple(settings), server=server))
    return Part(tuple(settings), defaults=_usual(values, path, set(items)))


def _directive(values: Values, path: str, name: str, key: Node, value: Node) -> Setting:
    is_known = value.kind == "scalar" and value.is_known and is_whole(value) and key.is_known
    args = words(_said(value)) if is_known else None
    label = f"{values.block.key.text}." if values.block.key is not None else ""
    span = key.span.to(value.span) if key.span.start < value.span.start else value.span
    # In a copy of the chart's file its defaults are nobody's choice.
    written = values.fact(f"{path}.{name}").written or value.kind != "scalar"
    return Setting(name.lower(), args, span, value.span, f"{label}{path}.{name}", written)


def _said(value: Node) -> str:
    """A scalar as Go's templates write it: a truth value is `true` or `false`."""
    return str(value.value).lower() if isinstance(value.value, bool) else value.text


def words(text: str) -> tuple[str, ...] | None:
    """The words of a directive's value; None for a text of several lines, or with broken quotes."""
    if len(text) > _LONGEST or "\n" in text.strip():
        return None
    lines = few_lines(f"x {text.strip()}")
    if len(lines) != 1 or lines[0].broken:
        return None
    return tuple(word for word, _, _ in lines[0].words[1:])


def _usual(values: Values, path: str, given: set[str]) -> dict[str, tuple[str, ...]]:
    """The directives that the chart's own mapping adds."""
    if values.is_open:
        return {}
    found: dict[str, Any] = {}
    for name in values.chart.below(path):
        default = values.chart.default(f"{path}.{name}", values.block.versions)
        if name not in given and isinstance(default, str | int) and not isinstance(default, bool):
            found[name] = words(str(default)) or ()
    return found
