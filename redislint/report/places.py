"""Places as SARIF writes them: percent-encoded paths, columns in UTF-16 code units, and never a secret's own place."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from redislint.report.mask import Masks
from redislint.source import BOM, Source, Span
from redislint.typed import Any, Final

_CONF: Final = ("redis-conf", "sentinel-conf", "users-acl")
# How far around a secret its directive's name is looked for.
_NEAR: Final = 2000
_STEP: Final = 1 << 14
_OPTION: Final = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")
_KEY: Final = re.compile(r"[A-Za-z_][\w.-]*(?=[\"']?\s*(?::\s|:$|=))")
_WORD: Final = re.compile(r"[\w.-]*\w[\w.-]*")


def utf16_pairs(text: str) -> int:
    """How many UTF-16 code units a text takes beyond one a character."""
    return 0 if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2 - len(text)


def utf8_tails(text: str) -> int:
    """How many bytes of UTF-8 a text takes beyond one a character; a byte that is no UTF-8 is one, as in its file."""
    if text.isascii():
        return 0
    try:
        return len(text.encode("utf-8", "surrogateescape")) - len(text)
    except UnicodeEncodeError:
        return len(text.encode("utf-8", "replace")) - len(text)


class Places:
    """Places of one report; columns are in the units of which `beyond` counts those over one a character."""

    def __init__(self, masks: Masks, beyond: Callable[[str], int] = utf16_pairs) -> None:
        self._masks = masks
        self._count = beyond
        self._beyond: dict[str, list[int]] = {}

    def location(self, span: Span) -> dict[str, Any]:
        """A `physicalLocation`."""
        return {"artifactLocation": self.artifact(span.source.path), "region": self.region(span)}

    def artifact(self, path: str) -> dict[str, Any]:
        """An `artifactLocation`: relative to the root of the repository, unless it is not in there."""
        try:
            encoded = quote(path.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            encoded = quote(path.encode("utf-8", "replace"))
        if path.startswith("/"):
            return {"uri": f"file://{encoded}"}
        return {"uri": encoded, "uriBaseId": "%SRCROOT%"}

    def region(self, span: Span) -> dict[str, Any]:
        """A `region`; the end is exclusive."""
        start_line, start_column = self.position(span.source, span.start)
        end_line, end_column = self.position(span.source, span.end)
        return {"startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column}

    def is_secret(self, span: Span) -> bool:
        """Does the line of this place hold a secret?"""
        return bool(self._masks.within(span.source, *_line(span.source, span.position[0])))

    def shown(self, span: Span) -> Span:
        """The place on its first line; where that line holds a secret, the place of the directive's name."""
        span = span.first_line
        number = span.position[0]
        secrets = self._masks.within(span.source, *_line(span.source, number))
        if not secrets:
            return span
        return _name(span, number, secrets[0][0]) or self._above(span, number)

    def _above(self, span: Span, number: int) -> Span:
        """Where a line has nothing but the secret: the line above it names it (an item of a list of arguments)."""
        source = span.source
        for above in range(number - 1, max(number - 4, 0), -1):
            start, end = _line(source, above)
            if source.text[start:end].strip():
                near = Span(source, start, start)
                return near if self._masks.within(source, start, end) else _name(near, above, end) or near
        start = _line(source, number)[0]
        return Span(source, start, start)

    def position(self, source: Source, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line, column = source.position(offset)
        if not source.text.isascii():
            column += self._before(source, offset) - self._before(source, offset - (column - 1))
        return line, column

    def _before(self, source: Source, offset: int) -> int:
        """How many units beyond one a character lie before the offset; counted in steps, for a line of 10 MB."""
        counts = self._beyond.get(source.path)
        if counts is None:
            counts = self._beyond[source.path] = [0]
            for start in range(0, len(source.text), _STEP):
                counts.append(counts[-1] + self._count(source.text[start : start + _STEP]))
        step = offset // _STEP
        return counts[step] + self._count(source.text[step * _STEP : offset])


def _line(source: Source, number: int) -> tuple[int, int]:
    """The offsets of a line, without its end and a BOM."""
    starts = source.line_starts
    start = starts[number - 1]
    end = starts[number] - 1 if number < len(starts) else len(source.text)
    return start + (number == 1 and source.text.startswith(BOM)), end


def _name(span: Span, number: int, before: int) -> Span | None:
    """The name of the directive on a line, looked for before the offset of a secret.

    It is the line's first word in a configuration file; elsewhere the nearest option (`--requirepass`) or key
    (`password:`), else the first word (a line of a block scalar).
    """
    start, _ = _line(span.source, number)
    if span.source.kind in _CONF:
        found = _WORD.search(span.source.text, start, min(before, start + _NEAR))
    else:
        found = _nearest(span.source.text, max(start, before - _NEAR), before)
    return Span(span.source, found.start(), found.end()) if found else None


def _nearest(text: str, start: int, end: int) -> re.Match[str] | None:
    for pattern in (_OPTION, _KEY):
        matches = list(pattern.finditer(text, start, end))
        if matches:
            return matches[-1]
    return _WORD.search(text, start, end)
