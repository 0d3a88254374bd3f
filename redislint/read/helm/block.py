"""The values of one chart in a file, and how it is known which chart that is."""

from __future__ import annotations

from redislint.read.helm.charts import Chart
from redislint.read.helm.versions import Range
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# How a chart is known, the surest first, and how a message says it.
REASONS: Final = {
    "said": "as declared",
    "dependency": "by Chart.yaml",
    "itself": "by Chart.yaml",
    "application": "by its Application",
    "release": "by its HelmRelease",
    "helmchart": "by its HelmChart",
    "helmfile": "by its helmfile",
    "kustomization": "by its kustomization",
    "terraform": "by its helm_release",
    "keys": "by its keys",
}


class Block(NamedTuple):
    """The values of one chart in a file.

    node      the mapping
    root      the file's own mapping, which holds `global`
    key       the key that the mapping stands under; None if it is the whole file
    label     what to call it
    chart     the chart, and `versions` those that it may be
    open      more may be given elsewhere, or the chart is not certain: what is absent is unknown
    tied      it may as well be another chart; only what all of them mean the same counts
    copied    it is a copy of the chart's own file: what equals the default is nobody's choice
    stock     it is the chart's own file, which lies beside its Chart.yaml and templates
    below     the layers under it, the nearest first: each the same mapping in another file (None if it is not there),
              and that file's own mapping
    reason    how the chart is known: one of `REASONS`
    switches  the paths that decide whether the chart is installed at all
    likely    it is probably this chart: most of the keys are its, and nothing speaks against it
    folder    where the chart lies that the values are for, if that is not where the file is
    place     the place of what is not written, where that is neither the key nor the file's beginning
    asked     the place of the version that a release asks for, which decides the image that nobody wrote
    """

    node: Node
    root: Node
    key: Node | None
    label: str
    chart: Chart
    versions: Range
    open: bool = False
    tied: bool = False
    copied: bool = False
    stock: bool = False
    below: tuple[tuple[Node | None, Node], ...] = ()
    reason: str = "keys"
    switches: tuple[str, ...] = ()
    likely: bool = False
    folder: str = ""
    place: Span | None = None
    asked: Span | None = None

    @property
    def said(self) -> str:
        """The chart with its version, and how it is known."""
        low, high = self.versions
        exact = ".".join(map(str, low)) if high == (*low, 0) else ""
        return f"{self.chart.title} {exact} ({REASONS[self.reason]})".replace("  ", " ")

    @property
    def is_certain(self) -> bool:
        """Is it settled which chart this is?"""
        return not self.tied and (self.reason != "keys" or not self.open)

    @property
    def anchor(self) -> Span:
        """The place of what is not written."""
        if self.key is not None:
            return self.key.span
        return self.place if self.place is not None else self.node.file.source.anchor
