"""No secret in any source line that a report shows: each is masked where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redislint.pipeline import Report
    from redislint.source import Source, Span


class Masks:
    """Where the secrets of a report stand."""

    def __init__(self, report: Report) -> None:
        self._spans = {path: _joined(spans) for path, spans in report.secrets.items()}

    def within(self, source: Source, start: int, end: int) -> list[tuple[int, int]]:
        """The secrets that overlap `source.text[start:end]`, as offsets cut to it."""
        spans = self._spans.get(source.path, [])
        found = []
        for index in range(bisect_right(spans, start, key=lambda span: span[1]), len(spans)):
            if spans[index][0] >= end:
                break
            found.append((max(spans[index][0], start), min(spans[index][1], end)))
        return found

    def shown(self, source: Source, start: int, end: int) -> str:
        """`source.text[start:end]` with `*` for each character of a secret."""
        text = source.text[start:end]
        for first, last in self.within(source, start, end):
            text = text[: first - start] + "*" * (last - first) + text[last - start :]
        return text


def _joined(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The spans as offsets, sorted, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if start == end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
