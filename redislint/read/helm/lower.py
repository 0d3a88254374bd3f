"""A chart's values as instances: a master with its replicas, Sentinels beside them, or the nodes of a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.model.facts import UNKNOWN, Fact, Setting, Unknown
from redislint.model.instance import SENTINEL, SERVER, Instance, Port
from redislint.read.conf import SENTINEL_DEFAULTS
from redislint.read.helm import auth, components, outward, parts, users
from redislint.read.helm.beside import beside
from redislint.read.helm.block import Block
from redislint.read.helm.build import followers, timers
from redislint.read.helm.embedded import Found
from redislint.read.helm.layout import Layout
from redislint.read.helm.placing import placed
from redislint.read.helm.pods import workload
from redislint.read.helm.texts import Part, Texts, join
from redislint.read.helm.values import Values, number
from redislint.read.node import Node
from redislint.source import Span

_PORT = 6379
_SENTINEL_PORT = 26379


def lower(block: Block, layout: Layout, found: Found) -> None:
    """Add the instances that a block declares, and the documents within it, to what was found."""
    release = _Release(Values(block), layout, found)
    found.instances += release.cluster() if layout.aof else release.servers()


class _Release:
    def __init__(self, values: Values, layout: Layout, found: Found) -> None:
        self.values = values
        self.layout = layout
        self.label = values.block.label
        self.image = parts.image(values)
        self.accounts = users.listed(values, layout.acl, self.image[1], found)
        self.texts = Texts(values, found, self.image[1], layout.overridden)

    def servers(self) -> Iterator[Instance]:
        """A master with its replicas; or, with Sentinels, nodes each of which may be the master."""
        layout, values = self.layout, self.values
        is_replicated = self._is_replicated()
        watched = values.is_true("sentinel.enabled") if is_replicated is not False else False
        # Up to 10.x the Sentinels stand beside a master and its replicas.
        equal = bool(watched) and values.block.versions.low >= layout.equal
        service = "sentinel.service" if equal else ""
        name = f"{self.label}-{'node' if equal else layout.primary}"
        masters = self._number("" if equal else layout.masters, 1)
        if masters.value != 0:
            yield self._node(name, layout.replica if equal else layout.primary, masters, (), service)
        count = self._replicas()
        if is_replicated and watched is not None and count.value != 0:
            others = followers(count) if equal else count
            yield self._node(f"{name}-replicas", layout.replica, others, self._follows(name), service)
        if watched:
            yield self._sentinel(name, count if equal else Fact(UNKNOWN, count.span, written=count.written))

    def _is_replicated(self) -> bool | None:
        fact = self.values.fact(self.layout.replicated)
        if isinstance(fact.value, Unknown):
            return None
        return fact.value == "replication" if isinstance(fact.value, str) else bool(fact.value)

    def _number(self, path: str, otherwise: int) -> Fact[int]:
        return number(self.values, path, otherwise) if path else Fact(otherwise, self.values.anchor, written=False)

    def _replicas(self) -> Fact[int]:
        count = self._number(self.layout.size, 3)
        autoscaled = self.layout.autoscaled and self.values.is_given(self.layout.autoscaled)
        return Fact(UNKNOWN, count.span, written=count.written) if autoscaled else count

    def _node(self, name: str, component: str, count: Fact[int], follows: Sequence[Setting], service: str) -> Instance:
        """One set of equal servers; where any may be the master, they read the common text last."""
        accounts = Part() if self.texts.is_hidden else self.accounts.part
        texts = [join([self.texts.text(self.layout.common), accounts]), self._own(component)]
        part = join(
            [
                Part((*auth.arguments(self.values, self.layout, component), *follows)),
                *(reversed(texts) if service else texts),
                self.texts.flags(component),
                self.texts.replaced(component),
                # Else these may be no servers at all.
                Part(partial=self.values.is_true("sentinel.enabled") is None),
            ]
        )
        return self._instance(name, component, part, service or f"{component}.service", count)

    def _own(self, component: str) -> Part:
        path = self.values.fact(f"{component}.persistence.path")
        folder: dict[str, tuple[str, ...]] = {"dir": (path.value,)} if isinstance(path.value, str) else {}
        text = self.texts.text(f"{component}.{self.layout.text_key}")
        return join([Part(defaults=folder), text, self.texts.renames(component)])

    def _follows(self, master: str) -> list[Setting]:
        """The directives of a replica."""
        span = self._said(self.layout.size, self.layout.replicated)
        external = f"{self.layout.external}.enabled" if self.layout.external else ""
        is_own = not external or not self.values.is_given(external)
        args = (master, str(_PORT)) if is_own else None
        found = [Setting("replicaof", args, span, span, self.layout.size)]
        if self.values.is_true("tls.enabled"):
            found.append(self.values.setting("tls-replication", ("yes",), "tls.enabled"))
        return found

    def _said(self, *paths: str) -> Span:
        """The place of the first of these that is written; else the anchor."""
        for path in paths:
            if isinstance(self.values.node(path), Node):
                return self.values.fact(path).span
        return self.values.anchor

    def _sentinel(self, master: str, count: Fact[int]) -> Instance:
        """The Sentinels: one beside each node."""
        layout, values = self.layout, self.values
        quorum = self._number("sentinel.quorum", 2)
        name = values.fact(layout.monitor).value
        span = quorum.span if quorum.written else self._said(layout.size, "sentinel.enabled")
        is_known = isinstance(name, str) and not isinstance(quorum.value, Unknown)
        args = ("monitor", str(name), master, str(_PORT), str(quorum.value)) if is_known else None
        port = self._number("sentinel.containerPorts.sentinel" if layout.port_key else "sentinel.port", _SENTINEL_PORT)
        logins = self.accounts.logins
        own = [Setting("sentinel", args, span, span, "sentinel.quorum"), *logins]
        if port.written:
            number = None if isinstance(port.value, Unknown) else (str(port.value),)
            own.append(Setting("port", number, port.span, port.span, "sentinel.port"))
        guarded = values.is_true(layout.guarded)
        if guarded and values.is_true(layout.switch) is not False:
            own += auth.passwords(values, layout, ("requirepass",))
        elif guarded is None:
            own.append(values.setting("requirepass", None, layout.guarded))
        text = self.texts.text(f"sentinel.{layout.text_key}", "sentinel-conf")
        chart = Part(tuple(own), defaults=SENTINEL_DEFAULTS, configmaps=tuple(one.value_span for one in logins))
        part = join([timers(values, name, "sentinel"), text, chart, self.texts.replaced("sentinel")])
        return self._instance(f"{self.label}-sentinel", "sentinel", part, "sentinel.service", count, SENTINEL)

    def cluster(self) -> Iterator[Instance]:
        """The nodes of a cluster: the image's entrypoint writes the switches into the texts."""
        layout, values = self.layout, self.values
        aof = values.fact(layout.aof)
        is_on = {"yes": "yes", "True": "yes", "no": "no", "False": "no"}.get(str(aof.value))
        own = [values.setting("appendonly", (is_on,) if is_on else None, layout.aof)]
        if values.is_true(layout.template) is False:
            # The save points of the file that the chart brings differ by version.
            own.append(Setting("save", None, values.anchor, values.anchor, "save", written=False))
        part = join(
            [
                self.texts.text(layout.template),
                self.texts.text(f"{layout.primary}.{layout.text_key}"),
                Part((*auth.arguments(values, layout, layout.primary), *own), defaults={"cluster-enabled": ("yes",)}),
                self.texts.replaced(layout.primary),
            ]
        )
        yield self._instance(f"{self.label}-node", layout.primary, part, "service", self._number(layout.size, 6))

    def _instance(
        self, name: str, component: str, part: Part, service: str, count: Fact[int], role: str = SERVER
    ) -> Instance:
        values = self.values
        image, server, origin = parts.image(values, "sentinel.image") if role == SENTINEL else self.image
        storage = parts.storage(values, "" if self.layout.aof else component)
        return Instance(
            anchor=values.anchor,
            kind=values.anchor.source.kind,
            name=name,
            role=role,
            settings=part.settings,
            complete=not values.is_open and not part.partial,
            partial=part.partial,
            server=server,
            defaults=part.defaults,
            users=None if role == SENTINEL and self.accounts.shared else part.users,
            configmaps=part.configmaps,
            references=self.accounts.references if role == SERVER else (),
            group=self.label,
            image=image,
            beside=beside(values) if role == SERVER else (),
            memory_limit=parts.memory(values, component),
            ports=self._ports(service, part, role),
            restarts=Fact(True, values.anchor, written=False),
            replicas=count,
            storage=storage,
            workload=placed(
                values,
                workload(
                    values, components.keys(values, self.layout, component), None if role == SENTINEL else storage
                ),
                components.placing(values, self.layout, component),
                count,
            )._replace(
                policy=outward.policy(values),
            ),
            origin=origin,
        )

    def _ports(self, service: str, part: Part, role: str) -> tuple[Port, ...] | None:
        """What is published of it: its own service, and one a node where those are asked for."""
        number = _SENTINEL_PORT if role == SENTINEL else _PORT
        for setting in part.settings:
            if setting.name in ("port", "tls-port") and setting.args and setting.args[0].isdecimal():
                number = int(setting.args[0][:5]) or number
        found = outward.ports(self.values, service, number)
        if service in ("service", "sentinel.service") and found is not None:
            section = "cluster" if self.layout.aof else "sentinel"
            one_a_node = outward.external(self.values, f"{section}.externalAccess", number)
            return None if one_a_node is None else found + one_a_node
        return found
