"""Lines and words of redis.conf and sentinel.conf, as conf.lark defines them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read.grammar import lexis
from redislint.servers.split import character

# A word as the server has it, and where it stands.
Word = tuple[str, int, int]

# Far beyond any real file, and read in about a second.
MAX_WORDS = 200_000

_EDGE = " \t\r"


class TooManyWords(Exception):
    """A text goes on beyond all measure: what follows `offset` is not read."""

    detail = f"there are more than {MAX_WORDS:,} words up to here, and the rest is not read"

    def __init__(self, offset: int) -> None:
        self.offset = offset


class Line:
    """A line that holds anything but a comment.

    `words` are those before the first word that is not well quoted; `broken` is the place of that one, to the end
    of the line, and `glued` says that its quote is closed, but text follows.
    """

    __slots__ = ("broken", "glued", "words")

    def __init__(self, words: list[Word], broken: tuple[int, int] | None, glued: bool) -> None:
        self.words = words
        self.broken = broken
        self.glued = glued

    @property
    def start(self) -> int:
        """The offset of the first word."""
        return self.words[0][1] if self.words else (self.broken or (0, 0))[0]

    @property
    def end(self) -> int:
        """The offset after the last word."""
        return self.broken[1] if self.broken else self.words[-1][2]


def lines(text: str) -> Iterator[Line]:
    """The lines of a text, without comments and empty lines.  No text fails, but one may raise `TooManyWords`."""
    words: list[Word] = []
    broken: tuple[int, int] | None = None
    glued = False
    left = MAX_WORDS
    for token in lexis("conf").finditer(text):
        kind = token.lastgroup
        if kind == "PLAIN":
            words.append((token.group(), token.start(), token.end()))
        elif kind == "GAP":
            if words or broken:
                left -= len(words) + 1
                yield Line(words, broken, glued)
                words, broken, glued = [], None, False
            if left < 0:
                raise TooManyWords(token.start())
        elif kind == "QUOTED":
            words.append((unquoted(token.group()), token.start(), token.end()))
        elif kind != "BLANK":
            broken = (token.start(), token.start() + len(token.group().rstrip(_EDGE)))
            glued = kind == "GLUED"
        elif len(words) > left:
            raise TooManyWords(token.start())
    if words or broken:
        yield Line(words, broken, glued)


def few_lines(text: str) -> list[Line]:
    """The lines of a short text, such as one argument; none if it is not short at all."""
    try:
        return list(lines(text))
    except TooManyWords:
        return []


def comments(text: str) -> Iterator[tuple[int, int]]:
    """The places of all comments: whole lines, without indentation."""
    for token in lexis("conf").finditer(text):
        if token.lastgroup != "GAP":
            continue
        start = token.start()
        for line in token.group().split("\n"):
            comment = line.strip(_EDGE)
            if comment:
                begin = start + line.index("#")
                yield begin, begin + len(comment)
            start += len(line) + 1


def unquoted(word: str) -> str:
    """What a word with a quoted stretch (QUOTED in the grammar) says."""
    double, single = word.find('"'), word.find("'")
    is_double = single < 0 or 0 <= double < single
    start = double if is_double else single
    inner = word[start + 1 : -1]
    if "\\" in inner:
        inner = _escaped(inner) if is_double else inner.replace("\\'", "'")
    return word[:start] + inner


def _escaped(text: str) -> str:
    text = re.sub(r"\\(?:x([0-9A-Fa-f]{2})|([^\n]))", character, text)
    # Bytes written one by one may make up a character together.
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
