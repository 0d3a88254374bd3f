"""Parameter groups of ElastiCache and MemoryDB: parameters are directives, and a cache uses those of its group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from redislint import servers
from redislint.model.facts import UNKNOWN, Setting
from redislint.read.terraform import composed
from redislint.read.terraform.resource import Resource
from redislint.servers import Server
from redislint.typed import Final, NamedTuple

GROUPS: Final = ("aws_elasticache_parameter_group", "aws_memorydb_parameter_group")
# Every family's default group says so (ElastiCache, "Valkey and Redis OSS parameters"), unlike the servers themselves.
_POLICY: Final = ("maxmemory-policy", "volatile-lru")
_WITH_POLICY: Final = GROUPS[0]
# What MemoryDB puts before the families.
_MEMORYDB: Final = "memorydb_"
# More than any family has.
MAX_PARAMETERS: Final = 300
# A family is for one line of servers, or for several (redis6.x), and then none is named here.
_FAMILIES: Final = {
    "redis5.0": servers.parse("redis@5.0"),
    "redis7": servers.parse("redis@7.0"),
    "valkey7": servers.parse("valkey@7.2"),
}


class Parameters(NamedTuple):
    """Directives; `partial` says that there may be others, or other values."""

    settings: tuple[Setting, ...] = ()
    partial: bool = False


def family(group: Resource) -> str | None:
    """The family of a group for Redis or Valkey; None for any other, or where it is not known."""
    text = group.argument("family").text
    name = text.removeprefix(_MEMORYDB) if isinstance(text, str) else ""
    return name if name.startswith(("redis", "valkey")) else None


def server(group: Resource) -> Server | None:
    """The server that the group's parameters are for, where its family names one line of versions."""
    return _FAMILIES.get(family(group) or "")


class Groups:
    """The parameter groups of a module; what each sets is worked out once."""

    def __init__(self, groups: Mapping[str, Resource]) -> None:
        self.by_label = groups
        self._parameters: dict[str, Parameters] = {}

    @cached_property
    def _labels(self) -> dict[str, list[str]]:
        """By name the labels of the groups that have it."""
        found: dict[str, list[str]] = {}
        for label, group in self.by_label.items():
            name = group.argument("name").value
            if isinstance(name, str):
                found.setdefault(name, []).append(label)
        return found

    def named(self, name: str) -> str | None:
        """The label of the group that has a name, where it is but one."""
        labels = self._labels.get(name, [])
        return labels[0] if len(labels) == 1 else None

    def parameters(self, label: str) -> Parameters:
        """What the group with a label sets; nothing is known of one that is not in the module."""
        if label not in self._parameters:
            known = label in self.by_label
            self._parameters[label] = parameters(self.by_label[label]) if known else Parameters(partial=True)
        return self._parameters[label]


def parameters(group: Resource) -> Parameters:
    """The parameters that a group sets."""
    settings = []
    blocks = group.inner("parameter")
    partial = group.makes("parameter") or len(blocks) > MAX_PARAMETERS
    for block in blocks[:MAX_PARAMETERS]:
        name, value = block.argument("name").text, block.argument("value")
        if name is UNKNOWN or value.is_absent:
            partial = True
            continue
        text = value.text
        args = None if text is UNKNOWN else tuple(text.split()) or ("",)
        lines = sorted((block.line("name"), block.line("value")), key=lambda line: line.start)
        settings.append(Setting(servers.canonical(name), args, lines[0].to(lines[1]), value.span, name))
    return Parameters(tuple(settings), partial)


def used(resource: Resource, type_: str, groups: Callable[[], Groups]) -> Parameters:
    """The parameters of a cache, whose group is of a type; `groups` gives those of its module, if asked."""
    found = _chosen(resource, type_, groups)
    is_said = any(setting.name == _POLICY[0] for setting in found.settings)
    if type_ != _WITH_POLICY or found.partial or is_said:
        return found
    policy = Setting(_POLICY[0], _POLICY[1:], resource.anchor, resource.anchor, _POLICY[0], written=False)
    return Parameters((policy, *found.settings))


def _chosen(resource: Resource, type_: str, groups: Callable[[], Groups]) -> Parameters:
    name = resource.argument("parameter_group_name")
    placed = resource.placed("parameter_group_name")
    if name.is_absent or placed is None:
        return Parameters()
    text = name.text
    if isinstance(text, str) and text.startswith("default."):
        return Parameters()
    label = composed.resource(placed, type_, resource.evaluator)
    if label is None and isinstance(text, str):
        label = groups().named(text)
    return groups().parameters(label) if label is not None else Parameters(partial=True)
