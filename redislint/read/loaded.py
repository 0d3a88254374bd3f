"""A text as the server loads it, before it looks at any line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from redislint.source import BOM, Source

# The server reads with fgets into 1024 bytes, the last of which is for fgets' own NUL.
_CHUNK = 1023

# A file with more of them is no text.
_MAX_NULS = 1_000
NO_TEXT = "this is no text: it is full of NULs"
UTF_16 = "this is a text in UTF-16, which no server reads: save it as UTF-8"
# Its two byte order marks, as bytes that are not UTF-8.
_UTF_16_MARKS = ("\udcff\udcfe", "\udcfe\udcff")


def unfit(source: Source) -> str:
    """Why this can be no text that a server reads; empty if it can."""
    if source.text.startswith(_UTF_16_MARKS):
        return UTF_16
    return NO_TEXT if source.text.count("\0") > _MAX_NULS else ""


def loaded(source: Source) -> Source:
    """The text without what a NUL hides and without its BOM, each place still that in the file.

    The server appends each chunk that fgets gives it up to the first NUL, so that a NUL hides the rest of its
    chunk, newline included (servers of all versions, seen).  A BOM the server would take for the first letter of
    the first word; it is dropped here, since nobody sees it.
    """
    if "\0" in source.text:
        source = _without_hidden(source)
    if source.text.startswith(BOM):
        source = source.inner(source.text[1:], source.kind, ((0, 1),))
    return source


def _without_hidden(source: Source) -> Source:
    kept: list[str] = []
    pieces: list[tuple[int, int]] = []
    here = there = 0
    for line in source.text.split("\n"):
        for text, offset in _heads(line + "\n"):
            kept.append(text)
            pieces.append((here, there + offset))
            here += len(text)
        there += len(line) + 1
    text = "".join(kept)
    text = text.removesuffix("\n")  # of the last line, which has none
    return source.inner(text, source.kind, tuple(pieces))


def _heads(line: str) -> Iterator[tuple[str, int]]:
    """What is left of a line, with the offset of each stretch."""
    if "\0" not in line:
        yield line, 0
        return
    data = line.encode("utf-8", "surrogateescape")
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    done = offset = 0
    for start, end in _ranges(data):
        offset += len(decoder.decode(data[done:start]))
        done = start
        text = data[start:end].decode("utf-8", "surrogateescape")
        # A chunk may begin within a character, whose other bytes were hidden: all of it is at one place.
        cut = len(decoder.getstate()[0])
        rest = 0
        while cut and rest < len(text) and data[start + rest] & 0xC0 == 0x80:
            yield text[rest], offset
            rest += 1
        yield text[rest:], offset + (1 if rest else 0)


def _ranges(data: bytes) -> Iterator[tuple[int, int]]:
    """The stretches of a line's bytes that the server keeps."""
    start = 0
    for chunk in range(0, len(data), _CHUNK):
        end = min(chunk + _CHUNK, len(data))
        nul = data.find(b"\0", chunk, end)
        if nul >= 0:
            if nul > start:
                yield start, nul
            start = end
    if start < len(data):
        yield start, len(data)
