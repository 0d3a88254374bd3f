"""What redis-cli is told to do by the commands of a script, and against which server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from redislint.model.client import ELSEWHERE, HERE, Call
from redislint.read import secret
from redislint.read.scripts import programs
from redislint.read.scripts.options import parsed
from redislint.read.scripts.split import Command, split
from redislint.read.scripts.targets import assigned, target
from redislint.read.shell import SpanOf, Word
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Scripts in words of other scripts that are followed, and calls that are looked at.
_DEEPEST: Final = 3
_MOST: Final = 10_000
_WRITERS: Final = frozenset({"echo", "printf"})
# `printf` is given its lines with a backslash and an `n` between them.
_LINE: Final = re.compile(r"\\n|(?P<line>(?:[^\\\n]|\\(?!n))++)")
_WORD: Final = re.compile(r"'(?P<single>[^'\n]*+)'|\"(?P<double>[^\"\n]*+)\"|(?P<plain>[^\s'\"]++)")


class Found(NamedTuple):
    """The calls of a script, and the places of passwords in them."""

    calls: tuple[Call, ...] = ()
    secrets: tuple[Span, ...] = ()


class _Script(NamedTuple):
    """What the commands of one text share; `away` is the program that brings it to another machine."""

    text: str
    span_of: SpanOf
    variables: Mapping[str, set[str]]
    away: str
    depth: int


def calls(text: str, span_of: SpanOf) -> Found:
    """The calls in a script's text; `span_of` gives the place of a stretch of it."""
    return _found(_of_text(text, span_of, "", 0))


def of_words(words: Sequence[Word]) -> Found:
    """The calls of a command that is already a list of words."""
    if not any("-cli" in word.text for word in words):
        return Found()
    script = _Script("", words[0].part, {}, "", 0)
    return _found(_of_command(Command(tuple(words)), script))


def _found(entries: Iterable[tuple[Call | None, tuple[Span, ...]]]) -> Found:
    found = list(islice(entries, _MOST))
    secrets = tuple(dict.fromkeys(place for _, places in found for place in places))
    return Found(tuple(call for call, _ in found if call is not None), secrets)


def _of_text(text: str, span_of: SpanOf, away: str, depth: int) -> Iterator[tuple[Call | None, tuple[Span, ...]]]:
    commands = split(text, span_of)
    script = _Script(text, span_of, assigned(commands), away, depth)
    for command in commands:
        yield from _of_command(command, script)


def _of_command(command: Command, script: _Script) -> Iterator[tuple[Call | None, tuple[Span, ...]]]:
    words = command.words
    start = programs.program(words)
    if start == len(words):
        return
    first = words[start]
    if programs.is_client(first):
        yield from _of_client(words[start + 1 :], command, script)
    elif programs.runs_others(first):
        script = script._replace(away=first.text) if programs.leads_away(first) else script
        rest = words[start + 1 :]
        index = next((index for index, word in enumerate(rest) if programs.is_client(word)), None)
        if index is not None:
            yield from _of_client(rest[index + 1 :], command, script)
        elif script.depth < _DEEPEST:
            for word in rest:
                if programs.may_be_script(word):
                    yield from _of_text(word.text, word.part, script.away, script.depth + 1)


def _of_client(
    words: Sequence[Word], command: Command, script: _Script
) -> Iterator[tuple[Call | None, tuple[Span, ...]]]:
    options = parsed(words)
    host = None if options.is_socket else options.host
    where, name = target(host, script.variables)
    by = script.away if where == HERE else ""
    yield None, options.secrets
    if options.rest is None:
        return
    for line in [list(options.rest)] if options.rest else _read(command, script):
        texts = tuple(word.text if word.known else None for word in line)
        places = tuple(word.span for word in line)
        yield Call(texts, places, ELSEWHERE if by else where, name, by), _passwords(line)


def _read(command: Command, script: _Script) -> Iterator[list[Word]]:
    """The commands that a client reads from what is piped into it, or from a here-document."""
    fed = command.fed
    if fed and programs.name(fed[0]) in _WRITERS:
        for word in fed[1:]:
            if not word.text.startswith("-") and word.known:
                yield from _lines(word.text, word.part)
    if command.body is not None:
        start, end = command.body
        text, span_of = script.text[start:end], script.span_of
        yield from _lines(text, lambda first, last: span_of(start + first, start + last))


def _lines(text: str, span_of: SpanOf) -> Iterator[list[Word]]:
    for line in islice(_LINE.finditer(text), _MOST):
        words: list[Word] = []
        for match in _WORD.finditer(text, *line.span()) if line["line"] else ():
            kind = match.lastgroup or "plain"
            said = match[kind]
            words.append(Word(said, span_of(*match.span(kind)), known="$" not in said and "`" not in said))
        if words:
            yield words


def _passwords(line: Sequence[Word]) -> tuple[Span, ...]:
    """The places of passwords among the arguments of a command."""
    command = [word.text.upper() for word in line[:2]]
    if command[:1] == ["AUTH"]:
        return tuple(word.span for word in line[-1:] if word.known and len(line) > 1)
    if command == ["CONFIG", "SET"]:
        return tuple(
            value.span
            for name, value in zip(line[2::2], line[3::2], strict=False)
            if value.known and secret.is_likely(name.text.lower())
        )
    if command == ["ACL", "SETUSER"]:
        return tuple(word.span for word in line[3:] if word.known and word.text[:1] in ("<", ">"))
    return ()
