"""The parts that a chart makes a server's configuration from: texts, commands that are taken away, further flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from redislint.model.acl import User
from redislint.model.facts import Setting, Unknown
from redislint.read.helm.embedded import Found
from redislint.read.helm.values import Values
from redislint.read.node import Node
from redislint.servers import Server
from redislint.source import Span
from redislint.typed import NamedTuple


class Part(NamedTuple):
    """Some settings; `users` None and `partial` as in an instance; `defaults` those of the chart.

    `configmaps` are the places of the texts that the chart puts in ConfigMaps.
    """

    settings: tuple[Setting, ...] = ()
    users: tuple[User, ...] | None = ()
    partial: bool = False
    defaults: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    configmaps: tuple[Span, ...] = ()


# Commands that take the chart's arguments as its own does, up to 13.x.
_USUAL = ("/run.sh", "redis-server", ["/run.sh"], ["redis-server"])
_UNREADABLE = Part(users=None, partial=True)


def join(parts: Iterable[Part]) -> Part:
    """The parts as one, in this order."""
    settings: tuple[Setting, ...] = ()
    users: tuple[User, ...] | None = ()
    partial = False
    defaults: dict[str, tuple[str, ...]] = {}
    configmaps: tuple[Span, ...] = ()
    for part in parts:
        settings += part.settings
        users = None if users is None or part.users is None else users + part.users
        partial = partial or part.partial
        defaults |= part.defaults
        configmaps += part.configmaps
    return Part(settings, users, partial, defaults, configmaps)


class Texts:
    """The parts of one release, each read once, however many servers have it."""

    def __init__(self, values: Values, found: Found, server: Server | None, overridden: str) -> None:
        self.values = values
        self.found = found
        self.server = server
        # A ConfigMap that stands outside takes the place of all texts.
        self.is_hidden = bool(overridden) and values.is_given(overridden)
        self._read: dict[str, Part] = {}

    def text(self, path: str, language: str = "redis-conf") -> Part:
        """The configuration text at a path; where none is given, the chart's."""
        if path not in self._read:
            self._read[path] = self._text(path, language)
        return self._read[path]

    def _text(self, path: str, language: str) -> Part:
        node = self.values.node(path)
        if self.is_hidden:
            return _UNREADABLE
        if isinstance(node, Node):
            return self._given(path, node, language)
        default = self.values.fact(path).value
        if isinstance(default, Unknown):
            return Part(partial=True)
        return Part(defaults=_words(default or {}))

    def _given(self, path: str, node: Node, language: str) -> Part:
        said = self.found.text(node, language, self.server)
        if said is None:
            return _UNREADABLE if self.values.is_given(path) else Part()
        usual = self.values.chart.default(path, self.values.block.versions)
        if self.values.block.copied and isinstance(usual, dict) and _is_same(said.document.settings, usual):
            return Part(defaults=_words(usual))
        return Part(said.document.settings, said.users, said.partial, configmaps=(node.span,))

    def renames(self, component: str) -> Part:
        """The commands that are taken away."""
        path = f"{component}.disableCommands"
        if path not in self._read:
            self._read[path] = self._renames(path)
        return self._read[path]

    def _renames(self, path: str) -> Part:
        if self.is_hidden:
            return _UNREADABLE
        node, fact = self.values.node(path), self.values.fact(path)
        if isinstance(node, Node) and node.kind == "sequence":
            return Part(
                tuple(
                    Setting(
                        "rename-command",
                        (one.text, "") if one.is_known else None,
                        one.span,
                        one.span,
                        path,
                        written=fact.written,
                    )
                    for one in node.elements()
                    if one.kind == "scalar"
                )
            )
        if isinstance(node, Node) or not isinstance(fact.value, list):
            return _UNREADABLE if self.values.is_given(path) else Part()
        return Part(
            tuple(
                Setting("rename-command", (str(command), ""), fact.span, fact.span, path, written=False)
                for command in fact.value
            )
        )

    def flags(self, component: str) -> Part:
        """Further arguments of the server: they come last, and win."""
        path = f"{component}.extraFlags"
        if path not in self._read:
            self._read[path] = self._flags(path)
        return self._read[path]

    def _flags(self, path: str) -> Part:
        node = self.values.node(path)
        if not isinstance(node, Node) or not self.values.is_given(path):
            return Part()
        line = self.found.flags(node, self.server)
        if line is None:
            return _UNREADABLE
        return Part(tuple(line.settings), tuple(line.users) if line.users_known else None, line.partial)

    def replaced(self, component: str) -> Part:
        """Nothing, unless the container is started in another way than the chart's own."""
        command = f"{component}.command"
        if self.values.fact(command).value not in _USUAL and self.values.is_given(command):
            return _UNREADABLE
        others = (f"{component}.args", "diagnosticMode.enabled")
        return _UNREADABLE if any(self.values.is_given(one) for one in others) else Part()


def _words(usual: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The directives of a chart's own text, with the words of each."""
    return {name: tuple(value.split(" ")) for name, value in usual.items()}


def _is_same(settings: Iterable[Setting], usual: Mapping[str, str]) -> bool:
    """Does a text say what the chart's own does?"""
    return {setting.name: setting.value for setting in settings} == dict(usual)
