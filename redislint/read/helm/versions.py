"""Versions of charts, and the ranges of them that a dependency may be resolved to."""

from __future__ import annotations

import re

from redislint.typed import Final, NamedTuple

Version = tuple[int, ...]

_VERSION: Final = r"v?(?P<parts>\d{1,6}(?:\.(?:\d{1,6}|[xX*])){0,2})(?:[-+][\w.+-]*)?"
_TERM: Final = r"(?P<sign>\^|~>?|>=|<=|>|<|=)?\s*(?P<version>v?[\dxX*][\w.*+-]*)\s*"


class Range(NamedTuple):
    """The versions from `low` up to but without `high`; `high` None is no limit."""

    low: Version
    high: Version | None = None

    def meet(self, other: Range) -> Range | None:
        """The versions in both; None if there are none."""
        low = max(self.low, other.low)
        highs = [high for high in (self.high, other.high) if high is not None]
        high = min(highs) if highs else None
        return None if high is not None and low >= high else Range(low, high)


ANY: Final = Range(())


def exactly(version: Version) -> Range:
    """The range that holds this version alone."""
    return Range(version, (*version, 0))


def numbers(text: str) -> Version:
    """The numbers of a version that is known to be one."""
    return tuple(int(part) for part in text.split("."))


def parse(text: str) -> Version | None:
    """The numbers of a version such as `20.1.0`; None if it is none, or names but a part of one."""
    match = re.fullmatch(_VERSION, text.strip())
    parts = match["parts"].split(".") if match else []
    return tuple(int(part) for part in parts) if len(parts) == 3 and all(part.isdigit() for part in parts) else None


def constraint(text: str) -> Range:
    """What a dependency's `version` admits, as Helm reads it; ANY for what is not understood.

    `20.1.0`, `22.x.x`, `10.3.*`, `^17.1`, `~17.1.2` (also `~>`), and `>=17.0.0 <20.0.0`.
    """
    found: Range | None = ANY
    position = 0
    text = text.strip().replace(",", " ")
    while position < len(text):
        match = re.match(_TERM, text[position : position + 100])
        if match is None or found is None:
            return ANY
        term = _term(match["sign"] or "", match["version"])
        if term is None:
            return ANY
        found = found.meet(term)
        position += match.end()
    return found or ANY


def _term(sign: str, text: str) -> Range | None:
    match = re.fullmatch(_VERSION, text)
    if match is None:
        return ANY if text in ("*", "x", "X") else None
    version: Version = ()
    for part in match["parts"].split("."):
        if not part.isdigit():
            break
        version = (*version, int(part))
    exact = exactly(version) if len(version) == 3 else Range(version, _next(version))
    return {
        ">=": Range(version),
        ">": Range(_next(version)),
        "<": Range((), version),
        "<=": Range((), _next(version)),
        "^": Range(version, _next(version[: _leading(version)])),
        "~": Range(version, _next(version[:2])),
    }.get("~" if sign == "~>" else sign, exact)


def _leading(version: Version) -> int:
    """How many parts of a version stay the same under `^`: all up to the first that is not 0."""
    return next((index + 1 for index, part in enumerate(version) if part), len(version))


def _next(version: Version) -> Version:
    return (*version[:-1], version[-1] + 1)
