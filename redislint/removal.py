"""Fixes that take a comment out of a file, or one word out of it."""

from __future__ import annotations

from collections.abc import Container

from redislint.finding import Edit, Fix
from redislint.ignores import Ignore
from redislint.source import BOM, Span


def removals(ignore: Ignore, useless: Container[int]) -> dict[int, Fix]:
    """What takes words out of an ignore, by the offset of each; the whole ignore where all of its words are useless.

    `useless` has the offsets of those that are.  The fixes do not overlap, and may be applied in any number.  There
    are none for the whole of what is part of a comment of several lines.
    """
    words = ignore.words or ()
    staying = [index for index, word in enumerate(words) if word.span.start not in useless]
    if not staying:
        fix = whole(ignore)
        return {word.span.start: fix for word in words} if fix is not None else {}
    return {
        word.span.start: Fix(f"take `{word.text}` out of the comment", (Edit(span, ""),), safe=True)
        for index, word in enumerate(words)
        if word.span.start in useless
        # With what separates it from the next one, or from the last one where nothing that stays follows.
        for span in [
            Span(word.span.source, word.span.start, words[index + 1].span.start)
            if index < staying[-1]
            else Span(word.span.source, words[index - 1].span.end, word.span.end)
        ]
    }


def whole(ignore: Ignore) -> Fix | None:
    """What takes an ignore out: with its line, if nothing else stands there."""
    span = _whole(ignore)
    return None if span is None else Fix("take the comment out", (Edit(span, ""),), safe=True)


def _whole(ignore: Ignore) -> Span | None:
    said, comment = ignore.whole, ignore.comment
    text, source = comment.source.text, comment.source
    if said.end < comment.end and text[said.end] == "\n":
        return None  # The comment goes on below.
    if "\n" in text[comment.start : said.start]:
        return None
    before = text[text.rfind("\n", 0, said.start) + 1 : said.start].removeprefix(BOM)
    newline = text.find("\n", comment.end)
    after = text[comment.end : newline if newline >= 0 else len(text)]
    if said.end < comment.end:
        return Span(source, said.start, said.end)  # Another one follows.
    if before.strip() or after.strip():
        return Span(source, said.start - len(before) + len(before.rstrip(" \t")), said.end)
    return Span(source, said.start - len(before), newline + 1 if newline >= 0 else len(text))
