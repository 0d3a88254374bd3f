"""Text that is safe to show: on a terminal, and in JSON."""

from __future__ import annotations

import re

from redislint.typed import Final

# What a terminal would act upon, or not show: control and format characters (among them those that turn the
# direction of writing), separators, non-characters, and bytes that are not UTF-8 (lone surrogates).
_UNSEEN: Final = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
)
# What XML 1.0 has no place for, besides lone surrogates, which JSON has no place for either.
_IMPOSSIBLE: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""The text on one line, with everything in it that does not show written as an escape: `\x1b`, `\u202e`."""
    return text if text.isascii() and text.isprintable() else re.sub(_UNSEEN, _escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # the byte that was read here (PEP 383)
        code -= 0xDC00
    return _SHORT.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def clean(text: str) -> str:
    """The text with U+FFFD for what is no character in JSON or XML."""
    return text if text.isascii() and text.isprintable() else re.sub(_IMPOSSIBLE, "\ufffd", text)


def cells(text: str) -> int:
    """How many cells of a terminal the text takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(char) in ("Mn", "Me") else 2 if east_asian_width(char) in ("W", "F") else 1 for char in text
    )


def counted(number: int, singular: str, plural: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
