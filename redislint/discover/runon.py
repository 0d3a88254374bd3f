"""Files that one `include` with a wildcard names are read as one text by the server (7.0 and later).

So the last line of a file that does not end with a newline goes on in the first line of the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from redislint.model.document import Reading
from redislint.source import Source, Span


def run_on(readings: Mapping[str, Reading]) -> Iterator[Source]:
    """The texts that are otherwise than their files are, each as its file: a line belongs to the file it begins in.

    readings  what was read, by path
    """
    # In an order that does not depend on which of them was read first.
    for group in _groups(readings[path] for path in sorted(readings)):
        sources = [readings[path].source for path in group if path in readings]
        for source, (begun, rest) in zip(sources, seams([one.text for one in sources]), strict=True):
            if begun or rest:
                yield Source(source.path, _blank(source.text[:begun]) + source.text[begun:] + rest, source.kind)


def seams(texts: Sequence[str]) -> list[tuple[int, str]]:
    """For each text how much of it goes on with a line begun before it, and how its own last line goes on after it."""
    begun = [0] * len(texts)
    rest = [""] * len(texts)
    opened: int | None = None
    for index, text in enumerate(texts):
        if opened is not None and text:
            begun[index] = text.find("\n") + 1 or len(text)
            rest[opened] += text[: begun[index]]
            if "\n" not in text:
                continue
            opened = None
        if text and not text.endswith("\n"):
            opened = index
    return list(zip(begun, rest, strict=True))


def _groups(readings: Iterable[Reading]) -> Iterator[list[str]]:
    """The paths of each `include` that names several files."""
    for reading in readings:
        named: dict[Span, list[str]] = {}
        for instance in reading.instances:
            for one in instance.references:
                if one.role == "include" and one.path is not None:
                    named.setdefault(one.span, []).append(one.path)
        yield from (paths for paths in named.values() if len(paths) > 1)


def _blank(text: str) -> str:
    """As many blanks, and the newline at the end: nothing, and all that follows keeps its place."""
    return " " * len(text.removesuffix("\n")) + "\n" * text.endswith("\n")
