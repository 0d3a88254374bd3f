"""Which chart the keys of a mapping tell: how many of them it knows, and whether it is one of few that have them."""

from __future__ import annotations

from collections.abc import Sequence

from redislint.read.helm import layout
from redislint.read.helm.block import Block
from redislint.read.helm.charts import CHARTS, Chart, load
from redislint.read.helm.layers import Below, Layers
from redislint.read.helm.values import leaves
from redislint.read.helm.versions import ANY, Range
from redislint.read.node import Node
from redislint.typed import Final, NamedTuple

# A file with more keys of a chart is a copy of the chart's own; of a small one, with most of its keys.
_COPY: Final = 140
_FEW: Final = 30
_MOST: Final = 0.7

# What is safe to say of any chart that it may be.
_SHARED: Final = frozenset(
    {"auth.enabled", "auth.password", "global.redis.password", "global.valkey.password", "image.repository"}
    | {"usePassword"}
)
_SURE: Final = 0.9
_LIKELY: Final = 0.6
_SEVERAL: Final = 5


class _Score(NamedTuple):
    chart: Chart
    share: float
    total: int
    known: int
    telling: bool


def guessed(
    root: Node, node: Node, key: Node | None, name: str, hint: bool, below: Below, layers: Layers
) -> Block | None:
    """The chart that the keys tell, those of the layers below among them; None if they do not."""
    paths = leaves(node)
    if not paths:
        return None
    own = len(paths)
    for one, _ in below:
        paths = list(dict.fromkeys([*paths, *((leaves(one) or []) if one is not None else [])]))
    every = (_score(load(one), paths) for one in CHARTS)
    scores = [score for score in every if score.telling or not score.chart.is_common]
    best = max(score.share for score in scores)
    leading = [score for score in scores if score.share == best]
    is_certain = best >= _SURE and any(score.telling for score in leading)
    is_likely = best >= _LIKELY and hint and any(score.telling and score.total >= _SEVERAL for score in leading)
    is_tied = best == 1 and hint and not is_certain and any(path in _SHARED for path in paths)
    if not (is_certain or is_likely or is_tied):
        return None
    chosen = min(
        leading, key=lambda score: (not score.telling, _is_other(score.chart, name), CHARTS.index(score.chart.name))
    )
    versions = versions_of(chosen.chart, paths)
    return Block(
        node=node,
        root=root,
        key=key,
        label=key.text if key is not None else chosen.chart.engine,
        chart=chosen.chart,
        versions=versions,
        open=layers.hidden or not is_certain,
        tied=is_tied,
        copied=is_copy(chosen.chart, own, chosen.known, versions),
        below=below,
        likely=is_likely and not is_certain and key is None,
    )


def is_copy(chart: Chart, own: int, known: int, versions: Range) -> bool:
    """Are so many keys, `known` of them the chart's, a copy of the chart's own file?"""
    if min(own, known) > _COPY:
        return True
    return min(own, known) > _FEW and known >= _MOST * chart.count(versions)


def _score(chart: Chart, paths: Sequence[str]) -> _Score:
    # Whether a subchart is installed is its parent's key.
    own = [path for path in paths if path != "enabled"]
    known = [path for path in own if chart.knows(path)]
    share = len(known) / len(own) if own else 0.0
    return _Score(chart, share, len(own), len(known), any(chart.is_telling(path) for path in known))


def _is_other(chart: Chart, name: str) -> bool:
    """Does the name speak for another engine, or the other shape?"""
    named = name.lower()
    return ("valkey" in named) != (chart.engine == "valkey") or ("cluster" in named) != ("cluster" in chart.name)


def versions_of(chart: Chart, paths: Sequence[str]) -> Range:
    """The versions that have all of these keys; where none has, those of the generation that has most of them."""
    lifespans = [*chart.lifespans(paths)]
    found: Range | None = ANY
    for lifespan in lifespans:
        found = found.meet(lifespan) if found is not None else None
    generations = layout.generations(chart.name)
    if found is not None:
        return next((both for one in generations if (both := one.meet(found)) is not None), found)
    return max(generations, key=lambda one: sum(one.meet(lifespan) is not None for lifespan in lifespans))
