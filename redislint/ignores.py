"""What a file's comments ask to ignore: `# redislint: ignore[RL101] reason until=2027-01-31`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from redislint.model.document import Reading
from redislint.source import BOM, Source, Span
from redislint.typed import Final, NamedTuple

_NAME: Final = "redislint:"
# Patterns are compiled where a comment needs them: most files have none of these.
# A comment that speaks to redislint: at its start, or behind another mark (`# nosec # redislint: ignore[RL101]`).
_SPEAKS: Final = r"(?:^|(?<=\s))(?:#++|//++|/\*++)[ \t]*+(?P<said>redislint:[ \t]*+(?P<verb>[A-Za-z-]*+))"
_BRACKETS: Final = r"[ \t]*+\[(?P<words>[^\]\n]*+)\]"
_WORD: Final = r"[^\s,]++"
_UNTIL: Final = r"(?:^|(?<=\s))until=(?P<day>\S*+)"
# What may stand around a reason, or a day, and is none.
_AROUND: Final = " \t\r:;,.-\u2013\u2014()"

# A comment may be a line of 10 MB; nobody names rules so far to the right.
_LONGEST: Final = 2_000

VERBS: Final = ("ignore", "ignore-file")
# What a comment says that declares something, and ignores nothing.
DECLARES: Final = ("server", "chart")


class Word(NamedTuple):
    """A rule's id or name as written between the brackets, and its place."""

    text: str
    span: Span


class Ignore(NamedTuple):
    """One comment that asks to ignore rules.

    verb    `ignore` or `ignore-file`, or a word that means nothing
    words   the rules that it names; None where there are no brackets
    line    the line whose findings it silences; 0 if there is none
    leads   nothing but comments stands above it: the place of an `ignore-file`
    span    what it says, from `redislint:` to the closing bracket
    whole   all of it, from the sign that begins it to the end of its reason
    comment the comment that it stands in
    reason  why, in the user's words; empty if nothing is said
    until   its last day as written, whether or not that is one; None if it has none
    """

    verb: str
    words: tuple[Word, ...] | None
    line: int
    leads: bool
    span: Span
    whole: Span
    comment: Span
    reason: str = ""
    until: str | None = None


def may_speak(reading: Reading) -> bool:
    """May a comment of a file speak to redislint?"""
    return bool(reading.comments) and _NAME in reading.source.root.text


def ignores(reading: Reading) -> Iterator[Ignore]:
    """Every comment of a file that speaks to redislint, in no certain order."""
    lines = Lines(reading.source.root, reading.comments)
    for comment in reading.comments:
        text = comment.source.text[comment.start : min(comment.end, comment.start + _LONGEST)]
        marks = [*re.finditer(_SPEAKS, text)]
        for said, following in zip_longest(marks, marks[1:]):
            if said["verb"] in DECLARES:
                continue
            brackets = re.compile(_BRACKETS).match(text, said.end())
            start, end = comment.start + said.start("said"), comment.start + (brackets or said).end()
            last = _end(comment, end, comment.start + following.start() if following else comment.end)
            reason, until = _reason(comment.source.text[end : min(last, end + _LONGEST)] if brackets else "")
            yield Ignore(
                verb=said["verb"],
                words=_words(comment, brackets),
                line=lines.meant(comment),
                leads=lines.leads(comment),
                span=Span(comment.source, start, end),
                whole=Span(comment.source, comment.start + said.start(), last),
                comment=comment,
                reason=reason,
                until=until,
            )


def _end(comment: Span, start: int, limit: int) -> int:
    """Where what is said from an offset on ends: with its line, or where the next one begins."""
    newline = comment.source.text.find("\n", start, limit)
    return limit if newline < 0 else newline


def _reason(text: str) -> tuple[str, str | None]:
    """The reason, and the last day as written."""
    text = text.rstrip().removesuffix("*/")
    day = re.compile(_UNTIL).search(text)
    if day is not None:
        text = f"{text[: day.start()]} {text[day.end() :]}"
    return text.strip(_AROUND), None if day is None else day["day"].rstrip(_AROUND)


def _words(comment: Span, brackets: re.Match[str] | None) -> tuple[Word, ...] | None:
    if brackets is None:
        return None
    found = re.compile(_WORD).finditer(brackets.string, brackets.start("words"), brackets.end("words"))
    place = comment.start
    return tuple(Word(word.group(), Span(comment.source, place + word.start(), place + word.end())) for word in found)


class Lines:
    """The lines of a file, as its comments see them."""

    def __init__(self, source: Source, comments: Iterable[Span]) -> None:
        self._source = source
        covered: set[int] = set()
        for comment in comments:
            if self._is_alone(comment):
                first, last = comment.position[0], source.position(max(comment.end - 1, comment.start))[0]
                covered.update(range(first, last + 1))
        # Each line of comments, and the first line below it that is none.
        self._below: dict[int, int] = {}
        for line in sorted(covered, reverse=True):
            self._below[line] = self._below.get(line + 1, line + 1)
        self._lead = self._first_line()

    def _is_alone(self, comment: Span) -> bool:
        """Does nothing else stand on the comment's lines?"""
        text = self._source.text
        before = text[text.rfind("\n", 0, comment.start) + 1 : comment.start]
        after = text.find("\n", comment.end)
        return not before.removeprefix(BOM).strip() and not text[comment.end : after if after >= 0 else None].strip()

    def _first_line(self) -> int:
        """The first line that says anything to anybody but a reader; one more than there are if none does."""
        count = len(self._source.line_starts)
        for number in range(1, count + 1):
            if number not in self._below and not _is_opening(self._source.line(number)):
                return number
        return count + 1

    def meant(self, comment: Span) -> int:
        """The line that a comment is about: its own, or the one below it and the comments that follow; 0 for none."""
        line = comment.position[0]
        if line not in self._below:
            return line
        line = self._below[line]
        exists = line <= len(self._source.line_starts) and self._source.line(line).strip()
        return line if exists else 0

    def leads(self, comment: Span) -> bool:
        """Does the comment belong to those at the top of the file?"""
        return comment.position[0] < self._lead


def _is_opening(line: str) -> bool:
    """Is this an empty line, or one that only opens a YAML document?"""
    return line.strip() in ("", "---") or line.startswith("%YAML")
