"""GitHub's `primaryLocationLineHash`: what tells code scanning that an alert is the same one after lines have moved.

The algorithm is that of github/codeql-action (src/fingerprints.ts): a rolling hash over UTF-16 code units in which
spaces and tabs are dropped and CR, LF and CRLF are one line end.  A line's hash is that of the 100 units from its
start on; it runs over into the next lines, and over the end of the file, which is the unit 65535 followed by zeros.
`:N` is added: the line is the N-th so far with this hash.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from redislint.typed import Final

_WINDOW: Final = 100
_BASE: Final = 37
_BITS: Final = (1 << 64) - 1
_END: Final = "\uffff" + "\0" * _WINDOW
_BLANKS: Final = {ord(" "): None, ord("\t"): None}
# Lone surrogates that stand for no byte: only a text given from Python can hold them.
_STRAY: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


def line_hashes(text: str, lines: Collection[int]) -> dict[int, str]:
    """The hashes of some lines (from 1, counted as the algorithm does) of a file's text.

    Windows are compared as slices, and only those asked for are hashed: 100 KB take about a millisecond.
    """
    hashes: dict[int, str] = {}
    if not lines:
        return hashes
    units = _units(text) + _END
    seen: dict[str, int] = {}
    start = 0
    for number in range(1, max(lines) + 1):
        window = units[start : start + _WINDOW]
        if not window.isascii():
            window = _ASTRAL.sub(_pair, window)[:_WINDOW]
        seen[window] = count = seen.get(window, 0) + 1
        if number in lines:
            hashes[number] = f"{_hash(window):x}:{count}"
        start = units.find("\n", start) + 1
        if not start:
            break
    return hashes


def _units(text: str) -> str:
    """The characters that count; those beyond the BMP become two units where they are in a window."""
    if not text.isascii():
        # Bytes that are no UTF-8 are U+FFFD to the action.
        text = _STRAY.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)


def _pair(match: re.Match[str]) -> str:
    high, low = divmod(ord(match[0]) - 0x10000, 0x400)
    return chr(0xD800 + high) + chr(0xDC00 + low)


def _hash(window: str) -> int:
    value = 0
    for unit in window:
        value = (value * _BASE + ord(unit)) & _BITS
    return value
