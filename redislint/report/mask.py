"""No secret in any source line that a report shows: each is masked where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from redislint import telling
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report
    from redislint.source import Source, Span

# How far around a shown part of a line there may be what tells that a secret stands in it.
_NEAR: Final = 256
# What looks like a password wherever it stands: masking a plain word or a name elsewhere would tell that it is one.
_SURELY: Final = r"(?=[^\d]*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w!@#$%^&*+=.-]{8,200}"
# So many of a file are looked for.
_MOST: Final = 200


class Masks:
    """Where the secrets of a report stand: those that readers found, what repeats one, and those that a line tells."""

    def __init__(self, report: Report) -> None:
        self._secrets = report.secrets
        self._spans = {path: _joined(spans) for path, spans in report.secrets.items()}
        self._repeated: dict[str, list[str]] = {}

    def within(self, source: Source, start: int, end: int) -> list[tuple[int, int]]:
        """The secrets that overlap `source.text[start:end]`, as offsets cut to it."""
        spans = self._spans.get(source.path, [])
        found = []
        for index in range(bisect_right(spans, start, key=lambda span: span[1]), len(spans)):
            if spans[index][0] >= end:
                break
            found.append(spans[index])
        near = max(start - _NEAR, 0)
        text = source.text[near : end + _NEAR]
        told = ((near + first, near + last) for first, last in (*telling.places(text), *self._again(source.path, text)))
        found += [(first, last) for first, last in told if first < end and start < last]
        return [(max(first, start), min(last, end)) for first, last in _merged(found)]

    def shown(self, source: Source, start: int, end: int) -> str:
        """`source.text[start:end]` with `*` for each character of a secret."""
        text = source.text[start:end]
        for first, last in self.within(source, start, end):
            text = text[: first - start] + "*" * (last - first) + text[last - start :]
        return text

    def _again(self, path: str, text: str) -> list[tuple[int, int]]:
        """Where a text of a file repeats one of its secrets, such as a comment that still has it."""
        if path not in self._repeated:
            texts = {span.text.strip("\"'<>") for span in self._secrets.get(path, ()) if span.end - span.start < _NEAR}
            sure = sorted(one for one in texts if re.fullmatch(_SURELY, one))[:_MOST]
            self._repeated[path] = sure
        # Looked for one by one: a pattern of them would be compiled anew for each file.
        return [place for one in self._repeated[path] for place in _found(one, text)]


def _found(word: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + 1)


def _joined(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return _merged((span.start, span.end) for span in spans)


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Offsets of places, sorted, those that overlap made one, the empty ones left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if start == end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
