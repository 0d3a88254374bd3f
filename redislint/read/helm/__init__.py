"""Helm values: the blocks of known charts as instances, and configuration texts wherever they stand."""

from __future__ import annotations

import importlib
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import Instance
from redislint.read import conf
from redislint.read.helm import layout
from redislint.read.helm.block import Block
from redislint.read.helm.clients import connected
from redislint.read.helm.conflicts import conflicts
from redislint.read.helm.embedded import Found, fragments
from redislint.read.helm.exporting import Exporter, exported
from redislint.read.helm.layers import under
from redislint.read.helm.lower import lower
from redislint.read.helm.nearby import Nearby, near
from redislint.read.helm.recognise import blocks
from redislint.read.helm.said import said
from redislint.read.helm.strays import strays
from redislint.read.helm.template import pods
from redislint.read.helm.values import Values
from redislint.read.node import Node
from redislint.read.uncollected import Uncollected
from redislint.read.yaml import Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final

# `commonConfiguration` is a key of Bitnami's charts alone.
_TELLING: Final = ("redis", "valkey", "sentinel", "commonconfiguration")
# What reads the charts that are not bitnami's, by who makes them.
_CHARTS: Final = {
    "cloudpirates": "redislint.read.helm.cloudpirates",
    "dandydeveloper": "redislint.read.helm.redisha",
    "groundhog2k": "redislint.read.helm.groundhog",
    "ot": "redislint.read.helm.ot",
    "valkey": "redislint.read.helm.valkey",
}
# What lists the dependencies of a chart.
_OF_CHARTS: Final = ("Chart.yaml", "requirements.yaml")
# How many blocks, documents and duplicate keys are looked at: no file has as many.
_MOST: Final = 64
# Keys whose values are secrets, and the names of environment variables that are.
_SECRET: Final = (
    "password",
    "passwd",
    "passphrase",
    "requirepass",
    "masterauth",
    "token",
    "secretkey",
    "secret_key",
    "-pass",
)


def read(source: Source, tree: Tree) -> Reading:
    """What a values file says; one that names nothing of Redis, nor has a chart that does, is passed over unparsed."""
    if not source.released and not _may_concern(source, tree):
        return Reading(source)
    with Uncollected():
        if posixpath.basename(source.path) in _OF_CHARTS and not source.released and not source.chart:
            # Few trees have any.
            from redislint.read.helm import depending

            return depending.read(source, tree)
        file = Yaml(source)
        if source.released and not source.chart:
            return _released(file)
        if "releases" in source.text:
            # Few files need it.
            from redislint.read.releases import helmfile

            if helmfile.is_helmfile(file):
                return helmfile.read(file, tree)
        return _read(file, tree)


def _may_concern(source: Source, tree: Tree) -> bool:
    """Does the file, its name or the chart beside it name what is read here?  Nothing is parsed for this."""
    beside = tree.read(posixpath.join(posixpath.dirname(source.path), "Chart.yaml"))
    texts = (source.path, source.text, beside.text if beside is not None else "")
    is_said = bool(source.chart) or source.path.startswith("<")
    return is_said or any(word in text.lower() for text in texts for word in _TELLING)


def _released(file: Yaml) -> Reading:
    """What is left to say of a file that a release names: whether it can be read, and what not to show of it."""
    document = Document(file.source, "helm-values")
    comments = list(file.comments())
    for node in file.nodes("scalar") if "redislint" in file.source.text else ():
        if "redislint" in node.text and "\n" in node.text:
            comments += conf.text(node.inner("redis-conf"), "redis-conf").comments
    return Reading(file.source, (document,), (), file.problems, tuple(secrets(file)), tuple(comments))


def _read(file: Yaml, tree: Tree) -> Reading:
    source = file.source
    nearby = near(source.path, tree)
    layers = under(source.path, tree, nearby)
    chart = said(source)
    taken = pods(file, tree, layers) if chart is None else None
    found, used = taken if taken is not None else (Found(), set[int]())
    known: list[Block] = []
    for document in file.documents[:_MOST] if taken is None else ():
        known += islice(blocks(document, source.path, nearby, layers, chart), _MOST - len(known))
    if _is_stock(source.path, nearby, tree):
        known = [one._replace(stock=one.key is None and (one.copied or one.reason == "itself")) for one in known]
    lowered(known, source, tree, found)
    fragments(file, [block.node for block in known], found, used=used)
    problems = [*file.problems, *islice(duplicates(file, known), _MOST)]
    if found.documents or found.instances:
        for one in {id(one): one for one in (file, *(root.file for root in layers.roots))}.values():
            found.secrets += secrets(one)
    # What the files below say as texts is said of them, where they are read.
    documents = tuple(one for one in found.documents if one.source.path == source.path)
    clients = connected(file)
    documents = (*documents, *clients.documents(source))
    secrets_of = (*found.secrets, *clients.secrets)
    comments = (*file.comments(), *(one for one in found.comments if one.source is source))
    return Reading(source, documents, tuple(found.instances), tuple(problems), secrets_of, comments)


def _is_stock(path: str, nearby: Nearby | None, tree: Tree) -> bool:
    """Is this the file of defaults of a chart, which lies beside its Chart.yaml and its templates?"""
    folder, name = posixpath.split(path)
    is_beside = nearby is not None and not nearby.above
    return is_beside and name == "values.yaml" and bool(tree.names(posixpath.join(folder, "templates")))


def lowered(known: Sequence[Block], source: Source, tree: Tree, found: Found) -> None:
    """Take in the instances of blocks, and what is wrong with them; `source` is the file that they stand in."""
    problems = tuple(islice((one for block in known for one in faults(block, [block], tree)), _MOST))
    found.documents += [Document(source, "helm-values", problems=problems)] if problems else []
    for block in known:
        lower_block(block, found)


def faults(block: Block, parts: Iterable[Block], tree: Tree) -> Iterator[Problem]:
    """What the values of a block say that does not go together; and, as each file has it, what they say to nobody."""
    yield from conflicts(block)
    for part in parts:
        yield from strays(part, tree)


def lower_block(block: Block, found: Found) -> None:
    """The instances of a block, as its chart makes them."""
    start, name = len(found.instances), block.chart.name
    table = layout.of(name, block.versions)
    module = _CHARTS.get(name.partition("-")[0])
    if table is not None:
        lower(block, table, found)
    elif module is not None:
        # Of bitnami's, versions that are too old have no table.
        importlib.import_module(module).lower(block, found)
    exporter = exported(Values(block))
    found.documents += [exporter.options] if exporter.options is not None else []
    found.instances[start:] = [_collected(one, exporter) for one in found.instances[start:]]
    if block.stock:
        found.instances[start:] = [one._replace(stock=True) for one in found.instances[start:]]


def _collected(instance: Instance, exporter: Exporter) -> Instance:
    """The instance, knowing whether its chart has its metrics collected."""
    if instance.workload is None or exporter.metrics is None:
        return instance
    container = instance.workload._replace(metrics=exporter.metrics, monitor=exporter.monitor)
    return instance._replace(workload=container)


def duplicates(file: Yaml, known: Sequence[Block]) -> Iterator[Problem]:
    """The keys that are given twice in the blocks, or for a block as a whole."""
    if not known:
        return
    places = [(block.node.span.start, block.node.span.end) for block in known]
    names = {block.key.text for block in known if block.key is not None} | {"global"}
    for problem in file.duplicates():
        start = problem.span.start
        if any(begin <= start < end for begin, end in places) or problem.span.text in names:
            yield problem


def secrets(file: Yaml) -> Iterator[Span]:
    """The places of passwords and tokens, whatever they are for: a report shows lines around a finding."""
    for node in file.nodes("mapping"):
        names = node.names()
        for name in names:
            if name.lower().endswith(_SECRET):
                yield from (value.span for key, value in node.pairs() if key.text == name and _is_secret(value))
        # `name: REDIS_PASSWORD` and `value: x`, in either order.
        if len(names) == 2 and set(names) == {"name", "value"}:
            of = {key.text: value for key, value in node.pairs()}
            if of["name"].text.lower().endswith(_SECRET) and _is_secret(of["value"]):
                yield of["value"].span


def _is_secret(value: Node) -> bool:
    return value.kind == "scalar" and isinstance(value.value, str | int) and value.value not in ("", True, False)
