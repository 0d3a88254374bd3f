"""One argument split into words once more, as servers do with the lone argument of a directive that takes several."""

from __future__ import annotations

import re

from redislint.typed import Final

_BLANK: Final = " \t\n\v\f\r"
_BARE: Final = r"[^ \t\n\r\"']++"
_BARE_END: Final = " \t\n\r"
# One word, as most arguments are.
_ALONE: Final = r"[!#-&(-~]++"
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "a": "\a"}
_ESCAPE: Final = r"\\(?:x([0-9A-Fa-f]{2})|(.))"
_DOUBLE: Final = r'"((?:[^"\\]++|\\.)*+)"'
_SINGLE: Final = r"'((?:[^'\\]++|\\'|\\(?!'))*+)'"


# No line that somebody wrote is longer; to go through one of 10 MB takes seconds.
_LONGEST: Final = 100_000


def split(text: str, *, joins: bool = False) -> tuple[str, ...]:
    """The words of a text up to its first NUL; none at all where its quotes are not balanced, or it is too long.

    `joins`: text may follow a closing quote, and belongs to the word (valkey 9.1).
    """
    if len(text) <= _LONGEST and re.fullmatch(_ALONE, text):
        return (text,)
    text = text.partition("\0")[0]
    if len(text) > _LONGEST:
        return ()
    words: list[str] = []
    position = 0
    while True:
        while position < len(text) and text[position] in _BLANK:
            position += 1
        if position == len(text):
            return tuple(words)
        found = _word(text, position, joins)
        if found is None:
            return ()
        word, position = found
        words.append(word)


def _word(text: str, position: int, joins: bool) -> tuple[str, int] | None:
    """The word that begins here, and where it ends; None if its quotes are not balanced."""
    parts: list[str] = []
    while position < len(text) and text[position] not in _BARE_END:
        sign = text[position]
        bare = re.compile(_BARE).match(text, position)
        if bare is not None:
            parts.append(bare.group())
            position = bare.end()
            continue
        match = re.compile(_DOUBLE if sign == '"' else _SINGLE, re.DOTALL).match(text, position)
        if match is None:
            return None
        parts.append(
            re.sub(_ESCAPE, character, match[1], flags=re.DOTALL) if sign == '"' else match[1].replace("\\'", "'")
        )
        position = match.end()
        if not joins:
            if position < len(text) and text[position] not in _BLANK:
                return None
            break
    return "".join(parts), position


def character(escape: re.Match[str]) -> str:
    """What an escape between double quotes stands for: a byte by its two digits, or a letter."""
    digits, letter = escape.groups()
    if digits is None:
        return _CONTROLS.get(letter, letter)
    value = int(digits, 16)
    return chr(value if value < 0x80 else 0xDC00 + value)
