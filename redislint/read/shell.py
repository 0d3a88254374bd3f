"""Words of command lines that are written as text: `sh -c "..."`, CMD in shell form, compose's `command:`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from redislint.read.grammar import lexis
from redislint.source import Span
from redislint.typed import NamedTuple

SpanOf = Callable[[int, int], Span]

# What a backslash escapes between double quotes.
_ESCAPED = r'\\([$`"\\])|\\\n'
_VARYING = ("VARYING", "SUBSTITUTION", "VARIABLE")


class Word(NamedTuple):
    """A word of a command line.

    known   the text is what the program is given: nothing in it is filled in by a shell or a template
    single  it is one word whatever its variables hold; not so where a shell splits what they hold
    within  gives the place of a stretch of the text, where that is known
    """

    text: str
    span: Span
    known: bool = True
    single: bool = True
    within: SpanOf | None = None

    def part(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`; that of the whole word where it is not known."""
        return self.within(start, end) if self.within is not None else self.span


def commands(text: str, span_of: SpanOf, *, lines: bool = True) -> list[list[Word]] | None:
    """The commands of a shell text, each a list of words, without redirections.

    `span_of` gives the place of a stretch of the text, and `lines` says that a command ends with its line.  None where
    the text is no plain sequence of commands: unbalanced quotes, subshells, arithmetic.
    """
    found: list[list[Word]] = [[]]
    word: list[re.Match[str]] = []
    skipping = False
    for token in lexis("shell").finditer(text):
        kind = token.lastgroup
        if kind == "ODD":
            return None
        if kind in ("BLANK", "COMMENT", "OPERATOR", "REDIRECT"):
            if word and not skipping:
                found[-1].append(_word(word, span_of))
            # The word after a redirection is a file, not an argument.
            skipping = kind == "REDIRECT" or (skipping and not word and kind == "BLANK")
            word = []
            if kind == "OPERATOR" and (lines or not token.group().isspace()):
                found.append([])
        else:
            word.append(token)
    if word and not skipping:
        found[-1].append(_word(word, span_of))
    return [command for command in found if command]


def shell_words(text: str, span_of: SpanOf) -> list[Word] | None:
    """The words of a text that is one command; None where it is none, or more than one.

    What splits such a text is no shell, and takes a newline for a blank (compose: mattn/go-shellwords).
    """
    found = commands(text, span_of, lines=False)
    return found[0] if found is not None and len(found) == 1 else None


def _word(pieces: list[re.Match[str]], span_of: SpanOf) -> Word:
    kinds = [piece.lastgroup for piece in pieces]
    stretches = [stretch for piece in pieces for stretch in _said(piece)]
    return Word(
        "".join([text for text, _ in stretches]),
        span_of(pieces[0].start(), pieces[-1].end()),
        known=not any(kind in _VARYING for kind in kinds),
        single=not any(kind in ("SUBSTITUTION", "VARIABLE") for kind in kinds),
        within=places(stretches, span_of),
    )


def _said(piece: re.Match[str]) -> list[tuple[str, int]]:
    """What a piece stands for, in stretches with their offsets; as written where only a shell could tell."""
    text, start = piece.group(), piece.start()
    kind = piece.lastgroup
    if kind == "SINGLE":
        return [(text[1:-1], start + 1)]
    if kind in ("DOUBLE", "VARYING"):
        return unescaped(text[1:-1], start + 1)
    return [(text[1:], start + 1)] if kind == "ESCAPE" else [(text, start)]


def unescaped(text: str, start: int) -> list[tuple[str, int]]:
    """What stands between double quotes without its backslashes, in stretches with their offsets."""
    found: list[tuple[str, int]] = []
    position = 0
    for escape in re.finditer(_ESCAPED, text):
        found.append((text[position : escape.start()], start + position))
        if escape[1]:
            found.append((escape[1], start + escape.start(1)))
        position = escape.end()
    return [*found, (text[position:], start + position)]


def places(stretches: Sequence[tuple[str, int]], span_of: SpanOf) -> SpanOf:
    """What gives the place of a part of a word that is made of these stretches."""
    ends = list(accumulate(len(text) for text, _ in stretches))

    def offset(here: int) -> int:
        index = min(bisect_right(ends, here), len(ends) - 1)
        text, there = stretches[index]
        return there + here - (ends[index] - len(text))

    def place(start: int, end: int) -> Span:
        return span_of(offset(start), offset(end - 1) + 1 if end > start else offset(start))

    return place
