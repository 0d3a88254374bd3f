r"""What redis-cli prints, read back: `--no-raw`, which quotes every text and numbers every element.

A text is quoted as redis-cli does it: `\n`, `\r`, `\t`, `\a`, `\b`, `\"`, `\\`, and `\xHH` for any other byte
that cannot be printed (sds.c, `sdscatrepr`; seen on redis-cli 6.2 to 8.6).  So values with ends of lines are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.typed import Final, NamedTuple

_NUMBER: Final = r"[ ]*\d+[)#~] "
_ELEMENT: Final = re.compile(
    rf"(?P<numbers>(?:{_NUMBER})*+[ ]*+)"
    r"(?:\"(?P<text>(?:[^\"\\\n]|\\.)*+)\"|\((?P<other>integer\) -?\d+|nil\)|true\)|false\)|double\) [^\n]*+"
    r"|empty (?:array|list or set|hash|set)\)))\r?"
)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b"}


class NoReply(ValueError):
    """A text that redis-cli does not print with `--no-raw`; the message says why, with nothing of the text."""


class Refused(ValueError):
    """What the server answers instead; the message is its own."""


class Element(NamedTuple):
    """One element: how deep it lies, from 0, and whether a new list begins with it there; None for what is no text.

    `start` and `end` are the offsets of the text between its quotes.
    """

    depth: int
    is_first: bool
    text: str | None
    start: int
    end: int


def elements(text: str) -> Iterator[Element]:
    """The elements of a reply, in order.  Raises `NoReply` and `Refused`."""
    error = re.match(r"\s*+(?:\(error\) )?(?P<says>[A-Z]{2,20} [^\n]*+)", text)
    if error is not None:
        raise Refused(error["says"].strip())
    position = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            match = _ELEMENT.fullmatch(line)
            if match is None:
                raise NoReply(f"line {number} is none that `redis-cli --no-raw` prints")
            numbers = re.findall(r"(\d+)[)#~] ", match["numbers"])
            start = position + match.start("text")
            length = len(match["text"] or "")
            shown = match["text"]
            yield Element(
                len(numbers),
                bool(numbers) and numbers[-1] == "1",
                None if shown is None else unquoted(shown),
                start,
                start + length,
            )
        position += len(line) + 1


def unquoted(text: str) -> str:
    """A text without its escapes; bytes that are no UTF-8 are kept as lone surrogates."""
    if "\\" not in text:
        return text

    def byte(match: re.Match[str]) -> str:
        if match[1] is not None:
            return chr(int(match[1], 16)) if int(match[1], 16) < 0x80 else chr(0xDC00 + int(match[1], 16))
        return _LETTERS.get(match[2], match[2])

    found = _ESCAPE.sub(byte, text)
    return found.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def texts(text: str) -> list[str]:
    """A list of texts.  Raises `NoReply` and `Refused`."""
    found = [one.text for one in elements(text) if not _is_nothing(one)]
    if any(one is None for one in found):
        raise NoReply("there is something else than texts in it")
    return [one for one in found if one is not None]


def pairs(text: str) -> dict[str, str]:
    """Names and values, one after the other.  Raises `NoReply` and `Refused`."""
    words = texts(text)
    if len(words) % 2:
        raise NoReply("a name has no value")
    return dict(zip(words[::2], words[1::2], strict=True))


def tables(text: str) -> list[dict[str, str]]:
    """Lists of names and values, a list each; values that are no texts are left out.  Raises `NoReply`, `Refused`."""
    found: list[list[str | None]] = []
    for one in elements(text):
        if _is_nothing(one) and one.depth == 0:
            continue
        if one.depth > 1 and one.is_first:
            found.append([])
        if not found:
            raise NoReply("it is no list of lists")
        found[-1].append(one.text)
    if any(len(words) % 2 for words in found):
        raise NoReply("a name has no value")
    return [
        {name: value for name, value in zip(words[::2], words[1::2], strict=True) if name and value is not None}
        for words in found
    ]


def _is_nothing(one: Element) -> bool:
    """Is it the sign of an empty list?"""
    return one.text is None and one.depth == 0
