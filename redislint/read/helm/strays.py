"""Keys that the chart does not have: Helm passes over them without a word.

Only where it is certain which chart the values are for.  What an umbrella chart's own templates read of a subchart's
values is no stray; nor is a key below a mapping that charts hand on as it is (labels, resources, probes).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.model.document import Problem
from redislint.read.helm import layout
from redislint.read.helm.block import Block
from redislint.read.helm.charts import load
from redislint.read.helm.meant import directive, meant
from redislint.read.helm.values import leaves
from redislint.read.helm.versions import ANY, Range
from redislint.read.node import Node
from redislint.source import Tree
from redislint.typed import Final

# Mappings that charts hand on, by the end of their names.
_OPEN: Final = re.compile(
    r".*(?:annotations|labels|selector|affinity|tolerations|context|probe|resources|strategy|options|hooks|lifecycle"
    r"|rules|policies|constraints|metadata|env|envvars|behavior|datasource|args)",
    re.IGNORECASE,
)
# Keys that are Helm's, a parent's, or nobody's: `x-` is where people keep what they repeat.
_OTHERS: Final = frozenset({"global", "enabled", "common", "tags", "exports", "extraDeploy"})
_MOST: Final = 200
# Keys of images that library charts read, and no values.yaml has.
_OF_IMAGES: Final = ("imagePullPolicy", "pullSecrets")
# Charts whose keys are those of others for some time.
_KIN: Final = {"bitnami-redis": ("stable-redis",), "stable-redis": ("bitnami-redis",)}
_MOST_TEMPLATES: Final = 300


def strays(block: Block, tree: Tree) -> Iterator[Problem]:
    """What a block's file says to nobody."""
    is_settled = block.is_certain or block.likely
    if block.copied or not is_settled or block.node.file.templates or not _is_charted(block):
        return
    templates: list[str] | None = None
    for path, key, value in _unknown(block):
        shown = _shown(path, value)
        templates = _templates(block, tree) if templates is None else templates
        if _is_read(block, path, templates):
            continue
        if block.reason == "keys" and _is_of_kin(block, path):
            continue
        kind = "unknown-value" if block.is_certain else "unknown-value-likely"
        yield Problem(kind, key.span, _detail(block, path, shown, value))


def _is_charted(block: Block) -> bool:
    """Are the versions in question known here, so that a key which none of them has is no key?"""
    chart, versions = block.chart, block.versions
    return versions == ANY or (versions.low < chart.until and (versions.high is None or versions.high > chart.first))


def _unknown(block: Block) -> Iterator[tuple[str, Node, Node]]:
    """The topmost keys that the chart does not have, with what stands there."""
    stack = [(block.node, "")]
    left = _MOST
    while stack and left > 0:
        node, above = stack.pop()
        for key, value in node.pairs():
            if key.kind != "scalar" or key.text == "<<" or not key.is_known or not key.text:
                continue
            path = f"{above}.{key.text}" if above else key.text
            if path in block.switches or (not above and _is_others(key.text)):
                continue
            if _has(block, path):
                if value.kind == "mapping" and not _OPEN.fullmatch(key.text):
                    stack.append((value, path))
            elif not _is_nothing(key, value) and (above or block.key is None or block.reason != "keys"):
                left -= 1
                yield path, key, value


def _is_others(name: str) -> bool:
    return name in _OTHERS or name.startswith(("x-", "_", "."))


def _is_nothing(key: Node, value: Node) -> bool:
    """Says it nothing, or is it only there for aliases to repeat?  What an alias repeats stands before the key."""
    begins = value.yaml.start_mark.index + value.file.shift
    is_alias = value.yaml.start_mark.index < key.yaml.start_mark.index
    if not is_alias and value.file.source.text.startswith("&", begins):
        return True
    if value.kind in ("mapping", "sequence"):
        return not (value.pairs() or value.elements())
    return value.kind == "null" or value.text == ""


def _has(block: Block, path: str) -> bool:
    """May one of the versions have the key, as far as is known?"""
    chart, versions = block.chart, block.versions
    above, _, last = path.rpartition(".")
    if chart.has(path, versions) or (last in _OF_IMAGES and above.lower().endswith("image")):
        return True
    if path.partition(".")[0] in layout.newer(chart.name, versions):
        return False
    # Before values.yaml listed every key, templates read some that it did not have.
    listed = chart.listed is not None and versions.low >= chart.listed
    return not listed and chart.has(path, Range(versions.low))


def _is_of_kin(block: Block, path: str) -> bool:
    """Has the chart that this one comes from, or a later version of it, the key?"""
    return any(load(name).knows(path) for name in _KIN.get(block.chart.name, ()))


def _shown(path: str, value: Node) -> str:
    """The path of the only value that is there, or of the first directive; else that of the mapping."""
    below = sorted((leaves(value) or []) if value.kind == "mapping" else [])
    told = below if len(below) == 1 else [one for one in below if directive(one)]
    return f"{path}.{told[0]}" if told else path


def _detail(block: Block, path: str, shown: str, value: Node) -> str:
    chart, versions = block.chart, block.versions
    name = f"{block.key.text}.{shown}" if block.key is not None else shown
    better = _better(block, path, shown, value)
    hint = f"; did you mean `{f'{block.key.text}.' if block.key is not None else ''}{better}`?" if better else ""
    span = chart.span(path if chart.span(shown) is not None else shown)
    if span is not None and span.high is not None and versions.low >= span.high:
        since = ".".join(map(str, span.high))
        return f"`{name}` is ignored: {chart.title} has it no more since {since}, and this is {block.said}{hint}"
    if span is not None:
        since = ".".join(map(str, span.low))
        return f"`{name}` is ignored: {chart.title} has it from {since} on, and this is {block.said}{hint}"
    return f"`{name}` is no key of {block.said}, and is ignored{hint}"


def _better(block: Block, path: str, shown: str, value: Node) -> str:
    """What was meant, by the whole path if that tells, else by its beginning."""
    chart, versions = block.chart, block.versions
    whole = meant(chart, shown, [shown], versions)
    if whole:
        return whole
    below = leaves(value) if value.kind == "mapping" else None
    better = meant(chart, path, [path, *(f"{path}.{one}" for one in below or [])], versions)
    rest = shown[len(path) :]
    return better + rest if better and rest and chart.span(better + rest) is not None else better


def _templates(block: Block, tree: Tree) -> list[str]:
    """The templates of the chart that a subchart's values stand in."""
    if block.key is None:
        return []
    folder = block.folder or posixpath.dirname(block.node.file.source.path)
    for _ in range(4):
        if tree.read(posixpath.join(folder, "Chart.yaml")) is not None:
            break
        folder = posixpath.dirname(folder)
    inner = posixpath.join(folder, "templates")
    found = (tree.read(posixpath.join(inner, name)) for name in tree.names(inner)[:_MOST_TEMPLATES])
    return [source.text for source in found if source is not None]


def _is_read(block: Block, path: str, templates: list[str]) -> bool:
    """Does a template of the parent chart read the key, or a mapping that it is in?"""
    name = block.key.text if block.key is not None else ""
    called = f"{name}.{path}"
    return any(called in text or (f'"{name}"' in text and path.rpartition(".")[2] in text) for text in templates)
