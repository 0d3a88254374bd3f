"""What the resources of all operators have in common: settings at the keys that make them, and facts."""

from __future__ import annotations

from collections.abc import Mapping

from redislint import servers
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.model.instance import SERVER, Instance, Managed, Port, Reference
from redislint.model.workload import Workload
from redislint.read import conf
from redislint.read.helm.embedded import is_whole
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, Text, contents, scalar
from redislint.read.kubernetes.quantities import amount, whole
from redislint.read.kubernetes.variables import place, said
from redislint.read.yaml import Node
from redislint.servers import images
from redislint.source import Span
from redislint.typed import Final

_MOST: Final = 1_000


class Resource:
    """One Redis that a resource makes; what an operator's module does not say is not known.

    nodes  the scalars of manifests that were read, by their identity
    """

    def __init__(self, found: Object, around: Around, name: str = "", role: str = SERVER) -> None:
        self.object, self.around, self.role = found, around, role
        self.name = name or found.name
        self.spec = found.node.get("spec") or found.node
        self.anchor = found.named
        self.settings: list[Setting] = []
        self.users: tuple[User, ...] | None = ()
        self.documents: list[Document] = []
        self.secrets: list[Span] = []
        self.nodes: set[int] = set()
        self.ports: list[Port] = []
        self.partial = False
        self.image: Node | None = None
        self.limits: Node | None = None
        self.replicas: Fact[int] | None = None
        self.storage: Fact[bool] | None = None
        self.managed: Managed | None = None
        self.defaults: Mapping[str, tuple[str, ...]] = {}
        self.workload = Workload(found.kind, self.anchor)

    @property
    def reference(self) -> str:
        """The image, empty where it is not known."""
        return self.image.text if self.image is not None and self.image.is_known else ""

    def set(self, directive: str, value: str | None, node: Node | None, spelling: str) -> None:
        """A directive that a key makes; where the key is not there, by its absence.  None for an unknown value."""
        at = self.anchor if node is None else _text(node)
        args = None if value is None else (value,)
        self.settings.append(Setting(servers.canonical(directive), args, at, at, spelling, node is not None))

    def cluster(self, spelling: str, masters: Fact[int], followers: Fact[int] | None) -> None:
        """It is a part of a cluster of so many masters, with so many replicas each as far as that is known."""
        self.settings.append(Setting("cluster-enabled", ("yes",), self.anchor, self.anchor, spelling, False))
        self.workload = self.workload._replace(masters=masters, followers=followers)

    def open(self, node: Node | None, spelling: str) -> None:
        """It asks for no password, because of a key or for want of it; what comes later may still change that."""
        self.set("aclfile", "", None, spelling)
        self.set("requirepass", "", node, spelling)
        self.set("protected-mode", "no", node, spelling)

    def password(self, name: str, key: str, node: Node, spelling: str) -> None:
        """It asks for the password that a Secret has, under a key or under its only one."""
        found = self.around.named("Secret", name, self.object.namespace) if name else None
        texts = contents(found) if found is not None else {}
        text = texts.get(key) if key else next(iter(texts.values())) if len(texts) == 1 else None
        value = said(text) if text is not None else None
        if text is None or value is None:
            self.set("requirepass", None, node, spelling)
            return
        at = place(text)
        self.secrets.append(at)
        self.settings.append(Setting("requirepass", (value.rstrip("\n"),), at, at, f"{name}.{key}" if key else name))

    def lines(self, nodes: list[Node], language: str = "redis-conf") -> None:
        """Lines of redis.conf, one or more in each scalar."""
        for node in nodes[:_MOST]:
            self.text(Text(node), language)

    def config_map(self, name: str, key: str) -> None:
        """The text of a ConfigMap, under a key or under its only one; where it is not here, it may say anything."""
        found = self.around.named("ConfigMap", name, self.object.namespace)
        texts = contents(found) if found is not None else {}
        text = texts.get(key) or (next(iter(texts.values())) if len(texts) == 1 else None)
        if text is None:
            self.partial, self.users = True, None
        else:
            self.text(text, "redis-conf")

    def text(self, text: Text, language: str) -> None:
        """A text that the server reads."""
        node = text.node
        if node is None or node.kind != "scalar" or text.encoded or not is_whole(node):
            self.partial, self.users = True, None
            return
        found = conf.text(node.inner(language), language)
        self.nodes.add(id(node.yaml))
        self.settings += found.document.settings
        self.users = None if self.users is None or found.users is None else (*self.users, *found.users)
        self.partial = self.partial or found.partial
        self.secrets += found.secrets
        if node.file is self.object.node.file:
            self.documents.append(found.document._replace(server=images.server(self.reference)))

    def outward(self, kind: Node | None, number: int = 6379) -> None:
        """A service of a kind that lets others in from beyond the cluster."""
        if kind is not None and kind.is_known and kind.text in ("LoadBalancer", "NodePort"):
            self.ports.append(Port("", number, _text(kind), by=kind.text))

    def instance(self, group: str) -> Instance:
        """The resource as an instance."""
        limit = whole(amount(self.limits.get("memory"))) if self.limits is not None else None
        image = None if self.image is None else Fact(self.reference or UNKNOWN, _text(self.image))
        path = self.object.path
        return Instance(
            anchor=self.anchor,
            kind="kubernetes",
            name=self.name,
            role=self.role,
            settings=tuple(self.settings),
            partial=self.partial,
            server=images.server(self.reference),
            defaults=self.defaults,
            users=self.users,
            references=tuple(Reference("mount", one, self.anchor) for one in sorted(self.around.used - {path})),
            group=group,
            image=image,
            memory_limit=limit,
            ports=tuple(self.ports),
            restarts=Fact(True, self.anchor, written=False),
            replicas=self.replicas,
            storage=self.storage,
            managed=self.managed,
            workload=self.workload,
        )


def _text(node: Node) -> Span:
    if node.kind != "scalar":
        return node.span
    inner = node.inner("kubernetes")
    return inner.span(0, len(inner.text))


def elements(node: Node | None) -> list[Node]:
    """The elements of a list; none where there is no list."""
    return node.elements()[:_MOST] if node is not None else []


def count(spec: Node, path: str, usual: int, anchor: Span) -> Fact[int]:
    """A number at a path; what the operator takes where none is written."""
    node = spec.at(path)
    if node is None or node.kind == "null":
        return Fact(usual, anchor, written=False)
    value = node.value
    return Fact(value if isinstance(value, int) and not isinstance(value, bool) else UNKNOWN, node.span)


def is_on(spec: Node, path: str) -> bool:
    """Is a switch on?"""
    return scalar(spec, path).lower() == "true"
