"""The healthcheck of a service."""

from __future__ import annotations

import re

from redislint.model.workload import Probe
from redislint.read.compose.interpolate import value_of
from redislint.read.yaml import Node
from redislint.typed import Final

_PART: Final = re.compile(r"(\d+(?:\.\d+)?)(us|µs|ms|s|m|h|d)")
_SECONDS: Final = {"us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(node: Node | None, default: float | None = None) -> float | None:
    """The seconds of a duration such as `1m30s`; `default` where there is none, None where it is not known."""
    if node is None or node.kind == "null":
        return default
    text = value_of(node)
    parts = _PART.findall(text) if text is not None and len(text) < 64 else []
    if text is None or not parts or "".join(number + unit for number, unit in parts) != text:
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def probes(service: Node) -> tuple[Probe, ...]:
    """The healthcheck, if there is one that is not switched off; the images of Redis bring none of their own."""
    check = service.get("healthcheck")
    test = check.get("test") if check is not None else None
    disable = check.get("disable") if check is not None else None
    if check is None or test is None or (disable is not None and disable.text == "true"):
        return ()
    words = _words(test)
    if words == ():
        return ()
    retries = check.get("retries")
    count = value_of(retries) if retries is not None else "3"
    span = test.span if test.kind == "sequence" else test.inner("compose").span(0, len(test.text))
    return (
        Probe(
            "health",
            span,
            words,
            delay=seconds(check.get("start_period"), 0.0),
            period=seconds(check.get("interval"), 30.0),
            failures=int(count) if count is not None and count.isdecimal() else None,
            timeout=seconds(check.get("timeout"), 30.0),
        ),
    )


def _words(test: Node) -> tuple[str, ...] | None:
    """The command; none for `NONE`, None where it is not known."""
    if test.kind == "scalar":
        return ("/bin/sh", "-c", _said(test))
    elements = test.elements()
    kind = elements[0].text if elements else ""
    if kind == "CMD-SHELL" and len(elements) > 1:
        return ("/bin/sh", "-c", _said(elements[1]))
    if kind == "CMD":
        return tuple(_said(element) for element in elements[1:]) or None
    return () if kind == "NONE" else None


def _said(node: Node) -> str:
    """The text; with variables as they are written where they are not known."""
    text = value_of(node)
    return node.text if text is None else text
