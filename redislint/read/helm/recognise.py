"""Which mappings of a values file are a known chart's values.

What the file's chart depends on decides; where that does not tell, the keys do: how many of them the chart knows, and
whether it is one of few that have them.  Where neither settles it nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from redislint.read.helm.block import Block
from redislint.read.helm.charts import load
from redislint.read.helm.guess import guessed, is_copy, versions_of
from redislint.read.helm.layers import NONE, Below, Layers
from redislint.read.helm.nearby import Dependency, Nearby
from redislint.read.helm.said import Said
from redislint.read.helm.values import MOST_LEAVES, leaves
from redislint.read.node import Node, empty
from redislint.typed import Final

# Keys of blocks that may be a chart's values, of those that are a client's or something else's, and of no blocks.
_NAMES: Final = ("redis", "valkey")
_CLIENTS: Final = frozenset(
    {"external", "exporter", "insight", "client", "operator", "commander", "secret", "config", "host", "url", "session"}
    | {"-ha"}
)
_CLOSED: Final = frozenset({"env", "envs", "extraEnv", "extraEnvVars", "config", "configs", "global", "annotations"})
_DEPTH: Final = 3


def blocks(
    document: Node, path: str, nearby: Nearby | None, layers: Layers = NONE, said: Said | None = None
) -> Iterator[Block]:
    """The blocks of a document of the values file at `path`; `layers` lie under it, and `said` is its chart."""
    if document.kind != "mapping" or (document.get("apiVersion") is not None and document.get("kind") is not None):
        return
    if said is not None:
        yield from _said(document, said, layers)
        return
    found = [*_explicit(document, nearby, layers)]
    if nearby is not None and nearby.own is not None:
        whole = certain(document, document, None, nearby.own, layers.at(""), layers)
        found += [whole] if whole else []
    if not found:
        hint = path.startswith("<") or _has(_NAMES, "/".join(path.split("/")[-3:]))
        whole = guessed(document, document, None, path, hint, layers.at("", of_chart=False), layers)
        # Beside another Chart.yaml only a copy of a chart's own file is sure to be of that chart.
        if whole and (whole.copied or nearby is None or nearby.above):
            found.append(whole if nearby is None else whole._replace(likely=False))
    yield from found
    if not any(block.key is None for block in found):
        taken = {block.node.place for block in found}
        yield from (one for one in _below(document, nearby, layers) if one.node.place not in taken)


def _said(document: Node, said: Said, layers: Layers) -> Iterator[Block]:
    """The block of the chart that the file is said to be for: the mapping at its key, or the whole file."""
    key = document.key(said.key) if said.key else None
    node = document.get(said.key) if said.key else document
    if node is not None and node.kind == "mapping":
        is_of = Dependency(said.key, said.chart, said.versions)
        block = certain(document, node, key, is_of, layers.at(said.key), layers)
        if block is not None:
            yield block._replace(reason="said")


def _explicit(document: Node, nearby: Nearby | None, layers: Layers) -> Iterator[Block]:
    """The blocks of subcharts that are known."""
    for one in nearby.dependencies if nearby is not None else ():
        key, node = _given(document, one.key, layers)
        if not one.chart or key is None or node is None or node.kind != "mapping":
            continue
        if _is_enabled(document, node, one.conditions, layers.at("")):
            block = certain(document, node, key, one, layers.at(one.key), layers)
            yield from [block] if block is not None else []


def _given(document: Node, name: str, layers: Layers) -> tuple[Node | None, Node | None]:
    """The key of a block, and what this file gives for it: nothing, where only one below has it that counts here."""
    if not layers.whole:
        return document.key(name), document.get(name)
    roots = [root for root in (document, *layers.beside) if root.key(name) is not None]
    if not roots:
        return None, None
    # What is set one by one has no block of its own.
    of = next((root for root in roots if not root.is_made), roots[0])
    return of.key(name), document.get(name) or empty(document)


def certain(root: Node, node: Node, key: Node | None, is_of: Dependency, below: Below, layers: Layers) -> Block | None:
    """The block of a chart that is known, one of CHARTS; None for more values than any chart has."""
    assert is_of.chart
    chart = load(is_of.chart)
    paths = leaves(node)
    if paths is None:
        return None
    every = [*paths, *(path for one, _ in below if one is not None for path in leaves(one) or ())]
    versions = is_of.versions.meet(versions_of(chart, every)) or is_of.versions
    label = key.text if key is not None else chart.engine
    return Block(
        node=node,
        root=root,
        key=key,
        label=label,
        chart=chart,
        versions=versions,
        open=layers.hidden,
        copied=is_copy(chart, len(paths), len(paths), versions),
        below=below,
        reason="dependency" if key is not None else "itself",
        switches=tuple(path.removeprefix(f"{is_of.key}.") for path in is_of.conditions),
    )


def _below(document: Node, nearby: Nearby | None, layers: Layers) -> Iterator[Block]:
    """The blocks whose keys say that they may be of Redis, where no subchart settles what they are."""
    stack: list[tuple[Node, Node, int, tuple[str, ...]]] = [
        (key, node, 1, (key.text,)) for key, node in reversed(document.items().values())
    ]
    left = MOST_LEAVES
    while stack and left:
        left -= 1
        key, node, depth, path = stack.pop()
        if node.kind != "mapping" or key.text in _CLOSED:
            continue
        is_named = _has(_NAMES, key.text) and not _has(_CLIENTS, key.text)
        if is_named and _is_possible(path[0], depth, nearby) and _is_enabled(document, node, (), ()):
            below = layers.at(".".join(path))
            block = guessed(document, node, key, key.text, True, below, layers)
            if block is not None:
                yield block
                continue
        if depth < _DEPTH:
            stack += [(inner, one, depth + 1, (*path, inner.text)) for inner, one in reversed(node.items().values())]


def _has(words: Iterable[str], text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in words)


def _is_possible(top: str, depth: int, nearby: Nearby | None) -> bool:
    """Can this be a subchart's block?  A chart's own templates read what no dependency of it does."""
    if nearby is None or nearby.above > 1:
        return True
    known = next((one for one in nearby.dependencies if one.key == top), None)
    return known is not None and (known.chart is None or depth > 1)


def _is_enabled(root: Node, node: Node, conditions: Sequence[str], below: Below) -> bool:
    """Is the chart installed at all?  The first condition that has a value decides."""
    for path in conditions:
        for one in (root, *(layer for _, layer in below)):
            found = one.at(path)
            if found is not None and isinstance(found.value, bool):
                return found.value
    enabled = node.get("enabled")
    return enabled is None or enabled.value is not False
