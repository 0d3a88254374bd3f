"""Rules of Prometheus that speak of Redis: what is alerted on, in files of rules and in objects of its operator.

A file of rules has `groups`, each with `rules`; a PrometheusRule has the same below `spec`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from redislint.model.document import Document, Reading
from redislint.model.facts import Setting
from redislint.read.yaml import Node, Yaml
from redislint.source import Source, Tree
from redislint.typed import Final

LANGUAGE: Final = "alerts"
# What an exporter's metrics of Redis begin with, and an operator's object.
METRICS: Final = "redis_"
# Those of redis_exporter (its exporter/metrics.go): applications have metrics of their own with such a beginning.
_METRIC: Final = (
    r"(?<![\w:])redis_(?:up\b|uptime_|memory_|mem_|connected_|rejected_|blocked_clients|evicted_|expired_|keyspace_|rdb_"
    r"|aof_|master_|slave_|replica|commands_|slowlog_|instance_info|sentinel_|cluster_|config_|exporter_|latency_|db_keys"
    r"|cpu_|connections_received|net_|allocator_|acl_|last_|key_|stream_|total_system_memory|repl_)"
)
OBJECT: Final = "PrometheusRule"
_ALERT: Final = "alert:"
_EXTENSIONS: Final = (".yml", ".yaml")
# More files, groups and rules than anybody keeps in one place.
_MOST_FILES: Final = 50
_MOST: Final = 1_000


def read(source: Source, tree: Tree) -> Reading:
    """The alerts of a file of rules, with those of the files of rules beside it."""
    file = Yaml(source)
    documents = (alerts(source, (one.get("groups") for one in file.documents), tree),)
    found = tuple(one for one in documents if one is not None)
    return Reading(source, found, (), file.problems if found else (), comments=file.comments())


def alerts(source: Source, groups: Iterable[Node | None], tree: Tree) -> Document | None:
    """What the rules of a file look at, alerts and what they may rest on; None where they never speak of Redis.

    Files of one folder are loaded together: the first of those that speak of Redis has what the others say, too, and
    the others say nothing.
    """
    own = [one for group in groups if group is not None for one in _rules(group)]
    if not _speaks(own):
        return None
    others = tuple(_beside(source, tree))
    if any(path < source.path for path, rules in others if _speaks(rules)):
        own, others = [], ()
    return Document(source, LANGUAGE, (*own, *(one for _, rules in others for one in rules)))


def _speaks(rules: Iterable[Setting]) -> bool:
    """Is there an alert on Redis among some rules?"""
    return any(one.name == "alert" for one in rules)


def _rules(groups: Node) -> Iterator[Setting]:
    """The expressions, each at its place: `alert` is one that looks at a metric of Redis, any other is a `rule`."""
    for group in groups.elements()[:_MOST]:
        rules = group.get("rules")
        for rule in rules.elements()[:_MOST] if rules is not None else ():
            said = rule.get("expr")
            if said is not None and said.kind == "scalar":
                is_ours = rule.get("alert") is not None and said.is_known and re.search(_METRIC, said.text) is not None
                inner = said.inner("prometheus")
                span = inner.span(0, len(inner.text.rstrip("\n")))
                name = "alert" if is_ours else "rule"
                yield Setting(name, (said.text,) if said.is_known else None, span, span, name)


def _beside(source: Source, tree: Tree) -> Iterator[tuple[str, tuple[Setting, ...]]]:
    """The rules of the other files of the folder, by their paths."""
    folder = posixpath.dirname(source.path)
    names = [one for one in tree.names(folder) if one.lower().endswith(_EXTENSIONS)]
    for name in names[:_MOST_FILES]:
        path = posixpath.join(folder, name)
        other = tree.read(path) if path != source.path and tree.keeps(path) else None
        if other is not None and METRICS in other.text and _ALERT in other.text:
            found = (one for document in Yaml(other).documents for one in _groups(document))
            yield path, tuple(one for groups in found for one in _rules(groups))


def _groups(document: Node) -> Iterator[Node]:
    for found in (document.get("groups"), document.at("spec.groups")):
        if found is not None:
            yield found
