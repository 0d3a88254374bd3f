"""Which version of a chart is asked for: one, those of a range, or whatever is newest.

What a range means is what Masterminds' library says, which Helm, Flux, Argo CD, helmfile and kustomize all ask.
"""

from __future__ import annotations

import re

from redislint.model.document import Problem
from redislint.read.helm.nearby import is_named
from redislint.read.helm.versions import ANY, Range, constraint, exactly, parse
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# What a problem is called: whatever is newest; whatever is newest in a range that ends before the next major version;
# whatever is newest when the file is written anew that holds the version until then.
FLOATING: Final = "unpinned"
RANGE: Final = "unpinned-range"
LOCKED: Final = "unpinned-locked"

# A range of all versions.
_ALL: Final = r"[*xX]|>=?\s*v?0(?:\.0){0,2}(?:-0)?"


class Pin(NamedTuple):
    """The version that is asked for, as written, empty where none is; and its place, or that of the chart's name.

    `lock` is the file that holds one version of the chart; empty where there is none.
    """

    text: str
    place: Span
    lock: str = ""


def pin(node: Node, version: str, chart: str) -> Pin | None:
    """What two keys of a mapping ask for, the version's and the chart's; None where it is not known."""
    written, named = node.get(version), node.get(chart)
    if written is not None and written.kind != "null":
        return Pin(written.text.strip(), written.span) if written.kind == "scalar" and written.is_known else None
    # Where lines of templates were left out, one of them may have it.
    return None if named is None or node.file.templates else Pin("", named.span)


def problem(title: str, known: str | None, pin: Pin | None) -> Problem | None:
    """What floats, if this is a chart of Redis: by its name, or as `known` says, which is `Dependency.chart`."""
    if pin is None or not (known or is_named(title)):
        return None
    width = _width(pin.text) if pin.text else FLOATING
    if not width or (width == RANGE and pin.lock):
        return None
    if width == RANGE:
        what = f"the chart `{title}` floats: `{pin.text}` is whatever is newest in that range"
        return Problem(RANGE, pin.place, what)
    newest = f"`{pin.text}` is whatever is newest" if pin.text else "without a version it is whatever is newest"
    if pin.lock:
        what = f"the chart `{title}` is held by {pin.lock} alone: when that is written anew, {newest}"
        return Problem(LOCKED, pin.place, f"{what}, of another major version too")
    return Problem(FLOATING, pin.place, f"the chart `{title}` floats: {newest}, of another major version too")


def _width(text: str) -> str:
    """What of a problem a version is; empty for one version alone, and for what is not understood."""
    if parse(text.removeprefix("=")) is not None:
        return ""
    found = constraint(text)
    if found == ANY:
        return FLOATING if re.fullmatch(_ALL, text) else ""
    if found == exactly(found.low):
        return ""
    return RANGE if _is_of_one_major(found) else FLOATING


def _is_of_one_major(found: Range) -> bool:
    if not found.low or found.high is None:
        return False
    return found.high[0] == found.low[0] or (*found.high, 0, 0)[:3] == (found.low[0] + 1, 0, 0)
